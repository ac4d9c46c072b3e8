"""Our window on InspIRCd and ngIRCd, talking with irssi there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.ui.window.link_view import Security
from tests.foreign.programs import IrcServer, Terminal
from tests.journeys.people import Person

pytestmark = pytest.mark.foreign


@pytest.mark.parametrize("name", ["inspircd", "ngircd"])
def test_the_window_chats_on_a_server_of_others(
    name: str,
    person: Callable[[str], Person],
    irc_server: Callable[[str], IrcServer],
    terminal: Callable[[str, int, str], Terminal],
) -> None:
    server = irc_server(name)
    irene = terminal("irssi", server.port, "irene")
    irene.sees("Mode change")
    irene.type("/join #workshop")
    irene.sees("[Users #workshop]", "@irene")
    bob = person("bob")
    bob.joins(f"irc://127.0.0.1:{server.port}/workshop")
    bob.until(lambda: bob.window.current_room)
    assert bob.room.title == "workshop"
    bob.sees_people("irene", "bob")
    irene.sees("bob")

    bob.says("hello from a window")
    irene.sees("hello from a window")
    bob.until(lambda: not any(entry.state.value == "pending" for entry in bob.messages()))
    irene.type("hello from a terminal")
    bob.sees("irene: hello from a terminal")
    irene.type("/topic Saturday")
    bob.sees("Saturday")
    bob.window.own.rename_requested.emit("robert")
    bob.sees("You are now called robert")
    irene.sees("robert")
    irene.type("/kick robert enough")
    bob.until(lambda: "You were removed by irene — enough" in bob.bar())
    irene.type("/quit")


@pytest.mark.parametrize("name", ["inspircd", "ngircd"])
def test_a_server_without_a_channel_in_the_address_is_asked_for_one(
    name: str, person: Callable[[str], Person], irc_server: Callable[[str], IrcServer]
) -> None:
    server = irc_server(name)
    bob = person("bob")
    bob.joins(f"127.0.0.1:{server.port}")
    bob.answers("confirm")  # it does not encrypt: join all the same
    bob.answers("confirm", "lobby")
    bob.until(lambda: bob.window.current_room)
    assert bob.room.target == "#lobby"
    assert bob.window.page.link_view(bob.room).security is Security.NOT_ENCRYPTED
    bob.sees_people("bob")
