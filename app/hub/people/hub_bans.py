"""Who is banned from the whole hub: by account, certificates and address, whatever they call themselves.

An address that others have too is in no ban: that of this computer, or of a network that others who are here
come from. Nothing is learnt from who tries in vain, or somebody banned could have others banned by trying
beside them. Who moderates the room is not kept out by an address alone, and the host never.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from app.hub.channels import standings
from app.hub.data.addresses import Peer, origin_of
from app.hub.data.ban_record import MOST_OF_EACH, HubBan, read_ban, write_ban
from app.hub.data.costs import COMPARED
from app.hub.data.entities import OPERATOR, Person, Session
from app.hub.data.events import Banned, Unbanned
from app.hub.data.hub_state import Former, Standing, State
from app.hub.data.outgoing import Line, clip
from app.hub.data.storage_errors import KeepingError
from app.hub.people.lifecycle import end
from app.hub.telling.fanout import broadcast, send
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.ban_lines import NOTHING, REASON_BYTES, SUBCOMMAND
from app.irc.confusables import nick_keys
from app.irc.names import fold_nick
from app.values import frozen

KIND = "ban"  # of records: an id -> a HubBan
# Each is held against everybody who comes in; a school year of them, and none of its makers a script.
MOST_BANS = 500
_ID_BYTES = 4

# What is told who comes in spite of it, and did not hear why.
BANNED = "You are banned from this hub"


@frozen
class Target:
    """Whom a ban is about: somebody who is here, or was."""

    nick: str
    realname: str = ""
    account: str = ""
    certificates: tuple[str, ...] = ()
    peers: tuple[Peer, ...] = ()
    person: Person | None = None


def load(hub: State) -> None:
    """Read the bans that are kept. Raises KeepingError."""
    read = (read_ban(key, text) for key, text in hub.records.all(KIND))
    hub.bans = {ban.id: ban for ban in read if ban is not None}


def read_back(hub: State) -> None:
    """Let what is kept count in place of what was changed since. Raises nothing: unread it stays as it is."""
    with suppress(KeepingError):
        load(hub)


# -- at the door


def ban_of(hub: State, session: Session) -> HubBan | None:
    """The ban that keeps somebody out who is about to be welcomed, None for none. Raises KeepingError."""
    person = session.person
    if person.is_owner or not hub.bans:
        return None
    shown = session.peer.fingerprint
    accounts = {person.account, (hub.accounts.by_fingerprint(shown) if shown else None) or ""} - {""}
    return _find_ban(hub, session.peer, accounts, set(nick_keys(person.nick)))


def keeps_out(hub: State, peer: Peer, account: str) -> bool:
    """Whether a ban keeps out who proves an account on a connection that is no session."""
    return bool(hub.bans) and _find_ban(hub, peer, {account}, set(nick_keys(account))) is not None


def _find_ban(hub: State, peer: Peer, accounts: set[str], keys: set[str]) -> HubBan | None:
    hub.spent += COMPARED * len(hub.bans)
    shown, origin = peer.fingerprint, origin_of(peer).address
    is_trusted = any(OPERATOR in hub.room.ranks.get(account, "") for account in accounts)
    for ban in hub.bans.values():
        is_by_person = ban.account in accounts or shown in ban.certificates or not keys.isdisjoint(ban.names)
        if is_by_person or (origin in ban.addresses and not is_trusted):
            return ban
    return None


def is_banned_account(hub: State, account: str) -> bool:
    """Whether an account is banned, so that nobody who is in may log in to it."""
    return any(ban.account == account for ban in hub.bans.values())


def keep_out(hub: State, session: Session, ban: HubBan) -> None:
    """Say to a session why it is not let in, and end it."""
    _end(hub, session, ban.reason or BANNED)


def _end(hub: State, session: Session, text: str, reason: str = BANNED) -> None:
    send(hub, session, n.ERR_YOUREBANNEDCREEP, session.name, text)
    end(hub, session, reason)


# -- who is meant


def find_target(hub: State, nick: str, account: str, host: str) -> Target | None:
    """Whom the host means who saw somebody called `nick` with this account and host, NOTHING where unknown.

    They may have another name by now, or be gone, and the name be somebody else's. Raises KeepingError.
    """
    called = _called(hub, nick)
    if account != NOTHING:
        found = next((one for one in called if one.account == account), None)
    else:
        fitting = [one for one in called if host in (NOTHING, one.host)]
        guests = [one for one in fitting if host != NOTHING and not one.account]
        found = next(iter(guests or fitting), None)  # of who was seen at a host, and with no account
    if found is not None:
        return _as_target(hub, found)
    name = nick if account == NOTHING and host == NOTHING else account
    known = hub.accounts.owner_of(nick_keys(name)[0]) if name != NOTHING else None
    if known is None:
        return None
    there = hub.logged_in(known)
    return _present(there) if there is not None else Target(known, account=known)


def _called(hub: State, nick: str) -> list[Person | Former]:
    """Who is called so, and who was, the last first."""
    seen, key = hub.person(nick), fold_nick(nick)
    formers = [former for former in hub.whowas if fold_nick(former.nick) == key]
    return [*([seen] if seen is not None else []), *formers]


def _as_target(hub: State, found: Person | Former) -> Target:
    if isinstance(found, Person):
        return _present(found)
    is_same = (person for person in hub.nicks.values() if person.anonymous_id == found.anonymous_id)
    still_here = next(is_same, None)
    return _gone(found) if still_here is None else _present(still_here)


def _present(person: Person) -> Target:
    peers = tuple(session.peer for session in person.sessions)
    certificates = tuple(dict.fromkeys(peer.fingerprint for peer in peers if peer.fingerprint))
    return Target(person.nick, person.realname, person.account, certificates, peers, person)


def _gone(former: Former) -> Target:
    certificates = tuple(dict.fromkeys(peer.fingerprint for peer in former.peers if peer.fingerprint))
    return Target(former.nick, former.realname, former.account, certificates, former.peers)


# -- the host's doing


def ban(hub: State, ask: Request, target: Target, reason: str) -> bool:
    """Ban somebody and end their connections; False: there are too many bans already."""
    fresh = _make(hub, ask.person.nick, target, clip(reason, REASON_BYTES))
    before = next((one for one in hub.bans.values() if one.is_of(fresh.account, fresh.certificates)), None)
    if before is None and len(hub.bans) >= MOST_BANS:
        return False
    made = fresh if before is None else _joined(before, fresh)
    hub.bans[made.id] = made
    hub.records.put(KIND, made.id, write_ban(made))
    hub.journal.is_eventful = True
    hub.events.append(Banned(hub.now, made.nick, made.by, made.reason))
    standings.remember(hub, made.id, _put_out(hub, made.account))
    _tell_hosts(hub, ask, "ADDED", made)
    _end_all(hub, made, target.person)
    return True


def lift(hub: State, ask: Request, number: str) -> bool:
    """Let somebody in again; False where there is no such ban."""
    lifted = hub.bans.pop(number, None)
    if lifted is None:
        return False
    hub.records.put(KIND, number, None)
    standings.give_back(hub, number)
    hub.journal.is_eventful = True
    hub.events.append(Unbanned(hub.now, lifted.nick, ask.person.nick))
    _tell_hosts(hub, ask, "LIFTED", lifted)
    return True


def tell_all(hub: State, ask: Request) -> None:
    """Answer with all bans."""
    for each in hub.bans.values():
        ask.add(_line(hub, "LISTED", each))
    ask.send("HUBBUB", SUBCOMMAND, "END")


def _make(hub: State, by: str, target: Target, reason: str) -> HubBan:
    addresses = tuple(dict.fromkeys(_own_addresses(hub, target)))[:MOST_OF_EACH]
    is_known = bool(target.account or target.certificates or addresses)
    return HubBan(
        id=secrets.token_hex(_ID_BYTES),
        nick=target.nick,
        realname=target.realname,
        by=by,
        time=hub.now,
        reason=reason,
        account=target.account,
        certificates=target.certificates[:MOST_OF_EACH],
        addresses=addresses,
        names=() if is_known else nick_keys(target.nick),
    )


def _own_addresses(hub: State, target: Target) -> Iterable[str]:
    """From where somebody came that nobody else comes from."""
    others = [one for one in hub.sessions.values() if one.welcomed and not _is_of(one, target)]
    shared = {session.origin for session in others}
    for peer in target.peers:
        is_this_computer = peer.loopback or peer.private or peer.address == peer.local
        if not is_this_computer and origin_of(peer).address not in shared:
            yield origin_of(peer).address


def _is_of(session: Session, target: Target) -> bool:
    person = session.person
    return person is target.person or bool(target.account and person.account == target.account)


def _joined(before: HubBan, fresh: HubBan) -> HubBan:
    """One ban of what both hold, the fresh one's words first."""

    def both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*one, *other)))[:MOST_OF_EACH]

    return replace(
        fresh,
        id=before.id,
        reason=fresh.reason or before.reason,
        account=fresh.account or before.account,
        certificates=both(fresh.certificates, before.certificates),
        addresses=both(fresh.addresses, before.addresses),
    )


