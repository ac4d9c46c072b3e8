"""HUBBUB PASSWORD: proving the room's password without sending anything that helps to guess it.

START -> PARAMS, SHARE -> SHARE, CONFIRM -> CONFIRM. The client confirms first: who only pretends to know the
password learns nothing but that this one guess was wrong, and is slowed as with PASS.
"""

from __future__ import annotations

from app.hub import work
from app.hub.admission import slowness
from app.hub.exchange import Exchange
from app.hub.lifecycle import end
from app.hub.replies import Request
from app.hub.state import State
from app.irc import capabilities
from app.irc.password_exchange import decode_value, encode_value


def on_password(hub: State, ask: Request) -> None:
    """Take the next step; anything out of order ends the session."""
    session = ask.session
    step = ask.param(1).upper()
    is_asked = capabilities.PASSWORD in session.caps or session.exchange is not None
    if session.welcomed or session.is_admitted or not is_asked:
        ask.fail("NOT_NOW", "PASSWORD", "No password is asked for")
    elif reason := slowness(hub, session):
        _fail(hub, ask, "TRY_AGAIN_LATER", reason)
    elif step == "START" and session.exchange is None and hub.verifier is not None:
        fingerprint = hub.config.fingerprint if session.peer.secure else ""
        session.exchange = Exchange(hub.verifier, fingerprint)
        ask.send("HUBBUB", "PASSWORD", "PARAMS", *session.exchange.params.words())
    elif step == "SHARE" and session.exchange and not session.exchange.client_share:
        _on_share(hub, ask, session.exchange)
    elif step == "CONFIRM" and session.exchange and session.exchange.key:
        _on_confirm(hub, ask, session.exchange)
    else:
        _fail(hub, ask, "OUT_OF_ORDER", "START, SHARE and CONFIRM follow each other once")


def _on_share(hub: State, ask: Request, exchange: Exchange) -> None:
    share = decode_value(ask.param(2))
    if share is None:
        _fail(hub, ask, "INVALID_SHARE", "That is no share")
        return
    exchange.client_share = share
    work.defer(hub, ask, "share", (exchange.verifier.key, share, exchange.fingerprint), _on_shared)


def _on_shared(hub: State, ask: Request, result: object) -> None:
    exchange = ask.session.exchange
    if reason := slowness(hub, ask.session):
        _fail(hub, ask, "TRY_AGAIN_LATER", reason)
        return
    if exchange is None or not isinstance(result, tuple):
        _fail(hub, ask, "TRY_AGAIN_LATER", "The password could not be checked, try again")
        return
    exchange.hub_share, exchange.key = result
    ask.send("HUBBUB", "PASSWORD", "SHARE", encode_value(exchange.hub_share))


def _on_confirm(hub: State, ask: Request, exchange: Exchange) -> None:
    session = ask.session
    if not exchange.is_confirmed_by(decode_value(ask.param(2))):
        hub.addresses.note_failure(session.peer, hub.now)
        _fail(hub, ask, "WRONG_PASSWORD", "Bad password")
    elif hub.verifier not in (None, exchange.verifier):
        _fail(hub, ask, "WRONG_PASSWORD", "The password has just been changed")
    else:
        session.is_admitted = True
        hub.addresses.note_success(session.peer, hub.now)
        ask.send("HUBBUB", "PASSWORD", "CONFIRM", encode_value(exchange.confirmation()))


def _fail(hub: State, ask: Request, code: str, reason: str) -> None:
    ask.fail(code, "PASSWORD", reason)
    ask.finish()  # before the ERROR
    end(hub, ask.session, reason)
