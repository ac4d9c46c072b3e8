"""Private talk by the names that people type: which conversation a nickname stands for.

Names pass from one to another, identities do not. A name stands for whoever is called so now, else for the
account that owns it, else for who had no account, was called so last and is gone.
"""

from __future__ import annotations

from collections.abc import Collection

from app.hub.data.costs import EVENT, LOOKED_AT, QUESTION
from app.hub.data.entities import Person, Session
from app.hub.data.hub_state import State
from app.hub.data.storage import ALL, ANONYMOUS, HistoryEvent, conversation, other_party
from app.irc.confusables import nick_keys
from app.irc.names import fold_nick, is_nick
from app.values import frozen

# Talk with people without an account who are gone, the latest begun: anybody may come under a thousand names
# and talk to somebody, whom it would make the hub read a thousand conversations for.
GONE_ANONYMOUS = 200


@frozen
class Talk:
    """A conversation and what the other one is called; `last` is its last message, if that was looked up."""

    target: str
    name: str
    last: HistoryEvent | None = None


def find_talk(hub: State, session: Session, nick: str) -> Talk | None:
    """A session's conversation with who is called `nick`; None where nobody can be meant."""
    me = session.person
    there = hub.person(nick)
    if there is not None:
        return Talk(conversation(me.identity, there.identity), there.nick)
    if not is_nick(nick):
        return None
    owner = hub.accounts.owner_of(nick_keys(nick)[0])
    if owner is not None:
        there = hub.logged_in(owner)
        return Talk(conversation(me.identity, owner), there.nick if there else owner)
    key = fold_nick(nick)
    return next((talk for talk in talks_of(hub, session) if fold_nick(talk.name) == key), None)


def talks_of(hub: State, session: Session) -> list[Talk]:
    """All conversations that a session can ask for by a name, the latest first."""
    me = session.person
    here = {person.identity: person.nick for person in hub.nicks.values()}
    taken: set[str] = set()
    talks = []
    for last in sorted(_last_of_all(hub, session, here), key=lambda event: event.msgid, reverse=True):
        other = other_party(last.target, me.identity)
        name = here.get(other) or _former_name(hub, me, last, other, taken)
        if name:
            taken.add(fold_nick(name))
            talks.append(Talk(last.target, name, last))
    return talks


def _last_of_all(hub: State, session: Session, here: Collection[str]) -> list[HistoryEvent]:
    """The last message of each conversation; `here` are the identities of those who are."""
    history, identity = hub.history, session.person.identity
    targets = history.conversations(identity)
    gone = [
        each
        for each in targets
        if (other := other_party(each, identity)).startswith(ANONYMOUS) and other not in here
    ]
    passed = set(gone[:-GONE_ANONYMOUS])
    wanted = [each for each in targets if each not in passed]
    hub.spent += LOOKED_AT * len(here) + (QUESTION + EVENT) * len(wanted)
    return [last for each in wanted for last in history.read(each, ALL, 1, newest=True, events=False)]


def _former_name(hub: State, me: Person, last: HistoryEvent, other: str, taken: set[str]) -> str:
    """What somebody who is gone was called, "" where that name stands for somebody else by now."""
    if not other.startswith(ANONYMOUS):
        return other
    name = last.params[0] if last.identity == me.identity else last.source.partition("!")[0]
    is_free = hub.person(name) is None and hub.accounts.owner_of(nick_keys(name)[0]) is None
    return name if is_free and fold_nick(name) not in taken else ""
