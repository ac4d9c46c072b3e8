"""Channels that a server puts us into unasked: a handful is taken, more wait for the person's word.

Data only; `joining` asks it. What waits is a name and nothing else: no line is sent for it, no list of
people is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field

# Bouncers and hubs bring somebody home into their channels right after the welcome; our hub lets one into 50.
AT_WELCOME = 60
WELCOME_SECONDS = 30.0
# Later on another program of the same person may enter some, or a moderator moves everybody.
HANDFUL = 5
REFILL_SECONDS = 60.0  # until there is a place for one more
# Names that wait; more of them nobody would look through.
KEPT = 5_000


@dataclass(slots=True)
class Unasked:
    """`held` by folded name; `places` for how many more channels may be entered just so."""

    places: float = float(AT_WELCOME)
    welcomed: float | None = None  # when the welcome was over
    counted: float = 0.0  # up to when places have come back
    held: dict[str, str] = field(default_factory=dict)

    def take(self, now: float) -> bool:
        """Take a place, if there is one."""
        self._refill(now)
        if self.places < 1:
            return False
        self.places -= 1
        return True

    def hold(self, key: str, name: str) -> None:
        """Let a channel wait; one that waits already is the same."""
        if len(self.held) < KEPT:
            self.held[key] = name

    def pop(self, most: int) -> list[str]:
        """The names that have waited longest, which wait no more."""
        names = list(self.held.items())[:most]
        for key, _ in names:
            del self.held[key]
        return [name for _, name in names]

    def _refill(self, now: float) -> None:
        if self.welcomed is None or now - self.welcomed < WELCOME_SECONDS:
            self.counted = now
            return
        earned = max(0.0, now - self.counted) / REFILL_SECONDS
        self.places = min(self.places + earned, float(HANDFUL))
        self.counted = now
