"""Whom something that is said is for: found and checked once, before anything is passed on."""

from __future__ import annotations

from collections.abc import Callable

from app.hub.data.entities import LEVELS, SPEC, Audience, Person, Session
from app.hub.data.hub_state import State
from app.hub.telling.fanout import with_capability
from app.hub.telling.recording import between
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.names import means_channel

# How a target that is not to be had is told: code, then its parameters.
Complain = Callable[..., None]


def find_audience(hub: State, ask: Request, target: str, complain: Complain) -> Audience | None:
    """Whom the asker reaches by `target`; None when nobody, which `complain` was told then."""
    known = hub.audience
    if known is not None and known.name == target and known.asker is ask.session:
        return known
    hub.audience = found = _find(hub, ask, target, complain)
    return found


def _find(hub: State, ask: Request, target: str, complain: Complain) -> Audience | None:
    if means_channel(target):
        return _in_channel(hub, ask, target, complain)
    prefixes, name = SPEC.split_prefixes(target)
    if prefixes and means_channel(name):
        audience = _in_channel(hub, ask, name, complain)
        return None if audience is None else _among_ranks(audience, prefixes)
    person = hub.person(target)
    if person is None:
        complain(n.ERR_NOSUCHNICK, target, "No such nickname")
        return None
    kept = between(ask.person, person)
    chosen = (*person.sessions, *_own_others(ask, person))
    return Audience(person.nick, kept, ask.session, chosen, person=person)


def _in_channel(hub: State, ask: Request, name: str, complain: Complain) -> Audience | None:
    person = ask.session.person
    channel = hub.known_channel(name, person)
    if channel is None:
        complain(n.ERR_NOSUCHCHANNEL, name, "No such channel")
        return None
    if reason := channel.silence(person):
        complain(n.ERR_CANNOTSENDTOCHAN, channel.name, f"Cannot send to channel ({reason})")
        return None
    return Audience(channel.name, channel.key, ask.session, channel=channel)


def _among_ranks(audience: Audience, prefixes: str) -> Audience:
    """Those of a channel's audience who have one of the ranks, or a higher one (STATUSMSG)."""
    channel, asker = audience.channel, audience.asker
    assert channel is not None
    lowest = min((SPEC.rank_of(prefix) for prefix in prefixes), key=LEVELS.__getitem__)
    level, members = LEVELS[lowest], channel.members
    chosen = tuple([each for each in audience.listeners if LEVELS[members[each.person][:1]] >= level])
    return Audience(SPEC.prefix_of(lowest) + channel.name, "", asker, chosen, channel=channel)


def _own_others(ask: Request, person: Person) -> list[Session]:
    """Further connections of the asker, which show what was said from here if they know echoes."""
    if person is ask.person:
        return []
    mine = [session for session in ask.person.sessions if session is not ask.session]
    return with_capability(mine, capabilities.ECHO_MESSAGE)
