"""Tries, at the request of a hub that we are in, under which of its addresses we reach it.

`diagnosis.callbacks` says which of them may be tried; a hub learns no more than whether it is there itself,
also from how long an answer takes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot

from app.application.joined_server import JoinedServer
from app.client.events import CallbackAsked, Event
from app.client.wishes import TellCallback
from app.diagnosis.callbacks import CallbackTries
from app.discovery.local_networks import Surroundings, surroundings
from app.discovery.probes import ProbeTarget
from app.discovery.sightings import ProbeResult
from app.irc.callback_lines import CallbackRequest, CallbackResult
from app.net.interfaces import local_interfaces
from app.net.room_probe import PATIENCE_MS, ProbeFinding, RoomProbes
from app.net.routers import Routers
from app.security.pins import Pin

# After the request: who refuses does so at once, who is not there never, and neither is a hub's business.
MISSED_TOLD_MS = PATIENCE_MS + 500


def surroundings_now(routers: Iterable[str]) -> Surroundings:
    """The networks that this computer is on now, with these routers."""
    return surroundings(local_interfaces(), routers)


class KnownHubs(Protocol):
    """Whether a hub was joined before; `trust_store.TrustStore` fits it."""

    def pin_of(self, fingerprint: str) -> Pin | None:
        """What is remembered of it, None for nothing."""
        ...


class GuestCallbacks(QObject):
    """Answers the requests of all hubs that this window is in, few of them."""

    def __init__(
        self,
        hubs: KnownHubs,
        parent: QObject | None = None,
        *,
        look_around: Callable[[Iterable[str]], Surroundings] = surroundings_now,
        clock: Callable[[], float] = time.monotonic,
        routers: Routers | None = None,
        probes: RoomProbes | None = None,
    ) -> None:
        super().__init__(parent)
        self._hubs = hubs
        self._look_around = look_around
        self._clock = clock
        self._tries = CallbackTries()
        self._waiting: dict[JoinedServer, CallbackRequest] = {}  # for the routers to be known
        self._asked: dict[ProbeTarget, JoinedServer] = {}
        self._missed: list[tuple[JoinedServer, CallbackResult]] = []  # to be told
        self._tell_soon = QTimer(self, singleShot=True, interval=MISSED_TOLD_MS)
        self._tell_soon.timeout.connect(self._tell_missed)
        self._routers = routers or Routers(self)
        self._routers.found.connect(self._try)
        self._probes = probes or RoomProbes(self, asks=False)
        self._probes.found.connect(self._on_found)

    @Slot(JoinedServer)
    def follow(self, server: JoinedServer) -> None:
        """Answer what this hub asks, until we leave it."""
        server.link.events_arrived.connect(partial(self._on_events, server))
        server.ended.connect(self._forget)

    def _on_events(self, server: JoinedServer, happened: list[Event]) -> None:
        for event in happened:
            if isinstance(event, CallbackAsked) and self._may_take(server, event.request):
                self._waiting[server] = event.request
                self._routers.look()

    def _may_take(self, server: JoinedServer, request: CallbackRequest) -> bool:
        is_pinned = self._hubs.pin_of(server.fingerprint) is not None
        port = server.link.reached.port
        is_taken = self._tries.may_take(request, self._clock(), port=port, is_pinned=is_pinned)
        return is_taken and not server.destination.hosting

    @Slot(QObject)
    def _forget(self, server: JoinedServer) -> None:
        self._waiting.pop(server, None)
        self._asked = {target: asker for target, asker in self._asked.items() if asker is not server}
        self._missed = [one for one in self._missed if one[0] is not server]

    @Slot(object)
    def _try(self, routers: frozenset[str]) -> None:
        waiting, self._waiting = self._waiting, {}
        near = self._look_around(routers) if waiting else Surroundings()
        for server, request in waiting.items():
            for place in self._tries.take(request, self._clock(), near):
                target = ProbeTarget(place, server.fingerprint)
                self._asked[target] = server
                self._probes.look(target)
                self._tell_soon.start()

    @Slot(object, object)
    def _on_found(self, target: ProbeTarget, finding: ProbeFinding) -> None:
        server = self._asked.pop(target, None)
        if server is not None:
            is_right = finding.result is ProbeResult.RIGHT
            result = CallbackResult(target.place.port, target.place.address, is_right)
            if is_right:
                server.link.ask(TellCallback(result))
            else:
                self._missed.append((server, result))
                if not self._tell_soon.isActive():
                    self._tell_soon.start()

    @Slot()
    def _tell_missed(self) -> None:
        missed, self._missed = self._missed, []
        for server, result in missed:
            server.link.ask(TellCallback(result))
