"""Where pages of history go in a timeline."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.client.events import Edited, Member, MemberJoined, Reach, TextKind
from app.models.timeline import TimelineModel
from app.models.timeline_entries import (
    ConnectionLost,
    ConnectionRestored,
    Entry,
    EventEntry,
    HistoryGap,
    MessageEntry,
    Note,
)
from app.models.timeline_merge import row_at


def said(time: float, text: str = "", *, msgid: str | None = None) -> MessageEntry:
    text = text or f"{time:g}"
    return MessageEntry("bob", text, TextKind.MESSAGE, time, msgid=text if msgid is None else msgid)


def joined(time: float, nick: str = "dora") -> EventEntry:
    return EventEntry(MemberJoined("#a", Member(nick), time), time)


def shown(model: TimelineModel) -> str:
    """The timeline in one line: words of messages, first letters of facts."""
    words = (
        entry.text if isinstance(entry, MessageEntry) else f"<{type(entry.fact).__name__}>"
        for entry in model.entries
    )
    return " ".join(words)


@pytest.fixture
def model(qtbot: QtBot) -> TimelineModel:
    made = TimelineModel()
    made.setProperty("tester", QAbstractItemModelTester(made.rows, made))
    return made


@pytest.mark.parametrize(
    ("there", "page", "together"),
    [
        ([], [said(1), said(2)], "1 2"),
        ([said(3)], [said(1), said(2)], "1 2 3"),
        ([said(1), said(4)], [said(2), said(3)], "1 2 3 4"),
        ([said(1), said(3), said(5)], [said(2), said(4), said(6)], "1 2 3 4 5 6"),
        ([said(1), said(2)], [said(1), said(2), said(3)], "1 2 3"),
        ([said(1, "a"), said(1, "b")], [said(1, "c")], "a b c"),
        ([said(1), said(2)], [], "1 2"),
    ],
)
def test_a_page_goes_where_its_times_belong(
    model: TimelineModel, there: list[Entry], page: list[Entry], together: str
) -> None:
    model.append(there)
    model.merge(page)
    assert shown(model) == together


def test_what_was_missed_stands_between_the_break_and_the_return(model: TimelineModel) -> None:
    lost, back = EventEntry(ConnectionLost(), 3), EventEntry(ConnectionRestored(), 9)
    model.append([said(1), lost, back, said(10)])
    model.merge([said(4), said(5)])
    assert shown(model) == "1 <ConnectionLost> 4 5 <ConnectionRestored> 10"


def test_nothing_missed_goes_before_the_break_whatever_this_computers_clock_says(
    model: TimelineModel,
) -> None:
    model.append([said(1), EventEntry(ConnectionLost(), 300), EventEntry(ConnectionRestored(), 9)])
    model.merge([said(4), said(5)])
    assert shown(model) == "1 <ConnectionLost> 4 5 <ConnectionRestored>"


def test_a_gap_is_put_in_its_place(model: TimelineModel) -> None:
    model.append([said(1), said(2), said(8)])
    model.merge([EventEntry(HistoryGap(2, 8), 2)])
    assert shown(model) == "1 2 <HistoryGap> 8"


def test_older_pages_go_on_top(model: TimelineModel) -> None:
    model.append([said(8), said(9)])
    fresh = model.merge([said(3), said(4), said(8)], from_top=True)
    assert shown(model) == "3 4 8 9"
    assert [entry.time for entry in fresh] == [3, 4]
    model.merge([said(1), said(3.5)], from_top=True)
    assert shown(model) == "1 3 3.5 4 8 9"


@pytest.mark.parametrize("from_top", [True, False])
def test_a_page_ends_before_what_it_was_asked_before_also_within_one_moment(
    model: TimelineModel, from_top: bool
) -> None:
    model.append([said(1, "a"), said(2, "d"), said(2, "e")])
    model.merge([said(1, "b"), said(2, "c")], from_top=from_top, reach=Reach("d"))
    assert shown(model) == "a b c d e"


def test_gaps_close_as_far_as_a_page_reaches(model: TimelineModel) -> None:
    model.append([said(1), EventEntry(HistoryGap(1, 8), 1), said(8)])
    model.merge([said(3)], reach=Reach("8", (1, 3)))
    assert shown(model) == "1 3 <HistoryGap> 8"
    gap = model.entries[2]
    assert isinstance(gap, EventEntry)
    assert (gap.fact, gap.time) == (HistoryGap(3, 8), 3)
    model.merge([said(5)], reach=Reach("8", (3, 8)))
    assert shown(model) == "1 3 5 8"


def test_what_has_no_id_is_known_by_what_it_is(model: TimelineModel) -> None:
    model.append([said(1, "hi", msgid=""), joined(2), EventEntry(Note("x"), 0.5), said(3, "ho", msgid="")])
    page = [said(1, "hi", msgid=""), joined(2), joined(2, "carl"), said(3, "hey", msgid="")]
    assert len(model.merge(page)) == 2
    assert len(model.merge(page, from_top=True)) == 0


def test_a_page_is_one_insertion_for_each_place(model: TimelineModel) -> None:
    model.append([said(1), said(4)])
    inserted: list[tuple[int, int]] = []
    model.rows.rowsInserted.connect(lambda _, first, last: inserted.append((first, last)))
    model.merge([said(2), said(3), said(5)])
    assert inserted == [(2, 2), (1, 2)]


def test_corrections_that_came_before_their_message_are_applied(model: TimelineModel) -> None:
    model.amend(Edited("#a", "2", "two", "bob", 3))
    model.merge([said(2)])
    assert shown(model) == "two"


def test_a_page_of_the_past_makes_the_room_forget_nothing_newer() -> None:
    model = TimelineModel(limit=10)
    model.append([said(number) for number in range(10, 20)])
    model.merge([said(number) for number in range(5)], from_top=True)
    assert len(model.entries) == 15
    model.merge([said(30)])
    assert len(model.entries) == 9
    assert model.entries[-1].time == 30


def test_a_marker_names_the_message_of_its_millisecond_and_not_the_next_one() -> None:
    talk = [
        MessageEntry("bob", "hi", TextKind.MESSAGE, 1796073724.594 + number / 1000) for number in range(3)
    ]
    assert row_at(talk, 1796073724.594) == 0
    assert row_at(talk, 1796073724.595) == 1
    assert row_at(talk, 1796073724.5) is None
