"""The port for browsers beside a hub's own: where it is, what comes in by it, and rooms that have none."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.hub.data.config import HubConfig, WebContent
from app.hub.data.events import Joined
from app.irc.ports import web_port_of
from app.net import endpoint as endpoints
from app.net.endpoint import PRIVATE, Endpoint
from app.net.hub_resources import HubResources
from app.net.hub_server import HubServer
from app.net.listen_error import ListenError, WebPortProblem
from app.net.listeners import Listeners, Listening
from app.paths import room_page
from tests.headless_hub import free_port
from tests.net.conftest import IdentityOf
from tests.net.plain_irc import LOOPBACK, RunHub
from tests.net.tls_client import TlsSocket
from tests.net.web_client import WebClient
from tests.web.requests import parts, request

CONFIG = HubConfig(room_name="Robotics club", loopback_limits=False, web=WebContent.PAGE)
HERE = "127.0.0.1"


@pytest.fixture
def port() -> int:
    """A port that is free, and so are the one for browsers above it and the next two of each."""
    while True:
        found = free_port()
        if all(is_free(found + at) and is_free(found + 1000 + at) for at in range(3)):
            return found


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HERE, port))
        except OSError:
            return False
        return True


@contextmanager
def opened(qtbot: QtBot, *wanted: Endpoint, web_ports: bool = True) -> Iterator[tuple[Listening, ...]]:
    """Listeners that turn everybody away."""
    server = HubServer()  # which they belong to
    made = Listeners(lambda descriptor, _endpoint: socket.close(descriptor), server)
    yield made.open(wanted, web_ports=web_ports)
    made.shut()


@contextmanager
def taken(port: int) -> Iterator[None]:
    """Another program listens there."""
    with socket.create_server((HERE, port)):
        yield


# where it is


def test_it_is_a_thousand_ports_above_on_the_same_address(qtbot: QtBot, port: int) -> None:
    with opened(qtbot, Endpoint(HERE, port)) as (one,):
        assert (one.port, one.web_port, one.web_problem) == (port, port + 1000, None)
        assert one.text == f"{HERE}:{port}"
        socket.create_connection((HERE, port + 1000)).close()


def test_it_follows_the_port_that_is_really_in_use(qtbot: QtBot) -> None:
    with opened(qtbot, Endpoint(HERE, 0)) as (one,):
        assert one.web_port in (web_port_of(one.port), None)
        assert (one.web_port is None) is (one.web_problem is not None)


def test_a_port_that_is_ours_to_choose_is_one_with_a_free_web_port(
    qtbot: QtBot, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "DEFAULT_PORT", port)
    with taken(port + 1000), taken(port + 1), opened(qtbot, Endpoint(HERE)) as (one,):
        assert (one.port, one.web_port) == (port + 2, port + 1002)
        assert is_free(port), "what had no web port is let go of"


def test_where_no_port_has_one_the_first_will_do(
    qtbot: QtBot, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "DEFAULT_PORT", port)
    monkeypatch.setattr(endpoints, "MORE_PORTS", 1)
    with taken(port + 1000), taken(port + 1001), opened(qtbot, Endpoint(HERE)) as (one,):
        assert (one.port, one.web_port, one.web_problem) == (port, None, WebPortProblem.IN_USE)


def test_where_it_is_taken_the_hub_opens_all_the_same(qtbot: QtBot, port: int) -> None:
    with taken(port + 1000), opened(qtbot, Endpoint(HERE, port)) as (one,):
        assert (one.port, one.web_port, one.web_problem) == (port, None, WebPortProblem.IN_USE)


@pytest.mark.parametrize(
    ("named", "problem"),
    [
        (64536, WebPortProblem.TOO_HIGH),
        (5667, WebPortProblem.BLOCKED_BY_BROWSERS),
        (9080, WebPortProblem.BLOCKED_BY_BROWSERS),
    ],
)
def test_some_ports_have_none(qtbot: QtBot, named: int, problem: WebPortProblem) -> None:
    if not is_free(named):
        pytest.skip(f"port {named} is in use here")
    with opened(qtbot, Endpoint(HERE, named)) as (one,):
        assert (one.port, one.web_port, one.web_problem) == (named, None, problem)


def test_a_port_that_somebody_named_goes_before_the_web_port_of_another(qtbot: QtBot, port: int) -> None:
    with opened(qtbot, Endpoint(HERE, port), Endpoint(HERE, port + 1000)) as (one, other):
        assert (one.port, one.web_port, one.web_problem) == (port, None, WebPortProblem.IN_USE)
        assert other.port == port + 1000


def test_and_before_what_is_ours_to_choose(qtbot: QtBot, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "DEFAULT_PORT", port)
    with opened(qtbot, Endpoint(HERE), Endpoint(HERE, port + 1000)) as (chosen, named):
        assert (chosen.port, chosen.web_port) == (port + 1, port + 1001)
        assert named.port == port + 1000


def test_nobody_gets_one_who_does_not_want_it(qtbot: QtBot, port: int) -> None:
    with opened(qtbot, Endpoint(HERE, port), web_ports=False) as (one,):
        assert (one.web_port, one.web_problem) == (None, None)
        assert is_free(port + 1000)


def test_the_windows_own_way_in_has_none(qtbot: QtBot, port: int) -> None:
    with opened(qtbot, Endpoint(HERE, port), PRIVATE) as (one, private):
        assert one.web_port == port + 1000
        assert (private.web_port, private.web_problem) == (None, None)


def test_both_are_closed_with_the_hub(qtbot: QtBot, port: int) -> None:
    with opened(qtbot, Endpoint(HERE, port)):
        assert not is_free(port + 1000)
    assert is_free(port)
    assert is_free(port + 1000)


def test_where_a_hub_cannot_open_no_web_port_stays(
    qtbot: QtBot, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "DEFAULT_PORT", port)
    with (
        taken(port + 1),
        pytest.raises(ListenError),
        opened(qtbot, Endpoint(HERE), Endpoint(HERE, port + 1)),
    ):
        pass
    assert is_free(port)
    assert is_free(port + 1000)


# what comes in by it


def test_browsers_read_the_hubs_own_address_there(run_hub: RunHub, identity_of: IdentityOf) -> None:
    hub = run_hub(CONFIG, resources=HubResources(identity_of("hub"), page=room_page()))
    web_port = hub.listening[0].web_port
    assert web_port == hub.port + 1000
    browser = hub.connect(port=web_port)
    browser.send_bytes(request(host=f"192.168.1.24:{web_port}"))
    status, _headers, body = parts(browser.wait_for_end().encode())
    assert status == "HTTP/1.1 200 OK"
    assert f"<code>192.168.1.24:{hub.port}</code>" in body
    assert f'href="hubbub://192.168.1.24:{hub.port}/robotics-club"' in body
    assert f"<code>ws://192.168.1.24:{web_port}/</code>" in body


def test_the_hubs_own_port_goes_on_answering(run_hub: RunHub, identity_of: IdentityOf) -> None:
    hub = run_hub(CONFIG, resources=HubResources(identity_of("hub"), page=room_page()))
    browser = hub.connect()
    browser.send_bytes(request(host=f"192.168.1.24:{hub.port}"))
    assert f"<code>192.168.1.24:{hub.port}</code>" in browser.wait_for_end()


def test_websockets_come_in_there_from_its_own_pages_alone(run_hub: RunHub, qtbot: QtBot) -> None:
    hub = run_hub(CONFIG)
    web_port = hub.listening[0].web_port
    assert web_port is not None
    own = f"{HERE}:{web_port}"
    alice = WebClient(qtbot, hub.connect(port=web_port), f"Origin: http://{own}", host=own).join("alice")
    hub.wait_told(Joined)
    alice.send("PRIVMSG #robotics-club :hello")
    other = WebClient(qtbot, hub.connect(port=web_port), f"Origin: http://{HERE}:{hub.port}", host=own)
    assert other.head.startswith(b"HTTP/1.1 403 ")


@pytest.mark.parametrize(("at_web_port", "shown"), [(False, True), (True, False)])
def test_nobody_is_asked_for_a_certificate_there(
    run_hub: RunHub, qtbot: QtBot, identity_of: IdentityOf, tmp_path: Path, at_web_port: bool, shown: bool
) -> None:
    hub = run_hub(CONFIG, resources=HubResources(identity_of("hub")))
    web_port = hub.listening[0].web_port
    assert web_port is not None
    alice = TlsSocket(qtbot, web_port if at_web_port else hub.port, identity_of("alice"), tmp_path)
    alice.shake_hands()
    alice.send("CAP LS 302", "NICK alice")
    assert ("sasl=EXTERNAL," in alice.wait_for("sasl=")) is shown
    alice.close()


def test_a_hub_without_one_opens_as_ever(run_hub: RunHub) -> None:
    hub = run_hub(HubConfig(web=WebContent.NONE), endpoints=(LOOPBACK,))
    assert (hub.listening[0].web_port, hub.listening[0].web_problem) == (None, None)


# while the hub runs


def test_it_closes_at_once_and_opens_again(run_hub: RunHub, qtbot: QtBot, port: int) -> None:
    hub = run_hub(CONFIG, endpoints=(Endpoint(HERE, port), PRIVATE))
    requests = hub.server.requests
    with qtbot.waitSignal(requests.listening_changed) as changed:
        requests.set_web("none", False)
    assert [one.web_port for one in changed.args[0]] == [None, None]
    assert is_free(port + 1000)
    hub.member("ann").close()
    with qtbot.waitSignal(requests.listening_changed) as changed:
        requests.set_web("chat", False)
    assert [one.web_port for one in changed.args[0]] == [port + 1000, None]
    browser = hub.connect(port=port + 1000)
    browser.send_bytes(request(host=f"{HERE}:{port + 1000}"))
    assert browser.wait_for_end().startswith("HTTP/1.1 200 OK")


def test_where_another_program_took_it_meanwhile_that_is_told(
    run_hub: RunHub, qtbot: QtBot, port: int
) -> None:
    hub = run_hub(replace(CONFIG, web=WebContent.NONE), endpoints=(Endpoint(HERE, port),))
    assert hub.listening[0].web_problem is None
    with taken(port + 1000), qtbot.waitSignal(hub.server.requests.listening_changed) as changed:
        hub.server.requests.set_web("page", False)
    assert changed.args[0][0].web_problem is WebPortProblem.IN_USE


def test_who_is_in_by_it_is_told_and_goes(run_hub: RunHub, qtbot: QtBot, port: int) -> None:
    hub = run_hub(CONFIG, endpoints=(Endpoint(HERE, port),))
    requests = hub.server.requests
    own = f"{HERE}:{port + 1000}"
    alice = WebClient(qtbot, hub.connect(port=port + 1000), f"Origin: http://{own}", host=own).join("alice")
    bob = hub.member("bob")
    bob.send("JOIN #robotics-club")
    waits = hub.connect(port=port + 1000)
    waits.send_bytes(b"GET / HTTP/1.1\r\n")
    with qtbot.waitSignal(requests.browsers_counted) as counted:
        requests.count_browsers()
    assert counted.args == [1]
    requests.set_web("none", False)
    assert "The host lets no browsers in any more" in alice.wait_for("ERROR")
    alice.wait_for_close()
    bob.wait_for("alice!alice@127.0.0.1 QUIT :The host lets no browsers in any more")
    waits.wait_for_end()
    with qtbot.waitSignal(requests.browsers_counted) as counted:
        requests.count_browsers()
    assert counted.args == [0]


def test_nothing_comes_of_it_where_no_hub_runs(qtbot: QtBot) -> None:
    server = HubServer()
    told: list[object] = []
    server.requests.listening_changed.connect(told.append)
    server.requests.browsers_counted.connect(told.append)
    server.requests.set_web("chat", False)
    server.requests.count_browsers()
    assert told == []
