"""What somebody has proved: to be an account, which a certificate makes on first use, or the host.

https://ircv3.net/specs/extensions/sasl-3.1 and https://ircv3.net/specs/extensions/account-notify
"""

from __future__ import annotations

from app.hub.channels import metadata, read_markers
from app.hub.channels.membership import note_account
from app.hub.data.addresses import Peer
from app.hub.data.entities import Person
from app.hub.data.hub_state import State
from app.hub.data.outgoing import line_by
from app.hub.people.hub_bans import is_banned_account
from app.hub.people.rejoining import adopt_ranks
from app.hub.telling.fanout import broadcast, observers
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.confusables import nick_keys
from app.irc.names import is_nick


def shows_host(hub: State, peer: Peer) -> bool:
    """Whether a connection's certificate is the host's."""
    return bool(peer.fingerprint) and peer.fingerprint in (hub.config.owner_fingerprint, hub.accounts.host())


def log_in_by_certificate(hub: State, ask: Request, wanted: str) -> bool:
    """Take a session for what its certificate proves. `wanted`: the account it asks for, "" for any.

    A new certificate goes to the account that the session has logged in to; else it gets one of its own, with
    the nickname. False when it does not fit.
    """
    session, person = ask.session, ask.person
    account = hub.accounts.by_fingerprint(session.peer.fingerprint) or person.account
    if account:
        if wanted and hub.accounts.owner_of(nick_keys(wanted)[0]) != account:
            return False
    elif wanted and (not is_nick(wanted) or any(map(hub.accounts.owner_of, nick_keys(wanted)))):
        return False
    session.is_certified = True
    if account:
        return log_in(hub, ask, account)
    if session.welcomed:
        make_account(hub, ask)
    return True


def make_account(hub: State, ask: Request) -> None:
    """Tie the asker's nickname to its certificate, if both are free."""
    nick, fingerprint = ask.person.nick, ask.session.peer.fingerprint
    if not hub.take_account(ask.session.peer):
        return  # without an account this time
    if hub.accounts.create(nick, nick_keys(nick), hub.now, fingerprint=fingerprint):
        log_in(hub, ask, nick)
    elif (account := hub.accounts.by_fingerprint(fingerprint)) is not None:
        log_in(hub, ask, account)  # made meanwhile by another session of the same person


def log_in(hub: State, ask: Request, account: str) -> bool:
    """The asker has proved to be an account; a certificate that it used on the way proves it from now on.

    False for one of several connections that are logged in as somebody else: the others have not proved it.
    False as well where the account is banned, and the asker came in without it.
    """
    session, person = ask.session, ask.person
    if len(person.sessions) > 1 and account != person.account:
        return False
    if session.welcomed and account != person.account and is_banned_account(hub, account):
        return False
    before, anonymous_id, person.account = person.account, person.identity, account
    fingerprint = session.peer.fingerprint
    if session.is_certified and hub.accounts.by_fingerprint(fingerprint) is None:
        hub.accounts.add_certificate(account, fingerprint, hub.now)
    ask.numeric(
        n.RPL_LOGGEDIN,
        person.source or f"{session.name}!{person.user or '*'}@{person.host}",
        account,
        f"You are now logged in as {account}",
    )
    if session.welcomed and account != before:
        claim(hub, person, person.nick)
        if not before:
            metadata.adopt(hub, anonymous_id, person)
            read_markers.adopt(hub, anonymous_id, account)
            adopt_ranks(hub, person)
        note_account(hub, person)
        line = line_by(person, "ACCOUNT", account, time=hub.now)
        broadcast(hub, line, observers(hub, person, session, capabilities.ACCOUNT_NOTIFY))
    return True


def claim(hub: State, person: Person, nick: str) -> None:
    """Let an account own what its person is or will be called, unless another does. Raises KeepingError."""
    for key in nick_keys(nick):
        if person.account and hub.accounts.owner_of(key) is None:
            # who owns more than enough may be called so without owning it
            hub.accounts.claim(person.account, key, hub.now)
