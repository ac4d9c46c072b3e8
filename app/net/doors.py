"""The hub's listeners as one thing: opened together or not at all, and for how many there are descriptors.

Knows no hub: it hands on connections, it does not speak to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.net.connection import LEAVING_LIMIT
from app.net.descriptors import raise_limit
from app.net.endpoint import Endpoint
from app.net.errors import ListenError
from app.net.listener import Listener
from app.net.strangers import KNOWN_PLACES, STRANGERS_LIMIT

SPARE_DESCRIPTORS = 64  # for files, libraries and the listeners themselves
# Of the others, strangers have a quarter at the most: members are not kept out by who says nothing.
STRANGERS_PART = 4


@dataclass(frozen=True, slots=True)
class Room:
    """For how many there are descriptors: `strangers` of unknown addresses, `sessions` of the hub."""

    strangers: int
    sessions: int


def room_for(sessions: int, capacity: int | None) -> Room:
    """Share `capacity` descriptors, None for enough, between strangers and at most `sessions`."""
    if capacity is None:
        return Room(STRANGERS_LIMIT, sessions)
    usable = max(0, capacity - SPARE_DESCRIPTORS)
    strangers = min(STRANGERS_LIMIT, max(1, usable // STRANGERS_PART))
    beside = strangers + min(KNOWN_PLACES, strangers) + min(LEAVING_LIMIT, strangers)
    return Room(strangers, max(1, min(sessions, usable - beside)))


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

    def room_for(self, sessions: int) -> Room:
        """How many may be here at once, of `sessions` that the hub would have."""
        return room_for(sessions, self._capacity)

    def has_place(self, held: int) -> bool:
        """Whether there is a descriptor for one more beside the `held` connections."""
        return self._capacity is None or held < self._capacity - SPARE_DESCRIPTORS
