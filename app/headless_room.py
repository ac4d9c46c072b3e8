"""A room that is open without a window: announced on its networks, and checked for who can get in.

Loads what does both, so it is loaded once the hub listens: who starts one does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Slot

from app.application.room_checker import RoomChecker
from app.firewall.firewall import Firewall
from app.firewall.opened_ports import OpenedPortsFile
from app.hub.data.config import HubConfig
from app.hub.data.events import HubEvent
from app.net.announced_room import AnnouncedRoom
from app.net.hub_server import HubServer
from app.net.interfaces import Reachable
from app.net.listeners import Listening
from app.paths import Places
from app.room_report import RoomReport


class HeadlessRoom(QObject):
    """Open from the time it is made until `close`."""

    def __init__(
        self,
        server: HubServer,
        places: Places,
        write: Callable[[Iterable[str]], None],
        find: Callable[[], Sequence[Reachable]],
        parent: QObject,
    ) -> None:
        """`write` prints lines, `find` gives the addresses of this computer as they are now."""
        super().__init__(parent)
        self._server = server
        self._places = places
        self._write = write
        self._find = find
        self._port = 0
        self._report = RoomReport()
        self._announced = AnnouncedRoom(self)
        self._announced.told.connect(server.requests.tell_of_room)
        self._checker = RoomChecker(self._make_firewall, server.requests.ask_guest, self)
        self._checker.changed.connect(self._tell_findings)
        self._announced.help_called.connect(self._checker.note_rumour)

    def open(self, config: HubConfig, fingerprint: str, listening: Sequence[Listening]) -> None:
        """Announce it and begin to check it. `fingerprint`: of the hub's certificate."""
        self._port = listening[0].port
        is_locked = self._server.is_room_locked
        self._announced.open(config, fingerprint, listening, is_locked=is_locked)
        self._checker.open(listening, self._find(), is_announced=config.shown_nearby)

    def take(self, happened: list[HubEvent]) -> None:
        """What has happened on the hub."""
        self._announced.take(happened)
        self._checker.take(happened)

    def note_reached(self, address: str) -> None:
        """Somebody of another computer has come to this address."""
        self._checker.note_reached(address)

    def look(self) -> None:
        """See which networks there are by now."""
        self._checker.see(self._find())

    def close(self) -> None:
        """The room closes: say goodbye at once, the program may end."""
        self._announced.close()
        self._checker.close()

    def _make_firewall(self) -> Firewall:
        from app.firewall.system_firewall import make_firewall  # loads this system's alone

        return make_firewall(OpenedPortsFile(self._places.opened_ports_file), self)

    @Slot()
    def _tell_findings(self) -> None:
        found = self._checker.findings
        lines = [] if found is None else self._report.lines(found, port=self._port)
        if lines:
            self._write(lines)
