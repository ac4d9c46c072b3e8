"""Whether something that does not speak TLS speaks IRC without it: one more connection, one harmless line.

Only asked after a handshake failed, to tell a person what stands there. Knows nobody's name or password.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QHostAddress, QNetworkProxy, QTcpSocket

from app.net.deadline import Deadline

# Every server answers this, also before anybody has registered (IRCv3 capability negotiation).
_QUESTION = b"CAP LS 302\r\n"
_ANSWERS = (b":", b"NOTICE ", b"CAP ", b"PING ", b"ERROR ")
_ENOUGH = max(len(answer) for answer in _ANSWERS)


class PlainAnswer(Enum):
    """What answers without TLS."""

    IRC = "irc"
    OTHER = "other"
    NOTHING = "nothing"


class PlainProbe(QObject):
    """One question to one address; used once.

    Signals:
        found: PlainAnswer.
    """

    found = Signal(PlainAnswer)

    def __init__(
        self, address: QHostAddress, port: int, patience: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._address, self._port = address, port
        self._socket = QTcpSocket(self)
        self._socket.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        self._socket.connected.connect(self._ask)
        self._socket.readyRead.connect(self._look)
        self._socket.disconnected.connect(self._close)
        self._socket.errorOccurred.connect(self._close)
        self._deadline = Deadline(patience, self)
        self._deadline.passed.connect(self._close)
        self._over = False

    def start(self) -> None:
        """Ask; `found` follows, later than this call."""
        self._deadline.start()
        self._socket.connectToHost(self._address, self._port)

    def cancel(self) -> None:
        """Stop without a word."""
        self._over = True
        self._deadline.stop()
        self._socket.abort()

    def _ask(self) -> None:
        self._socket.write(_QUESTION)

    def _look(self) -> None:
        if self._socket.bytesAvailable() >= _ENOUGH:
            self._close()

    def _close(self) -> None:
        if self._over:
            return
        heard = bytes(self._socket.peek(_ENOUGH).data())
        self.cancel()
        if not heard:
            self.found.emit(PlainAnswer.NOTHING)
        else:
            self.found.emit(PlainAnswer.IRC if heard.startswith(_ANSWERS) else PlainAnswer.OTHER)
