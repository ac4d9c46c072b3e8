"""How neighbours in a timeline belong together: days, groups of one sender, runs of comings and goings.

Pure functions over the entries; what they decide is drawn, never stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.client.events import LeaveKind, MemberJoined, MemberLeft
from app.models.timeline_entries import Entry, EventEntry, MessageEntry

GROUP_SECONDS = 5 * 60  # a longer silence shows name and time again

# a removal says who did it and why: it always has a line of its own
_QUIET_LEAVES = frozenset({LeaveKind.PARTED, LeaveKind.QUIT, LeaveKind.LOST, LeaveKind.HOST_CLOSED})


def local_day(time: float) -> date:
    """The day of `time` (seconds since 1970) where this computer is."""
    return datetime.fromtimestamp(time).date()


def same_day(first: float, second: float) -> bool:
    """Whether two moments are of one local day."""
    return first == second or local_day(first) == local_day(second)


def starts_day(entries: Sequence[Entry], row: int) -> bool:
    """Whether `row` is the first of its local day, so that a day line stands above it."""
    return row == 0 or not same_day(entries[row - 1].time, entries[row].time)


def starts_group(entries: Sequence[Entry], row: int) -> bool:
    """Whether `row` shows its sender: somebody else, another day, an event or five minutes lie before it."""
    entry = entries[row]
    if row == 0 or not isinstance(entry, MessageEntry):
        return True
    before = entries[row - 1]
    return (
        not isinstance(before, MessageEntry)
        or before.sender != entry.sender
        or before.kind is not entry.kind
        or before.to_ranks != entry.to_ranks
        or entry.time - before.time >= GROUP_SECONDS
        or not same_day(before.time, entry.time)
    )


def is_collapsible(entry: Entry) -> bool:
    """Whether the entry is a coming or going that may share one line with its neighbours."""
    if not isinstance(entry, EventEntry):
        return False
    fact = entry.fact
    return isinstance(fact, MemberJoined) or (isinstance(fact, MemberLeft) and fact.kind in _QUIET_LEAVES)


def continues_run(entries: Sequence[Entry], row: int) -> bool:
    """Whether `row` shares a line with the row before it."""
    if row == 0 or not is_collapsible(entries[row]) or not is_collapsible(entries[row - 1]):
        return False
    return same_day(entries[row - 1].time, entries[row].time)


def run_start(entries: Sequence[Entry], row: int) -> int:
    """The first row of the run that `row` is in; `row` itself if it is in none."""
    while continues_run(entries, row):
        row -= 1
    return row


def run_end(entries: Sequence[Entry], row: int) -> int:
    """The row behind the last one of the run that `row` is in."""
    row += 1
    while row < len(entries) and continues_run(entries, row):
        row += 1
    return row
