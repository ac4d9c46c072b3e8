"""A newcomer sees talk: the view asks on until it is filled, and says what is above its first row."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.client.events import LeaveKind, MemberLeft
from app.models.archive_port import Top
from app.models.timeline import TimelineModel
from app.models.timeline_entries import Entry, EventEntry, MessageEntry
from app.ui.theme.theme import Theme
from app.ui.timeline.view import TimelineView
from tests.ui.timeline_world import NOON, said

PAGE = 100


class Server:
    """Has `lines`, oldest first, and gives a page of them whenever it is asked; `deliver` does that."""

    def __init__(self, lines: list[Entry]) -> None:
        self.lines = lines
        self.asked = 0
        self.is_loading = False
        self.model = TimelineModel(server=self)

    @property
    def at_start(self) -> bool:
        return not self.lines

    @property
    def may_have_more(self) -> bool:
        return not self.at_start

    @property
    def may_request(self) -> bool:
        return self.may_have_more and not self.is_loading

    can_request_older = may_request

    def request_older(self) -> None:
        if self.may_request:
            self.asked += 1
            self.is_loading = True

    def request_before(self, entry: MessageEntry) -> None:
        """Nothing is missing."""

    def deliver(self) -> None:
        """Give a page, if one is asked for."""
        if self.is_loading:
            self.is_loading = False
            self.lines, page = self.lines[:-PAGE], self.lines[-PAGE:]
            self.model.merge(page, from_top=True)
            self.model.window.changed.emit()


def left(number: int) -> EventEntry:
    fact = MemberLeft("#a", f"guest{number}", LeaveKind.QUIT, "", "", NOON + number, f"l{number:05}")
    return EventEntry(fact, NOON + number)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> TimelineView:
    made = TimelineView(theme)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


def settle(view: TimelineView, server: Server) -> None:
    """Let the view ask and the server answer until nothing is asked any more."""
    for _ in range(100):
        view.refresh()
        if not server.is_loading:
            return
        server.deliver()
    raise AssertionError("the view never comes to rest")


def shown(view: TimelineView) -> list[str]:
    return [row.copied() for _, _, row in view.visible_rows()]


def wheel_up(view: TimelineView) -> None:
    at = QPointF(100, 100)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(at, at, QPoint(), QPoint(0, 120), buttons, keys, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(view.viewport(), event)


def test_behind_two_hundred_leaves_talk_is_seen(view: TimelineView) -> None:
    talk = [said(f"message {number}", time=NOON - 500 + number) for number in range(300)]
    server = Server([*talk, *(left(number) for number in range(200))])
    model = server.model
    model.append([said("You joined", time=NOON + 1_000)])
    view.set_model(model)
    settle(view, server)
    assert "message 299" in " ".join(shown(view))
    assert view.verticalScrollBar().maximum() > 0


def test_all_is_loaded_where_it_does_not_fill_the_view(view: TimelineView) -> None:
    server = Server([said("first", time=NOON - 9), *(left(number) for number in range(250))])
    model = server.model
    model.append([said("hello", time=NOON + 1_000)])
    view.set_model(model)
    settle(view, server)
    assert "first" in shown(view)[0]
    assert view.visible_rows()[0][2].dividers.spoken()[0] == "Beginning of the room"


def test_a_flood_of_events_is_read_in_bounds_and_on_when_somebody_scrolls(view: TimelineView) -> None:
    server = Server([left(number) for number in range(10_000)])
    model = server.model
    model.append([said("hello", time=NOON + 20_000)])
    view.set_model(model)
    settle(view, server)
    bound = server.asked
    assert 10 <= bound <= 30
    assert view.visible_rows()[0][2].dividers.top is Top.MORE
    wheel_up(view)
    assert server.asked == bound + 1
    assert model.window.top is Top.LOADING
    settle(view, server)
    before = server.asked
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert server.asked == before + 1


def test_what_stands_at_the_top_is_told_at_every_time(view: TimelineView) -> None:
    server = Server([said(f"older {number}", time=NOON - 200 + number) for number in range(120)])
    model = server.model
    model.append([said("hello", time=NOON)])
    view.set_model(model)
    view.refresh()
    view.refresh()
    assert view.visible_rows()[0][2].dividers.top is Top.LOADING
    assert not view.grab().isNull()
    settle(view, server)
    view.verticalScrollBar().setValue(0)
    settle(view, server)
    view.verticalScrollBar().setValue(0)
    assert view.visible_rows()[0][2].dividers.top is Top.BEGINNING
