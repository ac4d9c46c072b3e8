"""One listening port: opened by the port rules, a pause when descriptors run out.

Does not know what is done with the descriptors of those who arrive; `arrived` takes them.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable

from PySide6.QtCore import QBasicTimer, QObject, QTimerEvent
from PySide6.QtNetwork import QAbstractSocket, QTcpServer

from app.net.endpoint import Endpoint
from app.net.errors import ListenError

log = logging.getLogger(__name__)

BACKLOG = 1024  # the kernel's queue: a hub that restarts gets everybody back in one second
RESUME_MS = 500  # how long to leave arrivals waiting when no descriptor is free

_TAKEN = {
    QAbstractSocket.SocketError.AddressInUseError,
    QAbstractSocket.SocketError.SocketAccessError,  # reserved by the system
}


class Listener(QTcpServer):
    """A QTcpServer that hands over each new descriptor; call `open` once."""

    def __init__(self, arrived: Callable[[int, Endpoint], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived = arrived
        self.endpoint = Endpoint()
        # No QTimer: while Qt destroys an object that another one's signal leads to, it holds a lock and asks
        # Python whether that minds; a thread that holds Python and wants the lock waits for ever.
        self._resume = QBasicTimer()
        self.acceptError.connect(self._pause)

    def open(self, endpoint: Endpoint) -> None:
        """Listen on `endpoint`; raises ListenError with a sentence when no port of it is usable."""
        self.endpoint = endpoint
        self.setListenBacklogSize(BACKLOG)
        address = endpoint.host_address()
        for port in endpoint.ports:
            if self.listen(address, port):
                return
            if self.serverError() not in _TAKEN:
                break
        raise ListenError(self._why(endpoint))

    def shut(self) -> None:
        """Stop listening, for good."""
        self.close()
        self._resume.stop()
        # The listener may hold the last reference to its parent, whose end would delete it a second time.
        self._arrived = _turn_away
        self.deleteLater()

    def text(self) -> str:
        """`HOST:PORT` with the port in use."""
        return self.endpoint.text(self.serverPort())

    def incomingConnection(self, descriptor: int) -> None:
        """Hand over one arrival. An exception would vanish in Qt, so it ends here, in the log."""
        try:
            self._arrived(descriptor, self.endpoint)
        except Exception:
            log.exception("a new connection could not be taken")

    def _why(self, endpoint: Endpoint) -> str:
        error = self.serverError()
        first = endpoint.ports[0]
        if error == QAbstractSocket.SocketError.AddressInUseError:
            if endpoint.port is None:
                return f"No port from {first} to {endpoint.ports[-1]} is free; name another one."
            return f"Port {first} is already in use on {endpoint.text()}; another hub may be running there."
        if error == QAbstractSocket.SocketError.SocketAccessError:
            return f"This computer does not allow listening on {endpoint.text(first)}; try a port above 1024."
        if error == QAbstractSocket.SocketError.SocketAddressNotAvailableError:
            return f"{endpoint.host} is not an address of this computer, so it cannot be listened on."
        return f"Listening on {endpoint.text(first)} is not possible: {self.errorString()}."

    def _pause(self, _error: QAbstractSocket.SocketError) -> None:
        # Qt has stopped accepting by itself (out of descriptors or memory); arrivals wait in the backlog
        if not self._resume.isActive():
            log.warning("no more connections can be taken for now: %s", self.errorString())
            self._resume.start(RESUME_MS, self)

    def timerEvent(self, event: QTimerEvent) -> None:
        """What was wrong may be over."""
        self._resume.stop()
        self.resumeAccepting()


def _turn_away(descriptor: int, _endpoint: Endpoint) -> None:
    socket.close(descriptor)
