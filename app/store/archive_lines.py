"""Lines in and out of the archive's tables, and their words in the search index.

Batches go in as one JSON text each: SQLite then works through them without Python, so the window's thread
is not held up.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from app.store.archive_records import Line, place_of
from app.store.archive_schema import ROOM_BITS, first_number, number_of, place_in
from app.store.archive_words import indexed

Row = Sequence[Any]

_MILLISECOND = 1000  # in places

_ADD_PEOPLE = """
INSERT INTO people (nick, name, account)
SELECT DISTINCT json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]')
FROM json_each(?) WHERE true ON CONFLICT DO NOTHING
"""
_ADD_LINES = """
INSERT INTO lines (id, room, person, kind, flags, text, msgid, moment, rest)
SELECT
    json_extract(value, '$[0]'), ?,
    (
        SELECT id FROM people WHERE nick = json_extract(value, '$[1]')
        AND name = json_extract(value, '$[2]') AND account = json_extract(value, '$[3]')
    ),
    json_extract(value, '$[4]'), json_extract(value, '$[5]'), json_extract(value, '$[6]'),
    json_extract(value, '$[7]'), json_extract(value, '$[8]'), json_extract(value, '$[9]')
FROM json_each(?)
"""
_ADD_WORDS = """
INSERT INTO search (rowid, text) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')
FROM json_each(?)
"""
_TAKE_WORDS = "INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)"
_SAME = """
SELECT 1 FROM lines l JOIN people p ON p.id = l.person
WHERE l.room = ? AND l.id >= ? AND l.id < ? AND l.kind = ? AND p.nick = ? AND l.text = ?
"""


def insert(db: sqlite3.Connection, room: int, lines: Sequence[Line]) -> None:
    """Write lines that are not there yet. Where a place is taken, the next free one is."""
    if not lines:
        return
    numbers = _free_numbers(db, room, lines)
    rows = _json([_row(number, line) for number, line in zip(numbers, lines, strict=True)])
    db.execute(_ADD_PEOPLE, (rows,))
    db.execute(_ADD_LINES, (room, rows))
    words = [(number, indexed(line.text)) for number, line in zip(numbers, lines, strict=True) if line.text]
    db.execute(_ADD_WORDS, (_json(words),))


def remove(db: sqlite3.Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Delete lines, given as number and text each, with their words."""
    db.executemany(_TAKE_WORDS, [(number, indexed(text)) for number, text in rows if text])
    db.executemany("DELETE FROM lines WHERE id = ?", [(number,) for number, _ in rows])


def change(db: sqlite3.Connection, room: int, line: Line) -> None:
    """Give the line at a place another text, other flags and another rest; nothing where there is none."""
    number = number_of(line.place, room)
    found = db.execute("SELECT text FROM lines WHERE id = ? AND room = ?", (number, room)).fetchone()
    if found is None:
        return
    if found[0]:
        db.execute(_TAKE_WORDS, (number, indexed(found[0])))
    if line.text:
        db.execute(_ADD_WORDS, (_json([(number, indexed(line.text))]),))
    values = (_clean(line.text), line.flags, _clean(line.rest) or None, number)
    db.execute("UPDATE lines SET text = ?, flags = ?, rest = ? WHERE id = ?", values)


def unknown(
    db: sqlite3.Connection, room: int, lines: Sequence[Line], *, replayed: bool = False
) -> list[Line]:
    """Those of `lines` that are not there, by their msgid.

    Where they are `replayed`, a line without one is known by its moment, kind, sender and text.
    """
    wanted = json.dumps([line.msgid for line in lines if line.msgid])
    query = "SELECT msgid FROM lines WHERE room = ? AND msgid IN (SELECT value FROM json_each(?))"
    seen = {msgid for (msgid,) in db.execute(query, (room, wanted))}
    fresh = []
    for line in lines:
        if line.msgid:
            if line.msgid in seen:
                continue
            seen.add(line.msgid)
        elif replayed and _is_there(db, room, line):
            continue
        fresh.append(line)
    return fresh


def line_of(row: Row) -> Line:
    """A row of `archive_schema.LINES` as a line."""
    number, moment, kind, nick, name, account, text, msgid, flags, rest = row
    place = place_in(number)
    time = place / 1_000_000 if moment is None else moment / 1000
    return Line(place, time, kind, nick, name, account, text, msgid or "", flags, rest or "")


def _row(number: int, line: Line) -> Row:
    moment: int | None = place_of(line.time) // _MILLISECOND
    if moment == place_in(number) // _MILLISECOND:
        moment = None
    said = (line.kind, line.flags, line.text, line.msgid or None)
    return (number, line.sender, line.name, line.account, *said, moment, line.rest or None)


def _free_numbers(db: sqlite3.Connection, room: int, lines: Sequence[Line]) -> list[int]:
    numbers = [number_of(line.place, room) for line in lines]
    query = "SELECT id FROM lines WHERE id IN (SELECT value FROM json_each(?))"
    taken = {number for (number,) in db.execute(query, (json.dumps(numbers),))}
    if not taken and len(set(numbers)) == len(numbers):
        return numbers
    free: list[int] = []
    for wanted in numbers:
        number = wanted
        while number in taken or db.execute("SELECT 1 FROM lines WHERE id = ?", (number,)).fetchone():
            number += 1 << ROOM_BITS
        taken.add(number)
        free.append(number)
    return free


def _is_there(db: sqlite3.Connection, room: int, line: Line) -> bool:
    since = place_of(line.time) // _MILLISECOND * _MILLISECOND
    span = (first_number(since), first_number(since + _MILLISECOND))
    values = (room, *span, line.kind, _clean(line.sender), _clean(line.text))
    return db.execute(_SAME, values).fetchone() is not None


def _json(rows: Sequence[Row]) -> str:
    text = json.dumps(rows, ensure_ascii=False)
    if "\\u0000" in text:  # where SQLite would end a text
        rows = [[_without_nul(value) for value in row] for row in rows]
        text = json.dumps(rows, ensure_ascii=False)
    return _clean(text)


def _without_nul(value: object) -> object:
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def _clean(text: str) -> str:
    """`text` without half characters, which are no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="replace").decode()
    return text
