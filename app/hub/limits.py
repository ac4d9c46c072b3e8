"""How much one connection or one address may do: flood allowance, connections, password guesses."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address

from app.hub import price
from app.hub.session import Peer, Session

# A pasted text of 20 lines with room for what a client asks on its own; then faster than anybody types.
FLOOD_BURST = 40.0
FLOOD_RATE = 5.0  # lines a second
# The longest message of several lines costs as much as twenty of one.
BATCH_LINE_COST = 0.1
# What takes a thread a tenth of a second, a password's scrypt, costs as much as ten lines: two threads do
# some 20 a second, and one who knows a password may not have all of them by proving it again and again.
SLOW_COST = 10.0
SLOW_KINDS = frozenset({"check", "credentials"})
# Lines that wait for their turn: one minute's worth at FLOOD_RATE, each at its longest.
WAITING_LINES = 300
WAITING_BYTES = 128 * 1024

# A whole class may join in one minute from behind one address; a loop of reconnects may not go on.
CONNECT_BURST = 40.0
CONNECT_RATE = 1.0
# Wrong passwords: this many are a person's slips, then each costs twice the wait of the one before.
FREE_GUESSES = 3
FIRST_WAIT = 2.0
LONGEST_WAIT = 60.0
# A whole class may register in one lesson; a script may not fill the disk: then one account a minute.
ACCOUNT_BURST = 40
ACCOUNT_SECONDS = 60.0
# The same of channels, which are kept as well: all that one person may be in at once.
CHANNEL_BURST = 50
CHANNEL_SECONDS = 60.0
# When an address that does nothing is forgotten.
FORGET_AFTER = 600.0


@dataclass(slots=True)
class Allowance:
    """So many at once, then so many a second."""

    burst: float
    rate: float
    level: float
    time: float

    def take(self, now: float) -> float:
        """Take one; returns 0.0, or the seconds until there is one."""
        self.level = min(self.burst, self.level + max(0.0, now - self.time) * self.rate)
        self.time = now
        if self.level < 1:
            return (1 - self.level) / self.rate
        self.level -= 1
        return 0.0


@dataclass(slots=True)
class AddressRecord:
    """What one address has done lately."""

    seen: float
    sessions: int = 0
    allowance: float = CONNECT_BURST
    failures: int = 0
    blocked_until: float = 0.0
    # when all that were made lately are paid for
    accounts_until: float = 0.0
    channels_until: float = 0.0

    @property
    def busy_until(self) -> float:
        """Until when there is something to know of it."""
        return max(self.seen, self.accounts_until, self.channels_until)


@dataclass(slots=True)
class Addresses:
    """The addresses that connections come from; those of one IPv6 network (/64) count as one."""

    records: dict[str, AddressRecord] = field(default_factory=dict)

    def record(self, peer: Peer, now: float) -> AddressRecord:
        """What is known of a peer's address."""
        key = address_key(peer.address)
        record = self.records.get(key)
        if record is None:
            record = self.records[key] = AddressRecord(now)
        return record

    def take_connect(self, peer: Peer, now: float) -> bool:
        """Whether this address may make one more connection now."""
        record = self.record(peer, now)
        record.allowance = min(CONNECT_BURST, record.allowance + max(0.0, now - record.seen) * CONNECT_RATE)
        record.seen = now
        if record.allowance < 1:
            return False
        record.allowance -= 1
        return True

    def take_account(self, peer: Peer, now: float) -> bool:
        """Whether one more account may be made from this address now."""
        record = self.record(peer, now)
        until = max(now, record.accounts_until) + ACCOUNT_SECONDS
        if until - now > ACCOUNT_BURST * ACCOUNT_SECONDS:
            return False
        record.seen, record.accounts_until = now, until
        return True

    def take_channel(self, peer: Peer, now: float) -> bool:
        """Whether one more channel may be made from this address now."""
        record = self.record(peer, now)
        until = max(now, record.channels_until) + CHANNEL_SECONDS
        if until - now > CHANNEL_BURST * CHANNEL_SECONDS:
            return False
        record.seen, record.channels_until = now, until
        return True

    def note_failure(self, peer: Peer, now: float) -> None:
        """A wrong password came from this address."""
        record = self.record(peer, now)
        record.seen = now
        record.failures += 1
        over = record.failures - FREE_GUESSES
        if over >= 0:
            record.blocked_until = now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(over, 10))

    def wait(self, peer: Peer, now: float) -> float:
        """Seconds until this address may try a password again, 0 for now."""
        return max(0.0, self.record(peer, now).blocked_until - now)

    def turn_back(self, now: float) -> None:
        """The clock was set back: nobody waits for longer than they would by the clock of now."""
        for record in self.records.values():
            record.seen = min(record.seen, now)
            record.blocked_until = min(record.blocked_until, now + LONGEST_WAIT)
            record.accounts_until = min(record.accounts_until, now + ACCOUNT_BURST * ACCOUNT_SECONDS)
            record.channels_until = min(record.channels_until, now + CHANNEL_BURST * CHANNEL_SECONDS)

    def forget_idle(self, now: float) -> None:
        """Drop what is no longer worth knowing."""
        idle = [
            key
            for key, record in self.records.items()
            if not record.sessions and now - record.busy_until > FORGET_AFTER
        ]
        for key in idle:
            del self.records[key]


def address_key(address: str) -> str:
    """What stands for an address: itself, the /64 network of an IPv6 address."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address) or parsed.is_loopback:
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> 64 << 64))


def refill(session: Session, now: float) -> None:
    """Give a session what its time has earned."""
    passed = max(0.0, now - session.allowance_time)
    session.allowance = min(FLOOD_BURST, session.allowance + passed * FLOOD_RATE)
    price.earn(session, passed)
    session.allowance_time = now
