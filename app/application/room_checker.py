"""Whether others can get into the room that is hosted here: gathers what was seen, and has it judged.

Who came and by which address, what guests found who were asked, what the firewall says, what somebody nearby
says. Knows no window; a hub without one has it as well.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.diagnosis.callbacks import CallbackRequests
from app.diagnosis.help_call import Rumour
from app.diagnosis.room_check import RUMOUR_SECONDS, RoomDiagnosis, RoomFacts, check_room
from app.diagnosis.ways_in import WaysIn
from app.discovery.local_networks import LocalInterface
from app.firewall.firewall import Firewall
from app.firewall.room_ports import ChangeProblem, FirewallReport, RoomPorts, room_ports
from app.hub.data import events
from app.irc.callback_lines import CallbackRequest
from app.net.endpoint import is_loopback
from app.net.interfaces import NetworkReach, Reachable, local_interfaces
from app.net.listeners import Listening
from app.values import frozen

CHECK_MS = 6000  # as long as a guest who is asked may take to try four addresses, and a little more
_NEVER = float("-inf")


class PortChange(Enum):
    """What was done about the ports in the firewall."""

    OPENED = "opened"
    CLOSED = "closed"


@frozen
class RoomFindings:
    """What is known now. `addresses`: this computer's, in the order in which they are to be given to others.

    `reached`: those to which somebody of another computer came. `missed`: those that a guest tried in vain;
    of `untried` ones nothing is known.
    `change` and `problem`: what was asked of the firewall last, and why it did not come about.
    """

    diagnosis: RoomDiagnosis
    ports: RoomPorts
    addresses: tuple[Reachable, ...] = ()
    reached: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()
    untried: frozenset[str] = frozenset()
    firewall: FirewallReport = field(default_factory=FirewallReport)
    rumour: Rumour | None = None
    has_guests: bool = False
    is_checked: bool = False  # somebody has asked
    is_checking: bool = False  # and answers may still come
    is_opened: bool = False  # something is open because of this program
    is_changing: bool = False  # the system asks a person
    change: PortChange | None = None
    problem: ChangeProblem | None = None


class RoomChecker(QObject):
    """One hosted room after the other.

    Signals:
        changed(): `findings` says something else.
        ports_changed(object): ports were opened or taken back; None, or the ChangeProblem where not all were.
    """

    changed = Signal()
    ports_changed = Signal(object)

    def __init__(
        self,
        make_firewall: Callable[[], Firewall],
        ask_guest: Callable[[CallbackRequest], None],
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        interfaces: Callable[[], Sequence[LocalInterface]] = local_interfaces,
    ) -> None:
        """`make_firewall`: gives this computer's, for the first room that opens. `ask_guest`: has the hub ask
        one of its guests to try addresses.
        """
        super().__init__(parent)
        self._make_firewall = make_firewall
        self._firewall: Firewall | None = None
        self._ask = ask_guest
        self._clock = clock
        self._interfaces = interfaces
        self._listening: tuple[Listening, ...] = ()
        self._is_announced = True
        self._wait = QTimer(self, singleShot=True, interval=CHECK_MS)
        self._wait.timeout.connect(self._update)
        self._forget()

    def _forget(self) -> None:
        self._opened_at = self._clock()
        self._found: tuple[Reachable, ...] = ()
        self._ports = RoomPorts((), (), ())
        self._ways = WaysIn()
        self._requests = CallbackRequests()
        self._asked_about: set[str] = set()
        self._tried: dict[str, tuple[float, bool]] = {}
        self._report = FirewallReport()
        self._report_read = _NEVER
        self._rumour: Rumour | None = None
        self._rumour_heard = _NEVER
        self._opened_ports_at = _NEVER
        self._is_checked = False
        self._wanted: PortChange | None = None
        self._change: PortChange | None = None
        self._problem: ChangeProblem | None = None
        self.findings: RoomFindings | None = None

    # -- the room

    def open(self, listening: Iterable[Listening], found: Sequence[Reachable], *, is_announced: bool) -> None:
        """A room is open at `listening`, by the addresses `found`. `is_announced`: others ask for it."""
        self._forget()
        self._get_firewall()
        self._listening = tuple(one for one in listening if not one.private)
        self._is_announced = is_announced
        self.see(found)

    def set_listening(self, listening: Iterable[Listening]) -> None:
        """What is open now: browsers have a port, or none any more."""
        self._listening = tuple(one for one in listening if not one.private)
        self.see(self._found)

    def close(self) -> None:
        """No room is open any more."""
        self._wait.stop()
        self._listening = ()
        self._forget()

    def see(self, found: Sequence[Reachable]) -> None:
        """The addresses of this computer as they are now, preferred first; told now and then."""
        if not self._listening:
            return
        self._found = tuple(found)
        own = set(self._addresses())
        self._asked_about &= own
        self._tried = {address: what for address, what in self._tried.items() if address in own}
        hosts = [one.host for one in self._listening]
        numbers = [port for one in self._listening for port in (one.port, one.web_port) if port]
        ports = room_ports(numbers, self._interfaces(), hosts, announced=self._is_announced)
        if ports != self._ports:
            self._ports = ports
            self._look()
        self._ask_about(own - self._asked_about)
        self._update()

    def take(self, happened: Iterable[object]) -> None:
        """What has happened on the hub."""
        now = self._clock()
        for event in happened:
            match event:
                case events.Registered():
                    self._ways.enter(event.nick, event.local, now)
                case events.Quit():
                    self._ways.leave(event.nick)
                case events.Renamed():
                    self._ways.rename(event.old, event.new)
                case events.CallbackTold() if event.address in self._addresses():
                    self._tried[event.address] = (now, event.is_right)
                    if event.is_right:
                        self._ways.note_reached(event.address, now)
        self._update()

    @Slot(str)
    def note_reached(self, address: str) -> None:
        """Somebody of another computer has come to this address."""
        self._ways.note_reached(address, self._clock())
        self._update()

    @Slot(object)
    def note_rumour(self, rumour: Rumour) -> None:
        """Somebody nearby says that they cannot get in."""
        self._rumour, self._rumour_heard = rumour, self._clock()
        self._look()
        self._update()

    def set_announced(self, is_announced: bool) -> None:
        """Whether others ask for the room by the beacon, for which a port of UDP is to be open."""
        self._is_announced = is_announced
        self.see(self._found)

    # -- what a person asks for

    @Slot()
    def check(self) -> None:
        """Look at everything again; what comes of it is in `findings`, within some seconds."""
        if not self._listening:
            return
        self._is_checked = True
        self._wait.start()
        self._look()
        self._ask_about(set(self._addresses()))
        self._update()

    @Slot()
    def open_ports(self) -> None:
        """Have the system ask whether to open the room's ports for the networks around."""
        if self._firewall is not None:
            self._wanted = PortChange.OPENED
            self._firewall.open(self._ports, self._report)
            self._update()

    @Slot()
    def close_ports(self) -> None:
        """Have the system ask whether to take back what was opened, also while no room is open."""
        self._wanted = PortChange.CLOSED
        self._get_firewall().close()
        self._update()

    def _get_firewall(self) -> Firewall:
        if self._firewall is None:
            self._firewall = self._make_firewall()
            self._firewall.looked.connect(self._on_looked)
            self._firewall.changed.connect(self._on_firewall_changed)
        return self._firewall

    # -- what comes of it

    def _look(self) -> None:
        if self._firewall is not None and self._ports.networks:
            self._firewall.look(self._ports)

    @Slot(FirewallReport)
    def _on_looked(self, report: FirewallReport) -> None:
        if self._listening:
            self._report, self._report_read = report, self._clock()
            self._update()

    @Slot(object)
    def _on_firewall_changed(self, problem: ChangeProblem | None) -> None:
        self._change, self._problem = self._wanted, problem
        if problem is None and self._wanted is PortChange.OPENED:
            self._opened_ports_at = self._clock()
        self._look()
        self._update()
        self.ports_changed.emit(problem)

    def _ask_about(self, addresses: set[str]) -> None:
        """Have a guest try those that nobody has reached, rather others than before, the preferred first."""
        if not self._ways.has_guests or not self._listening:
            return
        own = self._addresses()
        wanted = sorted((one for one in own if one in addresses), key=self._asked_about.__contains__)
        request = self._requests.take(
            wanted, self._ways.reached_of(own), self._clock(), port=self._listening[0].port
        )
        if request is not None:
            self._asked_about.update(request.addresses)
            self._ask(request)

    def _addresses(self) -> tuple[str, ...]:
        return tuple(one.address for one in self._found if one.reach is not NetworkReach.COMPUTER)

    @Slot()
    def _update(self) -> None:
        if self._listening:
            found = self._now()
            if found != self.findings:
                self.findings = found
                self.changed.emit()

    def _now(self) -> RoomFindings:
        now, firewall = self._clock(), self._firewall
        of_networks = [one.address for one in self._found if one.reach is NetworkReach.NETWORK]
        order = {address: at for at, address in enumerate(self._ways.ordered(of_networks))}
        counted = of_networks or self._addresses()  # a VPN says nothing of a network that there is as well
        facts = RoomFacts(
            opened=self._opened_at,
            is_for_others=not all(is_loopback(one.host) for one in self._listening),
            has_network=bool(self._addresses()),
            firewall=self._report.state,
            firewall_read=self._report_read,
            arrived=self._ways.last_reached(counted),
            help_called=self._rumour_heard,
            tried={one: self._tried[one] for one in counted if one in self._tried},
        )
        reached = self._ways.reached_of(self._addresses())
        # what somebody says is over when people get in, or the ports are opened
        answered = max(self._opened_ports_at, self._ways.last_reached(counted))
        is_fresh = now - self._rumour_heard < RUMOUR_SECONDS and self._rumour_heard > answered
        return RoomFindings(
            check_room(facts, now),
            self._ports,
            addresses=tuple(sorted(self._found, key=lambda one: order.get(one.address, len(order)))),
            reached=reached,
            missed=frozenset(self._tried) - reached,
            untried=frozenset(self._addresses()) - reached - self._tried.keys(),
            firewall=self._report,
            rumour=self._rumour if is_fresh else None,
            has_guests=self._ways.has_guests,
            is_checked=self._is_checked,
            is_checking=self._wait.isActive(),
            is_opened=firewall is not None and bool(firewall.opened),
            is_changing=firewall is not None and firewall.is_changing,
            change=self._change,
            problem=self._problem,
        )
