"""Accounts and the nicknames they own, kept in `accounts.sqlite`. Fits hub.ports.Accounts by shape."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

from app.hub.ports import KEYS_PER_ACCOUNT
from app.store.errors import StoreError

VERSION = 1
# Another process (adduser) holds the file for milliseconds; the hub must not stand still much longer.
_BUSY_SECONDS = 1.0
_TRY_SECONDS = 0.05

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
        self._path = path
        with self._failing():
            _make_private(path)
            self._db = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            self._open()
        except StoreError:
            self._db.close()
            raise

    def by_fingerprint(self, fingerprint: str) -> str | None:
        """The account of a client certificate."""
        return self._text("SELECT name FROM accounts WHERE fingerprint = ?", fingerprint)

    def owner_of(self, nick_key: str) -> str | None:
        """The account that owns a nickname, by one of its skeleton keys."""
        return self._text("SELECT account FROM nicknames WHERE nick_key = ?", nick_key)

    def create(self, name: str, fingerprint: str, nick_keys: tuple[str, ...], now: float) -> bool:
        """Make an account that owns all keys of a nickname. False: any of it is taken meanwhile."""
        try:
            with self._changing():
                self._db.execute("INSERT INTO accounts VALUES (?, ?, ?)", (name, fingerprint, now))
                rows = [(nick_key, name, now) for nick_key in nick_keys]
                self._db.executemany("INSERT INTO nicknames VALUES (?, ?, ?)", rows)
        except sqlite3.IntegrityError:
            return False
        return True

    def claim(self, account: str, nick_key: str, now: float) -> bool:
        """Let an account own one more key of a nickname.

        False: another owns it, the account has enough, or there is no such account.
        """
        try:
            with self._changing():
                # one statement, so that two processes cannot both be the last
                self._db.execute(
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
        with self._changing():
            self._db.execute("DELETE FROM room")
            self._db.execute("INSERT INTO room VALUES (?)", (fingerprint,))

    def close(self) -> None:
        """Leave the file clean; the object is not used afterwards."""
        with self._failing():
            self._db.close()

    def _open(self) -> None:
        with self._failing():
            self._use_wal()
            self._db.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000:.0f}")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA foreign_keys = ON")
        with self._changing():
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for statement in _SCHEMA.split(";"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {VERSION}")
        if version > VERSION:
            raise StoreError(f"The accounts in {self._path} were written by a newer version of Hubbub.")

    def _use_wal(self) -> None:
        """Switch the journal; SQLite does not wait by itself here while another process does the same."""
        patience = int(_BUSY_SECONDS / _TRY_SECONDS)
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not patience:
                    raise
            patience -= 1
            sleep(_TRY_SECONDS)

    def _text(self, query: str, *values: str) -> str | None:
        with self._failing():
            row = self._db.execute(query, values).fetchone()
        return None if row is None else str(row[0])

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """All of the block or nothing. A broken constraint goes through, other failures are StoreErrors."""
        with self._failing():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # SQLite ends it by itself when the disk is full
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"The accounts in {self._path} cannot be used: {error}.") from error


def _make_private(path: Path) -> None:
    """Make the file with mode 0600 whatever the umask; SQLite gives its journals the same. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if path.stat().st_mode & 0o077 == 0:
            return
    path.chmod(0o600)
