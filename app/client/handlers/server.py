"""What the server says of itself and of the connection: PING, ERROR, KILL, numerics without a handler.

https://modern.ircdocs.horse/#miscellaneous-messages
"""

from __future__ import annotations

from app.client.events import Failure, LeaveKind, RoomLeft, ServerSaid, WelcomeOver
from app.client.features import file_sharing, quoted_lines, typing_status
from app.client.features.own_messages import confirm, flush
from app.client.features.quit_reasons import closing_words, read_error, read_quit
from app.client.features.room_password import password_failure
from app.client.features.session_end import fail
from app.client.handlers.error_replies import on_error
from app.client.handlers.row import HandlerRow
from app.client.handlers.welcome import complete
from app.client.state.session_state import SessionState
from app.irc.message import Message

# Numerics outside of 400 to 599 that refuse something all the same: try again, caller id, bad mode parameter.
OTHER_ERRORS = frozenset({"263", "696", "716", "723", "972"})


def on_unclaimed(state: SessionState, message: Message) -> None:
    """A line without a handler of its own: numerics go to the server's log, unknown commands nowhere."""
    numeric = message.command
    if len(numeric) != 3 or not numeric.isdecimal():
        return
    if numeric[0] in "45" or numeric in OTHER_ERRORS:
        on_error(state, message)
    else:
        is_answer = quoted_lines.is_answer(state)
        state.emit(ServerSaid(" ".join(message.params[1:]), numeric, state.time, is_answer=is_answer))


def _on_ping(state: SessionState, message: Message) -> None:
    state.reply("PONG", message.params[0])


def _on_pong(state: SessionState, message: Message) -> None:
    """Whatever was written before the PING has been read; what was not refused was taken."""
    token = message.params[-1] if message.params else ""
    if token not in state.ping_barriers and state.ping_barriers:
        token = next(iter(state.ping_barriers))  # a server that does not repeat tokens answers in order
    for message_id in state.ping_barriers.pop(token, ()):
        confirm(state, message_id)
    complete(state)
    if not state.is_welcome_over:  # the first PING went out at its beginning
        state.is_welcome_over = True
        state.emit(WelcomeOver(state.time))
    flush(state)


def _on_error_closing(state: SessionState, message: Message) -> None:
    text = message.param(0)
    failure = read_error(text)
    if failure is Failure.WRONG_PASSWORD:
        failure = password_failure(state, text)
    if failure is Failure.BANNED and state.is_registered and state.is_hub:
        text = _leave_banned(state, text)
    fail(state, failure, text)


def _leave_banned(state: SessionState, text: str) -> str:
    """We are out of all channels, not only without a connection; returns why."""
    cause = read_quit(closing_words(text))
    for channel in list(state.channels.values()):
        typing_status.forget_all(state, channel.name)
        state.emit(RoomLeft(channel.name, LeaveKind.BANNED, cause.by, cause.reason, state.time))
    state.channels.clear()
    state.joining.clear()
    return cause.reason


def _on_kill(state: SessionState, message: Message) -> None:
    if state.is_me(message.params[0]):
        fail(state, Failure.KICKED_OUT, message.param(1))


def _on_wallops(state: SessionState, message: Message) -> None:
    state.emit(ServerSaid(f"{message.sender.nick}: {message.params[-1]}", "", state.time))


def _on_token(state: SessionState, message: Message) -> None:
    file_sharing.on_token(state, message.params)


ROWS = {
    "PING": HandlerRow(_on_ping, least=1, early=True),
    "PONG": HandlerRow(_on_pong),
    "ERROR": HandlerRow(_on_error_closing, early=True),
    "KILL": HandlerRow(_on_kill, least=1),
    "TOKEN": HandlerRow(_on_token, least=3),
    "WALLOPS": HandlerRow(_on_wallops, least=1),
}
