"""A power cut, or a disk that cannot sync: what anybody was told is kept, and else nobody is told of it.

What the disk has for certain are the bytes that were there when a sync began that has ended since. Of what
was written later it has any part, in any order.
"""

from __future__ import annotations

import errno
import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.hub.data.config import HubConfig
from app.hub.data.events import NotKept
from app.hub.data.storage import ALL
from app.irc.message import parse
from app.net.hub_resources import HubResources
from app.store.database import WriteAheadLog
from app.store.hub_storage import HubStorage
from app.store.stored_history import StoredHistory
from tests.net.plain_irc import PATIENCE, PlainSocket, Running

PAGE = 4096
ROOM = "#hubbub"
CAPS = "CAP REQ :echo-message message-tags server-time"


class Disk:
    """What of the history's files is kept for certain, and what else was written."""

    def __init__(self, file: Path) -> None:
        self._files = [file, file.with_name(f"{file.name}-wal")]
        self.certain: dict[str, bytes] = {}
        self.failures = 0  # of the syncs that follow

    def read(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in self._files}

    def sync(self, real: Callable[[WriteAheadLog], None], log: WriteAheadLog) -> None:
        """In place of a sync of the log."""
        written = self.read()
        if self.failures:
            self.failures -= 1
            with log._db.wrapping_errors():
                raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(log)
        self.certain = written

    def after_cut(self, dice: random.Random) -> dict[str, bytes]:
        """What the files are when the computer starts again."""
        return {name: _torn(self.certain[name], written, dice) for name, written in self.read().items()}


def _torn(certain: bytes, written: bytes, dice: random.Random) -> bytes:
    size = dice.randint(min(len(certain), len(written)), len(written))
    pages = range(0, size, PAGE)
    torn = b"".join(
        (written if dice.random() < 0.5 else certain.ljust(len(written), b"\0"))[at : at + PAGE]
        for at in pages
    )
    return torn[:size]


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    made, real = Disk(tmp_path / "history.sqlite"), WriteAheadLog.sync
    monkeypatch.setattr(WriteAheadLog, "sync", lambda log: made.sync(real, log))
    return made


@contextmanager
def opened(qtbot: QtBot, folder: Path) -> Iterator[Running]:
    with closing(HubStorage(folder / "accounts.sqlite", folder / "history.sqlite")) as kept:
        resources = HubResources(accounts=kept.accounts, history=kept.history, records=kept.records)
        running = Running(qtbot, HubConfig(loopback_limits=False), resources=resources)
        yield running
        running.clean_up()


def enter(running: Running, nick: str) -> PlainSocket:
    made = running.connect()
    made.send(CAPS, f"NICK {nick}", f"USER {nick} 0 * :{nick}", "CAP END", f"JOIN {ROOM}")
    made.wait_for(" 366 ")
    return made


def told(sockets: list[PlainSocket]) -> set[str]:
    """What was said in the room, as any of these was told."""
    lines = b"".join(one.read() for one in sockets).decode().splitlines()
    return {line.params[1] for line in map(parse, lines) if line.command == "PRIVMSG"}


def kept(files: dict[str, bytes], folder: Path) -> set[str]:
    """What is in the room's history when these are the files."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    with closing(StoredHistory(folder / "history.sqlite")) as history:
        assert history.notice is None
        return {event.params[1] for event in history.read(ROOM, ALL, 10_000, newest=True, events=False)}


@pytest.mark.parametrize("seed", range(4))
def test_what_anybody_was_told_is_there_after_a_power_cut(
    tmp_path: Path, qtbot: QtBot, disk: Disk, seed: int
) -> None:
    dice = random.Random(seed)
    with opened(qtbot, tmp_path) as running:
        talkers = [enter(running, nick) for nick in ("mara", "bob", "lia")]
        for number in range(60):
            dice.choice(talkers).send(f"PRIVMSG {ROOM} :{number} {'x' * dice.randrange(300)}")
            if dice.random() < 0.5:
                seen = len(told(talkers))
                qtbot.waitUntil(lambda seen=seen: len(told(talkers)) > seen, timeout=PATIENCE)
        heard = told(talkers)
        cuts = [disk.after_cut(dice) for _ in range(5)]
    assert len(heard) > 20
    for number, cut in enumerate(cuts):
        assert heard <= kept(cut, tmp_path / f"cut{number}")


def test_a_disk_that_cannot_sync_is_told_and_what_it_has_not_kept_is_not(
    tmp_path: Path, qtbot: QtBot, disk: Disk
) -> None:
    with opened(qtbot, tmp_path) as running:
        mara, bob = enter(running, "mara"), enter(running, "bob")
        mara.send(f"PRIVMSG {ROOM} :told")
        bob.wait_for(":told")
        mara.wait_for(":told")
        disk.failures = 1
        mara.send(f"PRIVMSG {ROOM} :lost")
        for one in (mara, bob):
            assert "so nothing was passed on" in one.wait_for_end()
        assert told([mara, bob]) == {"told"}
        running.wait_told(NotKept)
        (failure,) = [event.failure for event in running.told(NotKept)]  # type: ignore[attr-defined]
        assert "Input/output error" in str(failure)
        # who comes again is told when all of it is where it was synced
        lia = enter(running, "lia")
        lia.send(f"PRIVMSG {ROOM} :told again")
        lia.wait_for("told again")
        cut = disk.after_cut(random.Random(1))
    assert kept(cut, tmp_path / "cut") == {"told", "lost", "told again"}


def test_until_a_failed_sync_is_made_up_for_nobody_is_told_anything(
    tmp_path: Path, qtbot: QtBot, disk: Disk
) -> None:
    with opened(qtbot, tmp_path) as running:
        mara = enter(running, "mara")
        connection = running.server._hub._state.history._file._db.connection  # type: ignore[union-attr, attr-defined]
        connection.set_authorizer(no_checkpoints)
        disk.failures = 1
        mara.send(f"PRIVMSG {ROOM} :lost")
        mara.wait_for_end()
        bob = running.connect()
        bob.send(CAPS, "NICK bob", "USER bob 0 * :bob", "CAP END", f"JOIN {ROOM}")
        heard = bob.wait_for_end()
        assert "so nothing was passed on" in heard
        assert " 001 " not in heard
        connection.set_authorizer(None)
        lia = enter(running, "lia")
        lia.send(f"PRIVMSG {ROOM} :told again")
        lia.wait_for("told again")
        assert kept(disk.after_cut(random.Random(1)), tmp_path / "cut") == {"lost", "told again"}
    assert [event.failure is None for event in running.told(NotKept)] == [False, True]  # type: ignore[attr-defined]


def no_checkpoints(action: int, what: str | None, *_more: str | None) -> int:
    """As an authorizer of SQLite: a disk that does not take them."""
    is_one = action == sqlite3.SQLITE_PRAGMA and what == "wal_checkpoint"
    return sqlite3.SQLITE_DENY if is_one else sqlite3.SQLITE_OK
