"""Making a room by HUBBUB CREATE: a channel with a title, who may enter and what newcomers read, in one step.

See app.irc.room_lines. Whoever makes it moderates it, as whoever makes a channel by JOIN does.
"""

from __future__ import annotations

from app.hub.channels import metadata
from app.hub.channels.entering import CHANNELS_PER_PERSON, enter
from app.hub.data.config import Newcomers
from app.hub.data.costs import LOOKED_AT
from app.hub.data.entities import Channel, Person
from app.hub.data.hub_state import State
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc.confusables import nick_keys
from app.irc.names import CHANNEL_LENGTH, channel_from, fold_channel
from app.irc.room_lines import CREATE, RoomRequest, is_title, read_room_request


def on_create(hub: State, ask: Request) -> None:
    """Make a room and put the asker into it."""
    room = read_room_request(ask.params[1:])
    if not ask.session.welcomed or capabilities.ROOMS not in ask.session.caps:
        ask.fail("NOT_NOW", CREATE, "Rooms are made by who has come in and knows how")
    elif room is None or room.history not in set(Newcomers):
        ask.fail("INVALID_PARAMS", CREATE, "Say what newcomers read, OPEN or INVITED, and a title")
    elif not is_title(room.title):
        ask.fail("INVALID_TITLE", CREATE, "That cannot be the name of a room")
    elif title_is_taken(hub, ask, None, room.title):
        ask.fail("TITLE_IN_USE", CREATE, "There is a room of that name, or one that looks like it")
    elif len(ask.person.channels) >= CHANNELS_PER_PERSON:
        ask.fail("TOO_MANY_ROOMS", CREATE, "You are in too many rooms")
    elif not hub.may_make_channel(ask.session.peer):
        ask.fail("TRY_AGAIN_LATER", CREATE, "There are too many rooms, try again later")
    else:
        _create(hub, ask, room)


def title_is_taken(hub: State, ask: Request, own: Channel | None, title: str) -> bool:
    """Whether another channel that the asker may know of is called so, or looks so; `own`: not that one."""
    keys = set(nick_keys(title))
    ask.charge(LOOKED_AT * len(hub.channels))
    return any(
        not keys.isdisjoint(nick_keys(metadata.title_of(hub, other) or other.name.removeprefix("#")))
        for other in hub.channels.values()
        if other is not own and _is_known(hub, other, ask.person)
    )


def _is_known(hub: State, channel: Channel, person: Person) -> bool:
    return not hub.is_closed(channel) and channel.is_known_to(person)


def _create(hub: State, ask: Request, room: RoomRequest) -> None:
    name = _free_name(hub, channel_from(room.title))
    channel = Channel(name, fold_channel(name), hub.now, room=hub.room.key)
    channel.newcomers = Newcomers(room.history)
    if room.is_private:
        channel.flags |= {"i", "s"}
    metadata.put(hub, channel.key, metadata.DISPLAY_NAME, room.title)
    ask.send("HUBBUB", CREATE, name)
    enter(hub, ask, channel)


def _free_name(hub: State, name: str) -> str:
    """`name`, or the first of `name-2`, `name-3` that no channel has, a closed or secret one neither."""
    number, free = 1, name
    while hub.kept_channel(free) is not None:
        number += 1
        ending = f"-{number}"
        stem = name.encode()[: CHANNEL_LENGTH - len(ending)].decode(errors="ignore")
        free = f"{stem.rstrip('-')}{ending}"
    return free
