"""Who is here, and what others see of somebody's connections taken together.

Who waits for whom (MONITOR) hears of them as they come and go. Somebody is away when all of their connections
are. Their address is that of the oldest; where CHGHOST is not known, a change is not told, rather than a QUIT
and a JOIN that never were: every line shows it anyway.

https://ircv3.net/specs/extensions/monitor, /extended-monitor, /pre-away and /chghost
"""

from __future__ import annotations

from app.hub.data.entities import Person, Session
from app.hub.data.hub_state import State
from app.hub.data.outgoing import Line, line_by
from app.hub.telling.fanout import broadcast, observers
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.names import fold_nick

# Everybody that somebody knows; each costs a hundred bytes here.
WATCHED = 100

_NO_REASON = "Away"  # in place of the star, which older clients would show


def watch(hub: State, session: Session, nick: str) -> None:
    """Let a session hear when somebody called `nick` comes or goes."""
    key = fold_nick(nick)
    session.watched.setdefault(key, nick)
    hub.watchers.setdefault(key, set()).add(session)


def unwatch(hub: State, session: Session, nick: str) -> None:
    """Let a session hear no more of a nickname."""
    key = fold_nick(nick)
    if session.watched.pop(key, None) is not None:
        watchers = hub.watchers[key]
        watchers.discard(session)
        if not watchers:
            del hub.watchers[key]


def unwatch_all(hub: State, session: Session) -> None:
    """Let a session hear no more of anybody."""
    for key in list(session.watched):
        unwatch(hub, session, key)


def tell_online(hub: State, person: Person) -> None:
    """Somebody is here under a new nickname."""
    _tell(hub, person.nick, n.RPL_MONONLINE, person.source)


def tell_offline(hub: State, nick: str) -> None:
    """Nobody is called `nick` any more."""
    _tell(hub, nick, n.RPL_MONOFFLINE, nick)


def _tell(hub: State, nick: str, code: str, text: str) -> None:
    watchers = hub.watchers.get(fold_nick(nick))
    if watchers:
        # without the nickname of whom it goes to, one line serves all
        broadcast(hub, Line(code, ("*", text), hub.server, time=hub.now), watchers)


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
