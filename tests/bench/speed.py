"""How fast the hub is beside InspIRCd and a minimal server in C: one command, one run, one table, two plots.

    python -m tests.bench.speed                            # all of it: half an hour, on a machine that rests
    python -m tests.bench.speed --only joins --only start  # parts alone
    python -m tests.bench.speed --quick                    # whether it works: small and once
    python -m tests.bench.speed --write-readme             # and put table and plots into README

The servers of a case take turns, a fresh one each, and all cases are gone through again for the next
repetition, so that what else the machine does meets all alike. Server and load have a core each. The hub
keeps its history as always. Latency, start and joins of 400 at once meet the limits of every hub, with
members of 250 addresses; what is said as fast as it goes (a person may say 5 lines a second) and joins of
1000 at once meet a hub with `--no-limits`, as InspIRCd's throttles are off too. InspIRCd looks once a second
for who has come, which is most of its time for joins; the CPU stands beside it. A hub has room for 2000:
above 1500 members that number is raised for the measurement. With `--results` a later run replaces the parts
that it measures. Needs cc, inspircd (stop the service that Debian starts) and, for TLS, libssl-dev; for
windows Xvfb and openbox. What a window takes to show a long past is measured by `tests.bench.replay`.
"""

from __future__ import annotations

import argparse
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import qVersion

from app import __version__
from tests.bench import window_start
from tests.bench.first_click import CLICK, milliseconds_to_answer
from tests.bench.history import fill
from tests.bench.hosting_window import lateness
from tests.bench.irc_load import Load, Outcome, run
from tests.bench.irc_servers import C_LIMIT, HUB, INSPIRCD, LIMITED_HUB, find, serve
from tests.bench.speed_report import (
    CLICKS,
    HISTORY,
    HOSTING,
    JOINS,
    LATENCY,
    MEMBERS,
    PARTS,
    START,
    THROUGHPUT,
    WINDOWS,
    Results,
    plots,
    report,
    write_readme,
)
from tests.bench.x11 import XError
from tests.durability.talkers import ROOM
from tests.headless_hub import ROOT

MESSAGE_SENDERS = 10
LIMITED_JOINS = 400  # at once: a hub has 448 places for newcomers of addresses that hold one already


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that is measured with several servers. `history`: messages that the hub has kept before.

    `program`: whose window is clicked.
    """

    part: str
    name: str
    load: Load | None  # None: it is started, no more
    servers: Sequence[str]
    history: int | None = None
    program: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: the sizes of each part."""

    throughput: Sequence[int] = (100, 500, 1000)
    latency: Sequence[tuple[int, int]] = ((100, 100), (1000, 10))  # members, senders of 2 messages a second
    hosting: Sequence[tuple[int, int]] = ((100, 25), (1000, 10))  # the same
    joins: int = 1000
    members: Sequence[int] = (10, 30, 100, 300, 1000, 3000, 5000)
    history: Sequence[int] = (0, 1000, 10_000, 100_000, 1_000_000)
    history_members: int = 100
    seconds: float = 1.2
    rate_seconds: float = 4.0
    repetitions: int = 3


QUICK = Plan((20,), ((20, 10),), ((20, 10),), 40, (10, 20), (0, 500), 20, 0.3, 0.5, 1)


def cases(plan: Plan, trees: Sequence[Path] = ()) -> Iterator[Case]:
    """Everything that there is to measure, in its order. `trees`: other checkouts, for their windows."""
    everybody = (HUB, INSPIRCD, C_LIMIT)
    for kind in ("plain", "tags", "TLS"):
        for members in plan.throughput:
            load = Load(members, MESSAGE_SENDERS, 0, plan.seconds, kind == "tags", kind == "TLS")
            yield Case(
                THROUGHPUT, f"N = {members}, {kind}", load, everybody if kind == "plain" else everybody[:2]
            )
    for members, senders in plan.latency:
        load = Load(members, senders, 2.0, plan.rate_seconds, in_flight=LIMITED_JOINS)
        yield Case(LATENCY, f"N = {members}, {senders * 2} msg/s", load, (LIMITED_HUB, INSPIRCD, C_LIMIT))
    for kind in ("plain", "TLS"):
        load = Load(plan.joins, tls=kind == "TLS")
        yield Case(
            JOINS, f"{plan.joins} joins, {kind}", load, everybody if kind == "plain" else everybody[:2]
        )
        limited = replace(load, in_flight=LIMITED_JOINS)
        yield Case(JOINS, f"{plan.joins} joins, {kind}, default limits", limited, (LIMITED_HUB,))
    yield Case(START, "launch to listening", None, (LIMITED_HUB, INSPIRCD), history=0)
    for program in window_start.programs(trees):
        yield Case(WINDOWS, program, None, (program,))
    for program in window_start.hubbubs(trees) if window_start.programs() else ():
        name = CLICK if program == window_start.WINDOW else f"{CLICK}, {program}"
        yield Case(CLICKS, name, None, (name,), program=program)
    for members, senders in plan.hosting if window_start.programs() else ():
        load = Load(members, senders, 2.0, plan.rate_seconds, in_flight=LIMITED_JOINS, room=ROOM)
        name = f"window hosting N = {members}, {senders * 2} msg/s"
        yield Case(HOSTING, name, load, (name,))
    for members in plan.members:
        load = Load(members, min(MESSAGE_SENDERS, members), 0, plan.seconds * (2 if members > 1000 else 1))
        yield Case(MEMBERS, str(members), load, everybody)
    for messages in plan.history:
        load = Load(plan.history_members, MESSAGE_SENDERS, 0, plan.seconds)
        yield Case(HISTORY, str(messages), load, (HUB,), history=messages)


