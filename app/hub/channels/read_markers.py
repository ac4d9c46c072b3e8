"""How far somebody has read in channels and private talks: kept for accounts, told to nobody else.

https://ircv3.net/specs/extensions/read-marker
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from app.hub.data.hub_state import State
from app.hub.data.outgoing import Line
from app.hub.data.storage import ALL, ANONYMOUS, read_texts, write_texts
from app.irc.names import fold_channel, fold_nick, is_channel, is_nick
from app.irc.servertime import format_time

KIND = "marker"  # of records: an account's name -> an object of times by target
# Of one person: more rooms and talks than anybody follows. The one that was read longest ago makes room.
MARKERS = 100

# Messages among which a time is looked for that seems to be of another clock: more than one has open at once.
_LOOK_BACK = 200

Where = Callable[[], str]

PREFIX = "timestamp="
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


def key_of(target: str) -> str | None:
    """By what the marker of a channel or a nickname is kept; None for what is neither."""
    if is_channel(target):
        return fold_channel(target)
    return fold_nick(target) if is_nick(target) else None


def is_time(text: str) -> bool:
    """Whether a text is a time as the server-time specification writes it."""
    if not _TIME.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def marker(hub: State, identity: str, key: str) -> str | None:
    """Until when somebody has read a target. Raises KeepingError."""
    return _markers(hub, identity).get(key)


def advance(hub: State, identity: str, key: str, time: str, where: Where | None = None) -> bool:
    """Move a marker to a time, not into the future; False for one that is there or further already.

    `where`: gives the target of what is read, in the history. Where the clock was put back, times do not have
    the order of what was said: a message's own time is as far as the message is. Raises KeepingError.
    """
    markers = _markers(hub, identity)
    had, latest = markers.get(key, ""), format_time(hub.latest)
    order = _order(hub, where()) if where is not None and (time > latest or time < had) else {}
    if time not in order:
        time = min(time, latest)
    if time in order and had in order:
        is_further = order[time] > order[had]
    else:
        is_further = time > had or had > latest  # which was set by a clock that was ahead
    if not is_further:
        return False
    markers[key] = time
    if len(markers) > MARKERS:
        del markers[min(markers, key=markers.__getitem__)]
    _keep(hub, identity)
    return True


def _order(hub: State, target: str) -> dict[str, int]:
    """The times of what was said last in a target, and how many of that were before. Raises KeepingError."""
    if not target:
        return {}
    last = hub.history.read(target, ALL, _LOOK_BACK, newest=True, events=False)
    return {format_time(event.time): place for place, event in enumerate(last)}


def adopt(hub: State, anonymous_id: str, account: str) -> None:
    """Somebody has logged in: what was read as `anonymous_id` the account has read. Raises KeepingError."""
    for key, time in hub.markers.pop(anonymous_id, {}).items():
        advance(hub, account, key, time)


def move(hub: State, identity: str, old: str, new: str) -> None:
    """A channel that somebody is in has another key now. Raises KeepingError."""
    if (time := _markers(hub, identity).pop(old, None)) is not None:
        _markers(hub, identity)[new] = time
        _keep(hub, identity)


def forget(hub: State, identity: str) -> None:
    """Somebody is gone; what is kept stays kept."""
    hub.markers.pop(identity, None)


def read_back(hub: State) -> None:
    """Let what is kept count in place of what was changed since: it is read again when it is asked for."""
    hub.markers = {identity: each for identity, each in hub.markers.items() if identity.startswith(ANONYMOUS)}


def line(hub: State, identity: str, target: str, key: str) -> Line:
    """What tells somebody's connections the marker of a target. Raises KeepingError."""
    time = marker(hub, identity, key)
    return Line("MARKREAD", (target, PREFIX + time if time else "*"), hub.server, time=hub.now)


def _markers(hub: State, identity: str) -> dict[str, str]:
    found = hub.markers.get(identity)
    if found is None:
        kept = None if identity.startswith(ANONYMOUS) else hub.records.get(KIND, identity)
        times = read_texts(kept or "")
        found = hub.markers[identity] = {key: time for key, time in times.items() if is_time(time)}
    return found


def _keep(hub: State, identity: str) -> None:
    if not identity.startswith(ANONYMOUS):
        hub.records.put(KIND, identity, write_texts(hub.markers[identity]))
