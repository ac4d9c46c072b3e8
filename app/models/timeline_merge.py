"""Where a page of history goes among what a timeline has already. Knows no Qt.

A hub of ours gives ids that grow with the order in which it took things: there the ids decide, whatever a
clock said. Elsewhere it is the time. Lines of this computer's own clock are stepped over, not trusted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from app.client.events import (
    BanChanged,
    ChannelModesChanged,
    MemberJoined,
    MemberLeft,
    NickChanged,
    Point,
    RankChanged,
    RoomRenamed,
    TopicChanged,
)
from app.irc.msgid import is_msgid, line_id
from app.models.timeline_entries import (
    ConnectionLost,
    ConnectionRestored,
    Entry,
    EventEntry,
    HistoryGap,
    MessageEntry,
    SendState,
)

Place = tuple[int, list[Entry]]

_LOOKED_BACK = 2_000  # rows: who has read no further than that is told by the time alone
_MARKER_SECONDS = (
    0.0005  # read markers are told in milliseconds, and each message of a hub has one of its own
)

# What a fact without an id is known by, beside its kind and second: what is told alike live, by the history
# and by the archive. People may be called otherwise by now, so only who came or went is named.
_DETAILS: dict[type, Callable[..., Hashable]] = {
    MemberJoined: lambda fact: _folded(fact.member.nick),
    MemberLeft: lambda fact: _folded(fact.nick),
    NickChanged: lambda _fact: "",
    TopicChanged: lambda fact: fact.topic,
    RankChanged: lambda fact: (fact.rank, fact.given),
    ChannelModesChanged: lambda fact: fact.text,
    BanChanged: lambda fact: fact.banned,
    RoomRenamed: lambda fact: fact.new,
}


# -- what is there already


def new_entries(there: Sequence[Entry], page: Sequence[Entry], knows: Callable[[str], bool]) -> list[Entry]:
    """What of `page` is new. `knows` tells whether something is there by its id.

    What has no id on one side, as of a server that gives none, is known by what it is and when it was.
    """
    unknown = [entry for entry in page if not (entry.msgid and knows(entry.msgid))]
    if not unknown:
        return []
    times = [entry.time for entry in unknown]
    around = list(_around(there, min(times) - 1, max(times) + 1))
    said = {_said(entry) for entry in around if isinstance(entry, MessageEntry)}
    events = [entry for entry in around if isinstance(entry, EventEntry)]
    nameless = Counter(_happened(entry) for entry in events if not entry.msgid)
    named = Counter(_happened(entry) for entry in events if entry.msgid)
    fresh: list[Entry] = []
    for entry in unknown:
        if isinstance(entry, MessageEntry):
            if _said(entry) in said:
                continue
        elif _taken(nameless, key := _happened(entry)) or (not entry.msgid and _taken(named, key)):
            continue
        fresh.append(entry)
    return fresh


def _said(entry: MessageEntry) -> Hashable:
    return (entry.time, entry.sender, entry.text, entry.msgid)


def _happened(entry: EventEntry) -> Hashable:
    fact = entry.fact
    details = _DETAILS.get(type(fact))
    if details is None:
        return (entry.time, fact)
    return (type(fact), int(entry.time), details(fact))


def _folded(name: str) -> str:
    """A nickname and what is shown of it, as "Alice Weber" for Alice_Weber, are one."""
    return name.replace(" ", "_").casefold()


def _taken(known: Counter[Hashable], key: Hashable) -> bool:
    """Whether one of what is there is the same; it is nobody else's then."""
    is_there = known[key] > 0
    known[key] -= is_there
    return is_there


def _around(there: Sequence[Entry], first: float, last: float) -> Iterable[Entry]:
    """What is there between two times: looked for at whichever end of the timeline is nearer."""
    if there and there[0].time >= first:
        return _until(there, lambda entry: entry.time > last)
    return _until(reversed(there), lambda entry: entry.time < first)


def _until(entries: Iterable[Entry], is_past: Callable[[Entry], bool]) -> Iterator[Entry]:
    for entry in entries:
        if is_past(entry) and isinstance(entry, MessageEntry):
            return
        yield entry


# -- order


def order_of(entry: Entry) -> str:
    """What a hub of ours orders an entry by, "" where it does not."""
    msgid = entry.msgid
    return msgid if msgid and is_msgid(line_id(msgid)) else ""


def precedes(known: Entry, entry: Entry, *, by_id: bool) -> bool:
    """Whether what is known stands before an entry, also in the same moment; what is missing does not.

    Nor does what waits to be sent: nobody has it yet.
    """
    if by_id and (one := order_of(known)) and (other := order_of(entry)):
        return one < other
    if isinstance(known, MessageEntry):
        return known.time <= entry.time and known.state is not SendState.PENDING
    if known.time == entry.time:
        return not isinstance(known.fact, HistoryGap)
    return known.time < entry.time


def is_before(one: Entry, other: Entry, *, by_id: bool) -> bool:
    """Whether one entry stands before another one, and not in the same moment."""
    if by_id and (first := order_of(one)) and (second := order_of(other)):
        return first < second
    return one.time < other.time


