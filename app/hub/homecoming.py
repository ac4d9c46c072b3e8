"""Somebody logs in: where their account is a member, and what it may do there."""

from __future__ import annotations

from app.hub.channel import OPERATOR, OWNER, Channel
from app.hub.entry import CHANNELS_PER_PERSON, enter, give_ranks, refusal
from app.hub.lasting import note_rank
from app.hub.person import Person
from app.hub.replies import Request
from app.hub.state import State
from app.irc import capabilities


def bring_ranks(hub: State, person: Person) -> None:
    """Let what somebody was as a guest, in the channels they are in, be their account's."""
    for channel in person.channels.values():
        for rank in _own_ranks(hub, channel, person):
            note_rank(hub, channel, person.account, rank, given=True)


def _own_ranks(hub: State, channel: Channel, person: Person) -> set[str]:
    """The ranks that somebody was given by others, not by being the host or an operator of the hub."""
    of_the_hub = {OPERATOR} if channel is hub.room and person.is_oper else set()
    return set(channel.members[person]) - {OWNER} - of_the_hub


def come_home(hub: State, ask: Request) -> None:
    """Put the asker into the channels that their account has not left, and give them its ranks.

    What may keep out newcomers, a ban apart, does not keep out who has only been offline.
    """
    person = ask.person
    for channel in person.channels.values():
        give_ranks(hub, ask, channel, channel.ranks.get(person.account, ""))
    for channel in list(hub.channels.values()):
        if len(person.channels) >= CHANNELS_PER_PERSON:
            break  # some were entered as a guest since
        is_wanted = person.account in channel.regulars and person not in channel.members
        if is_wanted and not _joins_by_itself(hub, ask, channel) and refusal(channel, person, "") is None:
            enter(hub, ask, channel)


def _joins_by_itself(hub: State, ask: Request, channel: Channel) -> bool:
    return channel is hub.room and capabilities.ROOM in ask.session.caps
