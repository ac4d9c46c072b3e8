"""How much people may upload to a hub, and how fast; sizes as people type them."""

from __future__ import annotations

import re

from app.values import frozen

# As people read sizes here (`words.file_words`).
KILOBYTE = 1000
MEGABYTE = 1000 * KILOBYTE
GIGABYTE = 1000 * MEGABYTE
LARGEST_CHOICE = 1000 * GIGABYTE
NONE = "none"
_UNITS = {"": 1, "K": KILOBYTE, "M": MEGABYTE, "G": GIGABYTE}
_SIZE = re.compile(r"([1-9][0-9]{0,12})\s*([KMG]?)(?:I?B)?", re.IGNORECASE)


@frozen
class FileLimits:
    """What a hub takes.

    Sizes are in bytes, times in seconds, the pace in bytes a second (0: as fast as it goes).
    """

    largest: int = GIGABYTE  # one file; more than that is no talk but a copy of a disk
    total: int = 10 * GIGABYTE  # all files together: what a laptop can spare
    free: int = GIGABYTE  # stays free on the disk, or the system and the history suffer
    person_day: int = 2 * GIGABYTE  # what an account may upload in 24 hours
    guest_day: int = 100 * MEGABYTE  # and all that have no account from one address
    per_person: int = 3  # transfers at once
    at_once: int = 16  # of all people
    silence: float = 30.0  # after that long without a byte a transfer ends
    unused: float = 86400.0  # for so long an upload may be continued, and a file wait for its message
    pace: int = 64 * MEGABYTE  # all transfers together: chat goes first

    @classmethod
    def up_to(cls, largest: int) -> FileLimits:
        """The usual limits with another size of the largest file, which is let in by the others as well."""
        usual = cls()
        return cls(
            largest=largest, total=max(usual.total, 2 * largest), person_day=max(usual.person_day, largest)
        )


def limits_of(text: str) -> FileLimits | None:
    """The limits that a size of the largest file stands for, as in `parse_size`. Raises ValueError."""
    size = parse_size(text)
    return None if size is None else FileLimits.up_to(size)


def size_text(limits: FileLimits | None) -> str:
    """The size of the largest file as `parse_size` reads it, as short as it can be."""
    if limits is None:
        return NONE
    unit = next(unit for unit, size in reversed(_UNITS.items()) if limits.largest % size == 0)
    return f"{limits.largest // _UNITS[unit]}{unit}"


def parse_size(text: str) -> int | None:
    """A size in bytes as people type it: "500K", "10M", "1G"; None for "none".

    Raises ValueError for everything else, for nothing at all and for more than a terabyte.
    """
    if text.strip().lower() == NONE:
        return None
    found = _SIZE.fullmatch(text.strip())
    size = int(found[1]) * _UNITS[found[2].upper()] if found else 0
    if not 0 < size <= LARGEST_CHOICE:
        raise ValueError(f"no size: {text!r}")
    return size
