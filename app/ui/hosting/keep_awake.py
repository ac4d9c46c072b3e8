"""Keeps the computer from going to sleep while it hosts. One class per kind of system, chosen at start."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QObject, QProcess

from app.words import hosting_words

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusPendingCallWatcher

_WHO = "Hubbub"


class KeepAwake(Protocol):
    """Holds the computer awake between `start` and `stop`; both may be called again at any time."""

    def is_available(self) -> bool: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


class LoginInhibitor(QObject):
    """Linux: an inhibitor lock of systemd-logind or elogind, held as long as its descriptor is open.

    https://systemd.io/INHIBITOR_LOCKS/
    """

    _SERVICE = "org.freedesktop.login1"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = False
        self._lock: object | None = None

    def is_available(self) -> bool:
        """Whether the login service is on the system bus."""
        from PySide6.QtDBus import QDBusConnection  # not part of PySide6 on other systems

        bus = QDBusConnection.systemBus()
        if not bus.isConnected():
            return False
        registered = bus.interface().isServiceRegistered(self._SERVICE)
        return bool(registered.value())

    def start(self) -> None:
        """Ask for the lock, without waiting."""
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

        if self._wanted:
            return
        self._wanted = True
        call = QDBusMessage.createMethodCall(
            self._SERVICE, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "Inhibit"
        )
        why = hosting_words.WHY_AWAKE()
        call.setArguments(["sleep:idle", _WHO, why, "block"])
        self._asked = QDBusPendingCallWatcher(QDBusConnection.systemBus().asyncCall(call), self)
        self._asked.finished.connect(self._on_answer)

    def stop(self) -> None:
        """Give the lock back."""
        self._wanted = False
        self._lock = None

    def _on_answer(self, watcher: QDBusPendingCallWatcher) -> None:
        if self._wanted and not watcher.isError():
            self._lock = next(iter(watcher.reply().arguments()), None)


class ExecutionState:
    """Windows: SetThreadExecutionState, in force for the thread that called it."""

    _CONTINUOUS = 0x80000000
    _SYSTEM_REQUIRED = 0x00000001

    def is_available(self) -> bool:
        """Every Windows has it."""
        return sys.platform == "win32"

    def start(self) -> None:
        """Stay awake."""
        self._set(self._CONTINUOUS | self._SYSTEM_REQUIRED)

    def stop(self) -> None:
        """Sleep when the system wants to."""
        self._set(self._CONTINUOUS)

    def _set(self, state: int) -> None:
        if sys.platform == "win32":
            import ctypes

            ctypes.windll.kernel32.SetThreadExecutionState(state)


class Caffeinate(QObject):
    """macOS: the program that holds an assertion as long as it runs, or as we do."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = QProcess(self)

    def is_available(self) -> bool:
        """Whether the program is installed."""
        return shutil.which("caffeinate") is not None

    def start(self) -> None:
        """Stay awake until stopped or until we end."""
        if self._process.state() is QProcess.ProcessState.NotRunning:
            own = str(QCoreApplication.applicationPid())
            self._process.start("caffeinate", ["-i", "-s", "-w", own])

    def stop(self) -> None:
        """Sleep when the system wants to."""
        self._process.kill()


def make_keep_awake(parent: QObject) -> KeepAwake:
    """The way of this system; ask it whether it is available."""
    if sys.platform == "win32":
        return ExecutionState()
    elif sys.platform == "darwin":
        return Caffeinate(parent)
    else:
        return LoginInhibitor(parent)
