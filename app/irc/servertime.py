"""Times as server-time and CHATHISTORY write them: UTC with milliseconds.

https://ircv3.net/specs/extensions/server-time
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)


@lru_cache(maxsize=16)
def format_time(time: float) -> str:
    """Seconds since 1970 as text, cut to milliseconds."""
    return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%dT%H:%M:%S}.{int(time * 1000) % 1000:03d}Z"


def parse_time(text: str) -> float | None:
    """A text as seconds since 1970; None for what is no such time."""
    if not _FORM.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:  # February 30
        return None
