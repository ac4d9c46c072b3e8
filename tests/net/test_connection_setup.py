"""One port for all: who comes in over TLS, in plain, with HTTP, with garbage, or says nothing."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from app.hub.data.addresses import Peer
from app.hub.data.config import HubConfig
from app.hub.data.events import Connected
from app.hub.people.lifecycle import REGISTRATION_DEADLINE
from app.net import connection_quota
from app.net.connection_setup import HANDSHAKES_AT_ONCE, ConnectionSetup, ReadyConnection, SetupTimes
from app.net.hub_resources import NO_RESOURCES, HubResources
from app.net.pending_connection import PendingConnection
from app.security.tls_machine import TlsMachine
from app.web.site import make_site
from tests.net.conftest import IdentityOf
from tests.net.plain_irc import PATIENCE, RunHub, Running
from tests.net.tls_client import TlsSocket
from tests.web.requests import request

Secure = Callable[..., TlsSocket]
IMPATIENT = SetupTimes(silence=0.05, all=0.2, sweep=0.01)
HELLO = bytes.fromhex("16030100")  # a TLS record begins


@pytest.fixture
def secure(qtbot: QtBot, tmp_path: Path) -> Iterator[Secure]:
    """Connect with Python's TLS, with a certificate if one is given; all are closed at the end."""
    made: list[TlsSocket] = []

    def connect(hub: Running, identity: object = None) -> TlsSocket:
        made.append(TlsSocket(qtbot, hub.port, identity, tmp_path))  # type: ignore[arg-type]
        return made[-1].shake_hands()

    yield connect
    for one in made:
        one.close()


def peers(hub: Running) -> list[Peer]:
    """Who is connected."""
    return [session.peer for session in hub.server._hub._state.sessions.values()]  # type: ignore[union-attr]


def test_plain_and_encrypted_members_meet_in_one_room(run_hub: RunHub, secure: Secure) -> None:
    hub = run_hub()
    bob = hub.member("bob")
    alice = secure(hub)
    alice.send("NICK alice", "USER alice 0 * :alice")
    alice.wait_for(" 366 ")
    bob.wait_for("alice!alice@127.0.0.1 JOIN")
    bob.send("PRIVMSG #robotics-club :hello alice")
    alice.wait_for("hello alice")
    alice.send("PRIVMSG #robotics-club :hello bob")
    bob.wait_for("hello bob")
    assert [peer.secure for peer in peers(hub)] == [False, True]


def test_the_hub_learns_whose_certificate_a_client_showed(
    run_hub: RunHub, secure: Secure, identity_of: IdentityOf
) -> None:
    hub = run_hub()
    secure(hub, identity_of("alice")).send("NICK alice")
    secure(hub).send("NICK nobody")
    hub._qtbot.waitUntil(lambda: len(hub.told(Connected)) == 2, timeout=PATIENCE)
    assert [peer.fingerprint for peer in peers(hub)] == [identity_of("alice").fingerprint, ""]


def test_lines_sent_in_one_breath_with_the_handshake_are_not_lost(run_hub: RunHub, secure: Secure) -> None:
    hub = run_hub()
    alice = secure(hub)
    alice.send("NICK alice", "USER alice 0 * :alice", *[f"PING {number}" for number in range(30)])
    assert "PONG hubbub.local 29" in alice.wait_for(" 29\r\n")


def test_a_member_over_tls_who_is_thrown_out_reads_why(run_hub: RunHub, secure: Secure) -> None:
    hub = run_hub()
    alice = secure(hub)
    alice.send("NICK alice", "USER alice 0 * :alice")
    alice.wait_for(" 366 ")
    hub.stop("The host closed the room")
    assert "The host closed the room" in alice.wait_for_end()


