"""One row of the command table: a handler and the checks that are done before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.hub.replies import Request
from app.hub.state import State

Handler = Callable[[State, Request], None]


@dataclass(frozen=True, slots=True)
class Row:
    """A command. `operator`: only for operators and the host."""

    handler: Handler
    min_params: int = 0
    before_welcome: bool = False
    operator: bool = False
