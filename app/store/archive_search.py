"""The search over the archive's words: newest first, in one room or in all."""

from __future__ import annotations

import sqlite3

from app.store.archive_lines import line_of
from app.store.archive_records import Found, RoomKey
from app.store.archive_schema import COLUMNS, first_number, is_of_room

# Beyond this a count says "more than": a frequent word would be counted for a tenth of a second.
MOST_COUNTED = 10_000


def search(
    db: sqlite3.Connection, words: str, *, room: int | None, before: int | None, count: int
) -> list[Found]:
    """Up to `count` lines that hold `words`, an expression of FTS5, `before` a place."""
    condition, values = _matching(words, room)
    if before is not None:
        condition += " AND search.rowid < ?"
        values.append(first_number(before))
    if room is not None:
        condition += " AND l.room = ?"
        values.append(room)
    # CROSS JOIN: the index leads, in its own order, and stops when there is enough
    query = (
        f"SELECT r.network, r.target, {COLUMNS} FROM search CROSS JOIN lines l ON l.id = search.rowid"
        f" JOIN people p ON p.id = l.person JOIN rooms r ON r.id = l.room"
        f" WHERE {condition} ORDER BY search.rowid DESC"
    )
    rows = db.execute(f"{query} LIMIT ?", (*values, count))
    return [Found(RoomKey(network, target), line_of(tuple(line))) for network, target, *line in rows]


def count(db: sqlite3.Connection, words: str, *, room: int | None) -> int:
    """How many lines hold `words`; MOST_COUNTED + 1 for more than that."""
    condition, values = _matching(words, room)
    query = f"SELECT count(*) FROM (SELECT 1 FROM search WHERE {condition} LIMIT {MOST_COUNTED + 1})"
    (found,) = db.execute(query, values).fetchone()
    return int(found)


def _matching(words: str, room: int | None) -> tuple[str, list[object]]:
    condition = "search MATCH ?"
    return (condition if room is None else f"{condition} AND {is_of_room(room)}"), [words]
