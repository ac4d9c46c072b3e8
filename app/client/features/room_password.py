"""The room's password, proved both ways without sending it (SPAKE2); what a server is not believed.

Slow steps are left to the owner's thread. Nothing falls back: a hub that cannot prove itself, or a server
that would have the password itself, ends the session. app/README.md (The wire) has the steps.
"""

from __future__ import annotations

import re

from app.client.events import Failure, PasswordConfirmed
from app.client.features.session_end import fail
from app.client.state.registration_state import ExchangeStage
from app.client.state.session_state import SessionState
from app.irc import capabilities as caps
from app.irc.message import Message
from app.irc.password_exchange import (
    CLIENT,
    HUB,
    ScryptParams,
    confirmation,
    confirms,
    decode_value,
    encode_value,
    transcript,
)

# How our hub says in words that a password was not even looked at.
_NOT_NOW = re.compile("too many wrong passwords|could not be checked", re.IGNORECASE)
_REFUSALS = {"WRONG_PASSWORD": Failure.WRONG_PASSWORD, "TRY_AGAIN_LATER": Failure.TRY_LATER}


def is_settled(state: SessionState) -> bool:
    """Whether registration may go on; begins the exchange where one is needed, or ends the session."""
    options, stage = state.options, state.password_exchange.stage
    if not options.password or stage is ExchangeStage.CONFIRMED:
        return True
    if stage is not ExchangeStage.UNUSED:
        return False
    if caps.PASSWORD in state.caps:
        state.password_exchange.stage = ExchangeStage.STARTED
        state.send("HUBBUB", "PASSWORD", "START")
        return False
    if options.plain_password_ok or (options.hub_verified and state.is_hub):
        return True  # it has been sent, or the hub itself says that it needs none any more
    fail(state, Failure.PASSWORD_NOT_SAFE)
    return False


def may_be_welcomed(state: SessionState) -> bool:
    """Whether a welcome is believed: not before the password is settled."""
    if not state.options.password or state.options.plain_password_ok or state.caps_ended:
        return True
    is_cut_short = state.password_exchange.is_running
    fail(state, Failure.NOT_VERIFIED if is_cut_short else Failure.PASSWORD_NOT_SAFE)
    return False


def password_failure(state: SessionState, said: str) -> Failure:
    """What the refusal of a password means: wrong, not now, wanted in a way that is not safe, or at all."""
    is_safe = caps.PASSWORD in state.offered
    if is_safe and _NOT_NOW.search(said):
        return Failure.TRY_LATER
    if is_safe or state.options.plain_password_ok:
        return Failure.WRONG_PASSWORD
    return Failure.PASSWORD_NOT_SAFE if state.options.password else Failure.PASSWORD_WANTED


def on_password(state: SessionState, message: Message) -> None:
    """HUBBUB PASSWORD from the hub: the answer to our last step, or nothing that we asked for."""
    step = _STEPS.get((state.password_exchange.stage, message.param(1).upper()))
    if step is not None:
        step(state, message)


def _on_params(state: SessionState, message: Message) -> None:
    params = ScryptParams.read(message.params[2:])
    if params is None:
        fail(state, Failure.NOT_VERIFIED)
        return
    state.password_exchange.params = params
    state.password_exchange.stage = ExchangeStage.DERIVING
    options = state.options
    scrypt = (params.salt, params.n, params.r, params.p)
    state.request_work("derive", options.password, *scrypt, options.fingerprint)


def _on_share(state: SessionState, message: Message) -> None:
    share = decode_value(message.param(2))
    if share is None:
        fail(state, Failure.NOT_VERIFIED)
        return
    state.password_exchange.hub_share = share
    state.password_exchange.stage = ExchangeStage.FINISHING
    state.request_work("finish", state.password_exchange.half, share)


def _on_confirm(state: SessionState, message: Message) -> None:
    exchange = state.password_exchange
    if not confirms(decode_value(message.param(2)), exchange.key, HUB, _said(state)):
        fail(state, Failure.NOT_VERIFIED)
        return
    exchange.stage = ExchangeStage.CONFIRMED
    state.emit(PasswordConfirmed(state.options.fingerprint, state.time))


_STEPS = {
    (ExchangeStage.STARTED, "PARAMS"): _on_params,
    (ExchangeStage.SHARED, "SHARE"): _on_share,
    (ExchangeStage.CONFIRMING, "CONFIRM"): _on_confirm,
}


def complete(state: SessionState, result: object) -> None:
    """Take the result of a slow step (`SlowStep` says which) and send what follows; None ends the session."""
    exchange = state.password_exchange
    if exchange.stage is ExchangeStage.DERIVING and isinstance(result, tuple):
        exchange.half, exchange.share = result
        exchange.stage = ExchangeStage.SHARED
        state.send("HUBBUB", "PASSWORD", "SHARE", encode_value(exchange.share))
    elif exchange.stage is ExchangeStage.FINISHING and isinstance(result, bytes):
        exchange.key, exchange.half = result, None
        exchange.stage = ExchangeStage.CONFIRMING
        own = confirmation(exchange.key, CLIENT, _said(state))
        state.send("HUBBUB", "PASSWORD", "CONFIRM", encode_value(own))
    else:
        fail(state, Failure.NOT_VERIFIED)


def _said(state: SessionState) -> bytes:
    exchange = state.password_exchange
    assert exchange.params is not None  # the stage says so
    return transcript(state.options.fingerprint, exchange.params, exchange.share, exchange.hub_share)


def on_refusal(state: SessionState, code: str, said: str) -> None:
    """FAIL HUBBUB: the hub ends the exchange. `code` is that of the FAIL, `said` its words."""
    fail(state, _REFUSALS.get(code, Failure.NOT_VERIFIED), said)
