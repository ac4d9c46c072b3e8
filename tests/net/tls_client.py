"""A TLS client that is not ours, non-blocking beside an event loop in the same thread."""

from __future__ import annotations

import contextlib
import socket
import ssl
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.security.certificate import Identity
from tests.net.plain_irc import PATIENCE


class TlsSocket:
    """Python's TLS on a socket; `received` is all that came, `ended` that the other side closed."""

    def __init__(self, qtbot: QtBot, port: int, identity: Identity | None = None, folder: Path | None = None):
        self._qtbot = qtbot
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        if identity is not None and folder is not None:
            pem = folder / "client.pem"
            pem.write_bytes(identity.key_pem + identity.certificate_pem)
            context.load_cert_chain(pem)
        bare = socket.create_connection(("127.0.0.1", port))
        bare.setblocking(False)
        self._socket = context.wrap_socket(bare, do_handshake_on_connect=False)
        self.received = b""
        self.ended = False

    def shake_hands(self) -> TlsSocket:
        """Agree on TLS."""

        def done() -> bool:
            with contextlib.suppress(ssl.SSLWantReadError, ssl.SSLWantWriteError):
                self._socket.do_handshake()
                return True
            return False

        self._qtbot.waitUntil(done, timeout=PATIENCE)
        return self

    def send(self, *lines: str) -> None:
        self.send_bytes("".join(f"{line}\r\n" for line in lines).encode())

    def send_bytes(self, data: bytes) -> None:
        self._socket.sendall(data)

    def read(self) -> bytes:
        with contextlib.suppress(ssl.SSLWantReadError):
            try:
                while data := self._socket.recv(65536):
                    self.received += data
                self.ended = True
            except OSError as error:
                if isinstance(error, ssl.SSLWantReadError):
                    raise
                self.ended = True
        return self.received

    def wait_for(self, text: str) -> str:
        """Wait until `text` came; returns everything received."""
        self._qtbot.waitUntil(lambda: text.encode() in self.read(), timeout=PATIENCE)
        return self.received.decode(errors="replace")

    def wait_for_end(self) -> str:
        """Wait until the other side closed; returns everything received."""

        def over() -> bool:
            self.read()
            return self.ended

        self._qtbot.waitUntil(over, timeout=PATIENCE)
        return self.received.decode(errors="replace")

    def close(self) -> None:
        self._socket.close()
