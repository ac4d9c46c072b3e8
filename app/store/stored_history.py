"""The hub's history and records in `history.sqlite`. Fits hub.data.storage by shape.

What a page costs does not depend on how much is kept: the order of ids is that of the rows (app.irc.msgid),
and `places` lists for every target what belongs to it, texts apart from the rest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from heapq import merge
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from app.hub.data.clock import SteadyClock
from app.hub.data.storage import HistoryEvent, Span, Sync
from app.hub.data.storage_errors import StorageFailure
from app.irc.msgid import LAST_PLACE, PLACE_LENGTH, is_msgid, place_of, place_text, time_of
from app.store.database import StoreError, insert_many
from app.store.event_codec import OTHER, TEXT, ChecksumError, StoredEvent, kind_of, pack, text_sum, unpack
from app.store.history_file import HistoryFile, fetch
from app.store.history_retention import DAY, HistoryLimits, drop_empty, sweep, take_out
from app.store.targets import Targets

_PAGE = """
SELECT places.place, events.body FROM places LEFT JOIN events ON events.place = places.place
WHERE places.target = ? AND places.kind = ? AND places.place > ? AND places.place < ?
ORDER BY places.place {} LIMIT ?
"""
# A record: what was seen of the clock.
_CLOCK = "hub", "clock"
_NEWEST_FIRST, _OLDEST_FIRST = _PAGE.format("DESC"), _PAGE.format("ASC")


class StoredRecords:
    """Values by kind and key; those of this turn are held until they are asked for or kept."""

    def __init__(self, file: HistoryFile) -> None:
        self._file = file
        self._pending: dict[tuple[str, str], str | None] = {}

    def put(self, kind: str, key: str, value: str | None) -> None:
        """Keep a value from the next commit on; None takes it out."""
        self._pending[kind, key] = value

    def get(self, kind: str, key: str) -> str | None:
        """One value, also of this turn."""
        if (kind, key) in self._pending:
            return self._pending[kind, key]
        query = "SELECT value, sum FROM records WHERE kind = ? AND key = ?"
        rows = self._file.rows(query, (str, int), kind, key)
        return self._checked(kind, key, *rows[0]) if rows else None

    def all(self, kind: str) -> list[tuple[str, str]]:
        """Every key and value of a kind, by key."""
        self.flush()
        query = "SELECT key, value, sum FROM records WHERE kind = ? ORDER BY key"
        rows = self._file.rows(query, (str, str, int), kind)
        return [(key, self._checked(kind, key, value, check)) for key, value, check in rows]

    def flush(self) -> None:
        """Put what this turn holds into its transaction."""
        if self._pending:
            pending, self._pending = self._pending, {}
            self._file.change(lambda connection: write_records(connection, pending))

    def _checked(self, kind: str, key: str, value: str, check: int) -> str:
        if text_sum(kind, key, value) != check:
            raise self._file.mismatch()
        return value


def write_records(connection: sqlite3.Connection, values: dict[tuple[str, str], str | None]) -> None:
    """Change records as part of a transaction; None takes one out."""
    kept = [(*at, value, text_sum(*at, value)) for at, value in values.items() if value is not None]
    gone = [at for at, value in values.items() if value is None]
    connection.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)", kept)
    connection.executemany("DELETE FROM records WHERE kind = ? AND key = ?", gone)


class StoredHistory:
    """One hub's history. Built in any thread, then used by one thread at a time.

    `records` are the hub's other lasting state, in the same file and kept by the same commit. `notice` is
    what the host should be told of opening the file, None for nothing.
    """

    def __init__(self, path: Path, limits: HistoryLimits | None = None) -> None:
        """Raises StoreError."""
        self._file = HistoryFile(path)
        self._limits = HistoryLimits() if limits is None else limits
        self._targets = Targets(self._file)
        self._pending: list[tuple[HistoryEvent, str]] = []
        self.records = StoredRecords(self._file)
        self._going_files: list[str] = []  # with this turn
        self._lost_files: list[str] = []
        self._clock = SteadyClock(self.records.get(*_CLOCK) or "")
        self.notice = self._file.notice

    def append(self, event: HistoryEvent, own_id: str = "") -> None:
        """Keep an event from the next commit on."""
        self._pending.append((event, own_id))

    def commit(self) -> None:
        """Keep this turn, or keep nothing of it and raise StoreError."""
        self._flush()
        self.records.flush()
        try:
            self._file.commit()
        except StoreError:
            self._targets.clear()
            self._going_files = []
            raise
        self._lost_files += self._going_files
        self._going_files = []

    def take_sync(self) -> Sync | None:
        """What makes all that was committed outlast a power cut."""
        return self._file.take_sync()

    def distrust(self, failure: StorageFailure) -> None:
        """A sync has failed: this turn does too, and further ones until all is in the database and synced."""
        self._file.distrust(failure)

    def read(self, target: str, span: Span, limit: int, *, newest: bool, events: bool) -> list[HistoryEvent]:
        """A page, in ascending order."""
        self._flush()
        number = self._targets.find(target)
        low = place_of(span.after) if span.after else -1
        high = place_of(span.before) if span.before else LAST_PLACE
        if number is None or low >= high:
            return []
        query = _NEWEST_FIRST if newest else _OLDEST_FIRST
        kinds = (TEXT, OTHER) if events else (TEXT,)
        values = (low, high, limit)
        pages = [self._file.rows(query, (int, bytes), number, kind, *values) for kind in kinds]
        rows = list(islice(merge(*pages, key=_place, reverse=newest), limit))
        if newest:
            rows.reverse()
        places = [low, *map(_place, rows), high]
        if any(later <= earlier for earlier, later in pairwise(places)):
            raise self._file.mismatch()  # an index that is out of order
        found = self._unpacked(rows, target)
        if not all(number in row.targets for row in found):
            raise self._file.mismatch()  # an index that lists what is another's
        return [row.event for row in found]

    def find(self, msgid: str) -> HistoryEvent | None:
        """The event of an id."""
        for row in self._row(msgid):
            names = [name for name in map(self._targets.name, row.targets) if name is not None]
            if names:
                return replace(row.event, target=names[0], also=tuple(names[1:]))
        return None

    def find_own(self, identity: str, own_id: str) -> str | None:
        """The id of what somebody's client has sent before under its own id."""
        self._flush()
        key = _own_key(identity, own_id)
        rows = self._file.rows("SELECT place, tail FROM own WHERE key = ?", (int, str), key)
        return next((place_text(place) + tail for place, tail in rows), None)

    def redact(self, msgid: str) -> None:
        """Take an event out for good."""
        self._flush()
        self.records.flush()  # its files may be of this turn
        self._file.change(lambda db: self._going_files.extend(_redact(db, msgid)))
        self._targets.clear()  # it may have been all that there was

    def conversations(self, identity: str) -> list[str]:
        """The targets of all private talk of somebody, as they were begun."""
        self._flush()
        return self._targets.names_of(identity)

    def rename(self, target: str, new: str) -> None:
        """A channel has another key now."""
        self._flush()
        self._file.change(lambda db: self._targets.rename(db, target, new))

    def forget(self, target: str) -> None:
        """Nobody reads the history of a target any more; it is swept out little by little."""
        self._flush()
        self._file.change(lambda db: self._targets.forget(db, target))

    def newest(self) -> str:
        """The newest id."""
        self._flush()
        query = "SELECT place, body FROM events ORDER BY place DESC LIMIT 1"
        rows = self._file.rows(query, (int, bytes))
        return next((row.event.msgid for row in self._unpacked(rows)), "")

    def tick(self, now: float) -> None:
        """Let go of a little of what is too old or too much."""
        is_worth_keeping = self._clock.look(now)
        lost: list[str] = []
        if self._file.sweep(lambda db: lost.extend(self._sweep(db, writes=is_worth_keeping))):
            self._lost_files += lost
        self._targets.clear()

    def take_lost_files(self) -> list[str]:
        """The ids of files that are gone for good with their messages."""
        lost, self._lost_files = self._lost_files, []
        return lost

    @property
    def failure(self) -> StorageFailure | None:
        """Why nothing can be kept any more, as far as can be seen without trying."""
        return self._file.failure

    @property
    def believed(self) -> float:
        """The time by which the ticks let something be given up for good."""
        return self._clock.believed

    def hidden_before(self, now: float) -> float:
        """Before which time all is too old for newcomers."""
        rows = self._file.rows("SELECT place FROM events ORDER BY place LIMIT 1", (int,))
        oldest = next((time_of(place_text(place)) for (place,) in rows), now)
        return self._clock.hidden_before(now, self._limits.days * DAY, oldest)

    def close(self) -> None:
        """Leave the file clean; the object is not used afterwards. Raises StoreError."""
        self._file.sweep(self._write_clock)
        self._file.close()

    def _sweep(self, db: sqlite3.Connection, *, writes: bool) -> list[str]:
        if writes:
            self._write_clock(db)
        return sweep(db, self._limits, self._clock)

    def _write_clock(self, db: sqlite3.Connection) -> None:
        write_records(db, {_CLOCK: self._clock.write()})

    def _flush(self) -> None:
        """Put what this turn holds into its transaction."""
        if self._pending:
            pending, self._pending = self._pending, []
            self._file.change(lambda db: self._insert(db, pending))

    def _insert(self, db: sqlite3.Connection, pending: list[tuple[HistoryEvent, str]]) -> None:
        events: list[tuple[int, bytes]] = []
        places: list[tuple[int, int, int]] = []
        own: list[tuple[int, str, str]] = []
        number_for = self._targets.number_for
        latest: str | None = None  # the target of the event before: most of a turn is said in one room
        number, listed = 0, ""
        for event, own_id in pending:
            if event.target != latest:
                latest = event.target
                number = number_for(db, latest)
                listed = str(number)
            others = [number_for(db, key) for key in event.also] if event.also else ()
            row = pack(event, " ".join((listed, *map(str, others))) if others else listed)
            place = row[0]
            kind = kind_of(event)
            events.append(row)
            places.append((number, kind, place))
            for other in others:
                places.append((other, kind, place))
            if own_id:
                own.append((place, _own_key(event.identity, own_id), event.msgid[PLACE_LENGTH:]))
        insert_many(db, "INSERT INTO events", events)
        insert_many(db, "INSERT INTO places", places)
        if own:
            insert_many(db, "INSERT OR REPLACE INTO own", own)

    def _row(self, msgid: str) -> list[StoredEvent]:
        """The row of an id, if there is one."""
        self._flush()
        if not is_msgid(msgid):
            return []
        place = place_of(msgid)
        bodies = self._file.rows("SELECT body FROM events WHERE place = ?", (bytes,), place)
        found = self._unpacked((place, body) for (body,) in bodies)
        return [row for row in found if row.event.msgid == msgid]

    def _unpacked(self, rows: Iterable[tuple[Any, ...]], target: str = "") -> list[StoredEvent]:
        """What rows say, as events of a target. Raises StoreError."""
        try:
            return [unpack(place, body, target) for place, body in rows]
        except ChecksumError:
            raise self._file.mismatch() from None


def _place(row: tuple[Any, ...]) -> int:
    place: int = row[0]
    return place


def _own_key(identity: str, own_id: str) -> str:
    return f"{identity}\n{own_id}"


def _redact(db: sqlite3.Connection, msgid: str) -> list[str]:
    """Take an event out, and its targets where nothing else is left of them; returns the ids of its files.

    Raises ChecksumError.
    """
    rows = _rows_of(db, msgid)
    lost = take_out(db, rows)
    drop_empty(db, {target for row in rows for target in row.targets})
    return lost


def _rows_of(db: sqlite3.Connection, msgid: str) -> list[StoredEvent]:
    """The row of an id, if there is one. Raises ChecksumError."""
    if not is_msgid(msgid):
        return []
    place = place_of(msgid)
    bodies = fetch(db, "SELECT body FROM events WHERE place = ?", (bytes,), place)
    return [row for row in (unpack(place, body) for (body,) in bodies) if row.event.msgid == msgid]
