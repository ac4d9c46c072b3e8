"""Which firewall is believed, what of it is kept, and that the same button takes back what was opened."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.diagnosis.room_check import FirewallState
from app.firewall import ufw, windows_firewall
from app.firewall.firewall import Firewall
from app.firewall.opened_ports import OpenedPortsFile
from app.firewall.room_ports import (
    Change,
    ChangeProblem,
    FirewallKind,
    FirewallReport,
    OpenedPorts,
    RoomPorts,
)
from app.firewall.system_firewall import make_firewall
from app.security import private_files
from app.security.security_errors import SecurityError, SecurityProblem

PORTS = RoomPorts((6667, 7667), (6667,), ("192.168.9.0/24",))
ON = FirewallReport(FirewallKind.UFW, FirewallState.ON, can_open=True)
ONE, TWO = ufw.rules_for(PORTS)


class FakeWay:
    """A firewall that answers when the test says so."""

    kind = FirewallKind.UFW

    def __init__(self, kind: FirewallKind = FirewallKind.UFW) -> None:
        self.kind = kind
        self.looks: list[Callable[[FirewallReport | None], None]] = []
        self.opening: list[Callable[[tuple[Change, ...], ChangeProblem | None], None]] = []
        self.closing: list[
            tuple[OpenedPorts, Callable[[tuple[Change, ...], ChangeProblem | None], None]]
        ] = []

    def look(self, _ports: RoomPorts, done: Callable[[FirewallReport | None], None]) -> None:
        self.looks.append(done)

    def open(self, _ports: RoomPorts, _report: FirewallReport, done: Callable[..., None]) -> None:
        self.opening.append(done)

    def close(self, opened: OpenedPorts, done: Callable[..., None]) -> None:
        self.closing.append((opened, done))


class House:
    """A firewall of two kinds, and what it has told."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.first, self.ufw = FakeWay(FirewallKind.FIREWALLD), FakeWay()
        self.firewall = Firewall([self.first, self.ufw], [self.ufw], OpenedPortsFile(path))
        self.reports: list[FirewallReport] = []
        self.problems: list[ChangeProblem | None] = []
        self.firewall.looked.connect(self.reports.append)
        self.firewall.changed.connect(self.problems.append)

    def opens(self, *changes: Change, problem: ChangeProblem | None = None) -> None:
        self.firewall.open(PORTS, ON)
        self.ufw.opening.pop()(changes, problem)


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path) -> House:
    return House(tmp_path / "opened_ports.json")


def test_the_first_that_is_this_computers_is_believed(house: House) -> None:
    house.firewall.look(PORTS)
    assert house.ufw.looks == []
    house.first.looks.pop()(None)
    house.ufw.looks.pop()(ON)
    assert house.reports == [ON]


def test_without_one_that_is_known_nothing_is_known(house: House) -> None:
    house.firewall.look(PORTS)
    house.first.looks.pop()(None)
    house.ufw.looks.pop()(None)
    assert house.reports == [FirewallReport()]


def test_an_answer_that_comes_after_the_next_question_counts_no_more(house: House) -> None:
    house.firewall.look(PORTS)
    house.firewall.look(PORTS)
    first, second = house.first.looks
    first(ON)
    first(None)
    assert house.reports == []
    second(ON)
    assert house.reports == [ON]


def test_what_was_opened_is_kept_and_taken_back(house: House) -> None:
    house.opens(ONE, TWO)
    opened = OpenedPorts(FirewallKind.UFW, PORTS, (ONE, TWO))
    assert house.firewall.opened == OpenedPortsFile(house.path).opened == (opened,)
    house.firewall.close()
    asked, done = house.ufw.closing.pop()
    assert asked == opened
    done((ONE, TWO), None)
    assert house.firewall.opened == OpenedPortsFile(house.path).opened == ()
    assert house.problems == [None, None]


def test_after_a_restart_it_is_taken_back_as_well(house: House) -> None:
    house.opens(ONE)
    later = House(house.path)
    later.firewall.close()
    later.ufw.closing.pop()[1]((ONE,), None)
    assert later.problems == [None]
    assert OpenedPortsFile(house.path).opened == ()


