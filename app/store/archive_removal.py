"""Taking lines out of an archive for good, in steps, so that others get their turn in between."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from app.store.archive_schema import first_number
from app.store.archive_search import optimize, take_words
from app.store.database import Database

STEP = 1000  # lines at a time: some milliseconds


def of_room(db: Database, room: int) -> Iterator[int]:
    """Delete all that is kept of a room; yields how many lines are gone so far."""
    yield from _lines(db, "room = ?", room)
    with db.transaction() as changes:
        for table, column in (("gaps", "room"), ("rooms", "id")):
            changes.execute(f"DELETE FROM {table} WHERE {column} = ?", (room,))
    _sweep(db)


def older_than(db: Database, place: int) -> Iterator[int]:
    """Delete all lines before a place; yields how many are gone so far."""
    gone = 0
    for gone in _lines(db, "id < ?", first_number(place)):
        yield gone
    if not gone:
        return
    with db.transaction() as changes:
        changes.execute("DELETE FROM gaps WHERE until <= ?", (place,))
        changes.execute("UPDATE rooms SET at_start = 0")
    _sweep(db)


def _lines(db: Database, condition: str, value: int) -> Iterator[int]:
    gone = 0
    query = f"SELECT id, text FROM lines WHERE {condition} LIMIT {STEP}"
    while rows := db.rows(query, value):
        with db.transaction() as changes:
            _remove(changes, rows)
        gone += len(rows)
        yield gone


def _remove(db: sqlite3.Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Delete lines, given as number and text each, with their words."""
    take_words(db, rows)
    db.executemany("DELETE FROM lines WHERE id = ?", [(number,) for number, _ in rows])


def _sweep(db: Database) -> None:
    """Words and names that nothing needs any more, and the room that they took on the disk."""
    with db.transaction() as changes:
        changes.execute("DELETE FROM people WHERE id NOT IN (SELECT person FROM lines)")
    with db.transaction() as changes:
        optimize(changes)
    db.shrink()
