"""A search: what it asks, what it shows of what it hears, and that it is silent when nobody looks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.discovery.datagrams import Bye, Here, Who
from app.discovery.nearby_rooms import Naming, NearbyRoom
from app.discovery.probes import ProbeTarget
from app.discovery.service import SERVICE_TYPE
from app.discovery.sightings import GOODBYE_LIFE, Place, ProbeResult
from app.net.room_search import RoomSearch
from app.net.room_services import RoomServices
from tests.discovery.rooms import announced, fingerprint, interface
from tests.net.discovery_fakes import FakeComputer, FakeDnsSd, FakeProbes, FakeSockets, a_room
from tests.stand_in import stand_in

HOST = "192.168.1.31"
ROOM = announced(1)


class Seen:
    """What a search tells."""

    def __init__(self, search: RoomSearch) -> None:
        self.lists: list[list[NearbyRoom]] = []
        search.changed.connect(self.lists.append)

    @property
    def names(self) -> list[str]:
        return [room.name for room in self.lists[-1]]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the clock, which is the test's own, as often as nobody would wait for it."""
    monkeypatch.setattr("app.net.room_search.LOOK_MS", 20)


@pytest.fixture
def probes() -> FakeProbes:
    """Look where others say that rooms are."""
    return FakeProbes()


@pytest.fixture
def host_probes() -> FakeProbes:
    """Look at known hosts."""
    return FakeProbes()


@pytest.fixture
def search(
    sockets: FakeSockets,
    around: FakeComputer,
    probes: FakeProbes,
    host_probes: FakeProbes,
    dns_sd: FakeDnsSd,
) -> RoomSearch:
    return RoomSearch(
        stand_in(sockets),
        RoomServices(dns_sd, sockets, clock=around.clock),  # type: ignore[arg-type]
        sockets,
        look=around.look,
        clock=around.clock,
        probes=stand_in(probes),
        host_probes=stand_in(host_probes),
    )


def asking(sockets: FakeSockets) -> RoomSearch:
    """A search by the system's clock."""
    services = RoomServices(FakeDnsSd(), sockets)  # type: ignore[arg-type]  # stand-ins
    return RoomSearch(sockets, services, sockets, look=FakeComputer().look)  # type: ignore[arg-type]


@pytest.fixture
def seen(search: RoomSearch) -> Seen:
    return Seen(search)


def test_a_search_asks_at_once_and_is_silent_before_and_after(
    search: RoomSearch, sockets: FakeSockets
) -> None:
    search.restart()
    assert sockets.asked == []
    search.start()
    assert sockets.is_open
    assert len(sockets.asked) == 1
    assert isinstance(sockets.asked[0], Who)
    search.stop()
    assert not sockets.is_open
    search.restart()
    assert not search.search_again()
    assert len(sockets.asked) == 1


def test_it_asks_three_times_at_first_with_a_new_key_each(sockets: FakeSockets, qtbot: QtBot) -> None:
    search = asking(sockets)
    search.start()
    qtbot.waitUntil(lambda: len(sockets.asked) == 3)
    assert len({one.key for one in sockets.asked if isinstance(one, Who)}) == 3
    search.stop()


def test_what_is_heard_is_shown_once(search: RoomSearch, sockets: FakeSockets, seen: Seen) -> None:
    search.start()
    for _ in range(3):
        sockets.heard.emit(Here(ROOM), HOST, 6667)
    sockets.heard.emit(Who("question", 40), HOST, 6667)
    assert len(seen.lists) == 1
    assert seen.names == ["Room 1"]


def test_a_flood_of_rooms_is_two_lists_at_first(
    search: RoomSearch, sockets: FakeSockets, seen: Seen, qtbot: QtBot
) -> None:
    search.start()
    for number in range(100):
        sockets.heard.emit(Here(announced(number)), f"192.168.1.{50 + number}", 6667)
    assert [len(rooms) for rooms in seen.lists] == [1]
    qtbot.waitUntil(lambda: len(seen.lists) > 1)
    assert [len(rooms) for rooms in seen.lists] == [1, 100]
    search.stop()


def test_a_room_is_gone_when_nothing_is_heard_of_it(
    search: RoomSearch, sockets: FakeSockets, seen: Seen, around: FakeComputer, qtbot: QtBot
) -> None:
    search.start()
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    around.now += 13
    qtbot.waitUntil(lambda: seen.lists[-1] == [])


