"""One window per user and profile: the second launch tells the first what it was asked and ends.

Knows words only: "raise" or "join ADDRESS". What they do is the application's matter.
"""

from __future__ import annotations

import functools
import getpass
import hashlib
import os
import sys
from pathlib import Path

from PySide6.QtCore import QDir, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

RAISE = "raise"
PATIENCE_MS = 1000  # for the first copy to answer; one that hangs counts as none
LONGEST_WORD = 4096  # bytes; an address is under 600


def channel_name(profile: str, user: str | None = None) -> str:
    """The name under which copies of one user and profile find each other; short, as systems limit it."""
    who = f"{getpass.getuser() if user is None else user}\0{profile}"
    return f"hubbub-{hashlib.sha256(who.encode()).hexdigest()[:16]}"


def tell_first(word: str, name: str) -> bool:
    """Tell a copy that runs already; False when there is none that answers."""
    if _is_of_another_user(name):
        return False
    local = QLocalSocket()
    local.connectToServer(name)
    if not local.waitForConnected(PATIENCE_MS):
        return False
    local.write(word.encode()[:LONGEST_WORD] + b"\n")
    told = local.waitForBytesWritten(PATIENCE_MS) and local.waitForReadyRead(PATIENCE_MS)
    local.disconnectFromServer()
    return told


def _is_of_another_user(name: str) -> bool:
    """Whether somebody else listens under our name, which is no secret: an address may hold one."""
    if sys.platform == "win32":
        return False
    try:
        return os.lstat(Path(QDir.tempPath(), name)).st_uid != os.getuid()
    except OSError:
        return False


class Instance(QObject):
    """Makes this copy the first one.

    Signals:
        raised: the word of a later launch: "raise" or "join ADDRESS".
    """

    raised = Signal(str)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take)

    def claim(self) -> bool:
        """Listen for later launches, after `tell_first` found nobody; False when that is impossible."""
        if self._server.listen(self._name):
            return True
        # a copy that was killed has left its socket behind, and nobody answered there a moment ago
        QLocalServer.removeServer(self._name)
        return self._server.listen(self._name)

    def release(self) -> None:
        """Let another copy be the first."""
        self._server.close()

    def _take(self) -> None:
        while (arrived := self._server.nextPendingConnection()) is not None:
            arrived.readyRead.connect(functools.partial(self._read_from, arrived))
            arrived.disconnected.connect(arrived.deleteLater)
            if arrived.bytesAvailable():
                self._read_from(arrived)

    def _read_from(self, arrived: QLocalSocket) -> None:
        if not arrived.canReadLine():
            if arrived.bytesAvailable() > LONGEST_WORD:
                arrived.abort()
            return
        word = bytes(arrived.readLine(LONGEST_WORD + 1).data()).decode(errors="replace").strip()
        arrived.write(b"ok\n")
        arrived.flush()
        if word == RAISE or word.startswith("join "):
            self.raised.emit(word)
