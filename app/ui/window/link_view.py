"""What a window shows of a connection and of a room that one is no longer in. Plain values, no widget."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class LinkPhase(Enum):
    """How a connection is shown."""

    CONNECTING = "connecting"  # on the way, for the first time or again
    ONLINE = "online"
    LOST = "lost"  # the next try is timed
    STOPPED = "stopped"  # ended for good, or the person stopped trying


@dataclass(frozen=True, slots=True)
class LinkView:
    """A connection as its rooms show it.

    `address` is the server's as typed; `seconds` until the next try when LOST; `words` the reason of STOPPED,
    a whole sentence; `may_retry` whether trying again by hand can help.
    """

    phase: LinkPhase
    address: str = ""
    seconds: float = 0.0
    words: str = ""
    may_retry: bool = True


@dataclass(frozen=True, slots=True)
class RoomEnding:
    """Why one is not in a room any more, as a sentence; `may_rejoin` offers *Join again*."""

    words: str
    may_rejoin: bool = False
