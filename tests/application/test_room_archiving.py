"""Rooms of connections and the archive: begun with what is kept, named, renamed, noted as left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from app.application.joined_server import Destination, JoinedServer
from app.application.room_archiving import RoomArchiving, hub_network, server_network
from app.application.trust_store import TrustStore
from app.client.address import parse_address
from app.client.events import (
    Event,
    HistoryPage,
    LeaveKind,
    LinkState,
    MessageArrived,
    NickChanged,
    PageKind,
    Point,
    Registered,
    RoomEntered,
    RoomLeft,
    RoomRenamed,
    Secured,
    TextKind,
)
from app.client.session.client_session import ClientSession
from app.client.state.session_options import SessionOptions
from app.irc import capabilities as caps
from app.models.room import Room
from app.models.rooms_model import RoomsModel
from app.models.timeline_entries import EventEntry, HistoryGap, MessageEntry
from app.paths import Places
from app.security.trust import Assessment, Verdict
from app.store.archive import Archive
from app.store.archive_records import KnownRoom, RoomFacts, RoomKey, place_of
from app.store.database import MEMORY
from tests.application.test_archive_client import NOON, Office, said

FINGERPRINT = "ab12" * 16
HUB = Secured(FINGERPRINT, "", "TLS 1.3")
NETWORK = hub_network(FINGERPRINT)
CLUB = RoomKey(NETWORK, "#club")


def spoken(text: str, at: float, *, conversation: str = "#club") -> MessageArrived:
    return MessageArrived(conversation, "bob", text, TextKind.MESSAGE, False, f"M{text}", at)


class House:
    """An archive, whoever looks after it, and connections that nothing comes from but what is told here."""

    def __init__(self, qtbot: QtBot, folder: Path, file: Path | None = None) -> None:
        self.office = Office(qtbot, file or folder / "archive.sqlite")
        self.now = NOON
        self.ended = False
        self.root = QObject()
        self.rooms = RoomsModel(self.root)
        self.trust = TrustStore(Places(folder, folder), self.root)
        self.archiving = RoomArchiving(self.office.client, self.root, clock=lambda: self.now)

    def server(
        self, address: str = "192.168.1.24", *, hosting: bool = False, offers: str = ""
    ) -> JoinedServer:
        """A connection that the archiving attends; `offers` are capabilities of its server."""
        destination = Destination(parse_address(address), SessionOptions(nick="mara"), hosting)
        server = JoinedServer(destination, self.trust, self.rooms, lambda: "", self.root)
        self.archiving.add_server(server)
        session = ClientSession(server.destination.options, NOON, server.link.outbox)
        session.receive(f":hub CAP * LS :{offers}\r\n:hub CAP * ACK :{offers}\r\n".encode(), NOON)
        server.link._driver._session = session
        return server

    def inside(self, server: JoinedServer, *, room: str = "#club", is_hub: bool = True) -> Room:
        """Let a connection be made and a room be entered."""
        if is_hub:
            server.link.secured.emit(HUB, Assessment(Verdict.FIRST_CONTACT))
        self.tell(server, Registered("mara", "Robotics club", "#club" if is_hub else "", is_hub, self.now))
        server.connection.set_state(LinkState.ONLINE)
        self.tell(server, RoomEntered(room, self.now))
        found = server.connection.find(room)
        assert found is not None
        return found

    def tell(self, server: JoinedServer, *events: Event) -> None:
        server.connection.apply(list(events))

    def known(self) -> dict[RoomKey, KnownRoom]:
        """What the file has of every room, once all that was asked is done."""
        came: list[list[KnownRoom]] = []
        self.office.client.ask(Archive.rooms, came.append)
        self.office.until(lambda: came)
        return {room.key: room for room in came[0]}

    def texts(self, room: Room) -> list[str]:
        return [entry.text for entry in room.timeline.entries if isinstance(entry, MessageEntry)]

    def gaps(self, room: Room) -> list[HistoryGap]:
        facts = [entry.fact for entry in room.timeline.entries if isinstance(entry, EventEntry)]
        return [fact for fact in facts if isinstance(fact, HistoryGap)]

    def end(self) -> None:
        """Close the file, and delete everything now: else the archive's thread might collect it."""
        if not self.ended:
            self.ended = True
            self.archiving.close()
            self.office.client.close()
            for thing in (self.root, self.office.client):
                thing.deleteLater()
                QCoreApplication.sendPostedEvents(thing, QEvent.Type.DeferredDelete)


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path) -> Iterator[House]:
    made = House(qtbot, tmp_path)
    yield made
    made.end()


