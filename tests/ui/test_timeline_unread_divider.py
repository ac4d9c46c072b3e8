"""The line above what is new: when it is placed, where it stands, when it goes, and the way to it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.client.wishes import MarkRead, Wish
from app.models.timeline import TimelineModel
from app.models.timeline_entries import SendState
from app.ui.timeline.unread_divider import NOWHERE, UnreadDivider
from app.ui.timeline.view import TimelineView
from tests.ui.timeline_world import NOON, fill, joined, places, said, seen, talk


def marked(view: TimelineView) -> list[str]:
    """Above which of the seen rows the line stands."""
    return [row.copied() for _, _, row in view.visible_rows() if row.dividers.unread]


@pytest.fixture
def away(view: TimelineView, model: TimelineModel) -> TimelineView:
    """A view that was read to its end by somebody who looks elsewhere now."""
    fill(view, model, talk(5))
    view.read_state.set_watched(False)
    return view


def test_who_reads_along_needs_no_line(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(3))
    fill(view, model, [said("more")])
    assert marked(view) == []


def test_it_stands_above_the_first_that_came_while_nobody_looked(
    away: TimelineView, model: TimelineModel
) -> None:
    fill(away, model, [joined("kim"), said("mine", own=True), said("first"), said("second")])
    fill(away, model, [said("third")])
    assert marked(away) == ["first"]
    away.read_state.set_watched(True)
    away.refresh()
    assert marked(away) == ["first"]


def test_it_does_not_move_while_one_reads(away: TimelineView, model: TimelineModel) -> None:
    fill(away, model, [said("first")])
    away.read_state.set_watched(True)
    fill(away, model, [said("second")])
    assert marked(away) == ["first"]


def test_leaving_and_coming_back_takes_it_away(away: TimelineView, model: TimelineModel) -> None:
    fill(away, model, [said("first")])
    away.read_state.set_watched(True)
    away.refresh()
    away.read_state.set_watched(False)
    assert marked(away) == ["first"]
    away.read_state.set_watched(True)
    away.refresh()
    assert marked(away) == []


def test_it_moves_to_what_came_after_all_was_read(away: TimelineView, model: TimelineModel) -> None:
    fill(away, model, [said("first")])
    away.read_state.set_watched(True)
    away.refresh()
    away.read_state.set_watched(False)
    fill(away, model, [said("second"), said("third")])
    assert marked(away) == ["second"]


def test_it_goes_when_what_one_says_is_with_the_others(away: TimelineView, model: TimelineModel) -> None:
    fill(away, model, [said("first")])
    away.read_state.set_watched(True)
    fill(away, model, [said("mine", own=True, pending_id=7, state=SendState.PENDING)])
    assert marked(away) == ["first"]
    model.confirm(7, msgid="m", time=NOON + 1000, text="mine")
    away.refresh()
    assert marked(away) == []


def test_a_reader_further_up_gets_it_too(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(100))
    view.verticalScrollBar().setValue(0)
    before = places(view)
    fill(view, model, [said("new")])
    assert places(view) == before
    view.scrolling.to_end()
    assert marked(view) == ["new"]


def test_a_group_begins_anew_below_it(away: TimelineView, model: TimelineModel) -> None:
    fill(away, model, [said("again", "person1", NOON + 4 * 60 + 1)])
    row = away.visible_rows()[-1][2]
    assert row.dividers.unread
    assert getattr(row, "starts_group", None) is True


def test_the_button_leads_to_it_and_then_to_the_end(
    view: TimelineView, model: TimelineModel, qtbot: QtBot
) -> None:
    fill(view, model, talk(100))
    view.verticalScrollBar().setValue(0)
    fill(view, model, talk(60, NOON + 100_000))
    view.jump_overlay.button.click()
    assert marked(view) == ["message 0"]
    assert not view.scrolling.is_at_end
    QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.scrolling.is_at_end


def test_what_came_unseen_begins_at_its_first_message(away: TimelineView, model: TimelineModel) -> None:
    away.hide()
    model.append(talk(60, NOON + 100_000))
    away.show()
    away.read_state.set_watched(True)
    assert marked(away) == ["message 0"]
    assert not away.scrolling.is_at_end
    assert away.read_state.new_below == 60 - len(seen(away))


def test_little_that_came_unseen_is_seen_whole(away: TimelineView, model: TimelineModel) -> None:
    away.hide()
    fill(away, model, [said("one"), said("two")])
    away.show()
    assert away.scrolling.is_at_end
    assert marked(away) == ["one"]


def test_a_room_that_is_opened_late_knows_how_many_are_new(view: TimelineView) -> None:
    late = TimelineModel()
    late.append([*talk(3), said("mine", own=True), joined("kim"), said("new 1"), said("new 2")])
    view.set_model(late)
    view.read_state.mark_unread(2)
    view.refresh()
    assert marked(view) == ["new 1"]
    view.set_model(late)
    view.read_state.mark_unread(0)
    view.refresh()
    assert marked(view) == []


def test_it_keeps_its_message_when_rows_come_and_go(away: TimelineView, model: TimelineModel) -> None:
    fill(away, model, [said("first", pending_id=3, own=False), said("second")])
    model.prepend(talk(5, NOON - 10_000))
    away.refresh()
    assert marked(away) == ["first"]
    model.remove(3)
    away.refresh()
    assert marked(away) == ["second"]


def test_what_was_missed_is_new_though_it_stands_among_the_known(
    away: TimelineView, model: TimelineModel
) -> None:
    fill(away, model, [joined("late", NOON + 9_000)])
    missed = [said("missed 1", time=NOON + 5_000), said("missed 2", time=NOON + 5_060)]
    model.rows.insert(5, missed, [0, 0])
    away.refresh()
    assert marked(away) == ["missed 1"]


def times_told(view: TimelineView) -> list[float]:
    """Up to when was read, as the view has told it; grows."""
    times: list[float] = []

    def note(wish: Wish) -> None:
        assert isinstance(wish, MarkRead)
        times.append(wish.time)

    view.read_state.wished.connect(note)
    return times


def test_how_far_was_read_is_told(view: TimelineView, model: TimelineModel, qtbot: QtBot) -> None:
    heard = times_told(view)
    fill(view, model, talk(3))
    assert heard == [NOON + 120]
    view.read_state.set_watched(False)
    fill(view, model, [said("unseen", time=NOON + 1000)])
    assert heard == [NOON + 120]
    view.read_state.set_watched(True)
    assert heard == [NOON + 120, NOON + 1000]


def test_only_what_was_on_the_screen_counts_as_read(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(100))
    view.verticalScrollBar().setValue(0)
    heard = times_told(view)
    fill(view, model, [said("below", time=NOON + 100_000)])
    assert heard == []
    view.scrolling.to_end()
    assert heard == [NOON + 100_000]


def test_the_rules_by_themselves() -> None:
    line = UnreadDivider()
    line.arrived(3, "", at_end=True, in_sight=False)
    assert line.row == NOWHERE
    line.arrived(3, "", at_end=False, in_sight=False)
    line.reached_end()
    line.arrived(9, "", at_end=False, in_sight=True)
    assert (line.row, line.is_awaited) == (3, False)
    line.arrived(9, "", at_end=False, in_sight=False)
    assert (line.row, line.is_awaited) == (9, True)
    line.said(5)
    assert line.row == 9
    line.moved(0, -20)
    assert line.row == 0
    line.said(1)
    assert line.row == NOWHERE


def test_it_waits_for_a_message_that_is_not_loaded_now() -> None:
    line = UnreadDivider()
    line.place(5, "M")
    line.moved(0, -20)
    assert (line.row, line.is_awaited) == (NOWHERE, True)
    line.arrived(9, "N", at_end=False, in_sight=False)
    assert (line.row, line.msgid) == (NOWHERE, "M")
    line.unloaded()
    assert line.is_awaited
    line.place(5)
    line.unloaded()
    assert not line.is_awaited


def test_what_was_read_elsewhere_is_not_new(away: TimelineView, model: TimelineModel) -> None:
    fill(away, model, [said("first")])
    away.read_state.agree_on_unread(0)
    away.refresh()
    assert marked(away) == []
    fill(away, model, [said("second"), said("third")])
    away.read_state.agree_on_unread(2)
    away.refresh()
    assert marked(away) == ["second"]
    away.read_state.agree_on_unread(1)
    assert marked(away) == ["second"]
