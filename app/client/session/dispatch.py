"""A line's way: bytes, message, row, handler. The checks common to all commands happen here, once."""

from __future__ import annotations

from app.client.events import Failure
from app.client.features import history, quoted_lines
from app.client.features.session_end import fail
from app.client.handlers import (
    batches,
    channel_lines,
    channel_list,
    error_replies,
    history_pages,
    login_replies,
    messages,
    modes,
    people,
    server,
    tag_messages,
    welcome,
)
from app.client.handlers.row import HandlerRow
from app.client.state import multiline
from app.client.state.registration_state import Phase
from app.client.state.session_state import SessionState
from app.client.state.timestamps import read_time
from app.irc import capabilities as caps
from app.irc.message import Message, ParseError, decode, parse

ROWS: dict[str, HandlerRow] = {
    **welcome.ROWS,
    **login_replies.ROWS,
    **server.ROWS,
    **error_replies.ROWS,
    **channel_lines.ROWS,
    **channel_list.ROWS,
    **modes.ROWS,
    **people.ROWS,
    **messages.ROWS,
    **history_pages.ROWS,
    **tag_messages.ROWS,
}
# What a server may say first without naming itself; anything else without a source is another protocol.
FIRST_WORDS = frozenset({"NOTICE", "PING", "ERROR", "CAP", "AUTHENTICATE", "FAIL", "WARN", "NOTE"})
# The ends of a welcome that has no MOTD numerics.
ENDS_WELCOME = frozenset({"JOIN", "PONG", "PRIVMSG"})


def on_line(state: SessionState, line: bytes) -> None:
    """Handle one line of the server."""
    try:
        message = parse(decode(line))
    except ParseError:
        message = None
    if not state.has_heard_irc:
        if message is None or not _is_irc(message):
            fail(state, Failure.NOT_A_CHAT_SERVER)
            return
        state.has_heard_irc = True
    if message is not None:
        _on_message(state, message)


def _is_irc(message: Message) -> bool:
    command = message.command
    if message.source is None:
        return command in FIRST_WORDS
    return command.isascii() and (command.isalpha() or (len(command) == 3 and command.isdecimal()))


def _on_message(state: SessionState, message: Message) -> None:
    given = message.tags
    state.time = state.now
    state.label = ""
    if given:
        told = given.get("time")
        if told is not None:
            state.time = read_time(told, state.now)
            if "batch" not in given and state.phase is Phase.REGISTERED:
                state.last_seen.latest_time = state.time
        state.label = given.get("label", "")
        batch = state.batches.open.get(given["batch"]) if "batch" in given else None
        if batch is not None and message.command != "BATCH":
            state.label = state.label or batch.label
            if batches.hold(state, batch, message):
                return
    if message.command == "BATCH":
        _on_batch(state, message)
    else:
        _run(state, message)
        if "label" in given:
            state.labelled_requests.pop(state.label, None)  # that was the whole answer
    state.time = state.now


def _on_batch(state: SessionState, message: Message) -> None:
    if not message.params:
        return
    batch = batches.on_batch(state, message)
    if batch is None:
        return
    state.time, state.label = batch.time, batch.label
    if batch.kind == caps.MULTILINE:
        if (whole := multiline.joined(batch)) is not None:
            _run(state, whole)
    elif batch.kind in batches.SPLITS:
        for line in batches.lines_of(batch):
            state.time = line.time
            _run(state, line.message)
    else:
        history_pages.on_batch(state, batch)
    batches.end_answer(state, batch.label)


def _run(state: SessionState, message: Message) -> None:
    if state.history_queries.current is not None:
        history.note_live(state, message)
    row = ROWS.get(message.command)
    if state.phase is not Phase.REGISTERED:
        if state.phase is Phase.CLOSED:
            return
        if state.phase is Phase.WELCOMED and message.command in ENDS_WELCOME:
            welcome.complete(state)
        elif state.phase is Phase.REGISTERING and row is not None and not row.early:
            return
    if row is None:
        server.on_unclaimed(state, message)
    elif len(message.params) >= row.least:
        quoted_lines.tell_answer(state, message)
        row.handler(state, message)