def test_a_room_is_gone_soon_after_its_goodbye(
    search: RoomSearch, sockets: FakeSockets, seen: Seen, around: FakeComputer, qtbot: QtBot
) -> None:
    search.start()
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    sockets.heard.emit(Bye(ROOM.fingerprint), HOST, 6667)
    assert seen.names == ["Room 1"]
    around.now += GOODBYE_LIFE + 0.1
    qtbot.waitUntil(lambda: seen.lists[-1] == [])


def test_known_rooms_have_the_names_they_are_known_by(
    search: RoomSearch, sockets: FakeSockets, seen: Seen
) -> None:
    search.start()
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    search.know({fingerprint(1): "Mine"})
    assert [(room.name, room.naming) for room in seen.lists[-1]] == [("Mine", Naming.KNOWN)]


@pytest.mark.usefixtures("quick")
def test_a_new_network_is_asked_on_at_once(
    search: RoomSearch, sockets: FakeSockets, around: FakeComputer, qtbot: QtBot
) -> None:
    search.start()
    around.now += 2  # in which the rest of the burst was missed, and counts as one
    around.interfaces = [*around.interfaces, interface("wlan0", 3, "10.0.0.5/24")]
    qtbot.waitUntil(lambda: [one.name for one in sockets.followed] == ["eth0", "wlan0"])
    asked = len(sockets.asked)
    around.now += 0.25
    qtbot.waitUntil(lambda: len(sockets.asked) > asked)


def test_search_again_asks_every_address_in_small_questions_once_a_minute(
    sockets: FakeSockets, qtbot: QtBot
) -> None:
    search = asking(sockets)
    search.start()
    search.lead_out_by(frozenset({"192.168.1.1"}))
    assert search.search_again()
    assert not search.search_again()
    qtbot.waitUntil(lambda: len(sockets.asked_one) == 252)
    assert {(length <= 64, index) for length, _address, index in sockets.asked_one} == {(True, 2)}
    search.stop()


# -- looking


def at(number: int, address: str = HOST, port: int = 6667) -> ProbeTarget:
    return ProbeTarget(Place(address, port), fingerprint(number))


def test_a_room_that_is_heard_is_looked_for_once(
    search: RoomSearch, sockets: FakeSockets, seen: Seen, probes: FakeProbes, qtbot: QtBot
) -> None:
    search.start()
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    assert seen.names == ["Room 1"]
    assert probes.looked == [at(1)]
    assert probes.find(ProbeResult.SILENT) == at(1)
    qtbot.waitUntil(lambda: seen.lists[-1][0].is_unreached)
    assert probes.looked == []


def test_what_its_hub_tells_is_shown(
    search: RoomSearch, sockets: FakeSockets, seen: Seen, probes: FakeProbes, qtbot: QtBot
) -> None:
    search.start()
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    probes.find(ProbeResult.RIGHT, announced(1, people=9))
    qtbot.waitUntil(lambda: seen.lists[-1][0].people == 9)


def test_a_goodbye_is_looked_into_at_once(
    search: RoomSearch,
    sockets: FakeSockets,
    seen: Seen,
    around: FakeComputer,
    probes: FakeProbes,
    qtbot: QtBot,
) -> None:
    search.start()
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    probes.find(ProbeResult.RIGHT, ROOM)
    around.now += 10
    sockets.heard.emit(Bye(ROOM.fingerprint), HOST, 6667)
    qtbot.waitUntil(lambda: probes.looked == [at(1)])
    assert seen.names == ["Room 1"]
    probes.find(ProbeResult.REFUSED)
    qtbot.waitUntil(lambda: seen.lists[-1] == [])


def test_known_hosts_are_looked_for_where_they_were(
    search: RoomSearch, seen: Seen, host_probes: FakeProbes, probes: FakeProbes, qtbot: QtBot
) -> None:
    answering: list[object] = []
    search.answering_changed.connect(answering.append)
    hosts = [at(1, "10.8.0.9"), at(2, "10.8.0.10"), at(3, "chat.example.org")]
    search.look_for(hosts)
    assert host_probes.looked == [], "nobody looks yet"
    search.start()
    assert host_probes.looked == hosts[:2], "nobody on the internet"
    host_probes.find(ProbeResult.RIGHT, announced(1))
    host_probes.find(ProbeResult.RIGHT, None)
    qtbot.waitUntil(lambda: bool(seen.lists) and seen.names == ["Room 1"])
    assert answering == [tuple(hosts[:1]), tuple(hosts[:2])]
    assert probes.looked == []


