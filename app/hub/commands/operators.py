"""Looking after the hub: OPER, KILL, WALLOPS. https://modern.ircdocs.horse/#operator-messages"""

from __future__ import annotations

import hmac

from app.hub.channels.entering import give_rank
from app.hub.commands.command_row import Row
from app.hub.data.entities import OPERATOR
from app.hub.data.events import Killed, OperatorLogin
from app.hub.data.hub_state import State
from app.hub.data.limits import KICK_LENGTH
from app.hub.data.outgoing import clip, line_by
from app.hub.people.lifecycle import end
from app.hub.telling.fanout import broadcast, send
from app.hub.telling.replies import Request
from app.irc import numerics as n


def on_oper(hub: State, ask: Request) -> None:
    """Make the asker an operator by name and password."""
    session, name = ask.session, ask.param(0)
    wait = hub.addresses.wait(session.peer, hub.now) if hub.slows_guessing(session.peer) else 0.0
    if wait:
        ask.numeric(n.ERR_PASSWDMISMATCH, f"Too many wrong passwords, try again in {wait:.0f} seconds")
        return
    expected = hub.config.operators.get(name)
    is_right = hmac.compare_digest(ask.param(1).encode(), (expected or "").encode())
    succeeded = expected is not None and is_right
    hub.events.append(OperatorLogin(hub.now, ask.person.nick, name, succeeded))
    if not succeeded:
        hub.addresses.note_failure(session.peer, hub.now)
        ask.numeric(n.ERR_PASSWDMISMATCH, "Wrong name or password")
        return
    ask.person.is_oper = True
    ask.person.modes.add("o")
    hub.count_modes(ask.person)
    ask.numeric(n.RPL_YOUREOPER, "You are now an operator of this hub")
    ask.send("MODE", ask.person.nick, "+o")
    give_rank(hub, ask, OPERATOR)


def on_kill(hub: State, ask: Request) -> None:
    """Remove somebody from the hub."""
    person, reason = ask.person, clip(ask.param(1), KICK_LENGTH) or "No reason given"
    target = hub.person(ask.param(0))
    if target is None:
        ask.numeric(n.ERR_NOSUCHNICK, ask.param(0), "No such nickname")
        return
    if target.is_owner and target is not person and not person.is_oper:
        ask.numeric(n.ERR_NOPRIVILEGES, "Nobody can remove the host")
        return
    hub.events.append(Killed(hub.now, target.nick, person.nick, reason))
    for session in reversed(list(target.sessions)):  # the oldest, whose address is shown, last
        send(hub, session, "KILL", target.nick, reason, source=person.source)
        end(hub, session, f"Killed ({person.nick} ({reason}))")


def on_wallops(hub: State, ask: Request) -> None:
    """Speak to all who listen to operators."""
    session = ask.session
    line = line_by(ask.person, "WALLOPS", ask.param(0), time=hub.now)
    people = [person for person in hub.nicks.values() if person.modes & {"w", "o"}]
    listeners = [connection for person in people for connection in person.sessions]
    if session in listeners:
        ask.add(line)
        listeners.remove(session)
    broadcast(hub, line, listeners)


ROWS = {
    "OPER": Row(on_oper, 2, help=("OPER <name> <password>", "Makes you an operator of this hub.")),
    "KILL": Row(
        on_kill,
        2,
        operator=True,
        help=("KILL <nickname> <reason>", "Removes somebody from the hub. For operators."),
    ),
    "WALLOPS": Row(
        on_wallops, 1, operator=True, help=("WALLOPS <text>", "Speaks to all who have mode w. For operators.")
    ),
}
