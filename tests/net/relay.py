"""A cable between guests and a hub that can be pulled: passes bytes on, holds them back, or breaks."""

from __future__ import annotations

import contextlib
import selectors
import socket
import struct
import threading
import time

_STEP = 0.02  # seconds: how soon the thread takes notice of what it is told


class Relay:
    """Listens on a port of 127.0.0.1 and passes everything on to `port`.

    While it holds, nothing is passed on and nothing is closed: both ends see silence, and what they wrote
    comes later, as with a cable that is plugged in again. Whoever connects meanwhile waits too.
    """

    def __init__(self, port: int) -> None:
        self._hub_port = port
        self._holds = False
        self._ending = False
        self._resetting = False
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.setblocking(False)
        self.port: int = self._listening.getsockname()[1]
        self._other: dict[socket.socket, socket.socket] = {}
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    @property
    def address(self) -> str:
        """What a guest types."""
        return f"127.0.0.1:{self.port}"

    def hold(self) -> None:
        """Pull the cable: nothing goes either way, and nobody is told."""
        self._holds = True

    def go_on(self) -> None:
        """Plug it in again."""
        self._holds = False

    def reset(self) -> None:
        """Break what is connected, in a way that both ends notice; what was held back is lost."""
        self._resetting = True

    def end(self) -> None:
        """Vanish."""
        self._ending = True
        self._thread.join()

    def _run(self) -> None:
        while not self._ending:
            if self._resetting:
                self._close_all()
                self._resetting = False
            if self._holds:
                time.sleep(_STEP)  # a selector without sockets is an error on Windows
                continue
            with selectors.DefaultSelector() as selector:
                for one in (self._listening, *self._other):
                    selector.register(one, selectors.EVENT_READ)
                for key, _events in selector.select(_STEP):
                    one = key.fileobj
                    assert isinstance(one, socket.socket)
                    self._accept() if one is self._listening else self._pass_on(one)
        self._close_all()
        self._listening.close()

    def _accept(self) -> None:
        guest, _where = self._listening.accept()
        guest.setblocking(True)  # on Windows it is as who listened
        try:
            hub = socket.create_connection(("127.0.0.1", self._hub_port))
        except OSError:
            guest.close()
            return
        self._other |= {guest: hub, hub: guest}

    def _pass_on(self, one: socket.socket) -> None:
        if one not in self._other:
            return
        try:
            data = one.recv(65536)
            if data:
                self._other[one].sendall(data)
                return
        except OSError:
            pass
        other = self._other.pop(one)
        self._other.pop(other, None)
        for end in (one, other):
            end.close()

    def _close_all(self) -> None:
        for one in self._other:
            with contextlib.suppress(OSError):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            one.close()
        self._other.clear()
