"""How a hub's doors stand crowds, in figures: by hand, `python -m tests.netns.figures [PYTHON MAIN.PY]`.

With another version's interpreter and main.py the same crowds go there, so that two versions are compared by
one script. Times are of this machine.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.headless_hub import Member
from tests.netns.crowd import Crowd
from tests.netns.hub import NetworkHub
from tests.netns.network import Computer, Network

HELLO = "\\x16\\x03\\x01\\x02\\x00\\x01\\x00"
SECONDS = 5.0
PATIENCE = 120.0


class Scene:
    """A hub, a computer of attackers and a street of newcomers."""

    def __init__(self, network: Network, program: tuple[str, ...], folder: Path, *args: str) -> None:
        house = network.computer("house")
        self._house, self._folder = house, folder
        self.crowds = network.computer("crowd", "10.78.0.0/16", "fd77::c:0/112")
        self.street = network.computer("street", "10.79.0.0/16", "fd77::d:0/112")
        self.hub = NetworkHub(house, *args, **({"program": program} if program else {}))  # type: ignore[arg-type]
        self._inside: list[Member] = []

    def attack(self, source: str, **more: object) -> Crowd:
        host = self._house.ipv6 if ":" in source else self._house.ipv4
        return Crowd(self.crowds, host, self.hub.port, source, folder=self._folder, **more)  # type: ignore[arg-type]

    def come(self, computer: Computer, sources: list[str], **more: object) -> str:
        """How many of those who come from `sources` get in, over TLS and in plain in turn."""
        came, longest = 0, 0.0
        for number, source in enumerate(sources):
            began = time.monotonic()
            with contextlib.suppress(OSError, AssertionError):
                tls = number % 2 == 1 and not more
                self._inside.append(self.hub.member(computer, f"n{number}", source=source, tls=tls, **more))  # type: ignore[arg-type]
                came += 1
            longest = max(longest, time.monotonic() - began)
        return f"{came} of {len(sources)} in, the longest took {longest:.1f} s"


@contextlib.contextmanager
def scene(program: tuple[str, ...], *args: str) -> Iterator[Scene]:
    """A scene of its own for each figure."""
    with Network() as network, tempfile.TemporaryDirectory() as folder:
        made = Scene(network, program, Path(folder), *args)
        with made.hub:
            yield made


def silent(program: tuple[str, ...]) -> str:
    """13 addresses with 40 silent connections each."""
    with scene(program) as now, now.attack("10.78.0.1", sources=13, each=40, rate=1000) as crowd:
        crowd.wait_until_made(520)
        return now.come(now.street, [f"10.79.0.{number}" for number in range(1, 21)])


def neighbours(program: tuple[str, ...]) -> str:
    """60 computers of one /64."""
    with scene(program) as now:
        return now.come(now.crowds, [f"fd77::c:{number:x}" for number in range(1, 61)])


def owner_of_a_network(program: tuple[str, ...]) -> str:
    """5,000 addresses of one /64, silent."""
    with scene(program) as now, now.attack("fd77::c:1", sources=5000, rate=1000) as crowd:
        crowd.wait_until_made(2000)
        return now.come(now.street, [f"10.79.0.{number}" for number in range(1, 21)])


def refused(program: tuple[str, ...]) -> str:
    """1,500 connections a second from one address, each with NICK x, which stay."""
    with scene(program) as now:
        before, most = now.hub.descriptors(), 0
        with now.attack("10.78.0.1", each=100_000, say="NICK x\\r\\n", rate=1500) as crowd:
            began, used = time.monotonic(), now.hub.processor()
            while time.monotonic() - began < SECONDS:
                most = max(most, now.hub.descriptors() - before)
                time.sleep(0.05)
            used = now.hub.processor() - used
            text = f"{most} descriptors at most, {crowd.counts()[1]} made, {used:.1f} s of processor time, "
            return text + f"{(len(now.hub.console()) + len(now.hub.log())) / 1024:.0f} KiB of console and log"


def handshakes(program: tuple[str, ...]) -> str:
    """One address that begins a handshake of TLS again and again."""
    with scene(program) as now, now.attack("10.78.0.1", each=40, say=HELLO + "x" * 600) as crowd:
        crowd.wait_until_made(100)
        before, used = crowd.counts()[2], now.hub.processor()
        time.sleep(SECONDS)
        lost, used = crowd.counts()[2] - before, now.hub.processor() - used
        return f"{lost / SECONDS:.0f} ended a second, {used / SECONDS:.0%} of a processor"


def guesses(program: tuple[str, ...]) -> str:
    """100 addresses that guess, two connections each."""
    guess = "PASS wrong\\r\\nNICK x\\r\\nUSER x 0 * :x\\r\\n"
    crowds = {"sources": 100, "each": 2, "say": guess, "rate": 300}
    with scene(program, "--password", "sesame") as now, now.attack("10.78.0.1", **crowds) as crowd:
        crowd.wait_until_made(200)
        sources = [f"10.79.0.{number}" for number in range(1, 7)]
        return now.come(now.street, sources, password="sesame", patience=PATIENCE)


def main() -> None:
    """Print each figure as soon as it is known."""
    program = tuple(sys.argv[1:])
    for figure in (silent, neighbours, owner_of_a_network, refused, handshakes, guesses):
        print(f"{figure.__doc__} {figure(program)}.", flush=True)


if __name__ == "__main__":
    main()