def test_much_reaches_a_member_over_tls_whole(run_hub: RunHub, secure: Secure) -> None:
    hub = run_hub()
    alice, bob = secure(hub), hub.member("bob")
    alice.send("NICK alice", "USER alice 0 * :alice")
    alice.wait_for(" 366 ")
    alice.received = b""
    bob.send("PRIVMSG alice :go")
    alice.wait_for("go")
    data = b"".join(b":x PRIVMSG alice :%06d\r\n" % number for number in range(100_000))
    alice.received = b""
    hub.server._connections[2 if peers(hub)[1].secure else 1].write(data)
    alice._qtbot.waitUntil(lambda: len(alice.read()) >= len(data), timeout=PATIENCE)
    assert alice.received == data


def test_a_command_that_begins_like_a_method_is_awaited(run_hub: RunHub) -> None:
    hub = run_hub()
    alice = hub.connect()
    for piece in (b"P", b"A", b"SS x\r\nNICK al", b"ice\r\nUSER alice 0 * :alice\r\n"):
        alice.send_bytes(piece)
        hub._qtbot.wait(1)
    alice.wait_for(" 001 alice ")


def test_half_a_word_is_taken_for_plain_irc_in_the_end(run_hub: RunHub) -> None:
    hub = run_hub(setup_times=IMPATIENT)
    alice = hub.connect()
    alice.send_bytes(b"P")
    hub.wait_told(Connected)
    alice.send("ING x", "NICK alice", "USER alice 0 * :alice")
    alice.wait_for(" 001 alice ")


def test_who_waits_for_the_first_word_may_still_speak_irc(run_hub: RunHub, secure: Secure) -> None:
    hub = run_hub()
    alice, bob = hub.connect(), secure(hub)
    waiting = hub.server._setup
    hub._qtbot.waitUntil(lambda: len(waiting) == 2 and not waiting.is_busy, timeout=PATIENCE)
    hub.server._setup._end_overdue()
    for nick, one in (("alice", alice), ("bob", bob)):
        one.send(f"NICK {nick}", f"USER {nick} 0 * :{nick}")
        one.wait_for(f" 001 {nick} ")


def test_silence_is_listened_to_for_as_long_as_a_registration_may_take() -> None:
    assert SetupTimes().silence == REGISTRATION_DEADLINE


def test_who_never_says_anything_is_let_go_without_a_word(run_hub: RunHub, secure: Secure) -> None:
    hub = run_hub(setup_times=SetupTimes(sweep=0.01))
    silent, encrypted = hub.connect(), secure(hub)
    waiting = hub.server._setup
    hub._qtbot.waitUntil(lambda: len(waiting) == 2 and not waiting.is_busy, timeout=PATIENCE)
    hub.server._setup._clock = lambda: time.monotonic() + REGISTRATION_DEADLINE
    for one in (silent, encrypted):
        assert one.wait_for_end() == ""
    assert hub.events == []


def test_a_browser_that_speaks_late_on_a_connection_is_answered(qtbot: QtBot) -> None:
    parent, arrivals, now = QObject(), list[ReadyConnection](), [10.0]
    one = ConnectionSetup(arrivals.append, parent, clock=lambda: now[0])
    one.open(None, make_site("Robotics club"))
    left, right = socket.socketpair()
    right.setblocking(False)
    one.take(left, Peer("127.0.0.1", 1))
    now[0] += REGISTRATION_DEADLINE - 1
    one._end_overdue()
    right.sendall(request())
    received = bytearray()

    def answered() -> bool:
        with contextlib.suppress(BlockingIOError):
            received.extend(right.recv(65536))
        return b"Robotics club" in received

    qtbot.waitUntil(answered, timeout=PATIENCE)
    assert arrivals == []
    right.close()
    one.empty()


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16",
        HELLO,
        b"\x16\x03\x01\x00\x05hello" + b"\x00" * 5000,
        b"\x16" * 100_000,
        b"\x16\x03\x03\xff\xff",
    ],
    ids=["one byte", "a beginning", "no hello", "much", "too long"],
)
def test_tls_garbage_ends_only_who_sent_it(run_hub: RunHub, secure: Secure, garbage: bytes) -> None:
    hub = run_hub(setup_times=IMPATIENT)
    bob = hub.member("bob")
    stranger = hub.connect()
    with contextlib.suppress(ConnectionError):
        stranger.send_bytes(garbage)
    stranger.wait_for_end()
    bob.send("PING still-here")
    bob.wait_for("still-here")
    assert len(hub.told(Connected)) == 1
    hub.server._setup._times = SetupTimes()
    secure(hub)


