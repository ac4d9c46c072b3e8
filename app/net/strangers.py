"""The places of those who have come and not said who they are: each address has its share, and when there is
no place left the longest-waiting of the greediest address goes.

Plain values, no Qt, no clock: `now` is seconds of any steady clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from app.hub.data.addresses import SHARE, Origin
from app.hub.data.limits import Allowance

# More than any real rush, fewer than a process may hold.
STRANGERS_LIMIT = 512
# Of those, the last are for addresses that hold none.
KEPT_PLACES = 64
# And beside them, places for addresses from which an account that was known came before.
KNOWN_PLACES = 128
# Beside those who are in already: a household behind one address, not one that holds every place.
PER_ADDRESS = 40
# A class opens the page, five connections each, or comes back after a break. Then at a millisecond for each
# handshake no more than a two-hundredth of the hub's time goes to one address.
BURST = 240.0
RATE = 5.0  # a second
# Whom the hub refuses has cost it ten times as much; many at once keep an address out for ten seconds.
REFUSAL_COST = 10.0
LOWEST = -50.0
# Of a whole /64 where addresses count by themselves: a school at once, then a third of the hub's time.
NETWORK_BURST = 2000.0
NETWORK_RATE = 300.0
# Addresses whose rate, and addresses whose accounts, are remembered; the longest unused is forgotten first.
REMEMBERED = 8192


def _nothing() -> None:
    """Nobody has to be told."""


@dataclass(slots=True, eq=False)
class Place:
    """One place; `give_way` is called when somebody else has got it."""

    origin: Origin
    came: float
    is_known: bool
    strangers: Strangers = field(repr=False)
    give_way: Callable[[], None] = field(default=_nothing, repr=False)

    def leave(self) -> None:
        """It is not needed any more; may be said twice."""
        self.give_way = _nothing
        self.strangers.free(self)


class Strangers:
    """Who has a place, by address. `limit`: how many there may be beside those of known addresses."""

    def __init__(self, limit: int = STRANGERS_LIMIT) -> None:
        self.limit = limit
        self._pools = {False: _Pool(), True: _Pool()}  # by `is_known`
        self._known: dict[str, None] = {}  # addresses of known accounts, the longest unused first
        self._rates: dict[str, Allowance] = {}

    def __len__(self) -> int:
        return sum(len(pool) for pool in self._pools.values())

    def enter(self, origin: Origin, now: float) -> Place | None:
        """A place for somebody who has just come; None: there is none, they are refused.

        Somebody else may have been told to give way.
        """
        is_known = origin.address in self._known
        if not self._take_rate(origin, now, is_known=is_known):
            return None
        if sum(pool.held(origin.address) for pool in self._pools.values()) >= PER_ADDRESS:
            return None
        pool = self._pools[is_known]
        if loser := self._loser(pool, origin, is_known=is_known):
            self.free(loser)
            loser.give_way()
        made = Place(origin, now, is_known, self)
        pool.add(made)
        return made

    def free(self, place: Place) -> None:
        """Nobody holds this place any more."""
        self._pools[place.is_known].discard(place)

    def charge(self, origin: Origin, now: float) -> None:
        """The hub has refused somebody from an address: it may come less often for a while."""
        allowance = self._allowance(origin.address, BURST, RATE, now)
        allowance.level = max(LOWEST, allowance.level - REFUSAL_COST)

    def note_known(self, address: str) -> None:
        """An account that was known came from an address: it has places that strangers cannot fill."""
        self._known.pop(address, None)
        self._known[address] = None
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]

    def _loser(self, pool: _Pool, origin: Origin, *, is_known: bool) -> Place | None:
        if is_known:
            return pool.longest_of_greediest() if len(pool) >= KNOWN_PLACES else None
        if origin.network and pool.of_network(origin.network) >= self.limit // SHARE:
            return pool.longest_of_greediest(origin.network)
        kept = KEPT_PLACES * self.limit // STRANGERS_LIMIT if pool.held(origin.address) else 0
        return pool.longest_of_greediest() if len(pool) >= self.limit - kept else None

    def _take_rate(self, origin: Origin, now: float, *, is_known: bool) -> bool:
        """Whether an address, and beside it its network, may come once more now."""
        if self._allowance(origin.address, BURST, RATE, now).take(now):
            return False
        if not origin.network or is_known:
            return True
        return not self._allowance(origin.network, NETWORK_BURST, NETWORK_RATE, now).take(now)

    def _allowance(self, key: str, burst: float, rate: float, now: float) -> Allowance:
        found = self._rates.pop(key, None) or Allowance(burst, rate, burst, now)
        self._rates[key] = found
        if len(self._rates) > REMEMBERED:
            del self._rates[next(iter(self._rates))]
        return found


class _Pool:
    """Places that are taken from each other."""

    def __init__(self) -> None:
        self._held: dict[str, dict[Place, None]] = {}  # by address, the longest-waiting first
        self._networks: Counter[str] = Counter()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def held(self, address: str) -> int:
        return len(self._held.get(address, ()))

    def of_network(self, network: str) -> int:
        return self._networks[network]

    def add(self, place: Place) -> None:
        self._held.setdefault(place.origin.address, {})[place] = None
        self._networks[place.origin.network] += 1
        self._count += 1

    def discard(self, place: Place) -> None:
        address, network = place.origin.address, place.origin.network
        places = self._held.get(address, {})
        if place not in places:
            return
        del places[place]
        if not places:
            del self._held[address]
        self._networks[network] -= 1
        if not self._networks[network]:
            del self._networks[network]
        self._count -= 1

    def longest_of_greediest(self, network: str | None = None) -> Place | None:
        """Who goes: of the addresses that hold most, the longest-waiting; of one network or of all."""
        found: Place | None = None
        most = 0
        for places in self._held.values():
            first = next(iter(places))
            if network is not None and first.origin.network != network:
                continue
            if len(places) > most or (found and len(places) == most and first.came < found.came):
                found, most = first, len(places)
        return found
