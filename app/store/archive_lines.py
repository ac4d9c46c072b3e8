"""Lines in and out of the archive's tables, and their words in the search index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from app.irc.servertime import clamp_time
from app.irc.text import replace_lone_surrogates
from app.store.archive_records import Line, place_of
from app.store.archive_schema import ROOM_BITS, first_number, number_of, place_in
from app.store.archive_words import indexed
from app.store.many_rows import insert_many

Row = Sequence[Any]
Person = tuple[str, str, str]  # nickname, name, account

_MILLISECOND = 1000  # in places

_ADD_LINES = "INSERT INTO lines (id, room, person, kind, flags, text, msgid, moment, rest)"
_ADD_PEOPLE = "INSERT INTO people (nick, name, account)"
_ADD_WORDS = "INSERT INTO search (rowid, text)"
_TAKE_WORDS = "INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)"
_PEOPLE = """
SELECT id, nick, name, account FROM people
WHERE (nick, name, account) IN (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
    FROM json_each(?)
)
"""
_SAME = """
SELECT l.id, l.msgid, p.nick FROM lines l JOIN people p ON p.id = l.person
WHERE l.room = ? AND l.id >= ? AND l.id < ? AND l.kind = ? AND l.text = ?
"""


def insert(db: sqlite3.Connection, room: int, lines: Sequence[Line]) -> None:
    """Write lines that are not there yet. Where a place is taken, the next free one is."""
    if not lines:
        return
    lines = _fit_to_keep(lines)
    numbers = _free_numbers(db, room, lines)
    people = _people(db, lines)
    rows = [_row(number, room, people, line) for number, line in zip(numbers, lines, strict=True)]
    insert_many(db, _ADD_LINES, rows)
    words = [(number, indexed(line.text)) for number, line in zip(numbers, lines, strict=True) if line.text]
    insert_many(db, _ADD_WORDS, words)


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
        insert_many(db, _ADD_WORDS, [(number, indexed(_clean(line.text)))])
    values = (_clean(line.text), line.flags, _clean(line.rest) or None, number)
    db.execute("UPDATE lines SET text = ?, flags = ?, rest = ? WHERE id = ?", values)


def move(db: sqlite3.Connection, room: int, number: int, place: int) -> None:
    """Let the line of a number stand at a place that is free."""
    text, moment = db.execute("SELECT text, moment FROM lines WHERE id = ?", (number,)).fetchone()
    new = number_of(place, room)
    if moment is None:  # until now its place has told it
        moment = place_in(number) // _MILLISECOND
    moment = None if moment == place // _MILLISECOND else moment
    if text:
        db.execute(_TAKE_WORDS, (number, indexed(text)))
        insert_many(db, _ADD_WORDS, [(new, indexed(text))])
    db.execute("UPDATE lines SET id = ?, moment = ? WHERE id = ?", (new, moment, number))


def unknown(
    db: sqlite3.Connection, room: int, lines: Sequence[Line], *, replayed: bool = False
) -> list[Line]:
    """Those of `lines` that are not there, by their msgid.

    Where they are `replayed`, a line is also known by its moment, kind, sender and text if one of the two has
    no msgid; it has that of the other from then on.
    """
    wanted = json.dumps([line.msgid for line in lines if line.msgid])
    query = "SELECT msgid FROM lines WHERE room = ? AND msgid IN (SELECT value FROM json_each(?))"
    seen = {msgid for (msgid,) in db.execute(query, (room, wanted))}
    fresh = []
    for line in lines:
        if line.msgid in seen:
            continue
        if line.msgid:
            seen.add(line.msgid)
        if not (replayed and _is_there(db, room, line)):
            fresh.append(line)
    return fresh


def line_of(row: Row) -> Line:
    """A row of `archive_schema.LINES` as a line."""
    number, moment, kind, nick, name, account, text, msgid, flags, rest = row
    place = place_in(number)
    milliseconds = moment if isinstance(moment, int) else place // _MILLISECOND
    time = clamp_time(milliseconds / 1000)  # as exact as servers tell it
    return Line(place, time, kind, nick, name, account, text, msgid or "", flags, rest or "")


def _row(number: int, room: int, people: Mapping[Person, int], line: Line) -> Row:
    moment: int | None = place_of(line.time) // _MILLISECOND
    if moment == place_in(number) // _MILLISECOND:
        moment = None
    person = people[line.sender, line.name, line.account]
    return (
        number,
        room,
        person,
        line.kind,
        line.flags,
        line.text,
        line.msgid or None,
        moment,
        line.rest or None,
    )


def _people(db: sqlite3.Connection, lines: Sequence[Line]) -> dict[Person, int]:
    """The numbers of everybody who says something in `lines`."""
    wanted = list({(line.sender, line.name, line.account) for line in lines})
    insert_many(db, _ADD_PEOPLE, wanted, "ON CONFLICT DO NOTHING")
    found = db.execute(_PEOPLE, (json.dumps(wanted),))
    return {(nick, name, account): number for number, nick, name, account in found}


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
    sender = _folded(line.sender)
    for number, msgid, nick in db.execute(_SAME, (room, *span, line.kind, _clean(line.text))).fetchall():
        if _folded(nick) == sender and not (msgid and line.msgid):
            if line.msgid:
                db.execute("UPDATE lines SET msgid = ? WHERE id = ?", (_clean(line.msgid), number))
            return True
    return False


def _folded(name: str) -> str:
    """Of what happened the name is kept that was shown: "Alice Weber" is Alice_Weber."""
    return _clean(name).replace(" ", "_").casefold()


def _fit_to_keep(lines: Sequence[Line]) -> Sequence[Line]:
    """`lines` without characters that SQLite does not take; few ever have one."""
    words = "".join(["".join((*line[2:8], line.rest)) for line in lines])
    if _clean(words) == words:
        return lines
    return [Line._make(_clean(part) if isinstance(part, str) else part for part in line) for line in lines]


def _clean(text: str) -> str:
    """`text` without half characters, which are no UTF-8, and without NUL, where some would end it."""
    return replace_lone_surrogates(text.replace("\0", "\ufffd"))
