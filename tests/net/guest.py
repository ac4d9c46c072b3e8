"""A link with all that it told, and servers that behave badly."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from app.client.address import parse_address
from app.client.events import Event, Failure, LinkState, MessageArrived, RoomEntered, Secured
from app.client.state.session_options import SessionOptions
from app.net.link import Link
from app.net.reconnection import Backoff
from app.security.trust import Assessment
from tests.net.plain_irc import PATIENCE

_OPTIONS = (
    "password",
    "channels",
    "owner_secret",
    "plain_password_ok",
    "account",
    "account_password",
)


class Guest:
    """A link with all that it told."""

    def __init__(self, qtbot: QtBot, address: str, nick: str = "alice", **more: object) -> None:
        options = {name: more.pop(name) for name in _OPTIONS if name in more}
        more.setdefault("backoff", Backoff(lambda: 1.0))
        self._qtbot = qtbot
        self.events: list[Event] = []
        self.states: list[LinkState] = []
        self.failures: list[tuple[Failure, str]] = []  # with the server's words
        self.others: list[str] = []  # fingerprints of who answered instead
        self.countdown: list[int] = []
        self.secured: list[tuple[Secured, Assessment]] = []
        self.link = Link(parse_address(address), SessionOptions(nick=nick, **options), **more)  # type: ignore[arg-type]
        self.link.events_arrived.connect(self.events.extend)
        self.link.secured.connect(lambda end, assessment: self.secured.append((end, assessment)))
        self.link.state_changed.connect(self.states.append)
        self.link.failed.connect(self._on_failed)
        self.link.retry_in.connect(self.countdown.append)
        self.link.start()

    def _on_failed(self, failure: Failure, said: str, fingerprint: str) -> None:
        self.failures.append((failure, said))
        self.others += [fingerprint] if fingerprint else []

    def wait(self, condition: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def wait_for(self, state: LinkState) -> None:
        self.wait(lambda: self.link.state is state)

    def told(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    def enter(self) -> Guest:
        """Wait until the room is entered."""
        self.wait(lambda: self.told(RoomEntered))
        return self

    def why(self) -> list[Failure]:
        """Wait until it has stopped; returns what it told of that."""
        self.wait_for(LinkState.STOPPED)
        return [failure for failure, _said in self.failures]

    def texts(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, MessageArrived)]


class Strange:
    """A server without TLS: says `words` to whoever connects, one after the other; closes if `closes`."""

    def __init__(self, words: bytes = b"", *, closes: bool = False, waits_for: bytes = b"") -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.address = f"irc://127.0.0.1:{self.port}"
        self._words, self._closes, self._waits_for = words, closes, waits_for
        self._arrived: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # the end
            while True:
                arrived, _peer = self._listening.accept()
                self._arrived.append(arrived)
                with arrived, contextlib.suppress(OSError):
                    self._speak(arrived)

    def _speak(self, arrived: socket.socket) -> None:
        heard = b""
        while self._waits_for not in heard:
            heard += arrived.recv(65536)
        arrived.sendall(self._words)
        if self._closes:
            arrived.shutdown(socket.SHUT_WR)
        while arrived.recv(65536):
            pass

    def end(self) -> None:
        for one in (self._listening, *self._arrived):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)  # wakes the thread; the link may still hold its end
            one.close()  # which wakes it on Windows
        self._thread.join()
