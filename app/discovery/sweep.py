"""The search of whole networks that a person asks for: who is asked, and at which pace. Sends nothing.

Asked one by one, hosts are found whose announcements do not arrive: what answers us comes through our own
firewall. Each address costs an ARP request, so there is one sweep a minute at most, of near addresses only.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from app.discovery.local_networks import LocalInterface, Surroundings, own_addresses
from app.values import frozen

PAUSE = 60.0  # seconds between two sweeps
MOST_NETWORKS = 3
_BITS = 24  # the widest that is swept; of a wider network the part around our own address
AT_ONCE = 4
STEP = 0.01  # seconds


@frozen
class SweepTarget:
    """An address to ask, and the interface by which."""

    address: str
    interface: int


def sweep_targets(interfaces: Iterable[LocalInterface], near: Surroundings) -> tuple[SweepTarget, ...]:
    """The addresses around our own ones, those with the most similar numbers first; no VPN, no router."""
    own = set(map(str, own_addresses(interfaces)))
    found: dict[str, SweepTarget] = {}
    networks: list[ipaddress.IPv4Network] = []
    for one in interfaces:
        for each in one.addresses if one.is_shared else ():
            address = each.address
            if not isinstance(address, ipaddress.IPv4Address) or each.bits > 30:
                continue
            network = ipaddress.IPv4Network((address, max(_BITS, each.bits)), strict=False)
            if network in networks or len(networks) >= MOST_NETWORKS:
                continue
            networks.append(network)
            for host in sorted(network.hosts(), key=lambda host: abs(int(host) - int(address))):
                text = str(host)
                if text not in own and near.may_try(text):
                    found.setdefault(text, SweepTarget(text, one.index))
    return tuple(found.values())


class Sweep:
    """One sweep after the other. `now` is seconds of a steady clock."""

    def __init__(self) -> None:
        self._targets: tuple[SweepTarget, ...] = ()
        self._taken = 0
        self._began = float("-inf")

    def may_start(self, now: float) -> bool:
        """Whether the last one is long enough ago."""
        return now - self._began >= PAUSE

    def start(self, targets: tuple[SweepTarget, ...], now: float) -> bool:
        """Begin to ask these, if another sweep may be made now. Gives whether it is."""
        if not self.may_start(now):
            return False
        self._targets, self._taken, self._began = targets, 0, now
        return True

    def stop(self) -> None:
        """Ask nobody more."""
        self._targets = ()

    @property
    def is_over(self) -> bool:
        """Whether everybody was asked."""
        return self._taken >= len(self._targets)

    def take(self, now: float) -> tuple[SweepTarget, ...]:
        """Those to ask now. A timer that comes late gets no more at once than one that comes in time."""
        steps = int((now - self._began) / STEP + 1e-6) + 1
        if self._taken >= steps * AT_ONCE:
            return ()
        taken = self._targets[self._taken : self._taken + AT_ONCE]
        self._taken += len(taken)
        return taken
