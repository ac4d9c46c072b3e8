"""The routers that this computer's routes lead to: by files on Linux, by netstat on other systems."""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

from app.discovery.local_networks import read_address

_PROC = Path("/proc/net")
_NO_IPV6 = "0" * 32
# how netstat -rn writes the route that leads everywhere: macOS, Windows over IPv4 and over IPv6
_EVERYWHERE = ("default", "0.0.0.0", "::/0")
LONGEST_OUTPUT = 1_000_000  # bytes; a router's own table may be longer, which is no computer of a guest


def routers_in_files(ipv4: str, ipv6: str) -> frozenset[str]:
    """The routers in the texts of /proc/net/route and /proc/net/ipv6_route (proc_net(5))."""
    found = set()
    for line in ipv4.splitlines()[1:]:
        words = line.split()
        if len(words) > 2 and words[2].strip("0") and (number := _in_hex(words[2], 4)):
            found.add(str(ipaddress.IPv4Address(number[::-1])))  # as the processor has it
    for line in ipv6.splitlines():
        words = line.split()
        if len(words) > 4 and words[4] != _NO_IPV6 and (number := _in_hex(words[4], 16)):
            found.add(str(ipaddress.IPv6Address(number)))
    return frozenset(found)


def _in_hex(word: str, length: int) -> bytes:
    """The bytes that a word stands for, b"" where they are not so many, as in what stands in for Linux."""
    try:
        number = bytes.fromhex(word)
    except ValueError:
        return b""
    return number if len(number) == length else b""


def routers_in_netstat(text: str) -> frozenset[str]:
    """The routers in what `netstat -rn` prints, in whatever language its headings are."""
    found = set()
    for line in text.splitlines():
        words = line.split()
        start = next((at for at, word in enumerate(words) if word in _EVERYWHERE), None)
        for word in words[start + 1 :] if start is not None else ():
            address = read_address(word)
            if address is not None and not address.is_unspecified:
                found.add(str(address))
                break
    return frozenset(found)


def netstat(platform: str, environ: Mapping[str, str]) -> str:
    """The program to start. On Windows by its path: by its name it may be a file beside ours, a download."""
    if platform != "win32":
        return "netstat"
    return environ.get("SystemRoot", r"C:\Windows") + r"\System32\netstat.exe"


class Routers(QObject):
    """Looks for the routers when it is told to.

    Signals:
        found: a frozenset of their addresses as texts; of a system that does not tell them, an empty one.
    """

    found = Signal(object)

    def __init__(self, parent: QObject | None = None, *, folder: Path = _PROC) -> None:
        super().__init__(parent)
        self._folder = folder
        self._process = QProcess(self)
        self._process.finished.connect(self._read_output)

    def look(self) -> None:
        """Look now; `found` follows, on Linux before this returns."""
        if sys.platform == "linux":
            self.found.emit(routers_in_files(self._text("route"), self._text("ipv6_route")))
        elif self._process.state() is QProcess.ProcessState.NotRunning:
            self._process.start(netstat(sys.platform, os.environ), ["-rn"])

    def _text(self, name: str) -> str:
        try:
            return (self._folder / name).read_text(encoding="ascii", errors="replace")
        except OSError:  # IPv6 may be switched off
            return ""

    def _read_output(self) -> None:
        output = bytes(self._process.readAllStandardOutput().data())[:LONGEST_OUTPUT]
        self.found.emit(routers_in_netstat(output.decode(errors="replace")))
