"""Accounts and the nicknames they own, kept in `accounts.sqlite`. Fits hub.ports.Accounts by shape."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from app.hub.ports import KEYS_PER_ACCOUNT
from app.store.database import Database

_SCHEMA = """
CREATE TABLE accounts (
    name TEXT PRIMARY KEY,
    fingerprint TEXT UNIQUE,
    created REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE nicknames (
    nick_key TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name),
    claimed REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX nicknames_of_account ON nicknames (account);
CREATE TABLE room (
    host TEXT NOT NULL
) STRICT;
"""


class StoredAccounts:
    """The accounts of one hub. Built in any thread, then used by one thread at a time.

    Nothing is cached, so that another process may add accounts beside a running hub. Every method raises
    StoreError, one sentence for people, when the file fails.
    """

    def __init__(self, path: Path) -> None:
        self._db = Database(path, (_SCHEMA,), holds="accounts")

    def by_fingerprint(self, fingerprint: str) -> str | None:
        """The account of a client certificate."""
        return self._text("SELECT name FROM accounts WHERE fingerprint = ?", fingerprint)

    def owner_of(self, nick_key: str) -> str | None:
        """The account that owns a nickname, by one of its skeleton keys."""
        return self._text("SELECT account FROM nicknames WHERE nick_key = ?", nick_key)

    def create(self, name: str, fingerprint: str, nick_keys: tuple[str, ...], now: float) -> bool:
        """Make an account that owns all keys of a nickname. False: any of it is taken meanwhile."""
        try:
            with self._db.changing() as db:
                db.execute("INSERT INTO accounts VALUES (?, ?, ?)", (name, fingerprint, now))
                rows = [(nick_key, name, now) for nick_key in nick_keys]
                db.executemany("INSERT INTO nicknames VALUES (?, ?, ?)", rows)
        except sqlite3.IntegrityError:
            return False
        return True

    def claim(self, account: str, nick_key: str, now: float) -> bool:
        """Let an account own one more key of a nickname.

        False: another owns it, the account has enough, or there is no such account.
        """
        try:
            with self._db.changing() as db:
                # one statement, so that two processes cannot both be the last
                db.execute(
                    "INSERT INTO nicknames SELECT ?, ?, ?"
                    " WHERE (SELECT count(*) FROM nicknames WHERE account = ?) < ?"
                    " ON CONFLICT DO NOTHING",
                    (nick_key, account, now, account, KEYS_PER_ACCOUNT),
                )
        except sqlite3.IntegrityError:
            return False
        return self.owner_of(nick_key) == account

    def host(self) -> str | None:
        """The certificate of the room's host, bound by the owner link."""
        return self._text("SELECT host FROM room")

    def set_host(self, fingerprint: str) -> None:
        """Bind the host's certificate in place of the former."""
        with self._db.changing() as db:
            db.execute("DELETE FROM room")
            db.execute("INSERT INTO room VALUES (?)", (fingerprint,))

    def close(self) -> None:
        """Leave the file clean; the object is not used afterwards."""
        self._db.close()

    def _text(self, query: str, *values: str) -> str | None:
        row = self._db.row(query, *values)
        return None if row is None else str(row[0])
