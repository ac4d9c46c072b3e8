"""What a process takes of the machine, from /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Usage:
    """Memory in MiB, CPU in seconds, of a process with its children."""

    resident: float
    proportional: float
    cpu: float


def usage(pid: int) -> Usage:
    """What `pid` and its children take now."""
    parts = [_of_one(one) for one in (pid, *_children(pid))]
    return Usage(
        *(sum(getattr(part, name) for part in parts) for name in ("resident", "proportional", "cpu"))
    )


def _of_one(pid: int) -> Usage:
    rollup = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    )
    memory = [int(rollup[name].split()[0]) / 1024 for name in ("Rss", "Pss")]
    # the name of the program stands in parentheses and may hold anything
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return Usage(memory[0], memory[1], (int(fields[11]) + int(fields[12])) / _TICKS)


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *_children(int(child))]
    return found
