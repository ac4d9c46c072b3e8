"""What was said, told again: lines of the history as one connection may see and can read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.hub.channel import Channel
from app.hub.corrections import marked
from app.hub.history import HistoryEvent, Span
from app.hub.lines import Line
from app.hub.membership import readable_from
from app.hub.multiline import line_of
from app.hub.price import EVENT, QUESTION
from app.hub.private_talk import Talk
from app.hub.session import Session
from app.hub.state import State
from app.irc import capabilities
from app.irc.client_tags import EDIT

KIND = "chathistory"  # of batches
# What a client that cannot ask is told on entering: some screens full.
RECENT = 50
# Of one answer: 100 messages of several lines at their longest, and less than may wait for a connection.
PAGE_BYTES = 5 * 512 * 1024
_LINE_BYTES = 200  # source, time, id and what else a line has around its text

# Their first parameter is the channel, which may have another name by now.
_IN_CHANNEL = frozenset({"PRIVMSG", "NOTICE", "TAGMSG", "JOIN", "PART", "KICK", "TOPIC", "MODE"})


def recent(hub: State, session: Session, channel: Channel) -> list[Line]:
    """The last lines of a channel, for a connection that knows times but cannot ask for history."""
    caps = session.caps
    if capabilities.SERVER_TIME not in caps or capabilities.CHATHISTORY in caps:
        return []
    span = Span(after=readable_from(hub, channel, session.person))
    found = hub.history.read(channel.key, span, RECENT, newest=True, events=False)
    hub.spent += QUESTION + EVENT * len(found)
    return channel_lines(hub, session, channel, fitting(found, newest=True))


def fitting(events: Sequence[HistoryEvent], *, newest: bool) -> list[HistoryEvent]:
    """Those of the newest or the oldest that may be sent in one answer, at least one."""
    room = PAGE_BYTES
    chosen: list[HistoryEvent] = []
    for event in reversed(events) if newest else events:
        room -= _size(event)
        if room < 0 and chosen:
            break
        chosen.append(event)
    return chosen[::-1] if newest else chosen


def _size(event: HistoryEvent) -> int:
    """The bytes of an event, roughly and not too few; tags come with every line of several."""
    texts = [text for text, _ in event.lines] or event.params
    letters = sum(len(text) if text.isascii() else len(text) * 4 for text in texts)
    return letters + max(1, len(event.lines)) * (_LINE_BYTES + len(event.tags) * 4)


def channel_lines(
    hub: State, session: Session, channel: Channel, events: Sequence[HistoryEvent]
) -> list[Line]:
    """Events of a channel as a member's connection reads them."""
    is_extended = capabilities.EXTENDED_JOIN in session.caps
    lines = []
    for event in events:
        params = event.params
        if event.command in _IN_CHANNEL:
            more = () if event.command == "JOIN" and not is_extended else params[1:]
            params = (channel.name, *more)
        told = event if params == event.params else replace(event, params=params)
        lines += _line(hub, session, told)
    return lines


def private_lines(hub: State, session: Session, talk: Talk, events: Sequence[HistoryEvent]) -> list[Line]:
    """Events of a conversation, under the names that the two have now."""
    me = session.person
    lines = []
    for event in events:
        sender, receiver = (me.nick, talk.name) if event.identity == me.identity else (talk.name, me.nick)
        source = sender + event.source[event.source.index("!") :]
        lines += _line(hub, session, replace(event, source=source, params=(receiver, *event.params[1:])))
    return lines


def _line(hub: State, session: Session, event: HistoryEvent) -> list[Line]:
    caps = session.caps
    if event.command == "TAGMSG" and capabilities.MESSAGE_TAGS not in caps:
        return []
    line = line_of(event, hub.next_batch() if event.lines else "")
    is_correction = event.is_text and capabilities.ROOM not in caps and f"{EDIT}=" in f";{event.tags}"
    return [marked(line) if is_correction else line]
