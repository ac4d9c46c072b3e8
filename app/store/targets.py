"""Channels and conversations by number: what the history's rows belong to."""

from __future__ import annotations

import sqlite3
from typing import Any

from app.hub.data.storage import parties
from app.store.event_codec import ChecksumError, checksum
from app.store.history_file import HistoryFile, fetch

# Those that are kept at hand: more than are talked in within a second, after which they are looked up again.
_AT_HAND = 5000


class Targets:
    """The numbers of targets. Those at hand are to be forgotten when a turn fails or a sweep was made."""

    def __init__(self, file: HistoryFile) -> None:
        self._file = file
        self._numbers: dict[str, int] = {}

    def clear(self) -> None:
        """Look everything up again."""
        self._numbers.clear()

    def find(self, key: str) -> int | None:
        """The number of a target, if anything is kept of it. Raises StoreError."""
        if key in self._numbers:
            return self._numbers[key]
        query = "SELECT number, key, sum FROM targets WHERE key = ?"
        rows = self._file.rows(query, (int, str, int), key)
        return self._checked(rows)[0] if rows else None

    def name(self, number: int) -> str | None:
        """The key of a target, None if it is forgotten. Raises StoreError."""
        query = "SELECT number, key, sum FROM targets WHERE number = ? AND key NOT NULL"
        rows = self._file.rows(query, (int, str, int), number)
        return self._checked(rows)[1] if rows else None

    def names_of(self, identity: str) -> list[str]:
        """The keys of all private talk of somebody, as they were begun. Raises StoreError."""
        query = (
            "SELECT number, key, sum FROM parties JOIN targets ON number = target"
            " WHERE identity = ? AND key NOT NULL ORDER BY target"
        )
        rows = self._file.rows(query, (int, str, int), identity)
        return [self._checked([row])[1] for row in rows]

    def _checked(self, rows: list[tuple[Any, ...]]) -> tuple[int, str]:
        number, key, check = rows[0]
        if check != checksum(number, key.encode()):
            raise self._file.mismatch()
        return number, key

    def number_for(self, db: sqlite3.Connection, key: str) -> int:
        """The number of a target, a new one if need be. Raises ChecksumError."""
        number = self._numbers.get(key)
        if number is None:
            if len(self._numbers) >= _AT_HAND:
                self._numbers.clear()
            number = self._numbers[key] = _find_or_make(db, key)
        return number

    def rename(self, db: sqlite3.Connection, key: str, new: str) -> None:
        """Give a target another key, in place of whatever had that."""
        self.forget(db, new)
        for (number,) in fetch(db, "SELECT number FROM targets WHERE key = ?", (int,), key):
            values = (new, checksum(number, new.encode()), number)
            db.execute("UPDATE targets SET key = ?, sum = ? WHERE number = ?", values)
        self._numbers.pop(key, None)

    def forget(self, db: sqlite3.Connection, key: str) -> None:
        """Let nobody find a target any more; its rows are swept out later."""
        db.execute("UPDATE targets SET key = NULL WHERE key = ?", (key,))
        self._numbers.pop(key, None)


def _find_or_make(db: sqlite3.Connection, key: str) -> int:
    for there, check in fetch(db, "SELECT number, sum FROM targets WHERE key = ?", (int, int), key):
        if check != checksum(there, key.encode()):
            raise ChecksumError
        return int(there)
    number = db.execute("INSERT INTO targets (key, sum) VALUES (?, 0)", (key,)).lastrowid
    assert number is not None
    db.execute("UPDATE targets SET sum = ? WHERE number = ?", (checksum(number, key.encode()), number))
    both = {(identity, number) for identity in parties(key) or ()}
    db.executemany("INSERT INTO parties VALUES (?, ?)", both)
    return number
