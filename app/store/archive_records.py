"""What an archive takes and gives: plain records, no SQL and no Qt.

A place is where a line stands in its room: microseconds since 1970, made unique and rising in the order of
reading. A line's time is kept in milliseconds (`irc.servertime.milliseconds`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.irc.servertime import milliseconds
from app.values import frozen

OWN, MENTION, EDITED = 1, 2, 4  # the bits of StoredLine.flags
HUB = "hub:"  # how the network of a hub of ours begins
_PER_SECOND, _PER_MILLISECOND = 1_000_000, 1_000  # places


@frozen
class RoomKey:
    """Which conversation: `network` tells networks apart, `target` is the channel or person, casefolded."""

    network: str
    target: str

    @property
    def is_on_hub(self) -> bool:
        """Whether it is on a hub of ours, whose ids grow in the order of its lines."""
        return self.network.startswith(HUB)


@frozen
class RoomFacts:
    """What people know a room by. `kind` and `address` (what to type to be there) are the caller's words."""

    name: str
    title: str
    kind: str
    address: str


class StoredLine(NamedTuple):
    """One message or event. A tuple, as a hundred thousand of them are handed over at a time.

    `kind` and `rest` (JSON, "" for nothing) mean something to the caller alone. `text` can be searched.
    """

    place: int
    time: float
    kind: str
    sender: str
    name: str = ""
    account: str = ""
    text: str = ""
    msgid: str = ""
    flags: int = 0
    rest: str = ""


@frozen
class Gap:
    """Lines between two places may be missing."""

    since: int
    until: int


@frozen
class StoredPage:
    """Lines of one room in the order of reading, with the gaps among and beside them.

    `more_before`, `more_after`: there are further lines in that direction; `at_start`: it is known that
    nothing was said before the first line.
    """

    lines: list[StoredLine]
    gaps: tuple[Gap, ...] = ()
    more_before: bool = False
    more_after: bool = False
    at_start: bool = False


@frozen
class SearchHit:
    """One result of a search."""

    room: RoomKey
    line: StoredLine


@frozen
class SaidByOne:
    """How many lines of a room somebody else said, and how many of those are meant for this person."""

    nick: str
    account: str
    lines: int
    mentions: int


@frozen
class KnownRoom:
    """A room that something is kept of, and where its newest line stands.

    `said` is the place of its newest line that the server knows by an id, `msgid`; 0 and "" for none. All
    that was said up to the place `present` came here, but for the gaps; up to `read` the person has read:
    `read_time` is the time of the line there in seconds since 1970, as a page tells it, `read_msgid` the id
    of the last line up to there that has one.
    """

    key: RoomKey
    facts: RoomFacts
    newest: int
    said: int
    msgid: str
    present: int
    read: int = 0
    read_time: float = 0.0
    read_msgid: str = ""


def place_of(time: float) -> int:
    """The place of a moment in seconds since 1970; odd ones are brought into the years that a place can hold.

    It is never before the millisecond that a line of that moment is told with.
    """
    place = max(round(time * _PER_SECOND), milliseconds(time) * _PER_MILLISECOND)
    return place if 0 <= place <= LAST_PLACE else 0 if place < 0 else LAST_PLACE


def time_of(place: int) -> float:
    """The moment of a place in seconds since 1970; exact where it is whole milliseconds."""
    return place / _PER_SECOND


def places_before(times: Sequence[float], before: int | None) -> list[int]:
    """Places for a page of history by its times, rising, and all of them `before` a place."""
    places: list[int] = []
    last = -1
    for time in times:
        last = max(place_of(time), last + 1)
        places.append(last)
    limit = LAST_PLACE + 1 if before is None else before
    for row in range(len(places) - 1, -1, -1):
        limit = min(places[row], limit - 1)
        places[row] = max(0, limit)
    return places


# A place and eleven bits more fit into a number of SQLite until the year 2112; the last hour is left free for
# lines that find their place taken.
LAST_PLACE = (1 << 52) - (1 << 32)
