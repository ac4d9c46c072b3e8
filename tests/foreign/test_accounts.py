"""Programs of others that log in with a password, and one that makes itself an account."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import cli
from app.security.tls_machine import TlsMachine, client_context
from tests.foreign.gnu_sasl import GnuSasl
from tests.foreign.programs import PATIENCE, Terminal, irssi, weechat
from tests.headless_hub import HeadlessHub

pytestmark = pytest.mark.foreign

PASSWORD = "s\u00e9same, 1=2"  # with what PLAIN and SCRAM have to prepare or escape


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HeadlessHub]:
    with HeadlessHub("--room", "Robotics club", data=tmp_path / "hub") as running:
        yield running


@pytest.fixture
def start(tmp_path: Path, hub: HeadlessHub) -> Iterator[Callable[..., Terminal]]:
    """Starts a client of others at the hub."""
    running: list[Terminal] = []

    def run(client: Callable[..., Terminal], nick: str) -> Terminal:
        home = tmp_path / f"{nick}-{len(running)}"
        home.mkdir()
        running.append(client(home, hub.port, nick))
        return running[-1]

    yield run
    for one in running:
        one.close()


@pytest.mark.parametrize("mechanism", ["plain", "scram-sha-256"])
def test_weechat_logs_in_by_password(
    hub: HeadlessHub, start: Callable[..., Terminal], tmp_path: Path, mechanism: str
) -> None:
    made = cli.main(
        ["adduser", "--data-dir", str(tmp_path / "hub"), "--name", "irene", "--password", PASSWORD]
    )
    assert made == 0  # beside the hub, which knows it at once
    client = start(weechat, "guest")
    client.sees("#robotics-club")
    for option, value in (("mechanism", mechanism), ("username", "irene"), ("password", PASSWORD)):
        client.type(f"/set irc.server.hub.sasl_{option} {value}")
    client.type("/set irc.server.hub.nicks irene")
    client.type("/reconnect hub")
    client.finds("/buffer irc.server.hub", "You are now logged in as irene", "SASL authentication successful")
    client.type("/set irc.server.hub.sasl_password wrong")
    client.type("/reconnect hub")
    client.finds("/buffer irc.server.hub", "Wrong name or password")


def test_irssi_makes_itself_an_account_and_logs_in_with_it(
    hub: HeadlessHub, start: Callable[..., Terminal]
) -> None:
    client = start(irssi, "irene")
    hub.read_until("irene joined")
    client.type("/quote REGISTER * * sesame")
    client.sees("You are now logged in as irene")
    client.type("/quit")
    again = start(irssi, "somebody")
    hub.read_until("somebody joined")
    again.type("/network add -sasl_mechanism PLAIN -sasl_username irene -sasl_password sesame club")
    again.type(f"/server add -network club -port {hub.port} 127.0.0.1")
    again.type("/nick irene")
    again.sees("Nick irene is already in use")
    again.type(f"/connect -network club 127.0.0.1 {hub.port}")
    again.sees("SASL authentication succeeded")


class Bound:
    """A client that is nobody's program: TLS by our machine, SASL by GNU SASL."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.tls = TlsMachine(client_context(None))
        self._heard = ""
        self.tls.begin()
        while not self.tls.is_secured:
            self._socket.sendall(self.tls.take_output())
            self.tls.receive(self._socket.recv(65536))
        self._socket.sendall(self.tls.take_output())

    def says(self, *lines: str) -> Bound:
        self._socket.sendall(self.tls.send("".join(f"{line}\r\n" for line in lines).encode()))
        return self

    def hears(self, *words: str) -> str:
        """The next line with one of these words in it."""
        while True:
            line, end, rest = self._heard.partition("\r\n")
            if end:
                self._heard = rest
                if not {*words}.isdisjoint(line.split()):
                    return line.partition(" :")[0].removeprefix(":hubbub.local ")
            else:
                arrived = self._socket.recv(65536)
                assert arrived, f"the hub has closed and said none of {words}"
                self._heard += self.tls.receive(arrived).decode()

    def close(self) -> None:
        self._socket.close()


@pytest.mark.parametrize(
    ("mechanism", "password", "binding", "outcome"),
    [
        ("SCRAM-SHA-256-PLUS", PASSWORD, None, "903"),
        ("SCRAM-SHA-256-PLUS", "wrong", None, "904"),
        ("SCRAM-SHA-256-PLUS", PASSWORD, b"another" * 4, "904"),  # as one in between would pass it on
        ("SCRAM-SHA-256", PASSWORD, b"", "903"),  # a program that knows nothing of it
    ],
)
def test_gnu_sasl_proves_a_password_for_one_connection(
    hub: HeadlessHub, tmp_path: Path, mechanism: str, password: str, binding: bytes | None, outcome: str
) -> None:
    kept = ["adduser", "--data-dir", str(tmp_path / "hub"), "--name", "irene", "--password", PASSWORD]
    assert cli.main(kept) == 0
    irene = Bound(hub.port)
    own = irene.tls.channel_binding
    sasl = GnuSasl(mechanism, "irene", password, own if binding is None else binding)
    irene.says("CAP LS 302", "NICK irene", "USER irene 0 * :Irene", "CAP REQ :sasl").hears("ACK")
    irene.says(f"AUTHENTICATE {mechanism}").hears("AUTHENTICATE")
    irene.says(f"AUTHENTICATE {sasl.step('')}")
    while (heard := irene.hears("AUTHENTICATE", outcome).split())[0] == "AUTHENTICATE":
        irene.says(f"AUTHENTICATE {sasl.step(heard[1]) or '+'}")
    assert heard[0] == outcome
    assert sasl.is_done is (outcome == "903")
    irene.close()
