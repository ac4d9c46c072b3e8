"""Whose line is next when there is more to do than a turn should take: the address that has cost least.

Start-time fair queueing (Goyal, Vin and Cheng, 1996): each address has a clock that its work moves on, and
who comes anew starts at the clock of whoever ran last. So the lines of one address wait for its own work,
however many connections it has, and everybody else's for no more than a line of each address that is as new.
The addresses of one IPv6 network, of which one machine can have thousands, share one clock, and have clocks
of their own among themselves. The sessions of an address take turns.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from app.hub.data.costs import KIB
from app.hub.data.entities import Session

# In the measure of app.hub.data.costs. All of a turn: some 20 ms, then everybody is written and listened to
# again.
TURN = KIB * KIB
# One address before its lines wait: a person's client at login needs less.
SHARE = 256 * KIB
# One session before the next one of its address.
SLICE = 64 * KIB


@dataclass(slots=True)
class _Clocks:
    """Keys that wait, the one with the least clock first; among equals who came first."""

    now: int = 0  # the clock of the key that went last
    of: dict[str, int] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    _order: list[tuple[int, int, str]] = field(default_factory=list)  # a heap of the waiting
    _numbers: Iterator[int] = field(default_factory=count)

    def charge(self, key: str, cost: int) -> None:
        """Move a key's clock on."""
        self.of[key] = self.of.get(key, self.now) + cost

    def add(self, key: str) -> None:
        """Let a key wait, unless it does."""
        if key not in self.waiting:
            self.waiting.add(key)
            self._line_up(key)

    def _line_up(self, key: str) -> None:
        clock = self.of[key] = max(self.of.get(key, 0), self.now)
        heappush(self._order, (clock, next(self._numbers), key))

    def pop(self) -> str:
        """The key whose turn it is, which waits no more. Somebody must wait."""
        while True:
            clock, _, key = heappop(self._order)
            if clock >= self.of.get(key, 0):
                self.now = clock
                self.waiting.discard(key)
                return key
            self._line_up(key)  # it has cost something since

    def forget(self) -> None:
        """Let go of the clocks that tell nothing: who comes back starts at that of now anyhow."""
        if not self.waiting:
            self.now = 0
            self.of.clear()
        elif len(self.of) > 2 * len(self.waiting):
            kept = (item for item in self.of.items() if item[1] > self.now or item[0] in self.waiting)
            self.of = dict(kept)


@dataclass(slots=True)
class FairQueue:
    """The sessions with lines that wait for their turn. Limited ones only: others run at once."""

    used: int = 0  # in this turn
    _groups: _Clocks = field(default_factory=_Clocks)  # networks, and addresses that are in none
    _addresses: dict[str, _Clocks] = field(default_factory=dict)  # of each group
    _sessions: dict[str, deque[Session]] = field(default_factory=dict)  # of each address that waits

    def __bool__(self) -> bool:
        return bool(self._sessions)

    def may_run(self, session: Session) -> bool:
        """Whether a session's line may run at once: nobody waits, its address has some of this turn left."""
        if self._sessions or self.used >= TURN:
            return False
        group = session.network or session.origin
        if self._groups.of.get(group, 0) >= TURN // 2:
            return False
        return group not in self._addresses or self._addresses[group].of.get(session.origin, 0) < SHARE

    def charge(self, session: Session, cost: int) -> None:
        """A session's address has cost so much."""
        group = session.network or session.origin
        self.used += cost
        self._groups.charge(group, cost)
        self._addresses.setdefault(group, _Clocks()).charge(session.origin, cost)

    def add(self, session: Session) -> None:
        """Let a session wait for its turn, unless it does."""
        group, origin = session.network or session.origin, session.origin
        sessions = self._sessions.setdefault(origin, deque())
        if session not in sessions:
            sessions.append(session)
        self._addresses.setdefault(group, _Clocks()).add(origin)
        self._groups.add(group)

    def take(self) -> Session | None:
        """Whose turn it is; None when nobody waits or this turn has done enough."""
        if not self._sessions or self.used >= TURN:
            return None
        group = self._groups.pop()
        addresses = self._addresses[group]
        origin = addresses.pop()
        sessions = self._sessions[origin]
        session = sessions.popleft()
        if sessions:
            addresses.add(origin)
        else:
            del self._sessions[origin]
        if addresses.waiting:
            self._groups.add(group)
        return session

    def end_turn(self) -> None:
        """Everybody is written to; who waits is not forgotten, nor what whoever waits has cost."""
        self.used = 0
        self._groups.forget()
        self._addresses = {
            group: clocks for group, clocks in self._addresses.items() if group in self._groups.of
        }
        for clocks in self._addresses.values():
            clocks.forget()
