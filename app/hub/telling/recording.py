"""What is told becomes history: called where a line is broadcast, with it. `Hub.drain` commits."""

from __future__ import annotations

from collections.abc import Iterable

from app.hub.data.costs import KEPT
from app.hub.data.entities import Channel, Person
from app.hub.data.hub_state import State
from app.hub.data.outgoing import Line
from app.hub.data.storage import HistoryEvent, conversation

# What leaves channels as they are.
_MESSAGES = frozenset({"PRIVMSG", "NOTICE", "TAGMSG"})
# Client-only tags about the moment. A TAGMSG that has no others says nothing to who comes later.
_MOMENTARY = frozenset({"+typing", "+draft/typing"})


def record(
    hub: State,
    line: Line,
    target: str,
    by: Person | None,
    *,
    also: tuple[str, ...] = (),
    own_id: str = "",
) -> None:
    """Keep a line, which has an id, under a channel's key or a conversation's target.

    `by`: whose doing it was, None for the server's; the rest is as in HistoryEvent and History.append.
    """
    journal = hub.journal
    if journal.is_rolling_back:
        return
    journal.is_eventful = True
    if line.command not in _MESSAGES:
        journal.changed.update(hub.channels[key] for key in (target, *also) if key in hub.channels)
    event = HistoryEvent(  # by position, as names take as long as all the rest
        line.msgid,
        line.time,
        target,
        line.source,
        line.command,
        line.params,
        by.identity if by else "",
        also,
        line.tags if not line.is_bot else f"bot;{line.tags}" if line.tags else "bot",
        line.parts,
    )
    hub.history.append(event, own_id)
    hub.spent += KEPT


def record_everywhere(hub: State, line: Line, by: Person, channels: Iterable[Channel]) -> None:
    """Keep a line that tells all members of several channels of one thing: a NICK, a QUIT."""
    keys = [channel.key for channel in channels]
    if keys:
        record(hub, line, keys[0], by, also=tuple(keys[1:]))


def between(one: Person, other: Person) -> str:
    """The target under which the private talk of two people is kept."""
    return conversation(one.identity, other.identity)


def is_recorded(line: Line) -> bool:
    """Whether who comes later is told of a message too: typing passes."""
    if line.command != "TAGMSG":
        return True
    return any(item.partition("=")[0] not in _MOMENTARY for item in line.tags.split(";") if item)
