"""Since when somebody is a member, and what of the past that lets them read.

An account stays a member over reconnects and restarts, until it leaves or is removed; a guest is one anew
each time.
"""

from __future__ import annotations

import json

from app.hub.channel import Channel
from app.hub.config import Newcomers
from app.hub.person import Person
from app.hub.state import State
from app.irc.msgid import after

# Records: channel's key and account -> since when, seconds since 1970.
KIND = "member"

_HOUR = 3600.0
_MOMENT = 0.001  # of which ids tell two apart


def member_since(hub: State, channel: Channel, person: Person) -> float:
    """Since when somebody who enters now is a member, for the first time or still."""
    if not person.account:
        return hub.now
    kept = hub.records.get(KIND, _key(channel.key, person.account))
    if kept is not None:
        return float(json.loads(kept))
    _keep(hub, channel, person, hub.now)
    return hub.now


def note_account(hub: State, person: Person) -> None:
    """Somebody has logged in where they are a member already."""
    for channel in person.channels.values():
        if hub.records.get(KIND, _key(channel.key, person.account)) is None:
            _keep(hub, channel, person, channel.since[person])


def end_membership(hub: State, channel: Channel, person: Person) -> None:
    """Somebody has left for good, not only gone offline."""
    if person.account:
        hub.records.put(KIND, _key(channel.key, person.account), None)


def rename_memberships(hub: State, old: str, new: str) -> None:
    """A channel has another key."""
    for key, value in hub.records.all(KIND):
        channel, _, account = key.partition("\n")
        if channel == old:
            hub.records.put(KIND, key, None)
            hub.records.put(KIND, _key(new, account), value)


def readable_from(hub: State, channel: Channel, person: Person) -> str:
    """The bound in a channel's history behind which a member may read, "" for all of it.

    Whatever was said under the same name before the channel was made is nobody's.
    """
    start = 0.0 if channel.permanent else channel.created
    if hub.config.newcomers is Newcomers.HOUR:
        start = max(start, channel.since[person] - _HOUR)
    elif hub.config.newcomers is Newcomers.NOTHING:
        start = max(start, channel.since[person])
    return after(start - _MOMENT) if start else ""


def _keep(hub: State, channel: Channel, person: Person, since: float) -> None:
    hub.records.put(KIND, _key(channel.key, person.account), json.dumps(since))


def _key(channel: str, account: str) -> str:
    return f"{channel}\n{account}"
