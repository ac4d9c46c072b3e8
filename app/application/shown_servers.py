"""What the window shows of its servers: the room that is entered, what is left of rooms, refusals."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from app.application.joined_server import JoinedServer
from app.application.joined_servers import JoinedServers
from app.models.connection import Connection
from app.models.room import Room
from app.models.rooms_model import RoomsModel
from app.models.server_log import ServerLine
from app.ui.window.main_window import MainWindow

# What a server refuses at each letter that is typed, say, is noted once in this time.
REPEATED_SECONDS = 60.0


class ShownServers(QObject):
    """Leads the window to where something happens with its servers."""

    def __init__(
        self, window: MainWindow, rooms: RoomsModel, servers: JoinedServers, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._rooms = rooms
        self._servers = servers
        self._noted = ServerLine("", 0.0)
        servers.entered.connect(window.show_room)
        servers.connected.connect(self._on_connected)
        servers.disconnected.connect(self._on_disconnected)
        servers.refused.connect(self._on_refused_channel)
        servers.pin_not_saved.connect(window.show_notice)
        window.own.stop_hosting_requested.connect(servers.stop_hosting)

    def leave(self, room: Room) -> None:
        """Leave a room and show the first of the others."""
        rest = [other for other in self._rooms.rooms if other is not room]
        self._servers.leave(room)
        if rest and rest[0] in self._rooms.rooms:
            self._window.show_room(rest[0])

    @Slot(object)
    def _on_connected(self, server: JoinedServer) -> None:
        connection = server.connection
        server.view_changed.connect(partial(self._window.set_link_view, connection))
        connection.refused.connect(self._on_refused)
        connection.server_said.connect(partial(self._on_server_said, connection))
        self._window.set_link_view(connection, server.view())

    @Slot(object)
    def _on_disconnected(self, _connection: Connection) -> None:
        rest = self._rooms.rooms
        if rest:
            self._window.show_room(rest[0])
        else:
            self._window.show_start()

    @Slot(object, str)
    def _on_refused(self, _room: Room | None, words: str) -> None:
        self._window.show_notice(words)

    def _on_server_said(self, connection: Connection, line: ServerLine) -> None:
        """In the room that one looks at: all of it is in the server's log."""
        room = self._window.current_room
        if room is None or room.connection is not connection:
            return
        is_repeated = line.text == self._noted.text and line.time - self._noted.time < REPEATED_SECONDS
        if not line.is_error or not is_repeated:
            self._noted = line
            connection.note(room, line.text, line.time, is_error=line.is_error)

    @Slot(object, str)
    def _on_refused_channel(self, _connection: Connection, words: str) -> None:
        self._window.show_notice(words)
