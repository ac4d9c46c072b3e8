"""Pages of a room: lines before, after and around a place, with the gaps among them.

A gap is a span of places where lines may be missing; the gaps of a room never touch each other.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from app.store.archive_records import MENTION, OWN, Gap, SaidByOne, StoredLine, StoredPage
from app.store.archive_rooms import is_at_start
from app.store.archive_schema import LINES, first_number, line_of

_BEFORE = f"{LINES} WHERE l.room = ? AND l.id < ? ORDER BY l.id DESC LIMIT ?"
_NEWEST = f"{LINES} WHERE l.room = ? ORDER BY l.id DESC LIMIT ?"
_AFTER = f"{LINES} WHERE l.room = ? AND l.id >= ? ORDER BY l.id LIMIT ?"
_TOUCHING = "SELECT since, until FROM gaps WHERE room = ? AND since <= ? AND until >= ? ORDER BY since"
# what a message shares is a field of the JSON in its rest (`application.archive.entries`)
_WITH_FILES = f"""{LINES} WHERE l.room = ? AND instr(l.rest, '"file":') ORDER BY l.id DESC LIMIT ?"""
_FOR_EVER = 1 << 62
_SAID_BY_OTHERS = f"""
SELECT p.nick, p.account, count(*), sum(l.flags & {MENTION} != 0)
FROM lines l JOIN people p ON p.id = l.person
WHERE l.room = ? AND l.id >= ? AND l.id < ? AND l.flags & {OWN} = 0
    AND l.kind IN (SELECT value FROM json_each(?))
GROUP BY p.nick, p.account
"""


def page_before(db: sqlite3.Connection, room: int, place: int | None, count: int) -> StoredPage:
    """Up to `count` lines before `place`; the newest ones if it is None."""
    if place is None:
        rows = db.execute(_NEWEST, (room, count + 1)).fetchall()
    else:
        rows = db.execute(_BEFORE, (room, first_number(place), count + 1)).fetchall()
    lines = [line_of(row) for row in reversed(rows)]
    return _page(db, room, lines, has_one_before=len(lines) > count, more_after=place is not None)


def page_after(db: sqlite3.Connection, room: int, place: int, count: int) -> StoredPage:
    """Up to `count` lines after `place`."""
    rows = db.execute(_AFTER, (room, first_number(place + 1), count + 1)).fetchall()
    lines = [line_of(row) for row in rows[:count]]
    gaps = gaps_between(db, room, place, lines[-1].place if len(rows) > count else None)
    return StoredPage(lines, gaps, more_before=True, more_after=len(rows) > count)


def page_around(db: sqlite3.Connection, room: int, place: int, count: int) -> StoredPage:
    """Up to `count` lines on each side of `place`, and what stands there."""
    earlier = db.execute(_BEFORE, (room, first_number(place), count + 1)).fetchall()
    later = db.execute(_AFTER, (room, first_number(place), count + 2)).fetchall()
    lines = [line_of(row) for row in [*reversed(earlier), *later[: count + 1]]]
    more = len(later) > count + 1
    return _page(db, room, lines, has_one_before=len(earlier) > count, more_after=more)


def _page(
    db: sqlite3.Connection, room: int, lines: list[StoredLine], *, has_one_before: bool, more_after: bool
) -> StoredPage:
    """`lines` without the one before the page, which tells that there is more and where gaps may begin."""
    first = 0
    if has_one_before:
        first, lines = lines[0].place, lines[1:]
    last = (lines[-1].place if lines else first) if more_after else None
    return StoredPage(
        lines,
        gaps_between(db, room, first, last),
        more_before=has_one_before,
        more_after=more_after,
        at_start=not has_one_before and is_at_start(db, room),
    )


def said_by_others(
    db: sqlite3.Connection, room: int, since: int, before: int | None, kinds: Sequence[str]
) -> list[SaidByOne]:
    """Who else said how many lines of some kinds behind the place `since`, and before another if given."""
    end = _FOR_EVER if before is None else first_number(before)
    values = (room, first_number(since + 1), end, json.dumps(kinds))
    return [SaidByOne(*row) for row in db.execute(_SAID_BY_OTHERS, values)]


def has_own_lines(db: sqlite3.Connection, room: int) -> bool:
    """Whether this person has said something in a room."""
    query = f"SELECT 1 FROM lines WHERE room = ? AND flags & {OWN} LIMIT 1"
    return db.execute(query, (room,)).fetchone() is not None


def with_files(db: sqlite3.Connection, room: int, count: int) -> list[StoredLine]:
    """The newest lines of a room that share a file, up to `count`, the newest first."""
    return [line_of(row) for row in db.execute(_WITH_FILES, (room, count))]


def note_gap(db: sqlite3.Connection, room: int, since: int, until: int) -> None:
    """Lines between the two places may be missing."""
    if until <= since:
        return
    touching = db.execute(_TOUCHING, (room, until, since)).fetchall()
    for old_since, old_until in touching:
        since, until = min(since, old_since), max(until, old_until)
        db.execute("DELETE FROM gaps WHERE room = ? AND since = ?", (room, old_since))
    db.execute("INSERT INTO gaps VALUES (?, ?, ?)", (room, since, until))


def close_gap(db: sqlite3.Connection, room: int, start: int, end: int) -> None:
    """Everything from `start` up to `end` is there now."""
    for since, until in db.execute(_TOUCHING, (room, end, start)).fetchall():
        db.execute("DELETE FROM gaps WHERE room = ? AND since = ?", (room, since))
        note_gap(db, room, since, min(start, until))
        note_gap(db, room, max(end, since), until)


def gaps_between(db: sqlite3.Connection, room: int, first: int, last: int | None) -> tuple[Gap, ...]:
    """The gaps that begin at `first` or later and before `last`."""
    end = _FOR_EVER if last is None else last
    query = "SELECT since, until FROM gaps WHERE room = ? AND since >= ? AND since < ? ORDER BY since"
    return tuple(Gap(since, until) for since, until in db.execute(query, (room, first, end)))
