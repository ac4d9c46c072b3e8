"""Many connections from many addresses that are kept up: an attacker, as a program on a computer of its own.

By hand: `python -m tests.netns.crowd HOST PORT FIRST_SOURCE --sources 100 --each 2 --say 'PASS wrong'`.
It says on standard output, ten times a second, how many it has open, has made, and has lost.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import ipaddress
import os
import resource
import select
import socket
import sys
import time
from pathlib import Path

from tests.foreign.programs import turn_idle, wait_for
from tests.netns.network import Computer

MOST_OPEN = 4000


class Crowd:
    """The program, started on a computer; it is ended with the network at the latest."""

    def __init__(
        self,
        computer: Computer,
        host: str,
        port: int,
        source: str,
        *,
        sources: int = 1,
        each: int = 1,
        say: str = "",
        rate: float = 0.0,
        folder: Path,
    ) -> None:
        """From `sources` addresses from `source` on, `each` connections; all say `say` and stay.

        `rate`: no more than so many new ones a second, 0 for as fast as it goes. `folder`: for what it tells.
        """
        self._status = folder / f"crowd-{time.monotonic_ns()}"
        command = [sys.executable, "-m", "tests.netns.crowd", host, str(port), source]
        command += ["--sources", str(sources), "--each", str(each), "--say", say, "--rate", str(rate)]
        with self._status.open("w") as out:
            self.process = computer.start(*command, stdout=out)

    def __enter__(self) -> Crowd:
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.wait()

    def counts(self) -> tuple[int, int, int]:
        """How many connections it has open, has made and has lost since it began."""
        lines = [line for line in self._status.read_text().splitlines(keepends=True) if line.endswith("\n")]
        opened, made, lost = map(int, lines[-1].split()) if lines else (0, 0, 0)
        return opened, made, lost

    def wait_until_made(self, count: int) -> None:
        """Wait until it has made so many connections."""
        wait_for(lambda: self.counts()[1] >= count, lambda: f"the crowd has {self.counts()}", turn_idle)


class _Sources:
    """The addresses in turn, as long as one has not all of its connections."""

    def __init__(self, first: str, count: int, each: int) -> None:
        start = ipaddress.ip_address(first)
        self._free = [str(start + number) for _ in range(each) for number in range(count)][::-1]

    def take(self) -> str | None:
        return self._free.pop() if self._free else None

    def give_back(self, source: str) -> None:
        self._free.insert(0, source)


class _Attack:
    def __init__(self, typed: argparse.Namespace) -> None:
        self._target = (typed.host, typed.port)
        self._family = socket.AF_INET6 if ":" in typed.host else socket.AF_INET
        self._say = typed.say.encode().decode("unicode_escape").encode("latin-1")
        self._sources = _Sources(typed.source, typed.sources, typed.each)
        self._rate = typed.rate
        self._poll = select.epoll()
        self._open: dict[int, tuple[socket.socket, str]] = {}
        self._made = self._lost = 0

    def run(self) -> None:
        began = told = time.monotonic()
        while True:
            now = time.monotonic()
            due = int((now - began) * self._rate) - self._made if self._rate else 50
            for _ in range(min(due, 50)):
                if len(self._open) >= MOST_OPEN or not self._connect():
                    break
            for descriptor, event in self._poll.poll(0.005):
                self._look(descriptor, event)
            if now - told > 0.1:
                told = now
                print(len(self._open), self._made, self._lost, flush=True)

    def _connect(self) -> bool:
        source = self._sources.take()
        if source is None:
            return False
        made = socket.socket(self._family, socket.SOCK_STREAM)
        made.setblocking(False)
        try:
            made.bind((source, 0))
            made.connect(self._target)
        except OSError as error:
            if error.errno != errno.EINPROGRESS:
                made.close()
                self._sources.give_back(source)
                return False
        self._open[made.fileno()] = (made, source)
        self._poll.register(made.fileno(), select.EPOLLOUT | select.EPOLLIN)
        self._made += 1
        return True

    def _look(self, descriptor: int, event: int) -> None:
        made, source = self._open[descriptor]
        try:
            if event & select.EPOLLOUT:
                self._poll.modify(descriptor, select.EPOLLIN)
                if self._say:
                    made.send(self._say)
            is_over = bool(event & select.EPOLLIN) and not made.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            is_over = True
        if is_over or event & (select.EPOLLERR | select.EPOLLHUP):
            with contextlib.suppress(OSError):
                self._poll.unregister(descriptor)
            del self._open[descriptor]
            made.close()
            self._lost += 1
            self._sources.give_back(source)


def main() -> None:
    """Attack until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("source")
    parser.add_argument("--sources", type=int, default=1)
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--say", default="")
    parser.add_argument("--rate", type=float, default=0.0)
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    os.nice(5)  # on one machine with the hub it would else take the time that is to be measured
    _Attack(parser.parse_args()).run()


if __name__ == "__main__":
    main()
