"""A WebSocket client for tests, on a socket of the test's own; its protocol is wsproto's, not ours."""

from __future__ import annotations

import contextlib

from pytestqt.qtbot import QtBot
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Event, TextMessage

from tests.net.plain_irc import PATIENCE, PlainSocket
from tests.net.tls_client import TlsSocket
from tests.web.requests import upgrade


class WebClient:
    """`lines` are the messages that came; `closed` is the other side's word for the end."""

    def __init__(
        self,
        qtbot: QtBot,
        carrier: PlainSocket | TlsSocket,
        *headers: str,
        protocol: str = "text.ircv3.net",
        early: bytes = b"",
        host: str = "127.0.0.1:6667",
    ) -> None:
        """Asks for a WebSocket of `host`; `early`: what is sent in one breath with that."""
        self._qtbot = qtbot
        self.carrier = carrier
        self.lines: list[str | bytes] = []
        self.closed: CloseConnection | None = None
        self.others: list[Event] = []
        self._wire = Connection(ConnectionType.CLIENT)
        self._seen = 0
        self.send_bytes(upgrade(*headers, f"Sec-WebSocket-Protocol: {protocol}", host=host) + early)
        carrier.wait_for("\r\n\r\n")
        self.head, _, _ = carrier.received.partition(b"\r\n\r\n")
        self._seen = len(self.head) + 4

    def send_bytes(self, data: bytes) -> None:
        self.carrier.send_bytes(data)

    def tell(self, *events: Event) -> None:
        """Send messages, pings, a close."""
        self.send_bytes(b"".join(bytes(self._wire.send(event)) for event in events))

    def send(self, *lines: str) -> None:
        self.tell(*(TextMessage(line) for line in lines))

    def read(self) -> None:
        """Take what has come."""
        received = self.carrier.read()
        news, self._seen = received[self._seen :], len(received)
        if not news:
            return
        self._wire.receive_data(news)
        for event in self._wire.events():
            if isinstance(event, TextMessage | BytesMessage):
                self.lines.append(bytes(event.data) if isinstance(event, BytesMessage) else event.data)
            elif isinstance(event, CloseConnection):
                self.closed = event
            else:
                self.others.append(event)

    def wait_for(self, text: str) -> str:
        """Wait until a line holds `text`; returns that line."""

        def found() -> list[str]:
            self.read()
            shown = [line if isinstance(line, str) else line.decode() for line in self.lines]
            return [line for line in shown if text in line]

        self._qtbot.waitUntil(lambda: bool(found()), timeout=PATIENCE)
        return found()[0]

    def wait_for_other(self) -> Event:
        """Wait until something came that is no message."""

        def came() -> bool:
            self.read()
            return bool(self.others)

        self._qtbot.waitUntil(came, timeout=PATIENCE)
        return self.others[-1]

    def wait_for_close(self) -> int:
        """Wait until the other side has said that it is over; returns its code."""

        def over() -> bool:
            self.read()
            return self.closed is not None

        self._qtbot.waitUntil(over, timeout=PATIENCE)
        assert self.closed is not None
        return self.closed.code

    def answer_close(self) -> None:
        """Say that it is over for us too."""
        assert self.closed is not None
        with contextlib.suppress(OSError):
            self.tell(self.closed.response())

    def wait_for_end(self) -> None:
        """Wait until the connection itself is over."""
        self.carrier.wait_for_end()

    def join(self, nick: str) -> WebClient:
        """Register, and land in the room."""
        self.send(f"NICK {nick}", f"USER {nick} 0 * :{nick}")
        self.wait_for(" 366 ")
        return self
