"""What somebody is in channels ends by a ban or a removal, and is given back if the ban is a slip.

That is in one turn of the hub with what lifts the ban: nobody can see or change what is between. Kept in
memory alone, for a minute.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.hub.channels.membership import end_membership, keep_membership
from app.hub.channels.persistence import save
from app.hub.data.entities import Channel, Person
from app.hub.data.hub_state import Standing, State
from app.hub.data.mask_lists import ListEntry

# For so long a ban is a slip that is taken back. Who is let in again later begins as nobody there.
UNDO_SECONDS = 60


def end(hub: State, channel: Channel, account: str) -> Standing | None:
    """An account is nobody in a channel any more; what it was, None for nothing."""
    since, was_invited = channel.memberships.get(account), account in channel.invited
    end_membership(hub, channel, account)
    ranks = channel.ranks.pop(account, "")
    channel.invited.discard(account)
    if ranks or was_invited:
        save(hub, channel)
    elif since is None:
        return None
    return Standing(channel, account, hub.now, ranks, since, was_invited)


def remember(hub: State, ban: str, lost: Iterable[Standing | None]) -> None:
    """Keep what somebody lost by a ban for as long as that may be taken back."""
    kept = tuple(one for one in lost if one is not None)
    hub.standings = {key: held for key, held in hub.standings.items() if _is_fresh(hub, held)}
    hub.standings.pop(ban, None)
    if kept:
        hub.standings[ban] = kept


def give_back(hub: State, ban: str) -> None:
    """A ban is lifted: if that is soon, somebody is again what they were where channels are still there."""
    held = hub.standings.get(ban, ())
    for one in held if _is_fresh(hub, held) else ():
        channel = one.channel
        if hub.channels.get(channel.key) is not channel:
            continue
        if one.since is not None:
            keep_membership(hub, channel, one.account, one.since)
        if one.ranks:
            channel.ranks[one.account] = one.ranks
        if one.was_invited:
            channel.invited.add(one.account)
        if one.ranks or one.was_invited:
            save(hub, channel)


def ban_of(hub: State, channel: Channel, account: str, by: Person) -> str:
    """The ban that `by` has just set for an account, and puts it out of the channel for; "" for none."""
    for entry in channel.lists["b"].values() if account else ():
        is_just_set = entry.by == by.nick and 0 <= hub.now - entry.time <= UNDO_SECONDS
        if is_just_set and entry.is_account and not entry.is_mute and entry.fits(account, ""):
            return key_of(channel, entry)
    return ""


def key_of(channel: Channel, entry: ListEntry) -> str:
    """What a ban of a channel is remembered by; those of the whole hub are by their id."""
    return f"{channel.key} {entry.folded}"


def _is_fresh(hub: State, held: tuple[Standing, ...]) -> bool:
    return bool(held) and 0 <= hub.now - held[0].time <= UNDO_SECONDS