def test_a_known_host_whose_beacon_is_heard_is_not_looked_for_each_ten_seconds(
    search: RoomSearch,
    sockets: FakeSockets,
    host_probes: FakeProbes,
    around: FakeComputer,
    qtbot: QtBot,
) -> None:
    answering: list[object] = []
    search.answering_changed.connect(answering.append)
    search.look_for([at(1), at(2, "192.168.1.32")])
    search.start()
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    for number in (1, 2):
        host_probes.find(ProbeResult.RIGHT, announced(number))
    around.now += 10
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    qtbot.waitUntil(lambda: host_probes.looked == [at(2, "192.168.1.32")])
    host_probes.find(ProbeResult.SILENT)
    assert answering[-1] == (at(1),)


def test_known_hosts_are_looked_for_again_and_more_than_four_in_turn(
    search: RoomSearch, host_probes: FakeProbes, around: FakeComputer, probes: FakeProbes, qtbot: QtBot
) -> None:
    search.look_for([at(number, f"10.8.0.{number}") for number in range(1, 7)])
    search.start()
    assert len(host_probes.looked) == 4
    for _ in range(6):
        host_probes.find(ProbeResult.RIGHT)
    assert host_probes.looked == []
    around.now += 10
    qtbot.waitUntil(lambda: len(host_probes.looked) == 4)
    assert probes.looked == [], "not twice"
    for _ in range(3):
        host_probes.find(ProbeResult.SILENT)
    around.now += 1
    search.restart()
    assert len(host_probes.looked) == 4, "on another network all are looked for at once"


class FakeSweep(QObject):
    """In the place of NetworkSweep."""

    found = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.started: list[set[str]] = []  # the addresses at which rooms were known

    def start(self, _targets: object, found_already: set[str]) -> bool:
        self.started.append(found_already)
        return True

    def stop(self) -> None:
        """Nothing runs."""


def test_who_is_found_by_a_sweep_is_listed(sockets: FakeSockets, around: FakeComputer, qtbot: QtBot) -> None:
    sweep, probes = FakeSweep(), FakeProbes()
    search = RoomSearch(
        stand_in(sockets),
        RoomServices(FakeDnsSd(), sockets, clock=around.clock),  # type: ignore[arg-type]
        sockets,
        look=around.look,
        clock=around.clock,
        probes=stand_in(probes),
        sweep=stand_in(sweep),
    )
    seen = Seen(search)
    search.start()
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    assert search.search_again()
    assert sweep.started == [{HOST}]
    sweep.found.emit(at(2, "192.168.1.32"), announced(2))
    qtbot.waitUntil(lambda: seen.names == ["Room 1", "Room 2"])
    search.stop()


def test_on_another_network_what_was_heard_has_to_be_seen_again(
    search: RoomSearch,
    sockets: FakeSockets,
    seen: Seen,
    around: FakeComputer,
    probes: FakeProbes,
    qtbot: QtBot,
) -> None:
    search.start()
    for number in (1, 2):
        sockets.heard.emit(Here(announced(number)), f"192.168.1.{40 + number}", 6667)
    qtbot.waitUntil(lambda: len(probes.looked) == 2)
    for number in (1, 2):
        probes.find(ProbeResult.RIGHT, announced(number))
    around.now += 10
    for number in (1, 2):
        sockets.heard.emit(Here(announced(number)), f"192.168.1.{40 + number}", 6667)
    search.renew()
    sockets.heard.emit(Here(announced(2)), "192.168.1.42", 6667)
    qtbot.waitUntil(lambda: probes.looked == [at(1, "192.168.1.41")])
    probes.find(ProbeResult.REFUSED)
    qtbot.waitUntil(lambda: seen.names == ["Room 2"])


def test_nobody_is_looked_for_when_nobody_looks(
    search: RoomSearch, sockets: FakeSockets, probes: FakeProbes, host_probes: FakeProbes
) -> None:
    search.look_for([at(2, "10.8.0.9")])
    search.start()
    sockets.heard.emit(Here(ROOM), HOST, 6667)
    search.stop()
    assert (probes.cancelled, host_probes.cancelled) == (1, 1)
    search.restart()
    assert (probes.looked, host_probes.looked) == ([], [])
    search.start()
    assert host_probes.looked == [at(2, "10.8.0.9")], "the one that was cancelled too"


@pytest.mark.parametrize("port", [22, 9100])
def test_a_beacon_that_names_a_neighbours_port_makes_nobody_knock_there(
    search: RoomSearch, sockets: FakeSockets, seen: Seen, probes: FakeProbes, port: int
) -> None:
    search.start()
    sockets.heard.emit(Here(announced(1, port=port)), "192.168.1.77", 6667)
    assert seen.names == ["Room 1"]
    assert probes.looked == []


# -- DNS-SD