@dataclass
class Folders:
    """Where programs are compiled, and what hubs with a past have kept; made when first needed."""

    root: Path
    build: Path = field(init=False)

    def __post_init__(self) -> None:
        self.build = self.root / "build"
        self.build.mkdir()

    def with_history(self, messages: int) -> Path:
        """A fresh data folder of a hub that has kept so many messages; the one given before is gone."""
        folder, used = self.root / f"history-{messages}", self.root / "used"
        if not folder.exists():
            folder.mkdir()
            if messages:
                print(f"writing a history of {messages} messages", flush=True)
                fill(folder / "history.sqlite", messages, time.time())
        shutil.rmtree(used, ignore_errors=True)
        shutil.copytree(folder, used)
        return used


def measure(case: Case, server: str, folders: Folders) -> Outcome:
    """One measurement, of a server that is started for it."""
    is_hub = server in (HUB, LIMITED_HUB)
    data = folders.with_history(case.history) if is_hub and case.history is not None else None
    try:
        if case.part == WINDOWS:
            return Outcome(start_s=window_start.seconds_to_window(server))
        if case.part == CLICKS:
            return Outcome(answer_ms=milliseconds_to_answer(case.program))
        if case.part == HOSTING and case.load is not None:
            return lateness(case.load, folders.build)
        if case.load is None:
            with serve(server, folders.build, data):  # which makes its key and its files
                pass
        with serve(server, folders.build, data, case.load.members if case.load else 0) as running:
            if case.load is None:
                return Outcome(start_s=running.started_s)
            return run(case.load, running, folders.build)
    except (RuntimeError, OSError, XError, subprocess.CalledProcessError) as error:
        return Outcome(fault=str(error))  # the others are measured all the same


def measure_all(chosen: Sequence[Case], repetitions: int, results: Results) -> None:
    """Measure cases by turns and add what comes of it."""
    with tempfile.TemporaryDirectory(prefix="speed-", ignore_cleanup_errors=True) as root:
        folders = Folders(Path(root))
        for repetition in range(repetitions):
            for case in chosen:
                for server in case.servers:
                    if server == INSPIRCD and find("inspircd") is None:
                        continue
                    outcome = measure(case, server, folders)
                    results.add(case.part, case.name, server, outcome)
                    told = f"{case.part} {case.name}: {server} {outcome.text()}"
                    print(f"[{repetition + 1}/{repetitions}] {told}", flush=True)


def versions() -> str:
    """What was measured on what."""
    git = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    found = [
        f"Hubbub {__version__} {commit}".strip(),
        f"Python {platform.python_version()}",
        f"Qt {qVersion()}",
    ]
    if program := find("inspircd"):
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
        found.append(told.strip().splitlines()[0] if told.strip() else "InspIRCd")
    compiler = subprocess.run(["cc", "--version"], capture_output=True, text=True, check=False).stdout
    found += [f"cc {compiler.splitlines()[0].split()[-1]}", f"{platform.system()} {platform.release()}"]
    return ", ".join([*found, time.strftime("%Y-%m-%d", time.gmtime())])


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, write what is asked for; 1 where something was not as it has to be."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.speed", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--only", action="append", choices=PARTS, help="this part; may be said again")
    parser.add_argument("--quick", action="store_true", help="small and once: whether it works")
    parser.add_argument(
        "--tree", action="append", type=Path, default=[], help="the windows of this checkout too"
    )
    parser.add_argument("--repetitions", type=int, help="of every measurement [3]")
    parser.add_argument(
        "--results", type=Path, help="keep all that was measured in this file, and read it first"
    )
    parser.add_argument("--svg", type=Path, help="write the plots to this file")
    parser.add_argument("--write-readme", action="store_true", help="write table and plots into README")
    asked = parser.parse_args(arguments)
    if asked.quick and asked.write_readme:
        parser.error("--quick gives no figures for README")
    _raise_descriptors()
    plan = QUICK if asked.quick else Plan()
    chosen = [case for case in cases(plan, asked.tree) if not asked.only or case.part in asked.only]
    results = Results.read(asked.results) if asked.results else Results()
    results.forget({case.part for case in chosen})
    measure_all(chosen, asked.repetitions or plan.repetitions, results)
    if asked.results:
        results.write(asked.results)
    words = [*(sys.argv[1:] if arguments is None else arguments)]
    text = report(results, " ".join(["python -m tests.bench.speed", *words]), versions())
    print(f"\n{text}")
    if asked.svg:
        asked.svg.write_text(plots(results), encoding="utf-8")
    if asked.write_readme:
        write_readme(text, plots(results))
    return 1 if results.faults() else 0


def _raise_descriptors() -> None:
    """Let servers and load hold as many connections as the system allows at all."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    sys.exit(main())
