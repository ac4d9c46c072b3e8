"""The people whom we watch (MONITOR), as those of private talks: whether they are there, what is known.

https://ircv3.net/specs/extensions/monitor and https://ircv3.net/specs/extensions/extended-monitor
"""

from __future__ import annotations

from collections.abc import Callable

from app.client.events import Member, MemberChanged, PersonChanged, PresenceChanged
from app.client.features import typing_status
from app.client.state.session_state import SessionState
from app.irc.message import Message, Source

# Private talks that are open at once; servers take about as many.
MONITORED = 100


def watch(state: SessionState, nick: str) -> None:
    """Ask to be told whether somebody is there; PresenceChanged follows where the server can tell."""
    key = state.fold(nick)
    if not state.is_registered or "MONITOR" not in state.isupport or key in state.monitored:
        return
    limit = min(state.isupport.number("MONITOR", MONITORED) or MONITORED, MONITORED)
    if len(state.monitored) < limit and not state.is_me(nick) and "," not in nick:
        state.monitored[key] = Member(nick)
        state.request_automatically("MONITOR", "+", nick)


def unwatch(state: SessionState, nick: str) -> None:
    """Take somebody off the list."""
    if state.monitored.pop(state.fold(nick), None) is not None and state.is_registered:
        state.request_automatically("MONITOR", "-", nick)


def on_presence(state: SessionState, message: Message, *, online: bool) -> None:
    """730 <us> :<nick>[!<user>@<host>],... and 731 with nicknames alone: PresenceChanged for each."""
    for entry in message.params[-1].split(","):
        source = Source.parse(entry)
        key = state.fold(source.nick)
        known = state.monitored.get(key)
        if known is None:
            continue
        state.monitored[key] = Member(source.nick, source.user, source.host) if online else Member(known.nick)
        if not online:
            typing_status.forget(state, source.nick, source.nick)
        state.emit(PresenceChanged(source.nick, online, state.time))


def change_person(state: SessionState, nick: str, change: Callable[[Member], Member]) -> None:
    """Change what is known of a person, in each channel and on the list of those we watch.

    `change` makes the new value of the old one; MemberChanged and PersonChanged where they differ.
    """
    key = state.fold(nick)
    for channel, member in state.shared_with(nick):
        changed = change(member)
        if changed != member:
            channel.members[key] = changed
            state.emit(MemberChanged(channel.name, changed))
    contact = state.monitored.get(key)
    if contact is not None and (changed := change(contact)) != contact:
        state.monitored[key] = changed
        state.emit(PersonChanged(changed))
