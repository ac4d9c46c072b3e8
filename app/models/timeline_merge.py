"""Where a page of history goes among what a timeline has already. Knows no Qt.

Both are in the order of time, but for lines of this computer's own clock: they are stepped over, not trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from app.models.timeline_entries import ConnectionLost, Entry, EventEntry, HistoryGap, MessageEntry

Place = tuple[int, list[Entry]]


def not_there(there: Sequence[Entry], page: Sequence[Entry], knows: Callable[[str], bool]) -> list[Entry]:
    """What of `page` is new. `knows` tells whether a message is there by its msgid."""
    if not page:
        return []
    known = {_key(entry) for entry in _around(there, page[0].time, page[-1].time)}
    return [
        entry
        for entry in page
        if not (isinstance(entry, MessageEntry) and entry.msgid and knows(entry.msgid))
        and _key(entry) not in known
    ]


def _key(entry: Entry) -> Hashable:
    """What tells an entry without an id from all others."""
    if isinstance(entry, EventEntry):
        return (entry.time, entry.fact)
    return (entry.time, entry.sender, entry.text, entry.msgid)


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


def places_from_end(there: Sequence[Entry], page: Sequence[Entry], ceiling: int | None = None) -> list[Place]:
    """Rows of `there` with what goes before each, the last one first; nothing goes before the last break.

    Nothing goes behind the row `ceiling`, also where it was said in the same moment.
    """
    places: list[Place] = []
    row = len(there) if ceiling is None else ceiling
    floor: int | None = None
    for entry in reversed(page):
        while row and not _precedes(there[row - 1], entry) and row != floor:
            row -= 1
            if _is_break(there[row - 1 : row]):
                floor = row
        _put(places, row, entry)
    return places


def places_from_top(there: Sequence[Entry], page: Sequence[Entry], ceiling: int | None = None) -> list[Place]:
    """The same for a page of old times, searched for from the beginning."""
    places: list[Place] = []
    row = 0
    end = len(there) if ceiling is None else ceiling
    for entry in page:
        while row < end and _precedes(there[row], entry):
            row += 1
        if places and places[0][0] == row:
            places[0][1].append(entry)
        else:
            places.insert(0, (row, [entry]))
    return places


def _precedes(known: Entry, entry: Entry) -> bool:
    """Whether what is known stands before an entry, also in the same moment; what is missing does not."""
    if known.time == entry.time:
        return not (isinstance(known, EventEntry) and isinstance(known.fact, HistoryGap))
    return known.time < entry.time


def _put(places: list[Place], row: int, entry: Entry) -> None:
    if places and places[-1][0] == row:
        places[-1][1].insert(0, entry)
    else:
        places.append((row, [entry]))


def _is_break(entries: Sequence[Entry]) -> bool:
    return any(isinstance(entry, EventEntry) and isinstance(entry.fact, ConnectionLost) for entry in entries)
