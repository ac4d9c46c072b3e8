"""Who may not speak in a channel for some time: bans of speech that the hub takes out when they are over."""

from __future__ import annotations

from app.hub.channels.persistence import save
from app.hub.data.entities import Channel, Person
from app.hub.data.events import ModeSet
from app.hub.data.hub_state import State
from app.hub.data.mask_lists import ListEntry
from app.hub.data.outgoing import Line
from app.hub.telling.fanout import tell_channel
from app.hub.telling.recording import record
from app.irc.masks import OF_SPEECH, ban_mask
from app.irc.names import fold_nick

_BAN = "b"


def load(hub: State) -> None:
    """Find the bans that are to end, of all channels."""
    hub.mute_ends = {
        (channel, entry.folded): entry.until
        for channel in hub.channels.values()
        for entry in channel.lists[_BAN].values()
        if entry.until
    }


def mask_of(channel: Channel, person: Person) -> str:
    """The mask by which somebody is muted: of an address only where no other member has it."""
    others = {member.host for member in channel.members if member is not person}
    host = "" if person.host in others else person.host
    return OF_SPEECH + ban_mask(person.nick, host, "", person.account)


def escaped(person: Person, nick: str) -> Channel | None:
    """A channel in which somebody is muted by name and would not be if they were called `nick`."""
    channels = person.channels.values()
    return next((one for one in channels if one.is_muted(person) and not one.is_muted(person, nick)), None)


def put(hub: State, channel: Channel, mask: str, by: str, until: float) -> bool:
    """Mute by a mask until a time, 0.0 for good; False where it was there already, to end at another time."""
    folded = fold_nick(mask)
    masks = channel.lists[_BAN]
    is_new = folded not in masks
    masks[folded] = ListEntry(mask, folded, by, hub.now, until)
    if until:
        hub.mute_ends[channel, folded] = until
    else:
        hub.mute_ends.pop((channel, folded), None)
    save(hub, channel)
    return is_new


def end_due(hub: State) -> None:
    """Let those speak again whose time is over; often."""
    due = [place for place, until in hub.mute_ends.items() if until <= hub.now]
    for channel, folded in due:
        del hub.mute_ends[channel, folded]
        entry = channel.lists[_BAN].get(folded)
        is_there = hub.channels.get(channel.key) is channel
        if is_there and entry is not None and 0 < entry.until <= hub.now:
            _end(hub, channel, entry)


def _end(hub: State, channel: Channel, entry: ListEntry) -> None:
    del channel.lists[_BAN][entry.folded]
    save(hub, channel)
    line = Line("MODE", (channel.name, f"-{_BAN}", entry.mask), hub.server, **hub.stamp())
    tell_channel(hub, channel, line)
    record(hub, line, channel.key, None)
    hub.events.append(ModeSet(hub.now, channel.name, f"-{_BAN} {entry.mask}", hub.server))
