"""How far a clock is believed: one that is wrong for a while makes nobody give up anything for good.

A moment is believed once the program has run for an hour since the clock passed it, counted over restarts,
and the clock did not leap back meanwhile. What it says now is enough to hide what can be shown again.
"""

from __future__ import annotations

import json
import math

# Of running: longer than a clock that is wrong at start takes to be put right by a network or a person, and
# short enough for a hub that runs two hours a week.
STEADY = 3600.0
# Two looks at the clock that are no further apart were one run; else the computer slept or the clock leapt.
STEP = 120.0
# By as much a clock is put back in the ordinary way.
SLEW = 15.0
# A clock that says an earlier time is wrong: Python 3.11 was published on that day. Boards without a battery
# begin with 1970, or with the day on which their system was made.
PLAUSIBLE = 1_666_569_600.0  # 2022-10-24

# What is remembered of the last hour: a sighting every five minutes, so that a moment is believed after 60 to
# 65 of them, and one for each leap forward, which counts to the second.
_GRAIN = 300.0
_SIGHTINGS = 40


class SteadyClock:
    """One clock, looked at every second or minute as long as the program runs."""

    def __init__(self, written: str = "") -> None:
        """`written`: what `write` gave when the program ran before; "" and nonsense are a new beginning."""
        self._ran = 0.0  # seconds of all runs together
        self._last = 0.0  # what the clock said at the last look, 0 before the first
        self._awoke = 0.0  # what it said when it first could be right
        # by how much had been run when the clock was seen not to be before a moment; both ascending
        self._sightings: list[tuple[float, float]] = []
        self._read(written)

    def look(self, now: float) -> bool:
        """Note what the clock says; tells whether that is worth writing down."""
        step = now - self._last
        if step < -SLEW:
            self._sightings = []
            self._awoke = min(self._awoke, now) if now >= PLAUSIBLE else self._awoke
        elif 0 <= step <= STEP:
            self._ran += step
        self._last = now
        if not self._awoke and now >= PLAUSIBLE:
            self._awoke = now
        since = self._ran
        while self._sightings and self._sightings[-1][1] > now:  # it was put back a little
            since, _ = self._sightings.pop()
        is_late = not self._sightings or self._ran - self._sightings[-1][0] >= _GRAIN
        is_new = is_late or step > STEP or since < self._ran
        if is_new:
            if len(self._sightings) == _SIGHTINGS:
                self._sightings.pop()  # to believe later is no harm
            self._sightings.append((since, now))
        while len(self._sightings) > 1 and self._is_steady(self._sightings[1]):
            del self._sightings[0]
        return is_new

    @property
    def believed(self) -> float:
        """What is due by this time may be given up for good; seconds since 1970, 0.0 while nothing may."""
        return self._sightings[0][1] if self._sightings and self._is_steady(self._sightings[0]) else 0.0

    def past(self, age: float) -> list[tuple[float, float]]:
        """The spans of time of which everything is older than `age` seconds, as far as the clock is believed.

        What was said when the clock could not be right is as old as the first time that it could.
        """
        spans = []
        if self._awoke and self.believed - self._awoke >= age:
            spans.append((0.0, PLAUSIBLE))
        if self.believed - age > PLAUSIBLE:
            spans.append((PLAUSIBLE, self.believed - age))
        return spans

    def hidden_before(self, now: float, age: float, oldest: float) -> float:
        """Before which time all is older than `age` by what the clock says now; 0.0 for nothing.

        `oldest`: when the first that there is was said.
        """
        if oldest < PLAUSIBLE and now - self._awoke < age:
            return 0.0
        return max(0.0, now - age)

    def write(self) -> str:
        """All that is to be known after a restart, as one line of JSON."""
        return json.dumps([self._ran, self._last, self._awoke, self._sightings])

    def _read(self, written: str) -> None:
        try:
            ran, last, awoke, sightings = json.loads(written)
            numbers = [float(number) for number in (ran, last, awoke)]
            pairs = [(float(since), float(moment)) for since, moment in sightings[:_SIGHTINGS]]
        except (ValueError, TypeError, OverflowError, RecursionError):
            return
        if all(map(math.isfinite, [*numbers, *(number for pair in pairs for number in pair)])):
            self._ran, self._last, self._awoke = numbers
            self._sightings = pairs

    def _is_steady(self, sighting: tuple[float, float]) -> bool:
        return self._ran - sighting[0] >= STEADY
