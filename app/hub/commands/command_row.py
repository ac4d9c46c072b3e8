"""One row of the command table: a handler, the checks that are done before it, and its help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from app.hub.data.entities import Session
from app.hub.data.hub_state import State
from app.hub.telling.replies import Request
from app.values import frozen

Handler = Callable[[State, Request], None]


@frozen
class Row:
    """A command. `operator`: only for operators and the host.

    `is_talk`: whoever speaks reaches the same after it as before. `help`: how it is written, then what
    it does, a line each.
    """

    handler: Handler
    min_params: int = 0
    before_welcome: bool = False
    operator: bool = False
    is_talk: bool = False
    early_with: frozenset[str] = frozenset()  # any of these capabilities allows it before the welcome
    help: tuple[str, ...] = field(kw_only=True)  # lines

    def is_allowed(self, session: Session) -> bool:
        """Whether it has come far enough for this command."""
        return session.welcomed or self.before_welcome or not session.caps.isdisjoint(self.early_with)
