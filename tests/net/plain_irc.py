"""A hub server for tests, and plain sockets that talk to it while the event loop of the same thread runs."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from app.hub.data.config import HubConfig, PasswordVerifier
from app.hub.data.events import Connected, HubEvent, Refused, Registered
from app.net.endpoint import Endpoint
from app.net.hub_resources import NO_RESOURCES, HubResources
from app.net.hub_server import HubServer
from app.net.listeners import Listening
from app.net.workers import run_secret_work

LOOPBACK = Endpoint("127.0.0.1", 0)
PATIENCE = 60_000  # ms; only ever waited for when something is wrong


def with_password(password: str, **more: object) -> HubConfig:
    """A room that asks for a password."""
    verifier = run_secret_work("verifier", password)
    assert isinstance(verifier, PasswordVerifier)
    return HubConfig(room_name="Robotics club", verifier=verifier, loopback_limits=False, **more)  # type: ignore[arg-type]


class PlainSocket:
    """A non-blocking TCP socket; `received` is all that came, `ended` that the other side closed."""

    def __init__(self, qtbot: QtBot, host: str, port: int) -> None:
        self._qtbot = qtbot
        self._socket = socket.create_connection((host, port))
        self._socket.setblocking(False)
        self.received = b""
        self.ended = False

    def send(self, *lines: str) -> None:
        self.send_bytes("".join(f"{line}\r\n" for line in lines).encode())

    def send_bytes(self, data: bytes) -> None:
        """Send all, while the other side reads in the same thread."""
        rest = memoryview(data)

        def sent() -> bool:
            nonlocal rest
            with contextlib.suppress(BlockingIOError):
                rest = rest[self._socket.send(rest) :]
            return not rest

        if not sent():
            self._qtbot.waitUntil(sent, timeout=PATIENCE)

    def read(self) -> bytes:
        with contextlib.suppress(BlockingIOError):
            try:
                while data := self._socket.recv(65536):
                    self.received += data
                self.ended = True
            except ConnectionError:
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

    def reset(self) -> None:
        """Vanish with RST."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self._socket.close()

    def close(self) -> None:
        self._socket.close()


class Running:
    """A started server with what it told and every bug that it met."""

    def __init__(
        self,
        qtbot: QtBot,
        config: HubConfig,
        endpoints: tuple[Endpoint, ...] = (LOOPBACK,),
        resources: HubResources = NO_RESOURCES,
        **options: object,
    ) -> None:
        self._qtbot = qtbot
        self._sockets: list[PlainSocket] = []
        self.bugs: list[Exception] = []
        self.events: list[HubEvent] = []
        self.server = HubServer(on_bug=self.bugs.append, **options)  # type: ignore[arg-type]
        self.server.events.connect(self.events.extend)
        with qtbot.waitSignal(self.server.started, timeout=PATIENCE) as started:
            self.server.start(config, endpoints, resources)
        self.listening: tuple[Listening, ...] = started.args[0]
        self.port = self.listening[0].port

    def connect(self, host: str = "127.0.0.1", port: int = 0) -> PlainSocket:
        """A raw connection to the first listener."""
        self._sockets.append(PlainSocket(self._qtbot, host, port or self.port))
        return self._sockets[-1]

    def member(self, nick: str, host: str = "127.0.0.1", port: int = 0) -> PlainSocket:
        """A registered plain IRC client, which has landed in the room where the hub does that."""
        made = self.connect(host, port)
        made.send(f"NICK {nick}", f"USER {nick} 0 * :{nick}", "PING :ready")
        made.wait_for("ready")
        return made

    def told(self, kind: type[HubEvent]) -> list[HubEvent]:
        return [event for event in self.events if isinstance(event, kind)]

    def wait_told(self, kind: type[HubEvent]) -> None:
        self._qtbot.waitUntil(lambda: bool(self.told(kind)), timeout=PATIENCE)

    def wait_told_address_refused(self) -> None:
        """Wait until somebody was ended before being anybody."""
        self.wait_told(Refused)

    def told_text(self) -> str:
        """The address of the first connection."""
        return next(event.address for event in self.events if isinstance(event, Connected))

    def cut(self, nick: str) -> None:
        """Break the connection of `nick` as a pulled plug and a deadline would."""
        session = next(e.session for e in self.events if isinstance(e, Registered) and e.nick == nick)
        self.server._connections[session].socket.abort()

    def vanish(self) -> int:
        """Break every connection and stop listening, without a word; returns the port that was."""
        for listener in self.server._listeners._open:
            listener.close()
        for connection in list(self.server._connections.values()):
            connection.socket.abort()
        return self.port

    def stop(self, reason: str = "The host closed the room") -> None:
        if self.server.is_running:
            with self._qtbot.waitSignal(self.server.stopped, timeout=PATIENCE):
                self.server.stop(reason)

    def clean_up(self) -> None:
        self.stop()
        for one in self._sockets:
            one.close()


RunHub = Callable[..., Running]
