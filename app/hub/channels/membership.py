"""Who is a member of a channel, and since when.

An account stays a member over reconnects and restarts, until it leaves or is removed; who has none is one
anew each time.
"""

from __future__ import annotations

import json
from math import isfinite

from app.hub.data.entities import Channel, Person
from app.hub.data.hub_state import State

# Records: channel's key and account -> since when, seconds since 1970.
KIND = "member"


def load(hub: State) -> None:
    """Read who is a member of the channels that are there. Raises KeepingError."""
    for key, text in hub.records.all(KIND):
        name, _, account = key.partition("\n")
        channel = hub.channels.get(name)
        if channel is None:
            hub.records.put(KIND, key, None)
        else:
            channel.memberships[account] = _since(text, hub.ids.moment(hub.now))


def _since(text: str, now: float) -> float:
    """A time as it was written; who has a damaged one begins now."""
    try:
        since = float(json.loads(text))
        return min(since, now) if isfinite(since) else now
    except (ValueError, TypeError, OverflowError):
        return now


def member_since(hub: State, channel: Channel, person: Person) -> float:
    """Since when somebody who enters now is a member, for the first time or still."""
    since = hub.ids.moment(hub.now)
    if not person.account:
        return since
    if person.account not in channel.memberships:
        keep_membership(hub, channel, person.account, since)
    return channel.memberships[person.account]


def note_account(hub: State, person: Person) -> None:
    """Somebody has logged in where they are a member already."""
    for channel in person.channels.values():
        if person.account not in channel.memberships:
            keep_membership(hub, channel, person.account, channel.since[person])


def end_membership(hub: State, channel: Channel, account: str) -> None:
    """Somebody has left for good, not only gone offline; "" is nobody's account."""
    if channel.memberships.pop(account, None) is not None:
        hub.journal.changed.add(channel)
        hub.records.put(KIND, _key(channel.key, account), None)


def end_all_memberships(hub: State, channel: Channel) -> None:
    """A channel is no more."""
    for account in list(channel.memberships):
        end_membership(hub, channel, account)


def move_memberships(hub: State, channel: Channel, old_key: str) -> None:
    """A channel has another key."""
    for account, since in channel.memberships.items():
        hub.records.put(KIND, _key(old_key, account), None)
        keep_membership(hub, channel, account, since)


def keep_membership(hub: State, channel: Channel, account: str, since: float) -> None:
    """An account is a member since then."""
    channel.memberships[account] = since
    hub.journal.changed.add(channel)
    hub.records.put(KIND, _key(channel.key, account), json.dumps(since))


def _key(channel: str, account: str) -> str:
    return f"{channel}\n{account}"
