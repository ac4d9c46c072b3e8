"""This computer's firewall: read, opened for a room by the system's own question, and closed again.

Keeps what was opened. Knows neither how each kind is asked (`ways`) nor when it is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.diagnosis.room_check import FirewallState
from app.firewall.opened_ports import OpenedPortsFile
from app.firewall.room_ports import (
    Change,
    ChangeProblem,
    FirewallKind,
    FirewallReport,
    OpenedPorts,
    RoomPorts,
)
from app.security.security_errors import SecurityError

log = logging.getLogger(__name__)


Looked = Callable[[FirewallReport | None], None]
# what was changed, and why not all of it, None where all of it was
Changed = Callable[[tuple[Change, ...], ChangeProblem | None], None]


class FirewallReader(Protocol):
    """Says what one kind of firewall does."""

    def look(self, ports: RoomPorts, done: Looked) -> None:
        """Say what it does with the ports, None where this computer's is of another kind."""


class FirewallChanger(Protocol):
    """Changes one kind of firewall, by the system's own question."""

    kind: FirewallKind

    def open(self, ports: RoomPorts, report: FirewallReport, done: Changed) -> None:
        """Open the ports; `report`: what was read last."""

    def close(self, opened: OpenedPorts, done: Changed) -> None:
        """Take back what was opened."""


class Firewall(QObject):
    """Reads and changes one thing at a time; what is asked while something is changed is left out.

    Signals:
        looked(FirewallReport): what it does with the ports that were asked about last.
        changed(object): ports were opened or taken back; the ChangeProblem where not all were, else None.
    """

    looked = Signal(FirewallReport)
    changed = Signal(object)

    def __init__(
        self,
        readers: Sequence[FirewallReader],
        changers: Sequence[FirewallChanger],
        file: OpenedPortsFile,
        parent: QObject | None = None,
    ) -> None:
        """`readers`: the first that knows this computer's firewall is believed."""
        super().__init__(parent)
        self._readers = tuple(readers)
        self._changers: Mapping[FirewallKind, FirewallChanger] = {one.kind: one for one in changers}
        self._file = file
        self._asked = 0
        self.is_changing = False

    @property
    def opened(self) -> tuple[OpenedPorts, ...]:
        """What is open because of this program, also since an earlier run."""
        return self._file.opened

    def look(self, ports: RoomPorts) -> None:
        """Say what it does with these ports; `looked` follows."""
        self._asked += 1
        self._look(self._asked, ports, self._readers)

    def _look(self, number: int, ports: RoomPorts, readers: Sequence[FirewallReader]) -> None:
        if number != self._asked:  # asked about others meanwhile
            return
        if not readers:
            self.looked.emit(FirewallReport())
            return

        def read(report: FirewallReport | None) -> None:
            if report is None:
                self._look(number, ports, readers[1:])
            elif number == self._asked:
                self.looked.emit(self._with_own(report, ports))

        readers[0].look(ports, read)

    def _with_own(self, report: FirewallReport, ports: RoomPorts) -> FirewallReport:
        """Where its rules cannot be read, those that we have added are known."""
        is_ours = any(one.kind is report.kind and covers(one.ports, ports) for one in self.opened)
        if report.state is FirewallState.ON and is_ours:
            return FirewallReport(report.kind, FirewallState.OPEN, report.can_open)
        return report

    def open(self, ports: RoomPorts, report: FirewallReport) -> None:
        """Have the system ask whether to open these ports; `changed` follows. `report`: of the last look."""
        changer = self._changers.get(report.kind)
        if changer is not None and report.can_open and not self.is_changing:
            self.is_changing = True
            changer.open(ports, report, partial(self._on_opened, report.kind, ports))

    def _on_opened(
        self,
        kind: FirewallKind,
        ports: RoomPorts,
        changes: tuple[Change, ...],
        problem: ChangeProblem | None,
    ) -> None:
        self.is_changing = False
        if changes:
            self._keep(partial(self._file.add, OpenedPorts(kind, ports, changes)))
        self.changed.emit(problem)

    def close(self) -> None:
        """Have the system ask whether to take back all that this program has opened; `changed` follows."""
        if not self.is_changing and self.opened:
            self.is_changing = True
            self._close_next(list(self.opened))

    def _close_next(self, rest: list[OpenedPorts]) -> None:
        if not rest:
            self._end(None)
            return
        opened = rest.pop(0)
        changer = self._changers.get(opened.kind)
        if changer is None:  # the file is of another system
            self._close_next(rest)
            return

        def closed(changes: tuple[Change, ...], problem: ChangeProblem | None) -> None:
            self._keep(partial(self._file.remove, opened))
            left = tuple(one for one in opened.changes if one not in changes)
            if problem is None:
                self._close_next(rest)
                return
            if left:
                self._keep(partial(self._file.add, OpenedPorts(opened.kind, opened.ports, left)))
            self._end(problem)

        changer.close(opened, closed)

    def _end(self, problem: ChangeProblem | None) -> None:
        self.is_changing = False
        self.changed.emit(problem)

    @staticmethod
    def _keep(write: Callable[[], None]) -> None:
        try:
            write()
        except SecurityError as error:
            log.warning("what was opened in the firewall could not be kept: %s", error)


def covers(outer: RoomPorts, inner: RoomPorts) -> bool:
    """Whether what was opened is all that a room needs to be reached."""
    return set(inner.tcp) <= set(outer.tcp) and set(inner.networks) <= set(outer.networks)
