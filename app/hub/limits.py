"""How much one connection may do: its flood allowance, and what may wait for it."""

from __future__ import annotations

from dataclasses import dataclass

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
