"""What the server does around any hub: turns, writes, closes, bugs, backlog. The hub here is a puppet."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.hub.data.addresses import Peer
from app.hub.data.config import HubConfig
from app.hub.hub import Turn
from tests.net.plain_irc import PATIENCE, Running


class Puppet:
    """Stands for a hub: records its calls and says what `on_line` puts into its turn."""

    def __init__(self, _config: HubConfig, *, now: float) -> None:
        self.peers: list[Peer] = []
        self.calls: list[tuple[object, ...]] = []
        self.writes: dict[int, bytes] = {}
        self.closes: list[int] = []
        self.drains = 0
        self.on_data: Callable[[int, bytes], None] = lambda session, data: self.say(session, data)

    def say(self, session: int, data: bytes) -> None:
        self.writes[session] = self.writes.get(session, b"") + data

    def connect(self, peer: Peer, now: float, *, waited: float) -> int:
        self.peers.append(peer)
        return len(self.peers)

    def receive(self, session: int, data: bytes, now: float) -> None:
        self.calls.append(("receive", session, data))
        self.on_data(session, data)

    def disconnect(self, session: int, reason: str, now: float) -> None:
        self.calls.append(("disconnect", session, reason))

    def backlog(self, session: int, waiting: int, now: float) -> None:
        self.calls.append(("backlog", session, waiting))

    def abort(self, session: int, now: float) -> None:
        self.calls.append(("abort", session))
        self.closes.append(session)

    def close(self, reason: str, now: float) -> None:
        for session in range(1, len(self.peers) + 1):
            self.say(session, reason.encode())
            self.closes.append(session)

    def tick(self, now: float) -> None:
        pass

    def next_in_line(self) -> None:
        pass

    def drain(self, now: float) -> Turn:
        self.drains += 1
        turn = Turn(list(self.writes.items()), self.closes, [])
        self.writes, self.closes = {}, []
        return turn


@pytest.fixture
def puppets() -> list[Puppet]:
    return []


@pytest.fixture
def running(qtbot: QtBot, puppets: list[Puppet]):
    def make(config: HubConfig, *, now: float, **_resources: object) -> Puppet:
        puppets.append(Puppet(config, now=now))
        return puppets[-1]

    one = Running(qtbot, HubConfig(loopback_limits=False), make_hub=make)
    yield one
    one.clean_up()


def test_bytes_go_in_and_come_out(running: Running) -> None:
    alice = running.connect()
    alice.send("hello")
    assert alice.wait_for("hello") == "hello\r\n"


def test_the_hub_learns_where_somebody_comes_from(running: Running, puppets: list[Puppet]) -> None:
    running.connect().send("x")
    alice = running.connect()
    alice.send("hello")
    alice.wait_for("hello")
    peer = puppets[0].peers[1]
    assert (peer.address, peer.loopback, peer.private) == ("127.0.0.1", True, False)
    assert peer.port == alice._socket.getsockname()[1]


def test_a_thousand_answers_of_one_turn_are_one_write(running: Running, puppets: list[Puppet]) -> None:
    alice, bob = running.connect(), running.connect()
    alice.send("here")
    bob.send("here")
    alice.wait_for("here")
    bob.wait_for("here")
    hub = puppets[0]

    def shout(_session: int, _data: bytes) -> None:
        for number in range(1000):
            for session in (1, 2):
                hub.say(session, b"%d\n" % number)

    hub.on_data = shout
    before = hub.drains
    alice.send("go")
    assert alice.wait_for("999\n").endswith("998\n999\n")
    assert bob.wait_for("999\n").endswith("998\n999\n")
    assert hub.drains <= before + 2


def test_who_is_closed_reads_the_last_words_although_more_was_sent(
    running: Running, puppets: list[Puppet]
) -> None:
    hub = puppets[0]

    def throw_out(session: int, _data: bytes) -> None:
        hub.say(session, b"ERROR :enough\r\n")
        hub.closes.append(session)

    hub.on_data = throw_out
    alice = running.connect()
    alice.send("first")
    alice.wait_for("ERROR")
    alice.send_bytes(b"x" * 500_000)
    assert alice.wait_for_end() == "ERROR :enough\r\n"
    assert [call for call in hub.calls if call[0] == "receive"] == [("receive", 1, b"first\r\n")]


def test_a_bug_costs_one_session(running: Running, puppets: list[Puppet], caplog) -> None:
    hub = puppets[0]

    def stumble(session: int, data: bytes) -> None:
        if b"bad" in data:
            raise ZeroDivisionError("a bug")
        hub.say(session, data)

    hub.on_data = stumble
    alice, bob = running.connect(), running.connect()
    bob.send("good")
    bob.wait_for("good")
    alice.send("bad")
    alice.wait_for_end()
    bob.send("still here")
    bob.wait_for("still here")
    assert [type(bug) for bug in running.bugs] == [ZeroDivisionError]
    assert ("abort", 2) in hub.calls  # sessions are counted as they begin to speak
    assert "ZeroDivisionError" in caplog.text


def test_a_new_connection_that_meets_a_bug_is_reported_and_closed(
    running: Running, puppets: list[Puppet], monkeypatch, caplog
) -> None:
    def stumble(_peer: Peer, _now: float, *, waited: float) -> int:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(puppets[0], "connect", stumble)
    alice = running.connect()
    alice.send("hello")
    alice.wait_for_end()
    assert [type(bug) for bug in running.bugs] == [ZeroDivisionError]


def test_who_does_not_read_is_reported_and_gets_everything_later(
    running: Running, puppets: list[Puppet], qtbot: QtBot
) -> None:
    hub = puppets[0]
    flood = b"0123456789abcdef" * 1024 * 1024  # more than the kernel takes on both sides
    hub.on_data = lambda session, _data: hub.say(session, flood)
    alice = running.connect()
    alice.send("go")
    qtbot.waitUntil(lambda: any(call[0] == "backlog" for call in hub.calls), timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(alice.read()) == len(flood), timeout=PATIENCE)
    assert alice.received == flood
    qtbot.waitUntil(lambda: hub.calls[-1] == ("backlog", 1, 0), timeout=PATIENCE)


@pytest.mark.parametrize("way", ["close", "reset"])
def test_the_hub_is_told_once_that_somebody_is_gone(
    running: Running, puppets: list[Puppet], qtbot: QtBot, way: str
) -> None:
    alice = running.connect()
    alice.send("hello")
    alice.wait_for("hello")
    getattr(alice, way)()
    hub = puppets[0]
    qtbot.waitUntil(lambda: any(call[0] == "disconnect" for call in hub.calls), timeout=PATIENCE)
    running.connect().send("x")
    qtbot.waitUntil(lambda: len(hub.peers) == 2, timeout=PATIENCE)
    assert [call[:2] for call in hub.calls if call[0] == "disconnect"] == [("disconnect", 1)]


def test_words_sent_just_before_hanging_up_arrive(
    running: Running, puppets: list[Puppet], qtbot: QtBot
) -> None:
    alice = running.connect()
    alice.send("last words")
    alice.close()
    hub = puppets[0]
    qtbot.waitUntil(lambda: any(call[0] == "disconnect" for call in hub.calls), timeout=PATIENCE)
    assert [call[0] for call in hub.calls] == ["receive", "disconnect"]


def test_stopping_waits_until_everybody_has_been_told(running: Running) -> None:
    members = [running.connect() for _ in range(20)]
    for member in members:
        member.send("hello")
        member.wait_for("hello")
    running.stop("good night")
    for member in members:
        assert member.wait_for_end().endswith("good night")


def test_stopping_does_not_wait_for_ever_for_one_who_does_not_read(
    running: Running, puppets: list[Puppet], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.net.hub_server.FLUSH_MS", 200)
    hub = puppets[0]
    hub.on_data = lambda session, _data: hub.say(session, b"x" * 50_000_000)
    alice = running.connect()
    alice.send("go")
    qtbot.waitUntil(lambda: any(call[0] == "backlog" for call in hub.calls), timeout=PATIENCE)
    running.stop("good night")
    assert not running.server.is_running


def test_a_server_can_start_again(running: Running, qtbot: QtBot, puppets: list[Puppet]) -> None:
    running.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", running.port))
    with qtbot.waitSignal(running.server.started, timeout=PATIENCE) as started:
        running.server.start(HubConfig(loopback_limits=False), (running_endpoint(running),))
    running.port = started.args[0][0].port
    alice = running.connect()
    alice.send("again")
    alice.wait_for("again")
    assert len(puppets) == 2


def running_endpoint(running: Running):
    from app.net.endpoint import Endpoint

    return Endpoint("127.0.0.1", running.port)


def test_a_session_that_the_hub_cannot_end_is_closed_by_force(
    running: Running, puppets: list[Puppet], monkeypatch, caplog
) -> None:
    def stumble(*_args: object) -> None:
        raise ZeroDivisionError("a bug")

    hub = puppets[0]
    hub.on_data = stumble
    monkeypatch.setattr(hub, "abort", stumble)
    alice = running.connect()
    alice.send("bad")
    alice.wait_for_end()
    assert len(running.bugs) == 2
