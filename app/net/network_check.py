"""Who else answers on this computer's network: the router by ping, others by the neighbour table.

A few datagrams of one byte are enough for the system to look for who has their addresses, which a firewall
does not hide; nobody's programs are spoken to.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Collection, Iterable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.diagnosis.facts import Neighbour, Ping
from app.diagnosis.neighbour_entries import Entries, link_addresses, neighbour_of
from app.discovery.local_networks import (
    IpAddress,
    LocalInterface,
    Surroundings,
    own_addresses,
    read_address,
)
from app.discovery.sweep import Sweep, sweep_targets
from app.net.interfaces import local_interfaces
from app.net.neighbour_table import NeighbourTable
from app.net.netwatch import wants_sign_in
from app.net.ping import PingRun
from app.values import frozen

LOOK_MS = 250
SWEEP_MS = 10
MOST_SWEPT = 64  # addresses, those with numbers like our own: routers give them out in a row
MOST_LOOKED_FOR = 16
# A computer answers within milliseconds, one whose Wi-Fi sleeps within a second.
PATIENCE = 1.5
_DISCARD = 9  # RFC 863


def sender_to(address: str) -> str | None:
    """The address that this computer sends from when it sends there, None for no way. Nothing is sent."""
    try:
        found = socket.getaddrinfo(address, _DISCARD, type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST)
        family, kind, protocol, _name, place = found[0]
        with socket.socket(family, kind, protocol) as asking:
            asking.connect(place)
            return str(asking.getsockname()[0])
    except OSError:
        return None


def poke(addresses: Iterable[str]) -> None:
    """Have the system look for these addresses."""
    for address in addresses:
        # the buffer is full, there is no way, or no IPv6
        with contextlib.suppress(OSError):
            found = socket.getaddrinfo(address, _DISCARD, type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST)
            family, kind, protocol, _name, place = found[0]
            with socket.socket(family, kind, protocol) as poking:
                poking.setblocking(False)
                poking.sendto(b"\n", place)


@frozen
class NetworkTools:
    """What asks the system and the network. `clock`: seconds of a steady clock."""

    look: Callable[[], Sequence[LocalInterface]] = local_interfaces
    sender_to: Callable[[str], str | None] = sender_to
    poke: Callable[[Iterable[str]], None] = poke
    wants_sign_in: Callable[[], bool | None] = wants_sign_in
    make_table: Callable[[QObject], NeighbourTable] = NeighbourTable
    make_ping: Callable[[str, Collection[IpAddress], QObject], PingRun] = PingRun
    clock: Callable[[], float] = time.monotonic


class NetworkCheck(QObject):
    """Looks into the neighbour table while it runs; asks router and neighbours when it is told to; used once.

    Signals:
        changed: more may be known.
    """

    changed = Signal()

    def __init__(
        self, near: Surroundings, interfaces: Sequence[LocalInterface], tools: NetworkTools, parent: QObject
    ) -> None:
        """`near` with its routers and `interfaces`: of this computer now."""
        super().__init__(parent)
        self.router: bool | None = None  # whether it answers, None: not known
        self.others: bool | None = None  # whether anybody else does
        self._near = near
        self._interfaces = interfaces
        self._tools = tools
        self._began = tools.clock()
        self._entries: Entries = {}
        self._first: Entries | None = None
        self._ping: PingRun | None = None
        self._ping_result: Ping | None = None
        self._router = ""
        self._looked_for: set[str] = set()
        self._apart = ""  # who does not count as somebody else
        self._asked: float | None = None  # when the router was
        self._swept: float | None = None  # when the last of the others was
        self._table = tools.make_table(self)
        self._table.found.connect(self._on_table)
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self._table.look)
        self._sweep = Sweep()
        self._sweeping = QTimer(self, interval=SWEEP_MS)
        self._sweeping.timeout.connect(self._sweep_on)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is waited for."""
        is_router_known = self._asked is None or not self._router or self.router is not None
        is_others_known = self._swept is None or self.others is not None
        return is_router_known and is_others_known and not self._sweeping.isActive()

    def start(self) -> None:
        """Begin to look into the table."""
        self._looking.start()
        self._table.look()

    def cancel(self) -> None:
        """Look and ask no more."""
        self._looking.stop()
        self._sweeping.stop()
        if self._ping is not None:
            self._ping.cancel()

    def neighbour(self, address: str) -> Neighbour:
        """What the table says of an address that was sent to since the start."""
        asked = self._tools.clock() - self._began
        return neighbour_of(address, self._entries, self._first or {}, asked=asked)

    def look_for(self, addresses: Iterable[str]) -> None:
        """Have the table tell of these, where it does not yet; each is asked for once."""
        new = [one for one in addresses if one not in self._looked_for][:MOST_LOOKED_FOR]
        self._looked_for.update(new)
        self._tools.poke(one for one in new if self.neighbour(one) is Neighbour.UNKNOWN)

    def link_addresses(self) -> dict[str, str]:
        """The addresses of network cards, by those of their computers."""
        return link_addresses(self._entries)

    def ask(self, *, apart: str = "", sweeps: bool) -> None:
        """Ask the router whether it is there, and with `sweeps` others beside `apart`; once."""
        if self._asked is not None:
            return
        now = self._tools.clock()
        self._asked, self._apart = now, apart
        self._router = _router_to_ask(self._near, self._interfaces)
        if self._router:
            self._ping = self._tools.make_ping(self._router, own_addresses(self._interfaces), self)
            self._ping.found.connect(self._on_ping)
            self._ping.start()
            self._tools.poke([self._router])
        targets = sweep_targets(self._interfaces, self._near)
        if sweeps and targets:
            self._sweep.start(targets[:MOST_SWEPT], now)
            self._sweeping.start()

    def _sweep_on(self) -> None:
        now = self._tools.clock()
        self._tools.poke(target.address for target in self._sweep.take(now))
        if self._sweep.is_over:
            self._sweeping.stop()
            self._swept = now

    def _on_ping(self, result: Ping) -> None:
        self._ping_result = result
        self._judge()

    def _on_table(self, entries: Entries) -> None:
        self._entries = entries
        if self._first is None:
            self._first = entries
        self._judge()

    def _judge(self) -> None:
        now = self._tools.clock()
        if self._asked is not None and self._router:
            self.router = self._is_router_there(now - self._asked >= PATIENCE)
        if self._is_anybody_there():
            self.others = True
        elif self._swept is not None and now - self._swept >= PATIENCE:
            self.others = False
        self.changed.emit()

    def _is_router_there(self, is_late: bool) -> bool | None:
        in_table = self.neighbour(self._router)
        if self._ping_result is Ping.ANSWERED or in_table is Neighbour.THERE:
            return True
        is_missing = in_table is Neighbour.ABSENT or (is_late and in_table is Neighbour.SOUGHT)
        return False if is_missing and self._ping_result is not None else None

    def _is_anybody_there(self) -> bool:
        """Whether somebody beside the router and who is apart has answered since the start."""
        networks = [each.network for one in self._interfaces if one.is_shared for each in one.addresses]
        apart = {read_address(self._apart), *own_addresses(self._interfaces), *self._near.routers}
        return any(
            address not in apart
            and any(address in network for network in networks)
            and self.neighbour(text) is Neighbour.THERE
            for text in self._entries
            if (address := read_address(text)) is not None
        )


def _router_to_ask(near: Surroundings, interfaces: Sequence[LocalInterface]) -> str:
    """A router on a network with other people, of IPv4 before IPv6, "" where there is none."""
    shared = [one for one in interfaces if one.is_shared]
    for router in sorted(near.routers, key=lambda one: (one.version, int(one))):
        for card in shared:
            if not any(router in each.network for each in card.addresses):
                continue
            needs_zone = router.version == 6 and router.is_link_local
            return f"{router}%{card.name}" if needs_zone else str(router)
    return ""
