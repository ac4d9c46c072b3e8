"""AUTHENTICATE: logging in, by the client certificate of the TLS connection (EXTERNAL).

https://ircv3.net/specs/extensions/sasl-3.1 and RFC 4422 appendix A
"""

from __future__ import annotations

import binascii
from base64 import b64decode

from app.hub.commands.row import Row
from app.hub.login import log_in, may_log_in
from app.hub.offers import SASL_MECHANISMS
from app.hub.replies import Request
from app.hub.state import State
from app.irc import capabilities
from app.irc import numerics as n

# A response comes in pieces of this many characters; a shorter one is the last.
_PIECE = 400
# An account's name fits many times; more is no name.
_LONGEST = 2 * _PIECE


def on_authenticate(hub: State, ask: Request) -> None:
    """Begin a login, take a piece of the response, or break off."""
    session, word = ask.session, ask.param(0)
    if session.is_certified:
        ask.numeric(n.ERR_SASLALREADY, "You are already logged in")
    elif not session.peer.fingerprint or capabilities.SASL not in session.caps:
        ask.numeric(n.ERR_SASLFAIL, "Nothing to log in with here")
    elif word == "*":
        session.sasl = None
        ask.numeric(n.ERR_SASLABORTED, "SASL authentication aborted")
    elif session.sasl is None:
        _begin(ask, word)
    elif len(word) > _PIECE or len(session.sasl) + len(word) > _LONGEST:
        session.sasl = None
        ask.numeric(n.ERR_SASLTOOLONG, "SASL message too long")
    else:
        session.sasl += "" if word == "+" else word
        if len(word) < _PIECE:
            _answer(hub, ask)


def _begin(ask: Request, mechanism: str) -> None:
    if mechanism.upper() != SASL_MECHANISMS:
        ask.numeric(n.RPL_SASLMECHS, SASL_MECHANISMS, "are available SASL mechanisms")
        ask.numeric(n.ERR_SASLFAIL, "SASL authentication failed")
        return
    ask.session.sasl = ""
    ask.send("AUTHENTICATE", "+")


def _answer(hub: State, ask: Request) -> None:
    """The response is complete: it is the account's name, or nothing for whatever the certificate says."""
    response, ask.session.sasl = ask.session.sasl or "", None
    try:
        wanted = b64decode(response, validate=True).decode()
    except (binascii.Error, ValueError):
        wanted = None
    if wanted is None or not may_log_in(hub, ask.session, wanted):
        ask.numeric(n.ERR_SASLFAIL, "SASL authentication failed")
        return
    log_in(hub, ask)
    ask.numeric(n.RPL_SASLSUCCESS, "SASL authentication successful")


def give_up_login(ask: Request) -> None:
    """Break off a login that CAP END has overtaken."""
    if ask.session.sasl is not None:
        ask.session.sasl = None
        ask.numeric(n.ERR_SASLABORTED, "SASL authentication aborted")


ROWS = {"AUTHENTICATE": Row(on_authenticate, 1, before_welcome=True)}
