"""The hub's lasting state apart from messages, in the history's file and transaction."""

from __future__ import annotations

import sqlite3

from app.store.ledger import Ledger
from app.store.rows import text_sum


class StoredRecords:
    """Values by kind and key; those of this turn are held until they are asked for or kept."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._pending: dict[tuple[str, str], str | None] = {}

    def put(self, kind: str, key: str, value: str | None) -> None:
        """Keep a value from the next commit on; None takes it out."""
        self._pending[kind, key] = value

    def get(self, kind: str, key: str) -> str | None:
        """One value, also of this turn."""
        if (kind, key) in self._pending:
            return self._pending[kind, key]
        query = "SELECT value, sum FROM records WHERE kind = ? AND key = ?"
        rows = self._ledger.rows(query, (str, int), kind, key)
        return self._checked(kind, key, *rows[0]) if rows else None

    def all(self, kind: str) -> list[tuple[str, str]]:
        """Every key and value of a kind, by key."""
        self.settle()
        query = "SELECT key, value, sum FROM records WHERE kind = ? ORDER BY key"
        rows = self._ledger.rows(query, (str, str, int), kind)
        return [(key, self._checked(kind, key, value, check)) for key, value, check in rows]

    def settle(self) -> None:
        """Put what this turn holds into its transaction."""
        if self._pending:
            pending, self._pending = self._pending, {}
            self._ledger.change(lambda connection: write_records(connection, pending))

    def _checked(self, kind: str, key: str, value: str, check: int) -> str:
        if text_sum(kind, key, value) != check:
            raise self._ledger.mismatch()
        return value


def write_records(connection: sqlite3.Connection, values: dict[tuple[str, str], str | None]) -> None:
    """Change records as part of a transaction; None takes one out."""
    kept = [(*at, value, text_sum(*at, value)) for at, value in values.items() if value is not None]
    gone = [at for at, value in values.items() if value is None]
    connection.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)", kept)
    connection.executemany("DELETE FROM records WHERE kind = ? AND key = ?", gone)
