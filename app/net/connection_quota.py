"""How many connections may be open that have not registered: each address and network has its share.

When there are too many, the longest-waiting of the address that holds most is closed for the newest.

Plain values, no Qt, no clock: `now` is seconds of any steady clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from app.hub.data.addresses import SHARE, Origin
from app.hub.data.limits import Allowance

# More than any real rush, fewer than a process may hold.
UNREGISTERED_LIMIT = 512
# Of those, the last are for addresses that hold none.
RESERVED_LEASES = 64
# And beside them, those of addresses from which an account that was known came before.
KNOWN_LEASES = 128
# Beside those who are in already: a household behind one address, not one that holds all.
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
class Lease:
    """One unregistered connection's part of the quota; `on_revoked` is called when another one has got it.

    `came`: seconds of the caller's clock. `is_known`: an account that was known came from this address
    before.
    """

    origin: Origin
    came: float
    is_known: bool
    quota: ConnectionQuota = field(repr=False)
    on_revoked: Callable[[], None] = field(default=_nothing, repr=False)

    def release(self) -> None:
        """Give it back: the connection has registered or is gone. May be called twice."""
        self.on_revoked = _nothing
        self.quota.free(self)


class ConnectionQuota:
    """The leases, by address. `limit`: how many there may be beside those of known addresses."""

    def __init__(self, limit: int = UNREGISTERED_LIMIT) -> None:
        self.limit = limit
        self._pools = {False: _Pool(), True: _Pool()}  # by `is_known`
        self._known: dict[str, None] = {}  # addresses of known accounts, the longest unused first
        self._rates: dict[str, Allowance] = {}

    def __len__(self) -> int:
        return sum(len(pool) for pool in self._pools.values())

    def acquire(self, origin: Origin, now: float) -> Lease | None:
        """A lease for a connection that was just made at `now`; None: it is refused.

        Another one's lease may have been revoked for it.
        """
        is_known = origin.address in self._known
        if not self._take_rate(origin, now, is_known=is_known):
            return None
        if sum(pool.held(origin.address) for pool in self._pools.values()) >= PER_ADDRESS:
            return None
        pool = self._pools[is_known]
        if loser := self._loser(pool, origin, is_known=is_known):
            self.free(loser)
            loser.on_revoked()
        made = Lease(origin, now, is_known, self)
        pool.add(made)
        return made

    def free(self, lease: Lease) -> None:
        """Take a lease back."""
        self._pools[lease.is_known].discard(lease)

    def charge(self, origin: Origin, now: float) -> None:
        """The hub has refused somebody from an address: it may come less often for a while."""
        allowance = self._allowance(origin.address, BURST, RATE, now)
        allowance.level = max(LOWEST, allowance.level - REFUSAL_COST)

    def note_known(self, address: str) -> None:
        """An account that was known came from an address: it has leases that others cannot fill."""
        self._known.pop(address, None)
        self._known[address] = None
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]

    def _loser(self, pool: _Pool, origin: Origin, *, is_known: bool) -> Lease | None:
        if is_known:
            return pool.longest_of_greediest() if len(pool) >= KNOWN_LEASES else None
        if origin.network and pool.of_network(origin.network) >= self.limit // SHARE:
            return pool.longest_of_greediest(origin.network)
        kept = RESERVED_LEASES * self.limit // UNREGISTERED_LIMIT if pool.held(origin.address) else 0
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
    """Leases that are taken from each other."""

    def __init__(self) -> None:
        self._held: dict[str, dict[Lease, None]] = {}  # by address, the longest-waiting first
        self._networks: Counter[str] = Counter()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def held(self, address: str) -> int:
        return len(self._held.get(address, ()))

    def of_network(self, network: str) -> int:
        return self._networks[network]

    def add(self, lease: Lease) -> None:
        self._held.setdefault(lease.origin.address, {})[lease] = None
        self._networks[lease.origin.network] += 1
        self._count += 1

    def discard(self, lease: Lease) -> None:
        address, network = lease.origin.address, lease.origin.network
        leases = self._held.get(address, {})
        if lease not in leases:
            return
        del leases[lease]
        if not leases:
            del self._held[address]
        self._networks[network] -= 1
        if not self._networks[network]:
            del self._networks[network]
        self._count -= 1

    def longest_of_greediest(self, network: str | None = None) -> Lease | None:
        """Who goes: of the addresses that hold most, the longest-waiting; of one network or of all."""
        found: Lease | None = None
        most = 0
        for leases in self._held.values():
            first = next(iter(leases))
            if network is not None and first.origin.network != network:
                continue
            if len(leases) > most or (found and len(leases) == most and first.came < found.came):
                found, most = first, len(leases)
        return found
