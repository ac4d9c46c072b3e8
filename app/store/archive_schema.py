"""The archive's tables, how a line's number is made, and a row as a line.

A line's number is its place and the lowest bits of its room's number: so lines are in order of time in their
room and over all rooms, and the search, which knows numbers alone, can tell rooms apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.irc.servertime import clamp_time
from app.store.archive_records import LAST_PLACE, StoredLine

SqlRow = Sequence[Any]  # what a query gives, or what is inserted
MICROSECONDS_PER_MS = 1000  # a place counts microseconds

ROOM_BITS = 11
# Rooms whose numbers differ by 2048 share these bits: who searches in one looks at its lines' room as well.
ROOM_MASK = (1 << ROOM_BITS) - 1

SCHEMA = (
    """
CREATE TABLE rooms (
    id INTEGER PRIMARY KEY,
    network TEXT NOT NULL,
    target TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    present INTEGER NOT NULL DEFAULT 0, -- everything up to this place was seen, but for the gaps
    at_start INTEGER NOT NULL DEFAULT 0,
    read INTEGER NOT NULL DEFAULT 0,
    draft TEXT NOT NULL DEFAULT '',
    UNIQUE (network, target)
) STRICT;
CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    nick TEXT NOT NULL,
    name TEXT NOT NULL,
    account TEXT NOT NULL,
    UNIQUE (nick, name, account)
) STRICT;
CREATE TABLE lines (
    id INTEGER PRIMARY KEY,
    room INTEGER NOT NULL,
    person INTEGER NOT NULL,
    kind TEXT NOT NULL,
    flags INTEGER NOT NULL,
    text TEXT NOT NULL,
    msgid TEXT, -- NULL where the server gives none
    moment INTEGER, -- milliseconds since 1970, NULL where the place says the same
    rest TEXT
) STRICT;
CREATE INDEX lines_of_room ON lines (room);
CREATE UNIQUE INDEX lines_by_msgid ON lines (room, msgid) WHERE msgid IS NOT NULL;
CREATE TABLE gaps (
    room INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (room, since)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5(
    text, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2'
);
""",
    """
CREATE TABLE clock (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    written TEXT NOT NULL -- what was seen of it
) STRICT;
""",
    # words are folded before they come: see archive_search, which puts the lines before `number` there
    """
CREATE VIRTUAL TABLE words USING fts5(text, content='', columnsize=0, tokenize='ascii');
CREATE TABLE unindexed (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO unindexed SELECT 1, number FROM (SELECT max(id) + 1 AS number FROM lines) WHERE number NOT NULL;
DROP TABLE search;
""",
    """
ALTER TABLE rooms ADD COLUMN draft_reply TEXT NOT NULL DEFAULT ''; -- what the draft replies to
""",
)

COLUMNS = "l.id, l.moment, l.kind, p.nick, p.name, p.account, l.text, l.msgid, l.flags, l.rest"
LINES = f"SELECT {COLUMNS} FROM lines l JOIN people p ON p.id = l.person"


def number_of(place: int, room: int) -> int:
    """The number of the line at `place` of a room."""
    return min(place, LAST_PLACE) << ROOM_BITS | room & ROOM_MASK


def place_in(number: int) -> int:
    """The place of the line with this number."""
    return number >> ROOM_BITS


def first_number(place: int) -> int:
    """The smallest number that a line at `place` may have, in whatever room."""
    return min(max(0, place), LAST_PLACE) << ROOM_BITS


def is_of_room(room: int) -> str:
    """The condition on a search's row that its line may be of `room`."""
    return f"words.rowid & {ROOM_MASK} = {room & ROOM_MASK}"


def line_of(row: SqlRow) -> StoredLine:
    """A row of `LINES` as a line."""
    number, moment, kind, nick, name, account, text, msgid, flags, rest = row
    place = place_in(number)
    milliseconds = moment if isinstance(moment, int) else place // MICROSECONDS_PER_MS
    time = clamp_time(milliseconds / 1000)  # as exact as servers tell it
    return StoredLine(place, time, kind, nick, name, account, text, msgid or "", flags, rest or "")
