"""Who has a place while there are few, and who reads too little to keep it.

An address and a network have their share, the last places are kept for whom the hub knows, and who is nobody
yet makes room for who comes.
"""

from __future__ import annotations

from collections import Counter
from operator import attrgetter

from app.hub.data.addresses import SHARE, Peer, origin_of
from app.hub.data.costs import ALL_UNREAD, CLOGGED, SEND_QUEUE
from app.hub.data.entities import Session
from app.hub.data.hub_state import State
from app.hub.people.lifecycle import end

# One place in twenty is for accounts that the hub knew before, their moderators among them, and the host.
KEPT_SHARE = 20
FULL = "The hub is full"
SHARE_TAKEN = "Too many connections from your network"

NOT_READ = "SendQ exceeded"


def is_known(hub: State, peer: Peer) -> bool:
    """Whether a connection's certificate is an account's. Raises KeepingError."""
    return bool(peer.fingerprint) and hub.accounts.by_fingerprint(peer.fingerprint) is not None


def no_place(hub: State, session: Session) -> str:
    """Why a new connection, which is counted already, cannot be taken; "" when it can.

    Somebody who has not said who they are may have to go for it: the longest-waiting of the greediest
    address.
    """
    peer, config = session.peer, hub.config
    if hub.is_limited(peer):
        if hub.addresses.sessions[origin_of(peer).address] > config.max_per_address:
            return "Too many connections from your address"
        if not hub.addresses.take_connect(peer, hub.now):
            return "Connecting too fast, wait a minute"
    if peer.private or session.person.is_owner:
        return ""
    if len(hub.sessions) > config.max_sessions and not _make_room(hub, session):
        return FULL
    network = origin_of(peer).network
    is_over = hub.addresses.sessions[network] > config.max_sessions // SHARE if network else False
    if is_over and hub.is_limited(peer) and not session.is_known and not _make_room(hub, session, network):
        return SHARE_TAKEN
    return ""


def capacity_refusal(hub: State, session: Session) -> str:
    """Why somebody who is about to be welcomed cannot be; "" when they can."""
    session.is_known = session.is_known or bool(session.person.account) or session.person.is_owner
    if session.is_known or session.peer.private:
        return ""
    most = hub.config.max_sessions - hub.config.max_sessions // KEPT_SHARE
    if len(hub.sessions) > most and _strangers(hub) >= most:
        return FULL
    return ""


def turn_away(hub: State, session: Session, reason: str) -> None:
    """End a session for which there is no place: nobody waits until it has read why."""
    end(hub, session, reason)
    hub.dropping.append(session.id)


def _strangers(hub: State) -> int:
    """How many are in whom the hub did not know before."""
    return sum(1 for one in hub.sessions.values() if one.welcomed and not one.is_known)


def _make_room(hub: State, newcomer: Session, network: str = "") -> bool:
    """Send somebody away who is nobody yet; False where there is none, or none that is of `network`."""
    waiting = [
        one
        for one in hub.sessions.values()
        if not (one.welcomed or one.is_known or one.peer.private or one is newcomer)
        and (not network or origin_of(one.peer).network == network)
    ]
    if not waiting:
        return False
    held = Counter(origin_of(one.peer).address for one in waiting)
    loser = max(waiting, key=lambda one: (held[origin_of(one.peer).address], -one.connected))
    turn_away(hub, loser, FULL)
    return True


def note_unread(hub: State, session: Session, waiting: int) -> None:
    """A connection has not taken so many bytes yet. Who leaves too much unread is closed.

    So is the worst reader of all while everybody together leaves too much; not who has as little unread as
    anybody may have for a moment, so that a full hub holds half a gigabyte at the very most.
    """
    hub.unread += waiting - session.unread
    session.unread = waiting
    if waiting > SEND_QUEUE:
        _drop(hub, session)
    while hub.unread > ALL_UNREAD:
        worst = max(hub.sessions.values(), key=attrgetter("unread"))
        if worst.unread < CLOGGED:
            break
        _drop(hub, worst)


def _drop(hub: State, session: Session) -> None:
    end(hub, session, NOT_READ)
    hub.dropping.append(session.id)
