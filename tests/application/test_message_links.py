"""Links to messages: what is copied of each kind of room, and where following one leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.application import joined_server
from app.application.message_links import MessageLinks
from app.client.address import message_link
from app.client.wishes import Join
from app.models.room import Room, RoomKind
from app.store.archive_records import KnownRoom, RoomFacts, RoomKey
from tests.application.fakes import HUB, OWN_HUB, FakeLink
from tests.application.test_joined_servers import ADDRESS, FACTS, Hall
from tests.stand_in import stand_in

MSGID = "01HZX3KQ8D" + "A" * 16
LINK = message_link([ADDRESS], "#club", HUB, MSGID)


class FakeWindow:
    """Remembers what is shown."""

    def __init__(self) -> None:
        self.messages = SimpleNamespace(follow_open=None)
        self.shown: list[Room] = []
        self.notices: list[str] = []

    def show_room(self, room: Room) -> None:
        self.shown.append(room)

    def show_notice(self, text: str) -> None:
        self.notices.append(text)


class Library:
    """Stands for the archive and who looks after it: one room that is only read."""

    def __init__(self) -> None:
        self.reading: Room | None = None
        self.known: KnownRoom | None = None

    def key_of(self, room: Room) -> RoomKey | None:
        return self.known.key if room is self.reading and self.known is not None else None

    def known_room(self, key: RoomKey) -> KnownRoom | None:
        return self.known


class Lane(Hall):
    """A hall in which links are copied and followed."""

    def __init__(self) -> None:
        super().__init__()
        self.window, self.library = FakeWindow(), Library()
        self.links = MessageLinks(
            stand_in(self.window),
            self.servers,
            stand_in(self.hosted_hub),
            stand_in(self.library),
            stand_in(self.library),
            self.root,
        )

    def copied(self, room: Room) -> str:
        QGuiApplication.clipboard().setText("nothing")
        self.links.copy(room, MSGID)
        return QGuiApplication.clipboard().text()

    def asked(self, room: Room) -> list[str]:
        """Which messages of a room were asked for, from now on."""
        asked: list[str] = []
        room.timeline.window.not_found.connect(asked.append)
        return asked


@pytest.fixture
def lane(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lane]:
    monkeypatch.setattr(joined_server, "Link", FakeLink)
    FakeLink.made.clear()
    made = Lane()
    yield made
    made.root.deleteLater()
    QCoreApplication.sendPostedEvents(made.root, QEvent.Type.DeferredDelete)


# -- copying


def test_the_link_names_hub_room_and_message(lane: Lane) -> None:
    room = lane.is_in()
    assert lane.copied(room) == LINK
    assert lane.window.notices == ["Link copied. It takes everyone who may enter the room to this message."]


def test_a_link_into_a_channel_beside_the_room_leads_there_and_into_no_other(
    lane: Lane, qtbot: QtBot
) -> None:
    lane.is_in()
    lane.link.ask(Join("#tea"))
    lane.link.enter("#tea")
    link = lane.copied(lane.room("#tea"))
    lane.servers.disconnect_from(lane.room("#tea").connection)
    lane.servers.join("Mara", link)
    options = lane.link.options
    assert (options.room, options.channels, options.join_room) == ("#club", (("#tea", ""),), False)
    lane.link.let_in("#tea")
    assert [recent.name for recent in lane.recents.to_list()] == ["tea", "Robotics club"]
    qtbot.waitUntil(lambda: lane.window.shown[-1:] == [lane.room("#tea")])
    assert lane.links.follow_open(link)


def test_of_ones_own_room_it_names_the_ways_for_others(lane: Lane) -> None:
    lane.hosts().let_in(fingerprint=OWN_HUB)
    room = lane.room()
    assert lane.copied(room) == message_link(["192.168.1.4:7100"], "#club", OWN_HUB, MSGID)
    ways = f"hubbub://192.168.1.4:7100/club?fp={OWN_HUB}&at=10.8.0.6:7100"
    lane.hosted_hub.info = replace(FACTS, invite_link=ways)
    assert lane.copied(room) == message_link(["192.168.1.4:7100", "10.8.0.6:7100"], "#club", OWN_HUB, MSGID)


@pytest.mark.parametrize(
    ("network", "address", "expected"),
    [
        (f"hub:{HUB}", ADDRESS, LINK),
        (f"hub:{HUB}", "", "nothing"),
        ("net:irc.example.org", "irc.example.org", "nothing"),
    ],
)
def test_of_a_room_that_is_read_it_names_where_that_was(
    lane: Lane, network: str, address: str, expected: str
) -> None:
    room = Room(lane.is_in().connection, "#club", RoomKind.CHANNEL)
    room.connection = object()  # type: ignore[assignment]  # of no server
    facts = RoomFacts("#club", "Robotics club", "channel", address)
    lane.library.reading = room
    lane.library.known = KnownRoom(RoomKey(network, "#club"), facts, 1, 1, "", 0, 0, 0.0, "")
    assert lane.copied(room) == expected


def test_of_a_room_of_which_nothing_is_known_nothing_is_copied(lane: Lane) -> None:
    room = lane.is_in()
    room.connection = object()  # type: ignore[assignment]
    assert lane.copied(room) == "nothing"
    assert lane.window.notices == []


# -- following


def test_once_the_room_is_entered_the_message_is_looked_for(lane: Lane, qtbot: QtBot) -> None:
    link = lane.joins(LINK)
    link.welcome()
    link.enter("#other")
    assert lane.window.shown == []
    link.enter("#club")
    asked = lane.asked(lane.room())
    qtbot.waitUntil(lambda: asked == [MSGID])
    assert lane.window.shown == [lane.room()]


def test_in_a_room_that_is_open_it_is_looked_for_at_once(lane: Lane, qtbot: QtBot) -> None:
    room = lane.is_in()
    asked = lane.asked(room)
    lane.joins(LINK)
    qtbot.waitUntil(lambda: asked == [MSGID])
    lane.joins(ADDRESS)
    lane.links._on_entered(room)
    assert len(FakeLink.made) == 1
    assert asked == [MSGID], "another address means no message"


def test_a_link_of_another_hub_at_that_place_shows_nothing(lane: Lane) -> None:
    room = lane.is_in()
    other = message_link([ADDRESS], "#club", "cd34" * 16, MSGID)
    assert lane.window.messages.follow_open is not None
    assert not lane.links.follow_open(other)
    assert not lane.links.follow_open("not a link at all://")
    assert not lane.links.follow_open(f"hubbub://{ADDRESS}?fp={HUB}"), "of no room"
    lane.joins(other)
    lane.links._on_entered(room)
    assert lane.window.shown == []


def test_a_link_that_is_pressed_leads_into_an_open_room_without_a_question(lane: Lane) -> None:
    room = lane.is_in()
    asked = lane.asked(room)
    assert lane.links.follow_open(LINK)
    assert (lane.window.shown, asked) == ([room], [MSGID])
    assert lane.links.follow_open(LINK.partition("&m=")[0])
    assert (lane.window.shown, asked) == ([room, room], [MSGID])
