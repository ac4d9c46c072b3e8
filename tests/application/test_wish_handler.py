"""What becomes of wishes: most go to the room's link, some the window does itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.application.wish_handler import WishHandler
from app.client import wishes
from app.client.events import LinkState, Typing
from app.client.wishes import Wish
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.room import Room, RoomKind
from app.models.room_wishes import (
    ChangeName,
    LeaveRoom,
    Mistake,
    OpenTalk,
    Reconnect,
    Rejoin,
    ShowHelp,
    StopReconnecting,
)
from app.models.rooms import RoomsModel
from app.models.timeline_entries import EventEntry, Note
from app.settings import Settings
from tests.models.links import AskedLink


class FakeWindow(QObject):
    """As much of a window as a handler asks."""

    wished = Signal(Room, Wish)
    wished_everywhere = Signal(Wish)

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Room] = []
        self.notices: list[str] = []

    def show_room(self, room: Room) -> None:
        self.shown.append(room)

    def show_notice(self, text: str) -> None:
        self.notices.append(text)


class Desk:
    """A handler with one room at a link that only remembers."""

    def __init__(self) -> None:
        self.window = FakeWindow()
        self.link = AskedLink()
        self.rooms = RoomsModel()
        self.settings = Settings()
        self.left: list[Room] = []
        self.connection = Connection(self.link, self.rooms, EVENTS, address="192.168.1.24", nick="mara")
        self.connection.set_state(LinkState.ONLINE)
        self.room = self.connection.find_or_open("#club")
        self.room.set_present(True)
        self.handler = WishHandler(self.window, self.rooms, self.settings, self.left.append)  # type: ignore[arg-type]  # a double

    def wants(self, wish: Wish) -> list[Wish]:
        """Want something in the room; what the link was asked for."""
        self.link.wishes.clear()
        self.window.wished.emit(self.room, wish)
        return self.link.wishes

    def notes(self) -> list[tuple[str, bool]]:
        """The sentences that the room says to this person alone."""
        facts = [entry.fact for entry in self.room.timeline.entries if isinstance(entry, EventEntry)]
        return [(fact.text, fact.is_error) for fact in facts if isinstance(fact, Note)]


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk()
    yield made
    made.rooms.deleteLater()


PLAIN = (
    wishes.Say("#club", "hello"),
    wishes.Reply("#club", "m1", "yes"),
    wishes.React("#club", "m1", "👍"),
    wishes.Delete("#club", "m1"),
    wishes.Kick("#club", "bob"),
    wishes.Ban("#club", "bob"),
    wishes.SetTopic("#club", "Robots"),
    wishes.MarkRead("#club", 5.0),
    wishes.CallOff("#club", 1),
)


@pytest.mark.parametrize("wish", PLAIN, ids=lambda wish: type(wish).__name__)
def test_a_wish_goes_to_the_link_as_it_is(desk: Desk, wish: Wish) -> None:
    assert desk.wants(wish) == [wish]


def test_what_a_person_wants_of_themselves_goes_to_every_connection_once(desk: Desk) -> None:
    desk.connection.find_or_open("#other")
    other = AskedLink()
    elsewhere = Connection(other, desk.rooms, EVENTS, address="192.168.1.25", nick="mara")
    elsewhere.find_or_open("#far")
    desk.link.wishes.clear()
    desk.window.wished_everywhere.emit(wishes.SetAway("lunch"))
    desk.handler.rename("Mara Lind ")
    wanted = [wishes.SetAway("lunch"), wishes.ChangeNick("Mara_Lind", "Mara Lind")]
    assert desk.link.wishes == wanted
    assert other.wishes == wanted


def test_others_hear_that_one_writes_only_where_the_person_lets_them(desk: Desk) -> None:
    typing = wishes.TellTyping("#club", Typing.ACTIVE)
    assert desk.wants(typing) == [typing]
    desk.settings.tell_typing = False
    assert desk.wants(typing) == []


def test_a_correction_without_a_connection_is_said_to_wait(desk: Desk) -> None:
    edit = wishes.Edit("#club", "m1", "hello")
    assert desk.wants(edit) == [edit]
    assert desk.window.notices == []
    desk.connection.set_state(LinkState.WAITING)
    assert desk.wants(edit) == [edit]
    assert desk.window.notices == ["You are not connected. It is put right when you are back."]


def test_a_talk_is_shown_and_words_are_said_there(desk: Desk) -> None:
    assert desk.wants(OpenTalk("bob")) == [wishes.Watch("bob")]
    talk = desk.connection.find("bob")
    assert desk.window.shown == [talk]
    assert desk.wants(OpenTalk("bob", "psst")) == [wishes.Say("bob", "psst")]
    assert desk.window.shown == [talk, talk]


def test_a_room_that_one_is_in_is_shown_any_other_is_entered(desk: Desk) -> None:
    assert desk.wants(wishes.Join("#CLUB")) == []
    assert desk.window.shown == [desk.room]
    assert desk.wants(wishes.Join("#new", "key")) == [wishes.Join("#new", "key")]
    desk.room.set_present(False)
    assert desk.wants(wishes.Join("#club")) == [wishes.Join("#club")]


def test_joining_again_takes_the_key_along_and_means_the_room_that_is_open_now(desk: Desk) -> None:
    desk.room.set_modes("+k", "sesame")
    assert desk.wants(Rejoin()) == [wishes.Join("#club", "sesame")]
    desk.connection.elsewhere = "#tea"
    assert desk.wants(Rejoin()) == [wishes.Join("#tea")]
    desk.connection.find_or_open("#tea").set_present(True)
    assert desk.wants(Rejoin()) == []
    assert desk.window.shown == [desk.connection.find("#tea")]
    talk = desk.connection.open_private("bob")
    desk.link.wishes.clear()
    desk.window.wished.emit(talk, Rejoin())
    assert desk.link.wishes == []


def test_a_room_is_left_and_its_people_are_told_why(desk: Desk) -> None:
    assert desk.wants(LeaveRoom()) == []
    assert desk.wants(LeaveRoom("see you")) == [wishes.Part("#club", "see you")]
    assert not desk.room.present
    assert desk.left == [desk.room, desk.room]


def test_the_host_does_not_walk_out_of_their_own_room(desk: Desk) -> None:
    desk.room.set_kind(RoomKind.HOSTED)
    assert desk.wants(LeaveRoom()) == []
    assert desk.left == []
    assert desk.notes() == [("You host this room. Stop hosting to close it for everybody.", True)]


def test_a_name_is_changed_or_what_is_wrong_with_it_is_said(desk: Desk) -> None:
    assert desk.wants(ChangeName("Mara Lind")) == [wishes.ChangeNick("Mara_Lind", "Mara Lind")]
    assert desk.wants(ChangeName("...")) == []
    assert desk.notes() == [("A name needs at least one letter.", True)]


def test_help_and_mistakes_are_notes_in_the_room(desk: Desk) -> None:
    desk.wants(ShowHelp("topic"))
    desk.wants(ShowHelp("frob"))
    desk.wants(Mistake("No."))
    assert desk.notes() == [
        ("/topic text — Change the topic of this room", False),
        ("There is no command /frob.", True),
        ("No.", True),
    ]


def test_who_somebody_is_is_answered_where_it_was_asked(desk: Desk) -> None:
    assert desk.wants(wishes.Whois("bob")) == [wishes.Whois("bob")]
    assert desk.connection.whois_room is desk.room


def test_a_link_is_told_to_try_again_or_to_stop(desk: Desk) -> None:
    for wish in (Reconnect(), StopReconnecting()):
        assert desk.wants(wish) == []
    assert desk.link.tried == ["retry", "stop"]
