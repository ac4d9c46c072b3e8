"""How a process is asked to end: signals, and what Windows has in their place for a console."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier

# SIGBREAK is Ctrl+Break, and what other programs can send on Windows
_ENDS = frozenset(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)
)
IMPATIENT_S = 1.0  # some tools send each signal twice; a person who presses again means it
# CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT, CTRL_SHUTDOWN_EVENT: https://learn.microsoft.com/windows/console/handlerroutine
CONSOLE_ENDS = frozenset({2, 5, 6})
CONSOLE_PATIENCE_S = 4.5  # Windows ends the process when the handler returns, and after five seconds


class SignalWatch(QObject):
    """Calls `stop` at once when a signal to end arrives; a later one ends without a word.

    Python's own handlers would run in the middle of whatever the program does, or wait while the interpreter
    sleeps inside Qt. The wake-up socket gets the signals' numbers and is read in the event loop's turn.
    """

    def __init__(self, stop: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = stop
        self._asked_at = 0.0
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        for number in _ENDS:
            signal.signal(number, _leave_to_the_socket)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        self._ended = threading.Event()
        self._handler = _watch_console(self.end_by_console)

    def end_by_console(self, event: int) -> bool:
        """Called by Windows in a thread of its own: the console is closed, or its user logs off.

        Returns after the goodbye, or when Windows would wait no longer; False for what means nothing here.
        """
        if event not in CONSOLE_ENDS:
            return False
        with contextlib.suppress(OSError):  # which is closed already
            self._write.send(bytes([signal.SIGTERM]))
        self._ended.wait(CONSOLE_PATIENCE_S)
        return True

    def release(self) -> None:
        """The goodbye is said: let the process end, and hear of no further signal."""
        self._ended.set()
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()
        self.deleteLater()

    def _wake(self) -> None:
        if not _ENDS.intersection(self._read.recv(64)):
            return
        now = time.monotonic()
        if not self._asked_at:
            self._asked_at = now
            self._stop()
        elif now - self._asked_at > IMPATIENT_S:
            os._exit(1)


def _leave_to_the_socket(_number: int, _frame: FrameType | None) -> None:
    """Keeps the signal from ending the process."""


def _watch_console(ended: Callable[[int], bool]) -> object:
    """Have Windows call `ended` before it ends a console's processes; what is given back has to be kept."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        # BOOL has four bytes: of c_bool's one, Windows would read three more, and take Ctrl+C for done
        handler = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.DWORD)(ended)
        ctypes.windll.kernel32.SetConsoleCtrlHandler(handler, True)
        return handler
    else:  # and not below: type checkers read one of the two
        return None
