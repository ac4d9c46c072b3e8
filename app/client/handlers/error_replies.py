"""Refusals: finding what an error numeric or FAIL answers, with labels or by its parameters.

https://modern.ircdocs.horse/#numerics and https://ircv3.net/specs/extensions/standard-replies
"""

from __future__ import annotations

from app.client.events import Failure, ServerSaid
from app.client.features import file_sharing, history, room_password
from app.client.features.joining import join_failed, join_renamed
from app.client.features.message_encoding import batch_ref
from app.client.features.own_messages import flush, refuse
from app.client.features.session_end import fail
from app.client.handlers.row import HandlerRow
from app.client.state.outbox import OwnMessage
from app.client.state.session_state import SentRequest, SessionState
from app.irc import numerics as n
from app.irc.message import Message

# Numerics that may refuse a JOIN; 470 forwards to another channel, 480, 489 and 520 are servers' own rules.
JOIN_ERRORS = frozenset(
    {n.ERR_NOSUCHCHANNEL, n.ERR_TOOMANYCHANNELS, n.ERR_TOOMANYTARGETS, n.ERR_UNAVAILRESOURCE}
    | {n.ERR_CHANNELISFULL, n.ERR_INVITEONLYCHAN, n.ERR_BANNEDFROMCHAN, n.ERR_BADCHANNELKEY}
    | {n.ERR_BADCHANMASK, n.ERR_NEEDREGGEDNICK, "470", "479", "480", "485", "489", "520", n.ERR_INVALIDKEY}
)
# Numerics that may refuse a message and name its target; the last ones are servers' own rules.
MESSAGE_ERRORS = frozenset(
    {n.ERR_NOSUCHNICK, n.ERR_NOSUCHCHANNEL, n.ERR_CANNOTSENDTOCHAN, n.ERR_TOOMANYTARGETS}
    | {n.ERR_NEEDREGGEDNICK, n.ERR_NOTONCHANNEL, n.ERR_NOSUCHSERVER}
    | {"408", "413", "414", "415", "486", "489", "492", "531", "716"}
)
# Numerics that refuse a message and name nothing.
BARE_MESSAGE_ERRORS = frozenset({n.ERR_NORECIPIENT, n.ERR_NOTEXTTOSEND, n.ERR_INPUTTOOLONG})
# Their first parameter is the command that was refused.
NAMES_COMMAND = frozenset({n.ERR_UNKNOWNCOMMAND, n.ERR_NEEDMOREPARAMS, n.RPL_TRYAGAIN})
# Codes of FAIL on the way in: only who logs in may connect (Ergo).
ACCOUNT_NEEDED = frozenset({"ACCOUNT_REQUIRED", "ACCOUNT_REQUIRED_TO_CONNECT"})
MESSAGE_COMMANDS = ("PRIVMSG", "NOTICE")


def on_error(state: SessionState, message: Message) -> None:
    """An error numeric: told of the request that it answers, else shown as the server's words."""
    numeric, detail = message.command, message.params[-1] if message.params else ""
    if state.label and _refuse_label(state, numeric, detail):
        return
    target = message.param(1)
    if numeric in JOIN_ERRORS and state.fold(target) in state.joining:
        join_failed(state, target, numeric, detail)
        return
    own = _refused_message(state, numeric, target)
    if own is not None:
        _refuse_message(state, own, detail)
        return
    if numeric in NAMES_COMMAND and target.upper() == "CHATHISTORY":
        history.on_refusal(state, "")
        return
    if numeric in NAMES_COMMAND:
        request = _take_request(state, command=target.upper())
    else:
        request = _take_request(state, names=message.params[1:-1])
    said = " ".join(message.params[1:])
    if request is None:
        state.emit(ServerSaid(said, numeric, state.time, is_error=True))
    else:
        state.refuse(request, said if request.is_automatic else detail, numeric)


