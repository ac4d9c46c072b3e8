"""How long what is told to many over TLS may wait to be joined while others are coming in. Knows no hub."""

from __future__ import annotations

import time

# A write over TLS costs some 30 us however short it is. While people are coming in over TLS, what is told to
# many members waits about as long as the last time cost, and is joined: 1,000 are in after 5 s, not 14 s.
TLS_WRITE_S = 50e-6
LONGEST_PAUSE_S = 0.05


class Pace:
    """The time of the next turn. `encrypted`: how many of the connections are, as their owner counts them."""

    __slots__ = ("_not_before", "encrypted")

    def __init__(self) -> None:
        self.encrypted = 0
        self._not_before = 0.0  # by time.monotonic(); 0 for at once

    def is_early(self) -> bool:
        """Whether a turn now would come before what the last one cost has passed."""
        return self._not_before > 0 and time.monotonic() < self._not_before

    def note(self, writes: int, connections: int) -> None:
        """A turn has written to so many of so many connections."""
        self._not_before = 0.0
        if self.encrypted:
            share = self.encrypted / max(1, connections)
            self._not_before = time.monotonic() + min(LONGEST_PAUSE_S, writes * share * TLS_WRITE_S)
