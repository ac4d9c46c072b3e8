"""Tries, at the request of a hub that we are in, under which of its addresses we reach it.

`diagnosis.callbacks` says which of them may be tried; a hub learns no more than whether it is there itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Slot

from app.application.joined_server import JoinedServer
from app.application.trust_store import TrustStore
from app.client.events import CallbackAsked, Event
from app.client.wishes import TellCallback
from app.diagnosis.callbacks import CallbackTries
from app.discovery.local_networks import Surroundings, surroundings
from app.discovery.probes import ProbeTarget
from app.discovery.sightings import ProbeResult
from app.irc.callback_lines import CallbackRequest, CallbackResult
from app.net.interfaces import local_interfaces
from app.net.room_probe import ProbeFinding, RoomProbes
from app.net.routers import Routers


def surroundings_now(routers: Iterable[str]) -> Surroundings:
    """The networks that this computer is on now, with these routers."""
    return surroundings(local_interfaces(), routers)


@dataclass(frozen=True, slots=True)
class _Question:
    server: JoinedServer
    request: CallbackRequest


class GuestCallbacks(QObject):
    """Answers the requests of all hubs that this window is in, few of them."""

    def __init__(
        self,
        trust: TrustStore,
        parent: QObject | None = None,
        *,
        look_around: Callable[[Iterable[str]], Surroundings] = surroundings_now,
        clock: Callable[[], float] = time.monotonic,
        routers: Routers | None = None,
        probes: RoomProbes | None = None,
    ) -> None:
        super().__init__(parent)
        self._trust = trust
        self._look_around = look_around
        self._clock = clock
        self._tries = CallbackTries()
        self._waiting: list[_Question] = []  # for the routers to be known
        self._asked: dict[ProbeTarget, JoinedServer] = {}
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
            if isinstance(event, CallbackAsked) and not server.destination.hosting:
                self._waiting.append(_Question(server, event.request))
                self._routers.look()

    @Slot(QObject)
    def _forget(self, server: JoinedServer) -> None:
        self._waiting = [one for one in self._waiting if one.server is not server]
        self._asked = {target: asker for target, asker in self._asked.items() if asker is not server}

    @Slot(object)
    def _try(self, routers: frozenset[str]) -> None:
        waiting, self._waiting = self._waiting, []
        near = self._look_around(routers) if waiting else Surroundings()
        for one in waiting:
            server = one.server
            places = self._tries.take(
                one.request,
                self._clock(),
                port=server.link.reached.port,
                is_pinned=self._trust.pin_of(server.fingerprint) is not None,
                near=near,
            )
            for place in places:
                target = ProbeTarget(place, server.fingerprint)
                self._asked[target] = server
                self._probes.look(target)

    @Slot(object, object)
    def _on_found(self, target: ProbeTarget, finding: ProbeFinding) -> None:
        server = self._asked.pop(target, None)
        if server is not None:
            is_right = finding.result is ProbeResult.RIGHT
            result = CallbackResult(target.place.port, target.place.address, is_right)
            server.link.ask(TellCallback(result))
