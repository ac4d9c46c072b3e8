"""A headless hub on a computer of a test network, what it holds, and guests who talk to it."""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

from app.security.certificate import Identity
from tests.foreign.programs import turn_idle, wait_for
from tests.headless_hub import ROOT, Member
from tests.netns.network import PATIENCE, Computer


class NetworkHub:
    """Runs `host --headless` with more arguments on a computer; ended with the `with`.

    What it keeps is gone with it unless `data` names a folder; `environment` is added to that of the tests.
    `program` is another version of this one, to compare with.
    Console and log go to files: nobody has to read them for the hub to go on.
    """

    def __init__(
        self,
        computer: Computer,
        *args: str,
        listen: str = ":6667",
        data: Path | None = None,
        environment: dict[str, str] | None = None,
        program: tuple[str, ...] = (sys.executable, str(ROOT / "main.py")),
    ) -> None:
        self.computer = computer
        self.address = computer.ipv4
        self._folder = tempfile.TemporaryDirectory()
        self._console, self._log = Path(self._folder.name, "console"), Path(self._folder.name, "log")
        kept = Path(self._folder.name, "data") if data is None else data
        command = [*program, "host", "--headless", "--listen", listen, "--data-dir", str(kept), *args]
        with self._console.open("w") as out, self._log.open("w") as err:
            environment = {**os.environ, **(environment or {})}
            self.process = computer.start(
                *command, stdout=out, stderr=err, cwd=Path(program[-1]).parent, env=environment
            )
        wait_for(
            lambda: "listening on" in self.console() or self.process.poll() is not None,
            lambda: f"the hub does not listen: {self.log()}",
            turn_idle,
        )
        found = re.search(r"listening on \S*:(\d+)", self.console())
        assert found is not None, self.log()
        self.port = int(found[1])

    def __enter__(self) -> NetworkHub:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.end()
        self._folder.cleanup()

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Signal it; returns its exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def console(self) -> str:
        """Everything that it has printed."""
        return self._console.read_text(errors="replace")

    def prints(self, text: str) -> None:
        """Wait until its console has shown `text`."""
        wait_for(lambda: text in self.console(), lambda: f"{text!r} is not in {self.console()}", turn_idle)

    def log(self) -> str:
        """Everything on standard error."""
        return self._log.read_text(errors="replace")

    def descriptors(self) -> int:
        """How many descriptors it holds."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def memory(self) -> float:
        """What it holds in memory, in MB."""
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self.process.pid}/status").read_text())
        assert found is not None
        return int(found[1]) / 1024

    def processor(self) -> float:
        """Seconds of processor time that it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def connect(self, computer: Computer, *, source: str = "", address: str = "") -> socket.socket:
        """A connection from an address of a computer: over IPv6 where `source` is of that kind."""
        own = self.computer.ipv6 if ":" in source else self.computer.ipv4
        return computer.connect(address or own, self.port, source=source)

    def member(
        self,
        computer: Computer,
        nick: str,
        *,
        source: str = "",
        password: str = "",
        tls: bool = False,
        identity: Identity | None = None,
        patience: float = PATIENCE,
    ) -> Member:
        """Somebody who is welcomed and in the room; with a certificate of `identity` logged in by it.

        Raises AssertionError or OSError when the hub does not let them in, or says nothing for so long.
        """
        made = self.connect(computer, source=source)
        made.settimeout(patience)
        if tls or identity is not None:
            made = secured(made, identity)
        greeting = [f"PASS :{password}"] if password else []
        if identity is not None:
            greeting += ["CAP REQ :sasl", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +"]
        greeting += [f"NICK {nick}", f"USER {nick} 0 * :{nick}", *(["CAP END"] if identity else [])]
        return Member.over(made, greeting)


def secured(bare: socket.socket, identity: Identity | None = None) -> ssl.SSLSocket:
    """Agree on TLS, with a certificate where one is given. Raises OSError; the socket is closed then."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if identity is not None:
        with tempfile.NamedTemporaryFile() as pem:
            pem.write(identity.key_pem + identity.certificate_pem)
            pem.flush()
            context.load_cert_chain(pem.name)
    return context.wrap_socket(bare)


class Stopwatch:
    """Seconds since it was made, for figures that are printed and never asserted."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __str__(self) -> str:
        return f"{time.monotonic() - self._began:.2f} s"
