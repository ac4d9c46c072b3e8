"""CHATHISTORY: reading what was said before. MARKREAD: how far somebody has read, the same on all their
connections.

https://ircv3.net/specs/extensions/chathistory and https://ircv3.net/specs/extensions/read-marker
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.hub.channels.read_markers import PREFIX, advance, is_time, key_of, line
from app.hub.commands.command_row import Row
from app.hub.data.costs import QUESTION
from app.hub.data.hub_state import State
from app.hub.data.limits import HISTORY_LINES
from app.hub.data.outgoing import Line
from app.hub.data.storage import HistoryEvent, Span
from app.hub.data.storage_errors import KeepingError
from app.hub.talk.history_view import (
    BadReferenceError,
    HistoryView,
    Reference,
    open_view,
    parse_moment,
    parse_reference,
)
from app.hub.talk.playback import KIND, readable_from
from app.hub.talk.private_messages import find_talk, talks_of
from app.hub.telling.fanout import broadcast, with_capability
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc.names import is_channel
from app.irc.servertime import format_time

_TARGETS = "TARGETS"
_TARGETS_KIND = "draft/chathistory-targets"
_UNREADABLE = "Messages could not be retrieved"

# subcommand -> how many references it takes, and what reads it
_SUBCOMMANDS: dict[str, tuple[int, Callable[..., list[HistoryEvent]]]] = {
    "LATEST": (1, HistoryView.latest),
    "BEFORE": (1, HistoryView.before),
    "AFTER": (1, HistoryView.after),
    "AROUND": (1, HistoryView.around),
    "BETWEEN": (2, HistoryView.between),
}


def on_chathistory(hub: State, ask: Request) -> None:
    """Answer with a page, or with the conversations that there are."""
    given, subcommand = ask.param(0, "*"), ask.param(0).upper()
    references = 1 if subcommand == _TARGETS else _SUBCOMMANDS.get(subcommand, (0,))[0]
    expected = references + 3
    if len(ask.params) < (expected if references else 1):
        ask.fail("INVALID_PARAMS", given, "Insufficient parameters")
    elif not references:
        ask.fail("INVALID_PARAMS", given, "Unknown command")
    elif len(ask.params) > expected:
        ask.fail("INVALID_PARAMS", given, "Too many parameters")
    elif not (limit := _limit(ask.params[-1])):
        ask.fail("INVALID_PARAMS", given, ask.params[-1], "Invalid limit")
    else:
        _answer(hub, ask, subcommand, limit)


def _limit(text: str) -> int:
    """The limit that is asked for, or ours where that is less; 0 for what is no limit."""
    return min(int(text[:9]), HISTORY_LINES) if text.isascii() and text.isdecimal() else 0


def _answer(hub: State, ask: Request, subcommand: str, limit: int) -> None:
    try:
        if subcommand == _TARGETS:
            _tell_targets(hub, ask, limit)
        else:
            _tell_page(hub, ask, subcommand, limit)
    except BadReferenceError as error:
        target = () if error.code == "INVALID_PARAMS" else (ask.param(1),)
        ask.fail(error.code, ask.param(0), *target, error.text, str(error))
    except KeepingError:
        ask.fail("MESSAGE_ERROR", ask.param(0), ask.param(1), _UNREADABLE)


def _tell_page(hub: State, ask: Request, subcommand: str, limit: int) -> None:
    texts = ask.params[2:-1]
    if subcommand == "LATEST" and texts == ("*",):
        references: list[Reference | None] = [None]
    else:
        references = [parse_reference(text) for text in texts]
    view = open_view(hub, ask.session, ask.param(1))
    if view is None:
        ask.fail("INVALID_TARGET", ask.param(0), ask.param(1), _UNREADABLE)
        return
    found = _SUBCOMMANDS[subcommand][1](view, limit, *references)
    ask.bundle(KIND, view.name, view.lines(found))


def _tell_targets(hub: State, ask: Request, limit: int) -> None:
    first, second = (parse_moment(text) for text in ask.params[1:3])
    low, high = (first.high, second.low) if first.low <= second.low else (second.high, first.low)
    found = sorted(
        (last.msgid, name, last.time) for name, last in _visible(hub, ask) if low < last.msgid < high
    )
    chosen = found[:limit] if first.low <= second.low else found[-limit:]
    words = [("TARGETS", name, format_time(time)) for _, name, time in chosen]
    ask.bundle(_TARGETS_KIND, "", [Line("CHATHISTORY", each, hub.server, time=hub.now) for each in words])


def _visible(hub: State, ask: Request) -> list[tuple[str, HistoryEvent]]:
    """Everything the asker may read, by name, with the last message of each."""
    person = ask.person
    ask.charge(QUESTION * len(person.channels))
    found = []
    for channel in person.channels.values():
        span = Span(after=readable_from(hub, channel, person))
        for last in hub.history.read(channel.key, span, 1, newest=True, events=False):
            found.append((channel.name, last))
    return found + [(talk.name, talk.last) for talk in talks_of(hub, ask.session) if talk.last is not None]


def on_markread(hub: State, ask: Request) -> None:
    """Show or move a marker."""
    target = ask.param(0)
    if not target:
        ask.fail("NEED_MORE_PARAMS", "Name a channel or a nickname")
    elif (key := key_of(target)) is None:
        ask.fail("INVALID_PARAMS", target, "That is neither a channel nor a nickname")
    elif len(ask.params) > 1:
        _move(hub, ask, target, key)
    else:
        ask.add(line(hub, ask.person.identity, target, key))


def _move(hub: State, ask: Request, target: str, key: str) -> None:
    time = ask.param(1).removeprefix(PREFIX)
    if time == ask.param(1) or not is_time(time):
        ask.fail(
            "INVALID_PARAMS", target, ask.param(1), f"A time looks like {PREFIX}2024-01-31T12:00:00.000Z"
        )
        return
    person = ask.person
    if advance(hub, person.identity, key, time, partial(_read, hub, ask, target)):
        others = [session for session in person.sessions if session is not ask.session]
        told = line(hub, person.identity, target, key)
        broadcast(hub, told, with_capability(others, capabilities.READ_MARKER))
    ask.add(line(hub, person.identity, target, key))


def _read(hub: State, ask: Request, target: str) -> str:
    """What is read, as the history knows it; "" for what the asker cannot read. Raises KeepingError."""
    if is_channel(target):
        channel = hub.channel(target)
        return channel.key if channel is not None and ask.person in channel.members else ""
    talk = find_talk(hub, ask.session, target)
    return talk.target if talk is not None else ""


ROWS = {
    "CHATHISTORY": Row(
        on_chathistory,
        help=(
            "CHATHISTORY LATEST|BEFORE|AFTER|AROUND <target> <msgid=, timestamp= or *> <limit>",
            "CHATHISTORY BETWEEN <target> <from> <to> <limit>, TARGETS <from> <to> <limit>",
            "Shows what was said before.",
        ),
    ),
    "MARKREAD": Row(
        on_markread,
        help=(
            "MARKREAD <channel or nickname> [timestamp=<time>]",
            "Shows or moves how far you have read, on all your connections.",
        ),
    ),
}
