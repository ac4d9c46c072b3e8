"""Somebody logs in who is here already: what their account is in channels."""

from __future__ import annotations

from app.hub.channel import OPERATOR, OWNER, Channel
from app.hub.entry import give_ranks
from app.hub.lasting import note_rank
from app.hub.person import Person
from app.hub.replies import Request
from app.hub.state import State


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
    """Give the asker the ranks of their account where they are."""
    for channel in ask.person.channels.values():
        give_ranks(hub, ask, channel, channel.ranks.get(ask.person.account, ""))
