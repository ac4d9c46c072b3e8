"""Changing what others see of oneself: AWAY and SETNAME.

https://ircv3.net/specs/extensions/away-notify and https://ircv3.net/specs/extensions/setname
"""

from __future__ import annotations

from app.hub.commands.row import Row
from app.hub.fanout import broadcast
from app.hub.lines import clip, line_by
from app.hub.monitor import observers
from app.hub.nicknames import imitates
from app.hub.offers import AWAY_LENGTH, REALNAME_LENGTH
from app.hub.replies import Request
from app.hub.state import State
from app.irc import capabilities
from app.irc import numerics as n


def on_away(hub: State, ask: Request) -> None:
    """Mark the asker as away, or as back."""
    person = ask.person
    before = person.away
    person.away = clip(ask.param(0), AWAY_LENGTH) or None
    if person.away is None:
        ask.numeric(n.RPL_UNAWAY, "You are no longer marked as away")
    else:
        ask.numeric(n.RPL_NOWAWAY, "You have been marked as away")
    if person.away != before:
        params = () if person.away is None else (person.away,)
        line = line_by(person, "AWAY", *params, time=hub.now)
        broadcast(hub, line, observers(hub, person, ask.session, capabilities.AWAY_NOTIFY))


def on_setname(hub: State, ask: Request) -> None:
    """Change the real name."""
    person, realname = ask.person, ask.param(0).strip()
    if not realname or len(realname.encode()) > REALNAME_LENGTH:
        ask.fail("INVALID_REALNAME", "That is not a name that can be shown here")
        return
    if imitates(hub, person, realname):
        ask.fail("INVALID_REALNAME", "That is what somebody else is called")
        return
    person.realname = realname
    line = line_by(person, "SETNAME", realname, time=hub.now)
    if capabilities.SETNAME in ask.session.caps:
        ask.add(line)
    broadcast(hub, line, observers(hub, person, ask.session, capabilities.SETNAME))


ROWS = {"AWAY": Row(on_away), "SETNAME": Row(on_setname, 1)}
