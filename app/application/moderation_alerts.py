"""What came of moderation, said in the window with its way back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from app.application.joined_server import JoinedServer
from app.application.joined_servers import JoinedServers
from app.irc.ban_lines import BanNotice
from app.models.connection import Connection
from app.ui.window.main_window import MainWindow


class ModerationAlerts(QObject):
    """Follows the connections of one window."""

    def __init__(self, window: MainWindow, servers: JoinedServers, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        servers.connected.connect(self._on_connected)

    @Slot(object)
    def _on_connected(self, server: JoinedServer) -> None:
        connection = server.connection
        connection.moderation.banned.connect(partial(self._on_banned, connection))
        connection.moderation.lifted.connect(self._window.people.say_lifted)
        connection.moderation.muted.connect(partial(self._on_muted, connection))

    def _on_banned(self, connection: Connection, ban: BanNotice) -> None:
        room = connection.find(connection.room) or next(iter(connection.rooms), None)
        if room is not None:
            self._window.people.say_banned(room, ban)

    def _on_muted(self, connection: Connection, channel: str, nick: str, seconds: int, mask: str) -> None:
        room = connection.find(channel)
        if room is not None:
            self._window.people.say_muted(room, nick, seconds, mask)
