"""The shape of a handler's row. The rows of all families are merged in app.client.session.dispatch."""

from __future__ import annotations

from collections.abc import Callable

from app.client.state.session_state import SessionState
from app.irc.message import Message
from app.values import frozen

Handler = Callable[[SessionState, Message], None]


@frozen
class HandlerRow:
    """A handler; `least`: parameters without which the line is dropped, `early`: also before the welcome."""

    handler: Handler
    least: int = 0
    early: bool = False


def ignore(state: SessionState, message: Message) -> None:
    """For lines that tell nothing new."""
