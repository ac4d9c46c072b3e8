"""Our window on InspIRCd, ngIRCd and ircd-hybrid, talking with irssi there, and behind ZNC."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.client.wishes import AskChannels, Invite, MakeRoom
from app.models.room import Room
from app.ui.rooms.pick_overlay import PickOverlay
from app.ui.window.action_ids import ActionId
from app.ui.window.bans_sheet import BansSheet
from app.ui.window.link_view import Security
from app.ui.window.server_log_sheet import ServerLogSheet
from tests.foreign.programs import IrcServer, Terminal
from tests.journeys.people import Person, words_on

pytestmark = pytest.mark.foreign
SERVERS = ("inspircd", "ngircd", "ircd-hybrid")


def in_the_workshop(server: IrcServer, terminal: Callable[[str, int, str], Terminal]) -> Terminal:
    """irene by irssi, who has made #workshop there."""
    irene = terminal("irssi", server.port, "irene")
    irene.sees("Mode change")
    irene.type("/join #workshop")
    irene.sees("[Users #workshop]", "@irene")
    return irene


@pytest.mark.parametrize("name", SERVERS)
def test_the_window_chats_on_a_server_of_others(
    name: str,
    person: Callable[[str], Person],
    irc_server: Callable[[str], IrcServer],
    terminal: Callable[[str, int, str], Terminal],
) -> None:
    server = irc_server(name)
    irene = in_the_workshop(server, terminal)
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


@pytest.mark.parametrize("name", SERVERS)
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


@pytest.mark.parametrize("name", SERVERS)
def test_the_channels_of_a_server_of_others_are_listed_and_entered(
    name: str,
    person: Callable[[str], Person],
    irc_server: Callable[[str], IrcServer],
    terminal: Callable[[str, int, str], Terminal],
) -> None:
    server = irc_server(name)
    irene = in_the_workshop(server, terminal)
    irene.type("/topic Bring chargers")
    irene.sees("changed the topic of #workshop to: Bring chargers")
    bob = person("bob")
    bob.joins(f"irc://127.0.0.1:{server.port}/lobby")
    bob.until(lambda: bob.window.current_room)
    kinds = bob.room.connection.abilities.kinds
    assert (MakeRoom in kinds, AskChannels in kinds, Invite in kinds) == (False, True, True)
    bob.says("/list work")
    overlay = bob.until(lambda: bob.window.findChild(PickOverlay))
    picks = bob.room.connection.directory.picks
    bob.until(lambda: picks.pick(0))
    found = picks.pick(0)
    assert (found.title, found.about, found.people) == ("workshop", "Bring chargers", 1)
    overlay.picked.emit("#workshop")
    bob.until(lambda: bob.room.title == "workshop")
    bob.sees_people("irene", "bob")
    irene.type("/quit")


@pytest.mark.parametrize("name", SERVERS)
def test_what_a_server_of_others_says_lists_and_refuses_is_seen(
    name: str, person: Callable[[str], Person], irc_server: Callable[[str], IrcServer]
) -> None:
    server = irc_server(name)
    bob = person("bob")
    bob.enters(f"irc://127.0.0.1:{server.port}/lobby")
    bob.sees_people("bob")
    bob.says("/quote VERSION")
    bob.until(lambda: any(name in line.casefold() for line in bob.lines()))
    bob.says("/mode")
    bob.sees("#lobby +")
    bob.says("/msg NickServ identify sesame")
    bob.until(bob.notice)  # there is none
    assert "sesame" not in " ".join(line for room in bob.program.rooms.rooms for line in lines_of(bob, room))
    bob.says("/list")
    overlay = bob.until(lambda: bob.window.findChild(PickOverlay))
    rows = overlay.list.model()
    bob.until(lambda: "lobby" in {rows.index(row, 0).data() for row in range(rows.rowCount())})
    overlay.dismiss()
    bob.says("/log")
    sheet = bob.until(lambda: bob.window.findChild(ServerLogSheet))
    assert "irc.test.local" in sheet.text.toPlainText()


