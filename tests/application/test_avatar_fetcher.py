"""Pictures of others: one request for each that is seen, none to anybody but a hub of ours."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.application.avatar_fetcher import AvatarFetcher
from app.client.events import Member
from app.models.file_progress import FileProgressModel
from app.models.person_colours import PersonColours
from app.ui.theme.avatar_pictures import PICTURE_SIDE, AvatarPictures
from tests.application.fakes import FakeServers
from tests.stand_in import stand_in
from tests.ui.test_pictures import encoded, halves, png

pytestmark = pytest.mark.qt_log_ignore(
    "libpng", "JPEG", "QImageIOHandler", "jpeg", "QPngHandler", extend=True
)
BOB, INES = "B" * 22, "I" * 22


def showing(nick: str, file_id: str) -> Member:
    return Member(nick, avatar=f"http://elsewhere.example/f/{file_id}/me.png")


class FakeConnection(QObject):
    """Stands for a connection and what it knows of people and files."""

    registered = Signal()

    def __init__(self, parent: QObject, *, is_hub: bool = True, address: str = "") -> None:
        super().__init__(parent)
        self.is_hub = is_hub
        self.files = FileProgressModel(self)
        self.colours = PersonColours(self, server=address)


class Desk:
    """Everything but the hub; `asked` is what is fetched."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.servers = FakeServers()
        self.pictures = AvatarPictures(self.servers)
        self.asked: list[tuple[FakeConnection, str]] = []
        transfers = SimpleNamespace(want_avatar=lambda *asked: self.asked.append(asked))
        self.fetcher = AvatarFetcher(self.pictures, stand_in(self.servers), stand_in(transfers), self.servers)
        self.connection = self.join()

    def join(self, *, is_hub: bool = True, address: str = "") -> FakeConnection:
        connection = FakeConnection(self.servers, is_hub=is_hub, address=address)
        server = SimpleNamespace(connection=connection)
        self.servers.all.append(server)
        self.servers.connected.emit(server)
        return connection

    def see(self, *pictures: str) -> None:
        """Avatars are painted."""
        with self.qtbot.waitSignal(self.pictures.wanted):
            for picture in pictures:
                self.pictures.image(picture)

    def come(self, picture: str, data: bytes) -> None:
        """The bytes of a picture are here, and decoded."""
        self.connection.files.put_preview(picture, data)
        self.qtbot.waitUntil(lambda: not self.fetcher._decoding)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot)
    yield desk
    if desk.fetcher._thread is not None:
        desk.fetcher._thread.stop()


def test_a_picture_that_is_seen_is_fetched_decoded_and_shown(desk: Desk) -> None:
    desk.connection.colours.note([showing("bob", BOB), showing("ines", INES)])
    desk.see(BOB)
    assert desk.asked == [(desk.connection, BOB)]
    desk.come(BOB, encoded(halves(400, 200)))
    image = desk.pictures.image(BOB)
    assert image is not None
    assert (image.width(), image.height()) == (PICTURE_SIDE, PICTURE_SIDE // 2)
    assert image.pixelColor(2, 2) == QColor("red")
    desk.connection.files.put_preview("F" * 22, encoded(halves()))
    assert desk.pictures.ids == (BOB,), "a picture of a message is none of a person"


def test_nothing_is_asked_of_a_server_of_others_nor_for_what_nobody_shows(desk: Desk) -> None:
    network = desk.join(is_hub=False)
    network.colours.note([showing("bob", BOB)])
    desk.connection.colours.note([Member("ines", avatar="https://elsewhere.example/face.png")])
    desk.see(BOB, INES)
    assert desk.asked == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><script>",
        b"\x89PNG\r\n\x1a\nlies",
        encoded(halves())[:60],
        png(20_000, 20_000, rows=5),
        png(2_001, 2_000, rows=5),
        encoded(halves(), "BMP"),
    ],
    ids=["gone", "svg", "html", "lie", "cut", "20000", "over-4-million", "bmp"],
)
def test_what_is_no_good_leaves_the_initials_and_is_not_asked_for_again(desk: Desk, data: bytes) -> None:
    desk.connection.colours.note([showing("bob", BOB)])
    desk.see(BOB)
    desk.come(BOB, data)
    desk.see(BOB)
    assert len(desk.asked) == 1
    assert desk.pictures.ids == ()
    desk.connection.registered.emit()
    desk.connection.files.forget_preview(BOB)
    desk.see(BOB)
    assert len(desk.asked) == 2, "another connection may have it"


def test_what_was_let_go_of_is_decoded_again_without_being_fetched(desk: Desk) -> None:
    desk.connection.colours.note([showing("bob", BOB)])
    desk.see(BOB)
    desk.come(BOB, encoded(halves()))
    desk.pictures.forget([BOB])
    with desk.qtbot.waitSignal(desk.pictures.changed):
        desk.see(BOB)
    assert (desk.pictures.ids, len(desk.asked)) == ((BOB,), 1)


def test_a_picture_goes_from_memory_with_its_person(desk: Desk) -> None:
    desk.connection.colours.note([showing("bob", BOB), showing("ines", INES)])
    desk.see(BOB, INES)
    desk.come(BOB, encoded(halves()))
    with desk.qtbot.waitSignal(desk.pictures.changed):
        desk.connection.colours.forget("bob")
    assert (desk.pictures.ids, desk.connection.files.preview(BOB)) == ((), None)
    desk.connection.colours.forget("ines")
    desk.come(INES, encoded(halves()))
    desk.qtbot.waitUntil(lambda: not desk.fetcher._sweep_soon.isActive())
    assert desk.pictures.ids == ()
    assert not desk.fetcher._wanted


def test_a_hub_gives_no_picture_to_people_of_another(desk: Desk) -> None:
    """Whoever hosts one may have people there show a file under the id of somebody's elsewhere."""
    evil, club = (desk.join(address=f"192.168.1.{number}") for number in (66, 24))
    for connection in (evil, club):
        connection.colours.note([showing("ines", INES)])
    at_evil, at_club = evil.colours.picture_of("ines"), club.colours.picture_of("ines")
    desk.see(at_evil, at_club)
    assert desk.asked == [(evil, INES), (club, INES)]
    for connection, image in ((evil, halves(8, 4)), (club, halves(8, 8))):
        connection.files.put_preview(INES, encoded(image))
        desk.qtbot.waitUntil(lambda: not desk.fetcher._decoding)
    heights = [found.height() for picture in (at_evil, at_club) if (found := desk.pictures.image(picture))]
    assert heights == [4, 8]
    with desk.qtbot.waitSignal(desk.pictures.changed):
        evil.colours.forget("ines")
    assert desk.pictures.ids == (at_club,)