def test_a_no_changes_nothing(house: House) -> None:
    house.opens(problem=ChangeProblem.REFUSED)
    assert house.firewall.opened == ()
    house.opens(ONE, problem=ChangeProblem.FAILED)
    assert [one.changes for one in house.firewall.opened] == [(ONE,)], "the half that was done is known"
    house.firewall.close()
    house.ufw.closing.pop()[1]((), ChangeProblem.REFUSED)
    assert [one.changes for one in house.firewall.opened] == [(ONE,)]
    assert house.problems == [ChangeProblem.REFUSED, ChangeProblem.FAILED, ChangeProblem.REFUSED]


def test_what_was_taken_back_before_something_failed_is_not_kept(house: House) -> None:
    house.opens(ONE)
    house.firewall.close()
    house.ufw.closing.pop()[1]((ONE,), ChangeProblem.FAILED)
    assert house.firewall.opened == OpenedPortsFile(house.path).opened == ()


def test_of_several_all_are_taken_back_until_a_no(house: House) -> None:
    house.opens(ONE)
    house.opens(TWO)
    house.firewall.close()
    house.ufw.closing.pop()[1]((ONE,), None)
    house.ufw.closing.pop()[1]((), ChangeProblem.REFUSED)
    assert [one.changes for one in house.firewall.opened] == [(TWO,)]
    assert house.problems == [None, None, ChangeProblem.REFUSED]


def test_while_a_question_is_open_no_second_one_is_asked(house: House) -> None:
    house.firewall.open(PORTS, ON)
    house.firewall.open(PORTS, ON)
    house.firewall.close()
    assert len(house.ufw.opening) == 1
    assert house.firewall.is_changing
    house.ufw.opening.pop()((ONE,), None)
    assert not house.firewall.is_changing


def test_what_cannot_be_opened_by_a_click_is_not(house: House) -> None:
    house.firewall.open(PORTS, FirewallReport(FirewallKind.UFW, FirewallState.BLOCKS))
    house.firewall.open(PORTS, FirewallReport(FirewallKind.MACOS, FirewallState.ON, can_open=True))
    assert house.ufw.opening == []
    house.firewall.close()
    assert house.problems == []


def test_what_an_ordinary_user_cannot_read_is_known_where_we_have_opened_it(house: House) -> None:
    house.opens(ONE)
    house.firewall.look(PORTS)
    house.first.looks.pop()(ON)
    wider = RoomPorts((6667,), (), ("192.168.9.0/24", "10.0.0.0/8"))
    house.firewall.look(wider)
    house.first.looks.pop()(ON)
    assert [one.state for one in house.reports] == [FirewallState.OPEN, FirewallState.ON]


def test_a_record_of_another_system_is_passed_over(house: House) -> None:
    changes = windows_firewall.changes_for(PORTS, ())
    OpenedPortsFile(house.path).add(OpenedPorts(FirewallKind.WINDOWS, PORTS, changes))
    later = House(house.path)
    later.firewall.close()
    assert later.problems == [None]


def test_what_cannot_be_kept_is_opened_all_the_same(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, _data: bytes) -> None:
        raise SecurityError(SecurityProblem.FILE_NOT_WRITTEN, path=house.path, reason="full")

    monkeypatch.setattr(private_files, "replace", refuse)
    house.opens(ONE)
    assert house.problems == [None]
    assert len(house.firewall.opened) == 1


def test_this_computers_firewall_is_asked_without_a_word(qtbot: QtBot, tmp_path: Path) -> None:
    firewall = make_firewall(OpenedPortsFile(tmp_path / "opened_ports.json"))
    with qtbot.waitSignal(firewall.looked) as told:
        firewall.look(PORTS)
    (report,) = told.args
    assert isinstance(report, FirewallReport)
    assert (report.kind is FirewallKind.WINDOWS) == (sys.platform == "win32")
