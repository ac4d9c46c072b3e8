"""Starts programs and tells how they ended, without ever waiting for one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QProcess, QTimer, Slot

from app.values import frozen

_LONGEST_OUTPUT = 4 * 1024 * 1024  # bytes; Windows has some hundred rules, each a line
_NOT_STARTED = 127  # as a shell ends that finds no such program
_ENDED_BY_FORCE = 1


@frozen
class ProgramResult:
    """How a program ended: its exit status and what it has printed."""

    status: int
    output: str = ""


@frozen
class _Run:
    command: Sequence[str]
    done: Callable[[ProgramResult], None]
    patience: int


class ProgramRunner(QObject):
    """Runs one program after the other; one that is still running when this goes is ended.

    Of one process, which is never deleted before this is: the bindings delete a child twice whose parent goes
    while its own end is due.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[_Run] = deque()
        self._current: _Run | None = None
        self._status = _NOT_STARTED
        self._process = QProcess(self)
        self._process.setStandardInputFile(QProcess.nullDevice())
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._process.kill)
        self._end = QTimer(self, singleShot=True, interval=0)
        self._end.timeout.connect(self._tell)

    def run(self, command: Sequence[str], done: Callable[[ProgramResult], None], *, patience: int) -> None:
        """Start it in its turn; `done` follows, later than this. `patience`: milliseconds it may take."""
        self._waiting.append(_Run(command, done, patience))
        if self._current is None:
            self._start_next()

    def _start_next(self) -> None:
        self._current = self._waiting.popleft() if self._waiting else None
        if self._current is not None:
            self._status = _NOT_STARTED
            self._patience.start(self._current.patience)
            self._process.start(self._current.command[0], list(self._current.command[1:]))

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, status: int, how: QProcess.ExitStatus) -> None:
        self._status = status if how is QProcess.ExitStatus.NormalExit else _ENDED_BY_FORCE
        self._end.start()

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._end.start()

    @Slot()
    def _tell(self) -> None:
        self._patience.stop()
        output = bytes(self._process.readAllStandardOutput().data())[:_LONGEST_OUTPUT]
        current, self._current = self._current, None
        if current is not None:
            current.done(ProgramResult(self._status, output.decode(errors="replace")))
        if self._current is None:  # and none was begun by that
            self._start_next()
