"""Times as server-time and CHATHISTORY write them: UTC with milliseconds.

https://ircv3.net/specs/extensions/server-time
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1)  # in UTC, and without saying so: twice as fast
_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)


@lru_cache(maxsize=16)
def format_time(time: float) -> str:
    """Seconds since 1970 as text, cut to milliseconds."""
    moment = _EPOCH + timedelta(milliseconds=int(time * 1000))
    return moment.isoformat(timespec="milliseconds") + "Z"


def parse_time(text: str) -> float | None:
    """A text as seconds since 1970; None for what is no such time."""
    if not _FORM.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:  # February 30
        return None
