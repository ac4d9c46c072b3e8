"""The recent rooms: order, number, wording."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.irc.servertime import EARLIEST
from app.models.recents import MAX_RECENT, RecentRole, RecentRoom, RecentRooms

TODAY = date(2026, 11, 23)


def at(year: int, month: int, day: int) -> float:
    """Noon of a local day, in seconds."""
    return datetime(year, month, day, 12).astimezone().timestamp()


def room(number: int, *, hosted: bool = False, last_used: float | None = None) -> RecentRoom:
    return RecentRoom(
        f"Room {number}", f"10.0.0.{number}", hosted, number if last_used is None else last_used
    )


@pytest.fixture
def rooms(qtbot: QtBot) -> RecentRooms:
    model = RecentRooms(today=lambda: TODAY)
    model.tester = QAbstractItemModelTester(  # type: ignore[attr-defined]  # lives as long as its model
        model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    return model


def names(model: RecentRooms) -> list[str]:
    return [entry.name for entry in model.to_list()]


def test_the_newest_comes_first_in_whatever_order_they_were_added(rooms: RecentRooms) -> None:
    for number in (2, 3, 1):
        rooms.add(room(number))
    assert names(rooms) == ["Room 3", "Room 2", "Room 1"]


def test_only_ten_are_kept_and_the_oldest_goes(rooms: RecentRooms) -> None:
    for number in range(1, 14):
        rooms.add(room(number))
    assert rooms.rowCount() == MAX_RECENT
    assert names(rooms)[-1] == "Room 4"
    rooms.add(room(1))
    assert "Room 1" not in names(rooms)


def test_the_given_ones_are_sorted_and_cut_too(qtbot: QtBot) -> None:
    model = RecentRooms(room(number) for number in range(20))
    assert names(model) == [f"Room {number}" for number in range(19, 9, -1)]


def test_joining_again_moves_a_room_up_and_takes_its_new_name(rooms: RecentRooms) -> None:
    rooms.add(room(1))
    rooms.add(room(2))
    rooms.add(RecentRoom("Renamed", "10.0.0.1", False, 9))
    assert names(rooms) == ["Renamed", "Room 2"]


def test_a_room_behind_a_link_is_the_same_one_wherever_its_host_has_moved(rooms: RecentRooms) -> None:
    before = len(rooms.to_list())
    first, later = "hubbub://10.0.0.7/club?fp=AB", "hubbub://10.0.0.9/club?fp=ab&at=10.0.0.7:6667"
    for at, address in enumerate((first, later), 1):
        rooms.add(RecentRoom("Club", address, False, 2_000_000_000.0 + at, room="#club"))
    assert [room.address for room in rooms.to_list()[: -before or None]] == [later]
    rooms.add(RecentRoom("Club", later.replace("fp=ab", "fp=cd"), False, 2_000_000_003.0, room="#club"))
    assert len(rooms.to_list()) == before + 2, "another hub's"


def test_a_hosted_room_is_the_same_one_under_another_address(rooms: RecentRooms) -> None:
    rooms.add(RecentRoom("Robotics", "10.0.0.1", True, 1))
    rooms.add(RecentRoom("Robotics", "10.0.0.2", True, 2))
    rooms.add(RecentRoom("Robotics", "10.0.0.2", False, 3))
    assert [(entry.address, entry.hosted) for entry in rooms.to_list()] == [
        ("10.0.0.2", False),
        ("10.0.0.2", True),
    ]


def test_a_hosted_room_is_known_by_its_channel_however_it_is_written(rooms: RecentRooms) -> None:
    rooms.add(RecentRoom("Root’s room", "10.0.0.1", True, 1))  # of an early version
    rooms.add(RecentRoom("root's ROOM", "10.0.0.1", True, 2, room="#root-s-room"))
    assert names(rooms) == ["root's ROOM"]
    rooms.add(RecentRoom("Root’s room", "10.0.0.1", True, 3, room="#another"))
    assert names(rooms) == ["Root’s room", "root's ROOM"]


def test_rooms_that_a_host_opened_in_turn_at_one_address_are_several(rooms: RecentRooms) -> None:
    rooms.add(RecentRoom("Root’s room", "10.0.0.1", False, 1))  # of an early version
    rooms.add(RecentRoom("Root’s room", "10.0.0.1", False, 2, room="#root-s-room"))
    rooms.add(RecentRoom("Alice’s room", "10.0.0.1", False, 3, room="#alice-s-room"))
    rooms.add(RecentRoom("Root's", "10.0.0.1", False, 4, room="#ROOT-s-room"))
    assert names(rooms) == ["Root's", "Alice’s room"]
    rooms.remove_server("10.0.0.1")
    assert names(rooms) == []


HOST, OTHER_HOST = "ab" * 32, "cd" * 32


def test_a_room_is_known_by_its_host_whatever_address_was_typed(rooms: RecentRooms) -> None:
    rooms.add(RecentRoom("Club", "10.0.0.7", False, 1, room="#club", fingerprint=HOST))
    rooms.add(RecentRoom("Club", "mara-laptop:7100", False, 2, room="#Club", fingerprint=HOST))
    assert [entry.address for entry in rooms.to_list()] == ["mara-laptop:7100"]
    rooms.add(RecentRoom("Club", "mara-laptop:7100", False, 3, room="#club", fingerprint=OTHER_HOST))
    assert len(rooms.to_list()) == 2, "somebody else's room under the address that was hers"
    rooms.add(RecentRoom("Club", f"hubbub://10.9.9.9/club?fp={HOST}", False, 4, room="#club"))
    assert len(rooms.to_list()) == 2, "a link names its host"


def test_an_entry_of_an_earlier_version_learns_its_host(rooms: RecentRooms) -> None:
    rooms.add(RecentRoom("Club", "10.0.0.7", False, 1, room="#club"))
    rooms.add(RecentRoom("Club", "10.0.0.7", False, 2, room="#club", fingerprint=HOST))
    assert [entry.fingerprint for entry in rooms.to_list()] == [HOST]


def test_further_channels_of_a_host_are_rooms_of_it(rooms: RecentRooms) -> None:
    main = RecentRoom("Club", "10.0.0.7", False, 1, room="#club", fingerprint=HOST)
    tea = replace(main, name="tea", last_used=at(2026, 11, 23), channel="#tea", host="Club")
    for one in (
        main,
        tea,
        replace(tea, name="cake", channel="#cake", last_used=2),
        replace(tea, channel="#TEA"),
    ):
        rooms.add(one)
    assert names(rooms) == ["tea", "cake", "Club"]
    assert rooms.data(rooms.index(0), RecentRole.DETAIL) == "In Club · 10.0.0.7 · today"
    rooms.add(replace(main, room="", last_used=3))
    assert names(rooms) == ["tea", "Club", "cake"], "the room alone, where its channel is not known"


def test_a_further_channel_takes_no_place_of_an_early_version_s_room(rooms: RecentRooms) -> None:
    rooms.add(RecentRoom("Club", "10.0.0.7", False, 1))
    rooms.add(RecentRoom("tea", "10.0.0.7", False, 2, room="#club", fingerprint=HOST, channel="#tea"))
    assert names(rooms) == ["tea", "Club"]


def test_channels_of_a_foreign_server_are_several(rooms: RecentRooms) -> None:
    rooms.add(RecentRoom("python", "irc.example.org", False, 1))  # of an early version
    rooms.add(RecentRoom("python", "irc.example.org", False, 2, channel="#python"))
    rooms.add(RecentRoom("qt", "IRC.example.org", False, 3, channel="#qt"))
    rooms.add(RecentRoom("qt", "ircs://irc.example.org:6667/qt", False, 4, channel="#qt"))
    assert names(rooms) == ["qt", "python"]
    assert rooms.data(rooms.index(1), RecentRole.DETAIL) == "irc.example.org"


def test_a_host_that_is_not_the_one_is_forgotten_with_all_its_rooms(rooms: RecentRooms) -> None:
    rooms.add(RecentRoom("Club", "10.0.0.7", False, 1, room="#club", fingerprint=HOST))
    rooms.add(RecentRoom("tea", "mara-laptop", False, 2, room="#club", fingerprint=HOST, channel="#tea"))
    rooms.add(RecentRoom("Early", "10.0.0.7", False, 3))
    rooms.add(RecentRoom("Mine", "10.0.0.7", True, 4, fingerprint=HOST))
    rooms.add(RecentRoom("Others", "10.0.0.7", False, 5, room="#club", fingerprint=OTHER_HOST))
    rooms.remove_server("10.0.0.7", HOST)
    assert names(rooms) == ["Others", "Mine"]


def test_a_room_that_is_called_otherwise_keeps_its_place(rooms: RecentRooms, qtbot: QtBot) -> None:
    club = RecentRoom("Club", "10.0.0.7", False, 1, room="#club", fingerprint=HOST)
    rooms.add(club)
    rooms.add(room(2, last_used=2))
    with qtbot.waitSignal(rooms.dataChanged):
        rooms.rename(club, "Robotics club")
    assert names(rooms) == ["Room 2", "Robotics club"]
    rooms.rename(replace(club, fingerprint=OTHER_HOST), "Nobody's")
    assert names(rooms) == ["Room 2", "Robotics club"]


def test_a_hosted_room_tells_how_it_opens_again(qtbot: QtBot) -> None:
    words = ["Password", "locked"]
    model = RecentRooms([room(1, hosted=True)], today=lambda: TODAY, describe=lambda one: [one.name, *words])
    assert model.index(0).data(RecentRole.DETAIL) == "Hosted by you · Room 1 · Password · locked"
    with qtbot.waitSignal(model.dataChanged):
        model.refresh()


def test_of_a_link_only_the_place_is_told(rooms: RecentRooms) -> None:
    link = f"hubbub://192.168.1.4:7100/root-s-room?fp={'ab' * 32}"
    rooms.add(RecentRoom("Root’s room", link, False, at(2026, 11, 23)))
    assert rooms.data(rooms.index(0), RecentRole.DETAIL) == "192.168.1.4:7100 · today"
    assert rooms.room_at(0).address == link


def test_a_removed_room_is_gone_and_an_unknown_row_is_an_error(rooms: RecentRooms) -> None:
    rooms.add(room(1))
    rooms.add(room(2))
    rooms.remove(0)
    assert names(rooms) == ["Room 1"]
    for row in (1, -1):
        with pytest.raises(IndexError):
            rooms.remove(row)


@pytest.mark.usefixtures("english")
def test_a_room_that_does_not_answer_stays_and_says_so(rooms: RecentRooms, qtbot: QtBot) -> None:
    rooms.add(RecentRoom("Friday LAN", "192.168.1.60", False, at(2026, 11, 14)))
    with qtbot.waitSignal(rooms.dataChanged):
        rooms.mark_offline(rooms.room_at(0))
    assert rooms.data(rooms.index(0), RecentRole.DETAIL) == "Offline · 192.168.1.60 · 14 November"
    rooms.mark_offline(rooms.room_at(0), False)
    assert rooms.data(rooms.index(0), RecentRole.DETAIL) == "192.168.1.60 · 14 November"


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("used", "words"),
    [
        ((2026, 11, 24), "today"),
        ((2026, 11, 23), "today"),
        ((2026, 11, 22), "yesterday"),
        ((2026, 11, 21), "21 November"),
        ((2025, 12, 31), "31 December 2025"),
    ],
)
def test_the_last_use_is_told_in_words(rooms: RecentRooms, used: tuple[int, int, int], words: str) -> None:
    rooms.add(room(1, last_used=at(*used)))
    assert rooms.data(rooms.index(0), RecentRole.DETAIL) == f"10.0.0.1 · {words}"


@pytest.mark.parametrize("unknown", [0.0, EARLIEST])
def test_a_last_use_that_is_not_known_gives_no_date(rooms: RecentRooms, unknown: float) -> None:
    rooms.add(room(1, last_used=unknown))
    rooms.add(room(2, hosted=True, last_used=unknown))
    told = [rooms.data(rooms.index(row), RecentRole.DETAIL) for row in range(2)]
    assert sorted(told) == ["10.0.0.1", "Hosted by you · 10.0.0.2"]


def test_a_screen_reader_hears_name_host_address_and_day(rooms: RecentRooms) -> None:
    rooms.add(room(1, hosted=True, last_used=at(2026, 11, 23)))
    heard = rooms.data(rooms.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Room 1, Hosted by you, 10.0.0.1, today"
    assert rooms.data(rooms.index(0)) == "Room 1"
    assert rooms.data(rooms.index(0), RecentRole.ROOM) == rooms.room_at(0)
    assert rooms.data(rooms.index(0), Qt.ItemDataRole.DecorationRole) is None
    assert rooms.data(rooms.index(7)) is None


def test_a_room_that_was_found_open_says_so_and_is_not_offline(qtbot: QtBot) -> None:
    model = RecentRooms(
        [RecentRoom("Den", "10.0.0.7", False, 0, offline=True), RecentRoom("Lab", "10.0.0.8", False, -1)]
    )
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    model.mark_open({0})
    model.mark_open({0})
    assert changed == [0]
    assert model.index(0).data(RecentRole.DETAIL) == "Open now · 10.0.0.7"
    assert not model.room_at(0).offline
    model.mark_open(())
    assert model.index(0).data(RecentRole.DETAIL) == "10.0.0.7"
