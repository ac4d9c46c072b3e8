"""kill -9 of a headless hub in the middle of talk: what anybody was told is in the history, once.

Run by hand for many rounds at a steady rate: python -m tests.durability.crash --rounds 50 --rate 200
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.durability.talkers import PATIENCE, Talker, read_ready
from tests.headless_hub import HeadlessHub

TALKERS = 4
IN_FLIGHT = 5  # of each talker without a steady rate


class Crashes:
    """Rounds of talk that end in a kill, all with one data folder. `told` is everything anybody was told."""

    def __init__(self, data: Path, dice: random.Random, rate: float = 0.0) -> None:
        self._data = data
        self._dice = dice
        self._rate = rate  # messages a second, 0: as fast as echoes come
        self.told: dict[str, str] = {}
        self.said = 0
        self.rounds = 0

    def crash(self) -> None:
        """Start the hub, look whether everything is there, talk, kill it."""
        with HeadlessHub("--no-limits", data=self._data) as hub, ExitStack() as stack:
            talkers = [stack.enter_context(Talker(hub.port, f"talker{n}")) for n in range(TALKERS)]
            self._check(talkers[0])
            self._talk(talkers)
            hub.process.kill()
            for talker in talkers:
                talker.wait_for_end()
                self.told |= talker.heard
                self.said += talker.sent
            self.rounds += 1
            hub.process.wait(PATIENCE)
            assert hub.process.stdout is not None
            assert hub.process.stderr is not None
            hub.process.stdout.close()
            hub.process.stderr.close()

    def check(self) -> int:
        """Start the hub once more and look; returns how many messages there are."""
        with HeadlessHub("--no-limits", data=self._data) as hub, Talker(hub.port, "reader") as reader:
            return self._check(reader)

    def _check(self, reader: Talker) -> int:
        kept = reader.history()
        ids, texts = [msgid for msgid, _ in kept], [text for _, text in kept]
        assert ids == sorted(set(ids)), "out of order, or twice"
        assert len(texts) == len(set(texts)), "said once and kept twice"
        missing = self.told.items() - dict(kept).items()
        assert not missing, f"told and not kept: {sorted(missing)[:5]}"
        return len(kept)

    def _talk(self, talkers: list[Talker]) -> None:
        enough = self._dice.randrange(20, 120)
        started = time.monotonic()
        while sum(talker.echoed for talker in talkers) < enough:
            sent = sum(talker.sent for talker in talkers)
            if self._rate:
                pause = started + sent / self._rate - time.monotonic()
                if pause <= 0:
                    talkers[sent % TALKERS].say(f"{self.rounds}-{sent}")
                read_ready(talkers, max(0.0, pause))
            else:
                for talker in talkers:
                    if talker.sent - talker.echoed < IN_FLIGHT:
                        talker.say(f"{self.rounds}-{talker.nick}-{talker.sent}")
                read_ready(talkers, PATIENCE)


def main() -> None:
    """Crash many times and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--rate", type=float, default=200.0, help="messages a second")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        crashes = Crashes(Path(folder), random.Random(asked.seed), asked.rate)
        for _ in range(asked.rounds):
            crashes.crash()
        kept = crashes.check()
    print(
        f"{crashes.rounds} kills: {crashes.said} messages said, {len(crashes.told)} told to anybody,"
        f" {kept} kept; none of those told is missing, none is there twice"
    )


if __name__ == "__main__":
    main()
