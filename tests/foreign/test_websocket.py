"""A WebSocket client of a public library, as web IRC clients use one, on a hub of the command line."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosedOK, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.headless_hub import PATIENCE, HeadlessHub

TEXT, BINARY = Subprotocol("text.ircv3.net"), Subprotocol("binary.ircv3.net")
ROOM = "#robotics-club"


@pytest.fixture
def hub() -> Iterator[HeadlessHub]:
    with HeadlessHub("--room", "Robotics club", "--web-origin", "https://web.example.net") as running:
        yield running


def web(hub: HeadlessHub, *protocols: Subprotocol, scheme: str = "ws", origin: str = "") -> connect:
    """A WebSocket to the hub, which shows a certificate of its own making."""
    trusting = ssl.create_default_context() if scheme == "wss" else None
    if trusting is not None:
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
    return connect(
        f"{scheme}://127.0.0.1:{hub.port}/",
        subprotocols=protocols or None,
        origin=Origin(origin) if origin else None,
        ssl=trusting,
    )


def wait_for(client: ClientConnection, text: str) -> str | bytes:
    """Read messages until one holds `text`."""
    while True:
        message = client.recv(timeout=PATIENCE)
        if text in (message if isinstance(message, str) else message.decode()):
            return message


def join(client: ClientConnection, nick: str) -> None:
    client.send(f"NICK {nick}")
    client.send(f"USER {nick} 0 * :{nick}")
    wait_for(client, f" 001 {nick} ")
    wait_for(client, " 366 ")


@pytest.mark.parametrize("scheme", ["ws", "wss"])
@pytest.mark.parametrize(
    ("offered", "agreed"),
    [
        ((TEXT,), TEXT),
        ((BINARY,), BINARY),
        ((BINARY, TEXT), BINARY),
        ((TEXT, BINARY), TEXT),
        ((), None),
    ],
    ids=["text", "binary", "binary first", "text first", "none"],
)
def test_a_web_client_is_welcomed_and_talks_with_a_plain_client(
    hub: HeadlessHub, scheme: str, offered: tuple[Subprotocol, ...], agreed: Subprotocol | None
) -> None:
    with hub.member("bob") as bob, web(hub, *offered, scheme=scheme) as alice:
        assert alice.subprotocol == agreed
        join(alice, "alice")
        bob.wait_for("alice!alice@127.0.0.1 JOIN")
        alice.send(f"PRIVMSG {ROOM} :grüße from the web")
        assert bob.wait_for("PRIVMSG") == f":alice!alice@127.0.0.1 PRIVMSG {ROOM} :grüße from the web\r\n"
        bob.send(f"PRIVMSG {ROOM} :welcome ✓")
        said = f":bob!bob@127.0.0.1 PRIVMSG {ROOM} :welcome ✓"
        assert wait_for(alice, "welcome") == (said.encode() if agreed == BINARY else said)


def test_a_web_client_that_leaves_is_seen_to_leave_and_answered(hub: HeadlessHub) -> None:
    with hub.member("bob") as bob:
        with web(hub, TEXT) as alice:
            join(alice, "alice")
            alice.ping().wait(PATIENCE)
        bob.wait_for(":alice!alice@127.0.0.1 QUIT")
        assert (alice.close_code, alice.protocol.close_rcvd_then_sent) == (1000, False)


def test_a_web_client_reads_the_last_words_of_a_hub_that_ends(hub: HeadlessHub) -> None:
    with web(hub, TEXT) as alice:
        join(alice, "alice")
        hub.end()
        assert "The host closed the room" in wait_for(alice, "ERROR")
        with pytest.raises(ConnectionClosedOK) as ended:
            alice.recv(timeout=PATIENCE)
    assert ended.value.rcvd is not None
    assert ended.value.rcvd.code == 1001


@pytest.mark.parametrize(
    ("origin", "may"), [("https://web.example.net", True), ("https://evil.example", False), ("null", False)]
)
def test_only_a_site_that_the_host_named_brings_its_readers(hub: HeadlessHub, origin: str, may: bool) -> None:
    if may:
        with web(hub, TEXT, origin=origin) as alice:
            join(alice, "alice")
        return
    with pytest.raises(InvalidStatus) as refused, web(hub, TEXT, origin=origin):
        pass
    assert refused.value.response.status_code == 403
