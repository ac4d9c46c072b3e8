"""Wishes about files on their way to the transfers of a server; what is kept of them over a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.application.file_transfers import FileTransfers
from app.application.joined_server import JoinedServer
from app.application.sharing.received_files import PartFiles, ReceivedFile
from app.client.wishes import Wish
from app.models.connection import Connection
from app.models.room import Room
from app.models.room_wishes import FetchFile, SaveFile
from tests.application.test_server_files import Place, hub, place
from tests.stand_in import stand_in

__all__ = ["hub", "place"]  # fixtures


class Servers(QObject):
    """The one server that the window is on."""

    disconnected = Signal(QObject)

    def __init__(self, server: JoinedServer) -> None:
        super().__init__()
        self.server = server

    def server_of(self, connection: Connection) -> JoinedServer | None:
        return self.server if connection is self.server.connection else None


class Wishes:
    """Who carries them out, by kind."""

    def __init__(self) -> None:
        self.kinds: dict[type[Wish], Callable[[Room, Wish], None]] = {}

    def add(self, kind: type[Wish], act: Callable[[Room, Wish], None]) -> None:
        self.kinds[kind] = act


class Window:
    """What a window has of files."""

    def __init__(self, place: Place, note: Path, root: QObject) -> None:
        self.wishes = Wishes()
        self.servers = Servers(place.server)
        self.transfers = FileTransfers(stand_in(self.servers), stand_in(self.wishes), note, root)
        self.saved: list[tuple[Room, str, str]] = []
        self.transfers.saved.connect(lambda *told: self.saved.append(told))


def test_where_a_file_was_saved_is_told_with_its_room(place: Place, tmp_path: Path) -> None:
    root = QObject()
    window = Window(place, tmp_path / "data" / "downloads.json", root)
    file, other = place.shared(b"x"), place.shared(b"other")
    window.wishes.kinds[FetchFile](place.room, FetchFile(file))
    place.until(lambda: len(window.saved) == 1)
    window.wishes.kinds[SaveFile](place.room, SaveFile(other, str(tmp_path / "mine.pdf")))
    place.until(lambda: len(window.saved) == 2)
    assert window.saved == [
        (place.room, file.id, str(place.folder / "plan.pdf")),
        (place.room, other.id, str(tmp_path / "mine.pdf")),
    ]
    assert list((tmp_path / "data").iterdir()) == []
    window.servers.disconnected.emit(place.connection)


def test_what_a_kill_left_half_is_removed_at_the_start(qtbot: QtBot, place: Place, tmp_path: Path) -> None:
    note = tmp_path / "downloads.json"
    left = ReceivedFile(tmp_path, "plan.pdf", PartFiles(note))
    left.start_over()
    assert left._file is not None
    left._file.close()
    root = QObject()
    Window(place, note, root)
    qtbot.waitUntil(lambda: not note.exists())
    assert not (tmp_path / "plan.pdf.part").exists()
