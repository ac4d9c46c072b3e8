"""A connected socket of the guest's side: bytes in slices, one word at the end. Knows no IRC.

And how objects of Qt's are deleted in the window's thread beside a hub's.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QAbstractSocket, QTcpSocket

# One slice is some 90 lines, two milliseconds of parsing or less. A turn takes slices for as long as half a
# frame: a server that replays 100,000 lines never stops the window for longer, and what painting costs is
# shared by many lines. What is not read yet waits in the kernel and slows the server down.
SLICE = 16 * 1024
TURN_SECONDS = 0.010
READ_BUFFER = 16 * SLICE


class Transport(QObject):
    """Owns the socket.

    Signals:
        arrived: bytes, at most SLICE of them; the rest follows in later turns.
        ended: the system's words for why, "" when the other side closed in order. Once, after all bytes.
    """

    arrived = Signal(object)
    ended = Signal(str)

    def __init__(self, made: QTcpSocket, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._socket = made
        made.setParent(self)
        made.setReadBufferSize(READ_BUFFER)
        made.setSocketOption(QAbstractSocket.SocketOption.LowDelayOption, 1)
        made.setSocketOption(QAbstractSocket.SocketOption.KeepAliveOption, 1)
        self._over = False
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._read)
        made.readyRead.connect(self._read)
        made.disconnected.connect(self._read)
        if made.bytesAvailable() or made.state() != QAbstractSocket.SocketState.ConnectedState:
            self._more.start()

    def write(self, data: bytes) -> None:
        """Send `data`."""
        if not self._over and self._socket.state() == QAbstractSocket.SocketState.ConnectedState:
            self._socket.write(data)

    def finish(self) -> None:
        """End it when everything is written; `ended` follows."""
        self._socket.disconnectFromHost()

    def drop(self) -> None:
        """End it at once, without a word."""
        self._over = True
        self._more.stop()
        self._socket.abort()

    def _read(self) -> None:
        if self._over or self._more.isActive():
            return
        if not self._socket.bytesAvailable():
            self._tell_end()
            return
        until = time.monotonic() + TURN_SECONDS
        while not self._over and self._socket.bytesAvailable() and time.monotonic() < until:
            data = bytes(self._socket.read(SLICE).data())
            if self._is_unfinished():
                self._more.start()
            self.arrived.emit(data)

    def _is_unfinished(self) -> bool:
        return bool(self._socket.bytesAvailable()) or not self._is_connected()

    def _is_connected(self) -> bool:
        return self._socket.state() == QAbstractSocket.SocketState.ConnectedState

    def _tell_end(self) -> None:
        if self._is_connected():
            return
        self._over = True
        quiet = (
            QAbstractSocket.SocketError.RemoteHostClosedError,
            QAbstractSocket.SocketError.UnknownSocketError,
        )
        self.ended.emit("" if self._socket.error() in quiet else self._socket.errorString())


def delete_disconnected(thing: QObject) -> None:
    """Delete an object soon (`deleteLater`), once no signal of a part of it leads to it any more.

    While Qt destroys an object that a signal leads to, it holds a lock and asks the sender's Python wrapper;
    a hub's thread that holds Python and wants the lock, to take a connection, would wait for ever.
    """
    for part in thing.findChildren(QObject):
        part.disconnect(thing)
    thing.deleteLater()
