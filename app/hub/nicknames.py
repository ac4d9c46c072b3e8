"""Who may have which nickname: nobody becomes, or comes to look like, somebody else.

Nicknames are compared by what people see of them (app.irc.confusables). Who has logged in owns what they are
called; a ghost gives way to its owner at once.
"""

from __future__ import annotations

from app.hub.lifecycle import end, suspect_ghost
from app.hub.session import Session
from app.hub.state import State
from app.irc.confusables import nick_key
from app.irc.names import fold_nick

REPLACED = "Replaced by a new connection"


def obstacle(hub: State, session: Session, nick: str) -> str:
    """Why a session may not be called `nick`, as a sentence; "" when it may."""
    key = nick_key(nick)
    holder = hub.lookalikes.get(key)
    if holder is not None and holder is not session and not _is_same_person(holder, session):
        suspect_ghost(hub, holder, session)
        if fold_nick(holder.nick) == fold_nick(nick):
            return "Nickname is already in use"
        return "Nickname looks like that of somebody who is here"
    owner = hub.accounts.owner_of(key)
    if owner is not None and owner != session.account:
        return "Nickname belongs to somebody else"
    return ""


def may_prove_more(session: Session) -> bool:
    """Whether a session may yet show who it is, so that nothing is refused to it before CAP END."""
    return session.negotiating and bool(session.peer.fingerprint or session.peer.private)


def take(hub: State, session: Session, nick: str) -> None:
    """Call a welcomed session `nick`, which must have no obstacle: a ghost ends, the account owns it."""
    key = nick_key(nick)
    holder = hub.lookalikes.get(key)
    if holder is not None and holder is not session:
        end(hub, holder, REPLACED)
    hub.take_name(session, nick)
    if session.account and hub.accounts.owner_of(key) is None:
        # who owns more than enough may be called so without owning it
        hub.accounts.claim(session.account, key, hub.now)


def imitates(hub: State, session: Session, realname: str) -> bool:
    """Whether a real name, which windows may show, is somebody else's nickname to the eye."""
    key = nick_key(realname)
    holder = hub.lookalikes.get(key, session)
    if holder is not session and not _is_same_person(holder, session):
        return True
    owner = hub.accounts.owner_of(key)
    return owner is not None and owner != session.account


def _is_same_person(one: Session, other: Session) -> bool:
    return bool(one.account) and one.account == other.account
