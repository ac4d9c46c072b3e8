"""The end of registration: last checks, the welcome, and the room for clients that are put into it.

https://modern.ircdocs.horse/#connection-registration
"""

from __future__ import annotations

from datetime import UTC, datetime

from app.hub.admission import check_pass, needs_password
from app.hub.entry import try_enter
from app.hub.events import Registered
from app.hub.lifecycle import end
from app.hub.login import make_account
from app.hub.nicknames import imitates, obstacle, take
from app.hub.offers import USER_MODES, isupport
from app.hub.replies import Request
from app.hub.session import Stage
from app.hub.state import State
from app.hub.texts import motd, users
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.isupport import encode_tokens


def try_welcome(hub: State, ask: Request) -> None:
    """Welcome the asker if nothing is missing any more."""
    session = ask.session
    if session.welcomed or session.negotiating or not session.nick or not session.user:
        return
    if hub.locked and not session.is_owner:
        end(hub, session, "The room is locked")
    elif needs_password(hub, session):
        check_pass(hub, ask, try_welcome)
    elif reason := obstacle(hub, session, session.nick):
        # taken while the asker was still busy
        ask.numeric(n.ERR_NICKNAMEINUSE, session.nick, reason)
        session.nick = ""
    else:
        _welcome(hub, ask)


def _welcome(hub: State, ask: Request) -> None:
    session = ask.session
    if session.is_certified and not session.account:
        make_account(hub, ask)
    take(hub, session, session.nick)
    session.stage = Stage.WELCOMED
    session.password = ""
    session.exchange = None
    session.spoke = hub.now
    if imitates(hub, session, session.realname):
        session.realname = session.nick
    hub.most = max(hub.most, len(hub.nicks))
    hub.events.append(
        Registered(hub.now, session.id, session.nick, session.peer.address, session.user, session.realname)
    )
    if session.is_owner and not session.knows_owner and capabilities.ROOM in session.caps:
        ask.send("HUBBUB", "OWNER")  # the certificate says it, no secret is needed
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
