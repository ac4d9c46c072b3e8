"""What this person shows in place of initials: kept on this computer, shown on each hub that takes files.

A hub is asked what it has, and brought the picture where that is not the same, byte for byte. So nothing
need be remembered of hubs, and a picture that another computer of this person has brought stays where here
is none; one that was taken back here goes wherever it is met again.
"""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal, Slot

from app.application.file_transfers import FileTransfers
from app.application.joined_server import JoinedServer
from app.application.joined_servers import JoinedServers
from app.client.wishes import ChangeAvatar, SayFile
from app.irc.file_tag import linked_file
from app.models.connection import Connection
from app.security import private_files
from app.security.security_errors import SecurityError
from app.settings import Settings
from app.ui.theme.avatar_pictures import OWN_PICTURE, PICTURE_SIDE, AvatarPictures
from app.words import people_words, system_words

_MOST_BYTES = 64 * 1024  # as others take it
_TAKEN = {SayFile, ChangeAvatar}  # what a connection must be able to do


class OwnPicture(QObject):
    """Keeps file, hubs and what is painted of one mind about it.

    Signals:
        changed(): it is another one, or may be shown now, or may not; the settings want to be kept.
        failed(str): it is not kept, or not shown somewhere; a sentence.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(
        self,
        path: Path,
        settings: Settings,
        pictures: AvatarPictures,
        servers: JoinedServers,
        transfers: FileTransfers,
        parent: QObject,
    ) -> None:
        """`path`: where it is kept."""
        super().__init__(parent)
        self._path = path
        self._settings = settings
        self._pictures = pictures
        self._servers = servers
        self._transfers = transfers
        self._data = self._read()
        self._brought: dict[Connection, str] = {}  # under which id a hub has it
        self._bringing: dict[Connection, bytes] = {}
        self._looking: dict[str, Connection] = {}  # what a hub has, by its id
        pictures.wanted.connect(self._on_wanted)
        servers.connected.connect(self._on_connected)
        servers.disconnected.connect(self._on_disconnected)

    # -- what it is

    @property
    def id(self) -> str:
        """What it is painted by, "" where there is none on this computer."""
        return OWN_PICTURE if self._data else ""

    @property
    def may_be_chosen(self) -> bool:
        """Whether it is of use: some hub takes files, or nobody can know yet."""
        connections = [server.connection for server in self._servers.all]
        return not connections or any(map(_takes_pictures, connections))

    @Slot(bytes)
    def choose(self, data: bytes) -> None:
        """Show this one from now on: a PNG or a JPEG as `ui.pictures.avatar_maker` makes it."""
        self._keep(data)
        self._settings.removed_picture = ""
        for server in self._servers.all:
            if _takes_pictures(server.connection):
                self._bring(server.connection)
        self.changed.emit()

    @Slot()
    def remove(self) -> None:
        """Show none any more."""
        if self._data:
            self._settings.removed_picture = _fingerprint(self._data)
        self._keep(b"")
        for server in self._servers.all:
            self._take_back(server.connection)
        self.changed.emit()

    def _keep(self, data: bytes) -> None:
        self._data = data
        self._brought.clear()
        self._bringing.clear()
        self._pictures.forget([OWN_PICTURE])
        try:
            private_files.keep(self._path, data)
        except SecurityError as error:  # it is shown, until the program ends
            self.failed.emit(system_words.security_words(error))

    def _read(self) -> bytes:
        try:
            data = private_files.read(self._path) or b""
        except SecurityError:
            return b""
        return data if len(data) <= _MOST_BYTES else b""

    @Slot(tuple)
    def _on_wanted(self, pictures: tuple[str, ...]) -> None:
        if OWN_PICTURE not in pictures or not self._data:
            return
        from app.ui.pictures.picture_decoder import PictureError, decode_picture  # not before there is one

        try:  # of 256 pixels, or what somebody has put there
            decoded = decode_picture(self._data, QSize(PICTURE_SIDE, PICTURE_SIDE), most_pixels=1_000_000)
        except PictureError:
            self._data = b""
            self.changed.emit()
        else:
            self._pictures.put(OWN_PICTURE, decoded.image)

    # -- hubs

    @Slot(JoinedServer)
    def _on_connected(self, server: JoinedServer) -> None:
        connection = server.connection
        connection.own_avatar_told.connect(self._regard_all)
        connection.abilities_changed.connect(self._on_abilities_changed)
        connection.files.preview_changed.connect(self._on_fetched)
        self._regard(connection)

    @Slot(QObject)
    def _on_disconnected(self, connection: Connection) -> None:
        self._brought.pop(connection, None)
        self._bringing.pop(connection, None)
        self._looking = {picture: one for picture, one in self._looking.items() if one is not connection}
        self.changed.emit()

    @Slot()
    def _on_abilities_changed(self) -> None:
        self._regard_all()
        self.changed.emit()

    @Slot()
    def _regard_all(self) -> None:
        for server in self._servers.all:
            self._regard(server.connection)

    def _regard(self, connection: Connection) -> None:
        """See to it that a hub shows what is shown here."""
        if connection.own_avatar is None or not _takes_pictures(connection):
            return
        shown = linked_file(connection.own_avatar)
        if not shown:
            self._bring(connection)
        elif shown != self._brought.get(connection) and (self._data or self._settings.removed_picture):
            seen = connection.files.preview(shown)
            if seen is not None:
                self._compare(connection, shown, seen)
            else:
                self._looking[shown] = connection
                self._transfers.want_avatar(connection, shown)

    @Slot(str)
    def _on_fetched(self, picture: str) -> None:
        connection = self._looking.pop(picture, None)
        if connection is not None and linked_file(connection.own_avatar or "") == picture:
            self._compare(connection, picture, connection.files.preview(picture) or b"")

    def _compare(self, connection: Connection, picture: str, seen: bytes) -> None:
        if self._data and seen == self._data:
            self._brought[connection] = picture
        elif self._data:
            self._bring(connection)
        elif _fingerprint(seen) == self._settings.removed_picture:
            self._take_back(connection)

    def _bring(self, connection: Connection) -> None:
        if self._data and self._bringing.get(connection) != self._data:
            self._bringing[connection] = self._data
            kind = "png" if self._data.startswith(b"\x89PNG") else "jpeg"
            then = partial(self._on_brought, connection, self._data)
            self._transfers.bring_avatar(connection, self._data, f"picture.{kind}", f"image/{kind}", then)

    def _on_brought(self, connection: Connection, data: bytes, link: str, reason: str) -> None:
        if self._bringing.get(connection) != data:
            return  # which is not shown any more
        del self._bringing[connection]
        if not link:
            self.failed.emit(f"{people_words.PICTURE_NOT_SHOWN(room=connection.network)} {reason}")
            return
        picture = linked_file(link)
        self._brought[connection] = picture
        connection.files.put_preview(picture, data)  # which this window need not fetch
        connection.link.ask(ChangeAvatar(link))

    def _take_back(self, connection: Connection) -> None:
        if ChangeAvatar in connection.abilities.kinds:
            connection.link.ask(ChangeAvatar(""))


def _takes_pictures(connection: Connection) -> bool:
    return connection.abilities.kinds >= _TAKEN


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
