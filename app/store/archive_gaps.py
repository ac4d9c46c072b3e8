"""The gaps of a room: spans of places where lines may be missing. Gaps never touch each other."""

from __future__ import annotations

import sqlite3

from app.store.archive_records import Gap

_TOUCHING = "SELECT since, until FROM gaps WHERE room = ? AND since <= ? AND until >= ? ORDER BY since"
_FOR_EVER = 1 << 62


def note(db: sqlite3.Connection, room: int, since: int, until: int) -> None:
    """Lines between the two places may be missing."""
    if until <= since:
        return
    touching = db.execute(_TOUCHING, (room, until, since)).fetchall()
    for old_since, old_until in touching:
        since, until = min(since, old_since), max(until, old_until)
        db.execute("DELETE FROM gaps WHERE room = ? AND since = ?", (room, old_since))
    db.execute("INSERT INTO gaps VALUES (?, ?, ?)", (room, since, until))


def close(db: sqlite3.Connection, room: int, start: int, end: int) -> None:
    """Everything from `start` up to `end` is there now."""
    for since, until in db.execute(_TOUCHING, (room, end, start)).fetchall():
        db.execute("DELETE FROM gaps WHERE room = ? AND since = ?", (room, since))
        note(db, room, since, min(start, until))
        note(db, room, max(end, since), until)


def between(db: sqlite3.Connection, room: int, first: int, last: int | None) -> tuple[Gap, ...]:
    """The gaps that begin at `first` or later and before `last`."""
    end = _FOR_EVER if last is None else last
    query = "SELECT since, until FROM gaps WHERE room = ? AND since >= ? AND since < ? ORDER BY since"
    return tuple(Gap(since, until) for since, until in db.execute(query, (room, first, end)))
