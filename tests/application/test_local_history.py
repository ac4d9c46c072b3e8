"""What a person asks of what is kept: found messages, a room as a file, recent rooms without a connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.application.local_history import LocalHistory, kept_of
from app.application.room_archiving import hub_network, server_network
from app.client.wishes import MarkRead, Wish
from app.models.export import ExportTarget
from app.models.recents import RecentRoom, RecentRooms
from app.models.room import Room
from app.models.search import Hit
from app.paths import Places
from app.settings import Settings
from app.store.archive_records import KnownRoom, RoomFacts, RoomKey
from tests.application.fakes import HUB, FakePage
from tests.application.test_archive_client import said
from tests.application.test_room_archiving import CLUB, House
from tests.stand_in import stand_in

ADDRESS = "192.168.1.24"


class FakeWindow(QObject):
    """As much of a window as the history talks with; its parts are itself."""

    keep_history_chosen = Signal(str)
    forget_requested = Signal(Room)
    wished = Signal(Room, Wish)
    hit_chosen = Signal(Hit)
    export_requested = Signal(Room, ExportTarget)

    def __init__(self) -> None:
        super().__init__()
        self.history = self.search = self
        self.shown: list[Room] = []
        self.starts = 0
        self.reasons: list[str] = []
        self.notices: list[str] = []
        self.progress: list[tuple[str, Callable[[], None]]] = []
        self.offers: list[tuple[str, Callable[[], None]]] = []

    def show_kept(self, kept: str) -> None:
        pass

    def show_room(self, room: Room) -> None:
        self.shown.append(room)

    def show_start(self) -> None:
        self.starts += 1

    def show_notice(self, text: str) -> None:
        self.notices.append(text)

    def show_offer(self, text: str, action: str, act: Callable[[], None]) -> None:
        self.notices.append(text)
        self.offers.append((action, act))

    def show_progress(self, text: str, action: str, act: Callable[[], None]) -> None:
        self.progress.append((text, act))

    def set_link_view(self, _connection: object, view: object) -> None:
        self.reasons.append(view.reason)  # type: ignore[attr-defined]


class RecentPage(FakePage):
    """The start page with its list of recent rooms, its own part."""

    read_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.recent_list = self


class FakeServers(QObject):
    """Stands for the servers that a person joins."""

    started = Signal(object)
    unreachable = Signal(RecentRoom, str)

    def __init__(self) -> None:
        super().__init__()
        self.attempt = self  # its part
        self.joined: list[tuple[str, str]] = []
        self.meant: list[RecentRoom | None] = []

    def join(self, name: str, address: str, *, recent: RecentRoom | None) -> None:
        self.joined.append((name, address))
        self.meant.append(recent)


class Reader(House):
    """A house of somebody who reads what is kept."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot, folder)
        self.window, self.page, self.servers = FakeWindow(), RecentPage(), FakeServers()
        self.recents = RecentRooms([RecentRoom("Robotics club", ADDRESS, False, 1.0)])
        self.history = LocalHistory(
            Places(folder, folder),
            self.office.client,
            self.archiving,
            stand_in(self.window),
            stand_in(self.page),
            self.rooms,
            self.recents,
            stand_in(self.servers),
            Settings(),
            self.root,
        )

    def keeps(self, *, key: RoomKey = CLUB, kind: str = "channel", address: str = ADDRESS) -> KnownRoom:
        """Something was said in a room, another day."""
        room = self.office.room(key)
        room.describe(RoomFacts(key.target, "Robotics club", kind, address))
        room.append([said(1), said(2)])
        self.office.client.refresh()
        return self.known()[key]


@pytest.fixture
def reader(qtbot: QtBot, tmp_path: Path) -> Iterator[Reader]:
    made = Reader(qtbot, tmp_path)
    yield made
    made.end()


def test_what_needs_the_archive_waits_until_it_is_open(reader: Reader) -> None:
    done: list[str] = []
    reader.history.when_ready(lambda: done.append("early"))
    reader.office.until(lambda: bool(done))
    reader.history.when_ready(lambda: done.append("late"))
    assert done == ["early", "late"]


def test_a_found_message_opens_its_room_without_a_connection(reader: Reader) -> None:
    known = reader.keeps()
    reader.window.hit_chosen.emit(Hit(1, "m1", "bob", "1", 1.0, room=known.key))
    (room,) = reader.window.shown
    assert (room.title, room.present) == ("Robotics club", False)
    assert reader.window.reasons == ["You are reading what this computer keeps."]
    reader.window.hit_chosen.emit(Hit(1, "m1", "bob", "1", 1.0, room=known.key))
    assert reader.window.shown == [room, room]


def test_a_hit_of_a_room_that_is_not_kept_any_more_opens_nothing(reader: Reader) -> None:
    reader.window.hit_chosen.emit(Hit(1, "m1", "bob", "1", 1.0, room=RoomKey("net:gone", "#gone")))
    assert reader.window.shown == []


