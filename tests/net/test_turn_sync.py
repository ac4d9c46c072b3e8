"""Nobody is told of a turn before it is synced, in order, and nothing waits for the disk but what is told."""

from __future__ import annotations

import math
import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.hub.data.addresses import Peer
from app.hub.data.config import HubConfig
from app.hub.data.events import HubEvent, Refused
from app.hub.data.storage import Sync
from app.hub.data.storage_errors import Content, FileReason, KeepingError, unusable
from app.hub.hub import Turn
from app.net import turn_sync
from app.net.turn_sync import QUICK_SYNCS, TurnSync
from tests.net.plain_irc import PATIENCE, PlainSocket, Running

FAILING = KeepingError(unusable(Content.MESSAGES, Path("history.sqlite"), FileReason.FAILING))


class Disk:
    """Syncs that wait until they are let through, in the server's thread of syncs."""

    def __init__(self) -> None:
        self.may_end = threading.Semaphore(0)
        self.begun = 0
        self.threads: list[str] = []  # in which each was made
        self.error: KeepingError | None = None

    def sync(self) -> None:
        self.begun += 1
        self.threads.append(threading.current_thread().name)
        assert self.may_end.acquire(timeout=PATIENCE / 1000)
        error, self.error = self.error, None
        if error is not None:
            raise error


