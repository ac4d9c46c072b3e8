"""What a session knows of conversations: how far they were read, who types, what of them is asked for."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from enum import Enum

from app.client.events import Point, Typing
from app.values import frozen

# -- read markers

READ_MARKERS = 5_000  # conversations; a server that names ever new ones must not fill memory


@dataclass(slots=True)
class ReadMarkers:
    """Times by folded conversation; what is still to be told, with the conversation's own name."""

    known: dict[str, float] = field(default_factory=dict)
    due: dict[str, tuple[str, float]] = field(default_factory=dict)
    sent_at: float = float("-inf")

    def put(self, key: str, time: float) -> None:
        """Remember how far a conversation was read."""
        if key not in self.known and len(self.known) >= READ_MARKERS:
            del self.known[next(iter(self.known))]
        self.known[key] = time


# -- typing


@frozen
class TypingPerson:
    """Somebody else who writes, as long as nothing is heard until `until`."""

    conversation: str
    nick: str
    until: float


@frozen
class ToldTyping:
    """What we told of ourselves last, and when."""

    typing: Typing
    time: float


@dataclass(slots=True)
class TypingState:
    """`others` by folded conversation and nickname; `told` and what is `due` to be told by target."""

    others: dict[tuple[str, str], TypingPerson] = field(default_factory=dict)
    told: dict[str, ToldTyping] = field(default_factory=dict)
    due: dict[str, Typing] = field(default_factory=dict)


# -- history


class QueryAim(Enum):
    """What a query is for."""

    TARGETS = "targets"  # which private talks have moved
    LATEST = "latest"  # the end of a conversation of which nothing is known
    MISSED = "missed"  # the end of it, back to what was seen last
    BETWEEN = "between"  # the rest of what was missed, from the oldest on
    OLDER = "older"  # what somebody wants to read before what is there


@dataclass(slots=True)
class Query:
    """One query. The answer lies between `after` and `before`, both excluded."""

    aim: QueryAim
    conversation: str
    limit: int
    after: Point | None = None
    before: Point | None = None
    pages: int = 0  # of this gap, before this one
    by_time: bool = False  # the server did not know the msgid
    is_first_look: bool = False  # nothing is known of an earlier connection
    asked_at: float = 0.0
    label: str = ""

    @property
    def subject(self) -> tuple[object, ...]:
        """What is the same for two queries that want the same."""
        return self.aim, self.conversation, self.before


@dataclass(slots=True)
class HistoryQueries:
    """The query that is not answered yet, one at a time, those that wait, and what is known meanwhile.

    `catching_up`: folded names of conversations whose own messages wait until the gap is filled.
    `told_live`: keys of lines that came live meanwhile; the answer may hold them too.
    """

    current: Query | None = None
    waiting: deque[Query] = field(default_factory=deque)
    catching_up: set[str] = field(default_factory=set)
    told_live: set[str] = field(default_factory=set)
    _subjects: Counter[tuple[object, ...]] = field(default_factory=Counter)  # of those that wait

    def add(self, query: Query) -> None:
        """Let a query wait behind the others."""
        self.waiting.append(query)
        self._subjects[query.subject] += 1

    def add_first(self, query: Query) -> None:
        """Let a query wait before the others."""
        self.waiting.appendleft(query)
        self._subjects[query.subject] += 1

    def take(self) -> Query:
        """The next query, which waits no more."""
        query = self.waiting.popleft()
        self._subjects[query.subject] -= 1
        if not self._subjects[query.subject]:
            del self._subjects[query.subject]
        return query

    def has_same(self, query: Query) -> bool:
        """Whether a query for the same thing waits; looked at for each channel of hundreds."""
        return query.subject in self._subjects

    def delays_messages(self, folded: str, *, is_channel: bool) -> bool:
        """Whether own messages for a conversation wait until it is known what was said there before."""
        if folded in self.catching_up:
            return True
        # any private talk may be among those that have moved
        return not is_channel and any(
            query.aim is QueryAim.TARGETS for query in (self.current, *self.waiting) if query
        )
