"""The long form: `python -m tests.fuzz --inputs 10000000 --workers 2`. Prints counts and what breaks."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait

from tests.fuzz.campaign import Result, Target, run_episode
from tests.fuzz.client_target import ClientTarget
from tests.fuzz.hub_target import HubTarget
from tests.fuzz.parser_target import ParserTarget

TARGETS: dict[str, Target] = {"hub": HubTarget(), "client": ClientTarget(), "parsers": ParserTarget()}
# How much of all inputs each gets: most for what has state.
SHARES = {"hub": 0.45, "client": 0.4, "parsers": 0.15}
_EPISODES = 25  # of one piece of work: some seconds
_TELL_SECONDS = 15.0
_FAILURES = 5  # then it ends: more of them would say the same


def run_piece(name: str, seed: str, first: int) -> Result:
    """Some episodes of one target, by their numbers."""
    result = Result()
    for number in range(first, first + _EPISODES):
        result.add(run_episode(TARGETS[name], f"{seed}:{number}"))
        if result.failures:
            break
    return result


def pieces(result: Result, names: list[str], inputs: int, seed: str) -> Iterator[tuple[str, str, int]]:
    """The next piece of work until there were enough inputs: of the target furthest behind its share."""
    given = dict.fromkeys(names, 0)
    while result.total < inputs:
        # what is under way counts as what such a piece brought so far
        each = {name: result.inputs[name] / max(1, result.episodes[name]) or 200.0 for name in names}
        name = min(names, key=lambda name: given[name] * each[name] / SHARES[name])
        yield name, seed, given[name]
        given[name] += _EPISODES


def run(names: list[str], inputs: int, seed: str, workers: int) -> Result:
    """Feed so many inputs, in so many processes; tells on the way."""
    result, told = Result(), time.monotonic()
    todo = pieces(result, names, inputs, seed)
    with ProcessPoolExecutor(workers) as pool:
        under_way = {
            pool.submit(run_piece, *piece) for _, piece in zip(range(2 * workers), todo, strict=False)
        }
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for each in done:
                result.add(each.result())
            if len(result.failures) < _FAILURES:
                under_way |= {pool.submit(run_piece, *piece) for _, piece in zip(done, todo, strict=False)}
            if time.monotonic() - told > _TELL_SECONDS:
                told = time.monotonic()
                print(f"{result.total:,} inputs, {len(result.failures)} failures", flush=True)
    return result


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line, run, print; 1 where something broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000_000, help="lines and other inputs in all")
    parser.add_argument("--seed", default="", help="any text; a random one is taken and printed without it")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", choices=sorted(TARGETS), action="append", help="some targets only")
    parser.add_argument("--episode", help="play one again, by the seed that a failure printed; with --only")
    chosen = parser.parse_args(arguments)
    names = chosen.only or list(TARGETS)
    if chosen.episode:
        result = run_episode(TARGETS[names[0]], chosen.episode)
    else:
        seed = chosen.seed or os.urandom(4).hex()
        print(f"seed {seed}, {chosen.workers} workers", flush=True)
        begun = time.monotonic()
        result = run(names, chosen.inputs, seed, chosen.workers)
        seconds = time.monotonic() - begun
        print(f"{result.total:,} inputs in {seconds:,.0f} s, {result.total / seconds:,.0f} inputs/s")
    for failure in result.failures:
        print(f"\n{failure}")
    print(f"{result.table()}\n{len(result.failures)} failures")
    return bool(result.failures)


if __name__ == "__main__":
    sys.exit(main())
