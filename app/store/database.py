"""One SQLite file: private (mode 0600), in WAL mode, its schema migrated. And what can go wrong with it.

Knows no table: those who keep things in it bring their schema. Each error has a StorageFailure:

hub.data.storage_errors.KeepingError
└── StoreError
    ├── DamagedError      the content is not what SQLite wrote; the file can be set aside
    └── BegunAnewError    it was set aside, and a new file is there
"""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from itertools import chain
from pathlib import Path
from time import sleep
from typing import Any

from app.hub.data.storage_errors import (
    Content,
    FileReason,
    KeepingError,
    StorageFailure,
    StorageProblem,
    unusable,
)

# Another process holds the file for milliseconds; who waits for it must not stand still much longer.
BUSY_SECONDS = 1.0
_TRY_SECONDS = 0.05
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PARTS = ("", "-wal", "-shm")  # the file and what SQLite keeps beside it
# More than the 1000 pages of a log after which SQLite begins again at its front
# (https://sqlite.org/wal.html#automatic_checkpoint): each is 4096 bytes and 24 before them.
_LOG_BYTES = 1100 * 4120
_ZEROS = bytes(64 * 1024)
MEMORY = Path(":memory:")  # in place of a file: gone when it is closed
# What SQLite says of these is English and helps nobody.
_REASONS = {
    sqlite3.SQLITE_FULL: FileReason.FULL,
    sqlite3.SQLITE_READONLY: FileReason.READ_ONLY,
    sqlite3.SQLITE_BUSY: FileReason.BUSY,
    sqlite3.SQLITE_LOCKED: FileReason.BUSY,
    sqlite3.SQLITE_CORRUPT: FileReason.DAMAGED,
    sqlite3.SQLITE_NOTADB: FileReason.DAMAGED,
    sqlite3.SQLITE_IOERR: FileReason.FAILING,
    sqlite3.SQLITE_CANTOPEN: FileReason.NOT_OPENED,
}
# Rows per statement: few sizes, so that each is prepared once, and few statements for any number. Nine
# columns of the largest stay below the 32,766 values that SQLite takes since 3.32.
_ROWS_PER_STATEMENT = (500, 100, 64, 32, 16, 8, 4, 2, 1)


class StoreError(KeepingError):
    """The file cannot be opened, read or written."""


class DamagedError(StoreError):
    """The file's content is damaged: trying again does not help."""


class BegunAnewError(StoreError):
    """A damaged file was set aside and a new one begun: trying again helps."""

    is_over = True


class _OnlyReadError(PermissionError):
    """The file may not be written."""


