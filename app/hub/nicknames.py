"""Who may have which nickname: nobody becomes, or comes to look like, somebody else.

Nicknames are compared by what people see of them (app.irc.confusables). Who has logged in owns what they are
called, whose further connections join the person who is here.
"""

from __future__ import annotations

from app.hub.lifecycle import end, suspect_ghost
from app.hub.person import Person
from app.hub.session import Session
from app.hub.state import State
from app.irc.confusables import nick_keys
from app.irc.names import fold_nick

REPLACED = "Replaced by a new connection"


def obstacle(hub: State, session: Session, nick: str) -> str:
    """Why a session may not be called `nick`, as a sentence; "" when it may."""
    person = session.person
    others = [holder for holder in _holders(hub, person, nick) if not _is_same_account(holder, person)]
    for holder in others:
        suspect_ghost(hub, holder, session)
    if any(fold_nick(holder.nick) == fold_nick(nick) for holder in others):
        return "Nickname is already in use"
    if others:
        return "Nickname looks like that of somebody who is here"
    return "Nickname belongs to somebody else" if _belongs_to_another(hub, person, nick) else ""


def may_prove_more(session: Session) -> bool:
    """Whether a session may yet show who it is, so that nothing is refused to it before CAP END."""
    return session.negotiating


def take(hub: State, person: Person, nick: str) -> None:
    """Call somebody who is welcomed `nick`, which must have no obstacle: the account owns it (`claim`).

    Who logs in while already here is beside the person that they are elsewhere; that one gives way.
    """
    for holder in _holders(hub, person, nick):
        for session in reversed(list(holder.sessions)):
            end(hub, session, REPLACED)
    hub.take_name(person, nick)


def imitates(hub: State, person: Person, realname: str) -> bool:
    """Whether a real name, which windows may show, is somebody else's nickname to the eye."""
    holders = _holders(hub, person, realname)
    if not all(_is_same_account(holder, person) for holder in holders):
        return True
    return _belongs_to_another(hub, person, realname)


def _holders(hub: State, person: Person, name: str) -> list[Person]:
    """Who else is here under a nickname that looks like `name`: two at most, as a name has two keys."""
    holders = dict.fromkeys(hub.lookalikes.get(key, person) for key in nick_keys(name))
    return [holder for holder in holders if holder is not person]


def _belongs_to_another(hub: State, person: Person, name: str) -> bool:
    owners = {hub.accounts.owner_of(key) for key in nick_keys(name)}
    return not owners <= {None, person.account}


def _is_same_account(one: Person, other: Person) -> bool:
    return bool(one.account) and one.account == other.account
