"""When datagrams are sent, how many are read, and which are answered. Sends nothing.

`now` is seconds of a steady clock.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field

from app.discovery.datagrams import Who
from app.discovery.local_networks import Surroundings

# Of the first datagrams some are lost, on Wi-Fi more than one in ten.
BURST = (0.0, 0.25, 1.0)
PERIOD = 5.0  # so one of two may be lost before a room expires
SMALLEST_GAP = 0.25  # between two datagrams of one kind, however often a room changes
GOODBYES = (0.0, 0.1)
# Datagrams a second; a hundred hosts that all answer and announce at once send fewer.
READ_RATE = 200.0
ANSWER_RATE = 20.0  # answers a second in all
ANSWER_RATE_OF_SOURCE = 2.0  # and to one address: a start screen asks three times in its first second
# Addresses that are remembered; whoever invents more has the answers of all of them in common.
MOST_SOURCES = 512
KEYS_OF_SOURCE = 8  # of an address's latest questions: one comes by each group and interface


class Timetable:
    """A burst, then once in a period: the moments at which datagrams of one kind are sent.

    A guest's `who` begins with each search, a host's `here` with each change of its room; what is said to
    every interface at such a moment counts as one.
    """

    def __init__(self, burst: tuple[float, ...] = BURST, period: float | None = PERIOD) -> None:
        """`burst`: seconds after the start, rising; `period` None: nothing follows upon the burst."""
        self._burst = burst
        self._period = period
        self._coming: list[float] = []
        self._latest = float("-inf")

    def start(self, now: float) -> None:
        """Begin with the burst, a moment later where something was sent just now."""
        begin = max(now, self._latest + SMALLEST_GAP)
        self._coming = [begin + offset for offset in self._burst]

    def stop(self) -> None:
        """Send nothing more."""
        self._coming = []

    def next_at(self) -> float | None:
        """When the next is to be sent, None for never."""
        return self._coming[0] if self._coming else None

    def take(self, now: float) -> bool:
        """Whether one is to be sent now; it counts as sent then. What was missed is not made up for."""
        if not self._coming or now < self._coming[0]:
            return False
        self._latest = now
        last = self._coming[-1]
        self._coming = [at for at in self._coming if at > now]
        if not self._coming and self._period is not None:
            following = last + self._period
            self._coming = [following if following > now else now + self._period]
        return True


@dataclass(slots=True)
class Allowance:
    """So many in a second, and as many at once."""

    rate: float
    left: float = field(init=False)
    seen: float = float("-inf")

    def __post_init__(self) -> None:
        self.left = self.rate

    def take(self, now: float) -> bool:
        """Whether one more is allowed now; it counts then."""
        self.left = min(self.rate, self.left + max(0.0, now - self.seen) * self.rate)
        self.seen = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


@dataclass(slots=True)
class _Source:
    allowance: Allowance = field(default_factory=lambda: Allowance(ANSWER_RATE_OF_SOURCE))
    keys: deque[str] = field(default_factory=lambda: deque(maxlen=KEYS_OF_SOURCE))


class Answers:
    """What was answered lately. `now` is seconds of a steady clock."""

    def __init__(self) -> None:
        self._all = Allowance(ANSWER_RATE)
        self._sources: OrderedDict[str, _Source] = OrderedDict()

    def may_answer(self, question: Who, source: str, now: float, *, length: int, near: Surroundings) -> bool:
        """Whether `question` from the address `source` is answered with `length` bytes; it counts then.

        A question comes by several groups and interfaces, with one key, and is answered once for each
        address that it comes from: an asker without an IPv4 address asks over IPv4 from 0.0.0.0, where no
        answer arrives, and needs the one over IPv6. From other networks only a question as long as the
        answer is answered: its source may be invented, and what it costs there is what it cost the asker.
        """
        if not near.is_one_computer(source):
            return False
        if question.length < length and not near.is_on_link(source):
            return False
        known = self._sources.pop(source, None) or _Source()
        self._sources[source] = known  # as the latest
        if len(self._sources) > MOST_SOURCES:
            self._sources.popitem(last=False)
        if question.key in known.keys or not known.allowance.take(now) or not self._all.take(now):
            return False
        known.keys.append(question.key)
        return True
