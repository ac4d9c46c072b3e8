"""Times as IRCv3 writes them, in both directions. https://ircv3.net/specs/extensions/server-time"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.irc.servertime import clamp_time

TIMESTAMP = "timestamp="

_EPOCH = datetime(1970, 1, 1)  # in UTC; counted from here, as the clock of Windows ends with the year 3000


def write_stamp(time: float) -> str:
    """A time as CHATHISTORY and MARKREAD name it. Never raises; see clamp_time for odd ones."""
    moment = _EPOCH + timedelta(milliseconds=round(clamp_time(time) * 1000))
    return f"{TIMESTAMP}{moment.isoformat(timespec='milliseconds')}Z"


def read_time(text: str, default: float) -> float:
    """A time as seconds since 1970, clamped; `default` where it is none."""
    try:
        moment = datetime.fromisoformat(text)
        return clamp_time((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return default
