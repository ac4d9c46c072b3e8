"""Starts a program and tells how it ended, without ever waiting for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QProcess, QTimer

_LONGEST_OUTPUT = 4 * 1024 * 1024  # bytes; Windows has some hundred rules, each a line
_NOT_STARTED = 127  # as a shell ends that finds no such program


@dataclass(frozen=True, slots=True)
class ProgramResult:
    """How a program ended: its exit status and what it has printed."""

    status: int
    output: str = ""


class ProgramRunner(QObject):
    """Runs programs; a program that is still running when this goes is ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: set[QProcess] = set()

    def run(self, command: Sequence[str], done: Callable[[ProgramResult], None], *, patience: int) -> None:
        """Start it; `done` follows, later than this. `patience`: milliseconds, after which it is ended."""
        process = QProcess(self)
        self._running.add(process)

        def ended(status: int) -> None:
            if process in self._running:
                self._running.discard(process)
                output = bytes(process.readAllStandardOutput().data())[:_LONGEST_OUTPUT]
                process.deleteLater()
                done(ProgramResult(status, output.decode(errors="replace")))

        def failed(error: QProcess.ProcessError) -> None:
            if error is QProcess.ProcessError.FailedToStart:
                QTimer.singleShot(0, self, lambda: ended(_NOT_STARTED))

        process.finished.connect(
            lambda status, how: ended(status if how is QProcess.ExitStatus.NormalExit else 1)
        )
        process.errorOccurred.connect(failed)
        process.setStandardInputFile(QProcess.nullDevice())
        process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        process.start(command[0], list(command[1:]))
        QTimer.singleShot(patience, process, process.kill)
