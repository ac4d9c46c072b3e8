"""Days, groups of one sender, runs of comings and goings."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.client.events import (
    BanChanged,
    LeaveKind,
    Member,
    MemberJoined,
    MemberLeft,
    NickChanged,
    RoomLeft,
    TextKind,
)
from app.models.timeline_entries import ConnectionLost, Entry, EventEntry, Fact, MessageEntry
from app.models.timeline_grouping import (
    continues_ban,
    continues_mass_leave,
    continues_run,
    is_presence,
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


def test_a_line_of_this_computers_clock_begins_only_a_later_day() -> None:
    lost = EventEntry(ConnectionLost(), MIDNIGHT)
    assert starts_day(said("a", NOON), lost)
    assert not starts_day(said("a", MIDNIGHT + 86_400), lost)
    assert starts_day(said("a", MIDNIGHT + 86_400), said("b", MIDNIGHT))


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
    assert starts_group(before, entry) is starts


def test_the_first_row_starts_day_and_group() -> None:
    assert starts_day(None, said("a", NOON))
    assert starts_group(None, said("a", NOON))


def test_a_day_starts_at_local_midnight() -> None:
    assert not starts_day(said("a", NOON), said("a", MIDNIGHT - 1))
    assert starts_day(said("a", MIDNIGHT - 1), said("a", MIDNIGHT))


@pytest.mark.parametrize("kind", list(LeaveKind))
def test_a_removal_never_shares_a_line(kind: LeaveKind) -> None:
    assert is_presence(left("b", kind)) is (kind not in (LeaveKind.KICKED, LeaveKind.BANNED))


def test_a_rename_never_shares_a_line() -> None:
    assert not is_presence(EventEntry(NickChanged("a", "b", False, ("#r",), NOON), NOON))


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


def test_a_netsplit_and_a_closed_room_take_many_away_at_once() -> None:
    def gone(nick: str, kind: LeaveKind, reason: str) -> EventEntry:
        return EventEntry(MemberLeft("#r", nick, kind, "", reason, NOON), NOON)

    rows: list[Entry] = [
        gone("a", LeaveKind.LOST, "netsplit"),
        gone("b", LeaveKind.LOST, "netsplit"),
        gone("c", LeaveKind.LOST, "Ping timeout"),
        gone("d", LeaveKind.HOST_CLOSED, "bye"),
        gone("e", LeaveKind.HOST_CLOSED, "gone"),
        joined("f"),
        said("g", NOON),
    ]
    together = [continues_mass_leave(rows, row) for row in range(7)]
    assert together == [False, True, False, False, True, False, False]


@pytest.mark.parametrize(
    ("ban", "removal", "is_one"),
    [
        (
            BanChanged("#r", "*!*@h", True, "m", NOON),
            MemberLeft("#r", "b", LeaveKind.BANNED, "m", "", NOON),
            True,
        ),
        (BanChanged("#r", "b!*@*", True, "m", NOON), RoomLeft("#r", LeaveKind.BANNED, "m", "", NOON), True),
        (
            BanChanged("#r", "b!*@*", True, "m", NOON),
            MemberLeft("#r", "b", LeaveKind.KICKED, "m", "", NOON),
            False,
        ),
        (
            BanChanged("#r", "b!*@*", True, "m", NOON),
            MemberLeft("#r", "b", LeaveKind.BANNED, "o", "", NOON),
            False,
        ),
        (
            BanChanged("#r", "b!*@*", False, "m", NOON),
            MemberLeft("#r", "b", LeaveKind.BANNED, "m", "", NOON),
            False,
        ),
    ],
    ids=["of an address", "of oneself", "of somebody else", "by somebody else", "lifted"],
)
def test_a_ban_and_the_removal_by_it_are_one_event(ban: Fact, removal: Fact, is_one: bool) -> None:
    assert continues_ban([EventEntry(ban, NOON), EventEntry(removal, NOON)], 1) is is_one
    assert not continues_ban([EventEntry(removal, NOON)], 0)
