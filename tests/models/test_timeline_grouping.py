"""Days, groups of one sender, runs of comings and goings."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.client.events import LeaveKind, Member, MemberJoined, MemberLeft, NickChanged, TextKind
from app.models.timeline_entries import Entry, EventEntry, MessageEntry
from app.models.timeline_grouping import (
    continues_run,
    is_collapsible,
    run_end,
    run_start,
    starts_day,
    starts_group,
)

NOON = datetime(2026, 11, 23, 12, 0).timestamp()
MIDNIGHT = datetime(2026, 11, 24, 0, 0).timestamp()


def said(sender: str, time: float, kind: TextKind = TextKind.MESSAGE) -> MessageEntry:
    return MessageEntry(sender, "hi", kind, time)


def joined(nick: str, time: float = NOON) -> EventEntry:
    return EventEntry(MemberJoined("#r", Member(nick), time), time)


def left(nick: str, kind: LeaveKind, time: float = NOON) -> EventEntry:
    return EventEntry(MemberLeft("#r", nick, kind, "", "", time), time)


@pytest.mark.parametrize(
    ("before", "entry", "starts"),
    [
        (said("a", NOON), said("a", NOON + 299), False),
        (said("a", NOON), said("a", NOON + 300), True),
        (said("a", NOON), said("b", NOON + 1), True),
        (joined("b"), said("a", NOON + 1), True),
        (said("a", MIDNIGHT - 1), said("a", MIDNIGHT), True),
        (said("a", NOON), said("a", NOON + 1, TextKind.NOTICE), True),
    ],
    ids=["at once", "after five minutes", "somebody else", "an event between", "midnight", "another kind"],
)
def test_a_group_is_one_sender_within_five_minutes(before: Entry, entry: Entry, starts: bool) -> None:
    assert starts_group([before, entry], 1) is starts


def test_the_first_row_starts_day_and_group() -> None:
    assert starts_day([said("a", NOON)], 0)
    assert starts_group([said("a", NOON)], 0)


def test_a_day_starts_at_local_midnight() -> None:
    rows = [said("a", NOON), said("a", MIDNIGHT - 1), said("a", MIDNIGHT)]
    assert [starts_day(rows, row) for row in range(3)] == [True, False, True]


@pytest.mark.parametrize("kind", list(LeaveKind))
def test_a_removal_never_shares_a_line(kind: LeaveKind) -> None:
    assert is_collapsible(left("b", kind)) is (kind not in (LeaveKind.KICKED, LeaveKind.BANNED))


def test_a_rename_never_shares_a_line() -> None:
    assert not is_collapsible(EventEntry(NickChanged("a", "b", False, ("#r",), NOON), NOON))


def test_a_run_ends_at_a_message_a_removal_and_a_new_day() -> None:
    rows: list[Entry] = [
        joined("a"),
        left("b", LeaveKind.LOST),
        said("c", NOON),
        joined("d"),
        joined("e"),
        left("f", LeaveKind.KICKED),
        joined("g", MIDNIGHT - 1),
        joined("h", MIDNIGHT),
    ]
    assert [continues_run(rows, row) for row in range(8)] == [False, True, False, False, True, *[False] * 3]
    assert (run_start(rows, 1), run_end(rows, 0)) == (0, 2)
    assert (run_start(rows, 4), run_end(rows, 4)) == (3, 5)
    assert (run_start(rows, 5), run_end(rows, 5)) == (5, 6)
