"""How much of transfers may be moved now, so that all together stay within a pace. No clock."""

from __future__ import annotations

PIECE = 64 * 1024  # moved in one go: half a millisecond through TLS, so that nobody's message waits longer
# What may be moved at once after a pause: timers are a millisecond late, and more would be felt in the chat.
_BURST = 4 * PIECE


class TransferPace:
    """A pace in bytes a second, 0 for none; `now` is seconds of any steady clock."""

    __slots__ = ("_due", "rate")

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._due = 0.0  # when all that was moved has been paid for

    def wait(self, now: float) -> float:
        """Seconds until more may be moved, 0 for now."""
        return max(0.0, self._due - now) if self.rate else 0.0

    def spend(self, count: int, now: float) -> None:
        """So many bytes were moved."""
        if self.rate:
            self._due = max(self._due, now - _BURST / self.rate) + count / self.rate