def test_a_hub_without_a_certificate_turns_tls_away(run_hub: RunHub) -> None:
    hub = run_hub(resources=NO_RESOURCES)
    stranger = hub.connect()
    stranger.send_bytes(HELLO)
    assert stranger.wait_for_end() == ""


def test_one_address_does_not_hold_every_lease_of_the_setup(
    run_hub: RunHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_quota, "PER_ADDRESS", 3)
    hub = run_hub(HubConfig(room_name="Robotics club"))
    for _ in range(3):
        hub.connect().send_bytes(HELLO)
    hub._qtbot.waitUntil(lambda: len(hub.server._setup) == 3, timeout=PATIENCE)
    hub.connect().wait_for_end()
    assert len(hub.server._setup) == 3


def test_stopping_sends_away_who_still_waits(run_hub: RunHub) -> None:
    hub = run_hub()
    stranger, other = hub.connect(), hub.connect()
    stranger.send_bytes(HELLO)
    hub._qtbot.waitUntil(lambda: len(hub.server._setup) == 2, timeout=PATIENCE)
    hub.stop()
    stranger.wait_for_end()
    other.wait_for_end()


def test_the_time_of_the_setup_counts_towards_registration(qtbot: QtBot) -> None:
    parent, arrivals, now = QObject(), list[ReadyConnection](), [10.0]
    one = ConnectionSetup(arrivals.append, parent, times=IMPATIENT, clock=lambda: now[0])
    left, right = socket.socketpair()
    one.take(left, Peer("127.0.0.1", 1))
    now[0] = 12.5
    right.sendall(b"NICK alice\r\n")
    qtbot.waitUntil(lambda: bool(arrivals), timeout=PATIENCE)
    assert arrivals[0].waited == 2.5
    assert len(one) == 0
    arrivals[0].stream.socket.abort()
    right.close()


@pytest.mark.usefixtures("qapp")
def test_who_says_nothing_holds_nobody_up() -> None:
    parent = QObject()
    one = ConnectionSetup(lambda _ready: None, parent)
    left, right = socket.socketpair()
    one.take(left, Peer("127.0.0.1", 1))  # comes back
    assert not left.getblocking()
    one.empty()
    right.close()


@pytest.mark.usefixtures("qapp")
def test_few_handshakes_begin_in_a_turn_whoever_comes_at_once(
    identity_of: IdentityOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each costs half a millisecond; members are served in between, and addresses take turns."""
    parent, began = QObject(), list[str]()
    make_machine = HubResources(identity_of("hub")).make_machine()
    one = ConnectionSetup(lambda _ready: None, parent)
    one.open(make_machine)
    begin = PendingConnection.start_handshake

    def note(pending: PendingConnection, machine: TlsMachine) -> None:
        began.append(pending.peer.address)
        begin(pending, machine)

    monkeypatch.setattr(PendingConnection, "start_handshake", note)
    ends = []
    count = 3 * HANDSHAKES_AT_ONCE
    for number in range(count):
        left, right = socket.socketpair()
        right.sendall(HELLO)
        ends.append(right)
        one.take(left, Peer("10.0.0.2" if number == count - 1 else "10.0.0.1", number))
    seen = 0
    while len(began) < count:
        QCoreApplication.processEvents()
        assert len(began) <= seen + HANDSHAKES_AT_ONCE
        seen = len(began)
    assert began.index("10.0.0.2") == 1
    one.empty()
    for end in ends:
        end.close()
