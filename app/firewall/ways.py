"""One way to ask and change each kind of firewall. What they need of the system is handed in.

A way's `look` gives None where this computer's firewall is of another kind. Every answer comes later than
the call, and none is waited for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from app.diagnosis.room_check import FirewallState
from app.firewall import firewalld, macos_firewall, packet_filters, ufw, windows_firewall
from app.firewall.firewall import Changed, Looked
from app.firewall.firewalld import BusError, Steps
from app.firewall.program_runner import ProgramResult, ProgramRunner
from app.firewall.room_ports import (
    Change,
    ChangeProblem,
    FirewallKind,
    FirewallReport,
    OpenedPorts,
    RoomPorts,
)

READ_MS = 20_000  # PowerShell takes a second or two, on a computer that is busy many
ASK_MS = 10 * 60 * 1000  # a person is asked for a password meanwhile
_LONGEST_FILE = 1_000_000  # characters

ReadText = Callable[[str], str | None]


def read_text(path: str) -> str | None:
    """The text of a file of the system's, None where it is not there or not ours to read."""
    try:
        with Path(path).open(encoding="utf-8", errors="replace") as file:
            return file.read(_LONGEST_FILE)
    except OSError:
        return None


class Bus(Protocol):
    """What holds conversations with firewalld (`firewalld_bus`)."""

    def run(self, steps: Steps, done: Callable[[object], None], *, asks: bool = False) -> None:
        """Make its calls; `done` is given what it returns, or the BusError that ended it."""


class UfwWay(QObject):
    """ufw by its files and by pkexec; root needs nobody's leave."""

    kind = FirewallKind.UFW

    def __init__(
        self, runner: ProgramRunner, parent: QObject, *, read: ReadText, as_root: bool, can_ask: bool
    ) -> None:
        """`can_ask`: there is pkexec."""
        super().__init__(parent)
        self._runner = runner
        self._read = read
        self._as_root = as_root
        self._can_ask = can_ask or as_root

    def look(self, ports: RoomPorts, done: Looked) -> None:
        """By files; None where it is off."""
        if not ufw.is_on(self._read(ufw.CONFIGURATION) or ""):
            QTimer.singleShot(0, self, lambda: done(None))
            return
        rules = [self._read(path) for path in ufw.RULES]
        state = ufw.state_of(self._read(ufw.DEFAULTS) or "", rules, ports)
        can_open = self._can_ask and bool(ports.networks)
        QTimer.singleShot(0, self, lambda: done(FirewallReport(self.kind, state, can_open)))

    def open(self, ports: RoomPorts, report: FirewallReport, done: Changed) -> None:
        """All rules by one question."""
        self._run(ufw.OPENING, ufw.rules_for(ports), done)

    def close(self, opened: OpenedPorts, done: Changed) -> None:
        """Likewise."""
        self._run(ufw.CLOSING, opened.changes, done)

    def _run(self, script: str, rules: Sequence[Change], done: Changed) -> None:
        command = ufw.command(script, rules, as_root=self._as_root)
        self._runner.run(
            command,
            lambda result: done(ufw.changed_by(result.output), problem_of(result)),
            patience=ASK_MS,
        )


def problem_of(result: ProgramResult) -> ChangeProblem | None:
    """What an exit status says, by the numbers of pkexec(1)."""
    if result.status == 0:
        return None
    by_status = {126: ChangeProblem.REFUSED, 127: ChangeProblem.NO_QUESTION}
    return by_status.get(result.status, ChangeProblem.FAILED)


class FirewalldWay(QObject):
    """firewalld over D-Bus."""

    kind = FirewallKind.FIREWALLD

    def __init__(self, bus: Bus, parent: QObject) -> None:
        super().__init__(parent)
        self._bus = bus
        self._zones: tuple[str, ...] = ()

    def look(self, ports: RoomPorts, done: Looked) -> None:
        """By what its zones let in; None where it does not run."""

        def read(found: object) -> None:
            if not isinstance(found, dict):
                done(None)
                return
            self._zones = tuple(found)
            state = firewalld.state_of(tuple(found.values()), ports)
            done(FirewallReport(self.kind, state, can_open=bool(found) and bool(ports.networks)))

        self._bus.run(firewalld.read_zones(ports), read)

    def open(self, ports: RoomPorts, report: FirewallReport, done: Changed) -> None:
        """In the zones that were seen last."""
        self._change(firewalld.add_rules(firewalld.changes_for(self._zones, ports)), done)

    def close(self, opened: OpenedPorts, done: Changed) -> None:
        """Where it was opened, whatever zones there are now."""
        self._change(firewalld.remove_rules(opened.changes), done)

    def _change(self, steps: Steps, done: Changed) -> None:
        def made(result: object) -> None:
            changed, error = result if isinstance(result, tuple) else ((), result)
            is_error = isinstance(error, BusError)
            done(tuple(changed), firewalld.problem_of(error) if is_error else None)

        self._bus.run(steps, made, asks=True)


class FilterReader(QObject):
    """Rules that somebody has written by hand, who will know how to change them."""

    def __init__(self, parent: QObject, *, read: ReadText) -> None:
        super().__init__(parent)
        self._read = read

    def look(self, ports: RoomPorts, done: Looked) -> None:
        """By the files that are loaded at the start; None where they refuse nothing."""
        is_there = any(
            packet_filters.refuses(self._read(path) or "")
            for path, enabled in packet_filters.SOURCES
            if all(self._read(one) is not None for one in enabled)
        )
        report = FirewallReport(FirewallKind.FILTER, FirewallState.ON) if is_there else None
        QTimer.singleShot(0, self, lambda: done(report))


class MacosReader(QObject):
    """The application firewall of macOS, which is changed in the system's settings alone."""

    def __init__(self, runner: ProgramRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner

    def look(self, ports: RoomPorts, done: Looked) -> None:
        """By what its own program says."""

        def read(result: ProgramResult) -> None:
            done(FirewallReport(FirewallKind.MACOS, macos_firewall.state_of(result.output)))

        self._runner.run(macos_firewall.COMMAND, read, patience=READ_MS)


class WindowsWay(QObject):
    """Windows' firewall by PowerShell. `program`: the path by which its rules know this one."""

    kind = FirewallKind.WINDOWS

    def __init__(self, runner: ProgramRunner, parent: QObject, *, system: str, program: str) -> None:
        """`system`: Windows' folder."""
        super().__init__(parent)
        self._runner = runner
        self._system = system
        self._program = program

    def look(self, ports: RoomPorts, done: Looked) -> None:
        """By its profiles and rules."""

        def read(result: ProgramResult) -> None:
            done(windows_firewall.report_of(result.output, ports, self._program))

        self._runner.run(windows_firewall.reading_command(self._system), read, patience=READ_MS)

    def open(self, ports: RoomPorts, report: FirewallReport, done: Changed) -> None:
        """Two rules of ours, and those off that block this program."""
        changes = windows_firewall.changes_for(ports, report.blocking)
        self._run(windows_firewall.opening_command(self._system, changes, self._program), changes, done)

    def close(self, opened: OpenedPorts, done: Changed) -> None:
        """Our rules gone, those that were there before on again."""
        command = windows_firewall.closing_command(self._system, opened.changes, self._program)
        self._run(command, opened.changes, done)

    def _run(self, command: Sequence[str], changes: tuple[Change, ...], done: Changed) -> None:
        def ran(result: ProgramResult) -> None:
            problem = problem_of(result)
            done(() if problem else changes, problem)

        self._runner.run(command, ran, patience=ASK_MS)
