"""Rooms that are read without a connection: what is shown of them, joined again, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.application.offline_rooms import WAITING, OfflineRooms
from app.application.unsent_messages import UnsentMessages
from app.client.events import LinkState
from app.client.features.wish_table import TABLE
from app.client.wishes import CallOff, Offline, Reply, Say, SayFile, Wish
from app.models.connection import Connection
from app.models.room import Room, RoomKind
from app.models.timeline_entries import MessageEntry, SendState
from app.store.archive_records import KnownRoom, RoomFacts, RoomKey, place_of
from app.ui.window.link_view import LinkPhase, LinkView
from tests.application.test_archive_client import NOON, said
from tests.application.test_room_archiving import CLUB, NETWORK, House
from tests.client.features.test_wish_table import ALL
from tests.stand_in import stand_in


class FakeWindow(QObject):
    """Remembers how connections are to be shown."""

    def __init__(self) -> None:
        super().__init__()
        self.views: dict[Connection, LinkView] = {}
        self.notices: list[str] = []

    def show_notice(self, words: str) -> None:
        self.notices.append(words)

    def set_link_view(self, connection: Connection, view: LinkView) -> None:
        self.views[connection] = view


class Library(House):
    """A house in which rooms are read without being in them."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot, folder)
        self.window = FakeWindow()
        self.unsent = UnsentMessages(
            folder / "outbox.json", self.office.client, self.archiving.network_of, lambda: True, self.root
        )
        self.offline = OfflineRooms(
            self.office.client,
            self.archiving,
            self.rooms,
            stand_in(self.window),
            self.unsent,
            self.root,
        )
        self.wanted: list[KnownRoom] = []
        self.offline.join_wanted.connect(self.wanted.append)

    def opens(self, known: KnownRoom, why: str = "") -> Room:
        return self.offline.open(known, "mara", why)

    def view(self, room: Room) -> LinkView:
        return self.window.views[room.connection]


@pytest.fixture
def library(qtbot: QtBot, tmp_path: Path) -> Iterator[Library]:
    made = Library(qtbot, tmp_path)
    yield made
    made.end()


def kept(
    library: Library, key: RoomKey = CLUB, kind: str = "channel", address: str = "192.168.1.24"
) -> KnownRoom:
    """A room of which something is kept."""
    room = library.office.room(key)
    room.describe(RoomFacts(key.target, "Robotics club", kind, address))
    room.append([said(1), said(2)])
    return library.known()[key]


def test_a_room_shows_what_is_kept_and_that_nobody_is_in_it(library: Library) -> None:
    room = library.opens(kept(library))
    library.office.until(lambda: library.texts(room) == ["1", "2"])
    assert (room.title, room.kind, room.present) == ("Robotics club", RoomKind.CHANNEL, False)
    assert room.connection.state is LinkState.STOPPED
    assert library.rooms.rooms == (room,)
    view = library.view(room)
    assert (view.phase, view.may_retry, view.reason) == (
        LinkPhase.OFFLINE,
        True,
        "You are reading what this computer keeps.",
    )


def test_a_talk_stays_a_talk_and_why_one_reads_it_is_said(library: Library) -> None:
    room = library.opens(kept(library, RoomKey(NETWORK, "bob"), "private", ""), why="Nobody answers.")
    assert room.kind is RoomKind.PRIVATE
    assert (library.view(room).reason, library.view(room).may_retry) == ("Nobody answers.", False)


def test_a_room_is_opened_once(library: Library) -> None:
    known = kept(library)
    room = library.opens(known)
    assert library.opens(known) is room
    inside = library.inside(library.server())
    assert library.opens(known) is inside


def test_joining_again_names_the_address_of_that_room_alone(library: Library) -> None:
    library.opens(kept(library, RoomKey("net:elsewhere", "#other"), address="ircs://irc.example.org/other"))
    room = library.opens(kept(library))
    room.connection.link.retry_now()
    assert [known.facts.address for known in library.wanted] == ["192.168.1.24"]


def test_a_room_that_is_only_read_goes_when_one_is_in_it(library: Library) -> None:
    read = library.opens(kept(library))
    other = library.opens(kept(library, RoomKey("net:elsewhere", "#club")))
    inside = library.inside(library.server())
    assert set(library.rooms.rooms) == {inside, other}
    assert library.archiving.room_of(CLUB) is inside
    assert library.archiving.archived(read) is None


def test_a_room_that_is_closed_is_not_looked_after_and_was_not_seen(library: Library) -> None:
    known = kept(library)
    room = library.opens(known)
    library.now = NOON + 500
    room.connection.forget(room)
    assert library.rooms.rooms == ()
    assert library.archiving.room_of(CLUB) is None
    assert library.known()[CLUB].present == known.present == place_of(NOON + 2)
    assert library.opens(known) is not room


def states(room: Room) -> list[tuple[str, SendState]]:
    entries = [entry for entry in room.timeline.entries if isinstance(entry, MessageEntry)]
    return [(entry.text, entry.state) for entry in entries if entry.own]


def test_what_is_written_waits_and_goes_with_the_room_that_is_joined(library: Library) -> None:
    read = library.opens(kept(library))
    assert library.view(read).may_queue
    read.connection.link.ask(Say("#club", "one\nand more"))
    read.connection.link.ask(Reply("#club", "m1", "two"))
    assert states(read) == [("one\nand more", SendState.PENDING), ("two", SendState.PENDING)]
    server = library.server()
    library.unsent.add_server(server)
    inside = library.inside(server)
    assert library.unsent.count == 2
    server.link.events_arrived.emit([])
    assert states(inside) == [("one\nand more", SendState.PENDING), ("two", SendState.PENDING)]
    assert [(own.text, own.reply_to) for own in server.link.outbox] == [("one\nand more", ""), ("two", "m1")]
    assert library.unsent.count == 0


def test_what_waits_is_there_when_a_room_is_read_again(library: Library) -> None:
    known = kept(library)
    first = library.opens(known)
    first.connection.link.ask(Say("#club", "one"))
    first.connection.forget(first)
    again = library.opens(known)
    assert states(again) == [("one", SendState.PENDING)]
    [own] = again.connection.link.outbox  # type: ignore[attr-defined]  # an OfflineLink
    again.connection.link.ask(CallOff("#club", own.id))
    assert states(again) == []
    assert library.window.notices == []
    again.connection.link.ask(CallOff("#club", own.id))
    assert len(library.window.notices) == 1


@pytest.mark.parametrize("wish", ALL, ids=lambda wish: type(wish).__name__)
def test_what_cannot_wait_is_refused_in_words(library: Library, wish: Wish) -> None:
    room = library.opens(kept(library))
    room.connection.link.ask(wish)
    refused = ["You are not connected. Join the room first."] if wish.offline is Offline.REFUSED else []
    late = ["This message is on its way already. Delete it when it is sent."]
    assert library.window.notices == (late if isinstance(wish, CallOff) else refused)


def test_where_one_cannot_join_again_nothing_waits(library: Library) -> None:
    assert not library.view(library.opens(kept(library, address=""))).may_queue


def test_what_waits_without_a_connection_is_all_that_may() -> None:
    waiting = {kind for kind in TABLE if kind.offline is Offline.WAITS}
    assert waiting - {SayFile} == WAITING, "there is no hub that a file could be brought to"
