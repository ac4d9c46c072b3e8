"""Where a server's answer to WHOIS is told: on a card, else as a line in the room where it was asked."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import QObject, Slot

from app.application.joined_server import JoinedServer
from app.application.joined_servers import JoinedServers
from app.client.events import WhoisArrived
from app.models.connection import Connection
from app.models.event_entries import whois_words
from app.models.room import Room
from app.models.room_wishes import ShowPerson
from app.ui.window.main_window import MainWindow


class PersonAnswers(QObject):
    """Follows each connection of `servers`."""

    def __init__(self, window: MainWindow, servers: JoinedServers, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        servers.connected.connect(self._follow)

    @Slot(JoinedServer)
    def _follow(self, server: JoinedServer) -> None:
        connection = server.connection
        connection.person_told.connect(partial(self._on_told, connection))

    def _on_told(self, connection: Connection, room: Room | None, told: WhoisArrived) -> None:
        """Somebody typed /whois in `room`; without one a card that is open has asked."""
        if room is not None and room is self._window.current_room:
            self._window.show_person(room, ShowPerson(told.nick, told.account), by_key=True)
        elif room is not None:
            connection.note(room, whois_words(told), time.time())
        self._window.person_cards.tell(connection, told)
