"""A run of the load generator, tests/foreign/ircload.c (its head says what it does), and what it measured."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.irc_servers import LOAD_CORE, Running, compiled, pin

_SOURCE = Path(__file__).parent.parent / "foreign" / "ircload.c"
_ADDRESSES = 250  # of 127.0.0.0/8 from which members come: a hub lets in 40 from one
_PATIENCE = 300.0  # seconds
_SETTLE_S = 0.3  # what a server does once it listens is its start, and not measured as more


@dataclass(frozen=True, slots=True)
class Load:
    """What a server is to bear: so many members in a room, and what they say there.

    `rate`: messages a second of each sender on time; 0 for as many as go, with 8 and with 64 under way for
    each sender. `senders` 0: nobody says anything. `seconds` of a phase that are measured. `in_flight`: how
    many may be joining at once.
    """

    members: int
    senders: int = 0
    rate: float = 0.0
    seconds: float = 1.2
    tags: bool = False
    tls: bool = False
    in_flight: int = 1000
    room: str = "#load"

    def arguments(self) -> list[str]:
        """How the generator is asked for it, without the server."""
        asked = ["-n", str(self.members), "-I", str(_ADDRESSES), "-j", str(self.in_flight)]
        asked += ["-c", self.room]
        asked += ["-t", "90", "-g", "5"]
        asked += ["-i"] * self.tags + ["-S"] * self.tls
        if not self.senders:
            return [*asked, "-x", "none"]
        if self.rate:
            return [*asked, "-x", f"name=rate,s={self.senders},r={self.rate:g},d={self.seconds:g},w=0.6"]
        warm = 0.3 if self.members <= 1000 else 2.0  # the joins of thousands are told for long
        for window in (8, 64):
            asked += ["-x", f"name={window},s={self.senders},W={window},d={self.seconds:g},w={warm}"]
        return asked


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run measured; None for what it did not.

    `deliveries` a second of the better phase and its server CPU `cost` for each in microseconds; `p99` of the
    latency in ms; `joins_s`: until all had joined, `joins_cpu_s` of the server for it; `start_s`: from the
    command until it listened; `answer_ms`: of a window to a click; `generator`: the share of its core that
    the load took, with which at 0.95 and more it was the limit, not the server. `fault`: what was not as it
    has to be, "" for nothing.
    """

    joins_s: float | None = None
    joins_cpu_s: float | None = None
    deliveries: float | None = None
    cost: float | None = None
    p99: float | None = None
    start_s: float | None = None
    answer_ms: float | None = None
    generator: float = 0.0
    fault: str = ""

    def text(self) -> str:
        """The figures in a line, for who waits."""
        named = (
            ("deliveries/s", self.deliveries),
            ("µs each", self.cost),
            ("ms p99", self.p99),
            ("s joins", self.joins_s),
            ("s start", self.start_s),
            ("ms answer", self.answer_ms),
        )
        figures = [f"{value:,.3f} {unit}" for unit, value in named if value is not None]
        return ", ".join([*figures, *([f"FAULT: {self.fault}"] if self.fault else [])])


def run(load: Load, server: Running, build: Path) -> Outcome:
    """Put a load on a server and read what came of it."""
    flags = ["-DUSE_TLS", "-lssl", "-lcrypto"] if load.tls else []
    program = compiled(_SOURCE, build, "ircload-tls" if load.tls else "ircload", *flags)
    port = server.tls_port if load.tls else server.port
    command = [str(program), *load.arguments(), "-p", str(server.pid), "127.0.0.1", str(port)]
    time.sleep(_SETTLE_S)
    generator = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    pin(generator.pid, LOAD_CORE)
    try:
        told, _ = generator.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        generator.kill()
        generator.communicate()
        return Outcome(fault=f"no end after {_PATIENCE:g} s")
    return outcome_of(told)


def outcome_of(told: str) -> Outcome:
    """Read the JSON that the generator prints."""
    try:
        read: dict[str, Any] = json.loads(told)
    except ValueError:
        return Outcome(fault=f"the load generator failed: {told[-200:]!r}")
    joined = read["join"]
    if joined["joined"] != read["members"]:
        return Outcome(fault=f"{joined['joined']} of {read['members']} joined: {read['first_error']}")
    rated = [phase for phase in read["phases"] if phase["mode"] == "rate"]
    best = max(
        (phase for phase in read["phases"] if phase["mode"] == "sat"),
        key=lambda phase: phase["deliveries_per_s"],
        default=None,
    )
    wrong = [phase for phase in read["phases"] if not phase["ok"]]
    return Outcome(
        joins_s=joined["all_joined_s"],
        joins_cpu_s=joined["cpu_s"],
        deliveries=best and best["deliveries_per_s"],
        cost=best and best["cpu_us_per_delivery"],
        p99=rated[0]["latency_ms"]["p99"] if rated else None,
        generator=max((phase["gen_cpu_frac"] for phase in read["phases"]), default=0.0),
        fault="; ".join(f"{one['status']}, {one['lost']} lost" for one in wrong) or read["first_error"],
    )
