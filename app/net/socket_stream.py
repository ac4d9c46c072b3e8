"""A connected socket with or without TLS on it: the same to whoever reads and writes.

Feeds the machine of TLS, sends what it answers and ends the socket when TLS has ended. Knows nothing of what
is said.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtNetwork import QAbstractSocket, QTcpSocket

if TYPE_CHECKING:
    from app.security.tls_machine import TlsMachine

if sys.platform == "win32":  # where sockets are no files

    def _write(descriptor: int, data: bytes) -> int:
        """As os.write: what a socket of Qt's takes at once, which never blocks."""
        # the family is only a label here
        borrowed = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0, descriptor)
        try:
            return borrowed.send(data)
        finally:
            borrowed.detach()  # it is Qt's

else:
    _write = os.write

AnySocket = TypeVar("AnySocket", bound=QTcpSocket)


class SocketStream(Generic[AnySocket]):
    """Reads and writes one socket, which somebody else owns. `machine`: its TLS, None for none.

    After reading, once what was read has been passed on, `settle` has to be called: it ends the socket where
    TLS has ended, and with the socket its owner.
    """

    __slots__ = ("_descriptor", "_unread", "_waits", "machine", "socket")

    def __init__(self, qt_socket: AnySocket, machine: TlsMachine | None = None) -> None:
        self.socket = qt_socket
        self.machine = machine
        self._unread = b""  # was decrypted and only looked at
        self._waits = qt_socket.bytesToWrite() > 0  # Qt was given something that it may hold yet
        self._descriptor = int(qt_socket.socketDescriptor())

    @property
    def has_arrived(self) -> bool:
        """Whether there is something to read; with TLS it may be less than a byte."""
        return bool(self._unread) or self.socket.bytesAvailable() > 0

    @property
    def is_over(self) -> bool:
        """Whether TLS has ended, and only what is unread is left."""
        return self.machine is not None and self.machine.is_over

    @property
    def failure(self) -> str:
        """What went wrong with TLS in the words of its library, "" where nothing did."""
        end = self.machine.end if self.machine is not None else None
        return (end.reason or end.kind.value) if end is not None and end.is_failure else ""

    def begin_tls(self) -> None:
        """Say a client's first word of TLS."""
        if self.machine is not None:
            self.machine.begin()
            self._answer(self.machine)

    def peek(self, count: int) -> bytes:
        """The first `count` bytes of what has arrived, or all if there are fewer; they stay."""
        if self.machine is None:
            return bytes(self.socket.peek(count).data())
        self._unread += self._decrypt(self.machine, bytes(self.socket.readAll().data()))
        return self._unread[:count]

    def read(self, most: int = 0) -> bytes:
        """What has arrived, `most` bytes of the socket if it is not 0; b"" too where TLS needs more."""
        arrived = self.socket.read(most) if most else self.socket.readAll()
        data = bytes(arrived.data())
        if self.machine is None:
            return data
        data = self._decrypt(self.machine, data)
        if self._unread:
            data, self._unread = self._unread + data, b""
        return data

    def settle(self) -> None:
        """End the socket where TLS has ended and nothing is unread; the last call after reading."""
        if self.machine is not None and self.machine.is_over and not self._unread:
            if self._is_connected():
                self._send(self.machine.close())
            self.socket.disconnectFromHost()

    def note_end(self) -> None:
        """The socket has ended: unless TLS was told so before, that was a cut."""
        if self.machine is not None:
            self.machine.cut()

    def write(self, data: bytes) -> int:
        """Send `data`; returns how many bytes wait because the other side does not read, mostly 0."""
        return self._send(data if self.machine is None else self.machine.send(data))

    @property
    def writer(self) -> Callable[[bytes], int]:
        """`write` in as few steps as there are: for who writes to many sockets, whose every step is cold."""
        return self._send if self.machine is None else self.write

    def say_over(self) -> int:
        """Tell the other side of TLS that no more follows; returns how many bytes wait, as `write`."""
        return self._send(b"" if self.machine is None else self.machine.close())

    def end_writing(self) -> int:
        """End our half of it; returns how many bytes wait first: then it has to be called again."""
        waiting = self.say_over()
        if waiting:
            return waiting
        if self._descriptor < 0:
            self.socket.disconnectFromHost()
            return 0
        half = socket.socket(fileno=self._descriptor)
        try:
            half.shutdown(socket.SHUT_WR)
        except OSError:
            self.socket.abort()
        finally:
            half.detach()  # it is Qt's
        return 0

    def forget(self) -> None:
        """Let go of the descriptor, which may be another socket's by now."""
        self._descriptor = -1

    def _send(self, data: bytes) -> int:
        """While nothing waits in Qt's buffer the bytes go straight to the descriptor: half the cost.

        Nor is Qt asked then, which costs as much again: a thousand sockets are in no cache of the processor.
        """
        if self._waits:
            self._waits = self.socket.bytesToWrite() > 0
        if not self._waits and (descriptor := self._descriptor) >= 0 and data:
            try:
                sent = _write(descriptor, data)
            except OSError:
                sent = 0  # full, or gone: then Qt finds out and says so
            if sent == len(data):
                return 0
            data = data[sent:]
        if data:
            self.socket.write(data)
            self._waits = True
        return self.socket.bytesToWrite() if self._waits else 0

    def _decrypt(self, machine: TlsMachine, data: bytes) -> bytes:
        if not data:
            return b""
        plain = machine.receive(data)
        self._answer(machine)
        return plain

    def _answer(self, machine: TlsMachine) -> None:
        if (said := machine.take_output()) and self._is_connected():
            self._send(said)

    def _is_connected(self) -> bool:
        return self.socket.state() == QAbstractSocket.SocketState.ConnectedState
