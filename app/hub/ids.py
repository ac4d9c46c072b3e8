"""Message ids: ULIDs that only ever grow, so that they are unique for ever and sort by time.

https://github.com/ulid/spec and https://ircv3.net/specs/extensions/message-ids
"""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
_PAIRS = [high + low for high in _ALPHABET for low in _ALPHABET]
_RANDOM_BITS = 80
# Steps from one id to the next within a millisecond: never guessable, never out of room.
_STEP_BITS = 32


class IdMaker:
    """Makes ids from max(now, last one's time); a clock that is set back does no harm."""

    def __init__(self) -> None:
        self._milliseconds = 0
        self._random = 0

    def next(self, now: float) -> str:
        """The next id: 26 characters, greater than all before it."""
        milliseconds = int(now * 1000)
        if milliseconds > self._milliseconds:
            self._milliseconds = milliseconds
            # half of the room stays free for steps
            self._random = secrets.randbits(_RANDOM_BITS - 1)
        else:
            self._random += 1 + secrets.randbits(_STEP_BITS)
        return _encode(self._milliseconds << _RANDOM_BITS | self._random)


def _encode(value: int) -> str:
    return "".join([_PAIRS[value >> shift & 1023] for shift in range(120, -1, -10)])
