"""When datagrams are sent, and how many are read. `now` is seconds of a steady clock."""

from __future__ import annotations

from dataclasses import dataclass, field

# Of the first datagrams some are lost, on Wi-Fi more than one in ten.
BURST = (0.0, 0.25, 1.0)
PERIOD = 5.0  # so one of two may be lost before a room expires
SMALLEST_GAP = 0.25  # between two datagrams of one kind, however often a room changes
GOODBYES = (0.0, 0.1)
# Datagrams a second; a hundred hosts that all answer and announce at once send fewer.
READ_RATE = 200.0


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
