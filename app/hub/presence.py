"""What others see of somebody's connections taken together: whether they are away, and their address.

Somebody is away when all of their connections are. Their address is that of the oldest; where CHGHOST is not
known, a change is not told, rather than a QUIT and a JOIN that never were: every line shows it anyway.
https://ircv3.net/specs/extensions/pre-away and https://ircv3.net/specs/extensions/chghost
"""

from __future__ import annotations

from app.hub.fanout import broadcast
from app.hub.lines import line_by
from app.hub.monitor import observers
from app.hub.person import Person
from app.hub.session import Session
from app.hub.state import State
from app.irc import capabilities

_NO_REASON = "Away"  # in place of the star, which older clients would show


def follow(hub: State, person: Person, session: Session | None = None) -> None:
    """Tell what has changed of somebody as their connections came, went or changed: all but `session`."""
    _follow_away(hub, person, session)
    _follow_host(hub, person, session)


def _follow_away(hub: State, person: Person, session: Session | None) -> None:
    before, person.away = person.away, _away_of(person)
    if person.away != before:
        params = () if person.away is None else (person.away,)
        line = line_by(person, "AWAY", *params, time=hub.now)
        broadcast(hub, line, observers(hub, person, session, capabilities.AWAY_NOTIFY))


def _away_of(person: Person) -> str | None:
    """The latest reason, as if the connections that nobody sits at were not there."""
    if any(session.away is None for session in person.sessions):
        return None
    reasons = [session for session in person.sessions if not session.is_absent]
    latest = max(reasons, key=lambda session: session.away_since, default=None)
    return latest.away if latest else _NO_REASON


def _follow_host(hub: State, person: Person, session: Session | None) -> None:
    host = person.sessions[0].peer.host
    if host != person.host:
        line = line_by(person, "CHGHOST", person.user, host, time=hub.now)
        person.host = host
        person.set_nick(person.nick)
        broadcast(hub, line, observers(hub, person, session, capabilities.CHGHOST))
