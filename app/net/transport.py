"""A stream of the guest's side: bytes in slices, and when it ends. Knows no IRC.

And how objects of Qt's are deleted in the window's thread beside a hub's.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QAbstractSocket, QTcpSocket

from app.net.socket_stream import SocketStream

# One slice is some 90 lines, two milliseconds of parsing or less. A turn takes slices for as long as half a
# frame: a server that replays 100,000 lines never stops the window for longer, and what painting costs is
# shared by many lines. What is not read yet waits in the kernel and slows the server down.
SLICE = 16 * 1024
TURN_SECONDS = 0.010
READ_BUFFER = 16 * SLICE


class Transport(QObject):
    """Owns the stream's socket.

    Signals:
        arrived: bytes, about SLICE of them at most; the rest follows in later turns.
        ended: once, after all bytes.
    """

    arrived = Signal(object)
    ended = Signal()

    def __init__(self, stream: SocketStream[QTcpSocket], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stream = stream
        self._socket = made = stream.socket
        made.setParent(self)
        made.setReadBufferSize(READ_BUFFER)
        made.setSocketOption(QAbstractSocket.SocketOption.LowDelayOption, 1)
        made.setSocketOption(QAbstractSocket.SocketOption.KeepAliveOption, 1)
        self._over = False
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._read)
        made.readyRead.connect(self._read)
        made.disconnected.connect(self._read)
        if stream.has_arrived or stream.is_over or made.state() != QAbstractSocket.SocketState.ConnectedState:
            self._more.start()

    def write(self, data: bytes) -> None:
        """Send `data`."""
        if not self._over and self._is_connected():
            self._stream.write(data)

    def drop(self) -> None:
        """End it at once, without a word."""
        self._over = True
        self._more.stop()
        self._stream.forget()
        self._socket.abort()

    def _read(self) -> None:
        if self._over or self._more.isActive():
            return
        if not self._stream.has_arrived:
            self._stream.settle()
            self._tell_end()
            return
        until = time.monotonic() + TURN_SECONDS
        while not self._over and self._stream.has_arrived and time.monotonic() < until:
            data = self._stream.read(SLICE)
            if self._is_unfinished():
                self._more.start()
            if data:
                self.arrived.emit(data)
        if not self._over:
            self._stream.settle()

    def _is_unfinished(self) -> bool:
        return self._stream.has_arrived or not self._is_connected()

    def _is_connected(self) -> bool:
        return self._socket.state() == QAbstractSocket.SocketState.ConnectedState

    def _tell_end(self) -> None:
        if self._over or self._is_connected():
            return
        self._over = True
        self._stream.forget()
        self.ended.emit()


def delete_disconnected(thing: QObject) -> None:
    """Delete an object soon (`deleteLater`), once no signal of a part of it leads to it any more.

    While Qt destroys an object that a signal leads to, it holds a lock and asks the sender's Python wrapper;
    a hub's thread that holds Python and wants the lock, to take a connection, would wait for ever.
    """
    for part in thing.findChildren(QObject):
        part.disconnect(thing)
    thing.deleteLater()
