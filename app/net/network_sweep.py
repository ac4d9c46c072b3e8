"""The search of whole networks that a person asks for: datagrams to all, connections to who is there.

Many firewalls let in the hub's port and nothing else, and then only the latter is answered.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, QTimer, Signal

from app.diagnosis.neighbour_entries import EntryState, NeighbourEntry
from app.discovery.announcement import Announcement
from app.discovery.datagrams import who
from app.discovery.probes import ProbeTarget
from app.discovery.sightings import Place
from app.discovery.sweep import STEP, Sweep, SweepTarget
from app.irc.ports import DEFAULT_PORT
from app.net.discovery_sockets import DiscoverySockets
from app.net.neighbour_table import NeighbourTable
from app.net.room_probe import ProbeFinding, RoomProbes

# After the last question: who is there has answered the system's own question for its card by then.
SETTLE_MS = 1000
PATIENCE_MS = 1500  # for one connection: many are looked at, and few of them are hubs
MOST_NEIGHBOURS = 64  # a school's network has more computers than are worth the wait


class NetworkSweep(QObject):
    """One sweep after the other.

    Signals:
        found: a ProbeTarget and an Announcement, a hub that proved itself there and tells of its room.
    """

    found = Signal(object, object)

    def __init__(
        self,
        sockets: DiscoverySockets,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        table: NeighbourTable | None = None,
        probes: RoomProbes | None = None,
    ) -> None:
        """`sockets` are somebody else's, and open."""
        super().__init__(parent)
        self._sockets = sockets
        self._clock = clock
        self._sweep = Sweep()
        self._targets: tuple[SweepTarget, ...] = ()
        self._found_already: Collection[str] = ()
        self._key = ""
        self._asking = QTimer(self, interval=round(STEP * 1000))
        self._asking.timeout.connect(self._ask)
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._table = table or NeighbourTable(self)
        self._settling.timeout.connect(self._table.look)
        self._table.found.connect(self._on_neighbours)
        self._probes = probes or RoomProbes(self, patience=PATIENCE_MS)
        self._probes.found.connect(self._on_probed)

    def start(self, targets: tuple[SweepTarget, ...], found_already: Collection[str]) -> bool:
        """Begin to ask these, if another sweep may be made now; gives whether it is.

        `found_already`: addresses at which rooms are known, which are asked like others but not connected to.
        """
        if not self._sweep.start(targets, self._clock()):
            return False
        self._targets, self._found_already = targets, found_already
        self._key = secrets.token_urlsafe(9)
        self._asking.start()
        return True

    def stop(self) -> None:
        """Ask nobody more."""
        self._sweep.stop()
        self._targets = ()
        self._asking.stop()
        self._settling.stop()
        self._probes.cancel()

    def _ask(self) -> None:
        for target in self._sweep.take(self._clock()):
            self._sockets.ask_one(who(self._key), target.address, target.interface)
        if self._sweep.is_over:
            self._asking.stop()
            self._settling.start()

    def _on_neighbours(self, entries: dict[str, NeighbourEntry]) -> None:
        """Connect to those who are there, the ones that were heard of last first."""
        there = [
            (entry.confirmed or 0.0, target.address)
            for target in self._targets
            if (entry := entries.get(target.address)) is not None and entry.state is EntryState.RESOLVED
        ]
        for _age, address in sorted(there)[:MOST_NEIGHBOURS]:
            if address not in self._found_already:
                self._probes.look(ProbeTarget(Place(address, DEFAULT_PORT), ""))

    def _on_probed(self, target: ProbeTarget, finding: ProbeFinding) -> None:
        told: Announcement | None = finding.announcement
        if told is not None:
            self.found.emit(ProbeTarget(target.place, told.fingerprint), told)
