"""How neighbours in a timeline belong together: days, groups of one sender, runs of comings and goings.

Pure functions over the entries; what they decide is drawn, never stored. Which comings and goings are shown
at all is decided in `timeline_presence`, so `before` is always the entry that is seen before, None for none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.client.events import BanChanged, LeaveKind, MemberJoined, MemberLeft, RoomLeft
from app.irc.servertime import clamp_time
from app.models.timeline_entries import (
    ConnectionLost,
    ConnectionRestored,
    Entry,
    EventEntry,
    HistoryGap,
    MessageEntry,
    Note,
    is_unsent,
)

_EPOCH = datetime(1970, 1, 1)
GROUP_SECONDS = 5 * 60  # a longer silence shows name and time again

_CLOSED = frozenset({LeaveKind.HOST_CLOSED, LeaveKind.NO_BROWSERS})  # what the host does to many at once
# a removal says who did it and why: it always has a line of its own
_QUIET_LEAVES = frozenset({LeaveKind.PARTED, LeaveKind.QUIT, LeaveKind.LOST, *_CLOSED})
_DATED_HERE = (ConnectionLost, ConnectionRestored, HistoryGap, Note)
_SPLIT = "netsplit"  # what the client makes of the reason that names two servers


def local_day(time: float) -> date:
    """The day of `time` (seconds since 1970) where this computer is. Never raises, whatever a file held."""
    try:
        return datetime.fromtimestamp(time).date()
    except (OSError, OverflowError, ValueError):  # for one, the clock of Windows ends with the year 3000
        return (_EPOCH + timedelta(seconds=clamp_time(time))).date()


def same_day(first: float, second: float) -> bool:
    """Whether two moments are of one local day."""
    return first == second or local_day(first) == local_day(second)


def starts_day(before: Entry | None, entry: Entry) -> bool:
    """Whether `entry` is the first of its local day, so that a day line stands above it.

    `before` is the entry whose day is told above it. A server's day may go back, where its clock is put
    right; a line of this computer's clock, which may be another one, only ever begins a later day.
    """
    if before is None:
        return True
    if is_dated_here(entry):
        return local_day(entry.time) > local_day(before.time)
    return not same_day(before.time, entry.time)


def is_dated_here(entry: Entry) -> bool:
    """Whether the time of an entry is that of this computer's clock and not of the server's."""
    return is_unsent(entry) or (isinstance(entry, EventEntry) and isinstance(entry.fact, _DATED_HERE))


def starts_group(before: Entry | None, entry: Entry) -> bool:
    """Whether `entry` shows its sender: another one, another day, an event or five minutes are before it."""
    if not isinstance(entry, MessageEntry) or not isinstance(before, MessageEntry):
        return True
    return (
        before.sender != entry.sender
        or before.kind is not entry.kind
        or before.to_ranks != entry.to_ranks
        or entry.time - before.time >= GROUP_SECONDS
        or not same_day(before.time, entry.time)
    )


def is_presence(entry: Entry) -> bool:
    """Whether the entry is a coming or going that may share one line with its neighbours."""
    if not isinstance(entry, EventEntry):
        return False
    fact = entry.fact
    return isinstance(fact, MemberJoined) or (isinstance(fact, MemberLeft) and fact.kind in _QUIET_LEAVES)


def continues_run(entries: Sequence[Entry], row: int) -> bool:
    """Whether `row` shares a line with the row before it."""
    if row == 0 or not is_presence(entries[row]) or not is_presence(entries[row - 1]):
        return False
    return same_day(entries[row - 1].time, entries[row].time)


def continues_mass_leave(entries: Sequence[Entry], row: int) -> bool:
    """Whether `row` and the row before it are of one netsplit, or of the host closing the room."""
    cause = _common_cause(entries[row])
    return bool(row and cause) and continues_run(entries, row) and _common_cause(entries[row - 1]) == cause


def continues_ban(entries: Sequence[Entry], row: int) -> bool:
    """Whether `row` is the removal by the ban right before it: the two are one event, told by the removal."""
    return row > 0 and is_one_ban(entries[row - 1], entries[row])


def is_one_ban(ban: Entry, removal: Entry) -> bool:
    """Whether the second of two neighbours is the removal by the ban that is the first."""
    before = ban.fact if isinstance(ban, EventEntry) else None
    after = removal.fact if isinstance(removal, EventEntry) else None
    if not isinstance(before, BanChanged) or not isinstance(after, MemberLeft | RoomLeft):
        return False
    # that the mask fits who was removed is known to the client, which calls only such a removal a ban
    return before.banned and after.kind is LeaveKind.BANNED and after.by == before.by


def _common_cause(entry: Entry) -> str:
    """What takes many away at once, "" for a leave of one's own."""
    fact = entry.fact if isinstance(entry, EventEntry) else None
    if not isinstance(fact, MemberLeft):
        return ""
    if fact.kind is LeaveKind.LOST and fact.reason == _SPLIT:
        return _SPLIT
    return fact.kind.value if fact.kind in _CLOSED else ""
