"""Asks the system for its neighbour table: at once on Linux and Windows, by arp and ndp on macOS."""

from __future__ import annotations

import ctypes
import socket
import sys

from PySide6.QtCore import QObject, QProcess, Signal

from app.diagnosis.neighbour_entries import (
    NETLINK_QUESTION,
    WINDOWS_ROW,
    NeighbourEntry,
    entries_in_netlink,
    entries_in_text,
    entries_in_windows_rows,
    is_netlink_over,
)

_PIECE = 64 * 1024
_MOST_PIECES = 64  # the kernel keeps 1,024 entries of a family, some 100 bytes each
_MOST_ROWS = 4096
LONGEST_OUTPUT = 1_000_000  # bytes
_PROGRAMS = (("/usr/sbin/arp", "-an"), ("/usr/sbin/ndp", "-an"))


if sys.platform == "win32":

    def _read_now() -> dict[str, NeighbourEntry]:
        """The table; an empty one where the system does not tell it."""
        found: dict[str, NeighbourEntry] = {}
        for family in (socket.AF_INET, socket.AF_INET6):  # there may be one alone
            found |= _read_family(family)
        return found

    def _read_family(family: int) -> dict[str, NeighbourEntry]:
        iphlpapi = ctypes.WinDLL("iphlpapi")
        table = ctypes.c_void_p()
        if iphlpapi.GetIpNetTable2(family, ctypes.byref(table)) != 0 or not table.value:
            return {}
        try:
            count = min(ctypes.c_ulong.from_address(table.value).value, _MOST_ROWS)
            # the rows stand behind the number of them, aligned as their 64-bit fields are
            return entries_in_windows_rows(ctypes.string_at(table.value + 8, count * WINDOWS_ROW))
        finally:
            iphlpapi.FreeMibTable(table)

elif sys.platform == "linux":

    def _read_now() -> dict[str, NeighbourEntry]:
        """The table; an empty one where the system does not tell it."""
        found: dict[str, NeighbourEntry] = {}
        try:
            with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as asking:
                asking.setblocking(False)  # the kernel answers within the call, or not at all
                asking.send(NETLINK_QUESTION)
                for _ in range(_MOST_PIECES):
                    piece = asking.recv(_PIECE)
                    found |= entries_in_netlink(piece)
                    if is_netlink_over(piece):
                        break
        except OSError:  # a sandbox without netlink
            pass
        return found

else:

    def _read_now() -> dict[str, NeighbourEntry]:
        """The system tells it by programs alone."""
        return {}


class NeighbourTable(QObject):
    """Looks into the table when it is told to.

    Signals:
        found: dict of NeighbourEntry by address.
    """

    found = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._printed: dict[str, NeighbourEntry] = {}
        self._processes: list[QProcess] = []
        if sys.platform == "darwin":
            for program, option in _PROGRAMS:
                process = QProcess(self)
                process.setProgram(program)
                process.setArguments([option])
                process.finished.connect(self._read_output)
                self._processes.append(process)

    def look(self) -> None:
        """Look now; `found` follows, on Linux and Windows before this returns."""
        if not self._processes:
            self.found.emit(_read_now())
        elif all(one.state() is QProcess.ProcessState.NotRunning for one in self._processes):
            self._printed = {}
            for one in self._processes:
                one.start()

    def _read_output(self) -> None:
        for one in self._processes:
            output = bytes(one.readAllStandardOutput().data())[:LONGEST_OUTPUT]
            self._printed |= entries_in_text(output.decode(errors="replace"))
        if all(one.state() is QProcess.ProcessState.NotRunning for one in self._processes):
            self.found.emit(dict(self._printed))
