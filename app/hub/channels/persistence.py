"""Channels that outlast their members and the hub: each lives and dies whole, with its history, key, modes,
lists, topic and the ranks of accounts.

An empty one is kept as long as the history is, so that nobody makes a dead channel anew and reads it, or
finds its door open. One in which nothing was said, and which is no account's, is gone with its last member.

One file may hold several rooms, of which one is open at a time. Every channel carries the room under which
it was made; those of other rooms are closed: nobody sees, enters or makes them until that room is open again.
"""

from __future__ import annotations

from app.hub.channels import metadata
from app.hub.channels.channel_record import NO_ROOM, read, written
from app.hub.channels.membership import end_all_memberships
from app.hub.data.clock import PLAUSIBLE
from app.hub.data.entities import SPEC, Channel
from app.hub.data.hub_state import State
from app.hub.data.storage import KEPT_FOR, Span
from app.hub.data.storage_errors import KeepingError, StorageFailure, StorageProblem
from app.irc.msgid import before
from app.irc.names import fold_channel

KIND = "channel"  # of records: a channel's key -> an object
_SWEEP_EVERY = 60.0


def load(hub: State) -> None:
    """Bring back all channels that are kept, the room among them. Raises KeepingError."""
    for key, text in hub.records.all(KIND):
        hub.channels[key] = read(key, text)
    _open_room(hub)
    _assign(hub)
    for channel in list(hub.channels.values()):
        if channel.left is None:  # the hub has ended while somebody was in it
            keep_or_delete(hub, channel)


def _open_room(hub: State) -> None:
    """Let the room be what it was, or make it. Raises KeepingError where another room has such a channel."""
    key = fold_channel(hub.config.room)
    room = hub.channels.setdefault(key, Channel(hub.config.room, key, hub.now))
    if room.room not in ("", NO_ROOM, key):  # what was said there was for the people of that room
        raise KeepingError(StorageFailure(StorageProblem.OTHER_ROOM, {"channel": room.name}))
    room.name, room.permanent, room.left, room.room = hub.config.room, True, None, key
    if hub.config.room_name not in (room.title, room.opened_as):  # its host has a new name for it
        room.title = room.opened_as = ""
    if hub.config.locked:
        room.flags.add("i")
    save(hub, room)


def _assign(hub: State) -> None:
    """Say of channels that an early version kept, which did not, to which room they belong.

    To this one, where there is no other. Else nobody knows: they stay closed, each until it is itself opened
    as a room.
    """
    unassigned = [channel for channel in hub.channels.values() if not channel.room]
    rooms = [channel for channel in unassigned if channel.key in hub.config.other_rooms]
    for channel in rooms:
        channel.room = channel.key
    is_only_room = all(channel.room in ("", NO_ROOM, hub.room.key) for channel in hub.channels.values())
    for channel in unassigned:
        channel.room = channel.room or (hub.room.key if is_only_room else NO_ROOM)
        save(hub, channel)


def save(hub: State, channel: Channel) -> None:
    """Keep a channel as it is now."""
    hub.journal.changed.add(channel)
    hub.records.put(KIND, channel.key, written(channel))


def keep_or_delete(hub: State, channel: Channel) -> None:
    """See what becomes of a channel that somebody has left."""
    if channel.members or channel.permanent:
        return
    if hub.journal.is_rolling_back:
        _take_back(hub, channel)
    elif _is_worth_keeping(hub, channel):
        channel.left = hub.ids.moment(hub.now)  # a clock that was put back makes nobody longer gone
        save(hub, channel)
    else:
        delete(hub, channel)


def _take_back(hub: State, channel: Channel) -> None:
    """The turn in which a channel was left cannot be kept, and nothing that follows from it."""
    if channel in hub.journal.snapshots and _is_worth_keeping(hub, channel):
        channel.left = hub.ids.moment(hub.now) if channel.left is None else channel.left
    else:
        hub.channels.pop(channel.key, None)
        hub.journal.snapshots.pop(channel, None)


def delete(hub: State, channel: Channel) -> None:
    """End a channel with all that it has."""
    hub.journal.changed.add(channel)
    del hub.channels[channel.key]
    hub.records.put(KIND, channel.key, None)
    end_all_memberships(hub, channel)
    hub.history.forget(channel.key)
    metadata.forget(hub, channel.key)


def reopen(hub: State, channel: Channel) -> None:
    """Somebody is in a channel that was new or empty."""
    hub.channels[channel.key] = channel
    channel.left = None
    save(hub, channel)


def move(hub: State, channel: Channel, old_key: str) -> None:
    """A channel has another name."""
    hub.records.put(KIND, old_key, None)
    save(hub, channel)


def sweep(hub: State) -> None:
    """Let go of channels that have been empty for too long; now and then."""
    if 0 <= hub.now - hub.last_sweep < _SWEEP_EVERY:
        return
    hub.last_sweep = hub.now
    believed = hub.history.believed
    for channel in list(hub.channels.values()):
        if channel.left is None:
            continue
        if channel.left < PLAUSIBLE <= hub.now:  # left when the clock could not be right
            channel.left = hub.now
            save(hub, channel)
        elif believed - channel.left > KEPT_FOR:
            delete(hub, channel)


def _is_worth_keeping(hub: State, channel: Channel) -> bool:
    """Whether it is somebody's, or something was said in it; what the host made of a room is the host's."""
    if channel.ranks or channel.room == channel.key:
        return True
    since = Span(after=before(channel.created))
    try:
        return bool(hub.history.read(channel.key, since, 1, newest=True, events=False))
    except KeepingError:
        return True  # nobody knows


def note_rank(hub: State, channel: Channel, account: str, rank: str, *, given: bool) -> None:
    """Remember what an account may do in a channel, for when it comes again; "" is nobody's."""
    had = channel.ranks.get(account, "")
    has = "".join(letter for letter in SPEC.ranks if (letter in had if letter != rank else given))
    if not account or has == had:
        return
    if has:
        channel.ranks[account] = has
    else:
        del channel.ranks[account]
    save(hub, channel)
