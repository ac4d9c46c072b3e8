"""How long to wait before the next try to reconnect. No clock: the owner tells the time."""

from __future__ import annotations

from collections.abc import Callable

LONGEST = 30.0
# A connection that held this long was a good one: the next loss starts from the beginning.
STABLE_AFTER = 60.0


class Backoff:
    """Delays of 1, 2, 4 ... 30 seconds, each shortened by up to a fifth so that members do not return as one.

    `random` gives numbers from 0 to 1.
    """

    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self._attempts = 0
        self._connected_at: float | None = None

    @property
    def attempts(self) -> int:
        """Tries since the last stable connection."""
        return self._attempts

    def connected(self, now: float) -> None:
        """The server has welcomed us."""
        self._connected_at = now

    def next_delay(self, now: float) -> float:
        """Seconds until the next try, after a loss or a failed try at `now`."""
        if self._connected_at is not None and now - self._connected_at >= STABLE_AFTER:
            self._attempts = 0
        self._connected_at = None
        delay = min(LONGEST, 2.0 ** min(self._attempts, 10))
        self._attempts += 1
        return delay * (1 - 0.2 * self._random())

    def reset(self) -> None:
        """Start from the beginning: a person asked, or the network is back."""
        self._attempts = 0
        self._connected_at = None
