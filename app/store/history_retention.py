"""How long a history is kept and how large it becomes; what is beyond goes in slices that nobody notices."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from app.hub.data.clock import SteadyClock
from app.hub.data.storage import ATTACHMENTS, FILES, KEPT_FOR, OF_MESSAGES
from app.irc.client_tags import FILE
from app.irc.msgid import LAST_PLACE, before, place_of
from app.store.event_codec import ChecksumError, StoredEvent, text_sum, unpack
from app.store.history_file import fetch
from app.values import frozen

DAY = 86400.0
# A client that was offline for so long still learns that what it sends again was kept the first time.
OWN_DAYS = 7.0
# Rows of one sweep: some 20 ms, and one a second is far more than people say.
SLICE = 1000


@frozen
class HistoryLimits:
    """The limits of a history. 2 GiB are some ten million messages."""

    days: float = KEPT_FOR / DAY
    size: int = 2 * 1024**3  # bytes of the file


def sweep(db: sqlite3.Connection, limits: HistoryLimits, clock: SteadyClock) -> list[str]:
    """Take out one slice of what is too old, too much or forgotten; returns the ids of files that go with it.

    Raises ChecksumError.
    """
    lost = []
    spans = _places(clock.past(limits.days * DAY))
    for start, end in [(0, LAST_PLACE)] if _size(db) > limits.size else spans:
        lost += _sweep_events(db, start, end)
    for start, end in _places(clock.past(OWN_DAYS * DAY)):
        _sweep_own(db, start, end)
    return lost + _sweep_forgotten(db)


def _places(spans: Iterable[tuple[float, float]]) -> list[tuple[int, int]]:
    return [(place_of(before(start)), place_of(before(end))) for start, end in spans]


def take_out(db: sqlite3.Connection, rows: Sequence[StoredEvent]) -> list[str]:
    """Delete events, their places and files; returns the ids of these. Raises ChecksumError."""
    places = [place for row in rows for place in row.places]
    db.executemany("DELETE FROM places WHERE target = ? AND kind = ? AND place = ?", places)
    db.executemany("DELETE FROM events WHERE place = ?", [(row.place,) for row in rows])
    return _take_files(db, rows)


def _take_files(db: sqlite3.Connection, rows: Iterable[StoredEvent]) -> list[str]:
    """Delete the records of the files that belong to messages; returns their ids. Raises ChecksumError."""
    query = "SELECT value, sum FROM records WHERE kind = ? AND key = ?"
    taken: list[str] = []
    for msgid in [row.event.msgid for row in rows if f"{FILE}=" in row.event.tags]:
        for value, check in fetch(db, query, (str, int), ATTACHMENTS, msgid):
            if text_sum(ATTACHMENTS, msgid, value) != check:
                raise ChecksumError
            taken += value.split()
        db.execute("DELETE FROM records WHERE kind = ? AND key = ?", (ATTACHMENTS, msgid))
    db.executemany("DELETE FROM records WHERE kind = ? AND key = ?", [(FILES, file_id) for file_id in taken])
    return taken


def _size(db: sqlite3.Connection) -> int:
    """Bytes of the file that hold something."""
    pages, free, size = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in _SIZES)
    return int((pages - free) * size)


_SIZES = ("page_count", "freelist_count", "page_size")


def _sweep_events(db: sqlite3.Connection, start: int, end: int) -> list[str]:
    query = "SELECT place, body FROM events WHERE place >= ? AND place < ? ORDER BY place LIMIT ?"
    rows = [unpack(place, body) for place, body in fetch(db, query, (int, bytes), start, end, SLICE)]
    lost = take_out(db, rows)
    _forget_notes(db, rows)
    drop_empty(db, {target for row in rows for target in row.targets})
    return lost


def _sweep_own(db: sqlite3.Connection, start: int, end: int) -> None:
    """Clients' own ids go with the history, but not before their time."""
    oldest = fetch(db, "SELECT place FROM events WHERE place >= ? ORDER BY place LIMIT 1", (int,), start)
    end = min(end, *oldest[0]) if oldest else end
    some = "SELECT place FROM own WHERE place >= ? AND place < ? ORDER BY place LIMIT ?"
    db.execute(f"DELETE FROM own WHERE place IN ({some})", (start, end, SLICE))


def _sweep_forgotten(db: sqlite3.Connection) -> list[str]:
    lost = []
    for (target,) in fetch(db, "SELECT number FROM targets WHERE key IS NULL LIMIT 1", (int,)):
        query = "SELECT kind, place FROM places WHERE target = ? LIMIT ?"
        listed = fetch(db, query, (int, int), target, SLICE)
        places = [(target, kind, place) for kind, place in listed]
        db.executemany("DELETE FROM places WHERE target = ? AND kind = ? AND place = ?", places)
        for _kind, place in listed:
            lost += _delete_unlisted(db, place)
        drop_empty(db, {target})
    return lost


def _delete_unlisted(db: sqlite3.Connection, place: int) -> list[str]:
    """Delete an event that belongs to no target any more; returns the ids of its files."""
    lost = []
    query = "SELECT 1 FROM places WHERE target = ? AND kind = ? AND place = ?"
    for (body,) in fetch(db, "SELECT body FROM events WHERE place = ?", (bytes,), place):
        row = unpack(place, body)
        if not any(db.execute(query, each).fetchone() for each in row.places):
            db.execute("DELETE FROM events WHERE place = ?", (place,))
            _forget_notes(db, [row])
            lost += _take_files(db, [row])
    return lost


def _forget_notes(db: sqlite3.Connection, rows: Iterable[StoredEvent]) -> None:
    """Delete the records about messages that are gone: they would be read at every start for ever."""
    keys = [(OF_MESSAGES, row.event.msgid) for row in rows]
    db.executemany("DELETE FROM records WHERE kind = ? AND key = ?", keys)


def drop_empty(db: sqlite3.Connection, targets: Iterable[int]) -> None:
    """Let go of targets of which nothing is left."""
    query = "SELECT 1 FROM places WHERE target = ? LIMIT 1"
    empty = [(target,) for target in targets if not db.execute(query, (target,)).fetchone()]
    db.executemany("DELETE FROM targets WHERE number = ?", empty)
    db.executemany("DELETE FROM parties WHERE target = ?", empty)