class Database:
    """An open file. Built in any thread, then used by one thread at a time.

    `content` is what failures say of it. `schema` are scripts, each of which leads from one
    version to the next; SQLite's user_version tells how many were run. `durable`: a commit outlasts a power
    cut, not only the end of this process. `alone`: nobody else may open the file meanwhile.

    Raises StoreError.
    """

    def __init__(
        self,
        path: Path,
        schema: Sequence[str],
        *,
        content: Content,
        durable: bool = True,
        alone: bool = False,
    ) -> None:
        self.path = path
        self._content = content
        with self.wrapping_errors():
            if path != MEMORY:
                _make_private(path)
            self.connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        self._file = _number_of(path)
        try:
            self._set_up("FULL" if durable else "NORMAL", alone=alone)
            self._bring_up_to_date(schema)
        except StoreError:
            self.connection.close()
            raise

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self.wrapping_errors():
            return self.connection.execute(query, values).fetchall()

    def row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        """The first row of a query, None if there is none."""
        with self.wrapping_errors():
            found: tuple[Any, ...] | None = self.connection.execute(query, values).fetchone()
            return found

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of the block or nothing. A broken constraint goes through, other failures are StoreErrors."""
        self.check_file()
        with self.wrapping_errors():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # SQLite ends it by itself when the disk is full
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def wrapping_errors(self) -> Iterator[None]:
        """What fails in the block is a StoreError; a broken constraint goes through."""
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except UnicodeDecodeError as error:  # of SQLite's words about a damaged schema
            raise DamagedError(self._unusable(FileReason.DAMAGED)) from error
        except (sqlite3.Error, OSError) as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            kind = DamagedError if code in _DAMAGED else StoreError
            if isinstance(error, _OnlyReadError):
                raise kind(self._unusable(FileReason.READ_ONLY)) from error
            reason = _REASONS.get(code) or getattr(error, "strerror", None) or str(error)
            raise kind(self._unusable(reason)) from error

    def _unusable(self, reason: FileReason | str) -> StorageFailure:
        return unusable(self._content, self.path, reason)

    def shrink(self) -> None:
        """Make the file smaller by what was deleted, which is nowhere in it afterwards."""
        with self.wrapping_errors():
            # as a script: execute() would give back one page only
            self.connection.executescript("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)")

    def check_file(self) -> None:
        """See that the open file is still the one at its path: what is written into a deleted one is lost.

        Raises StoreError.
        """
        if _number_of(self.path) != self._file:
            raise StoreError(self._unusable(FileReason.GONE))

    def close(self) -> None:
        """Leave the file clean; the object is not used afterwards."""
        with self.wrapping_errors():
            self.connection.close()
        self.check_file()

    def _set_up(self, synchronous: str, *, alone: bool) -> None:
        with self.wrapping_errors():
            if alone:
                self.connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._use_wal()
            self.connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")
            self.connection.execute(f"PRAGMA synchronous = {synchronous}")
            self.connection.execute("PRAGMA foreign_keys = ON")
            # zeros where something was deleted, in pages that are written anyway; shrink() drops the others
            self.connection.execute("PRAGMA secure_delete = FAST")

    def _bring_up_to_date(self, schema: Sequence[str]) -> None:
        with self.transaction():
            (version,) = self.connection.execute("PRAGMA user_version").fetchone()
            for script in schema[version:]:
                for statement in _statements(script):
                    self.connection.execute(statement)
            if version < len(schema):
                self.connection.execute(f"PRAGMA user_version = {len(schema)}")
        if version > len(schema):
            raise StoreError(
                StorageFailure(StorageProblem.NEWER, {"content": self._content, "path": self.path})
            )

    def _use_wal(self) -> None:
        """Switch the journal; SQLite does not wait by itself here while another process does the same."""
        patience = int(BUSY_SECONDS / _TRY_SECONDS)
        while True:
            try:
                self.connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # too late once WAL is on
                self.connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not patience:
                    raise
            patience -= 1
            sleep(_TRY_SECONDS)


class WriteAheadLog:
    """The log of a Database that is not durable, open beside SQLite, to be synced without its connection.

    What was committed before a sync began outlasts a power cut when that is done: at synchronous = NORMAL
    SQLite writes the log without a sync, but syncs it before a checkpoint, the database after, and the header
    of a log that is written over (https://sqlite.org/pragma.html#pragma_synchronous). So a commit is in this
    file, or synced in the database already.

    It has its full size from the beginning: a file that grows takes an entry in the file system's journal
    with every sync, for which one in a hundred waits milliseconds. SQLite reads a log up to the first page
    whose checksum is wrong, as that of zeros is.
    """

    def __init__(self, db: Database) -> None:
        """Raises StoreError."""
        self._db = db
        self._lock = threading.Lock()
        with db.wrapping_errors():
            path = db.path.with_name(f"{db.path.name}-wal")
            # Windows syncs only what may be written, and takes a last byte 0x1A from a text that is opened so
            self._descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        with suppress(OSError):  # where there is not enough room it grows, as far as it can
            _fill_up(self._descriptor, _LOG_BYTES)

    def sync(self) -> None:
        """Wait for the disk; in any thread, also while the database is used. Raises StoreError."""
        with self._lock, self._db.wrapping_errors():
            if sys.platform == "linux":
                os.fdatasync(self._descriptor)
            else:
                os.fsync(self._descriptor)

    def close(self) -> None:
        """Let go of the file, before the database is closed: Windows deletes none that is open."""
        with self._lock, suppress(OSError):
            os.close(self._descriptor)


def _fill_up(descriptor: int, size: int) -> None:
    """Write zeros behind what a file has, up to `size` bytes.

    Raises OSError; the file is as before then.
    """
    before = os.lseek(descriptor, 0, os.SEEK_END)
    try:
        for _ in range(before, size, len(_ZEROS)):
            os.write(descriptor, _ZEROS)
    except OSError:
        os.ftruncate(descriptor, before)
        raise


def insert_many(db: sqlite3.Connection, head: str, rows: Sequence[Sequence[object]], tail: str = "") -> None:
    """Insert rows of one width, many by one statement: `head` up to VALUES, `tail` what follows the rows.

    SQLite works through them without Python, so the window's thread goes on. executemany() would take
    Python's lock anew for every row, and wait for it each time while the window is busy.
    """
    begin = 0
    for size in _ROWS_PER_STATEMENT:
        while len(rows) - begin >= size:
            piece = rows[begin : begin + size]
            db.execute(_insert_statement(head, len(piece[0]), size, tail), list(chain.from_iterable(piece)))
            begin += size


@lru_cache(maxsize=64)
def _insert_statement(head: str, columns: int, rows: int, tail: str) -> str:
    row = f"({', '.join('?' * columns)})"
    return f"{head} VALUES {', '.join([row] * rows)} {tail}"


def set_aside(path: Path) -> Path:
    """Rename a damaged file with what belongs to it, so that a new one can be begun; gives its new name.

    Raises StoreError.
    """
    aside = path.with_name(f"{path.name}.damaged")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{path.name}.damaged-{count}")
    try:
        for part in _PARTS:
            here = path.with_name(path.name + part)
            if here.exists():
                here.rename(aside.with_name(aside.name + part))
    except OSError as error:
        raise _failed(StorageProblem.NOT_SET_ASIDE, path, error) from error
    return aside


def discard(path: Path) -> None:
    """Delete a file that is not open, with what belongs to it. Raises StoreError."""
    try:
        for part in _PARTS:
            path.with_name(path.name + part).unlink(missing_ok=True)
    except OSError as error:
        raise _failed(StorageProblem.NOT_DELETED, path, error) from error


def _failed(problem: StorageProblem, path: Path, error: OSError) -> StoreError:
    return StoreError(StorageFailure(problem, {"path": path, "reason": error.strerror or str(error)}))


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; the semicolons inside a trigger do not end it."""
    statement = ""
    for piece in script.split(";"):
        statement += piece
        if sqlite3.complete_statement(f"{statement};"):
            yield statement
            statement = ""
        else:
            statement += ";"


def _number_of(path: Path) -> tuple[int, int] | None:
    """What tells the file at a path from all others, None where there is none or it is not to be seen."""
    try:
        found = path.stat() if path != MEMORY else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found is not None else None


def _make_private(path: Path) -> None:
    """Make the file with mode 0600 whatever the umask; SQLite gives its journals the same. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if not os.access(path, os.W_OK):  # of which SQLite only says that the disk fails
            raise _OnlyReadError(errno.EACCES) from None
        if path.stat().st_mode & 0o077 == 0:
            return
    path.chmod(0o600)