def _on_fail(state: SessionState, message: Message) -> None:
    """FAIL <command> <code> [<context>...] :<words>"""
    command, code, detail = message.params[0].upper(), message.params[1], message.params[-1]
    if state.label and _refuse_label(state, code, detail):
        return
    if command == "CHATHISTORY":
        history.on_refusal(state, "")
        return
    if command == file_sharing.COMMAND:
        file_sharing.on_refusal(state, detail)
        return
    if command == "HUBBUB" and state.password_exchange.is_running:
        room_password.on_refusal(state, code, detail)
        return
    if code in ACCOUNT_NEEDED and not state.is_registered:
        fail(state, Failure.ACCOUNT_WANTED, detail)
        return
    context = message.params[2:-1]
    own = _failed_message(state, command, context)
    if own is not None:
        _refuse_message(state, own, detail)
        return
    if command == "JOIN" and code == "CHANNEL_RENAMED" and len(context) > 1:
        join_renamed(state, context[0], context[1])
        return
    joining = next((word for word in context if state.fold(word) in state.joining), None)
    if command == "JOIN" and joining is not None:
        join_failed(state, joining, code, detail)
        return
    request = _take_request(state, command=command)
    if request is not None:
        state.refuse(request, detail, code)
    else:
        state.emit(ServerSaid(detail, code, state.time, is_error=True))


def _on_remark(state: SessionState, message: Message) -> None:
    """WARN and NOTE."""
    state.emit(ServerSaid(message.params[-1], message.params[1], state.time))


def _refuse_label(state: SessionState, numeric: str, detail: str) -> bool:
    request = state.labelled_requests.pop(state.label, None)
    if request is not None:
        if request.command == "CHATHISTORY":
            history.on_refusal(state, state.label)
        elif request.command == file_sharing.COMMAND and request.is_automatic:
            file_sharing.on_refusal(state, detail)
        else:
            state.refuse(request, detail, numeric)
        return True
    own = next((each for each in state.outbox.unconfirmed() if str(each.id) == state.label), None)
    if own is None:
        return False
    _refuse_message(state, own, detail)
    return True


def _refused_message(state: SessionState, numeric: str, target: str) -> OwnMessage | None:
    """The oldest message on its way that an unlabelled numeric can mean."""
    if numeric in BARE_MESSAGE_ERRORS:
        return next(state.outbox.unconfirmed(), None)
    if numeric not in MESSAGE_ERRORS:
        return None
    key = state.fold(target)
    for own in state.outbox.unconfirmed():
        if key in (state.fold(own.target), state.fold(own.conversation)):
            return own
    return None


def _failed_message(state: SessionState, command: str, context: tuple[str, ...]) -> OwnMessage | None:
    """The message on its way that an unlabelled FAIL means, the oldest where it names none."""
    waiting = list(state.outbox.unconfirmed())
    if command == "BATCH":
        waiting = [own for own in waiting if own.is_batch]
        named = (own for own in waiting if batch_ref(own) in context)
    elif command in MESSAGE_COMMANDS:
        targets = {state.fold(word) for word in context}
        named = (own for own in waiting if state.fold(own.target) in targets)
    else:
        return None
    return next(named, waiting[0] if waiting else None)


def _refuse_message(state: SessionState, own: OwnMessage, detail: str) -> None:
    refuse(state, own, detail)
    flush(state)


def _take_request(
    state: SessionState, *, command: str = "", names: tuple[str, ...] = ()
) -> SentRequest | None:
    """Find and forget an unlabelled request of this command, or one that holds one of these names.

    That is the latest of the person's, else the first of our own.
    """
    folded = {state.fold(name) for name in names}

    def is_meant(request: SentRequest) -> bool:
        return request.command == command or bool(folded & {state.fold(param) for param in request.params})

    asked = next(filter(is_meant, reversed(state.requests)), None)
    if asked is not None:
        state.requests.remove(asked)
        return asked
    own = next(filter(is_meant, state.automatic_requests), None)
    if own is not None:
        del state.automatic_requests[own]
    return own


ROWS = {
    "FAIL": HandlerRow(_on_fail, least=3, early=True),
    "WARN": HandlerRow(_on_remark, least=3, early=True),
    "NOTE": HandlerRow(_on_remark, least=3, early=True),
}
