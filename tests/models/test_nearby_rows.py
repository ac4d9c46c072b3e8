"""The rooms nearby as a list: their words, and that a row that stays keeps its place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from app.discovery.announcement import Lock
from app.discovery.nearby_rooms import Naming
from app.discovery.sightings import Place
from app.models.nearby_rows import NearbyRole, NearbyRows
from app.models.timeline_words import without_isolates
from tests.discovery.rooms import fingerprint, nearby


@pytest.fixture
def rows(qtbot: QtBot) -> NearbyRows:
    return NearbyRows()


def names(rows: NearbyRows) -> list[str]:
    return [str(rows.index(row).data()) for row in range(rows.rowCount())]


def detail(rows: NearbyRows, row: int = 0) -> str:
    return without_isolates(str(rows.index(row).data(NearbyRole.DETAIL)))


def test_rows_keep_their_place_while_others_come_and_go(rows: NearbyRows) -> None:
    rows.show([nearby(1), nearby(2), nearby(3)])
    held = QPersistentModelIndex(rows.index(2))
    rows.show([nearby(3), nearby(4), nearby(2, people=5)])
    assert names(rows) == ["Room 2", "Room 3", "Room 4"]
    assert held.row() == 1
    assert "5 people" in detail(rows)
    rows.show([])
    assert rows.rowCount() == 0


def test_only_what_has_changed_is_drawn_again(rows: NearbyRows) -> None:
    rows.show([nearby(1), nearby(2)])
    changed: list[int] = []
    rows.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    rows.show([nearby(1), nearby(2, people=9)])
    rows.show([nearby(1), nearby(2, people=9)])
    assert changed == [1]


def test_however_many_rows_change_it_is_told_once(rows: NearbyRows) -> None:
    rows.show([nearby(number) for number in range(100)])
    changed: list[tuple[int, int]] = []
    rows.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    rows.show([nearby(number, people=number and 9) for number in range(99)])
    assert changed == [(0, 98)]


def test_what_stands_together_goes_at_once(rows: NearbyRows) -> None:
    rows.show([nearby(number) for number in range(100)])
    gone: list[tuple[int, int]] = []
    rows.rowsRemoved.connect(lambda _parent, first, last: gone.append((first, last)))
    rows.show([nearby(10), nearby(50), nearby(51)])
    assert gone == [(52, 99), (11, 49), (0, 9)]
    assert names(rows) == ["Room 10", "Room 50", "Room 51"]
    rows.show([])
    assert gone[3:] == [(0, 2)]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "Hosted by Mara · 2 people"),
        ({"people": 1}, "Hosted by Mara · 1 person"),
        ({"people": 0, "by": ""}, "192.168.1.2:6667"),
        ({"naming": Naming.KNOWN, "by": ""}, "Joined before · 2 people"),
        (
            {"naming": Naming.IMITATION},
            "Not the room you know · Hosted by Mara · 2 people · 192.168.1.2:6667",
        ),
        ({"is_unreached": True}, "Cannot be reached · Hosted by Mara · 2 people"),
        (
            {"is_unreached": True, "lock": Lock.PASSWORD, "by": "", "is_here": True},
            "Cannot be reached · On this computer · 2 people · Password",
        ),
        ({"naming": Naming.SHARED}, "Hosted by Mara · 2 people · 192.168.1.2:6667"),
    ],
)
def test_what_is_known_of_a_room_is_told(rows: NearbyRows, more: dict[str, object], words: str) -> None:
    rows.show([nearby(1, **more)])
    assert detail(rows) == words


def test_a_lock_is_a_word(rows: NearbyRows) -> None:
    rows.show([nearby(1), nearby(2, lock=Lock.PASSWORD), nearby(3, lock=Lock.CLOSED)])
    assert [rows.index(row).data(NearbyRole.LOCK) for row in range(3)] == ["", "Password", "Locked"]
    spoken = rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Room 2, Hosted by Mara, 2 people, Password"


def test_a_host_from_right_to_left_turns_nothing_round(rows: NearbyRows) -> None:
    rows.show([nearby(1, by="נועה")])
    assert str(rows.index(0).data(NearbyRole.DETAIL)).startswith("Hosted by \u2068נועה\u2069 · ")


def test_a_room_without_a_name_and_one_at_ipv6(rows: NearbyRows) -> None:
    rows.show([nearby(1, name="", places=(Place("fd00::31", 6668),))])
    assert names(rows) == ["A room without a name"]
    assert rows.index(0).data(NearbyRole.ADDRESS) == "[fd00::31]:6668"
    assert "[fd00::31]:6668" in str(rows.index(0).data(NearbyRole.TIP))


def test_a_room_is_found_by_its_fingerprint(rows: NearbyRows) -> None:
    rows.show([nearby(1), nearby(2)])
    assert rows.find(fingerprint(2)) == nearby(2)
    assert rows.find(fingerprint(3)) is None
    assert rows.rowCount(rows.index(0)) == 0
    assert rows.data(QModelIndex()) is None


def test_a_room_that_cannot_be_reached_is_told_apart(rows: NearbyRows) -> None:
    rows.show([nearby(1), nearby(2, is_unreached=True, lock=Lock.PASSWORD)])
    assert [rows.index(row).data(NearbyRole.UNREACHED) for row in range(2)] == [False, True]
    spoken = without_isolates(str(rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole)))
    assert spoken == "Room 2, Cannot be reached, Hosted by Mara, 2 people, Password"


def test_a_short_list_leaves_out_rooms_that_nobody_knows(rows: NearbyRows) -> None:
    rows.show([nearby(number) for number in range(4)])
    assert rows.surplus(3) == ()
    rows.show([nearby(number, naming=Naming.KNOWN if number == 5 else Naming.PLAIN) for number in range(7)])
    assert rows.surplus(3) == (3, 4, 6)
    assert rows.surplus(9) == ()
