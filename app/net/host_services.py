"""What a host does by DNS-SD: tells of its room, and hears the calls for help of guests who cannot get in."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.diagnosis import help_call
from app.diagnosis.help_call import Rumours, read_call
from app.discovery.announcement import Announcement
from app.discovery.local_networks import LocalInterface, announced_on, surroundings
from app.discovery.service import FoundService, room_service
from app.net.dns_sd import DnsSd
from app.net.interfaces import local_interfaces

LOOK_MS = 5000  # as often as the beacon looks


class HostServices(QObject):
    """The services of one hosted room after the other.

    Signals:
        help_called: a Rumour.
    """

    help_called = Signal(object)

    def __init__(
        self,
        dns_sd: DnsSd,
        parent: QObject | None = None,
        *,
        look: Callable[[], Sequence[LocalInterface]] = local_interfaces,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`dns_sd` is this object's alone; it opens and closes it."""
        super().__init__(parent)
        self._dns_sd = dns_sd
        self._look = look
        self._clock = clock
        self._hosts: Collection[str] = ()
        self._fingerprint = ""
        self._ports: Collection[int] = ()
        self._told: Announcement | None = None
        self._interfaces: Sequence[LocalInterface] = ()
        self._rumours = Rumours()
        self._watch = QTimer(self, interval=LOOK_MS)
        self._watch.timeout.connect(self._follow)
        dns_sd.found.connect(self._hear)

    def open(self, hosts: Collection[str], fingerprint: str, ports: Collection[int]) -> None:
        """A room is open to others on `hosts` at `ports`, told or not: hear calls for help about it.

        Nothing is sent for that.
        """
        self._hosts, self._fingerprint, self._ports = hosts, fingerprint, ports
        self._dns_sd.open()
        self._dns_sd.listen(help_call.SERVICE_TYPE)
        self._watch.start()
        self._follow()

    def tell(self, announcement: Announcement | None) -> None:
        """Tell of the room as it is now, or no more."""
        if self._watch.isActive() and announcement != self._told:
            self._told = announcement
            self._dns_sd.register(None if announcement is None else room_service(announcement))

    def restart(self) -> None:
        """The network is back, or the computer awake: tell of it as at the start."""
        if self._watch.isActive():
            self._follow()
            self._dns_sd.restart()

    def close(self) -> None:
        """The room closes: say goodbye."""
        self._watch.stop()
        self._told = None
        self._dns_sd.close()

    @Slot()
    def _follow(self) -> None:
        self._interfaces = self._look()
        self._dns_sd.follow(announced_on(self._interfaces, self._hosts))

    @Slot(object)
    def _hear(self, found: FoundService) -> None:
        call = read_call(found.txt, found.port) if found.kind == help_call.SERVICE_TYPE else None
        if call is None:
            return
        rumour = self._rumours.take(
            call,
            found.addresses,
            self._clock(),
            fingerprint=self._fingerprint,
            ports=self._ports,
            near=surroundings(self._interfaces),
        )
        if rumour is not None:
            self.help_called.emit(rumour)
