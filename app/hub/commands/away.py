"""Changing what others see of oneself: AWAY and SETNAME.

https://ircv3.net/specs/extensions/away-notify, /pre-away and /setname
"""

from __future__ import annotations

from app.hub.commands.row import Row
from app.hub.fanout import broadcast
from app.hub.lines import clip, line_by
from app.hub.monitor import observers
from app.hub.nicknames import imitates
from app.hub.offers import AWAY_LENGTH, REALNAME_LENGTH
from app.hub.presence import follow
from app.hub.replies import Request
from app.hub.state import State
from app.irc import capabilities
from app.irc import numerics as n


def on_away(hub: State, ask: Request) -> None:
    """Mark the asker's connection as away, or as back."""
    session = ask.session
    session.away = clip(ask.param(0), AWAY_LENGTH) or None
    session.away_since = hub.now
    session.is_absent = session.away == "*" and capabilities.PRE_AWAY in session.caps
    if session.away is None:
        ask.numeric(n.RPL_UNAWAY, "You are no longer marked as away")
    else:
        ask.numeric(n.RPL_NOWAWAY, "You have been marked as away")
    if session.welcomed:
        follow(hub, ask.person, session)


def on_setname(hub: State, ask: Request) -> None:
    """Change the real name."""
    person, realname = ask.person, ask.param(0).strip()
    if not realname or len(realname.encode()) > REALNAME_LENGTH:
        ask.fail("INVALID_REALNAME", "That is not a name that can be shown here")
        return
    if reason := imitates(hub, person, realname):
        ask.fail("INVALID_REALNAME", reason)
        return
    person.realname = realname
    line = line_by(person, "SETNAME", realname, time=hub.now)
    if capabilities.SETNAME in ask.session.caps:
        ask.add(line)
    broadcast(hub, line, observers(hub, person, ask.session, capabilities.SETNAME))


ROWS = {
    "AWAY": Row(
        on_away,
        early_with=frozenset({capabilities.PRE_AWAY}),
        help=("AWAY [<text>]", "Marks you as away, without text as back."),
    ),
    "SETNAME": Row(on_setname, 1, help=("SETNAME <realname>", "Changes your real name.")),
}
