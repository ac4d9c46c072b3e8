"""Who comes late reads what was said: programs of others, with what each of them knows of history."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.foreign.programs import Terminal
from tests.headless_hub import PATIENCE, HeadlessHub

ROOM = "#robotics-club"
SAID = 60
LAST = 50  # what who cannot ask is told


@pytest.fixture
def hub() -> Iterator[HeadlessHub]:
    """A room in which sixty messages were said before."""
    with HeadlessHub("--room", "Robotics club", "--no-limits") as running:
        with running.member("bob") as bob:
            bob.send(*[f"PRIVMSG {ROOM} :said number {number:02}." for number in range(SAID)], "PING done")
            bob.wait_for("PONG")
        yield running


def _numbers(text: str) -> list[int]:
    """Which of the sixty messages are in a text, in their order."""
    return [int(part[:2]) for part in text.split("said number ")[1:]]


@pytest.mark.foreign
@pytest.mark.parametrize("program", ["irssi", "weechat"])
def test_who_knows_times_but_not_how_to_ask_is_told_the_last_fifty(
    program: str, hub: HeadlessHub, terminal: Callable[[str, int, str], Terminal]
) -> None:
    late = terminal(program, hub.port, "late")
    hub.read_until("late joined")
    late.enters(ROOM, "said number 59.")
    assert _numbers(late.screen()) == list(range(SAID - LAST, SAID))


@pytest.mark.foreign
@pytest.mark.parametrize("program", ["irssi", "weechat"])
def test_who_leaves_and_comes_back_is_told_nothing_again(
    program: str, hub: HeadlessHub, terminal: Callable[[str, int, str], Terminal]
) -> None:
    late = terminal(program, hub.port, "late")
    hub.read_until("late joined")
    late.enters(ROOM, "said number 59.")
    late.type("/cycle")
    hub.read_until("late joined")
    with hub.member("bob") as bob:
        bob.send(f"PRIVMSG {ROOM} :said number 60.", "PING done")
        bob.wait_for("PONG")
    late.enters(ROOM, "said number 60.")
    assert _numbers(late.screen()).count(59) <= 1
    assert _numbers(late.screen())[-1] == 60
    late.type("/clear" if program == "irssi" else "/buffer clear")
    late.type("/cycle")
    hub.read_until("late joined")
    with hub.member("bob") as bob:
        bob.send(f"PRIVMSG {ROOM} :said number 61.", "PING done")
        bob.wait_for("PONG")
    late.enters(ROOM, "said number 61.")
    assert _numbers(late.screen()) == [61]


def test_a_plain_client_without_times_is_told_nothing_old(hub: HeadlessHub) -> None:
    """It would take it for something said now."""
    with hub.member("late") as late:
        late.send("QUIT")
        rest = late.rest()  # history would come behind the names
        assert "ERROR" in rest
        assert "said number" not in rest


def test_a_web_client_asks_for_pages(hub: HeadlessHub) -> None:
    url, protocol = f"ws://127.0.0.1:{hub.port}/", Subprotocol("text.ircv3.net")
    with connect(url, subprotocols=[protocol]) as late:
        for line in (
            "CAP LS 302",
            "CAP REQ :draft/chathistory batch server-time message-tags",
            "NICK late",
            "USER late 0 * :late",
            "CAP END",
        ):
            late.send(line)
        _until(late, " 366 ")
        late.send(f"CHATHISTORY LATEST {ROOM} * 20")
        newest = _until(late, "BATCH -")
        assert _numbers("".join(newest)) == list(range(40, 60))
        first = next(line for line in newest if "said number 40" in line)
        msgid = first.split("msgid=")[1].split(";")[0].split(" ")[0]
        late.send(f"CHATHISTORY BEFORE {ROOM} msgid={msgid} 20")
        assert _numbers("".join(_until(late, "BATCH -"))) == list(range(20, 40))


def _until(client: ClientConnection, text: str) -> list[str]:
    """The messages up to one that holds `text`."""
    heard: list[str] = []
    while not heard or text not in heard[-1]:
        heard.append(str(client.recv(timeout=PATIENCE)))
    return heard
