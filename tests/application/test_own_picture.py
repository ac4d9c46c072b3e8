"""One's own picture: kept here, brought to each hub that has another one or none, taken back everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, QRect, Signal
from pytestqt.qtbot import QtBot

from app.application.own_picture import OwnPicture
from app.client.events import Abilities
from app.client.wishes import ChangeAvatar, SayFile
from app.models.file_progress import FileProgressModel
from app.settings import Settings
from app.ui.pictures.thumbnail_maker import make_avatar
from app.ui.theme.avatar_pictures import OWN_PICTURE, PICTURE_SIDE, AvatarPictures
from tests.application.fakes import FakeServers
from tests.models.links import AskedLink
from tests.stand_in import stand_in
from tests.ui.test_pictures import halves

ONE, TWO = "A" * 22, "B" * 22
FULL = frozenset({SayFile, ChangeAvatar})


def link(file_id: str) -> str:
    return f"http://192.168.1.24:7667/f/{file_id}/picture.jpeg"


class FakeConnection(QObject):
    """Stands for a connection to a hub that takes files, and what it has told."""

    own_avatar_told = Signal()
    abilities_changed = Signal()
    network = "Club"

    def __init__(self, parent: QObject, kinds: frozenset[type] = FULL) -> None:
        super().__init__(parent)
        self.own_avatar: str | None = None
        self.abilities = Abilities(stand_in(kinds))
        self.files = FileProgressModel(self)
        self.link = AskedLink()

    def tell(self, avatar: str) -> None:
        """The hub says what it has."""
        self.own_avatar = avatar
        self.own_avatar_told.emit()


class Desk:
    """A window's side; `brought` is what went to hubs, each with how that ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.servers = FakeServers()
        self.settings = Settings()
        self.pictures = AvatarPictures(self.servers)
        self.brought: list[tuple[bytes, str, str, Callable[[str, str], None]]] = []
        self.asked: list[str] = []
        self.failures: list[str] = []
        self.changes = 0
        self.begin()

    def begin(self) -> None:
        """The program starts."""
        transfers = SimpleNamespace(
            bring_avatar=lambda _connection, *how: self.brought.append(how),
            want_avatar=lambda _connection, picture: self.asked.append(picture),
        )
        self.picture = OwnPicture(
            self.path, self.settings, self.pictures, stand_in(self.servers), stand_in(transfers), self.servers
        )
        self.picture.failed.connect(self.failures.append)
        self.picture.changed.connect(self._note_change)

    def _note_change(self) -> None:
        self.changes += 1

    def join(self, kinds: frozenset[type] = FULL, avatar: str | None = "") -> FakeConnection:
        connection = FakeConnection(self.servers, kinds)
        connection.own_avatar = avatar
        server = SimpleNamespace(connection=connection)
        self.servers.all.append(server)
        self.servers.connected.emit(server)
        return connection


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(tmp_path / "deep" / "own_picture")


@pytest.fixture
def face(qapp: object) -> bytes:
    return make_avatar(halves(300, 300), QRect(0, 0, 300, 300))


def test_it_is_kept_and_there_at_the_next_start(desk: Desk, face: bytes) -> None:
    assert desk.picture.id == ""
    desk.picture.choose(face)
    assert (desk.picture.id, desk.changes) == (OWN_PICTURE, 1)
    desk.begin()
    assert desk.picture.id == OWN_PICTURE
    desk.picture.remove()
    assert (desk.picture.id, desk.path.exists()) == ("", False)


def test_it_is_painted_where_it_is_seen(desk: Desk, face: bytes, qtbot: QtBot) -> None:
    desk.picture.choose(face)
    with qtbot.waitSignal(desk.pictures.changed):
        assert desk.pictures.image(OWN_PICTURE) is None
    image = desk.pictures.image(OWN_PICTURE)
    assert image is not None
    assert image.width() == PICTURE_SIDE
    desk.picture.remove()
    assert desk.pictures.ids == ()


@pytest.mark.parametrize("data", [b"nothing", bytes(65 * 1024), b""])
def test_what_is_no_picture_is_none(desk: Desk, data: bytes, qtbot: QtBot) -> None:
    desk.path.parent.mkdir()
    desk.path.write_bytes(data)
    desk.begin()
    desk.pictures.image(OWN_PICTURE)
    qtbot.waitUntil(lambda: desk.picture.id == "")
    assert desk.pictures.ids == ()


