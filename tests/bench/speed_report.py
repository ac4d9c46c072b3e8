"""From what was measured of servers to a table of ratios, two plots, and their place in README."""

from __future__ import annotations

import dataclasses
import json
import statistics
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.figures import spread, table
from tests.bench.first_click import CLICK
from tests.bench.irc_load import Outcome
from tests.bench.irc_servers import C_LIMIT, HUB, INSPIRCD, LIMITED_HUB
from tests.bench.plot import Plot, Point, drawing
from tests.bench.window_start import WINDOW
from tests.headless_hub import ROOT

THROUGHPUT, LATENCY, JOINS, START, WINDOWS, CLICKS, HOSTING, MEMBERS, HISTORY = PARTS = (
    "throughput",
    "latency",
    "joins",
    "start",
    "windows",
    "clicks",
    "hosting",
    "members",
    "history",
)
BEGIN, END = "<!-- speed: written by python -m tests.bench.speed --write-readme -->", "<!-- speed: end -->"
DRAWING = "tests/bench/speed.svg"
WANTED = {
    "N = 100, plain": "1.0",
    "N = 500, plain": "1.5",
    "N = 1000, plain": "2.0; C 0.65",
    "N = 100, tags": "1.0",
    "N = 1000, tags": "2.0",
    "N = 100, TLS": "1.0",
    "N = 1000, TLS": "1.5",
    "N = 100, 200 msg/s": "at most 2",
    "N = 1000, 20 msg/s": "at most 2",
    "1000 joins, plain": "at most 0.5",
    "1000 joins, TLS": "at most 1.0",
    "launch to listening": "at most 0.25 s",
    WINDOW: "at most 0.32",
    CLICK: "at most 50",
    "window hosting N = 100, 50 msg/s": "at most 10",
    "window hosting N = 1000, 20 msg/s": "at most 10",
}
_FULL = 0.95  # of a core: from here on the load generator may be the limit

Figure = Callable[[Outcome], float | None]


