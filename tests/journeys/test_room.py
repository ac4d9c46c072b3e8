"""An evening in a room: two windows with profiles of their own and a third member without a window."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import settings
from app.application import room_endings
from app.client.events import LinkState
from app.client.wishes import SetModes
from app.irc.ports import WEB_PORT_OFFSET
from app.models.room_wishes import LeaveRoom, OpenTalk, Reconnect, Rejoin
from app.net.transport import Transport
from app.ui.hosting.ban_section import ban_rows
from app.ui.members.member_actions import MemberAction
from tests.headless_hub import free_port
from tests.journeys.people import Person, words_on
from tests.net.plain_irc import PlainSocket
from tests.net.web_client import WebClient

MakePerson = Callable[..., Person]
ROOT = Path(__file__).parent.parent.parent


def test_a_name_that_was_let_in_is_the_next_one_offered(person: MakePerson) -> None:
    """Also when the program is killed: nothing of this waits for its end."""

    def kept(one: Person) -> str:
        return settings.load(one.folder / "settings.json").settings.name

    mara, bob = person("Mara"), person("bob")  # as by --name
    mara.hosts("Robotics club")
    bob.joins(f"127.0.0.1:{free_port()}")
    bob.until(bob.problem)
    bob.program.saver.save()
    assert kept(bob) == "", "he was in no room by that name"
    bob.enters(f"127.0.0.1:{mara.port}")
    for one, name in ((mara, "Mara"), (bob, "bob")):
        one.until(lambda one=one, name=name: kept(one) == name)


def test_a_room_is_closed_to_browsers_and_opened_to_them_again(person: MakePerson, qtbot: QtBot) -> None:
    mara = person("mara")
    mara.hosts("Robotics club")
    hosted, choices = mara.program.hosted_hub, mara.window.page.host_panel.browsers
    port = mara.port + WEB_PORT_OFFSET
    own = f"127.0.0.1:{port}"
    socket_of_alice = PlainSocket(qtbot, "127.0.0.1", port)
    alice = WebClient(qtbot, socket_of_alice, f"Origin: http://{own}", host=own).join("alice")
    mara.sees_people("mara", "alice")

    def chooses(found: str) -> None:
        at = choices.found.findData(found)
        choices.found.setCurrentIndex(at)
        choices.found.activated.emit(at)

    chooses("none")
    mara.answers("cancel")
    assert choices.choice() == "chat"
    assert mara.people() == ["mara", "alice"]
    chooses("none")
    mara.answers("confirm")
    alice.wait_for("ERROR :The host lets no browsers in any more")
    mara.sees("the host lets no browsers in any more")
    mara.sees_people("mara")
    mara.until(lambda: hosted.info is not None and hosted.info.web_port is None)
    assert hosted.info is not None
    assert (hosted.info.page, hosted.info.scanned_link) == ("", hosted.info.invite_link)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    chooses("page")
    mara.until(lambda: hosted.info is not None and hosted.info.web_port == port)
    socket.create_connection(("127.0.0.1", port)).close()
    chooses("none")
    mara.until(lambda: hosted.info is not None and hosted.info.web_port is None)
    assert mara.question() is None, "nobody would have to go"
    socket_of_alice.close()


def test_host_join_talk_rename_and_leave(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    assert mara.window.windowTitle() == "Robotics club — Hubbub"
    assert "only you" in words_on(mara.window.page.sheet.banner)
    bob.joins(f"127.0.0.1:{mara.port}")
    bob.until(lambda: bob.window.current_room)
    assert bob.room.title == "Robotics club"
    for one in (mara, bob):
        one.sees_people("Mara", "bob")
    mara.sees("bob joined")

    bob.says("is anybody here?")
    mara.sees("bob: is anybody here?")
    bob.sees("bob: is anybody here?")
    mara.says("of course")
    bob.sees("Mara: of course")

    bob.window.own.rename_requested.emit("Robert")
    mara.sees("bob is now called Robert")
    mara.sees_people("Mara", "Robert")
    bob.sees("You are now called Robert")

    bob.window.wished.emit(bob.room, LeaveRoom())
    mara.sees("Robert left")
    mara.sees_people("Mara")
    bob.until(lambda: bob.window.current_room is None)


def test_a_removed_person_is_told_by_whom_and_may_come_back(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "bob")
    mara.acts_on("bob", MemberAction.REMOVE)
    mara.answers("confirm", "calm down")
    bob.until(lambda: "You were removed by Mara — calm down" in bob.bar())
    mara.sees("bob was removed by Mara — calm down")
    mara.sees_people("Mara")
    bob.window.page.sheet.connection_bar.wished.emit(Rejoin())
    mara.sees_people("Mara", "bob")
    bob.until(lambda: bob.bar() == "")


def test_a_banned_person_stays_out_until_the_ban_is_lifted(
    person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_endings, "FIRST_MS", 100)
    mara, bob = person("Mara Lind"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara Lind", "bob")
    mara.acts_on("bob", MemberAction.BAN)
    mara.answers("confirm", "no more of this")
    bob.until(lambda: "You were banned by Mara Lind — no more of this." in bob.bar())
    mara.sees_people("Mara Lind")
    mara.until(lambda: words_on(mara.window.page.sheet.toast) == "bob is banned.")
    # the same window of theirs comes under another name
    bob.leaves()
    again = person("Robert", again=bob)
    again.joins(f"127.0.0.1:{mara.port}")
    again.until(lambda: "you are banned there" in again.problem())
    [row] = ban_rows(mara.room)
    assert row.name == "bob"
    mara.window.wished.emit(mara.room, row.lift)
    mara.until(lambda: words_on(mara.window.page.sheet.toast) == "bob may come in again.")
    again.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara Lind", "Robert")


def test_who_is_banned_is_offered_to_join_again_when_that_is_lifted(
    person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_endings, "FIRST_MS", 100)
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "bob")
    mara.acts_on("bob", MemberAction.BAN)
    mara.answers("confirm", "")
    bob.until(lambda: "You were banned by Mara." in bob.bar())
    assert "Join again" not in bob.bar()
    mara.until(lambda: words_on(mara.window.page.sheet.toast) == "bob is banned.")
    mara.window.page.sheet.toast.button.click()
    bob.until(lambda: "The host has lifted your ban." in bob.bar())
    mara.sees_people("Mara")
    bob.window.page.sheet.connection_bar.wished.emit(Rejoin())
    mara.sees_people("Mara", "bob")
    bob.until(lambda: bob.bar() == "")


def test_who_is_muted_reads_and_does_not_write(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "bob")
    mara.acts_on("bob", MemberAction.MUTE)
    mara.answers("ten-minutes")
    bob.sees("Mara muted bob")
    mara.until(lambda: words_on(mara.window.page.sheet.toast) == "bob is muted for 10 minutes.")
    mara.acts_on("bob", MemberAction.UNMUTE)
    bob.sees("Mara lets bob speak again")


def test_who_is_ignored_is_not_seen_until_one_wants_to_again(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "bob")
    bob.says("can you hear me")
    mara.sees("can you hear me")
    mara.acts_on("bob", MemberAction.IGNORE)
    assert "can you hear me" not in mara.shown()
    bob.says("and now")
    mara.until(lambda: any("and now" in line for line in mara.lines()))
    assert "and now" not in mara.shown()
    bob.window.wished.emit(bob.room, OpenTalk("Mara", "psst"))
    bob.sees("psst")
    mara.says("anybody there")
    bob.window.show_room(bob.program.rooms.rooms[0])
    bob.sees("anybody there")
    assert [room.title for room in mara.program.rooms.rooms] == ["Robotics club"]
    mara.acts_on("bob", MemberAction.STOP_IGNORING)
    mara.until(lambda: "can you hear me" in mara.shown() and "and now" in mara.shown())
    mara.acts_on("bob", MemberAction.IGNORE)
    mara.leaves()
    assert '"nick": "bob"' in (mara.folder / "ignored.json").read_text()


def test_a_ban_is_one_line_live_replayed_and_from_the_archive(person: MakePerson) -> None:
    mara, bob, carol = person("Mara"), person("bob"), person("carol")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "bob")
    mara.acts_on("bob", MemberAction.BAN)
    mara.answers("confirm", "begone")
    mara.sees("Mara banned bob — begone")
    assert bans_shown(mara) == ["Mara banned bob — begone"]
    bob.until(bob.bar)
    assert bans_shown(bob) == ["You were banned by Mara — begone"]
    carol.enters(f"127.0.0.1:{mara.port}")
    carol.sees("Mara banned bob — begone")
    assert bans_shown(carol) == bans_shown(mara)
    carol.leaves()
    again = person("carol", again=carol)
    again.enters(f"127.0.0.1:{mara.port}")
    again.sees("Mara banned bob — begone")
    again.until(lambda: not again.room.history.is_loading)
    assert bans_shown(again) == bans_shown(mara)


def bans_shown(person: Person) -> list[str]:
    """What the timeline tells of bans, without the times."""
    rows = person.conversation().timeline.row_layout.rows
    shown = [rows.plain_text(row) for row in range(len(rows.entries))]
    return [line.partition("] ")[2] for line in shown if line is not None and "banned" in line]


def test_a_killed_member_is_missed_at_once(person: MakePerson) -> None:
    mara = person("Mara")
    mara.hosts("Robotics club")
    command = [sys.executable, str(Path(__file__).with_name("headless_member.py")), str(mara.port), "carol"]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}) as member:
        mara.sees("carol joined", "carol: hello from carol")
        mara.sees_people("Mara", "carol")
        member.kill()
        mara.sees("carol left — connection lost")
        mara.sees_people("Mara")


def test_everybody_is_told_when_the_host_stops(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "bob")
    mara.window.page.host_panel.stop_button.click()
    mara.answers("confirm")
    bob.until(lambda: "The host closed the room" in bob.bar())
    bob.sees("The host closed the room")
    assert bob.conversation().composer.edit.isEnabled(), "what was typed can still be copied"
    mara.until(lambda: mara.window.current_room is None)
    mara.until(lambda: not mara.program.hosted_hub.is_open)


def test_a_lost_connection_comes_back_with_the_messages_of_the_meantime(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "bob")
    link = bob.room.connection.link
    link.findChild(Transport).ended.emit()  # as the socket tells it
    bob.until(lambda: link.state is LinkState.WAITING)
    assert "Connection lost." in bob.bar()
    bob.says("first, after the break")
    bob.says("second, after the break")
    bob.window.page.sheet.connection_bar.wished.emit(Reconnect())
    mara.sees("bob: first, after the break", "bob: second, after the break")
    said = [line for line in mara.lines() if "after the break" in line]
    assert [line.partition("bob: ")[2].partition(",")[0] for line in said] == ["first", "second"]
    mara.sees_people("Mara", "bob")
    bob.sees("Connection lost", "Connected again")


def test_a_room_with_a_password_asks_for_it_and_says_when_it_is_wrong(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club", password="open sesame")
    bob.joins(f"127.0.0.1:{mara.port}")
    card = bob.start.join_card
    bob.until(lambda: card.password.isVisibleTo(card))
    card.password.set_text("open barley")
    bob.start.request_join()
    bob.until(lambda: "not right" in card.password.error())
    card.password.set_text("open sesame")
    bob.start.request_join()
    mara.sees_people("Mara", "bob")


def test_a_name_that_is_taken_offers_another(person: MakePerson) -> None:
    mara, other = person("Mara"), person("mara")
    mara.hosts("Robotics club")
    other.joins(f"127.0.0.1:{mara.port}")
    other.until(lambda: other.start.name_field.text_field.error())
    other.start.accept_name("mara2")
    mara.sees_people("Mara", "mara2")


def test_a_recent_room_is_one_click_away_until_nobody_answers_there(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    bob.window.wished.emit(bob.room, LeaveRoom())
    mara.sees_people("Mara")
    bob.start.request_recent(0)
    mara.sees_people("Mara", "bob")
    bob.until(lambda: bob.window.current_room)
    bob.window.wished.emit(bob.room, LeaveRoom())
    mara.program.servers.stop_hosting()
    mara.until(lambda: not mara.program.hosted_hub.is_open)
    bob.start.request_recent(0)
    bob.until(lambda: bob.program.recents.room_at(0).offline)
    # beside the address, or over what this computer has kept of the room, if it was written in time
    assert "Nobody answers" in f"{bob.start.join_card.address.error()} {bob.bar()}"
    assert mara.program.recents.room_at(0).hosted


def test_the_hosts_own_address_shows_the_room_that_is_open(person: MakePerson) -> None:
    mara = person("Mara")
    mara.hosts("Robotics club")
    room = mara.room
    mara.window.show_start()
    mara.joins(f"127.0.0.1:{mara.port}")
    mara.until(lambda: mara.window.current_room is room)
    mara.sees_people("Mara")


def test_two_rooms_of_two_hosts_are_open_side_by_side(person: MakePerson) -> None:
    mara, olu = person("Mara"), person("Olu")
    mara.hosts("Robotics club")
    olu.hosts("Friday LAN night")
    olu.window.show_start()
    olu.joins(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "Olu")
    olu.until(lambda: olu.window.current_room and olu.room.title == "Robotics club")
    assert [room.title for room in olu.program.rooms.rooms] == ["Friday LAN night", "Robotics club"]
    own = olu.program.rooms.rooms[0]
    olu.window.show_room(own)
    mara.says("one for the other room")
    olu.until(lambda: olu.program.rooms.rooms[1].unread == 1)
    assert olu.window.windowTitle() == "(1) Friday LAN night — Hubbub"


def test_a_private_message_opens_a_talk(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "bob")
    bob.says("/msg Mara psst")
    mara.until(lambda: len(mara.program.rooms.rooms) == 2)
    mara.window.show_room(mara.program.rooms.rooms[1])
    mara.sees("bob: psst")
    mara.says("what?")
    bob.until(lambda: len(bob.program.rooms.rooms) == 2)


def test_a_locked_room_lets_nobody_new_in(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    mara.window.wished.emit(mara.room, SetModes(mara.room.target, "+i"))
    mara.until(lambda: "i" in mara.room.modes)
    bob.joins(f"127.0.0.1:{mara.port}")
    bob.until(lambda: "locked" in bob.start.join_card.address.error())
    mara.window.wished.emit(mara.room, SetModes(mara.room.target, "-i"))
    mara.until(lambda: "i" not in mara.room.modes)
    bob.start.request_join()
    mara.sees_people("Mara", "bob")
