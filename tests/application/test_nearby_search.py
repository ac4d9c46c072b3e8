"""Rooms nearby: looked for only while somebody looks, named by what is known, joined by an invite link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from pytestqt.qtbot import QtBot

from app.application import nearby_search
from app.application.nearby_search import NearbySearch, known_hosts, link_to
from app.client.address import Scheme, parse_address
from app.discovery.probes import ProbeTarget
from app.discovery.sightings import Place
from app.models.nearby_rows import NearbyRows
from app.models.recents import RecentRoom, RecentRooms
from app.security.pins import Pin
from tests.application.fakes import HUB, NOON, OWN_HUB, Asked, FakeHostedHub, FakeTrust
from tests.discovery.rooms import fingerprint, nearby
from tests.stand_in import stand_in

ROUTERS = frozenset({"192.168.1.1"})


class FakeSearch(QObject, Asked):
    """Stands for net.room_search.RoomSearch."""

    changed = Signal(list)
    answering_changed = Signal(object)

    def __init__(self) -> None:
        QObject.__init__(self)
        Asked.__init__(self)

    @property
    def calls(self) -> list[str]:
        return [name for name, _ in self.asked if name in ("start", "stop", "renew", "search_again")]


class FakeRouters(QObject):
    """Stands for net.routers.Routers: finds what it is told to."""

    found = Signal(object)

    def look(self) -> None:
        self.found.emit(ROUTERS)


class FakeSection(QObject):
    search_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.searching: list[bool] = []

    def set_searching(self, searching: bool) -> None:
        self.searching.append(searching)


class FakePage(QObject, Asked):
    shown_changed = Signal(bool)
    nearby_chosen = Signal(str)
    nearby_questioned = Signal(str)

    def __init__(self) -> None:
        QObject.__init__(self)
        Asked.__init__(self)
        self.nearby = FakeSection()


class Lobby:
    """The search of one window."""

    def __init__(self) -> None:
        self.page, self.search, self.rows = FakePage(), FakeSearch(), NearbyRows()
        self.recents = RecentRooms()
        self.trust, self.hosted_hub = FakeTrust(), FakeHostedHub()
        self.window = SimpleNamespace(is_seen=True)
        self.nearby = NearbySearch(
            stand_in(self.page),
            self.rows,
            self.recents,
            stand_in(self.trust),
            stand_in(self.hosted_hub),
            lambda: self.window.is_seen,
            self.page,
            search=stand_in(self.search),
            routers=stand_in(FakeRouters()),
        )


@pytest.fixture
def lobby(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lobby]:
    monkeypatch.setattr(nearby_search, "SEARCHING_MS", 1)
    made = Lobby()
    yield made
    made.page.deleteLater()  # timers end in the thread that they began in
    QCoreApplication.sendPostedEvents(made.page, QEvent.Type.DeferredDelete)


def test_it_looks_only_while_the_page_is_seen(lobby: Lobby) -> None:
    assert lobby.search.calls == []
    lobby.page.shown_changed.emit(True)
    lobby.page.shown_changed.emit(True)
    assert lobby.search.calls == ["start"]
    lobby.window.is_seen = False  # minimised
    lobby.nearby.follow()
    lobby.nearby.follow()
    assert lobby.search.calls == ["start", "stop"]
    lobby.window.is_seen = True
    lobby.nearby.follow()
    lobby.page.shown_changed.emit(False)
    assert lobby.search.calls == ["start", "stop", "start", "stop"]


def test_it_says_that_it_searches_for_a_while(lobby: Lobby, qtbot: QtBot) -> None:
    lobby.page.nearby.search_requested.emit()
    assert lobby.search.calls == []
    lobby.page.shown_changed.emit(True)
    qtbot.waitUntil(lambda: lobby.page.nearby.searching == [True, False])
    lobby.page.nearby.search_requested.emit()
    assert lobby.search.calls == ["start", "search_again"]
    qtbot.waitUntil(lambda: lobby.page.nearby.searching == [True, False] * 2)


def test_another_network_is_searched_at_once(lobby: Lobby) -> None:
    lobby.page.shown_changed.emit(True)
    lobby.nearby._watch.returned.emit()
    assert lobby.search.calls == ["start", "renew"]
    assert lobby.search.requests("lead_out_by") == [(ROUTERS,)] * 2


def test_rooms_are_named_by_the_pins(lobby: Lobby) -> None:
    lobby.trust.pins[HUB] = Pin(HUB, "Robotics club", (), NOON)
    lobby.page.shown_changed.emit(True)
    assert lobby.search.requests("know") == [({HUB: "Robotics club"},)]


def test_the_own_room_is_not_listed(lobby: Lobby) -> None:
    own = nearby(1, fingerprint=OWN_HUB)
    lobby.search.changed.emit([own, nearby(2)])
    assert lobby.rows.rowCount() == 2, "another copy of this profile hosts it"
    lobby.hosted_hub.is_open = True
    lobby.search.changed.emit([own, nearby(2)])
    assert [lobby.rows.index(row).data() for row in range(lobby.rows.rowCount())] == ["Room 2"]


def test_a_room_is_joined_by_its_link(lobby: Lobby) -> None:
    lobby.search.changed.emit([nearby(1)])
    lobby.page.nearby_chosen.emit(fingerprint(1))
    lobby.page.nearby_chosen.emit(fingerprint(2))
    assert lobby.page.requests("join_at") == [(f"hubbub://192.168.1.2:6667/?fp={fingerprint(1)}",)]


@pytest.mark.parametrize("address", ["192.168.1.2", "fd00::2", "fe80::2%eth0"])
def test_a_link_is_read_as_an_invite_link(address: str) -> None:
    places = (Place(address, 7001), Place("10.0.0.1", 1), Place("fe80::3%eth0", 1), Place("fd00::7", 2))
    read = parse_address(link_to(nearby(1, places=places)))
    assert (read.host, read.port, read.scheme) == (address, 7001, Scheme.HUBBUB)
    assert (read.fingerprint, read.room) == (fingerprint(1), "")
    assert list(map(str, read.alternatives)) == ["10.0.0.1:1", "[fd00::7]:2"]


def test_why_a_room_cannot_be_reached_is_told_by_an_attempt(lobby: Lobby) -> None:
    asked: list[object] = []
    lobby.nearby.why_requested.connect(asked.append)
    lobby.search.changed.emit([nearby(1, is_unreached=True)])
    lobby.page.nearby_questioned.emit(fingerprint(1))
    lobby.page.nearby_questioned.emit(fingerprint(2))
    assert asked == [nearby(1, is_unreached=True)]
    assert lobby.page.requests("join_at") == [(f"hubbub://192.168.1.2:6667/?fp={fingerprint(1)}",)]


# -- hosts that are known


MINE, LINK = "192.168.7.9:6667", f"hubbub://10.8.0.9:6700/den?fp={fingerprint(2)}&at=[fd00::9]:6700"


def know(lobby: Lobby) -> None:
    """Two hosts and their rooms, and rooms of nobody that is known."""
    places = (MINE, "192.168.1.40:6667", "nowhere:x")
    lobby.trust.pins[fingerprint(1)] = Pin(fingerprint(1), "Office", places, NOON)
    lobby.trust.pins[fingerprint(2)] = Pin(fingerprint(2), "Den", ("10.8.0.9:6700",), NOON)
    for room in (
        RecentRoom("Mine", MINE, True, 9),
        RecentRoom("Office", "192.168.7.9", False, 8),
        RecentRoom("Den", LINK, False, 7),
        RecentRoom("Stranger", "10.0.0.1", False, 6),
        RecentRoom("Nonsense", "a b", False, 5),
    ):
        lobby.recents.add(room)


def opened(lobby: Lobby) -> list[str]:
    return [room.name for room in lobby.recents.to_list() if room.open]


def test_hosts_of_recent_rooms_are_looked_for_where_they_were(lobby: Lobby) -> None:
    know(lobby)
    expected = [
        ProbeTarget(Place("192.168.7.9", 6667), fingerprint(1)),
        ProbeTarget(Place("10.8.0.9", 6700), fingerprint(2)),
        ProbeTarget(Place("fd00::9", 6700), fingerprint(2)),
        ProbeTarget(Place("192.168.1.40", 6667), fingerprint(1)),
    ]
    lobby.page.shown_changed.emit(True)
    assert lobby.search.requests("look_for") == [(tuple(expected),)]
    assert known_hosts([], lobby.trust) == ()  # type: ignore[arg-type]


def test_a_recent_room_whose_host_is_known_is_looked_for_by_that(lobby: Lobby) -> None:
    lobby.trust.pins[fingerprint(1)] = Pin(fingerprint(1), "Office", ("192.168.1.40:6667",), NOON)
    office = RecentRoom("Office", "mara-laptop", False, 8, room="#office", fingerprint=fingerprint(1))
    lobby.recents.add(office)
    lobby.recents.add(replace(office, name="tea", last_used=9, channel="#tea", host="Office"))
    lobby.recents.add(replace(office, address="no address", last_used=7, room="#lab", name="Lab"))
    lobby.page.shown_changed.emit(True)
    there = [Place("mara-laptop", 6667), Place("192.168.1.40", 6667)]
    expected = tuple(ProbeTarget(place, fingerprint(1)) for place in there)
    assert lobby.search.requests("look_for") == [(expected,)]
    lobby.search.changed.emit([nearby(1, name="Office")])
    assert opened(lobby) == ["tea", "Office"], "what is beside it opens with it"


def test_where_the_host_of_a_recent_room_is_seen_is_told(lobby: Lobby) -> None:
    know(lobby)
    office = RecentRoom("Office", "mara-laptop", False, 8, room="#office", fingerprint=fingerprint(1))
    lobby.search.changed.emit([nearby(1, name="Office"), nearby(2, name="Den")])
    told = (ProbeTarget(nearby(1).places[0], fingerprint(1)),)
    assert lobby.nearby.places_of_host(office) == told
    assert lobby.nearby.places_of_host(replace(office, fingerprint=fingerprint(3))) == ()
    earlier = RecentRoom("Office", MINE, False, 8, room="#office")
    assert lobby.nearby.places_of_host(earlier) == told, "which was written down without it"
    assert lobby.nearby.places_of_host(replace(earlier, room="")) == (), "a server of somebody else"
    assert lobby.nearby.places_of_host(replace(office, hosted=True)) == ()


def test_one_that_announces_nothing_is_seen_where_it_answers(lobby: Lobby) -> None:
    know(lobby)
    office = RecentRoom("Office", "192.168.7.9", False, 8, room="#office", fingerprint=fingerprint(1))
    there, another = (ProbeTarget(Place("192.168.1.40", 6667), fingerprint(number)) for number in (1, 2))
    lobby.page.shown_changed.emit(True)
    lobby.search.answering_changed.emit((there, another))
    assert lobby.nearby.places_of_host(office) == (there,)
    lobby.search.changed.emit([nearby(1, places=(Place("192.168.1.41", 6667), there.place))])
    told = ProbeTarget(Place("192.168.1.41", 6667), fingerprint(1))
    assert lobby.nearby.places_of_host(office) == (there, told), "where its certificate was seen comes first"
    lobby.page.shown_changed.emit(False)
    assert there not in lobby.nearby.places_of_host(office)[:1], "by now that is long ago"


def test_recent_rooms_that_are_open_say_so(lobby: Lobby) -> None:
    know(lobby)
    lobby.search.changed.emit([nearby(1, name="Office")])
    assert opened(lobby) == [], "nobody looks"
    lobby.page.shown_changed.emit(True)
    lobby.search.changed.emit([nearby(1, name="office")])
    assert opened(lobby) == ["Office"]
    answering = tuple(ProbeTarget(Place("10.8.0.9", 6700), fingerprint(number)) for number in (1, 2))
    lobby.search.answering_changed.emit(answering)
    assert opened(lobby) == ["Office", "Den"], "one that does not announce its room is there as well"
    lobby.search.changed.emit([nearby(1, name="Another room")])
    assert opened(lobby) == ["Den"]
    lobby.search.changed.emit([nearby(1, name="Office", is_unreached=True), nearby(2, name="Den")])
    lobby.search.answering_changed.emit(())
    assert opened(lobby) == ["Den"]
    lobby.page.shown_changed.emit(False)
    assert opened(lobby) == []
