"""Slow steps of a session, for a thread of its owner: what they are called and what they take and give."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Work:
    """Something slow; its result comes back by `ClientSession.complete(id, result, now)`.

    | kind   | data                                     | result              |
    |--------|------------------------------------------|---------------------|
    | derive | (password, salt, n, r, p, fingerprint)   | (half, our share)   |
    | finish | (half, the hub's share)                  | session key         |

    A result of None means that it could not be done: a share that is none, our own one sent back.
    """

    id: int
    kind: str
    data: object = field(repr=False)  # passwords and keys
