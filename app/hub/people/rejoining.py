"""Somebody logs in: where their account is a member, and what it may do there."""

from __future__ import annotations

from app.hub.channels.entering import CHANNELS_PER_PERSON, enter, give_ranks, refusal, try_enter
from app.hub.channels.persistence import note_rank
from app.hub.data.entities import OPERATOR, OWNER, Channel, Person
from app.hub.data.hub_state import State
from app.hub.telling.replies import Request
from app.irc import capabilities


def adopt_ranks(hub: State, person: Person) -> None:
    """Let what somebody was without an account, in the channels they are in, be their account's."""
    for channel in person.channels.values():
        for rank in _own_ranks(hub, channel, person):
            note_rank(hub, channel, person.account, rank, given=True)


def _own_ranks(hub: State, channel: Channel, person: Person) -> set[str]:
    """The ranks that somebody was given by others, not by being the host or an operator of the hub."""
    of_the_hub = {OPERATOR} if channel is hub.room and person.is_oper else set()
    return set(channel.members[person]) - {OWNER} - of_the_hub


def rejoin_channels(hub: State, ask: Request) -> None:
    """Put the asker into the channels that their account has not left, and give them its ranks.

    What may keep out newcomers, a ban apart, does not keep out who has only been offline.
    """
    person = ask.person
    for channel in person.channels.values():
        give_ranks(hub, ask, channel, channel.ranks.get(person.account, ""))
    for channel in list(hub.channels.values()):
        if len(person.channels) >= CHANNELS_PER_PERSON:
            break  # some were entered without an account since
        is_member = person.account in channel.memberships and not hub.is_closed(channel)
        is_wanted = is_member and person not in channel.members
        if is_wanted and not _joins_by_itself(hub, ask, channel) and refusal(channel, person, "") is None:
            enter(hub, ask, channel)


def join_room(hub: State, ask: Request) -> None:
    """Put the asker, whose program does not join by itself, into the room.

    Not somebody who is a member of another room of this host: they meant that one, and it is closed.
    """
    account = ask.person.account
    if account and account not in hub.room.memberships and _is_of_another_room(hub, account):
        text = f"Another room is open here now, {hub.title}. To enter it: /join {hub.room.name}"
        ask.send("NOTICE", ask.person.nick, text)
    else:
        try_enter(hub, ask, hub.room, "")


def _is_of_another_room(hub: State, account: str) -> bool:
    rooms = (channel for channel in hub.channels.values() if channel.room == channel.key)
    return any(account in room.memberships for room in rooms if room is not hub.room)


def _joins_by_itself(hub: State, ask: Request, channel: Channel) -> bool:
    return channel is hub.room and capabilities.ROOM in ask.session.caps
