"""One channel or conversation of the history, as one connection may read it, and what CHATHISTORY names
messages by: an id or a moment, read from text into bounds.

https://ircv3.net/specs/extensions/chathistory
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from app.hub.data.costs import EVENT, QUESTION
from app.hub.data.entities import Session
from app.hub.data.hub_state import State
from app.hub.data.ids import FAR
from app.hub.data.outgoing import Line
from app.hub.data.storage import ALL, HistoryEvent, Span
from app.hub.talk.playback import channel_lines, fitting, private_lines, readable_from
from app.hub.talk.private_messages import find_talk
from app.irc import capabilities
from app.irc.msgid import LAST_PLACE, after, before, bound_at, is_msgid, place_of, preceding, time_of
from app.irc.names import CHANNEL_TYPES
from app.irc.servertime import milliseconds, parse_time
from app.values import frozen

# As MSGREFTYPES names them, the better first.
REFERENCE_TYPES = ("msgid", "timestamp")

# Of the search for a moment, which halves all places there are.
_QUESTIONS = 120


class BadReferenceError(Exception):
    """`text` should name a message and does not; `code` is that of FAIL, str() a sentence for people."""

    def __init__(self, code: str, text: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.text = text


@frozen
class Reference:
    """A message or a moment: the bound below which all is earlier, and the one above which all is later."""

    low: str
    high: str
    time: float | None = None  # of a moment


def parse_reference(text: str) -> Reference:
    """Read `msgid=…` or `timestamp=…`. Raises BadReferenceError."""
    kind, _, value = text.partition("=")
    if kind not in REFERENCE_TYPES:
        sentence = "Messages are named by msgid= and timestamp= here"
        raise BadReferenceError("INVALID_MSGREFTYPE", text, sentence)
    if kind == "timestamp":
        return parse_moment(text)
    if not is_msgid(value):
        raise BadReferenceError("INVALID_PARAMS", text, "Invalid msgid")
    return Reference(value, value)


def parse_moment(text: str) -> Reference:
    """Read `timestamp=…`. Raises BadReferenceError."""
    kind, _, value = text.partition("=")
    time = parse_time(value) if kind == "timestamp" else None
    if time is None:
        raise BadReferenceError("INVALID_PARAMS", text, "Invalid timestamp")
    return Reference(before(time), after(time), time)


@frozen
class HistoryView:
    """What may be read. Every page is in ascending order; reading raises KeepingError."""

    hub: State
    name: str  # as answers name it
    target: str
    floor: str  # the bound behind which it may be read
    events: bool  # also what is no message
    lines: Callable[[Sequence[HistoryEvent]], list[Line]]

    def page(self, span: Span, limit: int, *, newest: bool) -> list[HistoryEvent]:
        """What a span holds, from its newest or its oldest end."""
        span = Span(max(span.after, self.floor), span.before)
        found = self.hub.history.read(self.target, span, limit, newest=newest, events=self.events)
        self.hub.spent += QUESTION + EVENT * len(found)
        return fitting(found, newest=newest)

    def latest(self, limit: int, after: Reference | None) -> list[HistoryEvent]:
        """The end of it."""
        return self.page(Span(after=self._located(after).high if after else ""), limit, newest=True)

    def before(self, limit: int, end: Reference) -> list[HistoryEvent]:
        """What was just before something."""
        return self.page(Span(before=self._located(end).low), limit, newest=True)

    def after(self, limit: int, start: Reference) -> list[HistoryEvent]:
        """What followed on something."""
        return self.page(Span(after=self._located(start).high), limit, newest=False)

    def around(self, limit: int, middle: Reference) -> list[HistoryEvent]:
        """As many before something as from it on; what one side lacks the other gives."""
        middle = self._located(middle)
        older, newer, half = Span(before=middle.low), Span(after=preceding(middle.low)), limit // 2
        later = self.page(newer, limit - half, newest=False)
        earlier = self.page(older, limit - len(later), newest=True)
        if len(earlier) < half:
            later = self.page(newer, limit - len(earlier), newest=False)
        return [*earlier, *later]

    def between(self, limit: int, first: Reference, second: Reference) -> list[HistoryEvent]:
        """What is between two, counted from the first, whichever is the earlier."""
        first, second = self._located(first), self._located(second)
        if first.low <= second.low:
            return self.page(Span(first.high, second.low), limit, newest=False)
        return self.page(Span(second.high, first.low), limit, newest=True)

    def _located(self, reference: Reference) -> Reference:
        """Where a moment is among messages whose ids are ahead of their times: the clock was put back.

        Else it is where its ids are.
        """
        newest = self.hub.history.read(self.target, ALL, 1, newest=True, events=True)
        time = reference.time
        if time is None or time > self.hub.latest or not newest or not _is_late(newest[0]):
            return reference
        self.hub.spent += QUESTION * _QUESTIONS
        start = self._place(_is_late, place_of(reference.low), place_of(newest[0].msgid))
        low = self._place(lambda event: event.time >= time, start, LAST_PLACE)
        high = self._place(lambda event: event.time > time, low, LAST_PLACE)
        return reference if high == start else Reference(bound_at(low), preceding(bound_at(high)), time)

    def _place(self, fits: Callable[[HistoryEvent], bool], low: int, high: int) -> int:
        """The place from which on, of those between two, all events fit."""
        while low < high:
            middle = (low + high) // 2
            after = Span(after=preceding(bound_at(middle)))
            found = self.hub.history.read(self.target, after, 1, newest=False, events=True)
            if found and not fits(found[0]):
                low = place_of(found[0].msgid) + 1
            else:
                high = middle
        return low


def _is_late(event: HistoryEvent) -> bool:
    """Whether something was said after the clock had been put back, and before it has caught up."""
    return milliseconds(time_of(event.msgid)) - milliseconds(event.time) > FAR


def open_view(hub: State, session: Session, name: str) -> HistoryView | None:
    """What a connection may read of a channel it is in, or of its talk with somebody; None for nothing.

    Raises KeepingError.
    """
    events = capabilities.EVENT_PLAYBACK in session.caps
    if name[:1] in CHANNEL_TYPES:
        channel = hub.channel(name)
        if channel is None or session.person not in channel.members:
            return None
        floor = readable_from(hub, channel, session.person)
        lines = partial(channel_lines, hub, session, channel)
        return HistoryView(hub, channel.name, channel.key, floor, events, lines)
    talk = find_talk(hub, session, name)
    if talk is None:
        return None
    # named as it was asked for, like the conformance suite wants it; the lines have the true spelling
    return HistoryView(hub, name, talk.target, "", events, partial(private_lines, hub, session, talk))
