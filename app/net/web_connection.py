"""One accepted socket that is a WebSocket: the same to its owner as any other, lines in and lines out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.net.accepted_socket import AcceptedSocket
from app.net.hub_connection import HubConnection, Owner
from app.net.socket_stream import SocketStream

if TYPE_CHECKING:
    from app.web.request_handler import Upgrade
    from app.web.websocket_frames import Framer

NORMAL = 1000  # RFC 6455 section 7.4.1
GOING_AWAY = 1001


class WebConnection(HubConnection):
    """Frames what is written, and gives the lines of what arrives; pings and the close are its own affair."""

    __slots__ = ("_ending", "_framer", "_rest", "_websocket")

    def __init__(
        self, stream: SocketStream[AcceptedSocket], owner: Owner, upgrade: Upgrade, framer: Framer
    ) -> None:
        super().__init__(stream, owner)
        self._websocket = upgrade.websocket
        self._framer = framer
        self._rest = upgrade.rest
        self._ending = False  # the socket itself, not only what is said on it
        super().write(upgrade.data)

    def read_waiting(self) -> None:
        """Take what came with the handshake, then what has arrived since."""
        rest, self._rest = self._rest, b""
        if rest:
            self._take(rest)
        super().read_waiting()

    def write(self, data: bytes) -> int:
        """Send lines, each in a message of its own; returns as of any connection."""
        return super().write(self._framer.frame(data, text=self._websocket.text))

    def close_gently(self, *, for_good: bool = False) -> None:
        """Say that it is over, and end the socket when the other side has said so too.

        The server ends it (RFC 6455 section 7.1.1); the owner's patience ends it where no word comes back.
        """
        self.closing = True
        word = self._websocket.close(GOING_AWAY if for_good else NORMAL)
        if word:
            super().write(word)
        if self._websocket.is_over:
            self._end_socket()

    def close_at_once(self) -> None:
        """Say that it is over and end it, whatever the other side says."""
        word = self._websocket.close(NORMAL)
        if word:
            super().write(word)
        super().close_at_once()

    def _take(self, data: bytes) -> None:
        received = self._websocket.receive(data)
        if received.answer:
            waiting = super().write(received.answer)
            if waiting and not self.closing and self._owner is not None:
                self._owner.backlog_changed(self, waiting)
        if received.lines:
            super()._take(received.lines)
        if received.over and self.closing:
            self._end_socket()
        elif received.over and self._owner is not None:
            self._owner.connection_leaves(self, received.over)

    def _half_close(self) -> None:
        if self._ending:  # everything being written is no reason while the other side's word is awaited
            super()._half_close()

    def _end_socket(self) -> None:
        if not self._ending:
            self._ending = True
            super().close_gently()
