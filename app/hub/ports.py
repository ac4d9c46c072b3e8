"""What the hub needs from outside and does not do itself: slow work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.hub.addresses import Origin


@dataclass(frozen=True, slots=True)
class Work:
    """Something slow that a thread does; its result comes back by `Hub.complete(id, result, now)`.

    | kind        | data                                        | result                     |
    |-------------|---------------------------------------------|----------------------------|
    | check       | (password, PasswordVerifier)                | bool                       |
    | share       | (verifier.key, client's share, fingerprint) | (hub's share, session key) |
    | credentials | (password, iterations)                      | Credentials, or False      |
    | scram       | (client's first message, ScramVerifier)     | (conversation, answer)     |
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


@dataclass(frozen=True, slots=True)
class Pending:
    """A request that waits for its slow step; `go_on` takes the result, None when it could not be done."""

    kind: str
    go_on: Callable[[object], None] = field(repr=False)
