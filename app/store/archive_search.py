"""The archive's search index: words of texts in, what a query asks of it, and the hits, newest first.

What words are is told by `irc.search_terms`, for the marks on the screen as well; FTS5 only parts them where
they are parted already. The index of an earlier version is made anew step by step: lines before the number in
`unindexed` are not in it yet.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from app.irc.search_terms import indexed_text, search_terms
from app.store.archive_records import RoomKey, SearchHit
from app.store.archive_schema import COLUMNS, first_number, is_of_room, line_of
from app.store.database import Database, insert_many

# Beyond this a count says "more than": a frequent word would be counted for a tenth of a second.
MOST_COUNTED = 10_000
_STEP = 1000  # lines that are indexed at a time: some milliseconds

_ADD_WORDS = "INSERT INTO words (rowid, text)"
_TAKE_WORDS = "INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)"


def expression(query: str) -> str:
    """`query` as FTS5 reads it: all of its words, each of them the beginning of one; "" if it has none.

    What stands in double quotes is found as it stands.
    """
    terms = (f'"{" ".join(term.words)}"{"*" if term.is_beginning else ""}' for term in search_terms(query))
    return " AND ".join(terms)


def add_words(db: sqlite3.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Let lines be found by the words of their texts; each is given as its number and its text."""
    first = _first_indexed(db)
    insert_many(
        db, _ADD_WORDS, [(number, indexed_text(text)) for number, text in texts if text and number >= first]
    )


def take_words(db: sqlite3.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Let lines no longer be found; the texts have to be those that were added."""
    first = _first_indexed(db)
    db.executemany(
        _TAKE_WORDS, [(number, indexed_text(text)) for number, text in texts if text and number >= first]
    )


def optimize(db: sqlite3.Connection) -> None:
    """Merge the index: words that were taken out stay in its older parts until then."""
    db.execute("INSERT INTO words (words) VALUES ('optimize')")


def is_whole(db: sqlite3.Connection) -> bool:
    """Whether every line is in the index."""
    return _first_indexed(db) == 0


def index_rest(db: Database) -> Iterator[int]:
    """Put lines that are not in the index there, the newest first; yields how many are done so far."""
    done = 0
    query = f"SELECT id, text FROM lines WHERE id < ? ORDER BY id DESC LIMIT {_STEP}"
    while (first := db.row("SELECT number FROM unindexed")) is not None:
        rows = db.rows(query, *first)
        with db.transaction() as changes:
            if rows:
                changes.execute("UPDATE unindexed SET number = ?", (rows[-1][0],))
                add_words(changes, reversed(rows))  # FTS5 takes ascending rows together, others one by one
            else:
                changes.execute("DELETE FROM unindexed")
        done += len(rows)
        yield done
    db.shrink()


def _first_indexed(db: sqlite3.Connection) -> int:
    """Lines with this number and later ones are in the index, 0 for all."""
    (first,) = db.execute("SELECT coalesce(max(number), 0) FROM unindexed").fetchone()
    return int(first)


def search(
    db: sqlite3.Connection, match: str, *, room: int | None, before: int | None, count: int
) -> list[SearchHit]:
    """Up to `count` lines that `match`, an expression of FTS5, finds `before` a place."""
    condition, values = _matching(match, room)
    if before is not None:
        condition += " AND words.rowid < ?"
        values.append(first_number(before))
    if room is not None:
        condition += " AND l.room = ?"
        values.append(room)
    # CROSS JOIN: the index leads, in its own order, and stops when there is enough
    query = (
        f"SELECT r.network, r.target, {COLUMNS} FROM words CROSS JOIN lines l ON l.id = words.rowid"
        f" JOIN people p ON p.id = l.person JOIN rooms r ON r.id = l.room"
        f" WHERE {condition} ORDER BY words.rowid DESC"
    )
    rows = db.execute(f"{query} LIMIT ?", (*values, count))
    return [SearchHit(RoomKey(network, target), line_of(tuple(line))) for network, target, *line in rows]


def count(db: sqlite3.Connection, match: str, *, room: int | None) -> int:
    """How many lines `match` finds; MOST_COUNTED + 1 for more than that."""
    condition, values = _matching(match, room)
    query = f"SELECT count(*) FROM (SELECT 1 FROM words WHERE {condition} LIMIT {MOST_COUNTED + 1})"
    (found,) = db.execute(query, values).fetchone()
    return int(found)


def _matching(match: str, room: int | None) -> tuple[str, list[object]]:
    condition = "words MATCH ?"
    return (condition if room is None else f"{condition} AND {is_of_room(room)}"), [match]
