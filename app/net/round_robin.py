"""A fair queue: addresses take turns (round robin), and no network more often than every second time.

Plain values, no Qt, no clock.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from app.hub.data.addresses import Origin

T = TypeVar("T")


@dataclass(slots=True)
class _Line(Generic[T]):
    """What one address has waiting. `since`: the turn after which it came last to the end of the others."""

    since: int
    items: deque[T] = field(default_factory=deque)


class RoundRobin(Generic[T]):
    """Items by origin. Whoever puts many waits for them longer, and nobody else does."""

    def __init__(self) -> None:
        # by network ("" for addresses that have none), then by address; whose turn is next comes first
        self._rings: dict[str, dict[str, _Line[T]]] = {}
        self._sizes: dict[str, int] = {}
        self._last: str = ""  # the network that had the last turn
        self._turn = 0

    def __len__(self) -> int:
        return sum(self._sizes.values())

    def waiting(self, network: str) -> int:
        """How many items of a network wait."""
        return self._sizes.get(network, 0)

    def put(self, origin: Origin, item: T) -> None:
        """Let an item wait behind what its address has waiting."""
        ring = self._rings.setdefault(origin.network, {})
        line = ring.get(origin.address)
        if line is None:
            line = ring[origin.address] = _Line(self._next())
        line.items.append(item)
        self._sizes[origin.network] = self._sizes.get(origin.network, 0) + 1

    def take(self) -> T | None:
        """The next item, None when nothing waits."""
        if not self._rings:
            return None
        others = [network for network in self._rings if not network or network != self._last]
        network = min(others or self._rings, key=self._since)
        self._last = network
        ring = self._rings[network]
        address = next(iter(ring))
        line = ring[address]
        item = line.items.popleft()
        self._shrink(network, address)
        if address in ring:
            line.since = self._next()
            ring[address] = ring.pop(address)  # behind the others
        return item

    def take_from_greediest(self, network: str | None = None) -> T | None:
        """The newest item of the address that has most waiting, of one network or of all.

        None where none has more than one: then nobody is greedy.
        """
        lines = [
            (len(line.items), one, address)
            for one, ring in self._rings.items()
            if network is None or one == network
            for address, line in ring.items()
        ]
        count, one, address = max(lines, default=(0, "", ""))
        if count < 2:
            return None
        item = self._rings[one][address].items.pop()
        self._shrink(one, address)
        return item

    def take_newest(self, origin: Origin) -> T:
        """The newest item of an address, which has some."""
        item = self._rings[origin.network][origin.address].items.pop()
        self._shrink(origin.network, origin.address)
        return item

    def clear(self) -> None:
        """Let nothing wait any longer."""
        self._rings.clear()
        self._sizes.clear()

    def _since(self, network: str) -> int:
        return next(iter(self._rings[network].values())).since

    def _shrink(self, network: str, address: str) -> None:
        """One item of an address is gone."""
        self._sizes[network] -= 1
        ring = self._rings[network]
        if not ring[address].items:
            del ring[address]
        if not ring:
            del self._rings[network], self._sizes[network]

    def _next(self) -> int:
        self._turn += 1
        return self._turn
