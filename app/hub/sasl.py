"""One login that a session has begun. Data only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.hub.replies import Request
from app.hub.state import State


@dataclass(slots=True)
class Login:
    """`step` takes the client's next response, once all of its pieces are there."""

    step: Step
    response: str = field(default="", repr=False)  # the pieces so far; a password may be in it
    account: str = ""  # whom SCRAM is about to prove, "" where it cannot prove anybody
    conversation: object = field(default=None, repr=False)  # of SCRAM


Step = Callable[[State, Request, Login, bytes], None]
