"""Whom somebody ignores: by account, by name where there is none, and what is hidden of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.client import events as ev
from app.client.events import LeaveKind, LinkState, Member, MessageArrived, TextKind
from app.models import ignored_people
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.ignored_people import IgnoredPeople, IgnoredPerson
from app.models.room import Room
from app.models.rooms_model import RoomsModel
from app.models.timeline_entries import MessageEntry, Reaction
from tests.models.links import AskedLink

NOW = 1_700_000_000.0
BOB = IgnoredPerson("bob", "bob", "Bob Berg")
EVE = IgnoredPerson("Eve")


class TestWho:
    @pytest.mark.parametrize(
        ("nick", "account", "is_ignored"),
        [
            ("bob", "bob", True),
            ("robert", "Bob", True),
            ("bob", "", True),  # whose account a line does not tell
            ("bob", "somebody", False),
            ("eve", "", True),
            ("eve", "eve", True),
            ("zoe", "", False),
            ("zoe", "zoe", False),
        ],
    )
    def test_somebody_is_ignored(self, nick: str, account: str, is_ignored: bool) -> None:
        people = IgnoredPeople()
        assert not people.is_ignored(nick, account)
        people.set_people([BOB, EVE])
        assert people.is_ignored(nick, account) is is_ignored

    def test_who_has_no_account_is_followed_as_long_as_the_connection_stands(self) -> None:
        people = IgnoredPeople()
        people.add(EVE)
        people.rename("eve", "eva", NOW)
        people.rename("eva", "evi", NOW)
        people.rename("zoe", "zoé", NOW)
        assert people.is_ignored("evi")
        assert not people.is_ignored("zoé")
        people.forget_names()
        assert not people.is_ignored("evi")
        assert people.is_ignored("eve")

    def test_nobody_is_ignored_for_a_name_that_one_of_them_had_in_passing(self) -> None:
        people = IgnoredPeople()
        people.add(EVE)
        people.rename("eve", "zoe", NOW)
        assert people.is_ignored("zoe")
        assert not people.is_ignored("zoe", "zoe")  # who logged in as somebody is not she
        people.rename("zoe", "evi", NOW + 60)
        assert not people.is_ignored("zoe")
        assert people.hides(MessageEntry("zoe", "said meanwhile", TextKind.MESSAGE, NOW + 30))
        assert not people.hides(MessageEntry("zoe", "hello", TextKind.MESSAGE, NOW + 90))
        people.end_name("EVI", NOW + 120)
        assert not people.is_ignored("evi")

    def test_only_so_many_names_are_followed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ignored_people, "_ALIASES", 3)
        people = IgnoredPeople()
        people.add(EVE)
        people.rename("eve", "x0", NOW)
        for number in range(5):
            people.rename(f"x{number}", f"x{number + 1}", NOW)
        assert [people.is_ignored(f"x{number}", time=NOW) for number in (2, 3)] == [True, False]

    def test_somebody_is_there_once_and_goes_whole(self) -> None:
        people = IgnoredPeople()
        people.add(BOB)
        people.add(IgnoredPerson("robert", "bob"))
        assert people.people == (IgnoredPerson("robert", "bob"),)
        assert people.find("bobby", "BOB") == IgnoredPerson("robert", "bob")
        people.remove(people.people[0])
        assert people.people == ()
        assert not people.is_ignored("bob", "bob")

    def test_there_is_an_end_of_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ignored_people, "MOST_IGNORED", 3)
        people = IgnoredPeople()
        for number in range(5):
            people.add(IgnoredPerson(f"x{number}"))
        assert [one.nick for one in people.people] == ["x2", "x3", "x4"]

    def test_their_reactions_go_by_what_they_are_called_on_screen(self) -> None:
        people = IgnoredPeople()
        plain = MessageEntry("zoe", "tea?", TextKind.MESSAGE, NOW)
        one, two = Reaction("👍", ("Bob Berg", "zoe")), Reaction("🎉", ("Bob Berg", "eve"))
        given = replace(plain, reactions=(one, two))
        assert people.shown(given) is given
        people.set_people([BOB, EVE])
        assert people.shown(plain) is plain
        seen = people.shown(given)
        assert isinstance(seen, MessageEntry)
        assert seen.reactions == (Reaction("👍", ("zoe",)),)

    def test_what_one_says_oneself_is_never_hidden(self) -> None:
        people = IgnoredPeople()
        people.add(EVE)
        entry = MessageEntry("eve", "hello", TextKind.MESSAGE, NOW)
        assert people.hides(entry)
        assert not people.hides(MessageEntry("eve", "hello", TextKind.MESSAGE, NOW, own=True))


@pytest.fixture
def connection(qtbot: QtBot) -> Connection:
    made = Connection(AskedLink(), RoomsModel(), EVENTS, address="x", nick="mara")
    made.set_state(LinkState.ONLINE)
    made.apply([ev.Registered("mara", "Club", "#club", True, NOW), ev.RoomEntered("#club", NOW)])
    made.apply([ev.MembersListed("#club", (Member("mara"), Member("bob", account="bob"), Member("zoe")))])
    made.ignored.add(BOB)
    return made


def club(connection: Connection) -> Room:
    room = connection.find("#club")
    assert room is not None
    return room


def said(text: str, sender: str = "bob", where: str = "#club", account: str = "bob") -> MessageArrived:
    return MessageArrived(where, sender, text, TextKind.MESSAGE, False, text, NOW, account=account)


def test_what_they_say_is_kept_and_counts_for_nothing(connection: Connection) -> None:
    connection.apply([said("mara: look"), said("hello", "zoe", account="")])
    room = club(connection)
    assert (room.unread, room.mentions) == (1, 0)
    assert len([entry for entry in room.timeline.entries if isinstance(entry, MessageEntry)]) == 2


def test_no_private_talk_is_opened_by_them(connection: Connection) -> None:
    connection.apply([said("psst", where="bob"), said("hi", "zoe", "zoe", "")])
    assert connection.find("bob") is None
    assert connection.held.people == 0
    assert connection.find("zoe") is not None
    page = ev.HistoryPage("bob", (said("psst", where="bob"),), ev.PageKind.LATEST, True)
    connection.apply([page])
    assert connection.find("bob") is None
    connection.ignored.remove(BOB)
    connection.apply([page])
    assert connection.find("bob") is not None


def test_nor_an_invitation_or_a_reaction_told(connection: Connection) -> None:
    invited: list[str] = []
    connection.invited.connect(lambda event: invited.append(event.channel))
    connection.apply([ev.Invited("#spam", "bob", NOW), ev.Invited("#talk", "zoe", NOW)])
    assert invited == ["#talk"]
    connection.apply([said("hello", "zoe", account="")])
    for nick in ("bob", "zoe"):
        connection.apply([ev.Reacted("#club", "hello", nick, "👍", given=True, own=False, time=NOW)])
    message = club(connection).timeline.message("hello")
    assert message is not None
    seen = connection.ignored.shown(message)
    assert isinstance(seen, MessageEntry)
    assert [reaction.senders for reaction in seen.reactions] == [("zoe",)]
    connection.ignored.remove(BOB)
    assert connection.ignored.shown(message) is message
    assert [reaction.senders for reaction in message.reactions] == [("bob", "zoe")]


def test_nor_that_they_write(connection: Connection) -> None:
    for nick in ("bob", "zoe"):
        connection.apply([ev.TypingChanged("#club", nick, ev.Typing.ACTIVE)])
    assert club(connection).typing == ("zoe",)


def test_they_are_followed_to_another_name(connection: Connection) -> None:
    connection.ignored.add(IgnoredPerson("zoe"))
    connection.apply([ev.NickChanged("zoe", "zoë", False, ("#club",), NOW)])
    connection.apply([said("still me", "zoë", account="")])
    assert club(connection).unread == 0
    connection.set_state(LinkState.WAITING)
    assert not connection.ignored.is_ignored("zoë")


def test_who_comes_under_a_name_after_they_are_gone_is_heard(connection: Connection) -> None:
    connection.ignored.add(EVE)
    connection.apply([ev.MemberJoined("#club", Member("eve"), NOW)])
    connection.apply([ev.NickChanged("eve", "evi", False, ("#club",), NOW)])
    assert connection.ignored.is_ignored("evi")
    connection.apply([ev.MemberLeft("#club", "evi", LeaveKind.PARTED, "", "", NOW)])
    assert connection.ignored.is_ignored("evi")  # and may be there still
    connection.apply([ev.MemberJoined("#club", Member("evi"), NOW)])
    connection.apply([ev.MemberLeft("#club", "evi", LeaveKind.QUIT, "", "", NOW + 1)])
    assert not connection.ignored.is_ignored("evi")
