"""Times as IRCv3 writes them, in both directions. https://ircv3.net/specs/extensions/server-time"""

from __future__ import annotations

from datetime import UTC, datetime

from app.irc.servertime import clamp_time

TIMESTAMP = "timestamp="


def write_stamp(time: float) -> str:
    """A time as CHATHISTORY and MARKREAD name it. Never raises; see clamp_time for odd ones."""
    seconds, milliseconds = divmod(round(clamp_time(time) * 1000), 1000)
    moment = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{TIMESTAMP}{moment}.{milliseconds:03}Z"


def read_time(text: str, default: float) -> float:
    """A time as seconds since 1970, clamped; `default` where it is none."""
    try:
        moment = datetime.fromisoformat(text)
        return clamp_time((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return default
