"""Lines and rooms for the tests of the archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from app.store.archive_records import RoomKey, StoredLine, StoredPage, place_of, places_before

CLUB = RoomKey("hub:ab12", "#club")
OTHER = RoomKey("hub:ab12", "#other")
NOON = 1_700_000_000.0


def said(text: str, at: float = 0.0, *, msgid: str = "", sender: str = "bob", rest: str = "") -> StoredLine:
    """A message, `at` seconds after noon."""
    return StoredLine(place_of(NOON + at), NOON + at, "message", sender, text=text, msgid=msgid, rest=rest)


def numbered(numbers: Iterable[int]) -> list[StoredLine]:
    """Messages "1", "2", ..., one per second, known by "M1", "M2", ..."""
    return [said(str(number), number, msgid=f"M{number}") for number in numbers]


def texts(page: StoredPage) -> list[str]:
    return [line.text for line in page.lines]


def at(seconds: float) -> int:
    """The place of a moment after noon."""
    return place_of(NOON + seconds)


def page_of(lines: list[StoredLine], before: int | None = None) -> list[StoredLine]:
    """Lines of a page of history with their places."""
    places = places_before([line.time for line in lines], before)
    return [line._replace(place=place) for line, place in zip(lines, places, strict=True)]


def as_of_earlier_version(path: Path) -> None:
    """Turn an archive's file into one of the version whose search index held texts as they were said."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            """
            ALTER TABLE rooms DROP COLUMN draft_reply;
            DROP TABLE words;
            DROP TABLE unindexed;
            CREATE VIRTUAL TABLE search USING fts5(
                text, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2'
            );
            INSERT INTO search (rowid, text) SELECT id, text FROM lines WHERE text != '';
            PRAGMA user_version = 2;
            """
        )
