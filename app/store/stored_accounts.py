"""Accounts, what proves them and the nicknames they own, kept in `accounts.sqlite`.

Fits hub.data.storage.Accounts by shape.
"""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path

from app.hub.data.config import PasswordVerifier
from app.hub.data.storage import (
    CERTIFICATES_PER_ACCOUNT,
    KEYS_PER_ACCOUNT,
    SECRET_BYTES,
    Credentials,
    ScramVerifier,
)
from app.hub.data.storage_errors import Content, StorageFailure, StorageProblem
from app.store.database import DamagedError, Database

_V1 = """
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
# Certificates have a table of their own. A column with UNIQUE cannot be dropped, so the tables are made anew.
_V2 = """
ALTER TABLE accounts RENAME TO accounts_1;
ALTER TABLE nicknames RENAME TO nicknames_1;
CREATE TABLE accounts (
    name TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    created REAL NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO accounts SELECT name, '', created FROM accounts_1;
CREATE TABLE certificates (
    fingerprint TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name),
    added REAL NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO certificates SELECT fingerprint, name, created FROM accounts_1 WHERE fingerprint IS NOT NULL;
CREATE TABLE nicknames (
    nick_key TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name),
    claimed REAL NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO nicknames SELECT nick_key, account, claimed FROM nicknames_1;
DROP TABLE nicknames_1;
DROP TABLE accounts_1;
CREATE INDEX nicknames_of_account ON nicknames (account);
CREATE INDEX certificates_of_account ON certificates (account);
CREATE TABLE passwords (
    account TEXT PRIMARY KEY REFERENCES accounts (name),
    salt BLOB NOT NULL,
    n INTEGER NOT NULL,
    r INTEGER NOT NULL,
    p INTEGER NOT NULL,
    key BLOB NOT NULL,
    scram_salt BLOB,
    scram_iterations INTEGER,
    stored_key BLOB,
    server_key BLOB
) STRICT, WITHOUT ROWID;
CREATE TABLE secret (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    value BLOB NOT NULL
) STRICT;
"""


class StoredAccounts:
    """The accounts of one hub. Built in any thread, then used by one thread at a time.

    Nothing is cached, so that another process may add accounts beside a running hub. Every method raises
    StoreError when the file fails.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._db = Database(path, (_V1, _V2), content=Content.ACCOUNTS)
        except DamagedError as error:
            # never begun anew without a word: all names would be anybody's
            failure = StorageFailure(StorageProblem.ACCOUNTS_DAMAGED, {"why": error.failure})
            raise DamagedError(failure) from error

    def by_fingerprint(self, fingerprint: str) -> str | None:
        """The account of a client certificate."""
        return self._text("SELECT account FROM certificates WHERE fingerprint = ?", fingerprint)

    def owner_of(self, nick_key: str) -> str | None:
        """The account that owns a nickname, by one of its skeleton keys."""
        return self._text("SELECT account FROM nicknames WHERE nick_key = ?", nick_key)

    def create(
        self,
        name: str,
        nick_keys: tuple[str, ...],
        now: float,
        *,
        fingerprint: str = "",
        credentials: Credentials | None = None,
        email: str = "",
    ) -> bool:
        """Make an account that owns all keys of a nickname. False: any of it is taken meanwhile."""
        try:
            with self._db.transaction() as db:
                db.execute("INSERT INTO accounts VALUES (?, ?, ?)", (name, email, now))
                rows = [(nick_key, name, now) for nick_key in nick_keys]
                db.executemany("INSERT INTO nicknames VALUES (?, ?, ?)", rows)
                if fingerprint:
                    db.execute("INSERT INTO certificates VALUES (?, ?, ?)", (fingerprint, name, now))
                if credentials is not None:
                    db.execute(_INSERT_PASSWORD, _row(name, credentials))
        except sqlite3.IntegrityError:
            return False
        return True

    def claim(self, account: str, nick_key: str, now: float) -> bool:
        """Let an account own one more key of a nickname.

        False: another owns it, the account has enough, or there is no such account.
        """
        self._add("nicknames", nick_key, account, now, KEYS_PER_ACCOUNT)
        return self.owner_of(nick_key) == account

    def add_certificate(self, account: str, fingerprint: str, now: float) -> bool:
        """Let one more certificate prove an account.

        False: it proves another, the account has enough, or there is no such account.
        """
        self._add("certificates", fingerprint, account, now, CERTIFICATES_PER_ACCOUNT)
        return self.by_fingerprint(fingerprint) == account

    def _add(self, table: str, what: str, account: str, now: float, most: int) -> None:
        try:
            with self._db.transaction() as db:
                # one statement, so that two processes cannot both be the last
                db.execute(
                    f"INSERT INTO {table} SELECT ?, ?, ?"
                    f" WHERE (SELECT count(*) FROM {table} WHERE account = ?) < ?"
                    " ON CONFLICT DO NOTHING",
                    (what, account, now, account, most),
                )
        except sqlite3.IntegrityError:
            return  # there is no such account

    def credentials(self, account: str) -> Credentials | None:
        """What is kept of an account's password."""
        row = self._db.row(
            "SELECT salt, n, r, p, key, scram_salt, scram_iterations, stored_key, server_key"
            " FROM passwords WHERE account = ?",
            account,
        )
        if row is None:
            return None
        scram = ScramVerifier(*row[5:]) if row[5] is not None else None
        return Credentials(PasswordVerifier(*row[:5]), scram)

    def set_credentials(self, account: str, credentials: Credentials) -> bool:
        """Give an account its password. False: it has one, or there is no such account."""
        try:
            with self._db.transaction() as db:
                db.execute(_INSERT_PASSWORD, _row(account, credentials))
        except sqlite3.IntegrityError:
            return False
        return True

    def secret(self) -> bytes:
        """Random bytes, made at first use and the same from then on."""
        row = self._db.row("SELECT value FROM secret")
        if row is None:
            with self._db.transaction() as db:
                made = secrets.token_bytes(SECRET_BYTES)
                db.execute("INSERT INTO secret VALUES (1, ?) ON CONFLICT DO NOTHING", (made,))
            row = self._db.row("SELECT value FROM secret")
        assert row is not None
        return bytes(row[0])

    def host(self) -> str | None:
        """The certificate of the room's host, bound by the owner link."""
        return self._text("SELECT host FROM room")

    def set_host(self, fingerprint: str) -> None:
        """Bind the host's certificate in place of the former."""
        with self._db.transaction() as db:
            db.execute("DELETE FROM room")
            db.execute("INSERT INTO room VALUES (?)", (fingerprint,))

    def close(self) -> None:
        """Leave the file clean; the object is not used afterwards."""
        self._db.close()

    def _text(self, query: str, *values: str) -> str | None:
        row = self._db.row(query, *values)
        return None if row is None else str(row[0])


_INSERT_PASSWORD = "INSERT INTO passwords VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def _row(account: str, credentials: Credentials) -> tuple[object, ...]:
    verifier, scram = credentials.verifier, credentials.scram
    kept = (account, verifier.salt, verifier.n, verifier.r, verifier.p, verifier.key)
    if scram is None:
        return (*kept, None, None, None, None)
    return (*kept, scram.salt, scram.iterations, scram.stored_key, scram.server_key)
