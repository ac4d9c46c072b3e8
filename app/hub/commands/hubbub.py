"""HUBBUB: what our own clients say to our own hubs. Vendored; other clients never meet it.

OWNER <secret>: a window proves that it is the host's. Each secret works once. Afterwards the client's
certificate that came with it proves the host; where there was none, the answer carries the next secret, for
when the window has to reconnect. The window that hosts is given another one for each connection, by its hub's
own process, which works over the private listener alone.

PASSWORD: proving the room's password without sending anything that helps to guess it. START -> PARAMS,
SHARE -> SHARE, CONFIRM -> CONFIRM. The client confirms first: who only pretends to know the password learns
nothing but that this one guess was wrong, and is slowed as with PASS.

CALLBACK: the hub asks a guest to try addresses of its computer, who answers once for each.

DECLINE: somebody does not want to be where they were invited.

CREATE: somebody makes a room, a channel with a title.

TITLE: the host calls the hub's room something else (app.hub.commands.rename).

BAN and MUTE: app.hub.commands.bans_and_mutes. VERIFIER: app.hub.commands.account_registration.
"""

from __future__ import annotations

import hmac
import secrets

from app.hub.channels.entering import give_rank
from app.hub.channels.room_creation import on_create
from app.hub.commands.account_registration import on_verifier
from app.hub.commands.bans_and_mutes import on_ban, on_mute
from app.hub.commands.command_row import Row
from app.hub.commands.invitations import on_decline
from app.hub.commands.rename import on_title
from app.hub.data.entities import OWNER, Session
from app.hub.data.events import OwnerProved
from app.hub.data.hub_state import State
from app.hub.data.in_progress import Exchange
from app.hub.people import slow_work
from app.hub.people.admission import slowness
from app.hub.people.asked_guests import on_callback
from app.hub.people.authentication import shows_host
from app.hub.people.lifecycle import end
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc.password_exchange import decode_value, encode_value
from app.irc.room_lines import CREATE, DECLINE, TITLE

_SECRET_BYTES = 24
# Nobody mistypes a secret that programs exchange.
_TRIES = 3


def on_owner(hub: State, ask: Request) -> None:
    """Take a session for the host's that knows the secret."""
    given = ask.param(1)
    if not ask.session.peer.private and hub.addresses.wait(ask.session.peer, hub.now):
        ask.fail("TRY_AGAIN_LATER", "OWNER", "Too many wrong secrets, wait a minute")
    elif ask.session.peer.private and _is_same(hub.window_secret, given):
        _accept_window(hub, ask)
    elif (secret := _find_secret(hub, given)) is not None:
        _accept_secret(hub, ask, secret)
    else:
        _refuse_secret(hub, ask)


def _is_same(secret: str, given: str) -> bool:
    return bool(secret) and hmac.compare_digest(secret.encode(), given.encode())


def _find_secret(hub: State, given: str) -> str | None:
    found = None
    for secret in hub.owner_secrets:
        if _is_same(secret, given):
            found = secret
    return found


def _refuse_secret(hub: State, ask: Request) -> None:
    session = ask.session
    hub.addresses.note_failure(session.peer, hub.now)
    ask.fail("INVALID_SECRET", "OWNER", "That is not the host's secret")
    session.mistakes += 1
    if session.mistakes >= _TRIES:
        ask.finish()
        end(hub, session, "Too many wrong secrets")


def _accept_window(hub: State, ask: Request) -> None:
    """The hosting window itself: it is given its next secret without being told it here."""
    before, hub.window_secret = hub.sessions.get(hub.window_session), ""
    hub.window_session = ask.session.id
    if not shows_host(hub, ask.session.peer):  # by its certificate it joins itself, and nobody sees it go
        _replace(hub, before, ask.session)
    _prove(hub, ask)


def _accept_secret(hub: State, ask: Request, secret: str) -> None:
    proof = _next_proof(
        hub, ask.session
    )  # what may fail comes first: the secret is good for another try then
    _replace(hub, hub.sessions.get(hub.owner_secrets.pop(secret) or 0), ask.session)
    _prove(hub, ask, *proof)


def _replace(hub: State, before: Session | None, session: Session) -> None:
    """End the session whose proof was used up by another: the same window, after its connection broke."""
    if before is not None and before is not session:
        end(hub, before, "Replaced by a new connection")


def _prove(hub: State, ask: Request, *proof: str) -> None:
    """Take the asker for the host. `proof`: what will prove it next time, nothing where that is known."""
    person = ask.person
    if not person.is_owner:
        hub.events.append(OwnerProved(hub.now, ask.session.id, person.nick))
    ask.send("HUBBUB", "OWNER", *proof)
    ask.session.knows_owner = True
    if not person.is_owner:
        person.is_owner = True
        give_rank(hub, ask, OWNER)


def _next_proof(hub: State, session: Session) -> tuple[str, ...]:
    """What will prove the host next time: nothing but its certificate, or another secret.

    Raises KeepingError.
    """
    fingerprint = session.peer.fingerprint
    if fingerprint and not shows_host(hub, session.peer) and not hub.config.owner_fingerprint:
        hub.accounts.set_host(fingerprint)
    if shows_host(hub, session.peer):
        return ()
    following = secrets.token_urlsafe(_SECRET_BYTES)
    hub.owner_secrets[following] = session.id
    return (following,)


