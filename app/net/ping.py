"""Whether a computer answers an echo request, by the system's own ping, as others need rights for that."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Mapping

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QProcessEnvironment, Signal

from app.diagnosis.facts import Ping
from app.discovery.local_networks import IpAddress, read_address
from app.net.deadline import Deadline

COUNT = 2  # of two, a second apart, one may be lost
PATIENCE_MS = 2500
LONGEST_OUTPUT = 100_000  # bytes

# What a line about an answer has in every language: how far it came, or the time that it took, as in
# "ttl=64 time=0.05 ms", "hlim=64", "Zeit=3ms TTL=64" and, of Windows over IPv6, "Zeit<1ms" alone.
_ANSWER = re.compile(r"\b(?:ttl|hlim)=\d|[=<]\d+ ?[^\W\d_]{1,2}\b", re.IGNORECASE)
# English everywhere but on Windows, where other languages are taken for silence.
_REFUSAL = re.compile(r"\bfrom (\S+?)[:,]?\s.*\b(host|net|network|port) unreachable", re.IGNORECASE)


def result_of(text: str, target: str, own: Collection[IpAddress] = ()) -> Ping:
    """What ping has printed about `target` so far; UNKNOWN while it is nothing.

    `own`: this computer's addresses, from which ping itself says that nobody was found.
    """
    for line in text.splitlines():
        refusal = _REFUSAL.search(line)
        sender = read_address(refusal[1]) if refusal else None
        if refusal is None:
            if _ANSWER.search(line):
                return Ping.ANSWERED
        elif sender == read_address(target):
            return Ping.ANSWERED  # in its way: somebody is there
        elif sender not in own and refusal[2].lower() != "port":
            return Ping.NO_HOST if refusal[2].lower() == "host" else Ping.NO_ROUTE
    return Ping.UNKNOWN


def ping_command(address: str, platform: str, environ: Mapping[str, str]) -> list[str]:
    """The program to start, with its arguments. On Windows by its path: by its name it may be a download."""
    if platform == "win32":
        program = environ.get("SystemRoot", r"C:\Windows") + r"\System32\PING.EXE"
        return [program, "-n", str(COUNT), address]
    is_old = platform == "darwin" and ":" in address  # macOS has one of its own for IPv6
    return ["ping6" if is_old else "ping", "-n", "-c", str(COUNT), address]


def is_silence(status: int, platform: str) -> bool:
    """Whether ping ended because nobody answered, and not because it could not ask."""
    return status in (0, 1) or (status == 2 and platform == "darwin")


class PingRun(QObject):
    """One computer is asked; used once.

    Signals:
        found: Ping, once; UNKNOWN where there is no such program.
    """

    found = Signal(Ping)

    def __init__(
        self,
        address: str,
        own: Collection[IpAddress],
        parent: QObject | None = None,
        *,
        patience: int = PATIENCE_MS,
    ) -> None:
        """`own`: this computer's addresses. `patience`: milliseconds."""
        super().__init__(parent)
        self._address = address
        self._own = own
        self._text = ""
        self._is_over = False
        process = QProcess(self)
        self._process: QProcess | None = process
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("LC_ALL", "C")
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        self._deadline = Deadline(patience, self)
        self._deadline.passed.connect(self._on_silence)

    def start(self) -> None:
        """Ask; `found` follows."""
        if self._process is not None:
            self._deadline.start()
            program, *words = ping_command(self._address, sys.platform, os.environ)
            self._process.start(program, words)

    def cancel(self) -> None:
        """Stop without a word."""
        self._is_over = True
        self._deadline.stop()
        process, self._process = self._process, None
        if process is None:
            return
        process.readyReadStandardOutput.disconnect(self._read)
        process.finished.disconnect(self._on_finished)
        process.errorOccurred.disconnect(self._on_error)
        if process.state() is QProcess.ProcessState.NotRunning:
            process.deleteLater()
        else:  # it goes when it has ended, which nobody waits for
            process.finished.connect(process.deleteLater)
            process.setParent(QCoreApplication.instance())
            process.kill()

    def _read(self) -> None:
        if self._process is None:
            return
        self._text += bytes(self._process.readAllStandardOutput().data()).decode(errors="replace")
        self._text = self._text[-LONGEST_OUTPUT:]
        result = result_of(self._text, self._address, self._own)
        if result is not Ping.UNKNOWN:
            self._end(result)

    def _on_finished(self, status: int) -> None:
        self._read()
        self._end(Ping.SILENT if is_silence(status, sys.platform) else Ping.UNKNOWN)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._end(Ping.UNKNOWN)

    def _on_silence(self) -> None:
        self._end(Ping.SILENT)

    def _end(self, result: Ping) -> None:
        if not self._is_over:
            self.cancel()
            self.found.emit(result)
