"""The timeline model: order, states of own messages, lookups and the limit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.client.events import Member, MemberJoined, TextKind
from app.models.timeline import TimelineModel
from app.models.timeline_entries import Entry, EventEntry, MessageEntry, SendState

NOON = 1_700_000_000.0


def said(text: str, *, pending: int = 0, msgid: str = "", sender: str = "alice") -> MessageEntry:
    state = SendState.PENDING if pending else SendState.SENT
    return MessageEntry(
        sender, text, TextKind.MESSAGE, NOON, pending_id=pending, msgid=msgid, state=state, own=bool(pending)
    )


def texts(model: TimelineModel) -> list[str]:
    return [entry.text for entry in model.entries if isinstance(entry, MessageEntry)]


def checked(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model.rows, QAbstractItemModelTester.FailureReportingMode.Fatal, model)


@pytest.fixture
def model() -> TimelineModel:
    made = TimelineModel()
    checked(made)
    return made


def test_a_batch_is_one_insertion(model: TimelineModel, qtbot: QtBot) -> None:
    inserted: list[tuple[int, int]] = []
    model.rows.rowsInserted.connect(lambda _, first, last: inserted.append((first, last)))
    model.append([said("one"), said("two"), said("three")])
    model.append([])
    model.append([said("four")])
    assert inserted == [(0, 2), (3, 3)]
    assert texts(model) == ["one", "two", "three", "four"]


def test_a_confirmed_message_is_sent_with_the_servers_words(model: TimelineModel) -> None:
    model.append([said("helo", pending=7)])
    assert model.confirm(7, msgid="M1", time=NOON + 1, text="hello")
    entry = model.entries[0]
    assert isinstance(entry, MessageEntry)
    assert (entry.state, entry.text, entry.time, entry.msgid) == (SendState.SENT, "hello", NOON + 1, "M1")
    assert model.rows.row_of_message("M1") == 0
    assert model.rows.row_of_pending(7) is None
    assert not model.confirm(7, msgid="M1", time=NOON, text="again")


def test_a_message_whose_line_is_here_already_stays_one_row(model: TimelineModel) -> None:
    model.append([said("hello", pending=7), said("hello", msgid="M1"), said("next", msgid="M2")])
    assert model.confirm(7, msgid="M1", time=NOON, text="hello")
    assert texts(model) == ["hello", "next"]
    assert model.waiting == 0
    assert model.rows.row_of_message("M1") == 0


@pytest.mark.parametrize(("doubt", "state"), [(False, SendState.FAILED), (True, SendState.IN_DOUBT)])
def test_a_failed_message_says_why_and_can_wait_again(
    model: TimelineModel, doubt: bool, state: SendState
) -> None:
    model.append([said("hi", pending=1)])
    assert model.fail(1, reason="too many messages at once", in_doubt=doubt)
    entry = model.entries[0]
    assert isinstance(entry, MessageEntry)
    assert (entry.state, entry.reason) == (state, "too many messages at once")
    assert model.wait(1)
    again = model.entries[0]
    assert isinstance(again, MessageEntry)
    assert (again.state, again.reason) == (SendState.PENDING, "")


def test_only_the_row_that_changed_is_told(model: TimelineModel) -> None:
    model.append([said("a"), said("b", pending=4), said("c")])
    changed: list[int] = []
    model.rows.dataChanged.connect(lambda first, last: changed.extend(range(first.row(), last.row() + 1)))
    model.fail(4, reason="no")
    assert changed == [1]


def test_an_unsent_message_can_be_taken_out(model: TimelineModel) -> None:
    model.append([said("a"), said("b", pending=4), said("c", msgid="M3")])
    assert model.rows.row_of_message("M3") == 2
    assert model.remove(4)
    assert texts(model) == ["a", "c"]
    assert model.rows.row_of_message("M3") == 1
    assert not model.remove(4)


def test_older_pages_go_before_and_lookups_follow(model: TimelineModel) -> None:
    model.append([said("new", pending=9)])
    assert model.rows.row_of_pending(9) == 0
    model.prepend([said("old"), said("older", msgid="M0")])
    assert texts(model) == ["old", "older", "new"]
    assert model.rows.row_of_pending(9) == 2
    assert model.rows.row_of_message("M0") == 1


def test_what_is_not_there_is_none(model: TimelineModel) -> None:
    assert model.rows.row_of_pending(1) is None
    assert model.rows.row_of_message("M") is None
    assert not model.fail(1, reason="x")


def test_the_oldest_go_beyond_the_limit() -> None:
    model = TimelineModel(limit=10)
    checked(model)
    for number in range(25):
        model.append([said(str(number))])
    assert len(model.entries) <= 10
    assert texts(model)[-1] == "24"


def test_rows_are_copied_and_spoken_as_people_expect(model: TimelineModel, qtbot: QtBot) -> None:
    entries: list[Entry] = [
        said("\x02bold\x02 hello"),
        MessageEntry("alice", "waves", TextKind.ACTION, NOON),
        EventEntry(MemberJoined("#room", Member("bob"), NOON), NOON),
    ]
    model.append(entries)
    shown = [model.rows.data(model.rows.index(row), Qt.ItemDataRole.DisplayRole) for row in range(3)]
    assert [text.partition("] ")[2] for text in shown] == ["alice: bold hello", "* alice waves", "bob joined"]
    spoken = model.rows.data(model.rows.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("alice, ")
    assert spoken.endswith(", bold hello")
    assert model.rows.data(model.rows.index(0), Qt.ItemDataRole.DecorationRole) is None
    assert model.rows.data(model.rows.index(9), Qt.ItemDataRole.DisplayRole) is None


def test_clearing_starts_empty(model: TimelineModel) -> None:
    model.append([said("x", pending=3)])
    model.clear()
    assert len(model.entries) == 0
    assert model.rows.row_of_pending(3) is None
