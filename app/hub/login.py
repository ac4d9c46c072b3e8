"""What a client certificate proves: an account, made on first use, and the host.

https://ircv3.net/specs/extensions/sasl-3.1 and https://ircv3.net/specs/extensions/account-notify
"""

from __future__ import annotations

from app.hub.fanout import broadcast
from app.hub.lines import line_by
from app.hub.monitor import observers
from app.hub.replies import Request
from app.hub.session import Peer, Session
from app.hub.state import State
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.confusables import nick_keys
from app.irc.names import is_nick


def shows_host(hub: State, peer: Peer) -> bool:
    """Whether a connection's certificate is the host's."""
    return bool(peer.fingerprint) and peer.fingerprint in (hub.config.owner_fingerprint, hub.accounts.host())


def may_log_in(hub: State, session: Session, wanted: str) -> bool:
    """Whether a session's certificate fits the account it asks for, "" for whatever it proves."""
    account = hub.accounts.by_fingerprint(session.peer.fingerprint)
    if account is None:
        return not wanted or (is_nick(wanted) and not any(map(hub.accounts.owner_of, nick_keys(wanted))))
    return not wanted or nick_keys(wanted)[0] == nick_keys(account)[0]


def log_in(hub: State, ask: Request) -> None:
    """Take a session for its certificate's account; one that is new gets its account with its nickname."""
    session = ask.session
    session.is_certified = True
    account = hub.accounts.by_fingerprint(session.peer.fingerprint)
    if account is not None:
        _enter(hub, ask, account)
    elif session.welcomed:
        make_account(hub, ask)


def make_account(hub: State, ask: Request) -> None:
    """Tie the asker's nickname to its certificate, if both are free."""
    nick, fingerprint = ask.person.nick, ask.session.peer.fingerprint
    if hub.accounts.create(nick, nick_keys(nick), hub.now, fingerprint=fingerprint):
        _enter(hub, ask, nick)
    elif (account := hub.accounts.by_fingerprint(fingerprint)) is not None:
        _enter(hub, ask, account)  # made meanwhile by another session of the same person


def _enter(hub: State, ask: Request, account: str) -> None:
    session, person = ask.session, ask.person
    person.account = account
    ask.numeric(
        n.RPL_LOGGEDIN,
        person.source or f"{session.name}!{person.user or '*'}@{person.host}",
        account,
        f"You are now logged in as {account}",
    )
    if session.welcomed:
        line = line_by(person, "ACCOUNT", account, time=hub.now)
        broadcast(hub, line, observers(hub, person, session, capabilities.ACCOUNT_NOTIFY))
