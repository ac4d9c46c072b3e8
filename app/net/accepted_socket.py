"""Accepted sockets and descriptors of the hub, each of which tells one reader at a time by plain calls.

They connect their own signals to their own slots, once. PySide keeps what a signal leads to in a table
without a lock unless that is a `Slot` of a QObject, and the window's thread uses that table all the time: in
another one nothing else may be connected, and nothing may be disconnected.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QSocketNotifier, Slot
from PySide6.QtNetwork import QTcpSocket


class SocketReader(Protocol):
    """What a socket tells, in the thread that it lives in."""

    def socket_readable(self) -> None:
        """Something has arrived."""

    def socket_written(self) -> None:
        """The other side has read on, after Qt had to keep something for it."""

    def socket_ended(self) -> None:
        """It is no longer connected."""


class AcceptedSocket(QTcpSocket):
    """A socket that tells `reader`, whoever that is at the time; None for nobody.

    The last reader puts None there: what refers to each other stays until Python searches for such circles.
    """

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self.reader: SocketReader | None = None
        self.readyRead.connect(self._on_ready_read)
        self.bytesWritten.connect(self._on_bytes_written)
        self.disconnected.connect(self._on_disconnected)

    @Slot()
    def _on_ready_read(self) -> None:
        if self.reader is not None:
            self.reader.socket_readable()

    @Slot()
    def _on_bytes_written(self) -> None:
        if self.reader is not None:
            self.reader.socket_written()

    @Slot()
    def _on_disconnected(self) -> None:
        if self.reader is not None:
            self.reader.socket_ended()


class DescriptorWatch(QSocketNotifier):
    """Calls `readable` whenever there is something to read from a descriptor, until it is closed."""

    def __init__(self, descriptor: int, readable: Callable[[], None], parent: QObject | None) -> None:
        super().__init__(descriptor, QSocketNotifier.Type.Read, parent)
        self._readable: Callable[[], None] | None = readable
        self.activated.connect(self._on_activated)

    def close(self) -> None:
        """Watch no more, before the descriptor is closed or given away; the last call."""
        self.setEnabled(False)
        self._readable = None
        self.deleteLater()

    @Slot()
    def _on_activated(self) -> None:
        if self._readable is not None:
            self._readable()
