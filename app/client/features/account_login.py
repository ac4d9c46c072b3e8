"""Logging in on the way in (SASL): by the client certificate, or by an account's password that a person gave.

A certificate that is refused stops nobody. The password is proved and never sent (SCRAM-SHA-256), for this
TLS connection alone where both sides can (PLUS), and the server has to prove that it knows it too. A server
of others that knows no such proof is told the password (PLAIN): by TLS alone, and only where an authority
vouches for its certificate or the person has agreed. Nothing else falls back: where none of it comes about,
the session ends.

https://ircv3.net/specs/extensions/sasl-3.1, RFC 5802 and RFC 9266
"""

from __future__ import annotations

import secrets

from app.client.events import Failure
from app.client.features.session_end import fail
from app.client.state.registration_state import LoginStage
from app.client.state.session_state import SessionState
from app.irc import capabilities as caps
from app.irc import numerics as n
from app.irc.message import Message
from app.irc.sasl_responses import (
    EXTERNAL,
    PIECE,
    PLAIN,
    SCRAM_SHA_256,
    SCRAM_SHA_256_PLUS,
    joined,
    plain_response,
    scram_first,
    split,
)

# In base64: a salt, two nonces and whatever later versions add.
_LONGEST = 8 * PIECE


def mechanism(state: SessionState) -> str:
    """How we log in to a server that offers what this one does, "" for not at all."""
    options = state.options
    offered = _offered(state)
    if not options.account:
        return EXTERNAL if options.certificate_login and EXTERNAL in offered else ""
    if options.channel_binding and SCRAM_SHA_256_PLUS in offered:
        return SCRAM_SHA_256_PLUS
    if SCRAM_SHA_256 in offered:
        return SCRAM_SHA_256
    return PLAIN if _may_be_told(state) and (options.hub_verified or options.plain_password_ok) else ""


def _offered(state: SessionState) -> list[str]:
    return state.offered.get(caps.SASL, "").upper().split(",")


def _may_be_told(state: SessionState) -> bool:
    """Whether a server knows PLAIN, or does not say what it knows, and nobody on the way can listen."""
    offered = _offered(state)
    is_ours = caps.ROOM in state.offered  # which has better, so somebody in between has taken it away
    knows = PLAIN in offered or (caps.SASL in state.offered and offered == [""])
    return knows and bool(state.options.fingerprint) and not is_ours


def is_settled(state: SessionState) -> bool:
    """Whether registration may go on; begins the login where one is possible, or ends the session."""
    login = state.login
    if login.stage is LoginStage.DONE:
        return True
    if login.stage is not LoginStage.UNUSED:
        return False
    login.mechanism = mechanism(state) if caps.SASL in state.caps else ""
    if login.mechanism:
        login.stage = LoginStage.ASKED
        state.send("AUTHENTICATE", login.mechanism)
        return False
    if state.options.account:
        fail(state, Failure.PASSWORD_NOT_SAFE if _may_be_told(state) else Failure.LOGIN_REFUSED)
        return False
    return True


def may_be_welcomed(state: SessionState) -> bool:
    """Whether a welcome is believed: not before a login by password has come to its end."""
    if not state.options.account or state.login.stage is LoginStage.DONE:
        return True
    fail(state, Failure.LOGIN_REFUSED)
    return False


def on_challenge(state: SessionState, text: str) -> None:
    """AUTHENTICATE from the server: the next step of the mechanism, or a piece of what it needs."""
    login = state.login
    if login.stage is LoginStage.ASKED:
        if login.mechanism == EXTERNAL:
            login.stage = LoginStage.ANSWERED
            state.send("AUTHENTICATE", "+")  # nothing is added to the certificate
        elif login.mechanism == PLAIN:
            login.stage = LoginStage.ANSWERED
            _say(state, plain_response(state.options.account, state.options.account_password))
        else:
            _begin(state)
    elif login.stage in (LoginStage.BEGUN, LoginStage.PROVED):
        login.heard += "" if text == "+" else text
        if len(login.heard) > _LONGEST:
            fail(state, Failure.NOT_VERIFIED)
        elif len(text) < PIECE:
            heard, login.heard = joined(login.heard), ""
            _take(state, "" if heard is None else heard.decode(errors="replace"))


def _begin(state: SessionState) -> None:
    """Say who we are, and how the proof will be bound."""
    options, login = state.options, state.login
    login.first = scram_first(
        options.account,
        secrets.token_urlsafe(18),
        has_binding=bool(options.channel_binding),
        is_plus=login.mechanism == SCRAM_SHA_256_PLUS,
    )
    login.stage = LoginStage.BEGUN
    _say(state, login.first.encode())


def _take(state: SessionState, said: str) -> None:
    login, options = state.login, state.options
    if login.stage is LoginStage.BEGUN:
        login.stage = LoginStage.PROVING
        state.request_work("prove", options.account_password, login.first, said, options.channel_binding)
    elif said == login.wanted:
        login.stage = LoginStage.ANSWERED
        state.send("AUTHENTICATE", "+")
    else:
        fail(state, Failure.NOT_VERIFIED)


def complete(state: SessionState, result: object) -> None:
    """Take the proof that a thread has made; None: what the server asks for makes no sense."""
    if not isinstance(result, tuple):
        fail(state, Failure.NOT_VERIFIED)
        return
    proof, state.login.wanted = result
    state.login.stage = LoginStage.PROVED
    _say(state, proof.encode())


def on_over(state: SessionState, message: Message) -> bool:
    """A numeric that ends a login: whether it was that of ours, which is done then, or the session over."""
    login, numeric = state.login, message.command
    if not login.is_running:
        return False
    if not state.options.account or (login.stage is LoginStage.ANSWERED and numeric == n.RPL_SASLSUCCESS):
        login.stage = LoginStage.DONE
    elif numeric == n.RPL_SASLSUCCESS:
        fail(state, Failure.NOT_VERIFIED)
    elif numeric != n.RPL_SASLMECHS:  # which comes with another one
        fail(state, Failure.LOGIN_REFUSED, message.params[-1])
    return True


def _say(state: SessionState, response: bytes) -> None:
    for piece in split(response):
        state.send("AUTHENTICATE", piece)
