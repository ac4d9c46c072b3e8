"""Ports: the next one when nobody named one, a sentence when a named one fails; limits on arrivals."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.hub.data.config import HubConfig
from app.hub.data.events import Connected, Quit
from app.net import endpoint as endpoints
from app.net import hub_connection, hub_server, listeners
from app.net.endpoint import Endpoint
from app.net.listen_error import ListenError
from app.net.listeners import Listener
from app.words.system_words import listen_words
from tests.net.plain_irc import PATIENCE, RunHub

ROOT = Path(__file__).parent.parent.parent


def listener() -> Listener:
    return Listener(lambda descriptor, _endpoint: socket.close(descriptor))


def free_run_of_ports(monkeypatch: pytest.MonkeyPatch) -> int:
    """Make 6667 a port that is free here, and the one after it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    monkeypatch.setattr(endpoints, "DEFAULT_PORT", port)
    return port


def test_the_next_port_is_tried_when_nobody_named_one(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_run_of_ports(monkeypatch)
    with socket.create_server(("127.0.0.1", port)):
        one = listener()
        one.open(Endpoint("127.0.0.1"))
        assert port < one.serverPort() <= port + endpoints.MORE_PORTS
        assert one.text() == f"127.0.0.1:{one.serverPort()}"
        one.close()


def test_when_none_of_the_ports_is_free_it_is_said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_run_of_ports(monkeypatch)
    monkeypatch.setattr(endpoints, "MORE_PORTS", 0)
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(ListenError) as error,
    ):
        listener().open(Endpoint("127.0.0.1"))
    assert listen_words(error.value) == f"No port from {port} to {port} is free; name another one."


def test_a_named_port_that_is_taken_is_an_error(qtbot: QtBot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ListenError) as error:
            listener().open(Endpoint("127.0.0.1", port))
    assert f"Port {port} is already in use on 127.0.0.1:{port};" in listen_words(error.value)


def test_one_bad_listener_closes_the_good_ones(qtbot: QtBot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    hub = hub_server.HubServer()
    failures: list[ListenError] = []
    hub.failed.connect(failures.append)
    hub.start(HubConfig(), (Endpoint("127.0.0.1", port), Endpoint("203.0.113.7", 7000)))
    said = [listen_words(error) for error in failures]
    assert said == ["203.0.113.7 is not an address of this computer, so it cannot be listened on."]
    assert not hub.is_running
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_strangers_are_limited_and_members_are_not(run_hub: RunHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listeners, "UNREGISTERED_LIMIT", 3)
    hub = run_hub(HubConfig(room_name="Robotics club", max_per_address=100))
    members = [hub.member(f"member{number}") for number in range(5)]
    silent = [hub.connect() for _ in range(3)]
    for one in silent:
        one.send("NICK x")
    hub._qtbot.waitUntil(lambda: len(hub.told(Connected)) == 8, timeout=PATIENCE)
    late = hub.member("late")  # for whom the longest-waiting goes
    silent[0].wait_for_end()
    hub.wait_told_address_refused()
    for one in (members[0], late, silent[1]):
        one.send("PING here", "JOIN x")
    members[0].wait_for("here")
    late.wait_for("here")
    silent[1].wait_for("451")


OUT_OF_DESCRIPTORS = """
import resource, socket, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (60, 60))
from PySide6.QtCore import QCoreApplication, QElapsedTimer
from app.hub.data.config import HubConfig
from app.hub.data.events import Connected, Quit
from app.net import hub_connection, hub_server, listeners
from app.net.endpoint import Endpoint
listeners.SPARE_DESCRIPTORS = 0
app = QCoreApplication([])
hub = hub_server.HubServer()
ports = []
hub.started.connect(lambda all: ports.append(all[0].port))
hub.start(HubConfig(loopback_limits=False), (Endpoint("127.0.0.1", 0),))
held = []
try:
    while True:
        held.append(socket.create_connection(("127.0.0.1", ports[0])))
        app.processEvents()
except OSError:
    pass
for one in held:
    one.close()
timer = QElapsedTimer()
timer.start()
while timer.elapsed() < 20_000:
    app.processEvents()
    if not hub._connections:
        break
late = socket.create_connection(("127.0.0.1", ports[0]))
late.setblocking(False)
late.send(b"NICK a\\r\\nUSER a 0 * :a\\r\\n")
heard = b""
while timer.elapsed() < 20_000 and b" 001 " not in heard:
    app.processEvents()
    try:
        heard += late.recv(4096)
    except BlockingIOError:
        pass
print("welcomed" if b" 001 " in heard else heard)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit there")
def test_a_hub_that_ran_out_of_descriptors_takes_people_again(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", OUT_OF_DESCRIPTORS], cwd=ROOT, capture_output=True, text=True, timeout=90
    )
    assert run.stdout == "welcomed\n", run.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit there")
def test_the_limit_on_open_files_is_raised(run_hub: RunHub) -> None:
    import resource

    run_hub()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert soft == hard


def test_a_killed_member_is_noticed_at_once(run_hub: RunHub, qtbot: QtBot) -> None:
    hub = run_hub()
    alice = hub.member("alice")
    code = (
        "import socket, sys, time\n"
        f"s = socket.create_connection(('127.0.0.1', {hub.port}))\n"
        "s.sendall(b'NICK victim\\r\\nUSER v 0 * :v\\r\\n')\n"
        "s.recv(1)\n"
        "sys.stdout.write('in')\n"
        "sys.stdout.flush()\n"
        "sys.stdin.read()\n"
    )
    victim = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    alice.wait_for("victim!v@127.0.0.1 JOIN")
    victim.kill()
    qtbot.waitUntil(lambda: victim.poll() is not None, timeout=PATIENCE)
    victim.communicate()
    alice.wait_for("victim!v@127.0.0.1 QUIT :Connection closed")


def test_no_signal_of_another_object_leads_to_a_listener(qtbot: QtBot) -> None:
    """Destroying it would wait for Python with a lock of Qt's, which another thread may want: for ever."""
    listener = Listener(lambda descriptor, endpoint: None)
    listener.open(Endpoint("127.0.0.1"))
    assert listener.findChildren(QTimer) == []
    listener.shut()


def test_who_has_no_place_is_told_so_and_not_waited_for(run_hub: RunHub) -> None:
    hub = run_hub(HubConfig(room_name="Robotics club", max_per_address=1))
    hub.member("ann")
    for _ in range(3):
        late = hub.connect()
        late.send("NICK x", "USER x 0 * :x")
        assert "Too many connections from your address" in late.wait_for_end()
    assert len(hub.server._leaving) == 0


def test_only_so_many_who_do_not_read_their_last_words_are_waited_for(
    run_hub: RunHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_connection, "LINGERING_LIMIT", 2)
    hub = run_hub()
    members = [hub.member(f"member{number}") for number in range(5)]
    for one in members:
        one.send("QUIT")  # and does not hang up
    hub._qtbot.waitUntil(lambda: len(hub.told(Quit)) == 5, timeout=PATIENCE)
    assert len(hub.server._leaving) <= 2
    for one in members:
        assert "ERROR" in one.wait_for_end()
