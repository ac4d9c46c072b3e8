"""Which comings and goings are shown, by what the person chose."""

from __future__ import annotations

from datetime import datetime

from app.client.events import LeaveKind, Member, MemberJoined, MemberLeft, TextKind
from app.models.timeline_entries import Entry, EventEntry, MessageEntry
from app.models.timeline_presence import PresenceDisplay, PresenceRule, shown_of_run

NOON = datetime(2026, 11, 23, 12, 0).timestamp()


def said(sender: str, time: float = NOON, name: str = "") -> MessageEntry:
    return MessageEntry(sender, "hi", TextKind.MESSAGE, time, name=name)


def joined(nick: str, time: float = NOON) -> EventEntry:
    return EventEntry(MemberJoined("#r", Member(nick), time), time)


def left(nick: str, time: float = NOON, reason: str = "") -> EventEntry:
    return EventEntry(MemberLeft("#r", nick, LeaveKind.LOST, "", reason, time), time)


def shown(entries: list[Entry], rule: PresenceRule, first: int = 0, end: int | None = None) -> list[int]:
    return list(shown_of_run(entries, first, len(entries) if end is None else end, rule))


def test_by_default_all_of_a_run_is_told() -> None:
    rows: list[Entry] = [joined("a"), left("a"), joined("b")]
    assert shown(rows, PresenceRule()) == [0, 1, 2]
    assert shown(rows, PresenceRule(PresenceDisplay.ALL)) == [0, 1, 2]


def test_none_shows_none() -> None:
    assert shown([joined("a"), left("a")], PresenceRule(PresenceDisplay.NONE)) == []


def test_only_people_who_spoke_are_told_of_by_what_they_are_called() -> None:
    rows: list[Entry] = [said("ines_duarte", name="Ines Duarte"), said("bob")]
    rows += [left("Ines Duarte"), joined("lurker"), left("bob"), joined("bob")]
    assert shown(rows, PresenceRule(PresenceDisplay.SPEAKERS), 2) == [2, 4, 5]


def test_neighbours_share_a_line_but_not_where_each_has_one() -> None:
    rows: list[Entry] = [joined("a"), joined("b"), left("c", reason="netsplit"), left("d", reason="netsplit")]
    collapsed, each = PresenceRule(), PresenceRule(PresenceDisplay.ALL)
    assert [collapsed.continues(rows, row) for row in range(4)] == [False, True, True, True]
    assert [each.continues(rows, row) for row in range(4)] == [False, False, False, True]


CANCEL = PresenceRule(cancel_out=True)


def test_a_short_visit_and_a_short_absence_cancel_out() -> None:
    rows: list[Entry] = [
        joined("a", NOON),
        left("b", NOON + 1),
        left("a", NOON + 60),
        joined("b", NOON + 600),
    ]
    assert shown(rows, CANCEL) == []


def test_what_takes_longer_than_ten_minutes_is_told() -> None:
    rows: list[Entry] = [joined("a", NOON), left("a", NOON + 601)]
    assert shown(rows, CANCEL) == [0, 1]


def test_a_third_change_stands_for_itself() -> None:
    rows: list[Entry] = [joined("a", NOON), left("a", NOON + 1), joined("a", NOON + 2)]
    assert shown(rows, CANCEL) == [2]
    assert shown([joined("a"), joined("a")], CANCEL) == [0, 1]


def test_what_was_said_between_does_not_matter() -> None:
    rows: list[Entry] = [left("a", NOON), said("b", NOON + 5), joined("a", NOON + 10), said("b", NOON + 5000)]
    assert shown(rows, CANCEL, 0, 1) == []
    assert shown(rows, CANCEL, 2, 3) == []
    late: list[Entry] = [left("a", NOON), said("b", NOON + 5), joined("a", NOON + 700)]
    assert shown(late, CANCEL, 0, 1) == [0]


def test_what_may_be_hidden_by_a_new_entry_is_no_older_than_ten_minutes() -> None:
    rows: list[Entry] = [left("a", NOON), said("b", NOON + 500), joined("a", NOON + 700)]
    assert CANCEL.affected_before(rows, 2) == 1
    assert CANCEL.affected_before(rows, 0) == 0
    assert CANCEL.affected_before(rows, len(rows)) is None
    assert PresenceRule().affected_before(rows, 2) is None, "nothing is taken away that was shown before"
