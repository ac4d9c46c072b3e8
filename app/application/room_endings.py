"""The bar over a room that one is no longer in: why, and whether one may come back.

Whom the host has banned from the whole hub is without a connection. The hub is looked at again now and then,
so that it is seen when the ban is lifted; then it is offered to join again, and done by nobody else.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QObject, QTimer, Slot

from app.application.joined_server import JoinedServer
from app.application.joined_servers import JoinedServers
from app.client.events import Failure, LeaveKind, RoomLeft
from app.models.connection import Connection
from app.models.room import Room, RoomKind
from app.models.room_names import name_in
from app.models.rooms_model import RoomsModel
from app.ui.window.link_view import RoomEnding
from app.ui.window.main_window import MainWindow
from app.words import common_words, connection_words, failure_words, moderation_words

# A teacher lifts a ban within minutes or not today: often at first, then so that nobody is bothered.
FIRST_LOOKS, FIRST_MS = 20, 15_000
LATER_MS = 300_000


class RoomEndings(QObject):
    """Follows every room of the list for one window."""

    def __init__(
        self, window: MainWindow, rooms: RoomsModel, servers: JoinedServers, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._rooms = rooms
        self._endings: dict[Room, RoomEnding] = {}
        self._looks: dict[JoinedServer, BanLooks] = {}
        rooms.rowsInserted.connect(self._on_inserted)
        rooms.rowsAboutToBeRemoved.connect(self._on_removed)
        servers.connected.connect(self._on_connected)
        servers.disconnected.connect(self._on_disconnected)
        servers.other_room_open.connect(self.show_other_room)

    @Slot(QModelIndex, int, int)
    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        for room in self._rooms.rooms[first : last + 1]:
            room.left.connect(self._on_left)
            room.changed.connect(self._on_changed)

    @Slot(QModelIndex, int, int)
    def _on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        for room in self._rooms.rooms[first : last + 1]:
            self._endings.pop(room, None)

    @Slot(QObject, RoomLeft)
    def _on_left(self, room: Room, event: RoomLeft) -> None:
        self._set(room, ending_of(replace(event, by=name_in(room, event.by)), may_rejoin=True))

    @Slot(QObject)
    def _on_changed(self, room: Room) -> None:
        if room.present and room in self._endings:
            self._set(room, None)

    @Slot(Connection, str)
    def show_other_room(self, connection: Connection, title: str) -> None:
        """The host has opened another room: say so over the ones that are closed, and offer to join it."""
        words = connection_words.ROOM_REPLACED(title=title)
        self._set_all(connection, RoomEnding(words, True, common_words.JOIN_IT()))

    # -- a ban of the whole hub, and its end

    @Slot(object)
    def _on_connected(self, server: JoinedServer) -> None:
        server.link.failed.connect(partial(self._on_failed, server))
        server.connection.registered.connect(partial(self._on_registered, server))

    @Slot(object)
    def _on_disconnected(self, connection: Connection) -> None:
        for server in [server for server in self._looks if server.connection is connection]:
            self._looks.pop(server).end()

    def _on_failed(self, server: JoinedServer, failure: Failure, _said: str, _fingerprint: str) -> None:
        if failure is not Failure.BANNED or not server.connection.is_hub:
            return
        for room in _channels(server.connection):
            if (ending := self._endings.get(room)) is not None:
                self._set(room, replace(ending, may_rejoin=False))  # not before the ban is lifted
        if server not in self._looks:
            self._looks[server] = BanLooks(server, self)

    def _on_registered(self, server: JoinedServer) -> None:
        looks = self._looks.pop(server, None)
        if looks is not None:
            looks.end()
            words = moderation_words.MAY_COME_BACK()
            self._set_all(server.connection, RoomEnding(words, True, is_over=True))

    def _set_all(self, connection: Connection, ending: RoomEnding) -> None:
        for room in _channels(connection):
            self._set(room, ending)

    def _set(self, room: Room, ending: RoomEnding | None) -> None:
        if ending is not None:
            self._endings[room] = ending
        else:
            self._endings.pop(room, None)
        self._window.set_room_ending(room, ending)


class BanLooks(QObject):
    """Looks now and then whether a hub that has banned this person lets them in."""

    def __init__(self, server: JoinedServer, parent: QObject) -> None:
        super().__init__(parent)
        self._server = server
        self._looked = 0
        self._timer = QTimer(self, interval=FIRST_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def end(self) -> None:
        """No more of it."""
        self._timer.stop()
        self.deleteLater()

    @Slot()
    def _look(self) -> None:
        self._looked += 1
        if self._looked == FIRST_LOOKS:
            self._timer.setInterval(LATER_MS)
        self._server.look_again()


def _channels(connection: Connection) -> list[Room]:
    return [room for room in connection.rooms if room.kind is not RoomKind.PRIVATE]


def ending_of(left: RoomLeft, *, may_rejoin: bool) -> RoomEnding | None:
    """What the bar over a room says after we left it, by whom as they are called; None for ourselves."""
    reason = f" — {left.reason}" if left.reason and left.reason != left.by else ""
    if left.kind is LeaveKind.KICKED:
        who = left.by or failure_words.THE_HOST()
        return RoomEnding(failure_words.REMOVED_BY(who=who, reason=reason), may_rejoin)
    if left.kind is LeaveKind.BANNED:
        who = left.by or failure_words.THE_HOST()
        return RoomEnding(failure_words.BANNED_BY(who=who, reason=reason), may_rejoin)
    if left.kind is LeaveKind.HOST_CLOSED:
        return RoomEnding(failure_words.HOST_CLOSED_ROOM(), False)
    return None
