"""Who comes by a browser is kicked, muted, locked out, banned, asked for a password as anybody is."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.hub.data.addresses import Peer
from app.hub.data.config import HubConfig, WebContent
from tests.net.plain_irc import PlainSocket, RunHub, Running
from tests.net.web_client import WebClient

ROOM = "#robotics-club"
CONFIG = HubConfig(room_name="Robotics club", operators={"op": "sesame"}, loopback_limits=False)


@pytest.fixture
def hub(run_hub: RunHub) -> Running:
    return run_hub(CONFIG)


def moderator_of(hub: Running) -> PlainSocket:
    """An operator of the hub, who moderates its room."""
    member = hub.member("op")
    member.send("OPER op sesame")
    member.wait_for(f"MODE {ROOM} +o op")
    return member


@pytest.fixture
def moderator(hub: Running) -> PlainSocket:
    return moderator_of(hub)


def test_a_kick_is_told_with_its_reason(hub: Running, moderator: PlainSocket, qtbot: QtBot) -> None:
    guest = WebClient(qtbot, hub.connect()).join("guest")
    moderator.send(f"KICK {ROOM} guest :Enough")
    assert guest.wait_for(" KICK ").endswith(f"KICK {ROOM} guest :Enough")
    guest.send(f"PRIVMSG {ROOM} :still here")
    guest.wait_for(" 404 ")


def test_a_mute_holds(hub: Running, moderator: PlainSocket, qtbot: QtBot) -> None:
    guest = WebClient(qtbot, hub.connect()).join("guest")
    moderator.send(f"HUBBUB MUTE {ROOM} guest * * 0")
    moderator.wait_for("MUTED")
    guest.send(f"PRIVMSG {ROOM} :hear me")
    assert "you are muted" in guest.wait_for(" 404 ")
    assert "hear me" not in moderator.read().decode()


def test_a_locked_room_stays_shut(hub: Running, moderator: PlainSocket, qtbot: QtBot) -> None:
    moderator.send(f"MODE {ROOM} +i")
    moderator.wait_for(f"MODE {ROOM} +i")
    guest = WebClient(qtbot, hub.connect())
    guest.send("NICK guest", "USER guest 0 * :guest", f"JOIN {ROOM}")
    guest.wait_for(" 473 ")


def test_a_ban_is_of_the_account_whatever_it_comes_by(run_hub: RunHub, qtbot: QtBot) -> None:
    hub = run_hub(CONFIG)
    guest = WebClient(qtbot, hub.connect()).join("guest")
    guest.send("REGISTER * * secret")
    guest.wait_for("REGISTER SUCCESS")
    moderator_of(hub).send("HUBBUB BAN ADD guest")
    guest.wait_for_close()
    again = WebClient(qtbot, hub.connect())
    proof = base64.b64encode(b"\0guest\0secret").decode()
    again.send("CAP REQ :sasl", "AUTHENTICATE PLAIN", f"AUTHENTICATE {proof}")
    again.send("NICK another", "USER another 0 * :another", "CAP END")
    assert "banned" in again.wait_for(" 465 ")
    again.wait_for_close()


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_password_is_taken_without_encryption_only_while_the_host_allows_it(
    run_hub: RunHub, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, is_taken: bool
) -> None:
    monkeypatch.setattr(Peer, "is_same_computer", False)  # as if this browser were on another
    hub = run_hub(replace(CONFIG, web=WebContent.CHAT, web_plain_password=not is_taken))
    with qtbot.waitSignal(hub.server.requests.password_set):
        hub.server.requests.set_password("sesame")
    hub.server.requests.set_web("chat", is_taken)
    guest = WebClient(qtbot, hub.connect())
    guest.send("PASS sesame", "NICK guest", "USER guest 0 * :guest")
    guest.wait_for(" 001 " if is_taken else " 464 guest :A password is not taken from a page")
