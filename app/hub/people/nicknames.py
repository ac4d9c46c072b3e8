"""Who may have which nickname: nobody becomes, or comes to look like, somebody else.

Nicknames are compared by what people see of them (app.irc.confusables). Who has logged in owns what they are
called, whose further connections join the person who is here.
"""

from __future__ import annotations

from app.hub.data.entities import Person, Session
from app.hub.data.hub_state import State
from app.hub.people.lifecycle import end, ping_stale_sessions
from app.irc.confusables import nick_keys
from app.irc.names import NICK_LENGTH, fold_nick

REPLACED = "Replaced by a new connection"
# Programs of other networks tell them passwords by themselves: nobody is called like one, nor looks like it.
# Names of logins (root, admin, server) are anybody's.
SERVICES = (
    *("NickServ", "ChanServ", "OperServ", "MemoServ", "BotServ", "HelpServ", "HostServ", "StatServ"),
    "Global",
)
_SERVICE_KEYS = frozenset(key for name in SERVICES for key in nick_keys(name))


def obstacle(hub: State, session: Session, nick: str) -> str:
    """Why a session may not be called `nick`, as a sentence; "" when it may."""
    person = session.person
    others = [holder for holder in _holders(hub, person, nick) if not _is_same_account(holder, person)]
    for holder in others:
        ping_stale_sessions(hub, holder, session)
    if any(fold_nick(holder.nick) == fold_nick(nick) for holder in others):
        return "Nickname is already in use"
    if others:
        return "Nickname looks like that of somebody who is here"
    if _belongs_to_another(hub, person, nick):
        return "Nickname belongs to somebody else"
    return service_name(nick) if not _is_own(hub, person, nick) else ""


def service_name(name: str) -> str:
    """Why nobody new may be called like a service, as a sentence with another name; "" for any other name."""
    if _SERVICE_KEYS.isdisjoint(nick_keys(name)):
        return ""
    return f"That is a name of services, take another: {name[: NICK_LENGTH - 1]}2"


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


def imitates(hub: State, person: Person, name: str) -> str:
    """Why somebody may not call themselves so where windows show it, as a sentence; "" when they may.

    Real names and display-names are no nicknames: somebody else's, or a service's, to the eye.
    """
    holders = _holders(hub, person, name)
    are_own = all(_is_same_account(holder, person) for holder in holders)
    if not are_own or _belongs_to_another(hub, person, name):
        return "That is what somebody else is called"
    return service_name(name) if not _is_own(hub, person, name) else ""


def _holders(hub: State, person: Person, name: str) -> list[Person]:
    """Who else is here under a nickname that looks like `name`: two at most, as a name has two keys."""
    holders = dict.fromkeys(hub.people_by_skeleton.get(key, person) for key in nick_keys(name))
    return [holder for holder in holders if holder is not person]


def _belongs_to_another(hub: State, person: Person, name: str) -> bool:
    owners = {hub.accounts.owner_of(key) for key in nick_keys(name)}
    return not owners <= {None, person.account}


def _is_own(hub: State, person: Person, name: str) -> bool:
    """Whether somebody's account has the name, perhaps since before it was refused."""
    return bool(person.account) and person.account in map(hub.accounts.owner_of, nick_keys(name))


def _is_same_account(one: Person, other: Person) -> bool:
    return bool(one.account) and one.account == other.account
