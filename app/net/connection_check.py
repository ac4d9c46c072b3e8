"""Finds out why a connection does not come about: gathers facts beside the attempt, and has them judged.

Begins with a connection of its own, as Qt has one error for three of the system's. What costs others anything
is asked only when that is not enough, after a while: a router says "no way there" so many times a second, and
a ping must not use that up.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QHostAddress, QHostInfo

from app.client.address import HostPort
from app.diagnosis.facts import Attempt, Facts, Neighbour, Ping, Where
from app.diagnosis.network_facts import (
    heard_elsewhere,
    is_same,
    last_heard,
    preference,
    source_of,
    where_is,
)
from app.diagnosis.rules import diagnose
from app.diagnosis.verdicts import Certainty, Diagnosis
from app.discovery.local_networks import LocalInterface, Surroundings, own_addresses, surroundings
from app.discovery.probes import ProbeTarget, may_probe
from app.discovery.sightings import HeardPlace, Place, ProbeResult
from app.net.deadline import Deadline
from app.net.network_check import NetworkCheck, NetworkTools
from app.net.ping import PingRun
from app.net.room_probe import ProbeFinding, RoomProbe
from app.net.tcp_connect import TcpConnect
from app.values import frozen

BESIDE_MS = 500  # what is entered sooner needs no second connection
ASK_MS = 1500  # see above
# Until then, and for as long after our connection has ended, a room that is elsewhere is heard and tried.
SETTLE_MS = 1500
SETTLE_AFTER_END_MS = 1000
TURN_MS = 250
SILENT_SECONDS = 5.0  # then silence says no more than it has
MOST_MS = 10_000
MOST_PROBES = 3

_ATTEMPTS = {
    errno.ECONNREFUSED: Attempt.REFUSED,
    errno.ECONNRESET: Attempt.REFUSED,
    errno.EHOSTUNREACH: Attempt.HOST_UNREACHABLE,
    errno.EHOSTDOWN: Attempt.HOST_UNREACHABLE,
    errno.ETIMEDOUT: Attempt.TIMED_OUT,
    errno.EACCES: Attempt.NOT_ALLOWED,
    errno.EPERM: Attempt.NOT_ALLOWED,
    10013: Attempt.NOT_ALLOWED,  # WSAEACCES
}


def attempt_of(error: int) -> Attempt:
    """How a connection ended by the system's error number; what else there is, is no way there."""
    return _ATTEMPTS.get(error, Attempt.NETWORK_UNREACHABLE)


@frozen(kw_only=True)
class CheckTarget:
    """What is looked for: the ways to one hub, the first as the person typed it.

    `fingerprint`: of its certificate, "" where that is not known. `known`: where else it has been.
    """

    ways: tuple[HostPort, ...]
    fingerprint: str = ""
    known: tuple[Place, ...] = ()


