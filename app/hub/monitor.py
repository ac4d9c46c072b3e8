"""Who waits for whom (MONITOR), and everybody who hears of what somebody does.

https://ircv3.net/specs/extensions/monitor and https://ircv3.net/specs/extensions/extended-monitor
"""

from __future__ import annotations

from app.hub.fanout import able, broadcast
from app.hub.lines import Line
from app.hub.person import Person
from app.hub.session import Session
from app.hub.state import State, companions
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.names import fold_nick

# Everybody that somebody knows; each costs a hundred bytes here.
WATCHED = 100


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


def observers(hub: State, person: Person, session: Session | None, capability: str) -> list[Session]:
    """All connections that hear of a change of somebody by a capability, without the one that makes it."""
    found = companions(hub, person, session)
    for watcher in hub.watchers.get(fold_nick(person.nick), ()):
        if watcher is not session and capabilities.EXTENDED_MONITOR in watcher.caps:
            found.add(watcher)
    return able(found, capability)