def is_later(entry: Entry, point: Point, *, by_id: bool) -> bool:
    """Whether an entry stands behind a point of the talk."""
    if by_id and (own := order_of(entry)) and is_msgid(point.msgid):
        return own > point.msgid
    return entry.time > point.time


def row_in_order(there: Sequence[Entry], row: int, *, by_id: bool) -> int:
    """Where the entry of a row belongs, which its server has just dated: the row that it would be put before.

    Only what the server has dated too is compared with it.
    """
    entry = there[row]
    below = above = row
    for at in range(row + 1, len(there)):
        if _is_dated(there[at], entry, by_id=by_id):
            if not precedes(there[at], entry, by_id=by_id):
                break
            below = at
    if below > row:
        return below + 1
    for at in range(row - 1, -1, -1):
        if _is_dated(there[at], entry, by_id=by_id):
            if precedes(there[at], entry, by_id=by_id):
                break
            above = at
    return above


def _is_dated(known: Entry, entry: Entry, *, by_id: bool) -> bool:
    """Whether the order of two entries is the server's. It dates the return too, by what one enters with."""
    if by_id and order_of(entry) and not _is_return(known):
        return order_of(known) != ""
    return _is_return(known) or (isinstance(known, MessageEntry) and known.state is SendState.SENT)


# -- how far was read


class ReadMark:
    """How far the person has read: a point of the talk that only goes on.

    `place` is where that stands in the archive, 0 for nowhere.
    """

    def __init__(self) -> None:
        self.point = Point(0.0)
        self.place = 0

    def note(self, point: Point, place: int, *, by_id: bool) -> None:
        """The person has read up to a point; what is earlier changes nothing. `by_id`: ids tell the order."""
        known = self.point
        is_further = point.time > known.time
        if by_id and is_msgid(point.msgid) and is_msgid(known.msgid):
            is_further = point.msgid > known.msgid
        if is_further:
            self.point, self.place = point, place


def row_at(entries: Sequence[Entry], time: float) -> int | None:
    """The last message that was said at a moment, as read markers name them; None where it is not there."""
    for row in range(len(entries) - 1, max(0, len(entries) - _LOOKED_BACK) - 1, -1):
        entry = entries[row]
        if isinstance(entry, MessageEntry) and abs(entry.time - time) < _MARKER_SECONDS:
            return row
    return None


# -- places


def places_from_end(
    there: Sequence[Entry], page: Sequence[Entry], ceiling: int | None = None, *, by_id: bool = False
) -> list[Place]:
    """Rows of `there` with what goes before each, the last one first; nothing goes before the last break.

    Nothing goes behind the row `ceiling`, also where it was said in the same moment.
    """
    places: list[Place] = []
    row = len(there) if ceiling is None else ceiling
    floor: int | None = None
    for entry in reversed(page):
        top = 0
        if by_id and (own := order_of(entry)):
            top, row = _between_ids(there, row, own)
        while row > top and not precedes(there[row - 1], entry, by_id=by_id) and row != floor:
            row -= 1
            if _is_break(there[row - 1 : row]):
                floor = row
        _put(places, row, entry)
    return places


def _between_ids(there: Sequence[Entry], end: int, msgid: str) -> tuple[int, int]:
    """The first and the last row before which an id may be put, the last one at most `end`.

    Between them are lines without an id. What was said while the connection was lost is above its return.
    """
    first = last = end
    while first:
        known = order_of(there[first - 1])
        if known and known < msgid:
            break
        first -= 1
        if known:
            last = first
    for row in range(last - 1, first - 1, -1):
        if _is_break(there[row : row + 1]):
            returns = (at for at in range(row, last) if _is_return(there[at]))
            return first, next(returns, last)
    return first, last


def places_from_top(
    there: Sequence[Entry], page: Sequence[Entry], ceiling: int | None = None, *, by_id: bool = False
) -> list[Place]:
    """The same for a page of old times, searched for from the beginning."""
    places: list[Place] = []
    row = 0
    end = len(there) if ceiling is None else ceiling
    for entry in page:
        last = end
        if by_id and (own := order_of(entry)):
            row, last = _after_ids(there, row, end, own)
        while row < last and precedes(there[row], entry, by_id=by_id):
            row += 1
        if places and places[0][0] == row:
            places[0][1].append(entry)
        else:
            places.insert(0, (row, [entry]))
    return places


def _after_ids(there: Sequence[Entry], start: int, end: int, msgid: str) -> tuple[int, int]:
    """The same from a row `start` on, to a row `end`."""
    first, row = start, start
    while row < end:
        known = order_of(there[row])
        if known and known > msgid:
            break
        row += 1
        if known:
            first = row
    return first, row


def _put(places: list[Place], row: int, entry: Entry) -> None:
    if places and places[-1][0] == row:
        places[-1][1].insert(0, entry)
    else:
        places.append((row, [entry]))


def _is_break(entries: Sequence[Entry]) -> bool:
    return any(isinstance(entry, EventEntry) and isinstance(entry.fact, ConnectionLost) for entry in entries)


def _is_return(entry: Entry) -> bool:
    return isinstance(entry, EventEntry) and isinstance(entry.fact, ConnectionRestored)
