"""Private talks that were not read: opened once with the first room of their hub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.application.joined_server import JoinedServer
from app.application.unread_talks import UnreadTalks
from app.client.events import Registered
from app.client.wishes import AskReadMarker, Wish
from app.models import held_back
from app.models.ignored_people import IgnoredPerson
from app.models.timeline_entries import MessageEntry
from app.security.trust import Assessment, Verdict
from app.store.archive_records import RoomFacts, RoomKey
from tests.application.test_archive_client import NOON, said
from tests.application.test_room_archiving import HUB, NETWORK, House, spoken


class Quarter(House):
    """A house whose unread talks are opened."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot, folder)
        self.talks = UnreadTalks(self.office.client, self.archiving, self.root)
        self.wishes: list[Wish] = []

    def attended(self, **how: object) -> JoinedServer:
        server = self.server(**how)  # type: ignore[arg-type]  # as given
        self.talks.add_server(server)
        server.link.ask = self.wishes.append  # type: ignore[method-assign]  # nothing is sent here
        return server

    def kept(self, nick: str, *entries: MessageEntry, read: float = 0.0, network: str = NETWORK) -> None:
        """What was said in private in an earlier program."""
        room = self.office.room(RoomKey(network, nick.casefold()))
        room.describe(RoomFacts(nick, f"{nick} Berg", "private", "192.168.1.24"))
        room.append(entries)
        if read:
            room.note_read(read)
        self.office.client.refresh()
        self.office.idle()

    def open_talks(self, server: JoinedServer) -> list[str]:
        """Who has a talk in the list, once the archive has answered."""
        self.office.until(self.office.client.is_idle)
        return [room.target for room in server.connection.rooms if room.target != "#club"]


@pytest.fixture
def quarter(qtbot: QtBot, tmp_path: Path) -> Iterator[Quarter]:
    made = Quarter(qtbot, tmp_path)
    yield made
    made.end()


def test_a_talk_that_was_not_read_is_opened_with_its_messages_and_its_name(quarter: Quarter) -> None:
    quarter.kept("Bob", said(1), said(2), said(3), read=NOON + 1)
    quarter.kept("eve", said(4), read=NOON + 4)
    quarter.kept("zoe", said(5), network="hub:another")
    server = quarter.attended()
    assert quarter.open_talks(server) == []
    quarter.inside(server)
    assert quarter.open_talks(server) == ["Bob"]
    room = server.connection.find("bob")
    assert room is not None
    assert (room.title, room.unread, room.mentions) == ("Bob Berg", 2, 2)
    assert AskReadMarker("Bob") in quarter.wishes


def test_only_what_others_said_opens_it(quarter: Quarter) -> None:
    quarter.kept("bob", said(1), replace(said(2), own=True), read=NOON + 1)
    quarter.kept("eve", replace(said(3), sender="eve"))
    server = quarter.attended()
    server.connection.ignored.add(IgnoredPerson("eve"))
    quarter.inside(server)
    assert quarter.open_talks(server) == []


def test_it_is_opened_once_for_each_connection(quarter: Quarter) -> None:
    quarter.kept("bob", said(1))
    server = quarter.attended()
    quarter.inside(server)
    assert quarter.open_talks(server) == ["bob"]
    room = server.connection.find("bob")
    assert room is not None
    server.connection.forget(room)
    quarter.inside(server, room="#tea")
    assert quarter.open_talks(server) == ["#tea"]


def test_what_goes_on_meanwhile_is_the_same_talk(quarter: Quarter) -> None:
    quarter.kept("bob", said(1))
    server = quarter.attended()
    server.link.secured.emit(HUB, Assessment(Verdict.FIRST_CONTACT))
    quarter.tell(server, Registered("mara", "Robotics club", "#club", True, NOON))
    quarter.tell(server, spoken("hi", NOON + 5, conversation="bob"))  # before one is in any room
    quarter.inside(server)
    assert quarter.open_talks(server) == ["bob"]
    room = server.connection.find("bob")
    assert room is not None
    quarter.office.until(lambda: room.unread == 2)


def test_who_was_left_meanwhile_has_no_talks(quarter: Quarter) -> None:
    quarter.kept("bob", said(1))
    server = quarter.attended()
    quarter.inside(server)
    server.connection.forget_all()
    assert quarter.open_talks(server) == []


def test_strangers_have_so_many_places_and_whom_one_talks_with_needs_none(
    quarter: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_back, "STRANGERS", 2)
    quarter.kept("friend", replace(said(1), own=True), said(2))
    for number, nick in enumerate(("first", "second", "third"), 3):
        quarter.kept(nick, replace(said(number), sender=nick))
    server = quarter.attended()
    quarter.inside(server)
    assert quarter.open_talks(server) == ["third", "second", "friend"]
