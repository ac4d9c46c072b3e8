"""Lines that a person types as they are, and showing what the server answers.

With labels (https://ircv3.net/specs/extensions/labeled-response) an answer is known; without them what comes
within some seconds is taken for it.
"""

from __future__ import annotations

from app.client.events import Refusal, ServerSaid
from app.client.state.session_state import SentRequest, SessionState
from app.irc import capabilities as caps
from app.irc.message import Message, ParseError, parse
from app.irc.text import one_line

ANSWER_SECONDS = 5.0
# As many as one reads; an answer may be the list of all channels.
ANSWER_LINES = 50
MONITOR = "73"  # how its numerics begin


def send(state: SessionState, text: str) -> None:
    """Send a line; RequestFailed where it is none."""
    try:
        line = parse(one_line(text).strip())
    except ParseError:
        state.refuse(SentRequest(""), Refusal.UNWRITABLE)
        return
    state.quoted.until, state.quoted.lines = state.now + ANSWER_SECONDS, ANSWER_LINES
    state.request(line.command, *line.params, is_quoted=True)


def tell_answer(state: SessionState, message: Message) -> None:
    """A numeric that something else stands for is shown as well, if it answers such a line."""
    numeric = message.command
    if state.quoted.lines <= 0 or len(numeric) != 3 or not numeric.isdecimal() or numeric[0] in "45":
        return
    if numeric[:2] == MONITOR:  # of what the window asks by itself
        return
    if is_answer(state):
        state.emit(ServerSaid(" ".join(message.params[1:]), numeric, state.time, is_answer=True))


def is_answer(state: SessionState) -> bool:
    """Whether the line at hand answers the last one that was typed as it is, and is to be shown."""
    quoted = state.quoted
    if quoted.lines <= 0 or state.now > quoted.until:
        return False
    if caps.LABELED_RESPONSE in state.caps:
        request = state.labelled_requests.get(state.label)
        if request is None or not request.is_quoted:
            return False
    quoted.lines -= 1
    return True
