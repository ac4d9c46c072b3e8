"""Pages of a room: lines before, after and around a place, with the gaps among them."""

from __future__ import annotations

import sqlite3

from app.store import archive_gaps
from app.store.archive_lines import line_of
from app.store.archive_records import Line, Page
from app.store.archive_rooms import is_at_start
from app.store.archive_schema import LINES, first_number

_BEFORE = f"{LINES} WHERE l.room = ? AND l.id < ? ORDER BY l.id DESC LIMIT ?"
_NEWEST = f"{LINES} WHERE l.room = ? ORDER BY l.id DESC LIMIT ?"
_AFTER = f"{LINES} WHERE l.room = ? AND l.id >= ? ORDER BY l.id LIMIT ?"


def before(db: sqlite3.Connection, room: int, place: int | None, count: int) -> Page:
    """Up to `count` lines before `place`; the newest ones if it is None."""
    if place is None:
        rows = db.execute(_NEWEST, (room, count + 1)).fetchall()
    else:
        rows = db.execute(_BEFORE, (room, first_number(place), count + 1)).fetchall()
    lines = [line_of(row) for row in reversed(rows)]
    return _page(db, room, lines, has_one_before=len(lines) > count, more_after=place is not None)


def after(db: sqlite3.Connection, room: int, place: int, count: int) -> Page:
    """Up to `count` lines after `place`."""
    rows = db.execute(_AFTER, (room, first_number(place + 1), count + 1)).fetchall()
    lines = [line_of(row) for row in rows[:count]]
    gaps = archive_gaps.between(db, room, place, lines[-1].place if len(rows) > count else None)
    return Page(lines, gaps, more_before=True, more_after=len(rows) > count)


def around(db: sqlite3.Connection, room: int, place: int, count: int) -> Page:
    """Up to `count` lines on each side of `place`, and what stands there."""
    earlier = db.execute(_BEFORE, (room, first_number(place), count + 1)).fetchall()
    later = db.execute(_AFTER, (room, first_number(place), count + 2)).fetchall()
    lines = [line_of(row) for row in [*reversed(earlier), *later[: count + 1]]]
    more = len(later) > count + 1
    return _page(db, room, lines, has_one_before=len(earlier) > count, more_after=more)


def _page(
    db: sqlite3.Connection, room: int, lines: list[Line], *, has_one_before: bool, more_after: bool
) -> Page:
    """`lines` without the one before the page, which tells that there is more and where gaps may begin."""
    first = 0
    if has_one_before:
        first, lines = lines[0].place, lines[1:]
    last = (lines[-1].place if lines else first) if more_after else None
    return Page(
        lines,
        archive_gaps.between(db, room, first, last),
        more_before=has_one_before,
        more_after=more_after,
        at_start=not has_one_before and is_at_start(db, room),
    )
