"""Where a session and the parts of its registration are, which moves there are, and its slow steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from app.irc.password_exchange import ScryptParams
from app.values import frozen


class ExchangeStage(Enum):
    """How far the proof of the password has come, in this order."""

    UNUSED = "unused"
    STARTED = "started"
    DERIVING = "deriving"  # in a thread
    SHARED = "shared"
    FINISHING = "finishing"  # in a thread
    CONFIRMING = "confirming"
    CONFIRMED = "confirmed"  # the hub has shown that it knows the password too


@dataclass(slots=True)
class PasswordExchange:
    """The proof of the room's password, both ways."""

    stage: ExchangeStage = ExchangeStage.UNUSED
    params: ScryptParams | None = None
    half: object = field(default=None, repr=False)  # the thread's own, for its second step
    share: bytes = b""
    hub_share: bytes = b""
    key: bytes = field(default=b"", repr=False)

    @property
    def is_running(self) -> bool:
        """Whether it has begun and has not come to its end."""
        return self.stage not in (ExchangeStage.UNUSED, ExchangeStage.CONFIRMED)


class LoginStage(Enum):
    """How far logging in has come, in this order; by certificate from ASKED to ANSWERED at once."""

    UNUSED = "unused"
    ASKED = "asked"  # for a mechanism
    BEGUN = "begun"
    PROVING = "proving"  # in a thread
    PROVED = "proved"  # and the server has to prove itself
    ANSWERED = "answered"
    DONE = "done"  # or refused, where that keeps nobody from coming in


@dataclass(slots=True)
class LoginProgress:
    """Logging in on the way in."""

    stage: LoginStage = LoginStage.UNUSED
    mechanism: str = ""
    first: str = field(default="", repr=False)  # our first message
    heard: str = field(default="", repr=False)  # pieces of the server's
    wanted: str = field(default="", repr=False)  # what proves that it knows the password

    @property
    def is_running(self) -> bool:
        """Whether it has begun and has not come to its end."""
        return self.stage not in (LoginStage.UNUSED, LoginStage.DONE)


class Phase(Enum):
    """Where a session is."""

    REGISTERING = "registering"  # until 001
    WELCOMED = "welcomed"  # 001 came; 005 and the rest of the welcome are coming
    REGISTERED = "registered"
    CLOSED = "closed"  # its end was told, or we quit


# From each phase to those that may follow it; nothing follows the end.
MOVES = {
    Phase.REGISTERING: {Phase.WELCOMED, Phase.CLOSED},
    Phase.WELCOMED: {Phase.REGISTERED, Phase.CLOSED},
    Phase.REGISTERED: {Phase.CLOSED},
    Phase.CLOSED: set[Phase](),
}


@frozen
class SlowStep:
    """Something slow; its result comes back by `ClientSession.complete(id, result, now)`.

    | kind   | data                                     | result              |
    |--------|------------------------------------------|---------------------|
    | derive | (password, salt, n, r, p, fingerprint)   | (half, our share)   |
    | finish | (half, the hub's share)                  | session key         |
    | prove  | (account's password, our first message,  | (our last message,  |
    |        | the server's, channel binding)           | what it must answer)|

    A result of None means that it could not be done: a share that is none, our own one sent back, a message
    that is none or asks for too much.
    """

    id: int
    kind: str
    data: object = field(repr=False)  # passwords and keys
