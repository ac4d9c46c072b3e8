"""Notices that the network is back: another address, a wake-up, or the system's word. Knows no connection."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkInformation

from app.net.interfaces import NetworkReach, reachable, this_computer

log = logging.getLogger(__name__)

LOOK_MS = 1000
ASLEEP_S = 10.0  # a timer of one second that comes this late slept with the computer


def addresses_now() -> frozenset[str]:
    """The addresses by which this computer is on some network now."""
    return frozenset(
        one.address for one in reachable(this_computer()) if one.reach is not NetworkReach.COMPUTER
    )


class NetWatch(QObject):
    """Looks while it is started.

    Signals:
        returned: the network is probably back.
    """

    returned = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        look: Callable[[], frozenset[str]] = addresses_now,
        clock: Callable[[], float] = time.time,
        interval: int = LOOK_MS,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._clock = clock
        self._known: frozenset[str] = frozenset()
        self._looked_at = 0.0
        self._timer = QTimer(self, interval=interval)
        self._timer.timeout.connect(self._compare)

    def start(self) -> None:
        """Begin to look; what is there now is not news."""
        if self._timer.isActive():
            return
        self._known = self._look()
        self._looked_at = self._clock()
        self._timer.start()
        information = _information()
        if information is not None:
            information.reachabilityChanged.connect(self._on_reachability)

    def stop(self) -> None:
        """Look no longer."""
        if not self._timer.isActive():
            return
        self._timer.stop()
        information = _instance()
        if information is not None:
            information.reachabilityChanged.disconnect(self._on_reachability)

    def _compare(self) -> None:
        now, found = self._clock(), self._look()
        slept = now - self._looked_at > ASLEEP_S
        is_new = bool(found - self._known)
        self._known, self._looked_at = found, now
        if slept or is_new:
            self.returned.emit()

    def _on_reachability(self, reachability: QNetworkInformation.Reachability) -> None:
        levels = QNetworkInformation.Reachability
        if reachability in (levels.Local, levels.Site, levels.Online):
            self.returned.emit()


def _information() -> QNetworkInformation | None:
    """The system's own word on the network, where Qt has a backend for it."""
    found = _instance()
    if found is None and QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
        found = _instance()
    return found


def _instance() -> QNetworkInformation | None:
    return cast(
        "QNetworkInformation | None", QNetworkInformation.instance()
    )  # None until a backend is loaded


def wants_sign_in() -> bool | None:
    """Whether the network wants one to sign in on a page first, as the system says; None: it does not say."""
    found = _information()
    if found is None or not found.supports(QNetworkInformation.Feature.CaptivePortal):
        return None
    return found.isBehindCaptivePortal()
