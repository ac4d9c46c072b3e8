"""Between rooms and the archive: those of every connection are kept, and begin with what is kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.application.archive.archive_client import ArchiveClient
from app.application.archive.archived_room import ArchivedRoom
from app.application.joined_server import JoinedServer
from app.client.address import Scheme
from app.client.events import Point, Secured
from app.client.wishes import AskHistory
from app.irc.msgid import line_id
from app.models.room import Room, RoomKind, ServerConnection
from app.security.trust import Assessment
from app.store.archive_records import HUB, KnownRoom, RoomFacts, RoomKey, time_of

# Shorter than this nobody writes a line and takes notice that it is missing.
_SHORTEST_GAP = 1.0
_NOTE_MS = 2000  # how far was read changes with every message that is seen


def hub_network(fingerprint: str) -> str:
    """A hub is its certificate, at whatever address."""
    return f"{HUB}{fingerprint}"


def server_network(place: str) -> str:
    """Any other server is its address."""
    return f"net:{place.lower()}"


class RoomArchiving(QObject):
    """Keeps all rooms that are open.

    Signals:
        opened(RoomKey): one is in a room now.
        begun(Room): a room has its archive and its key.
        moved(Room, RoomKey): it has another key than that one now.
    """

    opened = Signal(RoomKey)
    begun = Signal(Room)
    moved = Signal(Room, RoomKey)

    def __init__(
        self, archive: ArchiveClient, parent: QObject | None = None, *, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._clock = clock
        self._rooms: dict[Room, _OpenRoom] = {}
        self._servers: dict[ServerConnection, JoinedServer] = {}
        self._note_soon = QTimer(self, singleShot=True, interval=_NOTE_MS)
        self._note_soon.timeout.connect(self._note_read)

    def add_server(self, server: JoinedServer) -> None:
        """Keep the rooms of a connection that is about to be made."""
        connection = server.connection
        self._servers[connection] = server
        self._tell_seen(server, server_network(server.destination.address.place))
        server.link.secured.connect(partial(self._on_secured, server))
        connection.room_opened.connect(self._on_room_opened)
        connection.room_closed.connect(self._on_room_closed)
        server.ended.connect(self._on_ended)

    @property
    def rooms(self) -> tuple[Room, ...]:
        """The rooms that are open."""
        return tuple(self._rooms)

    def describe_all(self) -> None:
        """Tell the archive of every open room: its file is another one now."""
        for room, open_room in self._rooms.items():
            open_room.facts = None
            if room.connection in self._servers:
                self._describe(room)

    def archived(self, room: Room) -> ArchivedRoom | None:
        """The archive of a room that is open."""
        open_room = self._rooms.get(room)
        return None if open_room is None else open_room.archived

    def key_of(self, room: Room) -> RoomKey | None:
        """Under which key a room is kept, None where nothing is."""
        archived = self.archived(room)
        return archived.key if archived is not None else None

    def room_of(self, key: RoomKey) -> Room | None:
        """The open room of a conversation."""
        return next((room for room, one in self._rooms.items() if one.archived.key == key), None)

    def network_of(self, connection: ServerConnection) -> str:
        """What tells a connection's network apart in the archive."""
        server = self._servers[connection]
        if connection.is_hub and server.fingerprint:
            return hub_network(server.fingerprint)
        return server_network(server.destination.address.place)

    def show(self, room: Room, archived: ArchivedRoom) -> None:
        """Begin a room with what is kept of it, where the person stopped reading."""
        known = self._archive.known_room(archived.key)
        open_room = self._rooms[room] = _OpenRoom(archived)
        if known is not None and known.read:
            room.timeline.note_read(known.read_time, known.read_msgid, known.read)
            open_room.read = room.timeline.read
        archived.tell_saved(room.connection.files.remember)
        room.timeline.window.open_archive(archived)
        self.begun.emit(room)

    @Slot()
    def note_read_soon(self) -> None:
        """Somebody has read on: keep how far."""
        if not self._note_soon.isActive():
            self._note_soon.start()

    @Slot()
    def _note_read(self) -> None:
        for room, open_room in self._rooms.items():
            open_room.note_read(room)

    def close(self) -> None:
        """Note up to when every room was seen."""
        self._note_soon.stop()
        for room in list(self._rooms):
            self.let_go(room)

    def let_go(self, room: Room) -> None:
        """A room is closed: note up to when it was seen."""
        open_room = self._rooms.pop(room, None)
        if open_room is not None:
            room.timeline.window.close_archive()
            open_room.note_read(room)
            if open_room.was_present:
                open_room.archived.note_present(self._clock())

    # -- what connections tell

    def _on_secured(self, server: JoinedServer, secured: Secured, _assessment: Assessment) -> None:
        self._tell_seen(server, hub_network(secured.fingerprint))

    def _tell_seen(self, server: JoinedServer, network: str) -> None:
        """What is kept from earlier need not be asked for again, and what came after it is missing."""
        seen = server.link.last_seen
        for room in self._archive.known(network):
            if room.said:
                seen.add(room.facts.name, Point(time_of(room.said), line_id(room.msgid)))
                seen.latest_time = max(seen.latest_time, time_of(room.said))

    @Slot(object)
    def _on_room_opened(self, room: Room) -> None:
        network = self.network_of(room.connection)
        key = RoomKey(network, room.target.casefold())
        known = self._archive.known_room(key)
        newest = known.newest if known is not None else 0
        archived = ArchivedRoom(self._archive, key, newest=newest, clock=self._clock)
        if known is not None:
            self._note_absence(room, archived, known)
        self.opened.emit(key)
        self.show(room, archived)
        room.changed.connect(self._on_changed)
        self._describe(room)

    def _note_absence(self, room: Room, archived: ArchivedRoom, known: KnownRoom) -> None:
        """What was said in a channel since it was seen last may be missing, where the server cannot tell."""
        since, now = time_of(known.present), self._clock()
        session = self._servers[room.connection].link.session
        can_tell = session is not None and session.can(AskHistory)
        if not can_tell and room.kind is not RoomKind.PRIVATE and now - since >= _SHORTEST_GAP:
            archived.note_gap(since, now)

    @Slot(QObject)
    def _on_changed(self, room: Room) -> None:
        if room in self._rooms:
            self._describe(room)

    def _describe(self, room: Room) -> None:
        open_room = self._rooms[room]
        archived = open_room.archived
        if (before := archived.key).target != room.target.casefold():
            archived.rename(replace(before, target=room.target.casefold()))
            self.moved.emit(room, before)
        facts = RoomFacts(room.target, room.title, room.kind.value, self._address(room))
        if facts != open_room.facts:
            open_room.facts = facts
            archived.describe(facts)
        if open_room.was_present and not room.present:
            archived.note_present(self._clock())
        open_room.was_present = room.present

    def _address(self, room: Room) -> str:
        """What to type to be in the room again; "" for one's own."""
        server = self._servers[room.connection]
        if server.connection.hosting:
            return ""
        address = server.address
        is_elsewhere = address.scheme in (Scheme.IRC, Scheme.IRCS) and room.kind is RoomKind.CHANNEL
        return str(replace(address, room=room.target) if is_elsewhere else address)

    @Slot(object)
    def _on_room_closed(self, room: Room) -> None:
        self.let_go(room)
        self._archive.refresh()

    @Slot(QObject)
    def _on_ended(self, server: JoinedServer) -> None:
        self._servers.pop(server.connection, None)


class _OpenRoom:
    """An open room, with what the archive was told of it last."""

    def __init__(self, archived: ArchivedRoom) -> None:
        self.archived = archived
        self.facts: RoomFacts | None = None
        self.was_present = False
        self.read = Point(0.0)  # as the archive knows it

    def note_read(self, room: Room) -> None:
        """Keep how far the person has read."""
        timeline = room.timeline
        if timeline.read != self.read:
            self.read = timeline.read
            self.archived.note_read(self.read.time, timeline.read_place)