@dataclass
class Results:
    """The outcomes by part, case and server, in the order in which they were measured."""

    outcomes: dict[str, dict[str, dict[str, list[Outcome]]]] = field(default_factory=dict)

    def add(self, part: str, case: str, server: str, outcome: Outcome) -> None:
        """One more repetition."""
        self.outcomes.setdefault(part, {}).setdefault(case, {}).setdefault(server, []).append(outcome)

    def forget(self, parts: Collection[str]) -> None:
        """Drop parts that are measured again."""
        for part in parts:
            self.outcomes.pop(part, None)

    def values(self, part: str, case: str, server: str, figure: Figure) -> list[float]:
        """A figure of all repetitions without a fault."""
        runs = self.outcomes.get(part, {}).get(case, {}).get(server, [])
        found = [figure(run) for run in runs if not run.fault]
        return [value for value in found if value is not None]

    def faults(self) -> list[str]:
        """What was not as it has to be."""
        return [
            f"{part} {case}, {server}: {run.fault}"
            for part, by_case in self.outcomes.items()
            for case, by_server in by_case.items()
            for server, runs in by_server.items()
            for run in runs
            if run.fault
        ]

    @classmethod
    def read(cls, file: Path) -> Results:
        """What `write` has written, or nothing where there is no file."""
        made = cls()
        for part, case, server, run in json.loads(file.read_text(encoding="utf-8")) if file.exists() else ():
            made.add(part, case, server, Outcome(**run))
        return made

    def write(self, file: Path) -> None:
        """Keep all of it as JSON."""
        rows = [
            [part, case, server, dataclasses.asdict(run)]
            for part, by_case in self.outcomes.items()
            for case, by_server in by_case.items()
            for server, runs in by_server.items()
            for run in runs
        ]
        file.write_text(json.dumps(rows, indent=0) + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Row:
    """How a part stands in the table: its figure times `size`, with so many digits."""

    part: str
    title: str
    figure: Figure
    size: float
    digits: int
    is_wanted: bool = True  # whether the target is of this figure


def _p99(run: Outcome) -> float | None:
    return run.p99


def _start(run: Outcome) -> float | None:
    return run.start_s


_ROWS = (
    _Row(THROUGHPUT, "deliveries, million/s", lambda run: run.deliveries, 1e-6, 2),
    _Row(LATENCY, "p99, ms", _p99, 1, 1),
    _Row(JOINS, "s", lambda run: run.joins_s, 1, 2),
    _Row(JOINS, "server CPU, s", lambda run: run.joins_cpu_s, 1, 2, is_wanted=False),
    _Row(START, "s", _start, 1, 2),
)


def report(results: Results, command: str, versions: str) -> str:
    """Everything that was measured, as Markdown: ratios, costs, how it came about."""
    parts = []
    rows = [line for row in _ROWS for line in _lines(results, row)]
    if rows:
        parts.append(table(["", "Hubbub", "InspIRCd", "C epoll", "ratio", "wanted"], rows))
    windows = [
        [f"{case}: {title}", spread(results.values(part, case, case, figure), digits), WANTED.get(case, "")]
        for part, title, figure, digits in (
            (WINDOWS, "from launch, s", _start, 3),
            (CLICKS, "answered after, ms", lambda run: run.answer_ms, 0),
            (HOSTING, "answers late at p99 by, ms", _p99, 1),
        )
        for case in results.outcomes.get(part, {})
    ]
    if windows:
        parts.append(table(["", "time", "wanted"], windows))
    for part, head, servers in (
        (MEMBERS, "members", (HUB, INSPIRCD, C_LIMIT)),
        (HISTORY, "messages in the history", (HUB,)),
    ):
        if by_case := results.outcomes.get(part):
            costs = [
                [f"{int(case):,}", *(spread(results.values(part, case, one, _cost), 3) for one in servers)]
                for case in by_case
            ]
            parts.append(table([head, *(f"{server}, CPU µs a delivery" for server in servers)], costs))
    parts.append(f"Medians (smallest–largest). `{command}`: {versions}.")
    if any(_is_full(results, part, case) for part, by_case in results.outcomes.items() for case in by_case):
        parts.append("\\* The load generator used its whole core: the server may be faster.")
    if faults := results.faults():
        parts.append("Faults, which no figure contains:\n\n" + "\n".join(f"- {fault}" for fault in faults))
    return "\n\n".join(parts) + "\n"


def plots(results: Results) -> str:
    """The cost of a delivery by the number of members, and by what the history holds, as SVG."""
    label = "server CPU per delivery, µs"
    members = [(server, _points(results, MEMBERS, server)) for server in (HUB, INSPIRCD, C_LIMIT)]
    history = [(HUB, _points(results, HISTORY, HUB))]
    return drawing(
        [
            Plot("Cost by members", "members N", label, members, is_log=True),
            Plot("Cost by history", "messages in the history", label, history),
        ]
    )


def with_speed(readme: str, text: str) -> str:
    """README with what stands between the two marks replaced. Raises ValueError where there are none."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("README has no place for the figures")
    picture = f"![Server CPU per delivery by members and by history]({DRAWING})"
    return f"{before}{BEGIN}\n\n{text}\n{picture}\n\n{END}{after}"


def write_readme(text: str, drawn: str) -> None:
    """Write a report and its plots into this checkout."""
    readme = ROOT / "README.md"
    readme.write_text(with_speed(readme.read_text(encoding="utf-8"), text), encoding="utf-8")
    (ROOT / DRAWING).write_text(drawn, encoding="utf-8")


def _cost(run: Outcome) -> float | None:
    return run.cost


def _points(results: Results, part: str, server: str) -> list[Point]:
    found = []
    for case in results.outcomes.get(part, {}):
        if values := results.values(part, case, server, _cost):
            found.append(Point(int(case), statistics.median(values), min(values), max(values)))
    return found


def _lines(results: Results, row: _Row) -> list[list[str]]:
    made = []
    for case, by_server in results.outcomes.get(row.part, {}).items():
        hub = HUB if HUB in by_server else LIMITED_HUB
        cells, medians = [], []
        for server in (hub, INSPIRCD, C_LIMIT):
            values = [value * row.size for value in results.values(row.part, case, server, row.figure)]
            medians.append(statistics.median(values) if values else 0.0)
            full = "\\*" if values and _is_full(results, row.part, case, server) else ""
            cells.append(spread(values, row.digits) + full)
        wanted = WANTED.get(case, "") if row.is_wanted else ""
        made.append([f"{case}: {row.title}", *cells, _ratio(row.part, *medians), wanted])
    return made


def _ratio(part: str, hub: float, inspircd: float, limit: float) -> str:
    """What the hub's median is to those of the others; of latency to the best of them. 0: not measured."""
    if part == LATENCY:
        others = [value for value in (inspircd, limit) if value]
        return f"{hub / min(others):.2f} of the best" if hub and others else "–"
    told = [f"{hub / inspircd:.2f}"] if hub and inspircd and part != START else []
    if part == THROUGHPUT and hub and limit:
        told.append(f"C {hub / limit:.2f}")
    return "; ".join(told) or "–"


def _is_full(results: Results, part: str, case: str, server: str = "") -> bool:
    """Whether the load generator may have been the limit, in most runs, of one server or any."""
    if part not in (THROUGHPUT, MEMBERS, HISTORY):
        return False
    servers = [server] if server else list(results.outcomes[part][case])
    shares = [results.values(part, case, one, lambda run: run.generator) for one in servers]
    return any(share and statistics.median(share) >= _FULL for share in shares)
