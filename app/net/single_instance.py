"""One window per user and profile: the second launch tells the first what it was asked and ends.

Knows words only: "raise", "join ADDRESS" or "open LINK". What they do is the application's matter.
"""

from __future__ import annotations

import functools
import getpass
import hashlib
import os
import re
import secrets
import sys
from pathlib import Path

from PySide6.QtCore import QDir, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.irc.text import replace_lone_surrogates
from app.security import private_files
from app.security.security_errors import SecurityError

RAISE, JOIN, OPEN = "raise", "join ", "open "
PATIENCE_MS = 1000  # for the first copy to answer; one that hangs counts as none
LONGEST_WORD = 4096  # bytes; an address is under 600
_WRITTEN = re.compile(r"hubbub-[0-9a-f]{32}")


def channel_name(profile: str, user: str | None = None) -> str:
    """The name under which copies of one user and profile find each other; short, as systems limit it."""
    who = f"{_login() if user is None else user}\0{profile}"
    # a login of bytes that are no UTF-8 comes as lone surrogates
    return f"hubbub-{hashlib.sha256(who.encode(errors='backslashreplace')).hexdigest()[:16]}"


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a user without a name, as containers have
        if sys.platform == "win32":
            return ""
        else:
            return str(os.getuid())


def written_name(file: Path) -> str:
    """The name that the running copy has written into `file`, "" where it did not.

    The pipes of Windows have one space of names for all users: a name that others can work out is one that
    others can take first, and be told addresses with secrets in them.
    """
    try:
        name = (private_files.read(file) or b"").decode(errors="replace")
    except SecurityError:
        return ""
    return name if _WRITTEN.fullmatch(name) else ""


def write_name(file: Path) -> str:
    """Make a name that nobody can know and write it into `file`, for later launches. Raises SecurityError."""
    name = f"hubbub-{secrets.token_hex(16)}"
    private_files.make_folder(file.parent)
    private_files.replace(file, name.encode())
    return name


def tell_first(word: str, name: str) -> bool:
    """Tell a copy that runs already; False when there is none that answers."""
    if not name or _is_of_another_user(name):
        return False
    local = QLocalSocket()
    local.connectToServer(name)
    if not local.waitForConnected(PATIENCE_MS):
        return False
    # on Linux arguments are bytes: those that are no UTF-8 come as lone surrogates
    local.write(replace_lone_surrogates(word).encode()[:LONGEST_WORD] + b"\n")
    local.waitForBytesWritten(PATIENCE_MS)  # on Windows also False where all is written and answered by then
    told = local.bytesAvailable() > 0 or local.waitForReadyRead(PATIENCE_MS)
    local.disconnectFromServer()
    return told


def _is_of_another_user(name: str) -> bool:
    """Whether somebody else listens under our name, which is no secret: an address may hold one."""
    if sys.platform == "win32":
        return False  # where the name is one: see written_name
    else:  # and not below: type checkers read one of the two
        try:
            return os.lstat(Path(QDir.tempPath(), name)).st_uid != os.getuid()
        except OSError:
            return False


class Instance(QObject):
    """Makes this copy the first one.

    Signals:
        raised: the word of a later launch: "raise", "join ADDRESS" or "open LINK".
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
        if word == RAISE or word.startswith((JOIN, OPEN)):
            self.raised.emit(word)
