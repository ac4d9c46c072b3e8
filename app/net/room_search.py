"""Looks for rooms while somebody looks at their list: by beacon and DNS-SD, and at known hosts.

Looks whether a room is where others say so, and sweeps the network when it is asked to.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.discovery.announcement import Announcement
from app.discovery.datagrams import Bye, Datagram, Here, who
from app.discovery.local_networks import (
    AnnouncedInterface,
    LocalInterface,
    Surroundings,
    announced_on,
    surroundings,
)
from app.discovery.nearby_rooms import HEAD_START, NearbyRoom, NearbyRooms
from app.discovery.pacing import Timetable
from app.discovery.probes import KnownHosts, ProbeTarget
from app.discovery.sightings import LIFE, HeardPlace, ProbeResult
from app.discovery.sweep import sweep_targets
from app.net.discovery_sockets import DiscoverySockets
from app.net.interfaces import local_interfaces
from app.net.network_sweep import NetworkSweep
from app.net.room_probe import ProbeFinding, RoomProbes
from app.net.room_services import RoomServices

LOOK_MS = 1000  # how soon a room that gave no sign of life is gone from the list
REFRESH_SECONDS = LIFE / 3
SHOW_MS = (
    200  # between two lists at least: whoever floods the network must not have one drawn for each datagram
)


class RoomSearch(QObject):
    """The rooms nearby, as long as it is started.

    Signals:
        changed: a list of NearbyRoom, the rooms to show now.
        answering_changed: a tuple of ProbeTarget, the known hosts that answer now, and where.
    """

    changed = Signal(list)
    answering_changed = Signal(object)

    def __init__(
        self,
        sockets: DiscoverySockets,
        services: RoomServices,
        parent: QObject | None = None,
        *,
        look: Callable[[], Sequence[LocalInterface]] = local_interfaces,
        clock: Callable[[], float] = time.monotonic,
        probes: RoomProbes | None = None,
        host_probes: RoomProbes | None = None,
        sweep: NetworkSweep | None = None,
    ) -> None:
        """`sockets` and `services` are this search's alone; it opens and closes them.

        `probes` look where others say that rooms are, `host_probes` at known hosts; neither waits for others.
        """
        super().__init__(parent)
        self._sockets = sockets
        self._services = services
        self._refreshed = 0.0
        self._look = look
        self._clock = clock
        self._rooms = NearbyRooms()
        self._wanted_hosts: tuple[ProbeTarget, ...] = ()
        self._hosts = KnownHosts()
        self._answering: tuple[ProbeTarget, ...] = ()
        self._probes = probes or RoomProbes(self)
        self._probes.found.connect(self._on_probed)
        self._host_probes = host_probes or RoomProbes(self)
        self._host_probes.found.connect(self._on_host_probed)
        self._shown: list[NearbyRoom] = []
        self._interfaces: Sequence[LocalInterface] = ()
        self._near = Surroundings()
        self._routers: frozenset[str] = frozenset()
        self._asked_on: tuple[AnnouncedInterface, ...] = ()
        self._questions = Timetable()
        self._sweep = sweep or NetworkSweep(sockets, self, clock=clock)
        self._sweep.found.connect(self._on_swept)
        self._asking = QTimer(self, singleShot=True)
        self._asking.timeout.connect(self._ask)
        self._watch = QTimer(self, interval=LOOK_MS)
        self._watch.timeout.connect(self._turn)
        self._showing = QTimer(self, singleShot=True, interval=SHOW_MS)
        self._showing.timeout.connect(self._on_showing)
        self._next_address = QTimer(self, singleShot=True, interval=round(HEAD_START * 1000))
        self._next_address.timeout.connect(self._probe)
        sockets.heard.connect(self._hear)
        services.found.connect(self._on_service_found)
        services.lost.connect(self._on_service_lost)

    # -- begin and end

    def start(self) -> None:
        """Somebody looks at the list: begin to ask."""
        self._sockets.open(asks=True)
        self._services.open()
        self._watch.start()
        self.restart()

    def restart(self) -> None:
        """Ask as at the start: the network is back, the computer awake, or somebody wants it."""
        if self._watch.isActive():
            self._look_around()
            self._services.restart()
            self._questions.start(self._clock())
            self._hosts.restart(self._clock())
            self._ask()
            self._probe()
            self._show()

    def renew(self) -> None:
        """The network may be another one, or the computer has slept: what was heard is not sure any more."""
        self.restart()
        self._rooms.doubt_all(self._clock())  # what is there is heard again before it is looked for

    def stop(self) -> None:
        """Nobody looks at the list any more: be silent."""
        for timer in (self._asking, self._watch, self._showing, self._next_address):
            timer.stop()
        self._questions.stop()
        self._sweep.stop()
        self._probes.cancel()
        self._host_probes.cancel()
        self._hosts = KnownHosts()
        self._sockets.close()
        self._services.close()

    def search_again(self) -> bool:
        """Ask again, and each address around this computer's by itself.

        Gives whether it does the latter, which is once a minute.
        """
        self.restart()
        if not self._watch.isActive():
            return False
        found = {one.place.address for one in self.heard_places()}
        return self._sweep.start(sweep_targets(self._interfaces, self._near), found)

    # -- what others know

    def know(self, known: Mapping[str, str]) -> None:
        """The rooms that this person has joined before: name, or "", by fingerprint."""
        self._rooms.know(known)
        self._show()

    def look_for(self, hosts: Iterable[ProbeTarget]) -> None:
        """Look for these hosts, which this person knows, the latest first; only where they may be near."""
        self._wanted_hosts = tuple(hosts)
        self._hosts.choose(self._wanted_hosts, self._near)

    def lead_out_by(self, routers: frozenset[str]) -> None:
        """The addresses of the routers, which are never swept."""
        self._routers = routers
        self._look_around()

    def heard_places(self) -> list[HeardPlace]:
        """Where rooms were heard of lately, and when by `time.monotonic`."""
        return self._rooms.heard_places(self._clock())

    # -- what is asked and heard

    def _turn(self) -> None:
        if self._look_around():
            self._questions.start(self._clock())
            self._ask()
        self._refresh()
        self._probe()
        self._show()

    def _look_around(self) -> bool:
        """See which networks there are; whether there is one more to ask on."""
        self._interfaces = self._look()
        self._near = surroundings(self._interfaces, self._routers)
        self._rooms.stand_in(self._near)
        self._hosts.choose(self._wanted_hosts, self._near)
        asked, self._asked_on = self._asked_on, announced_on(self._interfaces)
        self._sockets.follow(self._asked_on)
        self._services.follow(self._asked_on)
        return not set(self._asked_on) <= set(asked)

    def _ask(self) -> None:
        now = self._clock()
        if self._questions.take(now):
            self._sockets.ask(who(_new_key()))
        coming = self._questions.next_at()
        if coming is not None:
            self._asking.start(max(0, round((coming - now) * 1000)))

    def _hear(self, said: Datagram, source: str, _port: int) -> None:
        if isinstance(said, Here):
            self._rooms.hear(said.announcement, source, self._clock())
        elif isinstance(said, Bye):
            self._rooms.doubt(said, source, self._clock())
        else:
            return
        self._show_soon()

    def _on_service_found(self, told: Announcement, addresses: tuple[str, ...]) -> None:
        self._rooms.find_service(told, addresses, self._clock())
        self._show_soon()

    def _on_service_lost(self, fingerprint: str) -> None:
        self._rooms.lose_service(fingerprint, self._clock())
        self._show_soon()

    def _refresh(self) -> None:
        """What DNS-SD has told holds until it is doubted."""
        now = self._clock()
        if now - self._refreshed >= REFRESH_SECONDS:
            self._refreshed = now
            for told, addresses, heard in self._services.undoubted():
                self._rooms.find_service(told, addresses, now, heard=heard)

    def _probe(self) -> None:
        """Look where it is time to."""
        now = self._clock()
        for target in self._rooms.due_probes(now):
            if self._hosts.holds(target):
                self._hosts.hurry(target, now)
            else:
                self._probes.look_anew(target)  # the room may have closed while it answered
                self._next_address.start()
        for target in self._hosts.take(now):
            if self._rooms.is_there(target.fingerprint, now):  # as its beacon says
                self._hosts.finish(target, ProbeResult.RIGHT, now)
            else:
                self._host_probes.look(target)

    def _on_probed(self, target: ProbeTarget, finding: ProbeFinding) -> None:
        if finding.result is ProbeResult.RIGHT:
            self._rooms.prove(target, finding.announcement, self._clock())
        else:
            self._rooms.fail(target, finding.result)
            self._services.doubt(target.fingerprint)
        self._show_soon()

    def _on_host_probed(self, target: ProbeTarget, finding: ProbeFinding) -> None:
        self._hosts.finish(target, finding.result, self._clock())
        self._on_probed(target, finding)
        self._probe()  # the next in turn
        answering = self._hosts.answering()
        if answering != self._answering:
            self._answering = answering
            self.answering_changed.emit(answering)

    def _on_swept(self, target: ProbeTarget, told: Announcement) -> None:
        self._rooms.prove(target, told, self._clock())
        self._show_soon()

    def _show_soon(self) -> None:
        if not self._showing.isActive():  # what comes meanwhile is shown when it is over
            self._showing.start()
            self._probe()
            self._show()

    def _on_showing(self) -> None:
        self._probe()
        self._show()

    def _show(self) -> None:
        now = self._clock()
        rooms = self._rooms.rooms(now)
        if rooms != self._shown:
            self._shown = rooms
            self.changed.emit(rooms)


def _new_key() -> str:
    return secrets.token_urlsafe(9)
