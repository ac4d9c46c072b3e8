"""What was said, told again: from where on somebody may read a channel, and lines of the history as one
connection may see and can read them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.hub.data.config import Newcomers
from app.hub.data.costs import EVENT, QUESTION
from app.hub.data.entities import Channel, Person, Session
from app.hub.data.hub_state import State
from app.hub.data.ids import FAR
from app.hub.data.outgoing import Line, line_of
from app.hub.data.storage import HistoryEvent, Span
from app.hub.talk.private_messages import Talk
from app.hub.talk.saying import marked
from app.irc import capabilities
from app.irc.client_tags import EDIT
from app.irc.msgid import before, preceding, time_of
from app.irc.msgid import before as before_time
from app.irc.names import fold_nick

KIND = "chathistory"  # of batches
# What a client that cannot ask is told on entering: some screens full.
RECENT = 50
# And of their bytes, as one line may enter fifty channels: fifty lines of text, but not of the longest ones.
RECENT_BYTES = 64 * 1024
# Of one answer: 100 messages of several lines at their longest, and less than may wait for a connection.
PAGE_BYTES = 5 * 512 * 1024
# Events of a channel that are looked through for when somebody left it: some 4 ms of the hub, fifty times for
# who enters fifty channels by one line.
SEARCHED = 400
_SEARCHED_AT_ONCE = 100
_MESSAGES = frozenset({"PRIVMSG", "NOTICE", "TAGMSG"})
_LEAVING = frozenset({"PART", "QUIT"})
# How lifecycle ends who is silent: what was said meanwhile did not reach them.
_SILENCE = re.compile(r"Ping timeout: (\d{1,6}) seconds")
_LINE_BYTES = 200  # source, time, id and what else a line has around its text

# Their first parameter is the channel, which may have another name by now.
_IN_CHANNEL = frozenset({"PRIVMSG", "NOTICE", "TAGMSG", "JOIN", "PART", "KICK", "TOPIC", "MODE"})

_HOUR = 3600.0


def recent(hub: State, session: Session, channel: Channel, *, came_now: bool) -> list[Line]:
    """The last lines of a channel, for a connection that knows times but cannot ask for history.

    Who has come in just now (`came_now`) is told only what was said since they left it last. A program that
    knows no batches gets them too: their times say that they are of the past.
    """
    caps = session.caps
    if capabilities.SERVER_TIME not in caps or capabilities.CHATHISTORY in caps:
        return []
    span = Span(after=readable_from(hub, channel, session.person))
    found = hub.history.read(channel.key, span, RECENT, newest=True, events=False)
    hub.spent += QUESTION + EVENT * len(found)
    if found and came_now:
        left = _left_at(hub, channel, session.person, found[0].msgid)
        found = [event for event in found if event.msgid > left]
    return channel_lines(hub, session, channel, fitting(found, newest=True, room=RECENT_BYTES))


def _left_at(hub: State, channel: Channel, person: Person, oldest: str) -> str:
    """The bound up to which somebody who came just now has heard all in a channel, "" where nobody knows.

    Known by their account, or by nickname, user and address. Who never left was there until the hub ended.
    `oldest`: the first message that might be told; a bound before that need not be found.
    """
    arrivals = said = 0
    before = ""
    after = preceding(oldest) if oldest > hub.kept_before else ""
    for _ in range(SEARCHED // _SEARCHED_AT_ONCE):
        span = Span(before=before, after=after)
        found = hub.history.read(channel.key, span, _SEARCHED_AT_ONCE, newest=True, events=True)
        hub.spent += QUESTION + EVENT * len(found)
        for event in reversed(found):
            said += event.command in _MESSAGES
            if said > RECENT:
                return ""  # all that is told was said since
            if event.command == "KICK" and fold_nick(event.params[1]) == fold_nick(person.nick):
                return event.msgid
            if not _is_by(event, person):
                continue
            if event.command in _LEAVING:
                return _heard_until(event)
            if event.command == "JOIN":
                arrivals += 1
                if arrivals > 1:  # the first one is that of now
                    return hub.kept_before if event.msgid <= hub.kept_before else ""
        if len(found) < _SEARCHED_AT_ONCE:
            break
        before = found[0].msgid
    return ""


def _is_by(event: HistoryEvent, person: Person) -> bool:
    if person.account and event.account == person.account:
        return True
    return event.source == person.source


def _heard_until(event: HistoryEvent) -> str:
    """The bound up to which somebody has heard a channel that they left so."""
    silence = _SILENCE.match(event.params[0]) if event.command == "QUIT" and event.params else None
    if silence is None:
        return event.msgid
    return preceding(before_time(time_of(event.msgid) - float(silence[1])))


def fitting(events: Sequence[HistoryEvent], *, newest: bool, room: int = 0) -> list[HistoryEvent]:
    """Those of the newest or the oldest that fit into `room` bytes, or one answer; at least one."""
    room = room or PAGE_BYTES
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


def readable_from(hub: State, channel: Channel, person: Person) -> str:
    """The bound in a channel's history behind which a member may read, "" for all of it.

    Whatever was said under the same name before the channel was made is nobody's. Raises KeepingError.
    """
    start = 0.0 if channel.permanent else channel.created
    # what has fallen due may be there still: whoever was a member then goes on reading it, nobody else
    start = max(start, min(channel.since[person], hub.history.hidden_before(hub.now)))
    newcomers = hub.newcomers_of(channel)
    if newcomers is Newcomers.HOUR:
        since = channel.since[person]
        # where the clock was put back, ids stand still and nobody knows which were made an hour before
        start = max(start, since if since - hub.latest > FAR / 1000 else since - _HOUR)
    elif newcomers is Newcomers.NOTHING:
        start = max(start, channel.since[person])
    return preceding(before(start)) if start else ""