def _put_out(hub: State, account: str) -> Iterator[Standing | None]:
    """Somebody is nobody any more in all channels, here or not; what they were."""
    for channel in hub.channels.values() if account else ():
        yield standings.end(hub, channel, account)


def _end_all(hub: State, made: HubBan, person: Person | None) -> None:
    """End the connections of who is banned, the oldest of a person, whose address is shown, last."""
    reason = f"Banned by {made.by}: {made.reason}" if made.reason else f"Banned by {made.by}"
    for session in reversed(list(hub.sessions.values())):
        peer, owner = session.peer, session.person
        is_theirs = owner is person or (made.account and owner.account == made.account)
        if (is_theirs or peer.fingerprint in made.certificates) and not owner.is_owner:
            _end(hub, session, made.reason or BANNED, reason)


def _tell_hosts(hub: State, ask: Request, what: str, about: HubBan) -> None:
    """The asker, and every window of the host's beside it."""
    line = _line(hub, what, about)
    ask.add(line)
    windows = [
        session
        for session in hub.sessions.values()
        if session.welcomed and session.person.is_owner and capabilities.ROOM in session.caps
    ]
    broadcast(hub, line, [session for session in windows if session is not ask.session])


def _line(hub: State, what: str, about: HubBan) -> Line:
    return Line("HUBBUB", (SUBCOMMAND, what, *about.notice().words()), hub.server, time=hub.now)
