"""One TCP connection, made by a plain socket that does not block: it ends when the system says so, and why.

Qt's own socket connects a second time where the first ended by "host unreachable", so a computer that is
absent is told of after six seconds instead of three, and it has one error for three of the system's.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
import weakref

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal
from PySide6.QtNetwork import QNetworkProxy, QTcpSocket

_UNDER_WAY = {0, errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN, errno.EINTR}
# On Windows Qt hears of a failure only where it comes after Qt began to listen for it: so one looks as well.
_LOOK_MS = 100 if sys.platform == "win32" else 0


class TcpConnect(QObject):
    """Used once; waits for as long as the system does. Its signals begin with it: several may be under way.

    Signals:
        connected: it is made; `take` gives it.
        failed: int, the system's error number (errno).
    """

    connected = Signal(QObject)
    failed = Signal(QObject, int)

    def __init__(self, address: str, port: int, parent: QObject | None = None) -> None:
        """`address`: as numbers, of IPv6 without brackets, with its zone where it needs one."""
        super().__init__(parent)
        self._address, self._port = address, port
        self._socket: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None
        self._error = 0
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._tell_error)
        self._again = QTimer(self, interval=_LOOK_MS)
        self._again.timeout.connect(self._look)

    def start(self) -> None:
        """Begin; `connected` or `failed` follows, later than this call."""
        try:
            self._begin()
        except OSError as error:
            self._error = error.errno or errno.EINVAL
            self._later.start()

    def _begin(self) -> None:
        flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV  # so nobody is asked and nothing waits
        try:
            found = socket.getaddrinfo(self._address, self._port, type=socket.SOCK_STREAM, flags=flags)
        except OSError as error:  # its numbers are not those of errno
            raise OSError(errno.EINVAL, "no address") from error
        family, kind, protocol, _name, place = found[0]
        self._socket = socket.socket(family, kind, protocol)
        # whoever owns this object may be gone in the midst of it, as at the program's end
        weakref.finalize(self, self._socket.close)
        self._socket.setblocking(False)
        number = self._socket.connect_ex(place)
        if number not in _UNDER_WAY:
            raise OSError(number, os.strerror(number))
        self._notifier = QSocketNotifier(self._socket.fileno(), QSocketNotifier.Type.Write, self)
        self._notifier.activated.connect(self._look)
        if _LOOK_MS:
            self._again.start()

    def take(self) -> QTcpSocket:
        """The connected socket, without a parent; afterwards this object has none."""
        assert self._socket is not None
        self._silence()
        made, self._socket = self._socket, None
        taken = QTcpSocket()
        # a proxy of the system's settings is for the web; a room on the same network is reached directly
        taken.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        if not taken.setSocketDescriptor(made.detach()):
            taken.abort()  # it is told of as lost at once
        return taken

    def cancel(self) -> None:
        """Stop without a word, and let a connection go that nobody took."""
        self._later.stop()
        self._silence()
        left, self._socket = self._socket, None
        if left is not None:
            left.close()

    def _look(self) -> None:
        if self._socket is None:
            return
        self._error = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if self._error:
            self._tell_error()
        elif _is_connected(self._socket):
            self._silence()
            self.connected.emit(self)

    def _tell_error(self) -> None:
        self.cancel()
        self.failed.emit(self, self._error)

    def _silence(self) -> None:
        """The system has nothing more to say; a notifier goes before its descriptor does."""
        self._again.stop()
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None


def _is_connected(made: socket.socket) -> bool:
    try:
        made.getpeername()
    except OSError:  # there is news, and it is not this
        return False
    return True