def test_a_recent_room_is_read_and_joined_from_there(reader: Reader) -> None:
    reader.keeps()
    reader.page.read_requested.emit(0)
    (room,) = reader.window.shown
    room.connection.link.retry_now()
    assert reader.window.starts == 1
    assert reader.servers.joined == [("Mara", ADDRESS)]
    assert reader.servers.meant == [None], "an early version did not write down which it was"
    assert reader.page.join_card.address.requests("set_text") == [(ADDRESS,)]


def test_a_channel_beside_a_room_is_joined_and_not_the_room(reader: Reader) -> None:
    club = RecentRoom("Robotics club", "mara-pc", False, 2.0, room="#club", fingerprint=HUB)
    tea = replace(club, last_used=3.0, channel="#tea", host="Robotics club")
    for room in (club, tea):
        reader.recents.add(room)
    for target in ("#tea", "#club"):
        known = reader.keeps(key=RoomKey(hub_network(HUB), target))
        reader.history.offline.join_wanted.emit(known)
    assert reader.servers.joined == [("Mara", "mara-pc")] * 2
    assert reader.servers.meant == [tea, club]


def test_a_room_that_nobody_answers_for_is_shown_with_why(reader: Reader) -> None:
    reader.servers.unreachable.emit(reader.recents.room_at(0), "Nobody answers.")
    assert reader.window.shown == []
    reader.keeps()
    reader.servers.unreachable.emit(reader.recents.room_at(0), "Nobody answers.")
    assert len(reader.window.shown) == 1
    (why,) = reader.window.reasons
    assert why.startswith("Nobody answers. ")


def test_what_was_read_is_noted(reader: Reader) -> None:
    noted: list[None] = []
    reader.archiving.note_read_soon = lambda: noted.append(None)  # type: ignore[method-assign]
    room = reader.history.offline.open(reader.keeps(), "mara")
    reader.window.wished.emit(room, MarkRead(room.target, 1.0))
    reader.window.wished.emit(room, Wish())
    assert len(noted) == 1


@pytest.mark.parametrize(("count", "words"), [(0, ""), (1, "1 message waits"), (3, "3 messages wait")])
def test_what_waits_to_be_sent_is_said_at_the_start(reader: Reader, count: int, words: str) -> None:
    reader.history.unsent = SimpleNamespace(count=count, problem="")  # type: ignore[assignment]
    assert reader.history.unsent_words().startswith(words)
    reader.history.unsent = SimpleNamespace(count=count, problem="Damaged.")  # type: ignore[assignment]
    assert reader.history.unsent_words() == "Damaged."


@pytest.mark.parametrize(
    ("address", "channel", "found"),
    [
        ("irc.example.org", "#Python", True),
        ("irc://irc.example.org/python", "#python", True),
        ("irc.example.org", "#qt", False),
        ("irc.example.net", "#python", False),
        ("no address", "#python", False),
    ],
)
def test_a_channel_of_a_foreign_server_is_found_by_its_server(
    reader: Reader, address: str, channel: str, found: bool
) -> None:
    known = reader.keeps(key=RoomKey(server_network("irc.example.org"), "#python"), address="irc.example.org")
    recent = RecentRoom("python", address, False, 1.0, channel=channel)
    assert kept_of(reader.history.archive, recent) == (known if found else None)


@pytest.mark.parametrize(
    ("recent", "kind", "found"),
    [
        (RecentRoom("Robotics club", ADDRESS, False, 1.0), "channel", True),
        (RecentRoom("Robotics club", "192.168.1.25", False, 1.0), "channel", False),
        (RecentRoom("Robotics club", ADDRESS, False, 1.0), "private", False),
        (RecentRoom("Robotics club", ADDRESS, False, 1.0, room="#elsewhere"), "channel", False),
        (RecentRoom("Robotics club", ADDRESS, False, 1.0, room="#Club"), "channel", True),
        (RecentRoom("Robotics club", ADDRESS, True, 1.0), "hosted", True),
        (RecentRoom("Another", ADDRESS, True, 1.0), "hosted", False),
        (RecentRoom("Another", ADDRESS, True, 1.0, room="#club"), "hosted", True),
        (RecentRoom("Club", "elsewhere", False, 1.0, room="#club", fingerprint=HUB), "channel", True),
        (RecentRoom("Club", ADDRESS, False, 1.0, room="#club", fingerprint="cd" * 32), "channel", False),
        (RecentRoom("c", "x", False, 1.0, room="#den", fingerprint=HUB, channel="#club"), "channel", True),
        (
            RecentRoom("tea", ADDRESS, False, 1.0, room="#club", fingerprint=HUB, channel="#tea"),
            "channel",
            False,
        ),
    ],
)
def test_which_room_is_kept_of_a_recent_one(
    reader: Reader, recent: RecentRoom, kind: str, found: bool
) -> None:
    known = reader.keeps(kind=kind)
    assert kept_of(reader.history.archive, recent) == (known if found else None)
