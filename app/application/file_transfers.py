"""What a person wishes of files, carried to the server of the room. Little is loaded before the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from app.application.joined_servers import JoinedServers
from app.application.wish_handler import WishHandler
from app.client.wishes import Wish
from app.irc.file_tag import SharedFile
from app.models.connection import Connection
from app.models.room import Room, ServerConnection
from app.models.room_wishes import (
    CancelTransfer,
    FetchFile,
    OfferFile,
    OpenFileFolder,
    RetryTransfer,
    SaveFile,
    WantPicture,
    WantPreview,
)

if TYPE_CHECKING:
    from app.application.sharing.file_collection import FileCollection
    from app.application.sharing.received_files import PartFiles
    from app.application.sharing.server_files import ServerFiles
    from app.net.file_transfer import FileDoor

_OF_SERVERS = (OfferFile, CancelTransfer, RetryTransfer, FetchFile, SaveFile, WantPreview, WantPicture)


class FileTransfers(QObject):
    """Has the transfers of each server of the window.

    Signals:
        saved(Room, str, str): a file that was wanted there has come, its id and where it lies.
    """

    saved = Signal(Room, str, str)

    def __init__(
        self, servers: JoinedServers, wishes: WishHandler, parts_file: Path, parent: QObject | None = None
    ) -> None:
        """`parts_file` is where stands which files are half there."""
        super().__init__(parent)
        self._parts_file = parts_file
        self._parts: PartFiles | None = None
        self._servers = servers
        self._files: dict[ServerConnection, ServerFiles] = {}
        self._wanted: dict[str, Room] = {}  # by the file's id, for which room it was fetched last
        for kind in _OF_SERVERS:
            wishes.add(kind, self._carry_out)
        wishes.add(OpenFileFolder, self._open_folder)
        servers.disconnected.connect(self._on_disconnected)
        if parts_file.exists():
            QTimer.singleShot(0, self, self._known_parts)  # a kill left something, which goes

    def _carry_out(self, room: Room, wish: Wish) -> None:
        files = self._files_of(room.connection)
        if files is None:
            room.connection.link.ask(wish)  # where there is no connection it is refused in a sentence
            return
        match wish:
            case OfferFile():
                files.offer(room, wish)
            case CancelTransfer():
                files.cancel(wish.key)
            case RetryTransfer():
                files.retry(wish.key)
            case FetchFile():
                self._wanted[wish.file.id] = room
                files.fetch(wish.file)
            case SaveFile():
                self._wanted[wish.file.id] = room
                files.fetch(wish.file, wish.path)
            case WantPreview():
                files.previews.want_preview(wish.file)
            case WantPicture():
                files.previews.want_picture(wish.file)

    def want_avatar(self, connection: ServerConnection, file_id: str) -> None:
        """Have what somebody shows in place of their initials fetched into the files of a connection."""
        if (files := self._files_of(connection)) is not None:
            files.previews.want_avatar(file_id)

    def collect(
        self, room: Room, files: Sequence[tuple[SharedFile, str]], export: Path, parent: QObject
    ) -> FileCollection:
        """Files of a room that are to lie in a new folder beside `export`, not begun. Raises OSError.

        With each comes where it was saved, "" for nowhere.
        """
        from app.application.sharing.file_collection import FileCollection, make_folder  # as _files_of

        connection = room.connection
        progress = connection.files
        saved = {file.id: path for file, path in files}

        def copy_of(file: SharedFile) -> Path | None:
            known = progress.download(file.id)
            path = known.path if known is not None and known.path else saved[file.id]
            return Path(path) if path else None

        def door() -> FileDoor | None:
            known = self._files_of(connection)
            return known.door() if known is not None else None

        wanted = [file for file, _path in files]
        return FileCollection(wanted, make_folder(export), copy_of, door, parent, self._known_parts())

    def bring_avatar(
        self,
        connection: ServerConnection,
        data: bytes,
        name: str,
        media_type: str,
        then: Callable[[str, str], None],
    ) -> None:
        """Bring what this person shows in place of their initials to a hub, as `ServerFiles` does it."""
        if (files := self._files_of(connection)) is not None:
            files.bring_avatar(data, name, media_type, then)

    def _files_of(self, connection: ServerConnection) -> ServerFiles | None:
        known = self._files.get(connection)
        server = self._servers.server_of(connection)
        if known is None and server is not None:
            from app.application.sharing.server_files import ServerFiles  # only now: most talk has no files

            known = self._files[connection] = ServerFiles(server, self, self._known_parts())
            known.saved.connect(self._on_saved)
        return known

    @Slot()
    def _known_parts(self) -> PartFiles:
        """The files that are half there; those of an earlier run of the program are removed first."""
        if self._parts is None:
            from app.application.sharing.received_files import PartFiles  # as _files_of

            self._parts = PartFiles(self._parts_file)
            self._parts.remove_left()
        return self._parts

    def _open_folder(self, room: Room, wish: OpenFileFolder) -> None:
        known = room.connection.files.download(wish.key)
        if known is not None and known.path:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(known.path).parent)))

    @Slot(str, str)
    def _on_saved(self, file_id: str, path: str) -> None:
        room = self._wanted.pop(file_id, None)
        if room is not None:
            self.saved.emit(room, file_id, path)

    @Slot(QObject)
    def _on_disconnected(self, connection: Connection) -> None:
        if (files := self._files.pop(connection, None)) is not None:
            files.close()