def on_password(hub: State, ask: Request) -> None:
    """Take the next step; anything out of order ends the session."""
    session = ask.session
    step = ask.param(1).upper()
    is_asked = capabilities.PASSWORD in session.caps or session.exchange is not None
    if session.welcomed or session.is_admitted or not is_asked:
        ask.fail("NOT_NOW", "PASSWORD", "No password is asked for")
    elif reason := slowness(hub, session.peer):
        _fail_password(hub, ask, "TRY_AGAIN_LATER", reason)
    elif step == "START" and session.exchange is None and hub.verifier is not None:
        fingerprint = hub.config.fingerprint if session.peer.secure else ""
        session.exchange = Exchange(hub.verifier, fingerprint)
        ask.send("HUBBUB", "PASSWORD", "PARAMS", *session.exchange.params.words())
    elif step == "SHARE" and session.exchange and not session.exchange.client_share:
        _on_share(hub, ask, session.exchange)
    elif step == "CONFIRM" and session.exchange and session.exchange.key:
        _on_confirm(hub, ask, session.exchange)
    else:
        _fail_password(hub, ask, "OUT_OF_ORDER", "START, SHARE and CONFIRM follow each other once")


def _on_share(hub: State, ask: Request, exchange: Exchange) -> None:
    share = decode_value(ask.param(2))
    if share is None:
        _fail_password(hub, ask, "INVALID_SHARE", "That is no share")
        return
    exchange.client_share = share
    slow_work.defer(hub, ask, "share", (exchange.verifier.key, share, exchange.fingerprint), _on_shared)


def _on_shared(hub: State, ask: Request, result: object) -> None:
    exchange = ask.session.exchange
    if reason := slowness(hub, ask.session.peer):
        _fail_password(hub, ask, "TRY_AGAIN_LATER", reason)
        return
    if exchange is None or not isinstance(result, tuple):
        _fail_password(hub, ask, "TRY_AGAIN_LATER", "The password could not be checked, try again")
        return
    exchange.hub_share, exchange.key = result
    ask.send("HUBBUB", "PASSWORD", "SHARE", encode_value(exchange.hub_share))


def _on_confirm(hub: State, ask: Request, exchange: Exchange) -> None:
    session = ask.session
    if not exchange.is_confirmed_by(decode_value(ask.param(2))):
        hub.addresses.note_failure(session.peer, hub.now)
        _fail_password(hub, ask, "WRONG_PASSWORD", "Bad password")
    elif hub.verifier not in (None, exchange.verifier):
        _fail_password(hub, ask, "WRONG_PASSWORD", "The password has just been changed")
    else:
        session.is_admitted = True
        hub.addresses.note_success(session.peer, hub.now)
        ask.send("HUBBUB", "PASSWORD", "CONFIRM", encode_value(exchange.confirmation()))


def _fail_password(hub: State, ask: Request, code: str, reason: str) -> None:
    ask.fail(code, "PASSWORD", reason)
    ask.finish()  # before the ERROR
    end(hub, ask.session, reason)


_SUBCOMMANDS = {
    "OWNER": on_owner,
    "PASSWORD": on_password,
    "CALLBACK": on_callback,
    CREATE: on_create,
    DECLINE: on_decline,
    TITLE: on_title,
    "BAN": on_ban,
    "MUTE": on_mute,
    "VERIFIER": on_verifier,
}


def on_hubbub(hub: State, ask: Request) -> None:
    """Hand over to the subcommand."""
    handler = _SUBCOMMANDS.get(ask.param(0).upper())
    if handler is None:
        ask.fail("UNKNOWN_SUBCOMMAND", ask.param(0), f"There are only {', '.join(_SUBCOMMANDS)}")
    else:
        handler(hub, ask)


ROWS = {
    "HUBBUB": Row(
        on_hubbub,
        2,
        before_welcome=True,
        help=(
            "HUBBUB OWNER <secret> | PASSWORD <step> [<value>] | CALLBACK <port> <address> <result> "
            "| CREATE <none, 1h or all> <OPEN or INVITED> <title>",
            "What Hubbub's own windows say: they prove that they are the host's, or that "
            "they know the room's password, or tell where they have found this hub, or make a room.",
            "HUBBUB DECLINE <channel>",
            "Forgets that you were invited.",
            "HUBBUB TITLE :<title>",
            "Has people call the room something else. For the host.",
            "HUBBUB BAN ADD <nickname> | LIFT <id> | LIST",
            "Bans somebody from the whole hub. For the host and operators.",
            "HUBBUB MUTE <channel> <nickname> <account or *> <host or *> <seconds>",
            "Lets somebody not speak for some time, 0 until it is lifted. For moderators.",
            "HUBBUB VERIFIER <account or *> <salt> <iterations> <stored key> <server key>",
            "Makes you an account that SCRAM-SHA-256 proves, by what it needs to check that (base64).",
        ),
    )
}
