"""Which comings and goings are shown, by what the person chose. Pure functions over the entries.

Removals, bans, renames and topics are no comings and goings: they always show.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from app.client.events import MemberJoined, MemberLeft
from app.models.timeline_entries import Entry, EventEntry, MessageEntry
from app.models.timeline_grouping import continues_ban, continues_mass_leave, continues_run, is_presence
from app.values import frozen

CANCEL_SECONDS = 10 * 60  # UI.md 4: coming and going within this time cancel out, where that is wanted
# How far is looked for what somebody said or did. A busy room says some hundred lines in ten minutes; more
# would make one line of a run cost more than a frame.
LOOKED_AROUND = 1_000


class PresenceDisplay(Enum):
    """What is shown of comings and goings."""

    ALL = "all"  # a line for each; only a netsplit or a closed room is one line
    COLLAPSED = "collapsed"  # neighbours share a line that opens
    SPEAKERS = "speakers"  # as COLLAPSED, of people who spoke lately
    NONE = "none"


@frozen
class PresenceRule:
    """What the person chose. `cancel_out`: who comes and goes within ten minutes is not mentioned."""

    display: PresenceDisplay = PresenceDisplay.COLLAPSED
    cancel_out: bool = False

    def continues(self, entries: Sequence[Entry], row: int) -> bool:
        """Whether `row` shares a line with the row before it."""
        if continues_ban(entries, row):
            return True
        if self.display is PresenceDisplay.ALL:
            return continues_mass_leave(entries, row)
        return continues_run(entries, row)

    def affected_before(self, entries: Sequence[Entry], row: int) -> int | None:
        """The first row whose showing may change by what comes at `row`; None where none before it does."""
        return _affected_before(entries, row) if self.cancel_out and row < len(entries) else None


def shown_of_run(entries: Sequence[Entry], first: int, end: int, rule: PresenceRule) -> Sequence[int]:
    """The rows from `first` to before `end`, one run, that are shown at all. Of a ban its removal is."""
    if continues_ban(entries, end - 1):
        return range(end - 1, end)
    shown: Sequence[int] = range(first, end)
    if rule.display is PresenceDisplay.NONE:
        return ()
    if rule.display is PresenceDisplay.SPEAKERS:
        spoke = _speakers_before(entries, first)
        shown = [row for row in shown if _name_at(entries, row) in spoke]
    if rule.cancel_out:
        gone = _cancelled(entries, first, end)
        shown = [row for row in shown if row not in gone]
    return shown


def _affected_before(entries: Sequence[Entry], row: int) -> int:
    first = row
    while first > max(0, row - LOOKED_AROUND) and _is_near(entries[first - 1], entries[row].time):
        first -= 1
    return first


def _name_at(entries: Sequence[Entry], row: int) -> str:
    """Whom a coming or going is about, "" for all other entries."""
    entry = entries[row]
    fact = entry.fact if isinstance(entry, EventEntry) and is_presence(entry) else None
    if isinstance(fact, MemberJoined):
        return fact.member.nick
    return fact.nick if isinstance(fact, MemberLeft) else ""


def _speakers_before(entries: Sequence[Entry], first: int) -> set[str]:
    lately = entries[max(0, first - LOOKED_AROUND) : first]
    return {entry.shown_name for entry in lately if isinstance(entry, MessageEntry)}


def _cancelled(entries: Sequence[Entry], first: int, end: int) -> set[int]:
    """The rows around a run that are the first or the second half of a short visit, or of a short absence."""
    gone: set[int] = set()
    open_half: dict[str, int] = {}
    behind = min(len(entries), end + LOOKED_AROUND)
    for row in range(_affected_before(entries, first), behind):
        entry = entries[row]
        if row >= end and not _is_near(entry, entries[end - 1].time):
            break
        name = _name_at(entries, row)
        if not name:
            continue
        before = open_half.pop(name, None)
        if before is not None and _cancel(entries[before], entry):
            gone |= {before, row}
        else:
            open_half[name] = row
    return gone


def _cancel(before: Entry, entry: Entry) -> bool:
    """Whether two entries about one person are a coming and a going, or the other way round."""
    if not isinstance(before, EventEntry) or not isinstance(entry, EventEntry):
        return False
    return type(before.fact) is not type(entry.fact) and _is_near(before, entry.time)


def _is_near(entry: Entry, time: float) -> bool:
    return abs(time - entry.time) <= CANCEL_SECONDS
