"""Runs random scripts against targets, counts the inputs, and shrinks the script that breaks something.

A script is a list of steps, plain values that print as Python; the same seed gives the same scripts.
"""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

Step = tuple[Any, ...]

SHRINK_TRIES = 1500  # plays; a script of 200 steps is down to a handful after some hundred


class Target(Protocol):
    """Something that takes scripts. A broken invariant is any exception of `play`."""

    name: str

    def script(self, random: Random) -> list[Step]:
        """The steps of one episode."""

    def inputs(self, step: Step) -> int:
        """How many inputs (lines, pieces of data) a step is."""

    def play(self, script: Sequence[Step]) -> None:
        """Play an episode from its beginning."""


class InvariantError(AssertionError):
    """Something that must always be true is not."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A script that breaks a target, as short as it could be made."""

    target: str
    seed: str
    script: tuple[Step, ...]
    error: str

    def __str__(self) -> str:
        steps = "\n".join(f"    {step!r}," for step in self.script)
        return f"{self.target} breaks, seed {self.seed}:\n{self.error}\n  script:\n{steps}"


@dataclass(slots=True)
class Result:
    """What some episodes came to."""

    inputs: Counter[str] = field(default_factory=Counter)
    episodes: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def add(self, other: Result) -> None:
        self.inputs += other.inputs
        self.episodes += other.episodes
        self.seconds += other.seconds
        self.failures += other.failures

    @property
    def total(self) -> int:
        """Inputs of all targets."""
        return sum(self.inputs.values())

    def table(self) -> str:
        """One line for each target: inputs, episodes, rate of one core."""
        return "\n".join(
            f"{name:8} {count:>12,} inputs {self.episodes[name]:>9,} episodes "
            f"{count / max(self.seconds[name], 1e-9):>8,.0f} inputs/s/core"
            for name, count in sorted(self.inputs.items())
        )


def run_episode(target: Target, seed: str) -> Result:
    """Play the episode of that seed; a failure comes shrunk."""
    result = Result()
    script = target.script(Random(seed))
    begun = time.perf_counter()
    broken = _broken(target, script)
    result.seconds[target.name] += time.perf_counter() - begun  # type: ignore[assignment]  # a Counter of floats
    result.inputs[target.name] += sum(map(target.inputs, script))
    result.episodes[target.name] += 1
    if broken is not None:
        small = shrink(script, lambda part: _same(_broken(target, part), broken))
        error = _broken(target, small) or broken
        words = "".join(traceback.format_exception(error, limit=-6))
        result.failures.append(Failure(target.name, seed, tuple(small), words))
    return result


def _broken(target: Target, script: Sequence[Step]) -> Exception | None:
    try:
        target.play(script)
    except Exception as error:
        return error
    return None


def _same(one: Exception | None, other: Exception) -> bool:
    """Whether two failures are the same fault, as far as one can tell: raised at the same place."""
    return one is not None and _place(one) == _place(other)


def _place(error: Exception) -> tuple[object, ...]:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return type(error), last.filename, last.lineno


def shrink(script: Sequence[Step], still_breaks: Callable[[Sequence[Step]], bool]) -> list[Step]:
    """The script without the steps that are not needed, removed in ever smaller runs."""
    small, size, tries = list(script), max(1, len(script) // 2), 0
    while size:
        at, removed = 0, False
        while at < len(small) and tries < SHRINK_TRIES:
            part = small[:at] + small[at + size :]
            tries += 1
            if still_breaks(part):
                small, removed = part, True
            else:
                at += size
        if not removed or tries >= SHRINK_TRIES:
            size //= 2
    return small