def kept_before(house: House, key: RoomKey, *, present: float = NOON - 100) -> None:
    """Something was said in a room in an earlier program."""
    room = house.office.room(key)
    room.describe(RoomFacts(key.target, "Robotics club", "channel", "192.168.1.24"))
    room.append([said(-200)])
    room.note_present(present)
    house.office.client.refresh()
    house.office.idle()


def test_a_room_begins_with_what_is_kept_of_it(house: House) -> None:
    kept_before(house, CLUB)
    opened: list[RoomKey] = []
    house.archiving.opened.connect(opened.append)
    room = house.inside(house.server())
    house.office.until(lambda: house.texts(room) == ["-200"])
    assert opened == [CLUB]
    assert house.archiving.room_of(CLUB) is room
    assert house.archiving.rooms == (room,)
    assert house.archiving.room_of(RoomKey(NETWORK, "#other")) is None


def test_what_is_said_is_kept_under_the_names_people_know(house: House) -> None:
    server = house.server()
    house.inside(server)
    house.tell(server, spoken("hi", NOON))
    facts = RoomFacts("#club", "Robotics club", "channel", "192.168.1.24")
    assert house.known()[CLUB].facts == facts
    own = house.server("127.0.0.1:7000", hosting=True)
    house.inside(own)
    house.tell(own, spoken("hello", NOON))
    assert house.known()[CLUB].facts == RoomFacts("#club", "Robotics club", "hosted", "")


def test_what_leads_to_a_channel_elsewhere_names_it(house: House) -> None:
    server = house.server("ircs://irc.example.org/first")
    house.inside(server, room="#second", is_hub=False)
    house.tell(server, spoken("hi", NOON, conversation="#second"))
    key = RoomKey(server_network("irc.example.org"), "#second")
    assert house.known()[key].facts.address == "ircs://irc.example.org/second"


@pytest.mark.parametrize("key", [CLUB, RoomKey(server_network("192.168.1.24"), "#club")])
def test_only_what_came_later_is_asked_of_the_server(house: House, key: RoomKey) -> None:
    kept_before(house, key)
    server = house.server()
    server.link.secured.emit(HUB, Assessment(Verdict.FIRST_CONTACT))
    assert server.link.last_seen.newest("#club") == Point(NOON - 200, "M-200")
    assert server.link.last_seen.latest_time == NOON - 200
    other = house.server("192.168.1.99")
    assert other.link.last_seen.newest("#club") is None
    assert CLUB.network == f"hub:{FINGERPRINT}"


@pytest.mark.parametrize(
    ("offers", "away", "gaps"),
    [
        ("", 100.0, [(NOON - 100, NOON)]),
        ("", 0.5, []),
        (f"{caps.CHATHISTORY} {caps.BATCH}", 100.0, []),
        (caps.CHATHISTORY, 100.0, [(NOON - 100, NOON)]),  # nobody could tell where an answer ends
    ],
)
def test_what_was_missed_is_noted_where_the_server_cannot_tell(
    house: House, offers: str, away: float, gaps: list[tuple[float, float]]
) -> None:
    kept_before(house, CLUB, present=NOON - away)
    room = house.inside(house.server(offers=offers))
    house.office.until(lambda: house.texts(room) == ["-200"])
    assert [(gap.since, gap.until) for gap in house.gaps(room)] == gaps


@pytest.mark.parametrize("ahead", [0.0004996, 120.0])  # less than a place, more than a place may be ahead
def test_what_was_read_is_not_new_in_the_next_program(
    qtbot: QtBot, tmp_path: Path, house: House, ahead: float
) -> None:
    """Of a server that gives no times or no ids, or has a clock of its own."""
    server = house.server()
    room = house.inside(server, is_hub=False)
    house.tell(server, spoken("one", NOON + ahead), spoken("two", NOON + ahead + 1))
    one = room.timeline.entries[-2]
    room.timeline.note_read(one.time, one.msgid, room.timeline.rows.place(len(room.timeline.entries) - 2))
    house.archiving.note_read_soon()
    house.end()
    again = House(qtbot, tmp_path)
    room = again.inside(again.server(), is_hub=False)
    again.office.until(lambda: again.texts(room) == ["one", "two"])
    said_there = [entry for entry in room.timeline.entries if isinstance(entry, MessageEntry)]
    are_new = [room.timeline.is_behind(entry, room.timeline.read) for entry in said_there]
    again.end()
    assert are_new == [False, True]


