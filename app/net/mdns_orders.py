"""What is wanted of the thread of multicast DNS, handed over from any other. Loads no library for it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace

from app.discovery.local_networks import AnnouncedInterface
from app.discovery.service import Service
from app.values import frozen

MOST_DOUBTED = 100  # names that wait until the thread has started


@frozen
class Wanted:
    """What is told, looked for and listened to, and on which interfaces."""

    interfaces: tuple[AnnouncedInterface, ...] = ()
    service: Service | None = None
    browsed: frozenset[str] = frozenset()  # kinds of services that are asked for
    heard: frozenset[str] = frozenset()  # and kinds of which announcements are noticed unasked
    restarts: int = 0  # how often to tell and ask as at the start
    is_over: bool = False

    @property
    def is_anything(self) -> bool:
        """Whether there is anything to do on a network."""
        return bool(self.service or self.browsed or self.heard)


class Orders:
    """The latest of what is wanted, and the services that somebody doubts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted = Wanted()
        self._doubted: list[str] = []
        self._wake: Callable[[], object] | None = None

    def want(self, change: Callable[[Wanted], Wanted]) -> None:
        """Change what is wanted."""
        with self._lock:
            self._wanted = change(self._wanted)
        self._tell()

    def end(self) -> None:
        """Nothing more is wanted: say goodbye and end."""
        self.want(lambda wanted: replace(wanted, is_over=True))

    def doubt(self, name: str) -> None:
        """Ask whether a service that was found is still there."""
        with self._lock:
            if len(self._doubted) < MOST_DOUBTED and name not in self._doubted:
                self._doubted.append(name)
        self._tell()

    def be_told(self, wake: Callable[[], object]) -> None:
        """Call `wake`, in whatever thread, when there is something new from now on."""
        self._wake = wake

    def take(self) -> tuple[Wanted, tuple[str, ...]]:
        """What is wanted now, and the names that were doubted since the last time."""
        with self._lock:
            doubted, self._doubted = tuple(self._doubted), []
            return self._wanted, doubted

    def _tell(self) -> None:
        wake = self._wake
        if wake is not None:
            with contextlib.suppress(RuntimeError):  # the thread has ended
                wake()
