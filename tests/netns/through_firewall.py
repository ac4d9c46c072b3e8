"""Whether guests get in through a host's firewall, and the program that opens it, as tests use them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.netns.hub import NetworkHub
from tests.netns.network import IPV4, IPV6, Computer

SILENCE = 0.5  # seconds after which who is not answered was not let in


class PortOpener:
    """A program of tests.netns.port_opener on a computer."""

    def __init__(self, computer: Computer, folder: Path, **more: object) -> None:
        command = [sys.executable, "-m", "tests.netns.port_opener", str(folder), str(IPV4), str(IPV6)]
        self._process = computer.start(*command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **more)

    def does(self, word: str) -> str:
        """Have it look, open or close; gives what it says."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


def gets_in(hub: NetworkHub, guest: Computer) -> bool:
    """Whether a computer reaches a hub at both of its ports, by both kinds of address."""
    found = []
    for address, port in ((hub.computer.ipv4, 6667), (hub.computer.ipv6, 6667), (hub.computer.ipv4, 7667)):
        with guest.socket(address) as made:
            made.settimeout(SILENCE)
            try:
                made.connect((address, port))
            except OSError:
                found.append(False)
            else:
                found.append(True)
    assert len(set(found)) == 1
    return found[0]
