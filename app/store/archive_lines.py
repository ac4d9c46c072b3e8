"""Lines into the archive's tables: written, changed, moved, and which of them are there already."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from app.irc.text import replace_lone_surrogates
from app.store.archive_records import StoredLine, place_of
from app.store.archive_schema import MICROSECONDS_PER_MS, ROOM_BITS, SqlRow, first_number, number_of, place_in
from app.store.archive_search import add_words, take_words
from app.store.database import insert_many

Person = tuple[str, str, str]  # nickname, name, account

_ADD_LINES = "INSERT INTO lines (id, room, person, kind, flags, text, msgid, moment, rest)"
_ADD_PEOPLE = "INSERT INTO people (nick, name, account)"
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


def insert(db: sqlite3.Connection, room: int, lines: Sequence[StoredLine]) -> None:
    """Write lines that are not there yet. Where a place is taken, the next free one is."""
    if not lines:
        return
    lines = _fit_to_keep(lines)
    numbers = _free_numbers(db, room, lines)
    people = _people(db, lines)
    rows = [_row(number, room, people, line) for number, line in zip(numbers, lines, strict=True)]
    insert_many(db, _ADD_LINES, rows)
    add_words(db, [(number, line.text) for number, line in zip(numbers, lines, strict=True)])


def change(db: sqlite3.Connection, room: int, line: StoredLine) -> None:
    """Give the line at a place another text, other flags and another rest; nothing where there is none."""
    number = number_of(line.place, room)
    found = db.execute("SELECT text FROM lines WHERE id = ? AND room = ?", (number, room)).fetchone()
    if found is None:
        return
    take_words(db, [(number, found[0])])
    add_words(db, [(number, _clean(line.text))])
    values = (_clean(line.text), line.flags, _clean(line.rest) or None, number)
    db.execute("UPDATE lines SET text = ?, flags = ?, rest = ? WHERE id = ?", values)


def move(db: sqlite3.Connection, room: int, number: int, place: int) -> None:
    """Let the line of a number stand at a place that is free."""
    text, moment = db.execute("SELECT text, moment FROM lines WHERE id = ?", (number,)).fetchone()
    new = number_of(place, room)
    if moment is None:  # until now its place has told it
        moment = place_in(number) // MICROSECONDS_PER_MS
    moment = None if moment == place // MICROSECONDS_PER_MS else moment
    take_words(db, [(number, text)])
    add_words(db, [(new, text)])
    db.execute("UPDATE lines SET id = ?, moment = ? WHERE id = ?", (new, moment, number))


def unknown(
    db: sqlite3.Connection, room: int, lines: Sequence[StoredLine], *, replayed: bool = False
) -> list[StoredLine]:
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


def _row(number: int, room: int, people: Mapping[Person, int], line: StoredLine) -> SqlRow:
    moment: int | None = place_of(line.time) // MICROSECONDS_PER_MS
    if moment == place_in(number) // MICROSECONDS_PER_MS:
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


def _people(db: sqlite3.Connection, lines: Sequence[StoredLine]) -> dict[Person, int]:
    """The numbers of everybody who says something in `lines`."""
    wanted = list({(line.sender, line.name, line.account) for line in lines})
    insert_many(db, _ADD_PEOPLE, wanted, "ON CONFLICT DO NOTHING")
    found = db.execute(_PEOPLE, (json.dumps(wanted),))
    return {(nick, name, account): number for number, nick, name, account in found}


def _free_numbers(db: sqlite3.Connection, room: int, lines: Sequence[StoredLine]) -> list[int]:
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


def _is_there(db: sqlite3.Connection, room: int, line: StoredLine) -> bool:
    since = place_of(line.time) // MICROSECONDS_PER_MS * MICROSECONDS_PER_MS
    span = (first_number(since), first_number(since + MICROSECONDS_PER_MS))
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


def _fit_to_keep(lines: Sequence[StoredLine]) -> Sequence[StoredLine]:
    """`lines` without characters that SQLite does not take; few ever have one."""
    words = "".join(["".join((*line[2:8], line.rest)) for line in lines])
    if _clean(words) == words:
        return lines
    return [
        StoredLine._make(_clean(part) if isinstance(part, str) else part for part in line) for line in lines
    ]


def _clean(text: str) -> str:
    """`text` without half characters, which are no UTF-8, and without NUL, where some would end it."""
    return replace_lone_surrogates(text.replace("\0", "\ufffd"))
