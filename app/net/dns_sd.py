"""DNS-SD in the thread of whoever made it: a service that is told of, and those of others that are found.

The work is done in a thread of its own (`mdns_thread`), as are loading the library for it and saying goodbye;
nothing here waits for that. Knows no rooms.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot

from app.discovery.local_networks import AnnouncedInterface
from app.discovery.service import FoundService, LostService, Service
from app.net.mdns_orders import Orders

# A window is painted first, and the beacon's answers are here by then.
DELAY_MS = 500


class DnsSd(QObject):
    """Tells of one service, and looks for those of others, while it is open.

    Signals:
        found: a FoundService, each time that it is told of or answers.
        lost: the name of one that was found.
    """

    found = Signal(object)
    lost = Signal(str)
    _arrived = Signal(object, object)  # the thread's orders, and what it tells

    def __init__(self, parent: QObject | None = None, *, delay_ms: int = DELAY_MS) -> None:
        super().__init__(parent)
        self._orders: Orders | None = None
        self._way_back: _WayBack | None = None
        self._starting = QTimer(self, singleShot=True, interval=delay_ms)
        self._starting.timeout.connect(self._start)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        app = QCoreApplication.instance()
        if app is not None:  # nothing is delivered while this is destroyed
            app.aboutToQuit.connect(self.close)

    def open(self) -> None:
        """Take part, soon."""
        if self._orders is None:
            self._orders = Orders()
            self._starting.start()

    @Slot()
    def close(self) -> None:
        """Say goodbye and find nothing more; the thread ends by itself."""
        if self._orders is not None:
            self._starting.stop()
            self._orders.end()
            self._orders = None
        if self._way_back is not None:
            self._way_back.cut()
            self._way_back = None

    def follow(self, interfaces: Sequence[AnnouncedInterface]) -> None:
        """Tell and hear on these interfaces from now on, and on no others."""
        if self._orders is not None:
            there = tuple(interfaces)
            self._orders.want(lambda wanted: replace(wanted, interfaces=there))

    def register(self, service: Service | None) -> None:
        """Tell of this service instead of the one before, or of none."""
        if self._orders is not None:
            self._orders.want(lambda wanted: replace(wanted, service=service))

    def browse(self, kind: str) -> None:
        """Ask for services of this kind."""
        if self._orders is not None:
            self._orders.want(lambda wanted: replace(wanted, browsed=wanted.browsed | {kind}))

    def listen(self, kind: str) -> None:
        """Notice services of this kind that are announced, and ask for none."""
        if self._orders is not None:
            self._orders.want(lambda wanted: replace(wanted, heard=wanted.heard | {kind}))

    def restart(self) -> None:
        """Tell and ask as at the start: the network is back, or the computer awake."""
        if self._orders is not None:
            self._orders.want(lambda wanted: replace(wanted, restarts=wanted.restarts + 1))

    def doubt(self, name: str) -> None:
        """Ask whether a service that was found is still there: `found` or `lost` follows."""
        if self._orders is not None:
            self._orders.doubt(name)

    @Slot()
    def _start(self) -> None:
        orders = self._orders
        if orders is not None:
            self._way_back = _WayBack(self, orders)
            # it ends by itself soon after `close`, or after the main thread; a daemon would say no goodbye
            threading.Thread(target=_serve, args=(orders, self._way_back), name="mdns", daemon=False).start()

    @Slot(object, object)
    def _deliver(self, orders: Orders, told: FoundService | LostService) -> None:
        if orders is not self._orders:  # it was closed since
            return
        if isinstance(told, LostService):
            self.lost.emit(told.name)
        else:
            self.found.emit(told)

    def take(self, orders: Orders, told: FoundService | LostService) -> None:
        """Called in the thread: deliver it in this object's."""
        self._arrived.emit(orders, told)


class _WayBack:
    """From the thread to its DnsSd, until that listens no more and may be destroyed."""

    def __init__(self, dns_sd: DnsSd, orders: Orders) -> None:
        self._lock = threading.Lock()
        self._dns_sd: DnsSd | None = dns_sd
        self._orders = orders

    def __call__(self, told: FoundService | LostService) -> None:
        with self._lock, contextlib.suppress(RuntimeError):  # destroyed, and not closed before
            if self._dns_sd is not None:
                self._dns_sd.take(self._orders, told)

    def cut(self) -> None:
        """Deliver nothing more."""
        with self._lock:
            self._dns_sd = None


def _serve(orders: Orders, tell: _WayBack) -> None:
    from app.net.mdns_thread import serve  # only now, and here: it loads the library

    serve(orders, tell)
