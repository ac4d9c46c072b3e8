"""Who asks for much and reads late: nothing is lost, nothing piles up, nobody else notices."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.hub.data import costs
from app.hub.data.config import HubConfig
from app.hub.data.events import Quit
from app.hub.people import capacity
from app.net.hub_resources import HubResources
from tests.net.conftest import IdentityOf
from tests.net.plain_irc import PATIENCE, Running
from tests.net.tls_client import TlsSocket

MOTD = tuple(f"{number:05d} {'x' * 400}" for number in range(2500))  # a megabyte
ASKED = 12


@pytest.fixture
def hub(qtbot: QtBot, identity_of: IdentityOf):
    config = HubConfig(room_name="Robotics club", motd=MOTD, loopback_limits=False)
    one = Running(qtbot, config, resources=HubResources(identity_of("hub")))
    yield one
    one.clean_up()


def unread(hub: Running) -> int:
    assert hub.server._hub is not None
    return hub.server._hub._state.unread


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "tls"])
def test_all_answers_come_when_they_are_read_and_few_are_made_before(
    hub: Running, qtbot: QtBot, encrypted: bool
) -> None:
    alice = TlsSocket(qtbot, hub.port).shake_hands() if encrypted else hub.connect()
    alice.send("NICK alice", "USER a 0 * :A")
    alice.wait_for(" 376 ")
    alice.send(*["MOTD"] * ASKED, "PING done")
    qtbot.waitUntil(lambda: unread(hub) >= costs.CLOGGED, timeout=PATIENCE)
    hub.member("bob").wait_for(" 376 ")
    assert unread(hub) < 3 * 1024 * 1024  # of the 12 that were asked for
    alice.wait_for("PONG hubbub.local done")
    assert alice.received.count(b" 376 ") == ASKED + 1
    qtbot.waitUntil(lambda: unread(hub) == 0, timeout=PATIENCE)
    alice.close()
    assert hub.bugs == []


def test_who_is_cut_for_not_reading_holds_no_memory(
    hub: Running, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capacity, "ALL_UNREAD", 64 * 1024)
    alice = hub.member("alice")
    alice.send(*["MOTD"] * ASKED)
    hub.wait_told(Quit)
    qtbot.waitUntil(lambda: not hub.server._connections and not hub.server._leaving, timeout=PATIENCE)
    assert unread(hub) == 0
    monkeypatch.undo()
    hub.member("bob").wait_for(" 376 ")
