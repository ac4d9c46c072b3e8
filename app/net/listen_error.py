"""Why a hub could not listen: kinds with their data, said by `words`. Knows no Qt."""

from __future__ import annotations

from enum import Enum


class ListenProblem(Enum):
    """What is wrong, and which of its data are told."""

    NO_PORT_FREE = "no port is free"  # first, last
    PORT_IN_USE = "the port is already in use"  # port, place
    NOT_ALLOWED = "listening is not allowed"  # place
    NOT_OURS = "no address of this computer"  # place
    IMPOSSIBLE = "listening is not possible"  # place, reason
    ALREADY_OPEN = "this program hosts a room already"


class WebPortProblem(Enum):
    """Why there is no port for browsers beside a hub's own."""

    TOO_HIGH = "no port is so high"
    BLOCKED_BY_BROWSERS = "browsers refuse to open it"
    IN_USE = "the port is already in use"
    IMPOSSIBLE = "listening is not possible"


class ListenError(Exception):
    """An address or a port cannot be listened on: a kind and its data. A reason is the operating system's."""

    def __init__(self, problem: ListenProblem, **data: str | int) -> None:
        super().__init__(f"{problem.value}: {', '.join(map(str, data.values()))}" if data else problem.value)
        self.problem = problem
        self.data = data
