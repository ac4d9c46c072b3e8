"""What becomes of wishes: most go to the room's link, some the window does itself."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.application.wish_handler import WishHandler
from app.client import wishes
from app.client.events import LinkState, Member, Typing, WhoisArrived
from app.client.wishes import Wish
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.room import Room, RoomKind
from app.models.room_wishes import (
    ChangeName,
    CopyMessageLink,
    EditProfile,
    LeaveRoom,
    LetIn,
    Mistake,
    NameRoom,
    NewRoomWith,
    OpenTalk,
    Reconnect,
    Rejoin,
    ShowHelp,
    ShowPerson,
    StopReconnecting,
)
from app.models.rooms_model import RoomsModel
from app.models.timeline_entries import EventEntry, Note
from app.settings import Settings
from tests.models.links import AskedLink
from tests.stand_in import stand_in


class FakeWindow(QObject):
    """As much of a window as a handler asks."""

    wished = Signal(Room, Wish)
    wished_everywhere = Signal(Wish)

    def __init__(self) -> None:
        super().__init__()
        self.own = self  # its part
        self.shown: list[Room] = []
        self.notices: list[str] = []
        self.persons: list[tuple[Room, ShowPerson]] = []
        self.asked_for_name = 0
        self.rooms_here = SimpleNamespace()

    def show_room(self, room: Room) -> None:
        self.shown.append(room)

    def show_person(self, room: Room, shown: ShowPerson) -> None:
        self.persons.append((room, shown))

    def ask_for_name(self) -> None:
        self.asked_for_name += 1

    def show_notice(self, text: str) -> None:
        self.notices.append(text)


class Scene:
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
        self.copied: list[tuple[Room, str]] = []
        self.handler = WishHandler(
            stand_in(self.window),
            self.rooms,
            self.settings,
            self.left.append,
            lambda room, msgid: self.copied.append((room, msgid)),
        )

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
def scene(qtbot: QtBot) -> Iterator[Scene]:
    made = Scene()
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
def test_a_wish_goes_to_the_link_as_it_is(scene: Scene, wish: Wish) -> None:
    assert scene.wants(wish) == [wish]


def test_what_a_person_wants_of_themselves_goes_to_every_connection_once(scene: Scene) -> None:
    scene.connection.find_or_open("#other")
    other = AskedLink()
    elsewhere = Connection(other, scene.rooms, EVENTS, address="192.168.1.25", nick="mara")
    elsewhere.find_or_open("#far")
    scene.link.wishes.clear()
    scene.window.own.wished_everywhere.emit(wishes.SetAway("lunch"))
    scene.handler.rename("Mara Lind ")
    wanted = [wishes.SetAway("lunch"), wishes.ChangeNick("Mara_Lind", "Mara Lind")]
    assert scene.link.wishes == wanted
    assert other.wishes == wanted


def test_others_hear_that_one_writes_only_where_the_person_lets_them(scene: Scene) -> None:
    typing = wishes.TellTyping("#club", Typing.ACTIVE)
    assert scene.wants(typing) == [typing]
    scene.settings.tell_typing = False
    assert scene.wants(typing) == []


def test_a_correction_without_a_connection_is_said_to_wait(scene: Scene) -> None:
    edit = wishes.Edit("#club", "m1", "hello")
    assert scene.wants(edit) == [edit]
    assert scene.window.notices == []
    scene.connection.set_state(LinkState.WAITING)
    assert scene.wants(edit) == [edit]
    assert scene.window.notices == ["You are not connected. It is put right when you are back."]


def test_a_link_to_a_message_is_copied_and_no_server_hears_of_it(scene: Scene) -> None:
    assert scene.wants(CopyMessageLink("M1")) == []
    assert scene.copied == [(scene.room, "M1")]


def test_a_talk_is_shown_and_words_are_said_there(scene: Scene) -> None:
    assert scene.wants(OpenTalk("bob")) == [wishes.Watch("bob")]
    talk = scene.connection.find("bob")
    assert scene.window.shown == [talk]
    assert scene.wants(OpenTalk("bob", "psst")) == [wishes.Say("bob", "psst")]
    assert scene.window.shown == [talk, talk]


def test_a_room_that_one_is_in_is_shown_any_other_is_entered(scene: Scene) -> None:
    assert scene.wants(wishes.Join("#CLUB")) == []
    assert scene.window.shown == [scene.room]
    assert scene.wants(wishes.Join("#new", "key")) == [wishes.Join("#new", "key")]
    scene.room.set_present(False)
    assert scene.wants(wishes.Join("#club")) == [wishes.Join("#club")]


def test_joining_again_takes_the_key_along_and_means_the_room_that_is_open_now(scene: Scene) -> None:
    scene.room.set_modes("+k", "sesame")
    assert scene.wants(Rejoin()) == [wishes.Join("#club", "sesame")]
    scene.connection.elsewhere = "#tea"
    assert scene.wants(Rejoin()) == [wishes.Join("#tea")]
    scene.connection.find_or_open("#tea").set_present(True)
    assert scene.wants(Rejoin()) == []
    assert scene.window.shown == [scene.connection.find("#tea")]
    talk = scene.connection.open_private("bob")
    scene.link.wishes.clear()
    scene.window.wished.emit(talk, Rejoin())
    assert scene.link.wishes == []


def test_a_room_is_left_and_its_people_are_told_why(scene: Scene) -> None:
    assert scene.wants(LeaveRoom()) == []
    assert scene.wants(LeaveRoom("see you")) == [wishes.Part("#club", "see you")]
    assert not scene.room.present
    assert scene.left == [scene.room, scene.room]


def test_a_room_for_two_and_another_name_are_asked_for_in_the_window(scene: Scene) -> None:
    asked: list[tuple[object, ...]] = []
    scene.window.rooms_here = SimpleNamespace(
        make_room=lambda *given: asked.append(given), rename_room=lambda *given: asked.append(given)
    )
    assert scene.wants(NewRoomWith("bob")) == scene.wants(NameRoom()) == []
    assert asked == [(scene.room, "bob"), (scene.room,)]


def test_who_may_enter_is_told_by_modes_which_hide_the_room_on_a_hub_of_ours(scene: Scene) -> None:
    assert scene.wants(LetIn(True)) == [wishes.SetModes("#club", "+i")]
    scene.connection.is_hub = True
    assert scene.wants(LetIn(True)) == [wishes.SetModes("#club", "+is")]
    assert scene.wants(LetIn(False)) == [wishes.SetModes("#club", "-is")]


def test_the_host_does_not_walk_out_of_their_own_room(scene: Scene) -> None:
    scene.room.set_kind(RoomKind.HOSTED)
    assert scene.wants(LeaveRoom()) == []
    assert scene.left == []
    assert scene.notes() == [("You host this room. Stop hosting to close it for everybody.", True)]


def test_a_name_is_changed_or_what_is_wrong_with_it_is_said(scene: Scene) -> None:
    chosen: list[str] = []
    scene.handler.name_chosen.connect(chosen.append)
    assert scene.wants(ChangeName("Mara Lind")) == []
    assert scene.wants(ChangeName("...")) == []
    assert chosen == ["Mara Lind"], "to be kept, and told to every server"
    assert scene.notes() == [("A name needs at least one letter.", True)]


def test_help_and_mistakes_are_notes_in_the_room(scene: Scene) -> None:
    scene.wants(ShowHelp("topic"))
    scene.wants(ShowHelp("frob"))
    scene.wants(Mistake("No."))
    assert scene.notes() == [
        ("/topic text — Change the topic of this room", False),
        ("There is no command /frob.", True),
        ("No.", True),
    ]


def test_who_somebody_is_is_answered_where_it_was_asked(scene: Scene) -> None:
    told: list[object] = []
    scene.connection.person_told.connect(lambda room, _told: told.append(room))
    assert scene.wants(wishes.Whois("bob")) == [wishes.Whois("bob")]
    scene.connection.apply([WhoisArrived("bob", "", "", "", "", "", None, None, "")])
    assert told == [scene.room]


def test_a_card_is_shown_and_the_server_asked_about_who_is_there(scene: Scene) -> None:
    assert scene.wants(ShowPerson("bob")) == []
    scene.room.members.put(Member("bob"))
    assert scene.wants(ShowPerson("bob")) == [wishes.Whois("bob")]
    assert scene.window.persons == [(scene.room, ShowPerson("bob"))] * 2
    scene.connection.set_state(LinkState.WAITING)
    assert scene.wants(ShowPerson("bob")) == []


def test_name_and_colour_are_asked_for_where_ones_card_leads_to_them(scene: Scene) -> None:
    assert scene.wants(EditProfile()) == []
    assert scene.window.asked_for_name == 1


def test_a_link_is_told_to_try_again_or_to_stop(scene: Scene) -> None:
    for wish in (Reconnect(), StopReconnecting()):
        assert scene.wants(wish) == []
    assert scene.link.tried == ["retry", "stop"]
