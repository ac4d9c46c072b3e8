"""Hosts and guests of the beacon on computers of a test network, firewalls, and times that are printed."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from tests.foreign.programs import require
from tests.headless_hub import ROOT
from tests.netns.network import PATIENCE, Computer

# What a computer behind ufw lets in: answers, pings, neighbour discovery, mDNS; nothing else.
RULES = {
    "iptables": ["-p icmp --icmp-type echo-request", "-p udp -d 224.0.0.251 --dport 5353"],
    "ip6tables": ["-p ipv6-icmp", "-p udp -d ff02::fb --dport 5353"],
}


def shut(computer: Computer) -> None:
    """Put a computer behind a firewall like ufw's."""
    for program, rules in RULES.items():
        lets_in = ["-i lo", "-m conntrack --ctstate ESTABLISHED,RELATED", *rules]
        for rule in lets_in:
            computer.run(require(program), "-A", "INPUT", *rule.split(), "-j", "ACCEPT")
        computer.run(require(program), "-P", "INPUT", "DROP")


class Beacon:
    """A program of tests.netns.beacon on a computer, or of another `module`, and what it prints."""

    def __init__(self, computer: Computer, *words: str, module: str = "tests.netns.beacon") -> None:
        command = [sys.executable, "-m", module, *words]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = computer.start(*command, **pipes)
        self._text = ""
        self.began = float(self.prints(r"^(?:announcing|searching|hearing|calling) (.+)")[1])

    def prints(self, pattern: str, patience: float = PATIENCE) -> re.Match[str]:
        """Wait for a line; gives the match."""
        until = time.monotonic() + patience
        while True:
            found = re.search(pattern, self._text, re.MULTILINE)
            if found is not None and "\n" in self._text[found.end() :]:
                return found
            assert self._read(max(0.0, until - time.monotonic())), f"no {pattern!r} in {self._text!r}"

    def _read(self, patience: float) -> bool:
        """Read what it has printed, at once or within `patience` seconds; whether there was anything."""
        stream = self.process.stdout
        assert stream is not None
        if not select.select([stream], [], [], patience)[0]:
            return False
        read = os.read(stream.fileno(), 65536)
        self._text += read.decode()
        return bool(read)

    def finds(self, name: str, patience: float = PATIENCE) -> float:
        """Wait until a room is listed; gives the moment."""
        return float(self.prints(rf"\+{name} (\S+)", patience)[1])

    def loses(self, name: str, patience: float = PATIENCE) -> float:
        """Wait until a room is no longer listed; gives the moment."""
        return float(self.prints(rf"-{name} (\S+)", patience)[1])

    def cannot_reach(self, name: str, patience: float = PATIENCE) -> float:
        """Wait until a room is listed as one that cannot be reached; gives the moment."""
        return float(self.prints(rf"!{name} (\S+)", patience)[1])

    def stop(self) -> float:
        """Have a host stop announcing; gives the moment."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(self.prints(r"^stopped (.+)")[1])

    def finds_nothing(self, seconds: float) -> None:
        """Hold that nothing is listed in this time."""
        time.sleep(seconds)
        assert "+" not in self.read()

    def read(self) -> str:
        """All that it has printed."""
        while self._read(0):
            pass
        return self._text

    def lists(self) -> set[str]:
        """The rooms that are listed now."""
        names: set[str] = set()
        for sign, name in re.findall(r"^([+-])(\S+) .*\n", self.read(), re.MULTILINE):
            names = names | {name} if sign == "+" else names - {name}
        return names

    def waits_for_list(self, names: set[str], patience: float = PATIENCE) -> float:
        """Wait until just these rooms are listed; gives the moment."""
        until = time.monotonic() + patience
        while self.lists() != names:
            assert time.monotonic() < until, f"{self.lists()} are listed, not {names}: {self._text}"
            time.sleep(0.05)
        return time.time()

    def sleeps(self, seconds: float, meanwhile: Callable[[], object]) -> None:
        """Stop it for so long, as a computer that sleeps does."""
        self.process.send_signal(signal.SIGSTOP)
        meanwhile()
        time.sleep(seconds)
        self.process.send_signal(signal.SIGCONT)


class Looking:
    """`nearby` on a computer, to its end."""

    def __init__(self, computer: Computer, *words: str) -> None:
        began = time.time()
        command = [sys.executable, str(ROOT / "main.py"), "nearby", "--json", *words]
        process = computer.start(*command, stdout=subprocess.PIPE)
        out, _ = process.communicate(timeout=PATIENCE)
        self.rooms = [json.loads(line) for line in out.splitlines()]
        self.status, self.seconds = process.returncode, time.time() - began


def told(what: str, *times: float) -> None:
    """Print how long something took, in milliseconds."""
    print(f"\n{what}: {statistics.median(times) * 1000:.1f} ms (of {len(times)})")
