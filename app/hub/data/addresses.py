"""Where connections come from as the hub counts them, and what each address has done lately.

An address is an IPv4 address or an IPv6 network (/64): what one household or computer has. On a network that
the hub's own computer is on, all are in one /64, so there an IPv6 address counts by itself, and beside that
the /64 has its share: whoever owns a whole one may not take everything (`SHARE`).
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

from app.values import frozen

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
# Of all addresses in an hour: a school that begins. Beyond it, who has made none lately still may.
ACCOUNTS_AN_HOUR = 400
HOUR = 3600.0
# The same of channels, which are kept as well: all that one person may be in at once.
CHANNEL_BURST = 50
CHANNEL_SECONDS = 60.0
# When an address that does nothing is forgotten.
FORGET_AFTER = 600.0
# Addresses that are known at once, some 200 bytes each: many more than a hub has places. Somebody who owns
# 2^64 of them makes it forget what others did, good or bad, and no more than that.
MOST_ADDRESSES = 16_384
# Of whatever there is a bound of, one network (/64) of addresses that count by themselves has half.
SHARE = 2

# Wrong passwords of all addresses. So many are what a large class mistypes in an hour; beyond them a check
# has its turn later and later, up to a pace at which 100,000 guesses take 14 hours and 100 people who wait
# for their turn 50 seconds. Nobody is refused for it.
FREE_FAILURES = 200.0
PAUSE_GROWTH = 0.001  # seconds for each further failure
LONGEST_PAUSE = 0.5
_MOST_FAILURES = FREE_FAILURES + LONGEST_PAUSE / PAUSE_GROWTH  # more would only make it last

_UNIQUE_LOCAL = IPv6Network("fc00::/7")  # RFC 4193


@frozen
class Peer:
    """Where a connection came from. `private`: over the host window's own listener on 127.0.0.1.

    `at_web_port`: over the listener that is there for browsers.

    `secure`: over TLS; `fingerprint` is then that of the client's certificate, "" where it showed none, and
    `channel_binding` what this connection has and no other (RFC 9266), b"" where its TLS has nothing of it.
    `on_link`: from an IPv6 network that the hub's computer itself is on. `local`: the address of that
    computer by which it came, "" where that is not known, `local_port` the port there.
    """

    address: str
    port: int
    secure: bool = False
    loopback: bool = False
    private: bool = False
    at_web_port: bool = False
    fingerprint: str = ""
    web: bool = False  # through a WebSocket
    on_link: bool = False
    local: str = ""
    local_port: int = 0
    channel_binding: bytes = field(default=b"", repr=False)

    @property
    def is_overheard(self) -> bool:
        """Whether it is a browser's, not encrypted, and not of the hub's own computer.

        Programs of IRC have other ways, which people choose themselves; a page has what it was opened by.
        """
        return self.web and not (self.secure or self.is_same_computer)

    @property
    def is_same_computer(self) -> bool:
        """Whether it comes from the hub's own computer, by whichever of its addresses: nobody hears that."""
        return self.loopback or self.address == self.local

    @property
    def host(self) -> str:
        """The address as it stands in nick!user@host: never starting with a colon."""
        address = self.address.lower().removeprefix("::ffff:") if "." in self.address else self.address
        return f"0{address}" if address.startswith(":") else address


@frozen
class Origin:
    """What a connection counts as: `address`, and beside that `network`, "" where that is all of it."""

    address: str
    network: str = ""


def origin_of(peer: Peer) -> Origin:
    """What a connection counts as."""
    return _origin(peer.address, peer.on_link)


@lru_cache(maxsize=4096)
def _origin(text: str, on_link: bool) -> Origin:
    try:
        parsed = ip_address(text.partition("%")[0])
    except ValueError:
        return Origin(text)
    if not isinstance(parsed, IPv6Address) or parsed.is_loopback:
        return Origin(str(parsed))
    if parsed.ipv4_mapped is not None:
        return Origin(str(parsed.ipv4_mapped))
    network = str(IPv6Network((int(parsed) >> 64 << 64, 64)))
    is_near = on_link or parsed.is_link_local or parsed in _UNIQUE_LOCAL
    return Origin(str(parsed), network) if is_near else Origin(network)


class Reputation(Enum):
    """What an address has shown of itself where a password is to be checked."""

    TRUSTED = "trusted"  # somebody there has proved one, or is a known account
    NEW = "new"
    FAILED = "failed"  # somebody there had a wrong one lately
    BLOCKED = "blocked"  # too many, and has to wait; nothing is checked meanwhile


