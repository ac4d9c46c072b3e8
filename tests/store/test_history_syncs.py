"""What was committed outlasts a power cut once it is synced; if that fails, it is written again elsewhere."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.hub.data.storage_errors import StorageFailure
from app.store.database import Database, StoreError
from app.store.stored_history import StoredHistory
from tests.hub.recorded import Teller
from tests.store.failing import failing


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite"


@pytest.fixture
def stored(path: Path) -> Iterator[StoredHistory]:
    with closing(StoredHistory(path)) as history:
        assert history.take_sync() is not None  # of the file's making
        yield history


@pytest.fixture
def told(stored: StoredHistory) -> Teller:
    return Teller(stored)


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def database_of(history: StoredHistory) -> Database:
    found = history._file._db
    assert found is not None
    return found


def fail(history: StoredHistory, monkeypatch: pytest.MonkeyPatch) -> StorageFailure:
    """A sync that fails, as the hub is told of it."""

    def broken(_descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    sync = history.take_sync()
    assert sync is not None
    with monkeypatch.context() as patched:
        patched.setattr("app.store.database.os.fdatasync", broken, raising=False)
        patched.setattr("app.store.database.os.fsync", broken)
        with failing(StoreError, match="cannot be used: Input/output error") as raised:
            sync()
    return raised.value.failure


def test_a_turn_is_synced_once_and_one_without_news_not_at_all(told: Teller, stored: StoredHistory) -> None:
    assert stored.take_sync() is None
    told.says("one")
    assert stored.take_sync() is None  # it is not committed
    stored.commit()
    sync = stored.take_sync()
    assert sync is not None
    sync()
    assert stored.take_sync() is None
    stored.commit()
    assert stored.take_sync() is None


def test_what_is_changed_between_turns_is_synced_with_the_next(stored: StoredHistory) -> None:
    """Or the contents of files could go before the messages that name them."""
    assert stored._file.sweep(lambda db: db.execute("DELETE FROM own"))
    stored.commit()
    assert stored.take_sync() is not None


def test_a_commit_does_not_wait_for_the_disk(stored: StoredHistory) -> None:
    assert database_of(stored).row("PRAGMA synchronous") == (1,)


def test_the_log_does_not_grow_with_what_is_said(told: Teller, stored: StoredHistory, path: Path) -> None:
    """What grows is entered in the file system's journal too, and waits for that."""
    (pages,) = database_of(stored).row("PRAGMA wal_autocheckpoint") or ()
    (page,) = database_of(stored).row("PRAGMA page_size") or ()
    size = log_of(path).stat().st_size
    assert size > pages * page
    for number in range(pages // 2):  # each of which takes two pages and more
        told.says(f"line {number}")
        stored.commit()
    assert log_of(path).stat().st_size == size


def test_where_there_is_no_room_for_a_whole_log_it_grows(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    real = os.write

    def full(descriptor: int, data: bytes) -> int:
        written.append(data)
        if len(written) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(descriptor, data)

    with monkeypatch.context() as patched:
        patched.setattr("app.store.database.os.write", full)
        history = StoredHistory(path)
    with closing(history):
        assert len(written) == 3
        small = log_of(path).stat().st_size
        assert small < len(written[0])  # what was tried is given back
        told = Teller(history)
        for number in range(20):
            told.says(f"line {number}")
            history.commit()
        assert log_of(path).stat().st_size > small


def test_a_log_is_opened_as_bytes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows takes a last byte 0x1A from a file that is opened as text to be read and written."""
    asked: list[tuple[str, int]] = []
    real = os.open

    def opened(name: str | Path, flags: int, *more: int) -> int:
        asked.append((Path(name).name, flags))
        return real(name, flags, *more)

    binary = getattr(os, "O_BINARY", os.O_APPEND)  # where there is none, one that does no harm
    monkeypatch.setattr(os, "O_BINARY", binary, raising=False)
    with monkeypatch.context() as patched:
        patched.setattr("app.store.database.os.open", opened)
        history = StoredHistory(path)
    history.close()
    assert [flags & binary for name, flags in asked if name == log_of(path).name] == [binary]


@pytest.mark.parametrize("lines", [0, 1, 20])
def test_a_log_that_ends_with_zeros_is_read(
    told: Teller, stored: StoredHistory, path: Path, tmp_path: Path, lines: int
) -> None:
    """As it is found after a crash."""
    for number in range(lines):
        told.says(f"line {number}")
        stored.commit()
    assert log_of(path).read_bytes().endswith(bytes(4096))
    copy = tmp_path / "found.sqlite"
    shutil.copy(path, copy)
    shutil.copy(log_of(path), log_of(copy))
    with closing(StoredHistory(copy)) as found:
        assert found.notice is None
        assert all(found.find(msgid) is not None for msgid in told.ids.values())


def test_a_log_of_zeros_alone_is_an_empty_one(path: Path) -> None:
    with closing(StoredHistory(path)) as history:
        told = Teller(history)
        told.says("one")
        history.commit()
    log_of(path).write_bytes(bytes(1024 * 1024))
    with closing(StoredHistory(path)) as found:
        assert found.notice is None
        assert found.find(told.ids["one"]) is not None


def test_after_a_failed_sync_the_turn_fails_too_and_then_all_is_in_the_database(
    told: Teller, stored: StoredHistory, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.says("one")
    stored.commit()
    told.says("lost")
    stored.distrust(fail(stored, monkeypatch))
    with failing(StoreError, match="Input/output error"):
        stored.commit()
    assert stored.take_sync() is None
    stored.commit()
    assert log_of(path).stat().st_size == 0  # nothing is left to be synced
    told.says("two")
    stored.commit()
    assert stored.take_sync() is not None
    assert [stored.find(told.ids[text]) is not None for text in ("one", "lost", "two")] == [True, False, True]


def test_while_that_fails_nothing_is_kept(
    told: Teller, stored: StoredHistory, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.says("one")
    stored.commit()
    stored.distrust(fail(stored, monkeypatch))
    database_of(stored).connection.set_authorizer(no_checkpoints)
    for text in ("two", "three"):
        told.says(text)
        with pytest.raises(StoreError):
            stored.commit()
        with pytest.raises(StoreError):
            stored.commit()  # a turn without news may tell what was
        assert not stored._file.sweep(lambda db: db.execute("DELETE FROM own"))
        assert stored.take_sync() is None
    database_of(stored).connection.set_authorizer(None)
    told.says("four")
    stored.commit()
    assert stored.take_sync() is not None
    assert stored.find(told.ids["one"]) is not None


def no_checkpoints(action: int, what: str | None, *_more: str | None) -> int:
    """As an authorizer of SQLite: a disk that does not take them."""
    is_one = action == sqlite3.SQLITE_PRAGMA and what == "wal_checkpoint"
    return sqlite3.SQLITE_DENY if is_one else sqlite3.SQLITE_OK