def test_a_hub_without_one_gets_it(desk: Desk, face: bytes) -> None:
    connection = desk.join(avatar=None)
    desk.picture.choose(face)
    [(data, name, kind, then)] = desk.brought
    assert (data, name, kind) == (face, "picture.jpeg", "image/jpeg")
    connection.tell("")
    connection.abilities_changed.emit()
    assert len(desk.brought) == 1, "it is on its way"
    then(link(ONE), "")
    assert connection.link.wishes == [ChangeAvatar(link(ONE))]
    assert connection.files.preview(ONE) == face, "this window has it"
    connection.tell(link(ONE))
    assert (len(desk.brought), desk.asked) == (1, [])
    connection.tell("")
    assert len(desk.brought) == 2, "after a break the hub has forgotten a guest"


def test_a_hub_that_has_it_is_left_alone_and_one_with_another_gets_it(desk: Desk, face: bytes) -> None:
    desk.picture.choose(face)
    same, other, gone = (desk.join(avatar=link(file_id)) for file_id in (ONE, TWO, "C" * 22))
    assert desk.asked == [ONE, TWO, "C" * 22]
    same.files.put_preview(ONE, face)
    assert desk.brought == []
    other.files.put_preview(TWO, b"another")
    assert len(desk.brought) == 1
    gone.files.put_preview("C" * 22, b"")
    assert len(desk.brought) == 2
    foreign = desk.join(avatar="https://elsewhere.example/me.png")
    assert (len(desk.brought), len(desk.asked)) == (3, 3)
    same.tell(link(ONE))
    assert (len(desk.asked), foreign.link.wishes) == (3, [])


def test_without_one_here_that_of_another_computer_stays(desk: Desk) -> None:
    connection = desk.join(avatar=link(ONE))
    assert (desk.asked, desk.brought, connection.link.wishes) == ([], [], [])


def test_what_was_taken_back_goes_wherever_it_is_met_again(desk: Desk, face: bytes) -> None:
    here = desk.join()
    desk.picture.choose(face)
    desk.picture.remove()
    assert here.link.wishes == [ChangeAvatar("")]
    [(_, _, _, then)] = desk.brought
    then(link(ONE), "")
    assert here.link.wishes == [ChangeAvatar("")], "what came meanwhile is told to nobody"
    later, others = desk.join(avatar=link(ONE)), desk.join(avatar=link(TWO))
    later.files.put_preview(ONE, face)
    others.files.put_preview(TWO, b"of another computer")
    assert (later.link.wishes, others.link.wishes) == ([ChangeAvatar("")], [])
    desk.picture.choose(face)
    assert desk.settings.removed_picture == ""


@pytest.mark.parametrize("kinds", [frozenset(), frozenset({SayFile}), frozenset({ChangeAvatar})])
def test_where_no_files_are_taken_it_is_not_offered(desk: Desk, face: bytes, kinds: frozenset[type]) -> None:
    assert desk.picture.may_be_chosen, "nobody knows yet"
    connection = desk.join(kinds)
    assert not desk.picture.may_be_chosen
    desk.picture.choose(face)
    assert (desk.brought, connection.link.wishes) == ([], [])
    before = desk.changes
    connection.abilities = Abilities(stand_in(FULL))
    connection.abilities_changed.emit()
    assert (desk.picture.may_be_chosen, desk.changes, len(desk.brought)) == (True, before + 1, 1)


def test_why_it_is_not_shown_is_told(desk: Desk, face: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = desk.join()
    desk.picture.choose(face)
    desk.brought[0][3]("", "The disk is full.")
    assert desk.failures == ["Your picture is not shown in Club. The disk is full."]
    assert connection.link.wishes == []
    desk.path.unlink()
    desk.path.parent.rmdir()
    desk.path.parent.write_bytes(b"in the way")
    desk.picture.choose(face)
    assert (len(desk.failures), desk.picture.id) == (2, OWN_PICTURE)


def test_a_server_that_is_left_is_forgotten(desk: Desk, face: bytes) -> None:
    desk.picture.choose(face)
    connection = desk.join(avatar=link(ONE))
    desk.servers.all.clear()
    desk.servers.disconnected.emit(connection)
    connection.files.put_preview(ONE, b"another")
    assert desk.brought == []
