"""At a hub's request its addresses are tried, and nobody else's; it learns only whether it is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from pytestqt.qtbot import QtBot

from app.application import guest_callbacks, joined_server
from app.application.guest_callbacks import GuestCallbacks
from app.application.joined_server import Destination, JoinedServer
from app.client.address import parse_address
from app.client.events import CallbackAsked
from app.client.state.session_options import SessionOptions
from app.client.wishes import TellCallback
from app.discovery.local_networks import Surroundings
from app.discovery.probes import ProbeTarget
from app.discovery.sightings import Place, ProbeResult
from app.irc.callback_lines import CallbackRequest, CallbackResult
from app.models.rooms_model import RoomsModel
from app.net.room_probe import ProbeFinding
from app.security.pins import Pin
from tests.application.fakes import HUB, NOON, FakeLink, FakeTrust
from tests.discovery.rooms import HOME, surroundings
from tests.stand_in import stand_in

NEIGHBOUR, OTHER = "192.168.1.31", "192.168.1.32"


class FakeRouters(QObject):
    """Stands for net.routers.Routers: finds what it is told to, when it is told to."""

    found = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0

    def look(self) -> None:
        self.looks += 1


class FakeProbes(QObject):
    """Stands for net.room_probe.RoomProbes."""

    found = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[ProbeTarget] = []

    def look(self, target: ProbeTarget) -> None:
        self.targets.append(target)

    def finds(self, result: ProbeResult) -> None:
        self.found.emit(self.targets.pop(0), ProbeFinding(result))


class Seat:
    """A guest in one hub."""

    def __init__(self, root: QObject) -> None:
        self.root = root
        self.now = 100.0
        self.looks_around = 0
        self.trust = FakeTrust()
        self.trust.pins[HUB] = Pin(HUB, "", (), NOON)
        self.routers, self.probes = FakeRouters(), FakeProbes()
        self.callbacks = GuestCallbacks(
            self.trust,
            root,
            look_around=self._around,
            clock=lambda: self.now,
            routers=stand_in(self.routers),
            probes=stand_in(self.probes),
        )
        self.server, self.link = self.joins("192.168.1.24")

    def _around(self, routers: object) -> Surroundings:
        self.looks_around += 1
        return surroundings([HOME], routers)  # type: ignore[arg-type]  # texts

    def joins(self, address: str, **how: object) -> tuple[JoinedServer, FakeLink]:
        destination = Destination(parse_address(address), SessionOptions(nick="mara"), **how)  # type: ignore[arg-type]
        server = JoinedServer(destination, self.trust, RoomsModel(self.root), lambda: "", self.root)  # type: ignore[arg-type]
        self.callbacks.follow(server)
        link = FakeLink.made[-1]
        link.let_in()
        return server, link

    def asked(self, *addresses: str, port: int = 6667, link: FakeLink | None = None) -> list[str]:
        """What the hub asks for, and where is looked then."""
        (link or self.link).tell(CallbackAsked(CallbackRequest(port, addresses)))
        self.routers.found.emit(frozenset({"192.168.1.1"}))
        return [target.place.text for target in self.probes.targets]

    @property
    def answers(self) -> list[object]:
        return [wish for wish in self.link.wishes if isinstance(wish, TellCallback)]


@pytest.fixture
def seat(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    monkeypatch.setattr(joined_server, "Link", FakeLink)
    monkeypatch.setattr(guest_callbacks, "MISSED_TOLD_MS", 1)
    FakeLink.made.clear()
    root = QObject()
    yield Seat(root)
    root.deleteLater()
    QCoreApplication.sendPostedEvents(root, QEvent.Type.DeferredDelete)


def test_near_addresses_are_tried_for_the_hubs_own_certificate(seat: Seat) -> None:
    seat.asked(NEIGHBOUR, "fd00:1::31")
    assert seat.probes.targets == [
        ProbeTarget(Place(NEIGHBOUR, 6667), HUB),
        ProbeTarget(Place("fd00:1::31", 6667), HUB),
    ]


@pytest.mark.parametrize("result", ProbeResult)
def test_a_hub_learns_only_whether_it_is_there(seat: Seat, result: ProbeResult, qtbot: QtBot) -> None:
    seat.asked(NEIGHBOUR)
    seat.probes.finds(result)
    is_right = result is ProbeResult.RIGHT
    assert bool(seat.answers) is is_right, "from the time that it takes nothing is learned of who refuses"
    qtbot.waitUntil(lambda: bool(seat.answers))
    assert seat.answers == [TellCallback(CallbackResult(6667, NEIGHBOUR, is_right))]


def test_a_hub_that_lists_a_neighbours_port_22_has_nobody_tried(seat: Seat) -> None:
    assert seat.asked(NEIGHBOUR, port=22) == []
    assert seat.asked(NEIGHBOUR, port=80) == []
    assert seat.asked(NEIGHBOUR, port=6668) == []
    assert seat.answers == []
    assert seat.asked(NEIGHBOUR, port=7667) == [f"{NEIGHBOUR}:7667"]


def test_the_router_and_the_world_outside_are_tried_for_nobody(seat: Seat) -> None:
    assert seat.asked("192.168.1.1", "8.8.8.8", "127.0.0.1", "192.168.1.255") == []


def test_a_hub_that_nobody_has_joined_before_gets_nothing(seat: Seat) -> None:
    seat.trust.pins.clear()
    assert seat.asked(NEIGHBOUR) == []


def test_four_a_minute_are_tried_for_all_hubs_together(seat: Seat) -> None:
    _, other = seat.joins("10.0.0.9")
    assert len(seat.asked(NEIGHBOUR, OTHER, "192.168.1.33")) == 3
    assert len(seat.asked("192.168.1.34", "192.168.1.35", link=other)) == 4
    seat.now += 60
    assert len(seat.asked("192.168.1.36")) == 5


def test_a_flood_of_requests_has_nobody_look_around(seat: Seat) -> None:
    for number in range(100):
        seat.asked(f"8.8.{number}.8")
    assert seat.looks_around == 4
    assert seat.routers.looks == 4


def test_nothing_is_tried_until_the_routers_are_known(seat: Seat) -> None:
    seat.link.tell(CallbackAsked(CallbackRequest(6667, (NEIGHBOUR,))))
    assert seat.routers.looks == 1
    assert seat.probes.targets == []


def test_our_own_hub_has_no_guest_in_its_window(seat: Seat) -> None:
    _, own = seat.joins("127.0.0.1", hosting=True)
    assert seat.asked(NEIGHBOUR, link=own) == []


def test_a_hub_that_we_have_left_is_told_nothing(seat: Seat) -> None:
    seat.asked(NEIGHBOUR)
    seat.asked(OTHER)
    seat.probes.targets.reverse()
    seat.probes.finds(ProbeResult.REFUSED)
    seat.server.ended.emit(seat.server)
    seat.probes.finds(ProbeResult.RIGHT)
    seat.callbacks._tell_missed()
    assert seat.answers == []
    seat.link.tell(CallbackAsked(CallbackRequest(6667, (OTHER,))))
    seat.server.ended.emit(seat.server)
    seat.routers.found.emit(frozenset())
    assert seat.probes.targets == []


def test_this_computers_networks_are_looked_at() -> None:
    from app.application.guest_callbacks import surroundings_now

    assert surroundings_now(["192.168.1.1"]).routers