@pytest.mark.parametrize("is_new", [True, False])
def test_what_was_there_before_one_came_is_not_new_in_the_next_program(house: House, is_new: bool) -> None:
    """A newest page of history, of which nobody told how far it was read."""
    if not is_new:  # something was kept of it, and nobody has looked at that
        kept_before(house, CLUB)
    server = house.server()
    house.inside(server)
    page = (spoken("old", NOON - 9), spoken("newer", NOON - 5))
    house.tell(server, HistoryPage("#club", page, PageKind.LATEST, at_start=False))
    house.tell(server, spoken("live", NOON))
    house.archiving.close()
    known = house.known()[CLUB]
    assert (known.read, known.read_msgid) == ((place_of(NOON - 5), "Mnewer") if is_new else (0, ""))


def test_a_private_talk_misses_nothing(house: House) -> None:
    kept_before(house, RoomKey(NETWORK, "bob"))
    server = house.server()
    house.inside(server)
    house.tell(server, spoken("hi", NOON, conversation="bob"))
    room = server.connection.find("bob")
    assert room is not None
    house.office.until(lambda: house.texts(room) == ["-200", "hi"])
    assert house.gaps(room) == []


def test_a_conversation_is_kept_on_under_another_name(house: House) -> None:
    server = house.server()
    room = house.inside(server)
    house.tell(server, spoken("before", NOON), RoomRenamed("#club", "#Makers", "ines", "", NOON))
    house.tell(server, spoken("after", NOON + 1, conversation="#Makers"))
    makers = RoomKey(NETWORK, "#makers")
    assert list(house.known()) == [makers]
    archived = house.archiving.archived(room)
    assert archived is not None
    assert archived.key == makers
    texts = [entry.text for entry in house.office.page(archived).entries if isinstance(entry, MessageEntry)]
    assert texts == ["before", "after"]
    assert house.known()[makers].facts.name == "#Makers"


def test_a_talk_follows_the_other_person(house: House) -> None:
    server = house.server()
    house.inside(server)
    house.tell(server, spoken("hi", NOON, conversation="bob"))
    house.tell(server, NickChanged("bob", "Robert", False, (), NOON))
    assert RoomKey(NETWORK, "robert") in house.known()


@pytest.mark.parametrize("way", ["removed", "lost", "closed", "ended"])
def test_it_is_noted_up_to_when_one_was_there(house: House, way: str) -> None:
    server = house.server()
    room = house.inside(server)
    house.tell(server, spoken("hi", NOON))
    house.now = NOON + 500
    ways: dict[str, Callable[[], None]] = {
        "removed": lambda: house.tell(server, RoomLeft("#club", LeaveKind.KICKED, "ines", "", NOON + 500)),
        "lost": lambda: server.connection.set_state(LinkState.WAITING),
        "closed": lambda: server.connection.forget(room),
        "ended": house.archiving.close,
    }
    ways[way]()
    house.now = NOON + 900
    house.archiving.close()
    assert house.known()[CLUB].present == place_of(NOON + 500)
    assert house.archiving.rooms == ()
    assert house.archiving.archived(room) is None


def test_another_file_is_told_of_every_open_room(house: House) -> None:
    server = house.server()
    house.inside(server)
    house.tell(server, spoken("hi", NOON))
    house.office.client.use(MEMORY)
    house.office.until(lambda: house.office.client.is_ready)
    house.archiving.describe_all()
    house.tell(server, spoken("again", NOON + 1))
    assert [room.facts.title for room in house.known().values()] == ["Robotics club"]
    server.ended.emit(server)
    house.archiving.describe_all()
    assert len(house.known()) == 1


def test_a_room_that_was_let_go_is_not_looked_after(house: House) -> None:
    server = house.server()
    room = house.inside(server)
    house.archiving.let_go(room)
    room.set_title("Makers")
    house.archiving.let_go(room)
    assert house.archiving.rooms == ()
    assert house.known() == {}
