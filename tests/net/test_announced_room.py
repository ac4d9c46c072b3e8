"""What is told of a hosted room, and that it stays true while people come and go."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.diagnosis.help_call import Rumour, Seen
from app.discovery.announcement import Announcement, Lock
from app.discovery.datagrams import Bye, Here
from app.discovery.service import room_service
from app.hub.data import events
from app.hub.data.config import HubConfig, PasswordVerifier
from app.net.announced_room import AnnouncedRoom, RoomRegister
from app.net.host_services import HostServices
from app.net.listeners import Listening
from app.net.netwatch import NetWatch
from app.net.room_announcer import RoomAnnouncer
from tests.discovery.rooms import fingerprint
from tests.net.discovery_fakes import FakeComputer, FakeDnsSd, FakeSockets, a_call
from tests.stand_in import stand_in

NOON = 1_700_000_000.0
HUB = fingerprint(7)
CONFIG = HubConfig(room_name="Robotics club")
CLUB = CONFIG.room
VERIFIER = PasswordVerifier(bytes(16), 2**15, 8, 1, bytes(32))
EVERYWHERE = Listening("", 6667, "0.0.0.0:6667", private=False)
PRIVATE = Listening("127.0.0.1", 40_000, "127.0.0.1:40000", private=True)
TOLD = Announcement(fingerprint=HUB, room="Robotics club", by="", port=6667)


class Office:
    """A room that is announced by sockets that only remember."""

    def __init__(self) -> None:
        self.root = QObject()
        self.sockets, self.dns_sd, self.around = FakeSockets(), FakeDnsSd(), FakeComputer()
        announcer = RoomAnnouncer(
            stand_in(self.sockets),
            self.root,
            look=self.around.look,
            clock=self.around.clock,
        )
        services = HostServices(self.dns_sd, self.root, look=self.around.look)  # type: ignore[arg-type]
        self.watch = NetWatch(self.root, look=frozenset)
        self.room = AnnouncedRoom(self.root, announcer=announcer, services=services, watch=self.watch)

    def told(self) -> Announcement | None:
        """What was told last, some time later."""
        self.around.now += 1
        self.watch.returned.emit()
        last = self.sockets.told[-1] if self.sockets.told else None
        return last.announcement if isinstance(last, Here) else None


@pytest.fixture
def office(qtbot: QtBot) -> Office:
    return Office()


def test_the_hub_is_told_what_others_hear_of_its_room(office: Office) -> None:
    told: list[Announcement | None] = []
    office.room.told.connect(told.append)
    office.room.open(CONFIG, HUB, [replace(EVERYWHERE, web_port=7667), PRIVATE])
    office.room.set_password(True)
    office.room.set_password(True)
    office.room.set_shown(False)
    office.room.set_locked(True)
    office.room.set_shown(True)
    office.room.close()
    office.room.close()
    room = replace(TOLD, web_port=7667)
    locked = replace(room, lock=Lock.PASSWORD)
    assert told == [room, locked, None, replace(room, lock=Lock.CLOSED), None]


def test_that_browsers_have_a_port_or_none_any_more_is_told_at_once(office: Office) -> None:
    with_port = replace(EVERYWHERE, web_port=7667)
    told: list[Announcement | None] = []
    office.room.told.connect(told.append)
    office.room.set_listening([with_port])
    office.room.open(CONFIG, HUB, [with_port, PRIVATE])
    office.room.set_listening([EVERYWHERE])
    office.room.set_listening([with_port])
    assert told == [replace(TOLD, web_port=7667), TOLD, replace(TOLD, web_port=7667)]


def test_nobody_is_told_over_http_of_a_room_for_this_computer_only(office: Office) -> None:
    told: list[Announcement | None] = []
    office.room.told.connect(told.append)
    office.room.open(CONFIG, HUB, [replace(EVERYWHERE, host="127.0.0.1"), PRIVATE])
    office.room.open(replace(CONFIG, shown_nearby=False), HUB, [EVERYWHERE, PRIVATE])
    assert told == []


def test_a_room_is_told_where_others_reach_it(office: Office) -> None:
    office.room.open(CONFIG, HUB, (EVERYWHERE, PRIVATE))
    assert office.sockets.told == [Here(TOLD)]
    assert [one.name for one in office.sockets.followed] == ["eth0"]


def test_a_room_of_this_computer_only_is_not(office: Office) -> None:
    for host in ("127.0.0.1", "::1"):
        office.room.open(CONFIG, HUB, (Listening(host, 7000, "", private=False), PRIVATE))
    assert (office.sockets.told, office.sockets.is_open) == ([], False)
    assert not office.dns_sd.is_open


def test_of_several_doors_those_of_the_first_port_are_told(office: Office) -> None:
    doors = (
        Listening("127.0.0.1", 7000, "", private=False),
        Listening("192.168.1.24", 7001, "", private=False),
        Listening("10.0.0.9", 7002, "", private=False),
    )
    office.room.open(CONFIG, HUB, doors)
    assert office.told() == replace(TOLD, port=7001)
    assert [(one.ipv4, one.ipv6) for one in office.sockets.followed] == [(True, False)]


def test_a_new_title_of_the_room_is_told(office: Office) -> None:
    office.room.open(CONFIG, HUB, (EVERYWHERE,))
    office.room.take([events.RoomTitled(NOON, "Robots", "Mara_Lind")])
    assert office.told() == replace(TOLD, room="Robots")


def test_people_lock_and_host_stay_true(office: Office) -> None:
    office.room.take([events.Joined(NOON, "early", "", CLUB)])
    office.room.open(replace(CONFIG, verifier=VERIFIER), HUB, (EVERYWHERE,))
    assert office.told() == replace(TOLD, lock=Lock.PASSWORD)
    office.room.take(
        [
            events.OwnerProved(NOON, 1, ""),
            events.Registered(NOON, 1, "Mara_Lind", "", "u", "Mara Lind"),
            events.Joined(NOON, "Mara_Lind", "", CLUB),
            events.Joined(NOON, "bob", "", CLUB),
        ]
    )
    office.room.set_password(False)
    assert office.told() == replace(TOLD, by="Mara Lind", people=2)
    office.room.set_locked(True)
    assert office.told() == replace(TOLD, by="Mara Lind", people=2, lock=Lock.CLOSED)
    office.room.take([events.ModeSet(NOON, CLUB, "-i", "Mara_Lind"), events.Quit(NOON, "bob", "", "")])
    assert office.told() == replace(TOLD, by="Mara Lind", people=1)


def test_nobody_is_told_unless_the_host_wants_it(office: Office) -> None:
    office.room.open(replace(CONFIG, shown_nearby=False), HUB, (EVERYWHERE,))
    office.room.take([events.Joined(NOON, "bob", "", CLUB)])
    assert office.sockets.told == []
    office.room.set_shown(True)
    assert office.told() == replace(TOLD, people=1)
    office.room.set_shown(False)
    assert office.sockets.told[-1] == Bye(HUB)
    before = len(office.sockets.told)
    office.room.take([events.Joined(NOON, "eve", "", CLUB)])
    office.watch.returned.emit()
    assert len(office.sockets.told) == before


def test_dns_sd_is_told_the_same_and_of_a_room_that_is_not_shown_nothing(office: Office) -> None:
    office.room.open(replace(CONFIG, shown_nearby=False), HUB, (EVERYWHERE,))
    assert office.dns_sd.is_open, "a guest may call for help"
    office.room.set_shown(True)
    office.room.set_shown(False)
    assert office.dns_sd.registered == [room_service(TOLD), None]
    office.watch.returned.emit()
    assert office.dns_sd.restarts == 1
    office.room.close()
    assert not office.dns_sd.is_open


def test_a_call_for_help_is_passed_on(office: Office) -> None:
    office.room.open(CONFIG, HUB, (EVERYWHERE,))
    rumours: list[Rumour] = []
    office.room.help_called.connect(rumours.append)
    office.dns_sd.found.emit(a_call(HUB, 7000))
    office.dns_sd.found.emit(a_call(HUB, 6667))
    assert rumours == [Rumour("192.168.1.31", Seen.SILENCE, 6667)]


def test_a_room_that_closes_says_goodbye_at_once(office: Office) -> None:
    office.room.open(CONFIG, HUB, (EVERYWHERE,))
    office.room.close()
    assert office.sockets.told[1:] == [Bye(HUB)] * 2
    assert not office.sockets.is_open
    office.room.set_shown(True)
    office.room.close()
    assert len(office.sockets.told) == 3


def test_the_next_room_is_another_one(office: Office) -> None:
    office.room.open(CONFIG, HUB, (EVERYWHERE,))
    office.room.take([events.Joined(NOON, "bob", "", CLUB)])
    office.room.close()
    office.room.open(HubConfig(room_name="Chess"), HUB, (EVERYWHERE,), is_locked=True)
    assert office.told() == replace(TOLD, room="Chess", lock=Lock.CLOSED)


# -- who is in the room


@pytest.mark.parametrize(
    ("happened", "people"),
    [
        ([events.Joined(NOON, "bob", "", "#Robotics-Club")], 1),
        ([events.Joined(NOON, "bob", "", "#other")], 0),
        ([events.Joined(NOON, "bob", "", CLUB), events.Parted(NOON, "bob", CLUB, "")], 0),
        ([events.Joined(NOON, "bob", "", CLUB), events.Parted(NOON, "bob", "#other", "")], 1),
        ([events.Joined(NOON, "bob", "", CLUB), events.Kicked(NOON, "bob", CLUB, "m", "")], 0),
        (
            [
                events.Joined(NOON, "bob", "", CLUB),
                events.Renamed(NOON, "bob", "rob"),
                events.Quit(NOON, "rob", "", ""),
            ],
            0,
        ),
        ([events.ChannelRenamed(NOON, CLUB, "#new", "m", ""), events.Joined(NOON, "bob", "", "#new")], 1),
    ],
)
def test_who_is_there_is_counted(happened: list[events.HubEvent], people: int) -> None:
    register = RoomRegister(CLUB, "Robotics club")
    register.take(happened)
    assert register.people == people


def test_the_host_is_called_as_others_see_them() -> None:
    register = RoomRegister(CLUB, "Robotics club")
    register.take([events.OwnerProved(NOON, 3, ""), events.Registered(NOON, 3, "mara", "", "u", "Somebody")])
    assert register.host == "mara"
    register.take([events.Renamed(NOON, "mara", "mara2"), events.Renamed(NOON, "bob", "rob")])
    assert register.host == "mara2"
    register.take([events.Registered(NOON, 3, "eve", "", "u", ""), events.OwnerProved(NOON, 4, "ina")])
    assert register.host == "ina"


@pytest.mark.parametrize(
    ("modes", "locked"), [("+i", True), ("+mi-i", False), ("+k *", False), ("-o+i bob", True)]
)
def test_a_lock_is_seen(modes: str, locked: bool) -> None:
    register = RoomRegister(CLUB, "Robotics club")
    register.take([events.ModeSet(NOON, CLUB, modes, "mara"), events.ModeSet(NOON, "#other", "+i", "mara")])
    assert register.is_locked is locked
