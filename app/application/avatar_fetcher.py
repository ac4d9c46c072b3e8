"""What others show in place of initials: fetched once it is painted, decoded, given up as they leave.

Asked for is a file of the hub that told of it, by its id; nothing else of a link is ever looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, QTimer, Slot

from app.application.file_transfers import FileTransfers
from app.application.joined_server import JoinedServer
from app.application.joined_servers import JoinedServers
from app.models.connection import Connection
from app.models.person_colours import picture_file
from app.ui.theme.avatar_pictures import OWN_PICTURE, PICTURE_SIDE, AvatarPictures

if TYPE_CHECKING:
    from app.ui.pictures.picture_decoder import DecodedPicture
    from app.ui.pictures.picture_thread import PictureThread

# Decoded in full before it is made small: 16 MB. What our own windows show has 256 pixels on a side.
_MOST_PIXELS = 4_000_000
_SWEEP_MS = 1_000  # many may leave together
_LARGEST = QSize(PICTURE_SIDE, PICTURE_SIDE)


class AvatarFetcher(QObject):
    """Fills the pictures of avatars. One that cannot be had is not asked for again on that connection."""

    def __init__(
        self, pictures: AvatarPictures, servers: JoinedServers, transfers: FileTransfers, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._servers = servers
        self._transfers = transfers
        self._thread: PictureThread | None = None  # with the first picture
        self._wanted: dict[str, Connection] = {}  # being fetched, or waiting for that
        self._decoding: set[str] = set()
        self._failed: set[str] = set()
        self._sweep_soon = QTimer(self, singleShot=True, interval=_SWEEP_MS)
        self._sweep_soon.timeout.connect(self._sweep)
        pictures.wanted.connect(self._on_wanted)
        servers.connected.connect(self._on_connected)
        servers.disconnected.connect(self._sweep_soon.start)

    @Slot(JoinedServer)
    def _on_connected(self, server: JoinedServer) -> None:
        connection = server.connection
        connection.files.preview_changed.connect(self._on_fetched)
        connection.colours.changed.connect(self._sweep_soon.start)
        connection.registered.connect(self._forget_failures)

    @Slot(tuple)
    def _on_wanted(self, pictures: tuple[str, ...]) -> None:
        for picture in pictures:
            connection = self._connection_of(picture)
            if connection is None or picture in self._decoding or picture in self._failed:
                continue
            data = connection.files.preview(picture_file(picture))
            if data:
                self._decode(picture, data)
            else:  # also what waits already: it is seen, so its turn is before that of what is not
                self._wanted[picture] = connection
                self._transfers.want_avatar(connection, picture_file(picture))

    def _connection_of(self, picture: str) -> Connection | None:
        """Where somebody shows it; a server of others has no files."""
        connections = (server.connection for server in self._servers.all)
        return next((one for one in connections if one.is_hub and one.colours.is_shown(picture)), None)

    @Slot(str)
    def _on_fetched(self, file_id: str) -> None:
        for picture in [one for one in self._wanted if picture_file(one) == file_id]:
            data = self._wanted[picture].files.preview(file_id)
            if data is None:  # another hub has one under the same id
                continue
            del self._wanted[picture]
            if data:
                self._decode(picture, data)
            else:
                self._failed.add(picture)

    def _decode(self, picture: str, data: bytes) -> None:
        from app.ui.pictures.picture_decoder import decode_picture  # not before there is a picture
        from app.ui.pictures.picture_thread import PictureThread

        if self._thread is None:
            self._thread = PictureThread(self)
            self._thread.done.connect(self._on_decoded)
            self._thread.failed.connect(self._fail)
        self._decoding.add(picture)
        self._thread.run(picture, lambda: decode_picture(data, _LARGEST, most_pixels=_MOST_PIXELS))

    @Slot(str, object)
    def _on_decoded(self, picture: str, decoded: DecodedPicture) -> None:
        self._decoding.discard(picture)
        if self._connection_of(picture) is not None:
            self._pictures.put(picture, decoded.image)

    @Slot(str)
    def _fail(self, picture: str) -> None:
        self._decoding.discard(picture)
        self._failed.add(picture)

    @Slot()
    def _forget_failures(self) -> None:
        self._failed.clear()

    @Slot()
    def _sweep(self) -> None:
        """Let go of what nobody shows who is here."""
        others = (picture for picture in self._pictures.ids if picture != OWN_PICTURE)
        gone = [picture for picture in others if self._connection_of(picture) is None]
        for server in self._servers.all:
            for picture in gone:
                server.connection.files.forget_preview(picture_file(picture))
        self._pictures.forget(gone)
        for picture in [one for one in self._wanted if self._connection_of(one) is None]:
            del self._wanted[picture]
        self._failed = {one for one in self._failed if self._connection_of(one) is not None}