class Puppet:
    """Stands for a hub: says what it is told to each session that is here; "keep" in it has the turn kept."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self.heard: list[bytes] = []
        self.lost: list[Turn] = []
        self.is_turn_long = False
        self._writes: dict[int, bytes] = {}
        self._closes: list[int] = []
        self._drops: list[int] = []
        self._sync: Sync | None = None
        self._last = 0

    def connect(self, _peer: Peer, _now: float, *, waited: float) -> int:
        self._last += 1
        return self._last

    def knows(self, _peer: Peer) -> bool:
        return False

    def receive(self, session: int, data: bytes, _now: float) -> None:
        self.heard.append(data)
        for each in range(1, self._last + 1):
            self._writes[each] = self._writes.get(each, b"") + data
        if b"keep" in data:
            self._sync = self._disk.sync
        if b"quit" in data:
            self._closes.append(session)
        if b"drop" in data:
            self._drops.append(session)

    def backlog(self, _session: int, _waiting: int, _now: float) -> None:
        pass

    def disconnect(self, _session: int, _reason: str, _now: float) -> None:
        pass

    def close(self, reason: str, _now: float) -> None:
        for each in range(1, self._last + 1):
            self._writes[each] = self._writes.get(each, b"") + reason.encode()
            self._closes.append(each)
        self._sync = self._disk.sync

    def tick(self, _now: float) -> None:
        pass

    def next_in_line(self) -> None:
        pass

    def drain(self, _now: float) -> Turn:
        events: list[HubEvent] = [Refused(0.0, "", "") for _ in self._writes]
        turn = Turn(list(self._writes.items()), self._closes, events, drops=self._drops, sync=self._sync)
        self._writes, self._closes, self._drops, self._sync = {}, [], [], None
        return turn

    def not_synced(self, turn: Turn, _error: KeepingError, _now: float) -> Turn:
        self.lost.append(turn)
        return Turn([], turn.closes, [])


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def puppet(disk: Disk) -> Puppet:
    return Puppet(disk)


@pytest.fixture
def running(qtbot: QtBot, disk: Disk, puppet: Puppet):
    one = Running(qtbot, HubConfig(loopback_limits=False), make_hub=lambda *_args, **_more: puppet)
    yield one
    disk.may_end.release(1000)
    one.clean_up()


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    return lambda is_so: qtbot.waitUntil(is_so, timeout=PATIENCE)


Until = Callable[[Callable[[], bool]], None]


def two(running: Running) -> tuple[PlainSocket, PlainSocket]:
    """Two who are here, in the order of their numbers."""
    first = running.connect()
    first.send("one")
    first.wait_for("one")
    second = running.connect()
    second.send("two")
    second.wait_for("two")
    first.wait_for("two")
    return first, second


def test_a_turn_is_told_when_it_is_synced_and_the_next_one_goes_on_meanwhile(
    running: Running, puppet: Puppet, disk: Disk, until: Until
) -> None:
    first, second = two(running)
    told = len(running.events)
    first.send("keep this")
    until(lambda: disk.begun == 1)
    second.send("and this")
    until(lambda: b"and this\r\n" in puppet.heard)  # the hub was not waiting
    assert b"this" not in first.read() + second.read()
    assert len(running.events) == told  # nor do the host's console and window know
    disk.may_end.release()
    assert first.wait_for("and this").endswith("keep this\r\nand this\r\n")
    assert second.wait_for("and this").endswith("keep this\r\nand this\r\n")
    assert len(running.events) == told + 4
    assert disk.begun == 1  # the second turn kept nothing, so it was told with the first


def test_what_nobody_keeps_is_told_at_once(running: Running, disk: Disk) -> None:
    first, _second = two(running)
    first.send("hello")
    first.wait_for("hello")
    assert disk.begun == 0


def test_many_turns_while_the_disk_is_slow_are_one(
    running: Running, puppet: Puppet, disk: Disk, until: Until
) -> None:
    first, second = two(running)
    first.send("keep 0")
    until(lambda: disk.begun == 1)
    for number in range(1, 6):
        second.send(f"keep {number}")
        until(lambda number=number: f"keep {number}\r\n".encode() in puppet.heard)
    disk.may_end.release(2)
    assert first.wait_for("keep 5").endswith("".join(f"keep {number}\r\n" for number in range(6)))
    assert disk.begun == 2


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_kept_or_not_everybody_hears_all_in_order(
    running: Running, puppet: Puppet, disk: Disk, until: Until, seed: int
) -> None:
    first, second = two(running)
    dice = random.Random(seed)
    allowed = 0
    for number in range(40):
        line = f"{dice.choice(['keep', 'pass'])} {number}"
        dice.choice([first, second]).send(line)
        until(lambda line=line: f"{line}\r\n".encode() in puppet.heard)
        if dice.random() < 0.3:
            allowed += 1
            disk.may_end.release()
        assert disk.begun <= allowed + 1
    disk.may_end.release(1000)
    said = b"".join(puppet.heard)
    until(lambda: first.read() == said)
    until(lambda: second.read() == said[len(b"one\r\n") :])


def test_who_leaves_reads_what_was_said_before(running: Running, disk: Disk, until: Until) -> None:
    first, _second = two(running)
    first.send("keep this", "quit")
    until(lambda: disk.begun == 1)
    assert not first.ended
    disk.may_end.release()
    assert first.wait_for_end().endswith("keep this\r\nquit\r\n")


def test_a_turn_that_the_disk_has_not_kept_is_told_to_nobody(
    running: Running, puppet: Puppet, disk: Disk, until: Until
) -> None:
    first, second = two(running)
    first.send("keep this", "quit")
    until(lambda: disk.begun == 1)
    disk.error = FAILING
    disk.may_end.release()
    first.wait_for_end()
    second.send("after")
    second.wait_for("after")
    assert b"keep this" not in first.received + second.received
    (lost,) = puppet.lost
    assert [session for session, _ in lost.writes] == [1, 2]


def test_nothing_of_the_event_loop_waits_for_a_slow_disk(
    running: Running, disk: Disk, until: Until, qtbot: QtBot
) -> None:
    first, _second = two(running)
    first.send("keep this")
    until(lambda: disk.begun == 1)
    beats: list[int] = []
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: beats.append(1))
    timer.start()
    until(lambda: len(beats) >= 100)
    assert b"keep this" not in first.read()


def test_a_turn_that_becomes_too_long_waits_for_the_disk(
    running: Running, puppet: Puppet, disk: Disk, until: Until
) -> None:
    first, second = two(running)
    first.send("keep this")
    until(lambda: disk.begun == 1)
    puppet.is_turn_long = True
    threading.Timer(0.01, disk.may_end.release).start()
    second.send("much more")
    until(lambda: b"much more\r\n" in puppet.heard)
    assert "keep this" in first.wait_for("much more")


def test_the_end_waits_for_the_disk_and_everybody_reads_why(
    running: Running, disk: Disk, until: Until
) -> None:
    first, second = two(running)
    first.send("keep this")
    until(lambda: disk.begun == 1)
    threading.Timer(0.01, disk.may_end.release, (2,)).start()
    running.stop("good night")
    assert first.wait_for_end().endswith("keep this\r\ngood night")
    assert second.wait_for_end().endswith("keep this\r\ngood night")
    assert not [one for one in threading.enumerate() if one.name == "sync"]


def test_who_is_dropped_at_the_end_takes_no_words_from_the_others(
    running: Running, disk: Disk, until: Until
) -> None:
    first, second = two(running)
    server = running.server
    left: list[int] = []
    server.stopped.connect(lambda: left.append(len(server._connections)))
    first.send("keep this", "drop me")
    until(lambda: disk.begun == 1)
    threading.Timer(0.01, disk.may_end.release, (2,)).start()
    running.stop("good night")
    assert second.wait_for_end().endswith("drop me\r\ngood night")
    assert left == [0]


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch, disk: Disk) -> Disk:
    """Every sync of it is quick, however long it takes."""
    monkeypatch.setattr(turn_sync, "QUICK_S", math.inf)
    disk.may_end.release(1000)
    return disk


def keep_one_by_one(member: PlainSocket, numbers: range) -> None:
    for number in numbers:
        member.send(f"keep {number}")
        member.wait_for(f"keep {number}\r\n")


def test_for_a_quick_disk_the_event_loop_waits_itself(
    running: Running, quick_disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two(running)
    here = threading.current_thread().name
    quick = 2 * QUICK_SYNCS
    keep_one_by_one(first, range(quick))
    assert quick_disk.threads == ["sync"] * QUICK_SYNCS + [here] * QUICK_SYNCS
    monkeypatch.setattr(turn_sync, "QUICK_S", 0.0)
    keep_one_by_one(second, range(quick, quick + 3))  # one that is slow is forgiven, the second is not
    assert quick_disk.threads[quick:] == [here, here, "sync"]
    told = "".join(f"keep {number}\r\n" for number in range(quick + 3))
    assert first.wait_for(f"keep {quick + 2}\r\n").endswith(told)
    assert second.read().decode().endswith(told)


def test_a_turn_that_a_quick_disk_has_not_kept_is_told_to_nobody(
    running: Running, puppet: Puppet, quick_disk: Disk
) -> None:
    first, second = two(running)
    keep_one_by_one(first, range(QUICK_SYNCS))
    quick_disk.error = FAILING
    first.send("keep this", "quit")
    first.wait_for_end()
    second.send("after")
    second.wait_for("after")
    assert quick_disk.threads[-1] == threading.current_thread().name
    assert b"keep this" not in first.received + second.received
    assert len(puppet.lost) == 1


def test_the_end_is_told_where_a_quick_disk_fails(running: Running, puppet: Puppet, quick_disk: Disk) -> None:
    first, _second = two(running)
    keep_one_by_one(first, range(QUICK_SYNCS))
    quick_disk.error = FAILING
    running.stop("good night")
    first.wait_for_end()
    assert len(puppet.lost) == 1


def test_what_was_begun_is_forgotten_with_the_end() -> None:
    """The next hub's first turn would wait for it, and be told it."""
    sync = TurnSync()
    assert sync.begin(Turn([], [], [], sync=lambda: None))
    sync.close()
    assert not sync.is_busy
    assert not sync.is_done
    assert sync.begin(Turn([], [], [], sync=lambda: None))
    assert sync.take()[1] is None
    sync.close()
