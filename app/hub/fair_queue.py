"""Whose line is next when there is more to do than a turn should take: the address that has cost least.

Start-time fair queueing (Goyal, Vin and Cheng, 1996): each address has a clock that its work moves on, and
who comes anew starts at the clock of whoever ran last. So the lines of one address wait for its own work,
however many connections it has, and everybody else's for no more than a line of each address that is as new.
Within an address its sessions take turns.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from app.hub.price import KIB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.hub.session import Session

# In the measure of app.hub.price. All of a turn: some 20 ms, then everybody is written and listened to again.
TURN = KIB * KIB
# One address before its lines wait: a person's client at login needs less.
SHARE = 256 * KIB
# One session before the next one of its address.
SLICE = 64 * KIB


@dataclass(slots=True)
class FairQueue:
    """The sessions with lines that wait for their turn. Limited ones only: others run at once."""

    used: int = 0  # in this turn
    _clock: int = 0  # of the address that ran last
    # of addresses; none are known when a turn ends and nobody waits
    _clocks: dict[str, int] = field(default_factory=dict)
    _sessions: dict[str, deque[Session]] = field(default_factory=dict)  # of each address that waits
    # those addresses by their clocks, a heap; among equals by when they came
    _order: list[tuple[int, int, str]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def __bool__(self) -> bool:
        return bool(self._sessions)

    def may_run(self, session: Session) -> bool:
        """Whether a session's line may run at once: nobody waits, its address has some of this turn left."""
        return not self._sessions and self.used < TURN and self._clocks.get(session.origin, 0) < SHARE

    def charge(self, session: Session, cost: int) -> None:
        """A session's address has cost so much."""
        self.used += cost
        self._clocks[session.origin] = self._clocks.get(session.origin, self._clock) + cost

    def add(self, session: Session) -> None:
        """Let a session wait for its turn, unless it does."""
        waiting = self._sessions.get(session.origin)
        if waiting is None:
            self._sessions[session.origin] = deque((session,))
            self._line_up(session.origin)
        elif session not in waiting:
            waiting.append(session)

    def _line_up(self, origin: str) -> None:
        clock = self._clocks[origin] = max(self._clocks.get(origin, 0), self._clock)
        heappush(self._order, (clock, next(self._numbers), origin))

    def take(self) -> Session | None:
        """Whose turn it is; None when nobody waits or this turn has done enough."""
        while self._order and self.used < TURN:
            clock, _, origin = heappop(self._order)
            if clock < self._clocks.get(origin, 0):  # it has cost something since
                self._line_up(origin)
                continue
            self._clock = clock
            waiting = self._sessions[origin]
            session = waiting.popleft()
            if waiting:
                self._line_up(origin)
            else:
                del self._sessions[origin]
            return session
        return None

    def end_turn(self) -> None:
        """Everybody is written to; who waits is not forgotten, nor what whoever waits has cost."""
        self.used = 0
        if not self._sessions:
            self._clock = 0
            self._clocks.clear()
        elif len(self._clocks) > 2 * len(self._sessions):
            behind = [origin for origin, clock in self._clocks.items() if clock <= self._clock]
            for origin in behind:
                del self._clocks[origin]  # who comes back starts at this clock anyhow
