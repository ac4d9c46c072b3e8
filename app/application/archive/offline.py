"""Rooms that are read without a connection: what the archive has of them, and a way to join again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.application.archive.archivist import Archivist
from app.application.archive.desk import ArchiveDesk
from app.application.archive.room import ArchivedRoom
from app.application.words import tr
from app.client.events import LinkState
from app.models.connection import Connection
from app.models.room import Room, RoomKind
from app.models.rooms import RoomsModel
from app.store.archive_records import KnownRoom, RoomKey
from app.ui.window.link_view import LinkPhase, LinkView
from app.ui.window.main_window import MainWindow


class OfflineLink(QObject):
    """In place of a link: nobody hears what is asked. Fits models.ports.LinkPort.

    Signals:
        join_wanted(): the person wants to be in the room again.
    """

    join_wanted = Signal()

    def retry_now(self) -> None:
        """Join the room."""
        self.join_wanted.emit()

    def _nothing(self, *_what: object, **_more: object) -> None:
        """There is no connection."""

    def discard(self, _pending_id: int) -> bool:
        return False

    say = edit = react = redact = tell_typing = request_history = resend = _nothing
    mark_read = watch = unwatch = _nothing
    join = part = set_topic = kick = ban = unban = give_rank = take_rank = set_modes = _nothing
    request_bans = change_nick = set_away = invite = whois = stop = close = _nothing


class OfflineRooms(QObject):
    """The rooms that are open without a connection.

    Signals:
        join_wanted(str): the person wants to be in a room again; what to type for it.
    """

    join_wanted = Signal(str)

    def __init__(
        self,
        desk: ArchiveDesk,
        archivist: Archivist,
        rooms: RoomsModel,
        window: MainWindow,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._archivist = archivist
        self._rooms = rooms
        self._window = window
        self._open: dict[RoomKey, Room] = {}
        archivist.opened.connect(self.close)

    def open(self, known: KnownRoom, nick: str, why: str = "") -> Room:
        """Show what is kept of a room, or the room itself if it is open; `why` says why one is not in it."""
        there = self._archivist.room_of(known.key)
        if there is not None:
            return there
        facts = known.facts
        link = OfflineLink(self)
        connection = Connection(link, self._rooms, address=facts.address, nick=nick, parent=self)
        connection.set_state(LinkState.STOPPED)
        connection.room_closed.connect(self._on_closed)
        link.join_wanted.connect(self._on_join_wanted)
        words = why or tr("You are reading what this computer keeps.")
        view = LinkView(LinkPhase.OFFLINE, facts.address, reason=words, may_retry=bool(facts.address))
        self._window.set_link_view(connection, view)
        room = connection.find_or_open(facts.name or known.key.target)
        room.set_kind(RoomKind.PRIVATE if facts.kind == RoomKind.PRIVATE.value else RoomKind.CHANNEL)
        room.set_title(facts.title)
        self._open[known.key] = room
        self._archivist.show(room, ArchivedRoom(self._desk, known.key, newest=known.newest))
        return room

    @Slot(object)
    def close(self, key: RoomKey) -> None:
        """Take a room away, as one is in it now."""
        room = self._open.get(key)
        if room is not None:
            room.connection.forget(room)

    @Slot(Room)
    def _on_closed(self, room: Room) -> None:
        self._open = {key: other for key, other in self._open.items() if other is not room}
        self._archivist.let_go(room)
        room.connection.deleteLater()

    @Slot()
    def _on_join_wanted(self) -> None:
        link: object = self.sender()
        addresses = [room.connection.address for room in self._open.values() if room.connection.link is link]
        for address in addresses:
            self.join_wanted.emit(address)
