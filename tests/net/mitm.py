"""Somebody between guest and hub: a TLS proxy with a certificate of its own that reads and may change all."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path

from app.security.certificate import Identity
from tests.net.plain_irc import PATIENCE

Change = Callable[[bytes], bytes]
_STEP = 0.05  # seconds: how soon a thread takes notice of the end; on Windows nothing wakes it


class Mitm:
    """Listens on a port of 127.0.0.1 and passes everything on to `port`, over TLS on both sides.

    `said_by_guest` and `said_by_hub`: the transcript without TLS. `change` alters what the hub says.
    """

    def __init__(
        self, identity: Identity, folder: Path, port: int, *, own_port: int = 0, change: Change | None = None
    ) -> None:
        self._hub_port = port
        self._ending = False
        self._change = change or (lambda data: data)
        self.said_by_guest = b""
        self.said_by_hub = b""
        pem = folder / "mitm.pem"
        pem.write_bytes(identity.key_pem + identity.certificate_pem)
        self._server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._server.load_cert_chain(pem)
        self._client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._client.check_hostname = False
        self._client.verify_mode = ssl.CERT_NONE
        self._listening = socket.create_server(("127.0.0.1", own_port))
        self.port: int = self._listening.getsockname()[1]
        self._sockets: list[socket.socket] = [self._listening]
        self._threads: list[threading.Thread] = []
        self._run(self._accept)

    def end(self) -> None:
        """Vanish."""
        self._ending = True
        self._shut()
        self._listening.close()  # what wakes who waits there on Windows
        for thread in self._threads:
            while thread.is_alive():
                self._shut()  # what it has opened meanwhile: the hub at the other end waits for this thread
                thread.join(_STEP)
        for one in self._sockets:
            one.close()

    def _shut(self) -> None:
        for one in list(self._sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _run(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                guest, _where = self._listening.accept()
                self._sockets.append(guest)
                self._run(self._stand_between, guest)

    def _stand_between(self, bare: socket.socket) -> None:
        with contextlib.suppress(OSError):
            bare.settimeout(PATIENCE / 1000)
            # each is known before it waits for anything, so that the end reaches it
            guest = self._server.wrap_socket(bare, server_side=True, do_handshake_on_connect=False)
            self._sockets.append(guest)
            guest.do_handshake()
            plain = socket.create_connection(("127.0.0.1", self._hub_port))
            hub = self._client.wrap_socket(plain, do_handshake_on_connect=False)
            self._sockets.append(hub)
            hub.do_handshake()
            with contextlib.suppress(OSError):
                self._pass_on(guest, hub)
            for one in (guest, hub):
                one.shutdown(socket.SHUT_RDWR)

    def _pass_on(self, guest: ssl.SSLSocket, hub: ssl.SSLSocket) -> None:
        """Both ways in one thread: a TLS connection takes no two calls at once."""
        ways = {guest: (hub, self._hear_guest), hub: (guest, self._hear_hub)}
        for one in ways:
            one.setblocking(False)  # a record may hold nothing that was said
        while True:
            readable = select.select(list(ways), [], [], _STEP)[0]
            if self._ending:
                return
            for source in readable:
                target, hear = ways[source]
                with contextlib.suppress(ssl.SSLWantReadError):
                    while data := source.recv(65536):
                        target.sendall(hear(data))
                    return

    def _hear_guest(self, data: bytes) -> bytes:
        self.said_by_guest += data
        return data

    def _hear_hub(self, data: bytes) -> bytes:
        self.said_by_hub += data
        return self._change(data)
