"""Message ids, ULIDs that only ever grow, so that they are unique for ever and in the hub's order; and the
times that the same lines tell.

Each line has a millisecond of its own: a program that pages by timestamp would lose what ties at a page's
edge. Where the clock is put back, ids go on from where they are and times are those of the clock again.
"""

from __future__ import annotations

import os

from app.irc.msgid import ALPHABET, LENGTH, PLACE_LENGTH, PLACES_PER_MS, place_of, place_text
from app.irc.servertime import milliseconds

_TAIL = LENGTH - PLACE_LENGTH
_AT_ONCE = 256  # tails made from one question to the system, which costs as much as the rest of an id
# 256 bytes are eight times the alphabet: every character is equally likely
_TO_TEXT = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))

# Milliseconds by which times may be before the clock, one each, when a thousand lines a second come or the
# clock is corrected: less than anybody takes for a wrong clock.
_SPREAD = 10_000
# By more than this the clock was put back, and was wrong before.
FAR = 60_000


class IdMaker:
    """Makes ids and times for lines; a clock that is set back does no harm."""

    def __init__(self, last: str = "") -> None:
        """`last`: the newest id that is kept from before, all new ones come after it."""
        self._place = place_of(last) if last else 0
        self._told = self._place // PLACES_PER_MS  # the latest time, milliseconds since 1970
        self._tails: list[str] = []
        self._now = 0.0  # as it was given last
        self._ms = 0  # the same in milliseconds

    @property
    def time(self) -> float:
        """What the line of the latest id says as its time, seconds since 1970."""
        return self._told / 1000

    def moment(self, now: float) -> float:
        """The time of now in the order of ids: none from before it is later, although the clock was set back.

        Seconds since 1970; the ids of the same millisecond may be from before or after it.
        """
        last = self._place // PLACES_PER_MS
        if last <= milliseconds(now):
            return now
        self._place = (last + 1) * PLACES_PER_MS - 1
        return (last + 1.5) / 1000  # by half a millisecond, as floats may fall short of a whole one

    def next(self, now: float) -> str:
        """The next id: 26 characters, greater than all before it by the first 13."""
        if now != self._now:
            self._now, self._ms = now, milliseconds(now)
        self._place = place = self._next_place(self._ms)
        if not self._tails:
            text = os.urandom(_TAIL * _AT_ONCE).translate(_TO_TEXT).decode()
            self._tails = [text[start : start + _TAIL] for start in range(0, len(text), _TAIL)]
        return place_text(place) + self._tails.pop()

    def _next_place(self, now: int) -> int:
        last = self._place // PLACES_PER_MS
        ahead = self._told - now
        if ahead > FAR:
            self._told = now
            return (last + 1) * PLACES_PER_MS  # what is after the last time that was told is after its id
        if ahead < 0:
            self._told = now
        elif ahead < _SPREAD:
            self._told += 1
        return self._told * PLACES_PER_MS if self._told > last else self._place + 1
