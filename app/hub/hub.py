"""The server as a pure machine: connect, receive, disconnect, tick, drain. No sockets, no clock, no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from app.hub.config import HubConfig
from app.hub.events import HubEvent
from app.hub.session import Peer

__all__ = ["Hub", "Peer", "Turn"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn of the event loop has to do outside, and what happened."""

    writes: list[tuple[int, bytes]]  # all there is for a session, joined
    closes: list[int]  # after that session's write was flushed
    events: list[HubEvent]


class Hub:
    """One hub. `now` is seconds since 1970; sessions are known by the numbers that connect() gives."""

    def __init__(self, config: HubConfig, *, now: float) -> None:
        raise NotImplementedError

    @property
    def member_count(self) -> int:
        """How many people are in the room."""
        raise NotImplementedError

    def connect(self, peer: Peer, now: float) -> int:
        """Take a new connection; returns its session's number. It may be closed in the same turn (full)."""
        raise NotImplementedError

    def receive(self, session: int, data: bytes, now: float) -> None:
        """Take bytes from a connection."""
        raise NotImplementedError

    def disconnect(self, session: int, reason: str, now: float) -> None:
        """The connection is gone; `reason` is what others are told ("Connection reset")."""
        raise NotImplementedError

    def backlog(self, session: int, waiting: int, now: float) -> None:
        """Tell how many bytes a connection has not taken yet; one that does not read is closed."""
        raise NotImplementedError

    def tick(self, now: float) -> None:
        """Deadlines, pings and waiting lines; about once a second."""
        raise NotImplementedError

    def drain(self, now: float) -> Turn:
        """Take what there is to do outside; once per turn of the event loop."""
        raise NotImplementedError

    def grant_owner(self, secret: str, now: float) -> None:
        """The session that next proves this secret by HUBBUB OWNER is the host's."""
        raise NotImplementedError

    def set_password(self, password: str | None, now: float) -> None:
        """Change or remove the hub's password; who is in stays in."""
        raise NotImplementedError

    def abort(self, session: int, now: float) -> None:
        """Drop a session whose input met a bug of ours."""
        raise NotImplementedError

    def close(self, reason: str, now: float) -> None:
        """End hosting: everybody is told why and closed."""
        raise NotImplementedError
