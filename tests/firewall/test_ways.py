"""Each kind of firewall by what the system gives: files, programs and a bus that the test plays."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.diagnosis.room_check import FirewallState
from app.firewall import firewalld, ufw, ways, windows_firewall
from app.firewall.firewalld import BusError, Zone
from app.firewall.program_runner import ProgramResult
from app.firewall.room_ports import (
    Change,
    ChangeProblem,
    FirewallKind,
    FirewallReport,
    OpenedPorts,
    RoomPorts,
)

PORTS = RoomPorts((6667, 7667), (6667,), ("192.168.9.0/24",), ("wlan0",))
NOWHERE = RoomPorts((6667,), (), ())
UFW_ON = {
    ufw.CONFIGURATION: "ENABLED=yes",
    ufw.DEFAULTS: 'DEFAULT_INPUT_POLICY="DROP"',
    **dict.fromkeys(ufw.RULES, ""),
}


class FakeRunner:
    """Programs that end as the test says."""

    def __init__(self, status: int = 0, output: str = "") -> None:
        self.result = ProgramResult(status, output)
        self.commands: list[Sequence[str]] = []

    def run(self, command: Sequence[str], done: Callable[[ProgramResult], None], *, patience: int) -> None:
        self.commands.append(command)
        done(self.result)


class FakeBus:
    """Conversations that come to what the test says."""

    def __init__(self, result: object) -> None:
        self.result = result
        self.asked: list[bool] = []

    def run(self, steps: object, done: Callable[[object], None], *, asks: bool = False) -> None:
        self.asked.append(asks)
        done(self.result)


class Told:
    """What came of it."""

    def __init__(self) -> None:
        self.reports: list[FirewallReport | None] = []
        self.changes: list[tuple[tuple[Change, ...], ChangeProblem | None]] = []

    def change(self, changes: tuple[Change, ...], problem: ChangeProblem | None) -> None:
        self.changes.append((changes, problem))


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


def ufw_way(
    owner: QObject, files: dict[str, str], runner: FakeRunner, *, as_root: bool = False, can_ask: bool = True
) -> ways.UfwWay:
    return ways.UfwWay(runner, owner, read=files.get, as_root=as_root, can_ask=can_ask)  # type: ignore[arg-type]


def looked(qtbot: QtBot, reader: ways.FirewallReader, ports: RoomPorts = PORTS) -> FirewallReport | None:
    told: list[FirewallReport | None] = []
    reader.look(ports, told.append)
    qtbot.waitUntil(lambda: bool(told))
    return told[0]


def test_ufw_is_read_from_its_files(qtbot: QtBot, owner: QObject) -> None:
    assert looked(qtbot, ufw_way(owner, {}, FakeRunner())) is None
    blocks = FirewallReport(FirewallKind.UFW, FirewallState.BLOCKS, can_open=True)
    assert looked(qtbot, ufw_way(owner, UFW_ON, FakeRunner())) == blocks
    of_user = {path: text for path, text in UFW_ON.items() if path not in ufw.RULES}
    assert looked(qtbot, ufw_way(owner, of_user, FakeRunner())) == FirewallReport(
        FirewallKind.UFW, FirewallState.ON, can_open=True
    )


@pytest.mark.parametrize(
    ("as_root", "can_ask", "ports", "can_open"),
    [(False, False, PORTS, False), (True, False, PORTS, True), (False, True, NOWHERE, False)],
)
def test_it_is_opened_where_somebody_can_ask_and_there_is_a_network(
    qtbot: QtBot, owner: QObject, as_root: bool, can_ask: bool, ports: RoomPorts, can_open: bool
) -> None:
    found = looked(qtbot, ufw_way(owner, UFW_ON, FakeRunner(), as_root=as_root, can_ask=can_ask), ports)
    assert found is not None
    assert found.can_open is can_open


def test_ufw_is_opened_and_closed_by_one_question_each(qtbot: QtBot, owner: QObject, told: Told) -> None:
    rules = ufw.rules_for(PORTS)
    runner = FakeRunner(output="\n".join(map(" ".join, rules)))
    way = ufw_way(owner, UFW_ON, runner)
    way.open(PORTS, FirewallReport(FirewallKind.UFW), told.change)
    way.close(OpenedPorts(FirewallKind.UFW, PORTS, rules), told.change)
    assert told.changes == [(rules, None), (rules, None)]
    assert [command[0] for command in runner.commands] == ["pkexec", "pkexec"]
    assert [command[4] for command in runner.commands] == [ufw.OPENING, ufw.CLOSING]


@pytest.mark.parametrize(
    ("status", "problem"),
    [(126, ChangeProblem.REFUSED), (127, ChangeProblem.NO_QUESTION), (1, ChangeProblem.FAILED)],
)
def test_why_nothing_was_changed_is_told(
    qtbot: QtBot, owner: QObject, told: Told, status: int, problem: ChangeProblem
) -> None:
    way = ufw_way(owner, UFW_ON, FakeRunner(status))
    way.open(PORTS, FirewallReport(FirewallKind.UFW), told.change)
    assert told.changes == [((), problem)]


def test_firewalld_is_read_from_its_zones(qtbot: QtBot, owner: QObject) -> None:
    zones = {"public": Zone("default", {6667: False, 7667: False}, ())}
    assert looked(qtbot, ways.FirewalldWay(FakeBus(zones), owner)) == FirewallReport(  # type: ignore[arg-type]
        FirewallKind.FIREWALLD, FirewallState.BLOCKS, can_open=True
    )
    assert looked(qtbot, ways.FirewalldWay(FakeBus(BusError("not there")), owner)) is None  # type: ignore[arg-type]


def test_firewalld_is_changed_where_it_was_read_by_asking(qtbot: QtBot, owner: QObject, told: Told) -> None:
    zones: dict[str, Zone] = {"public": Zone("default", {6667: False, 7667: False}, ())}
    bus = FakeBus(zones)
    way = ways.FirewalldWay(bus, owner)
    looked(qtbot, way)
    changes = firewalld.changes_for(["public"], PORTS)
    bus.result = (list(changes), None)
    way.open(PORTS, FirewallReport(FirewallKind.FIREWALLD), told.change)
    bus.result = (list(changes[:1]), BusError("org.fedoraproject.FirewallD1.NotAuthorizedException: no"))
    way.close(OpenedPorts(FirewallKind.FIREWALLD, PORTS, changes), told.change)
    bus.result = BusError("org.freedesktop.DBus.Error.NoReply: ")
    way.close(OpenedPorts(FirewallKind.FIREWALLD, PORTS, changes), told.change)
    assert told.changes == [
        (changes, None),
        (changes[:1], ChangeProblem.REFUSED),
        ((), ChangeProblem.FAILED),
    ]
    assert bus.asked == [False, True, True, True]


def test_rules_of_somebodys_own_are_seen_where_they_are_loaded(qtbot: QtBot, owner: QObject) -> None:
    rules = "chain input { type filter hook input priority 0; policy drop; }"
    enabled = "/etc/systemd/system/sysinit.target.wants/nftables.service"
    for files, kind in (
        ({"/etc/nftables.conf": rules, enabled: ""}, FirewallKind.FILTER),
        ({"/etc/nftables.conf": rules}, None),
        ({"/etc/iptables/rules.v4": ":INPUT DROP [0:0]"}, FirewallKind.FILTER),
    ):
        found = looked(qtbot, ways.FilterReader(owner, read=files.get))
        assert (found and found.kind) == kind
        assert found is None or (found.state is FirewallState.ON and not found.can_open)


def test_a_file_that_is_not_ours_to_read_is_none(tmp_path: object) -> None:
    assert ways.read_text(f"{tmp_path}/nothing") is None
    assert ways.read_text(str(tmp_path)) is None


def test_macos_is_read_and_never_changed(qtbot: QtBot, owner: QObject) -> None:
    reader = ways.MacosReader(FakeRunner(output="Firewall is enabled. (State = 1)"), owner)  # type: ignore[arg-type]
    assert looked(qtbot, reader) == FirewallReport(FirewallKind.MACOS, FirewallState.ON)


def test_windows_is_read_and_changed_by_powershell(qtbot: QtBot, owner: QObject, told: Told) -> None:
    runner = FakeRunner(output="profile|2|1|0|0\nrule|0|2|6|*|*|C:\\hubbub.exe||hubbub.exe")
    way = ways.WindowsWay(runner, owner, system=r"C:\Windows", program=r"C:\hubbub.exe")  # type: ignore[arg-type]
    report = looked(qtbot, way)
    assert report == FirewallReport(
        FirewallKind.WINDOWS, FirewallState.BLOCKS, can_open=True, blocking=("hubbub.exe",)
    )
    way.open(PORTS, report, told.change)
    changes = windows_firewall.changes_for(PORTS, ("hubbub.exe",))
    way.close(OpenedPorts(FirewallKind.WINDOWS, PORTS, changes), told.change)
    runner.result = ProgramResult(126)
    way.open(PORTS, report, told.change)
    assert told.changes == [(changes, None), (changes, None), ((), ChangeProblem.REFUSED)]
    assert {command[0].rpartition("\\")[2] for command in runner.commands} == {"powershell.exe"}
