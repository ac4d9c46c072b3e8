"""The archive's search index: what it holds for a text, what a query asks of it, and the hits, newest first.

FTS5's unicode61 parts words at spaces and signs. Scripts without spaces are parted here, a character each,
and emoji get a word of letters, as their classes differ between versions of SQLite.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable

from app.store.archive_records import RoomKey, SearchHit
from app.store.archive_schema import COLUMNS, first_number, is_of_room, line_of
from app.store.database import insert_many

# Thai, Lao, Myanmar, Khmer; Kana, Bopomofo, Han and its extensions, Hangul: found by any part of a word
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3031-\u3035\u303b-\u303c"
    "\u3041-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\uff66-\uffdc\U0001b000-\U0001b2ff\U00020000-\U0003ffff"
)
_EMOJI = "\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2460-\u27ff\u2900-\u29ff\u2b00-\u2bff\U0001f000-\U0001faff"
_SINGLE = re.compile(f"([{_UNSPACED}])|[{_EMOJI}]")
_NO_WORD = re.compile(r"\W+")
_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')
# A query is typed by a person; beyond this it is something that was pasted by mistake.
LONGEST_QUERY = 500
# One letter begins too many words for the index to be quick.
_SHORTEST_BEGINNING = 2
# Beyond this a count says "more than": a frequent word would be counted for a tenth of a second.
MOST_COUNTED = 10_000

_ADD_WORDS = "INSERT INTO search (rowid, text)"
_TAKE_WORDS = "INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)"


def indexed(text: str) -> str:
    """`text` as the index takes it."""
    return text if text.isascii() else _SINGLE.sub(_apart, text)


def expression(query: str) -> str:
    """`query` as FTS5 reads it: all of its words, each of them the beginning of one; "" if it has none.

    What stands in double quotes is found as it stands.
    """
    terms = []
    for quoted, plain in _PIECE.findall(query[:LONGEST_QUERY]):
        words = indexed(quoted or plain).replace('"', " ").replace("\0", " ")
        if not any(char.isalnum() for char in words):
            continue
        is_beginning = bool(plain) and len(_NO_WORD.split(words)[-1]) >= _SHORTEST_BEGINNING
        terms.append(f'"{words}"*' if is_beginning else f'"{words}"')
    return " AND ".join(terms)


def add_words(db: sqlite3.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Let lines be found by the words of their texts; each is given as its number and its text."""
    insert_many(db, _ADD_WORDS, [(number, indexed(text)) for number, text in texts if text])


def take_words(db: sqlite3.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Let lines no longer be found; the texts have to be those that were added."""
    db.executemany(_TAKE_WORDS, [(number, indexed(text)) for number, text in texts if text])


def search(
    db: sqlite3.Connection, words: str, *, room: int | None, before: int | None, count: int
) -> list[SearchHit]:
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
    return [SearchHit(RoomKey(network, target), line_of(tuple(line))) for network, target, *line in rows]


def count(db: sqlite3.Connection, words: str, *, room: int | None) -> int:
    """How many lines hold `words`; MOST_COUNTED + 1 for more than that."""
    condition, values = _matching(words, room)
    query = f"SELECT count(*) FROM (SELECT 1 FROM search WHERE {condition} LIMIT {MOST_COUNTED + 1})"
    (found,) = db.execute(query, values).fetchone()
    return int(found)


def _matching(words: str, room: int | None) -> tuple[str, list[object]]:
    condition = "search MATCH ?"
    return (condition if room is None else f"{condition} AND {is_of_room(room)}"), [words]


def _apart(found: re.Match[str]) -> str:
    return f" {found[0]} " if found[1] else f" u{ord(found[0]):x} "
