"""A WebSocket behind its opening handshake: bytes to lines of IRC, pings answered, the close agreed on.

RFC 6455 through wsproto; https://ircv3.net/specs/extensions/websocket. Compression is not offered: where one
member's secret and another's guess stand in one compressed stream, its length tells; and it costs memory.
"""

from __future__ import annotations

from wsproto.connection import Connection, ConnectionState, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, TextMessage
from wsproto.frame_protocol import CloseReason

from app.irc.linebuffer import BODY_LIMIT, SERVER_TAG_LIMIT
from app.values import frozen

# Twice a line with the longest tags: a line that is a little too long gets the numeric of IRC, not the end.
MESSAGE_LIMIT = 2 * (SERVER_TAG_LIMIT + BODY_LIMIT)

NORMAL = int(CloseReason.NORMAL_CLOSURE)
GOING_AWAY = int(CloseReason.GOING_AWAY)

_WHY = {
    CloseReason.MESSAGE_TOO_BIG: "Message too long",
    CloseReason.INVALID_FRAME_PAYLOAD_DATA: "Text that is not UTF-8",
}


@frozen
class Received:
    """What came of some bytes. `lines`: for the hub, each with CRLF; `answer`: to be written at once.

    `over`: why nothing will follow, as others are told; "" while it goes on.
    """

    lines: bytes = b""
    answer: bytes = b""
    over: str = ""


_NOTHING = Received()


class WebSocket:
    """The hub's side of one WebSocket. `text`: the messages that it sends are text, else binary.

    Takes messages of both kinds whatever was agreed on: the hub refuses by itself what is not UTF-8, with the
    code that says so.
    """

    __slots__ = ("_message", "_over", "_wire", "text")

    def __init__(self, *, text: bool) -> None:
        self.text = text
        self._wire = Connection(ConnectionType.SERVER)
        self._message = bytearray()  # what has come of a message that is not whole yet
        self._over = False

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to wait for: both sides have said so, or one has broken the protocol."""
        return self._over

    def receive(self, data: bytes) -> Received:
        """Take bytes; what comes behind the end is ignored."""
        if self._over:
            return _NOTHING
        self._wire.receive_data(data)
        lines: list[bytes] = []
        ping: Ping | None = None
        for event in self._wire.events():
            if isinstance(event, TextMessage | BytesMessage):
                if not self._collect(event, lines):
                    return self._end(lines, CloseReason.MESSAGE_TOO_BIG, "one line of IRC is shorter")
            elif isinstance(event, Ping):
                ping = event  # the last of several is answered for all (RFC 6455 section 5.5.3)
            elif isinstance(event, CloseConnection):
                return self._end(lines, event.code, event.reason)
        answer = b""
        if ping is not None and self._wire.state is ConnectionState.OPEN:
            answer = bytes(self._wire.send(ping.response()))
        return Received(b"".join(lines), answer)

    def close(self, code: int = NORMAL) -> bytes:
        """Say that nothing more will be sent, b"" when that was said; the other side's word is awaited."""
        if self._over or self._wire.state is not ConnectionState.OPEN:
            return b""
        return bytes(self._wire.send(CloseConnection(code)))

    def _collect(self, event: TextMessage | BytesMessage, lines: list[bytes]) -> bool:
        """Take a part of a message; False when the message is too long."""
        self._message += event.data.encode() if isinstance(event, TextMessage) else event.data
        if len(self._message) > MESSAGE_LIMIT:
            return False
        if event.message_finished:
            line = _one_line(bytes(self._message))
            if line and self._wire.state is ConnectionState.OPEN:
                lines.append(line)
            self._message.clear()
        return True

    def _end(self, lines: list[bytes], code: int, reason: str | None) -> Received:
        """The other side has closed, or has to be told why it is over."""
        self._over = True
        self._message.clear()
        by_peer = self._wire.state in (ConnectionState.REMOTE_CLOSING, ConnectionState.CLOSED)
        answer = b""
        if self._wire.state in (ConnectionState.OPEN, ConnectionState.REMOTE_CLOSING):
            answer = bytes(self._wire.send(CloseConnection(code, reason)))
        why = "Connection closed" if by_peer else _WHY.get(CloseReason(code), "WebSocket protocol error")
        return Received(b"".join(lines), answer, why)


def _one_line(message: bytes) -> bytes:
    """A message as the one line that it is, with CRLF; b"" for an empty one.

    Breaks at its end are left out, those inside become spaces: nobody gets a second command into a message.
    """
    line = message.rstrip(b"\r\n")
    if b"\r" in line or b"\n" in line:
        line = line.replace(b"\r\n", b" ").replace(b"\r", b" ").replace(b"\n", b" ")
    return line + b"\r\n" if line else b""