@pytest.mark.parametrize("name", SERVERS)
def test_bans_of_a_server_of_others_are_listed_and_lifted(
    name: str, person: Callable[[str], Person], irc_server: Callable[[str], IrcServer]
) -> None:
    server = irc_server(name)
    bob = person("bob")
    bob.enters(f"irc://127.0.0.1:{server.port}/lobby")
    bob.until(lambda: bob.room.may_moderate)
    bob.says("/quote MODE #lobby +bb eve!*@* *!*@192.0.2.7")
    bob.until(lambda: len(bob.room.bans) == 2)
    bob.room.set_bans(())  # as if others had set them before we came
    bob.window.actions_.opening.emit()
    assert bob.window.actions_[ActionId.BANS].isVisible()
    bob.window.actions_[ActionId.BANS].trigger()
    sheet = bob.until(lambda: bob.window.findChild(BansSheet))
    bob.until(lambda: bob.room.has_ban_list)
    assert sheet.count.text() == "2 banned"
    names = {button.accessibleName(): button for button in sheet.list.buttons}
    assert names.keys() == {"Unban eve", "Unban *!*@192.0.2.7"}
    names["Unban *!*@192.0.2.7"].click()
    bob.until(lambda: [button.accessibleName() for button in sheet.list.buttons] == ["Unban eve"])


@pytest.mark.parametrize("name", SERVERS)
def test_of_a_server_of_others_the_fingerprint_is_compared(
    name: str, person: Callable[[str], Person], irc_server: Callable[[str], IrcServer]
) -> None:
    server = irc_server(name)
    bob = person("bob")
    bob.enters(f"127.0.0.1:{server.tls_port}/lobby")
    view = bob.window.page.link_view(bob.room)
    assert (view.security, view.fingerprint) == (Security.NOT_COMPARED, server.fingerprint)
    state = bob.window.page.sheet.header.state
    bob.until(lambda: state.can_compare)
    state.click()
    sheet = bob.until(bob.question)
    assert server.fingerprint[-2:].upper() in words_on(sheet)
    assert "IRC server" in words_on(sheet)
    sheet.answer("confirm")
    bob.until(lambda: bob.window.page.link_view(bob.room).security is Security.VERIFIED)


def test_a_bouncer_asks_for_its_password_once_and_brings_its_channels(
    person: Callable[[str], Person], irc_server: Callable[..., IrcServer]
) -> None:
    server = irc_server("inspircd")
    bouncer = irc_server("znc", server.port)
    kim = person("kim")
    kim.enters(f"irc://127.0.0.1:{server.port}/lobby")
    kim.until(lambda: set(kim.people()) == {"kim", "mara"})  # the bouncer is there; first was who came first
    mara = person("mara")
    mara.joins(f"irc://127.0.0.1:{bouncer.port}")
    card = mara.start.join_card
    mara.until(lambda: not card.password.isHidden())
    assert "bouncer" in words_on(card)
    card.password.set_text("mara:wrong")
    mara.start.request_join()
    mara.answers("confirm")  # it sees the password
    mara.until(mara.problem)
    card.password.set_text("mara/test:sesame")
    mara.start.request_join()
    mara.until(lambda: {room.target for room in mara.program.rooms.rooms} == {"#lobby", "#python"})
    mara.window.show_room(next(room for room in mara.program.rooms.rooms if room.target == "#lobby"))
    mara.until(lambda: set(mara.people()) == {"kim", "mara"})
    assert mara.question() is None
    mara.says("hello from behind")
    kim.sees("mara: hello from behind")
    mara.says("/msg *status version")
    mara.until(lambda: mara.room.target == "*status" or any(r.unread for r in mara.program.rooms.rooms))


def lines_of(person: Person, room: Room) -> list[str]:
    """The conversation of a room, as it would be copied."""
    person.window.show_room(room)
    return person.lines()
