"""The archive's rooms: which there are, what they are called, and up to when they were seen."""

from __future__ import annotations

import sqlite3

from app.store import archive_gaps
from app.store.archive_records import KnownRoom, RoomFacts, RoomKey
from app.store.archive_schema import place_in

# Shorter than this nobody writes a line and takes notice that it is missing.
_SHORTEST_GAP = 1_000_000  # places: a second


def find(db: sqlite3.Connection, key: RoomKey) -> int:
    """The number of a room, 0 for one that nothing is kept of."""
    query = "SELECT id FROM rooms WHERE network = ? AND target = ?"
    row = db.execute(query, (key.network, key.target)).fetchone()
    return 0 if row is None else int(row[0])


def number(db: sqlite3.Connection, key: RoomKey) -> int:
    """The number of a room, which is given one if it has none yet."""
    values = (key.network, key.target)
    db.execute("INSERT INTO rooms (network, target) VALUES (?, ?) ON CONFLICT DO NOTHING", values)
    return find(db, key)


def describe(db: sqlite3.Connection, room: int, facts: RoomFacts) -> None:
    """Remember what a room is called and where it is."""
    values = (facts.name, facts.title, facts.kind, facts.address, room)
    db.execute("UPDATE rooms SET name = ?, title = ?, kind = ?, address = ? WHERE id = ?", values)


def rename(db: sqlite3.Connection, key: RoomKey, new: RoomKey) -> bool:
    """Another key is the same conversation from now on; False where that one is known already."""
    if find(db, new):
        return False
    values = (new.network, new.target, key.network, key.target)
    db.execute("UPDATE rooms SET network = ?, target = ? WHERE network = ? AND target = ?", values)
    return True


def known(db: sqlite3.Connection) -> list[KnownRoom]:
    """Rooms that have lines, the one with the newest first."""
    query = (
        "SELECT network, target, name, title, kind, address,"
        " (SELECT max(id) FROM lines WHERE room = rooms.id) AS newest"
        " FROM rooms WHERE newest IS NOT NULL ORDER BY newest DESC"
    )
    return [
        KnownRoom(RoomKey(network, target), RoomFacts(*facts), place_in(newest))
        for network, target, *facts, newest in db.execute(query)
    ]


def entered(db: sqlite3.Connection, room: int, now: int) -> None:
    """We are in a room again: since it was seen last, lines may be missing."""
    (seen,) = db.execute("SELECT present FROM rooms WHERE id = ?", (room,)).fetchone()
    if seen and now - seen >= _SHORTEST_GAP:
        archive_gaps.note(db, room, seen, now)
    present(db, room, now)


def present(db: sqlite3.Connection, room: int, until: int) -> None:
    """Everything up to a place was seen."""
    db.execute("UPDATE rooms SET present = max(present, ?) WHERE id = ?", (until, room))


def mark_start(db: sqlite3.Connection, room: int) -> None:
    """Nothing was said in a room before its first line."""
    db.execute("UPDATE rooms SET at_start = 1 WHERE id = ?", (room,))


def is_at_start(db: sqlite3.Connection, room: int) -> bool:
    """Whether nothing was said in a room before its first line."""
    row = db.execute("SELECT at_start FROM rooms WHERE id = ?", (room,)).fetchone()
    return row is not None and bool(row[0])
