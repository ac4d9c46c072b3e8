"""Programs of others that log in with a password, and one that makes itself an account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import cli
from tests.foreign.programs import Terminal, irssi, weechat
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
