"""A hub whose clock was ahead and was put right: order, days, and what is new."""

from __future__ import annotations

import time

import pytest
from pytestqt.qtbot import QtBot

from app.client.events import TextKind
from app.client.wishes import MarkRead
from app.irc.msgid import LENGTH, PLACE_LENGTH, PLACES_PER_MS, place_text
from app.models.timeline import TimelineModel
from app.models.timeline_entries import ConnectionLost, ConnectionRestored, EventEntry, MessageEntry
from app.ui.timeline.view import TimelineView
from tests.ui.timeline_world import NOON, fill

DAYS = 100 * 86_400.0


def line(number: int, time: float, *, text: str = "") -> MessageEntry:
    place = int(NOON * 1000) * PLACES_PER_MS + number
    msgid = place_text(place) + "0" * (LENGTH - PLACE_LENGTH)
    return MessageEntry("bob", text or str(number), TextKind.MESSAGE, time, msgid=msgid)


def local(fact: ConnectionLost | ConnectionRestored, time: float) -> EventEntry:
    return EventEntry(fact, time)


def days(view: TimelineView) -> list[str]:
    """The day lines, with the row that each stands above."""
    view.refresh()
    return [row.copied() for _, _, row in view.visible_rows() if row.dividers.day]


def test_each_day_is_told_once_whatever_this_computers_clock_says(
    view: TimelineView, model: TimelineModel
) -> None:
    model.rows.by_id = True
    ahead = NOON + DAYS
    model.append([line(0, ahead), local(ConnectionLost(), NOON), local(ConnectionRestored(), NOON + 9)])
    model.append([line(1, ahead + 20)])
    assert days(view) == ["0"]
    model.append([line(2, NOON + 30), line(3, NOON + 40)])
    assert days(view) == ["0", "2"]


def test_what_comes_with_the_right_time_is_new_and_can_be_read(
    view: TimelineView, model: TimelineModel, qtbot: QtBot
) -> None:
    model.rows.by_id = True
    view.read_state.set_watched(True)
    model.append([line(0, NOON + DAYS), line(1, NOON + DAYS + 1)])
    view.refresh()
    assert model.read.time == NOON + DAYS + 1
    view.read_state.set_watched(False)
    model.merge([line(2, NOON + 5, text="new"), line(3, NOON + 6)])
    view.refresh()
    marked = [row.copied() for _, _, row in view.visible_rows() if row.dividers.unread]
    assert marked == ["new"]
    with qtbot.waitSignal(view.read_state.wished) as told:
        view.read_state.set_watched(True)
        view.refresh()
    assert told.args == [MarkRead(model.conversation, NOON + 6)]
    assert model.read.msgid == line(3, 0).msgid


def test_today_is_yesterday_after_midnight_though_nothing_is_drawn(
    view: TimelineView, model: TimelineModel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    fill(view, model, [line(0, now)])
    assert view.visible_rows()[0][2].dividers.day == "Today"
    view.day_watch.look()  # it is still the same day
    monkeypatch.setattr(time, "time", lambda: now + 86_400)
    view.day_watch.look()
    qtbot.waitUntil(lambda: view.visible_rows()[0][2].dividers.day == "Yesterday")
