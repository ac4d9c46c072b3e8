"""One request about a file, on a connection of its own beside a link: made, sent, answered, in slices.

The other end has to show the certificate that the link's has; where the link is plain this is too. Decides
neither what is asked nor whether it is asked again.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QAbstractSocket, QTcpSocket

from app.client.address import HostPort
from app.client.events import Failure
from app.net.attempt import Attempt
from app.net.deadline import Deadline
from app.net.dialer import DialTimes
from app.net.socket_stream import SocketStream
from app.net.tls_handshake import HandshakeTimes, OtherEnd
from app.net.transport import TURN_SECONDS, Transport, delete_disconnected
from app.values import frozen
from app.web.authority import Authority
from app.web.http_call import HttpAnswer, HttpCall

# Milliseconds without a byte. A hub that has all of a file brings it onto its disk before it answers.
SILENCE_MS = 30_000
ANSWER_MS = 120_000
PIECE = 64 * 1024  # bytes of a file that are read and written at a time
# What may wait in our buffer and in the system's, which are read as sent: a moment of a slow network, and the
# two together do not run dry between two turns at a gigabit a second.
_WAITING = 256 * 1024

MakeCall = Callable[[str], HttpCall]
ReadPiece = Callable[[int], bytes]


@frozen
class FileDoor:
    """Where a hub is asked for files. `fingerprint`: of its certificate, "" where its link is plain."""

    way: HostPort
    fingerprint: str


class FileTransfer(QObject):
    """One request; used once.

    Signals:
        begun: HttpAnswer, its head alone, as soon as it is there.
        arrived: bytes of the answer's body.
        sent: int, so many further bytes of the request's body.
        ended: HttpAnswer, or None where the connection did not come about or broke before all was there; and
            whether somebody else than the hub answered, then once, later than `start`.
        unreadable: OSError of what was to be sent, in place of `ended`.
    """

    begun = Signal(object)
    arrived = Signal(bytes)
    sent = Signal(int)
    ended = Signal(object, bool)
    unreadable = Signal(object)

    def __init__(
        self,
        door: FileDoor,
        make_call: MakeCall,
        read_piece: ReadPiece | None = None,
        parent: QObject | None = None,
        *,
        silence: int = SILENCE_MS,
    ) -> None:
        """`make_call`: gives the request, told HOST:PORT; `read_piece`: the next bytes of its body, at most
        so many. `silence`: milliseconds.
        """
        super().__init__(parent)
        self._door = door
        self._make_call = make_call
        self._read_piece = read_piece
        self._silence = silence
        self._call: HttpCall | None = None
        self._stream: SocketStream[QTcpSocket] | None = None
        self._transport: Transport | None = None
        self._is_told = self._is_over = False
        encrypts = bool(door.fingerprint)
        times = DialTimes(), HandshakeTimes(probe=0)
        self._attempt: Attempt | None = Attempt(door.way, None, *times, self, encrypts=encrypts)
        self._attempt.made.connect(self._on_made)
        self._attempt.failed.connect(self._on_failed)
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._pump)
        self._deadline = Deadline(silence, self)
        self._deadline.passed.connect(self._on_silence)

    def start(self) -> None:
        """Begin; `ended` or `unreadable` follows."""
        if self._attempt is not None:
            self._attempt.start()

    def cancel(self) -> None:
        """Stop without a word, and go soon."""
        self._stop()
        delete_disconnected(self)

    def _stop(self) -> None:
        self._is_over = True
        self._deadline.stop()
        self._more.stop()
        attempt, self._attempt = self._attempt, None
        if attempt is not None:
            attempt.cancel()
        transport, self._transport = self._transport, None
        self._stream = None
        if transport is not None:
            transport.drop()
            delete_disconnected(transport)

    def _on_made(self, _attempt: Attempt, stream: SocketStream[QTcpSocket], end: OtherEnd | None) -> None:
        self._stream, self._transport = stream, Transport(stream, self)
        if end is not None and end.fingerprint != self._door.fingerprint:
            self._end(None, is_other=True)
            return
        # by its address, as a hub does not know every name that it is called by
        address = stream.socket.peerAddress().toString().partition("%")[0].removeprefix("::ffff:")
        self._call = self._make_call(Authority(address).with_port(self._door.way.port))
        stream.socket.setSocketOption(QAbstractSocket.SocketOption.SendBufferSizeSocketOption, _WAITING)
        self._transport.arrived.connect(self._on_arrived)
        self._transport.ended.connect(self._on_ended)
        stream.socket.bytesWritten.connect(self._pump)
        self._deadline.start()
        self._transport.write(self._call.begin())
        self._pump()

    @Slot()
    def _pump(self) -> None:
        """Send what the other side takes now, for a part of a turn."""
        until = time.monotonic() + TURN_SECONDS
        while self._call is not None and self._stream is not None and self._call.answer is None:
            if not self._call.rest or self._stream.socket.bytesToWrite() > _WAITING:
                return
            if time.monotonic() > until:
                self._more.start()
                return
            if not self._send_piece(self._call):
                return

    def _send_piece(self, call: HttpCall) -> bool:
        assert self._read_piece is not None
        assert self._transport is not None
        try:
            data = self._read_piece(min(PIECE, call.rest))
            if not data:
                raise OSError("it is shorter than it was")
        except OSError as error:
            self._stop()
            self.unreadable.emit(error)
            return False
        self._transport.write(call.send(data))
        self._deadline.start(self._silence if call.rest else max(self._silence, ANSWER_MS))
        self.sent.emit(len(data))
        return not self._is_over

    def _on_arrived(self, data: bytes) -> None:
        if self._call is None or self._is_over:
            return
        self._deadline.start(self._silence)
        self._take(self._call, data)

    def _on_ended(self) -> None:
        if self._call is not None and not self._is_over:
            self._take(self._call, b"")
        self._end(None)  # unless it is over

    def _take(self, call: HttpCall, data: bytes) -> None:
        body = call.receive(data)
        if call.answer is not None and not self._is_told:
            self._is_told = True
            self.begun.emit(call.answer)
        if body and not self._is_over:
            self.arrived.emit(body)
        if call.is_over and not self._is_over:
            self._end(None if call.is_broken else call.answer)

    def _on_failed(self, _attempt: Attempt, _failure: Failure) -> None:
        self._end(None)

    def _on_silence(self) -> None:
        self._end(None)

    def _end(self, answer: HttpAnswer | None, *, is_other: bool = False) -> None:
        if not self._is_over:
            self._stop()
            self.ended.emit(answer, is_other)
