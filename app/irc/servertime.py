"""Times as server-time and CHATHISTORY write them: UTC with milliseconds; and which times are believed.

https://ircv3.net/specs/extensions/server-time
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1)  # in UTC, and without saying so: twice as fast
# 1970-01-02 and 9998-12-30: what every computer can show in every time zone, with a day added or taken away
EARLIEST, LATEST = 86_400.0, 253_370_592_000.0

_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)


def clamp_time(time: float) -> float:
    """A time that a peer or a file told (seconds since 1970), brought into EARLIEST to LATEST.

    The bounds are fixed: one's own clock may be the one that is wrong. What is no number (NaN) is EARLIEST.
    """
    if EARLIEST <= time <= LATEST:
        return time
    return LATEST if time > LATEST else EARLIEST


def read_moment(value: object) -> float:
    """A moment as a file of JSON holds it, clamped; 0.0 for never and for what is no moment."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not value or value != value:  # only a NaN differs from itself
        return 0.0
    return float(clamp_time(value))  # type: ignore[arg-type]  # just looked at


def read_seconds(text: str) -> float | None:
    """A moment that numerics tell in whole seconds since 1970, clamped.

    None for what is no such number, and for 0, by which servers say that they do not know.
    """
    return clamp_time(float(text)) if text.isascii() and text.isdecimal() and text.strip("0") else None


def milliseconds(time: float) -> int:
    """Seconds as whole milliseconds, cut; of x / 1000 it makes x, although floats fall short of some."""
    return int(time * 1000 + 0.001)


@lru_cache(maxsize=16)
def format_time(time: float) -> str:
    """Seconds since 1970 as text, cut to milliseconds; what is before 1970 or after LATEST as that."""
    whole, rest = divmod(milliseconds(min(max(0.0, time), LATEST)), 1000)
    return f"{_format_second(whole)}.{rest:03}Z"


@lru_cache(maxsize=16)
def _format_second(second: int) -> str:
    return (_EPOCH + timedelta(seconds=second)).isoformat()


def parse_time(text: str) -> float | None:
    """A text as seconds since 1970; None for what is no such time."""
    if not _FORM.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:  # February 30
        return None
