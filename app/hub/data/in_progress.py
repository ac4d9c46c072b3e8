"""What a session has begun and not finished: slow work, a login, the proof of a password, a message of
several lines. Data and small questions only: what goes on is a function that the session holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from app.hub.data.addresses import Origin
from app.hub.data.config import PasswordVerifier
from app.hub.data.limits import MAX_BYTES, MAX_LINES
from app.irc import sasl_responses
from app.irc.password_exchange import CLIENT, HUB, ScryptParams, confirmation, confirms, transcript
from app.values import frozen

Part = tuple[str, bool]  # a text, whether it continues the one before

_REFERENCE = re.compile(r"[A-Za-z0-9-]{1,64}")
# Programs send a batch at once; the flood allowance may stretch the longest over a few seconds.
TIMEOUT = 60.0


@frozen
class SlowTask:
    """Something slow that a thread does; its result comes back by `Hub.complete(id, result, now)`.

    | kind        | data                                        | result                     |
    |-------------|---------------------------------------------|----------------------------|
    | check       | (password, PasswordVerifier)                | bool                       |
    | share       | (verifier.key, client's share, fingerprint) | (hub's share, session key) |
    | credentials | (password, iterations)                      | Credentials, or False      |
    | scram       | (client's first message, ScramVerifier,     | (conversation, answer)     |
    |             | channel binding, with it or not)            |                            |
    | proof       | (conversation, client's last message)       | answer, or False           |

    False: it cannot be a password, it proves nothing.
    A result of None means that it could not be done: too much of one address or network waits, a share or a
    proof that is none.
    """

    id: int
    kind: str
    data: object = field(repr=False)  # passwords and keys
    origin: Origin  # whose turn it takes
    pause: float = 0.0  # seconds that have to pass since the last one of who is not trusted


@frozen
class Pending:
    """A request that waits for its slow step; `go_on` takes the result, None when it could not be done."""

    kind: str
    go_on: Callable[[object], None] = field(repr=False)


@dataclass(slots=True)
class Exchange:
    """One try to prove the room's password without sending it.

    `fingerprint` is that of the certificate which this hub shows on the connection.
    """

    verifier: PasswordVerifier
    fingerprint: str
    client_share: bytes = b""
    hub_share: bytes = b""
    key: bytes = field(default=b"", repr=False)

    @property
    def params(self) -> ScryptParams:
        """What the client needs to derive its key."""
        return ScryptParams(self.verifier.salt, self.verifier.n, self.verifier.r, self.verifier.p)

    def is_confirmed_by(self, given: bytes | None) -> bool:
        """Whether the client has shown that it has the key."""
        return confirms(given, self.key, CLIENT, self._said())

    def confirmation(self) -> bytes:
        """What shows the client that the hub has it too."""
        return confirmation(self.key, HUB, self._said())

    def _said(self) -> bytes:
        return transcript(self.fingerprint, self.params, self.client_share, self.hub_share)


class LoginStep(StrEnum):
    """What the client's next response is; the first step of a mechanism is called like it."""

    EXTERNAL = sasl_responses.EXTERNAL
    PLAIN = sasl_responses.PLAIN
    SCRAM = sasl_responses.SCRAM_SHA_256
    SCRAM_PLUS = sasl_responses.SCRAM_SHA_256_PLUS
    SCRAM_PROOF = "proof"
    SCRAM_END = "end"


@dataclass(slots=True)
class Login:
    """`step` is what to do with the client's next response, once all of its pieces are there."""

    step: LoginStep
    response: str = field(default="", repr=False)  # the pieces so far; a password may be in it
    account: str = ""  # whom SCRAM is about to prove, "" where it cannot prove anybody
    conversation: object = field(default=None, repr=False)  # of SCRAM


@dataclass(slots=True, eq=False)
class ClientBatch:
    """One open batch. Its opening line is answered when it is closed, or when it has failed.

    `say` says the whole of it; `refuse` takes code, context and sentence of the FAIL.
    """

    reference: str
    target: str
    opened: float
    say: Callable[[ClientBatch], None] = field(repr=False)
    refuse: Callable[..., None] = field(repr=False)
    has_failed: bool = False  # and was answered; what else belongs to it is not said
    command: str = ""  # PRIVMSG or NOTICE, as the first line says
    parts: list[Part] = field(default_factory=list)
    size: int = 0  # bytes of UTF-8, with the line feeds between lines

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said in any of its lines."""
        return not any(text for text, _ in self.parts)

    def mistake(self, command: str, target: str, text: str, *, continues: bool) -> tuple[str, ...]:
        """What is wrong with one more line, as code, context and sentence of FAIL BATCH; () for nothing."""
        grown = self.size + len(text.encode()) + (0 if continues or not self.parts else 1)
        if target != self.target:
            return ("MULTILINE_INVALID_TARGET", self.target, target, "All lines go to the batch's own target")
        if len(self.parts) >= MAX_LINES:
            return ("MULTILINE_MAX_LINES", str(MAX_LINES), f"A message has at most {MAX_LINES} lines")
        if grown > MAX_BYTES:
            return ("MULTILINE_MAX_BYTES", str(MAX_BYTES), f"A message has at most {MAX_BYTES} bytes")
        if command not in ("PRIVMSG", "NOTICE") or command != (self.command or command):
            return ("MULTILINE_INVALID", "A message is all of PRIVMSG or all of NOTICE")
        if continues and not (text and self.parts):
            return ("MULTILINE_INVALID", "Nothing can be put behind the line before")
        return ()

    def add(self, command: str, text: str, *, continues: bool) -> None:
        """Take a line without mistake."""
        self.command = command
        self.size += len(text.encode()) + (0 if continues or not self.parts else 1)
        self.parts.append((text, continues))


def is_reference(text: str) -> bool:
    """Whether a batch may be called so."""
    return _REFERENCE.fullmatch(text) is not None