@dataclass(slots=True)
class AddressRecord:
    """What one address has done lately."""

    seen: float
    allowance: float = CONNECT_BURST
    failures: int = 0
    blocked_until: float = 0.0
    is_trusted: bool = False  # somebody has proved a password from there
    # when all that were made lately are paid for
    accounts_until: float = 0.0
    channels_until: float = 0.0

    @property
    def busy_until(self) -> float:
        """Until when there is something to know of it."""
        return max(self.seen, self.accounts_until, self.channels_until)


@dataclass(slots=True)
class GuessThrottle:
    """How many wrong passwords came from everywhere, as many are forgiven in an hour as are free."""

    failures: float = 0.0
    time: float = 0.0

    def add(self, now: float) -> None:
        """One more."""
        self.failures = min(_MOST_FAILURES, self._level(now) + 1)
        self.time = now

    def pause(self, now: float) -> float:
        """Seconds that are between two checks of a password, 0 for none."""
        over = self._level(now) - FREE_FAILURES
        return min(LONGEST_PAUSE, max(0.0, over) * PAUSE_GROWTH)

    def _level(self, now: float) -> float:
        return max(0.0, self.failures - max(0.0, now - self.time) * FREE_FAILURES / HOUR)


@dataclass(slots=True)
class Addresses:
    """The addresses that connections come from, and how many each has; the longest unused is forgotten."""

    records: dict[str, AddressRecord] = field(default_factory=dict)
    sessions: Counter[str] = field(default_factory=Counter)  # of addresses and of networks
    guess_throttle: GuessThrottle = field(default_factory=GuessThrottle)
    accounts: deque[tuple[float, str]] = field(default_factory=deque)  # of the last hour: when, which network

    def record(self, peer: Peer, now: float) -> AddressRecord:
        """What is known of a peer's address."""
        key = origin_of(peer).address
        record = self.records.pop(key, None) or AddressRecord(now)
        self.records[key] = record  # as the last one used
        if len(self.records) > MOST_ADDRESSES:
            del self.records[next(iter(self.records))]
        return record

    def enter(self, peer: Peer) -> None:
        """A connection has come."""
        origin = origin_of(peer)
        self.sessions.update(filter(None, (origin.address, origin.network)))

    def leave(self, peer: Peer) -> None:
        """A connection that `enter` was told of is gone."""
        origin = origin_of(peer)
        for key in filter(None, (origin.address, origin.network)):
            self.sessions[key] -= 1
            if not self.sessions[key]:
                del self.sessions[key]

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
        record, network = self.record(peer, now), origin_of(peer).network
        while self.accounts and self.accounts[0][0] <= now - HOUR:
            self.accounts.popleft()
        is_first = record.accounts_until <= now
        until = max(now, record.accounts_until) + ACCOUNT_SECONDS
        if until - now > ACCOUNT_BURST * ACCOUNT_SECONDS:
            return False
        if len(self.accounts) >= ACCOUNTS_AN_HOUR and not is_first:
            return False
        made = sum(one == network for _time, one in self.accounts) if network else 0
        if made >= ACCOUNTS_AN_HOUR // SHARE:
            return False
        record.seen, record.accounts_until = now, until
        self.accounts.append((now, network))
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
        self.guess_throttle.add(now)
        over = record.failures - FREE_GUESSES
        if over >= 0:
            record.blocked_until = now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(over, 10))

    def note_success(self, peer: Peer, now: float) -> None:
        """Somebody at this address has proved a password; they may still guess another one."""
        record = self.record(peer, now)
        record.seen = now
        record.is_trusted = True

    def reputation(self, peer: Peer, now: float, *, is_known: bool) -> Reputation:
        """Whether a password from there is probably right. `is_known`: it is a known account."""
        record = self.record(peer, now)
        if record.blocked_until > now:
            return Reputation.BLOCKED
        if (is_known or record.is_trusted) and record.failures < FREE_GUESSES:
            return Reputation.TRUSTED
        return Reputation.FAILED if record.failures else Reputation.NEW

    def wait(self, peer: Peer, now: float) -> float:
        """Seconds until this address may try a password again, 0 for now."""
        return max(0.0, self.record(peer, now).blocked_until - now)

    def turn_back(self, now: float) -> None:
        """The clock was set back: nobody waits for longer than they would by the clock of now."""
        self.guess_throttle.time = min(self.guess_throttle.time, now)
        self.accounts = deque((min(time, now), network) for time, network in self.accounts)
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
            if key not in self.sessions and now - record.busy_until > FORGET_AFTER
        ]
        for key in idle:
            del self.records[key]
