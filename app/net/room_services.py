"""The rooms that DNS-SD tells of, while somebody looks at their list."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from app.discovery.announcement import Announcement
from app.discovery.local_networks import AnnouncedInterface
from app.discovery.service import SERVICE_TYPE, FoundService, read_txt
from app.net.dns_sd import DnsSd

# A room that answered when it was doubted is there: nobody is asked again so soon.
TRUST_SECONDS = 8.0


@dataclass(slots=True)
class _Told:
    """What one service tells of a room."""

    announcement: Announcement
    addresses: tuple[str, ...]
    heard: float
    is_doubted: bool = False


class RoomServices(QObject):
    """Rooms by the services that tell of them.

    Signals:
        found: an Announcement, and the addresses that are told with it; each time that it is told.
        lost: the fingerprint of one that no service tells of any more.
    """

    found = Signal(object, object)
    lost = Signal(str)

    def __init__(
        self,
        dns_sd: DnsSd,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`dns_sd` is this object's alone; it opens and closes it."""
        super().__init__(parent)
        self._dns_sd = dns_sd
        self._clock = clock
        self._told: dict[str, _Told] = {}  # by the name of the service, as many as DnsSd finds
        dns_sd.found.connect(self._on_found)
        dns_sd.lost.connect(self._on_lost)

    def open(self) -> None:
        """Begin to ask."""
        self._dns_sd.open()
        self._dns_sd.browse(SERVICE_TYPE)

    def close(self) -> None:
        """Ask no more, and forget."""
        self._dns_sd.close()
        self._told.clear()

    def follow(self, interfaces: Sequence[AnnouncedInterface]) -> None:
        """Ask on these interfaces, and on no others."""
        self._dns_sd.follow(interfaces)

    def restart(self) -> None:
        """Ask as at the start."""
        self._dns_sd.restart()

    def doubt(self, fingerprint: str) -> None:
        """A room was not found where it is said to be: ask whether it is still told of."""
        now = self._clock()
        for name, told in self._told.items():
            is_trusted = now - told.heard < TRUST_SECONDS
            if told.announcement.fingerprint == fingerprint and not told.is_doubted and not is_trusted:
                told.is_doubted = True
                self._dns_sd.doubt(name)

    def undoubted(self) -> Iterator[tuple[Announcement, tuple[str, ...], float]]:
        """Each room and its addresses as told last, and when that was; not those that are asked for just now.

        A service is told of when it begins and when somebody asks, not while it goes on.
        """
        for told in self._told.values():
            if not told.is_doubted:
                yield told.announcement, told.addresses, told.heard

    @Slot(object)
    def _on_found(self, found: FoundService) -> None:
        announcement = read_txt(found.txt, found.port)
        if announcement is None:
            self._on_lost(found.name)  # it may have been one
            return
        before = self._told.get(found.name)
        self._told[found.name] = _Told(announcement, found.addresses, self._clock())
        if before is not None and before.announcement.fingerprint != announcement.fingerprint:
            self._lose(before.announcement.fingerprint)
        self.found.emit(announcement, found.addresses)

    @Slot(str)
    def _on_lost(self, name: str) -> None:
        told = self._told.pop(name, None)
        if told is not None:
            self._lose(told.announcement.fingerprint)

    def _lose(self, fingerprint: str) -> None:
        if all(one.announcement.fingerprint != fingerprint for one in self._told.values()):
            self.lost.emit(fingerprint)
