"""Message ids as text: ULIDs whose first 13 characters are a place in time, unique and only ever growing.

https://github.com/ulid/spec and https://ircv3.net/specs/extensions/message-ids
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.irc.servertime import milliseconds

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
LENGTH = 26
# The rest of an id is random, so that nobody guesses one.
PLACE_LENGTH = 13
# How many ids may be made within a millisecond: three characters of the place.
PLACES_PER_MS = 1 << 15

LAST_PLACE = (1 << 63) - 1
LAST_MS = (1 << 48) - 1  # in the year 10889; what a ULID has room for

_PAIRS = [high + low for high in ALPHABET for low in ALPHABET]
# As int(…, 32) reads them. Bytes are translated in a third of the time that text takes.
_DIGITS = bytes.maketrans(ALPHABET.encode(), b"0123456789abcdefghijklmnopqrstuv")
_FORM = re.compile(f"[0-7][{ALPHABET}]{{{LENGTH - 1}}}")


def place_text(place: int) -> str:
    """The first 13 characters of the id at a place, 0 to 2 ** 63 - 1."""
    return (
        f"{_head(place >> 30)}{_PAIRS[place >> 20 & 1023]}{_PAIRS[place >> 10 & 1023]}{_PAIRS[place & 1023]}"
    )


@lru_cache(maxsize=16)
def _head(part: int) -> str:
    """The first 7 characters of a place, the same for half a minute."""
    return ALPHABET[part >> 30] + "".join([_PAIRS[part >> shift & 1023] for shift in (20, 10, 0)])


def place_of(msgid: str) -> int:
    """The place of an id that has the right form."""
    return int(msgid[:PLACE_LENGTH].encode().translate(_DIGITS), 32)


def is_msgid(text: str) -> bool:
    """Whether a text has the form of our ids; nothing is said about there being such a message."""
    return _FORM.fullmatch(text) is not None


def part_id(msgid: str, part: int) -> str:
    """The id of one of several things that a line tells, the first is 0; "" where the line has none.

    No tag of a line can hold the space: a MODE that gives two ranks is two things that happened.
    """
    return f"{msgid} {part}" if msgid and part else msgid


def line_id(text: str) -> str:
    """The id of the line that something was told by, as its server knows it."""
    return text.partition(" ")[0]


def before(time: float) -> str:
    """An id before all that are made at `time` (seconds since 1970, cut to milliseconds) or later."""
    return bound_at(_milliseconds(time) * PLACES_PER_MS)


def after(time: float) -> str:
    """An id after all that are made at `time` (seconds since 1970, cut to milliseconds) or earlier."""
    place = _milliseconds(time) * PLACES_PER_MS + PLACES_PER_MS - 1
    return place_text(place) + ALPHABET[-1] * (LENGTH - PLACE_LENGTH)


def bound_at(place: int) -> str:
    """A bound before the id that was made at a place, and after all before it."""
    return place_text(place) + ALPHABET[0] * (LENGTH - PLACE_LENGTH)


def preceding(bound: str) -> str:
    """The last bound before another one's place: what lies there is after it."""
    return place_text(max(0, place_of(bound) - 1)) + ALPHABET[-1] * (LENGTH - PLACE_LENGTH)


def _milliseconds(time: float) -> int:
    return min(max(0, milliseconds(time)), LAST_MS)


def time_of(msgid: str) -> float:
    """When an id was made, or after which all that come after a bound are made; seconds since 1970."""
    return place_of(msgid) // PLACES_PER_MS / 1000
