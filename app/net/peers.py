"""Where a connection comes from, as the hub is told: address, port, and whether it is a neighbour's."""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv6Address, IPv6Network

from app.hub.data.addresses import Peer
from app.net.interfaces import on_link, this_computer

# Asking the system takes a millisecond; a computer changes its network less often than this.
LOOK_SECONDS = 10.0

Look = Callable[[], tuple[IPv6Network, ...]]


def networks_now() -> tuple[IPv6Network, ...]:
    """The IPv6 networks that this computer is on."""
    return on_link(this_computer())


class Neighbourhood:
    """Tells who is on a network of this computer's; those may change, so they are asked for now and then."""

    def __init__(self, look: Look = networks_now) -> None:
        self._look = look
        self._networks: tuple[IPv6Network, ...] = ()
        self._looked_at: float | None = None

    def peer_of(self, bare: socket.socket, now: float, *, private: bool) -> Peer:
        """Where a connection came from; IPv4 through a socket for both families is shown as IPv4.

        `now`: seconds of any steady clock. Raises OSError when the connection is gone.
        """
        address, port, *_more = bare.getpeername()
        shown = address.partition("%")[0].removeprefix("::ffff:")
        loopback = shown == "::1" or shown.startswith("127.")
        return Peer(shown, port, loopback=loopback, private=private, on_link=self._is_on_link(shown, now))

    def _is_on_link(self, address: str, now: float) -> bool:
        if ":" not in address:
            return False
        if self._looked_at is None or not 0 <= now - self._looked_at < LOOK_SECONDS:
            self._looked_at, self._networks = now, self._look()
        parsed = IPv6Address(address)
        return any(parsed in network for network in self._networks)
