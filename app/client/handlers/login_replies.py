"""Answers on who we are: the proof of the room's password, the login by certificate, the host; and callbacks.

HUBBUB is our own command (app/README.md, The wire); https://ircv3.net/specs/extensions/sasl-3.1 for the rest.
"""

from __future__ import annotations

from app.client.events import CallbackAsked, HistoryAccess, HistoryPolicy, OwnerProven, ServerSaid
from app.client.features import account_login, joining, moderation_lines, negotiation, room_password
from app.client.handlers.error_replies import on_error
from app.client.handlers.row import HandlerRow
from app.client.handlers.welcome import ACCESS
from app.client.state.registration_state import ExchangeStage
from app.client.state.session_state import SessionState
from app.irc import capabilities as caps
from app.irc import numerics as n
from app.irc.callback_lines import SUBCOMMAND, read_request
from app.irc.message import Message
from app.irc.room_lines import CREATE, HISTORY


def _on_hubbub(state: SessionState, message: Message) -> None:
    """HUBBUB OWNER [<secret>]: we are the host, the secret is for next time; a step of PASSWORD; CALLBACK;
    what came of bans and mutes; CREATE and HISTORY of rooms.
    """
    subcommand = message.params[0].upper()
    if subcommand == "OWNER" and state.is_hub:
        state.is_owner = True
        state.emit(OwnerProven(message.param(1)))
        negotiation.tell_abilities(state)
    elif subcommand == "PASSWORD":
        room_password.on_password(state, message)
        if state.password_exchange.stage is ExchangeStage.CONFIRMED:
            negotiation.advance(state)
    elif subcommand == SUBCOMMAND and caps.CALLBACK in state.caps and state.is_registered:
        request = read_request(message.params[1:])
        if request is not None:
            state.emit(CallbackAsked(request))
    elif subcommand == CREATE:
        joining.room_made(state, message.param(1))
    elif subcommand == HISTORY and state.is_hub:
        _on_history(state, message.param(1), message.param(2))
    elif state.is_hub and state.is_registered:
        moderation_lines.on_hubbub(state, message)


def _on_history(state: SessionState, channel: str, access: str) -> None:
    """HUBBUB HISTORY <channel> <access>"""
    if access in ACCESS and state.channel(channel) is not None:
        state.emit(HistoryPolicy(HistoryAccess(access), state.time, channel))


def _on_authenticate(state: SessionState, message: Message) -> None:
    account_login.on_challenge(state, message.param(0))


def _on_login_over(state: SessionState, message: Message) -> None:
    """It has worked or it has not: coming in goes on."""
    if account_login.on_over(state, message):
        negotiation.advance(state)
    elif message.command != n.RPL_SASLSUCCESS:
        on_error(state, message)


def _on_account(state: SessionState, message: Message) -> None:
    """900 <us> <nick>!<user>@<host> <account> :<words>, 901 without the account"""
    state.account = message.params[2] if message.command == n.RPL_LOGGEDIN else ""
    state.emit(ServerSaid(message.params[-1], message.command, state.time))


ROWS = {
    "HUBBUB": HandlerRow(_on_hubbub, least=1, early=True),
    "AUTHENTICATE": HandlerRow(_on_authenticate, early=True),
    n.RPL_LOGGEDIN: HandlerRow(_on_account, least=4, early=True),
    n.RPL_LOGGEDOUT: HandlerRow(_on_account, least=3, early=True),
    **{
        numeric: HandlerRow(_on_login_over, early=True)
        for numeric in (
            n.ERR_NICKLOCKED,
            n.RPL_SASLSUCCESS,
            n.ERR_SASLFAIL,
            n.ERR_SASLTOOLONG,
            n.ERR_SASLABORTED,
            n.ERR_SASLALREADY,
            n.RPL_SASLMECHS,
        )
    },
}
