"""Logging in by the client certificate (SASL EXTERNAL), wherever it is offered; a refusal stops nobody.

https://ircv3.net/specs/extensions/sasl-3.1
"""

from __future__ import annotations

from app.client.phases import LoginStage
from app.client.state import SessionState
from app.irc import capabilities as caps

MECHANISM = "EXTERNAL"


def is_possible(state: SessionState) -> bool:
    """Whether the server offers it and we may."""
    return state.options.certificate_login and MECHANISM in state.offered.get(caps.SASL, "").upper().split(
        ","
    )


def is_settled(state: SessionState) -> bool:
    """Whether registration may go on; begins the login where one is possible."""
    if state.login is LoginStage.DONE or caps.SASL not in state.caps:
        return True
    if state.login is LoginStage.UNUSED:
        state.login = LoginStage.ASKED
        state.send("AUTHENTICATE", MECHANISM)
    return False


def on_challenge(state: SessionState) -> None:
    """AUTHENTICATE from the server: the certificate says who we are, nothing is added to it."""
    if state.login is LoginStage.ASKED:
        state.login = LoginStage.ANSWERED
        state.send("AUTHENTICATE", "+")
