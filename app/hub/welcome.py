"""The end of registration: last checks, the welcome, and the room for clients that are put into it.

https://modern.ircdocs.horse/#connection-registration
"""

from __future__ import annotations

from datetime import UTC, datetime

from app.hub.entry import try_enter
from app.hub.events import Registered
from app.hub.lifecycle import end, suspect_ghost
from app.hub.offers import USER_MODES, isupport
from app.hub.replies import Request
from app.hub.session import Stage
from app.hub.state import State
from app.hub.texts import motd, users
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.isupport import encode_tokens
from app.irc.names import fold_nick


def try_welcome(hub: State, ask: Request) -> None:
    """Welcome the asker if nothing is missing any more."""
    session = ask.session
    if session.welcomed or session.negotiating or not session.nick or not session.user:
        return
    if hub.locked and not session.is_owner:
        end(hub, session, "The room is locked")
    elif not _password_fits(hub, ask):
        return
    elif (holder := hub.person(session.nick)) is not None:
        # taken while the asker was still busy
        suspect_ghost(hub, holder, session)
        ask.numeric(n.ERR_NICKNAMEINUSE, session.nick, "Nickname is already in use")
        session.nick = ""
    else:
        _welcome(hub, ask)


def _password_fits(hub: State, ask: Request) -> bool:
    session = ask.session
    if hub.verifier is None or session.is_owner:
        return True
    wait = hub.addresses.wait(session.peer, hub.now) if hub.is_limited(session.peer) else 0.0
    if wait:
        reason = f"Too many wrong passwords, try again in {wait:.0f} seconds"
    else:
        reason = "Bad password" if session.password else "Password required"
        if session.password:
            hub.addresses.note_failure(session.peer, hub.now)
    ask.numeric(n.ERR_PASSWDMISMATCH, reason)
    ask.finish()  # before the ERROR
    end(hub, session, reason)
    return False


def _welcome(hub: State, ask: Request) -> None:
    session = ask.session
    session.stage = Stage.WELCOMED
    session.password = ""
    session.spoke = hub.now
    session.set_nick(session.nick)
    hub.nicks[fold_nick(session.nick)] = session
    hub.most = max(hub.most, len(hub.nicks))
    hub.events.append(
        Registered(hub.now, session.id, session.nick, session.peer.address, session.user, session.realname)
    )
    _burst(hub, ask)
    if hub.config.autojoin and capabilities.ROOM not in session.caps:
        try_enter(hub, ask, hub.room, "")


def _burst(hub: State, ask: Request) -> None:
    session, config = ask.session, hub.config
    ask.numeric(n.RPL_WELCOME, f"Welcome to {config.room_name}, {session.source}")
    ask.numeric(n.RPL_YOURHOST, f"Your host is {hub.server}, running version {config.version}")
    ask.numeric(
        n.RPL_CREATED, f"This server was started {datetime.fromtimestamp(hub.created, UTC):%F %T} UTC"
    )
    ask.numeric(n.RPL_MYINFO, hub.server, config.version, USER_MODES, "Ibeiklmnoqstv", "Ibeikloqv")
    tell_isupport(hub, ask)
    users(hub, ask)
    motd(hub, ask)


def tell_isupport(hub: State, ask: Request) -> None:
    """Answer with the lines of 005."""
    closing = "are supported by this server"
    for tokens in encode_tokens(isupport(hub.config), ask.budget(n.RPL_ISUPPORT, closing)):
        ask.numeric(n.RPL_ISUPPORT, *tokens, closing)
