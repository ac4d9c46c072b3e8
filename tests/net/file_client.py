"""Clients of HTTP that are not ours, in threads beside a hub's event loop, and hubs that know who uploads."""

from __future__ import annotations

import http.client
import os
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pytestqt.qtbot import QtBot

from app.files.file_limits import FileLimits
from app.files.file_record import FileRecord
from app.hub.data.config import HubConfig
from app.hub.data.memory import MemoryAccounts
from app.net.endpoint import PRIVATE
from app.net.hub_resources import HubResources
from app.security.certificate import Identity
from app.store.file_store import FileStore
from tests.net.plain_irc import LOOPBACK, PATIENCE, Running

T = TypeVar("T")
LIMITS = FileLimits(free=0, pace=0)


@dataclass(frozen=True)
class Answer:
    """What came back; names of headers in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Files:
    """A running hub with a folder of files, and what people ask of it over HTTP.

    `tls`: whether they ask over TLS.
    """

    qtbot: QtBot
    identity: Identity
    folder: Path
    tls: bool
    limits: FileLimits | None = LIMITS
    options: dict[str, Any] = field(default_factory=dict)
    accounts: MemoryAccounts = field(default_factory=MemoryAccounts)

    def __post_init__(self) -> None:
        self.running: list[Running] = []
        self.store = FileStore(self.folder)
        self.start()

    def start(self, **config: Any) -> None:
        """Open the hub, also again."""
        made = HubConfig(
            room_name="Robotics club", loopback_limits=False, files=self.limits, **{**self.options, **config}
        )
        resources = HubResources(self.identity, self.accounts, files=self.store)
        self.running.append(Running(self.qtbot, made, (LOOPBACK, PRIVATE), resources))

    @property
    def hub(self) -> Running:
        return self.running[-1]

    def wait(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def in_thread(self, do: Callable[[], T]) -> T:
        """What `do` gives, which waits for the hub."""
        return self.begin(do)()

    def begin(self, do: Callable[[], T]) -> Callable[[], T]:
        """Begin with `do`; what is returned waits for it."""
        results: list[T] = []
        errors: list[BaseException] = []

        def run() -> None:
            try:
                results.append(do())
            except BaseException as error:
                errors.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()

        def result() -> T:
            self.wait(lambda: not thread.is_alive())
            if errors:
                raise errors[0]
            return results[0]

        return result

    def connect(self, timeout: float = 60.0) -> socket.socket:
        """A connection, over TLS where that is wanted; for a thread."""
        bare = socket.create_connection(("127.0.0.1", self.hub.port), timeout=timeout)
        return client_context().wrap_socket(bare) if self.tls else bare

    def connect_with(self, context: ssl.SSLContext, port: int = 0) -> socket.socket:
        """A connection over TLS that shows somebody's certificate; for a thread."""
        bare = socket.create_connection(("127.0.0.1", port or self.hub.port), timeout=60)
        return context.wrap_socket(bare)

    def exchange(
        self, method: str, path: str, body: bytes | Iterable[bytes] | None = None, **headers: str
    ) -> Answer:
        """One request in this thread, with headers whose names have `_` for `-`."""
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.hub.port, timeout=60)
        connection.sock = self.connect()
        try:
            connection.request(method, path, body, {**named, "Host": f"127.0.0.1:{self.hub.port}"})
            got = connection.getresponse()
            return Answer(got.status, {key.lower(): value for key, value in got.getheaders()}, got.read())
        finally:
            connection.close()

    def ask(
        self, method: str, path: str, body: bytes | Iterable[bytes] | None = None, **headers: str
    ) -> Answer:
        """One request, while the hub runs."""
        return self.in_thread(lambda: self.exchange(method, path, body, **headers))

    def upload(self, data: bytes, name: str = "plan.pdf", **headers: str) -> Answer:
        """One request with all of a file."""
        return self.ask("POST", "/files", data, **described(name), **headers)

    def shared(self, data: bytes, name: str = "plan.pdf") -> str:
        """The path of a file that was uploaded."""
        answer = self.upload(data, name)
        assert answer.status == 201, answer
        return path_of(answer)

    def token(self, nick: str = "bob") -> str:
        """What somebody without an account is given over IRC."""
        member = self.hub.connect()
        member.send("CAP REQ :batch draft/authtoken", f"NICK {nick}", f"USER {nick} 0 * :{nick}", "CAP END")
        member.send("TOKEN GENERATE FILEHOST")
        told = re.compile(rb"TOKEN GENERATE \* :?(\S+)\r\n")
        self.wait(lambda: told.search(member.read()))
        found = told.search(member.received)
        assert found is not None
        return found[1].decode()

    def records(self) -> list[FileRecord]:
        hub = self.hub.server._hub
        assert hub is not None
        return hub.all_files()

    def contents(self) -> list[str]:
        """The ids of what lies in the folder."""
        return sorted(self.store.ids())

    def is_idle(self) -> bool:
        """Whether no connection about files is left."""
        return len(self.hub.server._files) == 0

    def end(self) -> None:
        for one in self.running:
            one.clean_up()
        assert [bug for one in self.running for bug in one.bugs] == []


def described(name: str = "plan.pdf", who: str = "alice") -> dict[str, str]:
    """Headers of an upload."""
    return {
        "authorization": f"Bearer {who}",
        "content_type": "application/pdf",
        "content_disposition": f'attachment; filename="{name}"',
    }


def path_of(answer: Answer) -> str:
    """The path in the Location of an answer."""
    return "/" + answer.headers["location"].partition("://")[2].partition("/")[2]


def client_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def random_bytes(count: int) -> bytes:
    return os.urandom(count)
