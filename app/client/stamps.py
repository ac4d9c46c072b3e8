"""Times as IRCv3 writes them, in both directions. https://ircv3.net/specs/extensions/server-time"""

from __future__ import annotations

from datetime import UTC, datetime

TIMESTAMP = "timestamp="


def write_stamp(time: float) -> str:
    """A time as CHATHISTORY and MARKREAD name it."""
    seconds, milliseconds = divmod(round(time * 1000), 1000)
    moment = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{TIMESTAMP}{moment}.{milliseconds:03}Z"


def read_time(text: str, default: float) -> float:
    """A time as seconds since 1970; `default` where it is none."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return default
