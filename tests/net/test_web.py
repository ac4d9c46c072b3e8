"""Browsers and WebSockets on the hub's port, over real sockets, in plain and over TLS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot
from wsproto.events import BytesMessage, CloseConnection, Ping, Pong, TextMessage

from app.hub.data.addresses import Peer
from app.hub.data.config import HubConfig, WebContent
from app.hub.data.events import Connected, Joined, Quit, RoomTitled
from app.net.connection_setup import SetupTimes
from app.net.endpoint import PRIVATE
from app.net.hub_resources import HubResources
from app.net.interfaces import OnLinkNetworks
from app.net.web_connection import WebConnection
from app.paths import room_page
from app.web.websocket import MESSAGE_LIMIT
from tests.net.conftest import CLUB, IdentityOf
from tests.net.plain_irc import LOOPBACK, PATIENCE, PlainSocket, RunHub, Running
from tests.net.tls_client import TlsSocket
from tests.net.web_client import WebClient
from tests.web.requests import parts, request, upgrade

Carrier = Callable[[Running], PlainSocket | TlsSocket]
Web = Callable[..., WebClient]
ROOM = "#robotics-club"


@pytest.fixture(params=["plain", "tls"])
def carrier(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Carrier]:
    """Connect to a hub, once in plain and once over TLS."""
    made: list[TlsSocket] = []

    def connect(hub: Running) -> PlainSocket | TlsSocket:
        if request.param == "plain":
            return hub.connect()
        made.append(TlsSocket(qtbot, hub.port))
        return made[-1].shake_hands()

    yield connect
    for one in made:
        one.close()


@pytest.fixture
def web(qtbot: QtBot, carrier: Carrier) -> Web:
    """Open a WebSocket to a hub."""

    def connect(hub: Running, *headers: str, **more: object) -> WebClient:
        return WebClient(qtbot, carrier(hub), *headers, **more)  # type: ignore[arg-type]

    return connect


# pages


def test_a_browser_reads_which_room_this_is(
    run_hub: RunHub, carrier: Carrier, identity_of: IdentityOf
) -> None:
    hub = run_hub(resources=HubResources(identity_of("hub"), page=room_page()))
    browser = carrier(hub)
    browser.send_bytes(request(host=f"127.0.0.1:{hub.port}") + b"NICK evil\r\n")
    status, headers, body = parts(browser.wait_for_end().encode())
    assert status == "HTTP/1.1 200 OK"
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert '<h1 dir="auto">Robotics club</h1>' in body
    scheme = "wss" if isinstance(browser, TlsSocket) else "ws"
    assert f"{scheme}://127.0.0.1:{hub.port}/" in body
    assert body.endswith("</html>\n")
    assert hub.events == []


def test_a_browser_reads_what_the_host_calls_it_now(run_hub: RunHub, carrier: Carrier) -> None:
    hub = run_hub()
    hub.server.requests.grant_owner("once")
    mara = hub.member("mara")
    mara.send("HUBBUB OWNER once", "HUBBUB TITLE :Robots")
    hub.wait_told(RoomTitled)
    browser = carrier(hub)
    browser.send_bytes(request(host=f"127.0.0.1:{hub.port}"))
    assert "This is “Robots”, a Hubbub chat room." in browser.wait_for_end()


def test_a_browser_reads_what_the_host_lets_it_do_now(
    run_hub: RunHub, identity_of: IdentityOf, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Peer, "is_same_computer", False)  # as if this browser were on another
    config = replace(CLUB, web=WebContent.CHAT)
    hub = run_hub(config, resources=HubResources(identity_of("hub"), page=room_page()))

    def page() -> str:
        browser = hub.connect()
        browser.send_bytes(request(host="192.168.1.4"))
        return browser.wait_for_end()

    assert 'data-password="" data-chat="yes"' in page()
    hub.server.requests.set_web("page", False)
    assert 'data-password="" data-chat=""' in page()
    hub.server.requests.set_web("chat", True)
    with qtbot.waitSignal(hub.server.requests.password_set):
        hub.server.requests.set_password("sesame")
    assert 'data-password="asked" data-chat="yes"' in page()
    hub.server.requests.set_web("chat", False)
    assert 'data-password="refused" data-chat="yes"' in page()


@pytest.mark.parametrize("local", ["127.0.0.1", "192.168.1.4"])
def test_a_browser_on_the_hubs_own_computer_gives_the_password_by_whichever_address(
    run_hub: RunHub, identity_of: IdentityOf, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, local: str
) -> None:
    def peer_of(_networks: OnLinkNetworks, _bare: object, _now: float, **_more: bool) -> Peer:
        return Peer(local, 4711, loopback=local == "127.0.0.1", local=local)

    monkeypatch.setattr(OnLinkNetworks, "peer_of", peer_of)
    hub = run_hub(
        replace(CLUB, web=WebContent.CHAT), resources=HubResources(identity_of("hub"), page=room_page())
    )
    with qtbot.waitSignal(hub.server.requests.password_set):
        hub.server.requests.set_password("sesame")
    browser = hub.connect()
    browser.send_bytes(request(host=f"192.168.1.4:{hub.port}"))
    assert 'data-secure="local" data-password="asked"' in browser.wait_for_end()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (request(line="HEAD / HTTP/1.1"), 200),
        (request(line="POST / HTTP/1.1"), 405),
        (request(line="GET /x HTTP/1.1"), 404),
        (request(host="evil.example"), 421),
        (upgrade("Origin: https://evil.example"), 403),
        (b"GET /" + b"x" * 100_000, 431),
        (b"GET nonsense\r\n\r\n", 400),
    ],
)
def test_every_request_gets_an_answer_and_the_end(
    run_hub: RunHub, carrier: Carrier, asked: bytes, status: int
) -> None:
    hub = run_hub()
    browser = carrier(hub)
    browser.send_bytes(asked)
    assert browser.wait_for_end().startswith(f"HTTP/1.1 {status} ")
    browser.close()
    hub._qtbot.waitUntil(lambda: len(hub.server._setup) == 0, timeout=PATIENCE)
    assert hub.events == []


def test_a_request_that_comes_in_pieces_is_awaited(run_hub: RunHub) -> None:
    hub = run_hub()
    browser = hub.connect()
    for byte in request():
        browser.send_bytes(bytes((byte,)))
        hub._qtbot.wait(1)
    assert "Robotics club" in browser.wait_for_end()


def test_a_request_that_never_ends_is_dropped(run_hub: RunHub) -> None:
    hub = run_hub(setup_times=SetupTimes(request=0.05, sweep=0.01))
    browser = hub.connect()
    browser.send_bytes(b"GET / HTTP/1.1\r\nHost: ")
    assert browser.wait_for_end() == ""
    assert hub.events == []


def test_who_hangs_up_in_the_middle_of_a_request_is_forgotten(run_hub: RunHub) -> None:
    hub = run_hub()
    browser = hub.connect()
    browser.send_bytes(b"GET / HTTP/1.1\r\nHost: ")
    hub._qtbot.waitUntil(lambda: len(hub.server._setup) == 1, timeout=PATIENCE)
    browser.close()
    hub._qtbot.waitUntil(lambda: len(hub.server._setup) == 0, timeout=PATIENCE)


def test_the_windows_own_way_in_has_no_page_and_no_websocket(run_hub: RunHub) -> None:
    hub = run_hub(endpoints=(LOOPBACK, PRIVATE))
    for asked in (request(), upgrade()):
        browser = hub.connect(port=hub.listening[1].port)
        browser.send_bytes(asked)
        assert browser.wait_for_end().startswith("HTTP/1.1 404 ")
        assert "Robotics" not in browser.received.decode()
    assert hub.events == []


# WebSockets


@pytest.mark.parametrize("protocol", ["text.ircv3.net", "binary.ircv3.net"])
def test_a_web_client_talks_with_a_plain_one(run_hub: RunHub, web: Web, protocol: str) -> None:
    hub = run_hub()
    bob = hub.member("bob")
    alice = web(hub, protocol=protocol).join("alice")
    assert f"Sec-WebSocket-Protocol: {protocol}".encode() in alice.head
    bob.wait_for("alice!alice@127.0.0.1 JOIN")
    alice.send(f"PRIVMSG {ROOM} :grüße, bob")
    assert "PRIVMSG #robotics-club :grüße, bob\r\n" in bob.wait_for("grüße")
    bob.send(f"PRIVMSG {ROOM} :hello", f"PRIVMSG {ROOM} :alice ✓")
    alice.wait_for("alice ✓")
    assert [type(line) for line in alice.lines[-2:]] == [str if protocol[0] == "t" else bytes] * 2
    assert not any("\r" in str(line) or "\n" in str(line) for line in alice.lines)


def test_the_hub_learns_how_somebody_came(run_hub: RunHub, web: Web) -> None:
    hub = run_hub()
    alice = web(hub).join("alice")
    hub.member("bob")
    peers = [session.peer for session in hub.server._hub._state.sessions.values()]  # type: ignore[union-attr]
    secure = isinstance(alice.carrier, TlsSocket)
    assert [(peer.web, peer.secure) for peer in peers] == [(True, secure), (False, False)]


def test_what_is_sent_in_one_breath_with_the_handshake_is_not_lost(run_hub: RunHub, web: Web) -> None:
    early = b"\x81\x8a\0\0\0\0NICK alice" + b"\x82\x96\0\0\0\0USER alice 0 * :alice\n"
    web(run_hub(), early=early).wait_for(" 001 alice ")


def test_binary_messages_are_taken_as_lines_too(run_hub: RunHub, web: Web) -> None:
    alice = web(run_hub()).join("alice")
    alice.tell(BytesMessage(b"PING by-bytes"))
    alice.wait_for("by-bytes")
    alice.tell(BytesMessage(b"PRIVMSG alice :caf\xe9"))
    alice.wait_for("INVALID_UTF8")


def test_no_message_is_two_commands(run_hub: RunHub, web: Web) -> None:
    hub = run_hub()
    bob = hub.member("bob")
    alice = web(hub).join("alice")
    alice.send("PRIVMSG bob :one\r\nQUIT :two", "PRIVMSG bob :three")
    assert "PRIVMSG bob :one QUIT :two\r\n" in bob.wait_for("three")
    assert "alice!alice@127.0.0.1 QUIT" not in bob.received.decode()


def test_pings_of_the_protocol_are_answered_beside_irc(run_hub: RunHub, web: Web) -> None:
    alice = web(run_hub()).join("alice")
    alice.tell(TextMessage("PING ", message_finished=False), Ping(b"there?"), TextMessage("whole"))
    alice.wait_for("whole")
    assert alice.wait_for_other() == Pong(b"there?")


def test_who_says_goodbye_is_answered_and_seen_to_leave(run_hub: RunHub, web: Web) -> None:
    hub = run_hub()
    bob = hub.member("bob")
    alice = web(hub).join("alice")
    alice.tell(TextMessage("PRIVMSG bob :last words"), CloseConnection(1001, ""))
    assert alice.wait_for_close() == 1001
    alice.wait_for_end()
    bob.wait_for(":alice!alice@127.0.0.1 QUIT :Connection closed")
    assert "last words" in bob.received.decode()
    alice.carrier.close()
    hub._qtbot.waitUntil(lambda: not hub.server._leaving, timeout=PATIENCE)


def test_who_quits_reads_why_before_the_close_and_the_end(run_hub: RunHub, web: Web) -> None:
    hub = run_hub()
    alice = web(hub).join("alice")
    alice.send("QUIT :see you")
    assert alice.wait_for_close() == 1000
    assert "ERROR" in str(alice.lines[-1])
    assert len(hub.server._leaving) == 1
    alice.answer_close()
    alice.wait_for_end()
    alice.carrier.close()
    hub._qtbot.waitUntil(lambda: not hub.server._leaving, timeout=PATIENCE)


def test_who_does_not_answer_the_close_is_cut_off(run_hub: RunHub, web: Web) -> None:
    now = [1000.0]
    hub = run_hub(clock=lambda: now[0])
    alice = web(hub).join("alice")
    alice.send("QUIT")
    alice.wait_for_close()
    now[0] += 3
    hub.server._tick()
    alice.wait_for_end()


def test_a_hub_that_ends_says_that_it_goes_away(run_hub: RunHub, web: Web) -> None:
    hub = run_hub()
    alice = web(hub).join("alice")
    hub.stop("The host closed the room")
    assert alice.wait_for_close() == 1001
    assert "The host closed the room" in str(alice.lines[-1])


@pytest.mark.parametrize(
    ("data", "code", "reason"),
    [
        (b"\x81\x84\0\0\0\0caf\xe9", 1007, "Text that is not UTF-8"),
        (b"\x83\x80\0\0\0\0", 1002, "WebSocket protocol error"),
        (b"NICK mallory\r\n", 1002, "WebSocket protocol error"),
        (b"\x82\xfe\xff\xff\0\0\0\0" + b"x" * 0xFFFF, 1009, "Message too long"),
    ],
    ids=["not utf-8", "unknown kind", "plain irc", "too long"],
)
def test_who_breaks_the_protocol_is_told_and_the_others_see_why(
    run_hub: RunHub, web: Web, data: bytes, code: int, reason: str
) -> None:
    hub = run_hub()
    bob = hub.member("bob")
    alice = web(hub).join("alice")
    alice.send_bytes(data)
    assert alice.wait_for_close() == code
    alice.wait_for_end()
    bob.wait_for(f":alice!alice@127.0.0.1 QUIT :{reason}")


def test_a_line_that_is_too_long_gets_the_numeric_of_irc(run_hub: RunHub, web: Web) -> None:
    alice = web(run_hub()).join("alice")
    alice.send("PRIVMSG alice :" + "x" * (MESSAGE_LIMIT - 100))
    alice.wait_for(" 417 alice ")


def test_a_broken_connection_is_seen_as_any_other(run_hub: RunHub, web: Web) -> None:
    hub = run_hub()
    bob = hub.member("bob")
    web(hub).join("alice").carrier.close()
    bob.wait_for(":alice!alice@127.0.0.1 QUIT")
    assert len(hub.told(Quit)) == 1


def test_the_limits_are_those_of_any_connection(run_hub: RunHub, web: Web) -> None:
    hub = run_hub(HubConfig(room_name="Robotics club", max_per_address=1))
    web(hub).join("alice")
    mallory = web(hub)
    assert mallory.wait_for_close() == 1000
    assert "Too many connections from your address" in str(mallory.lines[-1])


def test_a_flood_of_lines_ends_as_on_a_plain_socket(run_hub: RunHub, web: Web) -> None:
    alice = web(run_hub(HubConfig(room_name="Robotics club"))).join("alice")
    alice.send(*["PING x"] * 500)
    alice.wait_for_close()
    assert "Excess flood" in str(alice.lines[-1])


def test_who_reads_nothing_is_closed_by_the_hub(run_hub: RunHub, web: Web) -> None:
    hub = run_hub()
    bob = hub.member("bob")
    web(hub).join("alice")
    connection = next(one for one in hub.server._connections.values() if isinstance(one, WebConnection))
    connection.write(b"x" * 400 + b"\r\n" + b"y" * (16 * 1024 * 1024) + b"\r\n")
    bob.send("PRIVMSG alice :one more")
    hub.wait_told(Quit)
    assert [event.reason for event in hub.told(Quit) if isinstance(event, Quit)] == ["SendQ exceeded"]


def test_pings_of_somebody_who_reads_nothing_do_not_pile_up(run_hub: RunHub) -> None:
    hub = run_hub()
    alice = WebClient(hub._qtbot, hub.connect()).join("alice")
    session = hub.told(Connected)[0].session  # type: ignore[attr-defined]
    connection = hub.server._connections[session]
    told: list[int] = []
    while not connection.write(b"PING :anybody\r\n" * 10_000):
        pass  # until the system takes no more
    connection.socket.bytesToWrite = lambda: 12345  # type: ignore[method-assign]
    hub.server.backlog_changed = lambda _connection, waiting: told.append(waiting)  # type: ignore[method-assign]
    alice.tell(Ping(b"1"), Ping(b"2"))
    hub._qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert set(told) == {12345}


@pytest.mark.parametrize(
    ("origin", "may"),
    [("https://web.example.net", True), ("https://evil.example", False), ("http://127.0.0.1:6667", True)],
)
def test_only_named_sites_and_the_hub_itself_may_bring_people(
    run_hub: RunHub, origin: str, may: bool
) -> None:
    hub = run_hub(HubConfig(room_name="Robotics club", web_origins=("https://web.example.net",)))
    browser = hub.connect()
    browser.send_bytes(upgrade(f"Origin: {origin}"))
    browser.wait_for("\r\n\r\n")
    assert browser.received.startswith(b"HTTP/1.1 101 " if may else b"HTTP/1.1 403 ")


@pytest.mark.parametrize("name", ["hubbub.local", "chat.example.org", "localhost"])
def test_a_hub_goes_by_the_names_that_it_was_given(run_hub: RunHub, name: str) -> None:
    hub = run_hub(HubConfig(room_name="Robotics club", public_address="chat.example.org"))
    browser = hub.connect()
    browser.send_bytes(request(host=f"{name}:{hub.port}"))
    assert browser.wait_for_end().startswith("HTTP/1.1 200 ")


def test_a_thousand_lines_of_one_turn_arrive_whole_and_in_order(run_hub: RunHub, web: Web) -> None:
    hub = run_hub(CLUB)
    bob = hub.member("bob")
    alice, carol = web(hub).join("alice"), web(hub, protocol="binary.ircv3.net").join("carol")
    hub._qtbot.waitUntil(lambda: len(hub.told(Joined)) == 3, timeout=PATIENCE)
    bob.send(*(f"PRIVMSG {ROOM} :{number}" for number in range(1000)))
    for one in (alice, carol):
        one.wait_for(" :999")
        said = [
            str(line).rpartition(" :")[2].strip("'") for line in one.lines if f"PRIVMSG {ROOM}" in str(line)
        ]
        assert said == [str(number) for number in range(1000)]
