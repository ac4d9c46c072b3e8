"""A headless hub in a child process, as the command line starts it."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0  # seconds


def free_port() -> int:
    """A port that nobody listens on, below those that systems give to connections: one may come meanwhile."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("", port))
            return port


class HeadlessHub:
    """Runs `host --headless` with more arguments; ended by SIGTERM at the latest.

    What it keeps is gone with it unless `data` names a folder. `environment`: variables beside our own.
    `web`: what browsers find at a port of their own.
    """

    def __init__(
        self,
        *args: str,
        listen: str = "127.0.0.1:0",
        data: Path | None = None,
        environment: Mapping[str, str] | None = None,
        web: str = "none",
    ) -> None:
        self._folder = tempfile.TemporaryDirectory() if data is None else None
        kept = str(data) if self._folder is None else self._folder.name
        command = [*self.program(), "host", "--headless", "--listen", listen]
        command += ["--data-dir", kept, "--web", web, *args]
        self.process = subprocess.Popen(
            command,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # for Ctrl+Break, on Windows
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **(environment or {})},
        )
        assert self.process.stdout is not None
        self.output = [self.process.stdout.readline()]
        self.port = int(self.output[0].rpartition(":")[2])

    @staticmethod
    def program() -> list[str]:
        """How the program is called, before its arguments."""
        return [sys.executable, str(ROOT / "main.py")]

    def __enter__(self) -> HeadlessHub:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.end()
        if self._folder is not None:
            self._folder.cleanup()

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """Signal it; returns exit status, everything printed and standard error."""
        self.process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", number))  # others kill, on Windows
        return self._ended()

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self._ended()

    def _ended(self) -> tuple[int, str, str]:
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        with self.process.stdout as out, self.process.stderr as err:
            printed, complaints = "".join(self.output) + out.read(), err.read()
        return self.process.wait(PATIENCE), printed, complaints

    def read_until(self, text: str) -> str:
        """Read what it prints until a line holds `text`; returns that line."""
        assert self.process.stdout is not None
        while line := self.process.stdout.readline():
            self.output.append(line)
            if text in line:
                return line
        raise AssertionError(f"{text!r} was not printed: {self.output}")

    def member(self, nick: str) -> Member:
        return Member(self.port, nick)


class Member:
    """A plain IRC client with a blocking socket."""

    def __init__(self, port: int, nick: str) -> None:
        bare = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._greet(bare, [f"NICK {nick}", f"USER {nick} 0 * :{nick}"])

    @classmethod
    def over(cls, connected: socket.socket, greeting: list[str]) -> Member:
        """Who says `greeting` on a connection, which is closed when that does not lead into the room."""
        made = cls.__new__(cls)
        try:
            made._greet(connected, greeting)
        except BaseException:
            connected.close()
            raise
        return made

    def _greet(self, connected: socket.socket, greeting: list[str]) -> None:
        self._socket = connected
        self._file = connected.makefile("rb")
        self.send(*greeting)
        self.wait_for(" 366 ")

    def __enter__(self) -> Member:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, *lines: str) -> None:
        self._socket.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def wait_for(self, text: str) -> str:
        """Read lines until one holds `text`."""
        line = last = ""
        while line := self._file.readline().decode():
            if text in line:
                return line
            last = line
        raise AssertionError(f"{text!r} did not come; the last was {last!r}")

    def rest(self) -> str:
        """Everything until the hub closes."""
        return self._file.read().decode()

    def close(self) -> None:
        self._file.close()
        self._socket.close()
