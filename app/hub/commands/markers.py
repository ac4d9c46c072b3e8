"""MARKREAD: how far somebody has read, the same on all their connections.

https://ircv3.net/specs/extensions/read-marker
"""

from __future__ import annotations

from functools import partial

from app.hub.commands.row import Row
from app.hub.fanout import able, broadcast
from app.hub.markers import PREFIX, advance, is_time, key_of, line
from app.hub.private_talk import find_talk
from app.hub.replies import Request
from app.hub.state import State
from app.irc import capabilities
from app.irc.names import is_channel


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
        broadcast(hub, told, able(others, capabilities.READ_MARKER))
    ask.add(line(hub, person.identity, target, key))


def _read(hub: State, ask: Request, target: str) -> str:
    """What is read, as the history knows it; "" for what the asker cannot read. Raises KeepingError."""
    if is_channel(target):
        channel = hub.channel(target)
        return channel.key if channel is not None and ask.person in channel.members else ""
    talk = find_talk(hub, ask.session, target)
    return talk.target if talk is not None else ""


ROWS = {
    "MARKREAD": Row(
        on_markread,
        help=(
            "MARKREAD <channel or nickname> [timestamp=<time>]",
            "Shows or moves how far you have read, on all your connections.",
        ),
    )
}
