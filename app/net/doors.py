"""The hub's listeners as one thing: opened together or not at all, and who is let through them at all.

Knows no hub: it counts connections, it does not speak to them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.net.descriptors import raise_limit
from app.net.endpoint import Endpoint
from app.net.errors import ListenError
from app.net.listener import Listener

log = logging.getLogger(__name__)

# Connections that have not said who they are: more than any real rush, fewer than a process may hold.
STRANGERS_LIMIT = 512
SPARE_DESCRIPTORS = 64  # for files, libraries and the listeners themselves


@dataclass(frozen=True, slots=True)
class Listening:
    """One open listener: `text` is HOST:PORT as people read it, `host` "" for all interfaces."""

    host: str
    port: int
    text: str
    private: bool


class Doors:
    """All listeners of a hub. `arrived` takes every new descriptor with the endpoint that it came by."""

    def __init__(self, arrived: Callable[[int, Endpoint], None], parent: QObject) -> None:
        self._arrived = arrived
        self._parent = parent
        self._listeners: list[Listener] = []
        self._strangers: set[int] = set()
        self._capacity: int | None = None

    def open(self, endpoints: Iterable[Endpoint]) -> tuple[Listening, ...]:
        """Listen on all of `endpoints`; raises ListenError, and listens nowhere, when one is not possible."""
        self._capacity = raise_limit()
        try:
            for endpoint in endpoints:
                listener = Listener(self._arrived, self._parent)
                self._listeners.append(listener)
                listener.open(endpoint)
        except ListenError:
            self.shut()
            raise
        return tuple(
            Listening(one.endpoint.host, one.serverPort(), one.text(), one.endpoint.private)
            for one in self._listeners
        )

    def shut(self) -> None:
        """Let nobody in any more."""
        for listener in self._listeners:
            listener.shut()
        self._listeners = []
        self._strangers.clear()

    def has_place(self, held: int, waiting: int | None) -> bool:
        """Whether one more may come in beside the `held` connections.

        `waiting`: how many strangers are in the lobby; None for somebody who is no stranger.
        """
        if waiting is not None and len(self._strangers) + waiting >= STRANGERS_LIMIT:
            log.warning("a connection was refused: too many have not registered yet")
            return False
        return self._capacity is None or held < self._capacity - SPARE_DESCRIPTORS

    def add_stranger(self, session: int) -> None:
        """A connection came in and has not said who it is."""
        self._strangers.add(session)

    def discard_stranger(self, session: int) -> None:
        """A connection has registered or is gone."""
        self._strangers.discard(session)
