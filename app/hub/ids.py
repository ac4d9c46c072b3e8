"""Message ids: ULIDs that only ever grow, so that they are unique for ever and sort by time."""

from __future__ import annotations

import os

from app.irc.msgid import ALPHABET, LENGTH, PLACE_LENGTH, PLACES_PER_MS, place_of, place_text

_TAIL = LENGTH - PLACE_LENGTH
_AT_ONCE = 256  # tails made from one question to the system, which costs as much as the rest of an id
# 256 bytes are eight times the alphabet: every character is equally likely
_TO_TEXT = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))


class IdMaker:
    """Makes ids from max(now, last one's time); a clock that is set back does no harm."""

    def __init__(self, last: str = "") -> None:
        """`last`: the newest id that is kept from before, all new ones come after it."""
        self._place = place_of(last) if last else 0
        self._tails = ""
        self._used = 0  # of the tails

    def moment(self, now: float) -> float:
        """The time of now in the order of ids: none from before it is later, although the clock was set back.

        Seconds since 1970; the ids of the same millisecond may be from before or after it.
        """
        last = self._place // PLACES_PER_MS
        if last <= int(now * 1000):
            return now
        self._place = (last + 1) * PLACES_PER_MS - 1
        return (last + 1.5) / 1000  # by half a millisecond, as floats may fall short of a whole one

    def next(self, now: float) -> str:
        """The next id: 26 characters, greater than all before it by the first 13."""
        self._place = max(int(now * 1000) * PLACES_PER_MS, self._place + 1)
        if self._used == len(self._tails):
            self._tails = os.urandom(_TAIL * _AT_ONCE).translate(_TO_TEXT).decode()
            self._used = 0
        start = self._used
        self._used += _TAIL
        return place_text(self._place) + self._tails[start : self._used]
