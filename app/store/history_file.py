"""The file `history.sqlite`, one transaction per turn of the hub: all of a turn is kept, or nothing of it.

A commit does not wait for the disk: `take_sync` has what does, in whichever thread. If that fails, nobody
knows what the disk has, and a further sync does not tell (https://wiki.postgresql.org/wiki/Fsync_Errors).
Then no turn is kept until what was committed is in the database too, written there from the log and synced.

What fails within a turn is remembered until its end; a damaged file is set aside then and a new one begun,
with the contents of the files that people shared in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.hub.data.storage import ATTACHMENTS, FILES, Sync
from app.hub.data.storage_errors import Content, FileReason, StorageFailure, StorageProblem, unusable
from app.store.database import (
    BegunAnewError,
    DamagedError,
    Database,
    StoreError,
    WriteAheadLog,
    set_aside,
)
from app.store.event_codec import ChecksumError, text_sum, unpack

# Numbers of targets are never given twice: rows may outlast the target they belonged to.
_SCHEMA = """
CREATE TABLE targets (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT UNIQUE, -- NULL: forgotten, to be swept out
    sum INTEGER NOT NULL
) STRICT;
CREATE TABLE parties (
    identity TEXT NOT NULL,
    target INTEGER NOT NULL,
    PRIMARY KEY (identity, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX parties_of_target ON parties (target);
CREATE TABLE events (
    place INTEGER PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;
CREATE TABLE places (
    target INTEGER NOT NULL,
    kind INTEGER NOT NULL, -- 0: a text, 1: anything else
    place INTEGER NOT NULL,
    PRIMARY KEY (target, kind, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE own (
    place INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    tail TEXT NOT NULL
) STRICT;
CREATE TABLE records (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
"""
# A turn of many megabytes must not leave a journal of that size for ever.
_JOURNAL_BYTES = 16 * 1024 * 1024

_RECORDS = "SELECT kind, key, value, sum FROM records"

_FILES_FOLDER = "files"
_FOLDER_MODE = 0o700

Change = Callable[[sqlite3.Connection], object]
Types = tuple[type, ...]


class HistoryFile:
    """The open file. `notice` is what the host should be told of opening it, None for nothing."""

    def __init__(self, path: Path) -> None:
        """Raises StoreError."""
        self._path = path
        self._failure: StoreError | None = None
        self._db: Database | None = None
        self._log: WriteAheadLog | None = None
        self._is_unsynced = True  # something was committed since the last sync was taken
        self._is_distrusted = False  # a sync has failed
        self.notice: StorageFailure | None = None
        try:
            self._db = self._open()
            self._look_over()
        except DamagedError:
            self.notice = self._begin_anew()

    def change(self, change: Change) -> None:
        """Do something as part of this turn. Never raises: what fails, fails in `commit`."""
        if self._failure is not None:
            return
        try:
            with self._database().wrapping_errors():
                connection = self._database().connection
                if not connection.in_transaction:
                    self._make_up_for_sync()
                    connection.execute("BEGIN IMMEDIATE")
                change(connection)
        except (StoreError, sqlite3.IntegrityError, ChecksumError) as error:
            self._fail(error)

    def rows(self, query: str, types: Types, *values: object) -> list[tuple[Any, ...]]:
        """All rows of a query, this turn's among them; their columns have these types. Raises StoreError."""
        if self._failure is not None:
            raise self._failure
        try:
            with self._database().wrapping_errors():
                return fetch(self._database().connection, query, types, *values)
        except (StoreError, ChecksumError) as error:
            raise self._fail(error) from error

    def mismatch(self) -> StoreError:
        """Note that something was read that was never written; returns what to raise."""
        return self._fail(ChecksumError())

    def commit(self) -> None:
        """Keep this turn. Raises StoreError when it could not be; nothing of it is kept then."""
        if self._failure is None and self._db is not None:
            try:
                self._commit(self._db)
            except StoreError as error:
                self._fail(error)
        failure, self._failure = self._failure, None
        if isinstance(failure, DamagedError):
            raise BegunAnewError(self._begin_anew()) from failure
        if failure is not None:
            raise failure

    def _commit(self, db: Database) -> None:
        if not db.connection.in_transaction:
            self._make_up_for_sync()
            return
        db.check_file()
        with db.wrapping_errors():
            db.connection.execute("COMMIT")
        self._is_unsynced = True

    def take_sync(self) -> Sync | None:
        """What waits until the disk has all that was committed; None where there is nothing new of it."""
        is_unsynced, self._is_unsynced = self._is_unsynced, False
        return self._log.sync if is_unsynced and self._log is not None else None

    def distrust(self, failure: StorageFailure) -> None:
        """A sync has failed: give this turn up too."""
        self._is_distrusted = True
        self._fail(StoreError(failure))

    def _make_up_for_sync(self) -> None:
        """If a sync has failed, write what was committed once more, where it is synced. Raises StoreError."""
        if not self._is_distrusted or self._db is None:
            return
        with self._db.wrapping_errors():
            ((is_busy, *_),) = self._db.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if is_busy:
            raise StoreError(unusable(Content.MESSAGES, self._path, FileReason.BUSY))
        self._is_distrusted = False

    def sweep(self, change: Change) -> bool:
        """Change something between turns that can as well be done later; returns whether it was done now."""
        if self._failure is not None or self._is_distrusted:
            return False
        if self._db is None or self._db.connection.in_transaction:
            return False
        try:
            with self._db.transaction() as connection:
                change(connection)
        except (DamagedError, sqlite3.IntegrityError, ChecksumError) as error:
            self._fail(error)
        except StoreError:
            pass
        else:
            self._is_unsynced = True
            return True
        return False

    @property
    def failure(self) -> StorageFailure | None:
        """Why nothing can be kept any more, as far as can be seen without trying; None for nothing."""
        try:
            if self._db is not None:
                self._db.check_file()
        except StoreError as error:
            return error.failure
        return None

    def close(self) -> None:
        """Leave the file clean; the object is not used afterwards. Raises StoreError."""
        self._close_log()
        if self._db is not None:
            self._db.close()

    def _close_log(self) -> None:
        log, self._log = self._log, None
        if log is not None:
            log.close()

    def _open(self) -> Database:
        try:
            db = Database(self._path, (_SCHEMA,), content=Content.MESSAGES, durable=False, alone=True)
        except StoreError as error:
            raise self._as_store_error(error) from error
        try:
            self._prepare(db)
            self._log = WriteAheadLog(db)
        except StoreError:
            db.connection.close()
            raise
        self._is_unsynced, self._is_distrusted = True, False
        return db

    @staticmethod
    def _prepare(db: Database) -> None:
        # a flipped bit in a text is for the checksum to find
        db.connection.text_factory = lambda text: text.decode(errors="replace")
        with db.wrapping_errors():
            # what is taken out must be gone from the file too
            db.connection.execute("PRAGMA secure_delete = ON")
            db.connection.execute(f"PRAGMA journal_size_limit = {_JOURNAL_BYTES}")

    def _look_over(self) -> None:
        """See whether the file is what it should be, as far as that does not take long. Raises StoreError.

        The records are all read at the start anyway.
        """
        if any(not _is_record(*row) for row in self.rows(_RECORDS, (str, str, str, int))):
            raise self.mismatch()
        newest = "SELECT place, body FROM events ORDER BY place DESC LIMIT 1"
        for place, body in self.rows(newest, (int, bytes)):
            try:
                unpack(place, body)
            except ChecksumError:
                raise self.mismatch() from None

    def _database(self) -> Database:
        """The file, opened once more if a new one could not be begun before. Raises StoreError."""
        if self._db is None:
            self._db = self._open()
        return self._db

    def _fail(self, error: Exception) -> StoreError:
        """Give this turn up; returns what to raise."""
        self._failure = self._as_store_error(error)
        if self._db is not None and self._db.connection.in_transaction:
            with suppress(sqlite3.Error):
                self._db.connection.rollback()
        return self._failure

    def _as_store_error(self, error: Exception) -> StoreError:
        if isinstance(error, StoreError) and not _is_of_another_schema(error):
            return error
        # as is a broken constraint: the file holds what cannot be in it
        return DamagedError(unusable(Content.MESSAGES, self._path, FileReason.DAMAGED))

    def _salvage(self) -> list[tuple[Any, ...]]:
        """The records that can still be read from a damaged file: the room should not lose its face too."""
        if self._db is None:
            return []
        try:
            found = [row for row in self._db.rows(_RECORDS) if _is_record(*row)]
        except StoreError:
            return []
        return [row for row in found if row[0] not in (FILES, ATTACHMENTS)]

    def _begin_anew(self) -> StorageFailure:
        """Set the file aside and begin a new one; returns what is to be told of it. Raises StoreError."""
        self._failure = None
        records = self._salvage()
        self._close_log()
        if self._db is not None:
            with suppress(sqlite3.Error):
                self._db.connection.close()
            self._db = None
        aside = set_aside(self._path)
        _move_contents(files_folder(self._path), aside.with_name(f"{aside.name}-{_FILES_FOLDER}"))
        self._db = self._open()
        with self._db.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?)", records)
        return StorageFailure(StorageProblem.BEGUN_ANEW, {"path": self._path, "aside": aside.name})


def files_folder(history_file: Path) -> Path:
    """Where the contents of files lie that belong to the messages of a history."""
    return history_file.with_name(_FILES_FOLDER)


def _move_contents(folder: Path, aside: Path) -> None:
    """Keep files with the messages that they belong to, where they could be mended together.

    Else they were nobody's, and removed. One by one, as Windows moves no folder in which a file is open.
    """
    for content in sorted(folder.glob("*/*")):
        with suppress(OSError):
            to = aside / content.relative_to(folder)
            to.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            content.rename(to)


def fetch(db: sqlite3.Connection, query: str, types: Types, *values: object) -> list[tuple[Any, ...]]:
    """All rows of a query; their columns have these types, whatever was done to the file.

    Raises sqlite3.Error, ChecksumError.
    """
    rows: list[tuple[Any, ...]] = db.execute(query, values).fetchall()
    if any(tuple(map(type, row)) != types for row in rows):
        raise ChecksumError
    return rows


def _is_record(kind: object, key: object, value: object, check: object) -> bool:
    """Whether a record is what was written."""
    is_text = isinstance(kind, str) and isinstance(key, str) and isinstance(value, str)
    return is_text and text_sum(str(kind), str(key), str(value)) == check


def _is_of_another_schema(error: StoreError) -> bool:
    """Whether a table of ours is missing, or there when it cannot be: its name or the version is damaged."""
    words = str(error.__cause__)
    return words.startswith("no such ") or words.endswith(" already exists")
