"""Looks at hubs and at what is none, over real sockets: what is proved and told, and how little is said."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.discovery.probes import ProbeTarget
from app.discovery.sightings import Place, ProbeResult
from app.hub.data.events import Connected
from app.net.hub_resources import NO_RESOURCES
from app.net.room_probe import ProbeFinding, RoomProbe, RoomProbes
from app.net.transport import delete_disconnected
from tests.discovery.rooms import announced, fingerprint
from tests.net.conftest import IdentityOf
from tests.net.plain_irc import PATIENCE, RunHub

HASTY = 300  # ms


@pytest.fixture
def owner() -> Iterator[QObject]:
    made = QObject()
    yield made
    delete_disconnected(made)


@pytest.fixture
def quiet() -> Iterator[Callable[[], socket.socket]]:
    """Somebody who takes connections into a queue and says nothing."""
    made: list[socket.socket] = []

    def listen() -> socket.socket:
        made.append(socket.create_server(("127.0.0.1", 0), backlog=64))
        return made[-1]

    yield listen
    for one in made:
        one.close()


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def at(port: int, expected: str, address: str = "127.0.0.1") -> ProbeTarget:
    return ProbeTarget(Place(address, port), expected)


def look(qtbot: QtBot, owner: QObject, target: ProbeTarget, **more: object) -> ProbeFinding:
    """What a look there finds."""
    probe = RoomProbe(target, owner, **more)  # type: ignore[arg-type]
    with qtbot.waitSignal(probe.ended, timeout=PATIENCE) as ended:
        probe.start()
    assert ended.args[0] is probe
    probe.cancel()
    return ended.args[1]


def test_the_right_hub_proves_it_and_tells_of_its_room(
    run_hub: RunHub, qtbot: QtBot, owner: QObject, identity_of: IdentityOf
) -> None:
    hub, own = run_hub(), identity_of("hub").fingerprint
    room = announced(1, fingerprint=own, port=hub.port, room="Robotics club", people=12, web_port=7667)
    hub.server.requests.tell_of_room(room)
    assert look(qtbot, owner, at(hub.port, own)) == ProbeFinding(ProbeResult.RIGHT, room)
    hub.server.requests.tell_of_room(None)
    assert look(qtbot, owner, at(hub.port, own)) == ProbeFinding(ProbeResult.RIGHT)
    assert hub.told(Connected) == [], "nobody came in"


def test_a_hub_that_has_just_opened_tells_nothing_yet(
    run_hub: RunHub, qtbot: QtBot, owner: QObject, identity_of: IdentityOf
) -> None:
    hub, own = run_hub(), identity_of("hub").fingerprint
    assert look(qtbot, owner, at(hub.port, own, "localhost")) == ProbeFinding(ProbeResult.RIGHT)


def test_another_hub_is_asked_for_nothing(run_hub: RunHub, qtbot: QtBot, owner: QObject) -> None:
    hub = run_hub()
    hub.server.requests.tell_of_room(announced(1))
    assert look(qtbot, owner, at(hub.port, fingerprint(9))) == ProbeFinding(ProbeResult.WRONG)


def test_whoever_is_there_may_be_asked_for(
    run_hub: RunHub, qtbot: QtBot, owner: QObject, identity_of: IdentityOf
) -> None:
    hub, own = run_hub(), identity_of("hub").fingerprint
    assert look(qtbot, owner, at(hub.port, "")) == ProbeFinding(ProbeResult.WRONG), "it tells of no room"
    hub.server.requests.tell_of_room(announced(1))
    found = look(qtbot, owner, at(hub.port, ""))
    assert found == ProbeFinding(ProbeResult.RIGHT, announced(1, fingerprint=own))


def test_only_whether_it_is_the_right_one_may_be_asked(
    run_hub: RunHub, qtbot: QtBot, owner: QObject, identity_of: IdentityOf
) -> None:
    hub, own = run_hub(), identity_of("hub").fingerprint
    hub.server.requests.tell_of_room(announced(1))
    assert look(qtbot, owner, at(hub.port, own), asks=False) == ProbeFinding(ProbeResult.RIGHT)
    assert look(qtbot, owner, at(hub.port, fingerprint(9)), asks=False) == ProbeFinding(ProbeResult.WRONG)


def test_a_hub_without_tls_proves_nothing(run_hub: RunHub, qtbot: QtBot, owner: QObject) -> None:
    hub = run_hub(resources=NO_RESOURCES)
    assert look(qtbot, owner, at(hub.port, fingerprint(9))).result is ProbeResult.WRONG


@pytest.mark.parametrize(
    "words", [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"+PONG\r\n"]
)
def test_another_service_hears_the_first_message_of_tls_and_no_second_connection(
    words: bytes, qtbot: QtBot, owner: QObject, quiet: Callable[[], socket.socket]
) -> None:
    server = quiet()
    probe = RoomProbe(at(server.getsockname()[1], fingerprint(9)), owner)
    with qtbot.waitSignal(probe.ended, timeout=PATIENCE) as ended:
        probe.start()
        arrived: list[socket.socket] = []
        server.setblocking(False)

        def came() -> bool:
            with contextlib.suppress(BlockingIOError):
                arrived.append(server.accept()[0])
            return bool(arrived)

        qtbot.waitUntil(came, timeout=PATIENCE)
        arrived[0].sendall(words)
    assert ended.args[1] == ProbeFinding(ProbeResult.WRONG)
    arrived[0].settimeout(PATIENCE / 1000)
    heard = b""
    with contextlib.suppress(ConnectionError):  # a reset is an end as well
        while data := arrived[0].recv(65536):
            heard += data
    arrived[0].close()
    assert heard[:1] == b"\x16", "the record of a TLS handshake"
    assert len(heard) < 2048
    with pytest.raises(BlockingIOError):
        server.accept()


def test_who_says_nothing_is_waited_for_for_a_while(
    qtbot: QtBot, owner: QObject, quiet: Callable[[], socket.socket]
) -> None:
    port = quiet().getsockname()[1]
    found = look(qtbot, owner, at(port, fingerprint(9)), patience=HASTY)
    assert found == ProbeFinding(ProbeResult.SILENT)


def test_a_hub_that_proves_itself_and_never_answers_is_the_right_one(
    run_hub: RunHub,
    qtbot: QtBot,
    owner: QObject,
    identity_of: IdentityOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.net.pending_connection.PendingConnection.take_request", lambda *_: None)
    hub, own = run_hub(), identity_of("hub").fingerprint
    assert look(qtbot, owner, at(hub.port, own), patience=1000) == ProbeFinding(ProbeResult.RIGHT)


def test_a_port_where_nothing_listens_refuses(qtbot: QtBot, owner: QObject, free_port: int) -> None:
    assert look(qtbot, owner, at(free_port, fingerprint(9))) == ProbeFinding(ProbeResult.REFUSED)


def test_who_cancels_hears_no_more(qtbot: QtBot, owner: QObject, quiet: Callable[[], socket.socket]) -> None:
    heard: list[object] = []
    probe = RoomProbe(at(quiet().getsockname()[1], fingerprint(9)), owner)
    probe.ended.connect(lambda *told: heard.append(told))
    probe.start()
    probe.cancel()
    qtbot.waitUntil(lambda: not owner.findChildren(RoomProbe), timeout=PATIENCE)
    assert heard == []


# several


def test_four_look_at_once_and_the_others_in_their_turn(
    qtbot: QtBot, owner: QObject, quiet: Callable[[], socket.socket]
) -> None:
    probes = RoomProbes(owner, patience=HASTY)
    servers = [quiet() for _ in range(6)]
    targets = [at(one.getsockname()[1], fingerprint(9)) for one in servers]
    found: list[ProbeTarget] = []
    probes.found.connect(lambda target, _finding: found.append(target))
    for target in (*targets, targets[0]):
        probes.look(target)
    assert len(owner.findChildren(RoomProbe)) == 4
    qtbot.waitUntil(lambda: len(found) == 6, timeout=PATIENCE)
    assert sorted(map(str, found)) == sorted(map(str, targets)), "each once, though one was wished for twice"


def test_what_was_found_may_be_looked_for_again(
    qtbot: QtBot, owner: QObject, run_hub: RunHub, identity_of: IdentityOf
) -> None:
    probes, hub = RoomProbes(owner), run_hub()
    target = at(hub.port, identity_of("hub").fingerprint)
    for _ in range(2):
        with qtbot.waitSignal(probes.found, timeout=PATIENCE) as found:
            probes.look(target)
        assert found.args == [target, ProbeFinding(ProbeResult.RIGHT)]


def test_what_is_looked_at_anew_is_not_told_as_it_was(
    qtbot: QtBot, owner: QObject, quiet: Callable[[], socket.socket]
) -> None:
    probes = RoomProbes(owner, patience=HASTY)
    server = quiet()
    target = at(server.getsockname()[1], fingerprint(9))
    found: list[ProbeFinding] = []
    probes.found.connect(lambda _target, finding: found.append(finding))
    probes.look(target)
    server.close()
    probes.look_anew(target)
    qtbot.waitUntil(lambda: not owner.findChildren(RoomProbe), timeout=PATIENCE)
    assert found == [ProbeFinding(ProbeResult.REFUSED)]


def test_all_of_them_stop_without_a_word(
    qtbot: QtBot, owner: QObject, quiet: Callable[[], socket.socket]
) -> None:
    probes = RoomProbes(owner, at_once=2)
    heard: list[object] = []
    probes.found.connect(lambda *told: heard.append(told))
    for _ in range(3):
        probes.look(at(quiet().getsockname()[1], fingerprint(9)))
    probes.cancel()
    qtbot.waitUntil(lambda: not owner.findChildren(RoomProbe), timeout=PATIENCE)
    assert heard == []
