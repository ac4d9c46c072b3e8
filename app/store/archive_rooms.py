"""The archive's rooms: which there are, what they are called, and up to when they were seen and read."""

from __future__ import annotations

import sqlite3

from app.irc.servertime import clamp_time
from app.store.archive_records import KnownRoom, RoomFacts, RoomKey, time_of
from app.store.archive_schema import ROOM_BITS, ROOM_MASK, place_in

# Events have no id. Behind this many of them the time alone says where the talk was left.
_LOOKED_BACK = 500
_KNOWN = f"""
SELECT r.network, r.target, r.name, r.title, r.kind, r.address, r.present, r.read,
    newest.id, said.id, said.msgid, (
        SELECT moment FROM lines WHERE id = (r.read << {ROOM_BITS}) | (r.id & {ROOM_MASK}) AND room = r.id
    ), (
        SELECT msgid FROM (
            SELECT id, msgid FROM lines WHERE room = r.id AND id < ((r.read + 1) << {ROOM_BITS})
            ORDER BY id DESC LIMIT {_LOOKED_BACK}
        )
        WHERE msgid IS NOT NULL ORDER BY id DESC LIMIT 1
    )
FROM rooms r
JOIN lines newest ON newest.id = (SELECT max(id) FROM lines WHERE room = r.id)
LEFT JOIN lines said ON said.id = (
    SELECT max(id) FROM (SELECT id, msgid FROM lines WHERE room = r.id ORDER BY id DESC LIMIT {_LOOKED_BACK})
    WHERE msgid IS NOT NULL
)
ORDER BY newest.id DESC
"""


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
    return [
        KnownRoom(
            RoomKey(network, target),
            RoomFacts(*facts),
            place_in(newest),
            place_in(said or 0),
            msgid or "",
            present,
            read,
            time_of(read) if moment is None else clamp_time(moment / 1000),
            read_msgid or "",
        )
        for (
            network,
            target,
            *facts,
            present,
            read,
            newest,
            said,
            msgid,
            moment,
            read_msgid,
        ) in db.execute(_KNOWN)
    ]


def note_present(db: sqlite3.Connection, room: int, until: int) -> None:
    """Everything up to a place was seen."""
    db.execute("UPDATE rooms SET present = max(present, ?) WHERE id = ?", (until, room))


def note_read(db: sqlite3.Connection, room: int, until: int) -> None:
    """The person has read up to a place."""
    db.execute("UPDATE rooms SET read = max(read, ?) WHERE id = ?", (until, room))


def note_draft(db: sqlite3.Connection, room: int, text: str, reply: str) -> None:
    """What is written to a room and was not sent, and what it replies to."""
    db.execute("UPDATE rooms SET draft = ?, draft_reply = ? WHERE id = ?", (text, reply, room))


def draft(db: sqlite3.Connection, room: int) -> tuple[str, str]:
    """What was written to a room and not sent, and what it replies to; each "" for nothing."""
    row = db.execute("SELECT draft, draft_reply FROM rooms WHERE id = ?", (room,)).fetchone()
    return ("", "") if row is None else (str(row[0]), str(row[1]))


def mark_start(db: sqlite3.Connection, room: int) -> None:
    """Nothing was said in a room before its first line."""
    db.execute("UPDATE rooms SET at_start = 1 WHERE id = ?", (room,))


def is_at_start(db: sqlite3.Connection, room: int) -> bool:
    """Whether nothing was said in a room before its first line."""
    row = db.execute("SELECT at_start FROM rooms WHERE id = ?", (room,)).fetchone()
    return row is not None and bool(row[0])
