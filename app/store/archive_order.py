"""The order of a hub of ours: its ids grow, and so must the places of their lines, whatever a clock said."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from app.irc.msgid import is_msgid, line_id
from app.store.archive_lines import move
from app.store.archive_records import LAST_PLACE, StoredLine
from app.store.archive_schema import first_number, place_in

# Lines that stand as close as places can, and what comes between them: more than a page would want to move.
MOST_MOVED = 1_000

_NEWEST = "SELECT id, msgid FROM lines WHERE room = ? AND msgid IS NOT NULL ORDER BY msgid DESC LIMIT 1"
_EARLIER = "SELECT id FROM lines WHERE room = ? AND msgid < ? ORDER BY msgid DESC LIMIT 1"
_LATER = "SELECT id FROM lines WHERE room = ? AND msgid > ? ORDER BY msgid LIMIT 1"
_FROM = "SELECT id FROM lines WHERE room = ? AND id >= ? ORDER BY id LIMIT ?"


def in_order(db: sqlite3.Connection, room: int, lines: Sequence[StoredLine]) -> list[StoredLine]:
    """`lines`, none of which is there, at places where the ids of what is there let them stand.

    Those with an id rise by it; what is there makes room where there is none.
    """
    top, newest = _newest(db, room)
    placed: list[StoredLine] = []
    last = -1
    for row, line in enumerate(lines):
        place = line.place
        if is_msgid(line_id(line.msgid)):
            if line.msgid > newest:
                last = max(last, top)
            else:
                low, high = _neighbours(db, room, line)
                low = max(low, last)
                if not low < place < high:
                    place = low + 1
                    if place >= high:
                        _make_room(db, room, place, len(lines) - row)
                        top, _ = _newest(db, room)
            last = place = max(place, last + 1)
        placed.append(line if place == line.place else line._replace(place=place))
    return placed


def _newest(db: sqlite3.Connection, room: int) -> tuple[int, str]:
    """The place and the id of the last line by the ids, -1 and "" where none has one."""
    row = db.execute(_NEWEST, (room,)).fetchone()
    return (-1, "") if row is None else (place_in(row[0]), row[1])


def _neighbours(db: sqlite3.Connection, room: int, line: StoredLine) -> tuple[int, int]:
    """The places between which a line belongs by its id."""
    earlier = db.execute(_EARLIER, (room, line.msgid)).fetchone()
    later = db.execute(_LATER, (room, line.msgid)).fetchone()
    return (-1 if earlier is None else place_in(earlier[0])), (
        LAST_PLACE if later is None else place_in(later[0])
    )


def _make_room(db: sqlite3.Connection, room: int, place: int, count: int) -> None:
    """Let nothing stand at `count` places: what is there, and close behind it, goes further."""
    free = place + count
    moves: list[tuple[int, int]] = []
    for (number,) in db.execute(_FROM, (room, first_number(place), MOST_MOVED)).fetchall():
        if place_in(number) >= free:
            break
        moves.append((number, free))
        free += 1
    if len(moves) < MOST_MOVED and free < LAST_PLACE:  # else the next free place has to do
        for number, new in reversed(moves):
            move(db, room, number, new)