@pytest.mark.usefixtures("quick")
def test_dns_sd_is_asked_while_somebody_looks(
    search: RoomSearch, dns_sd: FakeDnsSd, around: FakeComputer, qtbot: QtBot
) -> None:
    assert not dns_sd.is_open
    search.start()
    assert (dns_sd.is_open, dns_sd.browsed) == (True, [SERVICE_TYPE])
    assert [one.name for one in dns_sd.followed] == ["eth0"]
    around.interfaces = []
    qtbot.waitUntil(lambda: dns_sd.followed == ())
    restarts = dns_sd.restarts
    search.restart()
    assert dns_sd.restarts == restarts + 1
    search.stop()
    assert not dns_sd.is_open


def test_a_room_of_dns_sd_is_listed_when_it_was_found(
    search: RoomSearch, dns_sd: FakeDnsSd, seen: Seen, probes: FakeProbes, qtbot: QtBot
) -> None:
    search.start()
    dns_sd.found.emit(a_room(ROOM, HOST, "8.8.8.8"))
    assert seen.lists == []
    assert probes.find(ProbeResult.RIGHT, announced(1, people=5)) == at(1)
    qtbot.waitUntil(lambda: bool(seen.lists) and seen.lists[-1][0].people == 5)
    assert dns_sd.doubted == []


@pytest.mark.usefixtures("quick")
def test_a_room_of_dns_sd_that_lets_nobody_in_stays_while_it_is_told_of(
    search: RoomSearch,
    dns_sd: FakeDnsSd,
    seen: Seen,
    around: FakeComputer,
    probes: FakeProbes,
    qtbot: QtBot,
) -> None:
    search.start()
    told = a_room(ROOM, HOST)
    dns_sd.found.emit(told)
    around.now += 9
    qtbot.waitUntil(lambda: search._refreshed == around.now)
    probes.find(ProbeResult.SILENT)
    qtbot.waitUntil(lambda: bool(seen.lists) and seen.lists[-1][0].is_unreached)
    assert dns_sd.doubted == [told.name]
    around.now += 3
    dns_sd.found.emit(told)  # it has answered
    around.now += 11
    qtbot.waitUntil(lambda: len(probes.looked) == 1)
    assert seen.names == ["Room 1"]
    probes.find(ProbeResult.SILENT)
    assert dns_sd.doubted == [told.name] * 2
    dns_sd.lost.emit(told.name)
    qtbot.waitUntil(lambda: seen.lists[-1] == [])


@pytest.mark.usefixtures("quick")
def test_what_dns_sd_told_before_does_not_replace_what_the_hub_tells(
    search: RoomSearch,
    dns_sd: FakeDnsSd,
    seen: Seen,
    around: FakeComputer,
    probes: FakeProbes,
    qtbot: QtBot,
) -> None:
    search.start()
    dns_sd.found.emit(a_room(ROOM, HOST))
    around.now += 1
    probes.find(ProbeResult.RIGHT, announced(1, people=5))
    qtbot.waitUntil(lambda: bool(seen.lists) and seen.lists[-1][0].people == 5)
    around.now += 5
    qtbot.waitUntil(lambda: search._refreshed == around.now)
    assert [rooms[0].people for rooms in seen.lists] == [5]
    around.now += 1
    dns_sd.found.emit(a_room(announced(1, people=7), HOST))
    qtbot.waitUntil(lambda: seen.lists[-1][0].people == 7)


@pytest.mark.usefixtures("quick")
def test_a_killed_host_is_not_found_again_by_what_dns_sd_remembers(
    search: RoomSearch,
    dns_sd: FakeDnsSd,
    seen: Seen,
    around: FakeComputer,
    probes: FakeProbes,
    qtbot: QtBot,
) -> None:
    search.start()
    dns_sd.found.emit(a_room(ROOM, HOST))
    probes.find(ProbeResult.RIGHT, ROOM)
    qtbot.waitUntil(lambda: bool(seen.lists))
    around.now += 10
    qtbot.waitUntil(lambda: len(probes.looked) == 1)
    probes.find(ProbeResult.REFUSED)
    qtbot.waitUntil(lambda: seen.lists[-1] == [])
    around.now += 10
    qtbot.waitUntil(lambda: search._refreshed == around.now)
    assert (probes.looked, len(dns_sd.doubted)) == ([], 1)


def test_a_known_host_of_the_same_name_is_asked_by_dns_sd_too(
    search: RoomSearch, dns_sd: FakeDnsSd, around: FakeComputer, host_probes: FakeProbes
) -> None:
    search.look_for([at(1)])
    search.start()
    told = a_room(ROOM, HOST)
    dns_sd.found.emit(told)
    around.now += 9
    host_probes.find(ProbeResult.SILENT)
    assert dns_sd.doubted == [told.name]