class ConnectionCheck(QObject):
    """One check of one place; used once.

    Signals:
        judged: Diagnosis, whenever it is another one.
        settled: Diagnosis, once: nothing more is found out.
    """

    judged = Signal(object)
    settled = Signal(object)

    def __init__(
        self,
        target: CheckTarget,
        routers: frozenset[str],
        heard: Callable[[], Sequence[HeardPlace]],
        parent: QObject | None = None,
        *,
        tools: NetworkTools | None = None,
    ) -> None:
        """`routers`: of this computer. `heard`: where rooms announce themselves now, by the tools' clock."""
        super().__init__(parent)
        self._target = target
        self._routers = routers
        self._heard = heard
        self._tools = tools or NetworkTools()
        self._facts: Facts | None = None
        self._latest: Diagnosis | None = None
        self._near = Surroundings()
        self._interfaces: Sequence[LocalInterface] = ()
        self._lookup: int | None = None
        self._is_over = False
        self._connect: TcpConnect | None = None
        self._connect_began = 0.0
        self._connect_ended = float("-inf")
        self._network: NetworkCheck | None = None
        self._ping: PingRun | None = None
        self._is_pinging = False
        self._probes: list[RoomProbe] = []
        self._probed: list[Place] = []
        self._proved: list[Place] = []
        self._connecting = QTimer(self, singleShot=True)
        self._connecting.timeout.connect(self._connect_now)
        self._asking = QTimer(self, singleShot=True)
        self._asking.timeout.connect(self._ask)
        self._turns = QTimer(self, interval=TURN_MS)
        self._turns.timeout.connect(self._turn)
        self._deadline = Deadline(MOST_MS, self)
        self._deadline.passed.connect(self._on_deadline)

    # -- begin and end

    def start(self, *, beside: bool = False) -> None:
        """Begin. `beside`: an attempt has begun just now as well, to which a moment is left."""
        self._deadline.start()
        self._connecting.setInterval(BESIDE_MS if beside else 0)
        self._interfaces = self._tools.look()
        self._near = surroundings(self._interfaces, self._routers)
        way = self._choose()
        if not QHostAddress(way.host).isNull():
            self._begin(Place(way.host, way.port))
            return
        slot = SLOT("_on_resolved(QHostInfo)")
        self._lookup = QHostInfo.lookupHost(way.host, self, slot)  # type: ignore[call-overload]  # wants bytes

    def cancel(self) -> None:
        """Stop without a word."""
        self._is_over = True
        for timer in (self._connecting, self._asking, self._turns, self._deadline):
            timer.stop()
        if self._lookup is not None:
            QHostInfo.abortHostLookup(self._lookup)
            self._lookup = None
        for one in (self._connect, self._network, self._ping, *self._probes):
            if one is not None:
                one.cancel()
        self._probes = []

    def _choose(self) -> HostPort:
        """Of several ways the one on a network of this computer's, which says most, else the first."""
        ways = self._target.ways
        return next((way for way in ways if self._near.is_on_link(way.host)), ways[0])

    @Slot(QHostInfo)
    def _on_resolved(self, info: QHostInfo) -> None:
        self._lookup = None
        if self._is_over:
            return
        port = self._target.ways[0].port
        found = [address.toString() for address in info.addresses()]
        if found:
            self._begin(Place(next(filter(self._near.is_on_link, found), found[0]), port))
        else:
            self._end_lookup()

    def _end_lookup(self) -> None:
        """Nobody knows that name, or who could know does not answer."""
        now, way = self._tools.clock(), self._target.ways[0]
        place = Place(way.host, way.port)
        self._facts = Facts(place=place, began=now, attempt=Attempt.NO_SUCH_NAME, ended=now)
        self._turns.start()
        self._turn()

    def _begin(self, place: Place) -> None:
        address = place.address
        self._facts = Facts(
            place=place,
            began=self._tools.clock(),
            where=where_is(address, self._near, own_addresses(self._interfaces)),
            source=source_of(self._tools.sender_to(address), address, self._interfaces),
            sign_in=self._tools.wants_sign_in(),
            may_deny_silently=sys.platform == "darwin",
        )
        self._network = NetworkCheck(self._near, self._interfaces, self._tools, self)
        self._network.changed.connect(self._turn)
        self._network.start()
        self._connecting.start()
        self._turns.start()
        self._asking.start(ASK_MS)

    # -- what is gathered

    def _connect_now(self) -> None:
        if self._facts is not None:
            self._connect_began = self._tools.clock()
            self._connect = TcpConnect(self._facts.place.address, self._facts.place.port, self)
            self._connect.connected.connect(self._on_connected)
            self._connect.failed.connect(self._on_not_connected)
            self._connect.start()

    def _on_connected(self, connect: TcpConnect) -> None:
        connect.cancel()
        self._end_attempt(Attempt.CONNECTED)

    def _on_not_connected(self, _connect: TcpConnect, error: int) -> None:
        self._end_attempt(attempt_of(error))

    def _end_attempt(self, attempt: Attempt) -> None:
        """Note how ours ended, and how long it took, as if it had been the attempt beside it."""
        assert self._facts is not None
        self._connect_ended = self._tools.clock()
        took = self._connect_ended - self._connect_began
        self._facts = replace(self._facts, attempt=attempt, ended=self._facts.began + took)
        self._turn()

    def _ask(self) -> None:
        """What is known is not enough: ping the host, and see who else is there."""
        facts, network = self._facts, self._network
        if facts is None or network is None or facts.where is Where.HERE or self._is_certain():
            return
        is_sought = facts.where is Where.ON_LINK and facts.neighbour is not Neighbour.THERE
        network.ask(apart=facts.place.address, sweeps=is_sought)
        if facts.attempt is Attempt.RUNNING:
            self._ping = self._tools.make_ping(facts.place.address, own_addresses(self._interfaces), self)
            self._ping.found.connect(self._on_ping)
            self._is_pinging = True
            self._ping.start()

    def _on_ping(self, result: Ping) -> None:
        assert self._facts is not None
        self._is_pinging = False
        self._facts = replace(self._facts, ping=result)
        self._turn()

    def _look_elsewhere(self, facts: Facts) -> Facts:
        """Note where the room is heard of, and try it there; where it may not be tried, that word counts."""
        heard, fingerprint = self._heard(), self._target.fingerprint
        cards = self._network.link_addresses() if self._network is not None else {}
        if self._network is not None and not fingerprint and facts.attempt is not Attempt.RUNNING:
            # an address of another kind may be the same computer's, which is known by that of its card
            self._network.look_for(one.place.address for one in heard)
        facts = replace(facts, heard=last_heard(facts.place, fingerprint, heard))
        targets = [
            ProbeTarget(one.place, one.fingerprint)
            for one in heard_elsewhere(facts.place, fingerprint, heard, cards)
        ]
        known = self._target.known if fingerprint else ()
        untried = [target.place for target in targets if not self._may_probe(target)]
        targets += [ProbeTarget(place, fingerprint) for place in known if not is_same(place, facts.place)]
        for target in targets:
            if target.place not in self._probed and self._may_probe(target):
                self._probe(target)
        proved = sorted(self._proved, key=lambda place: preference(place, facts.place))
        return replace(facts, elsewhere=next(iter(proved or untried), None), elsewhere_proved=bool(proved))

    def _may_probe(self, target: ProbeTarget) -> bool:
        is_tried = target.place in self._probed
        return may_probe(target.place, self._near) and (is_tried or len(self._probed) < MOST_PROBES)

    def _probe(self, target: ProbeTarget) -> None:
        self._probed.append(target.place)
        probe = RoomProbe(target, self, asks=False)
        probe.ended.connect(self._on_probed)
        self._probes.append(probe)
        probe.start()

    def _on_probed(self, probe: RoomProbe, finding: ProbeFinding) -> None:
        self._probes.remove(probe)
        probe.cancel()
        if finding.result is ProbeResult.RIGHT:
            self._proved.append(probe.target.place)
        self._turn()

    # -- what it means

    def _turn(self) -> None:
        if self._is_over or self._facts is None:
            return
        facts, network = self._facts, self._network
        if network is not None:
            neighbour = network.neighbour(facts.place.address)
            facts = replace(facts, neighbour=neighbour, router=network.router, others=network.others)
        is_failing = facts.attempt is not Attempt.CONNECTED
        self._facts = self._look_elsewhere(facts) if is_failing else facts
        diagnosis = diagnose(self._facts, self._tools.clock())
        if diagnosis != self._latest:
            self._latest = diagnosis
            self.judged.emit(diagnosis)
        if not self._is_over and self._is_enough():
            self._settle()

    def _seconds(self) -> float:
        """Since the beginning."""
        return 0.0 if self._facts is None else self._tools.clock() - self._facts.began

    def _is_certain(self) -> bool:
        return self._latest is not None and self._latest.certainty is Certainty.CERTAIN

    def _is_enough(self) -> bool:
        facts, network = self._facts, self._network
        if facts is None or self._latest is None or self._probes:
            return False
        since_end = self._tools.clock() - self._connect_ended
        is_late = self._seconds() * 1000 >= SETTLE_MS and since_end * 1000 >= SETTLE_AFTER_END_MS
        if self._is_certain():
            return is_late or facts.attempt is Attempt.CONNECTED
        if self._asking.isActive() or self._is_pinging or not (network is None or network.is_over):
            return False
        if facts.attempt is not Attempt.RUNNING:
            return is_late
        # silence goes on; what the table of neighbours says may still change
        is_open = facts.neighbour in (Neighbour.SOUGHT, Neighbour.KNOWN)
        is_judged = self._latest.certainty is not Certainty.NONE
        return is_judged and not is_open and self._seconds() >= SILENT_SECONDS

    def _on_deadline(self) -> None:
        """What is silent for so long is silent for good."""
        if self._facts is None:
            self._end_lookup()
        elif self._facts.attempt is Attempt.RUNNING:
            self._end_attempt(Attempt.TIMED_OUT)
        self._settle()

    def _settle(self) -> None:
        if not self._is_over and self._latest is not None:
            self.cancel()
            self.settled.emit(self._latest)
