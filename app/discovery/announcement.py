"""What a host tells of its room, read from what anybody may have written.

The same fields travel in the beacon's datagrams and in the TXT record of DNS-SD; they are checked and cleaned
here. Knows no network.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import IntEnum

from app.irc.confusables import nick_keys
from app.irc.ports import LARGEST_PORT
from app.irc.text import cut_text, replace_lone_surrogates, strip_formatting
from app.values import frozen

VERSION = 1
# A hub has 2,000 places; a larger number is a lie, and too wide for a row.
MOST_PEOPLE = 9999
# Bytes of UTF-8. Both together, all of them doubled by JSON's backslashes, leave a datagram its other fields.
LONGEST_ROOM = 120
LONGEST_BY = 48

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_MARKS_IN_A_ROW = 2  # what points and tones need; more is drawn over the lines above
# They join letters of Arabic and Indic scripts and parts of emoji; elsewhere they are invisible.
_JOINERS = "\u200c\u200d"


class Lock(IntEnum):
    """What somebody new needs beside the address; the values travel."""

    NONE = 0
    PASSWORD = 1
    CLOSED = 2  # nobody new gets in


@frozen(kw_only=True)
class Announcement:
    """A room as its host tells of it. Nothing of it is proved but what a TLS handshake showed."""

    fingerprint: str  # of the hub's certificate: SHA-256 in lower-case hexadecimal digits
    room: str  # its name as people read it, "" where none could be read
    by: str  # the host's name, "" where none could be read
    port: int
    people: int = 0
    lock: Lock = Lock.NONE
    web_port: int = 0  # for browsers, 0 where there is none


def read_fields(fields: Mapping[str, object]) -> Announcement | None:
    """The announcement in `fp`, `room`, `by`, `n`, `lock`, `port` and `web`; None where it is none.

    `fp` and `port` must be right. What else is missing or nonsense is taken for its default.
    """
    fingerprint, port = fields.get("fp"), read_whole(fields.get("port"), LARGEST_PORT)
    if not isinstance(fingerprint, str) or not is_fingerprint(fingerprint) or not port:
        return None
    return Announcement(
        fingerprint=fingerprint,
        room=clean_name(fields.get("room"), LONGEST_ROOM),
        by=clean_name(fields.get("by"), LONGEST_BY),
        port=port,
        people=_people(fields.get("n")),
        lock=read_lock(fields.get("lock")),
        web_port=read_whole(fields.get("web"), LARGEST_PORT) or 0,
    )


def write_fields(announcement: Announcement) -> dict[str, object]:
    """The fields of an announcement as `read_fields` takes them, short enough to travel."""
    return {
        "fp": announcement.fingerprint,
        "room": clean_name(announcement.room, LONGEST_ROOM),
        "by": clean_name(announcement.by, LONGEST_BY),
        "n": max(0, min(announcement.people, MOST_PEOPLE)),
        "lock": int(announcement.lock),
        "port": announcement.port,
        "web": announcement.web_port,
    }


def is_fingerprint(text: str) -> bool:
    """Whether it is written as fingerprints are here."""
    return _FINGERPRINT.fullmatch(text) is not None


def read_whole(value: object, largest: int) -> int | None:
    """A whole number of JSON from 0 to `largest`, None for anything else."""
    is_whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= largest
    return value if is_whole else None  # type: ignore[return-value]  # just looked at


def read_lock(value: object) -> Lock:
    """What a room is locked by. What cannot be understood is not taken for an open room."""
    if value is None or value is False:
        return Lock.NONE
    number = read_whole(value, max(Lock))
    return Lock.PASSWORD if number is None else Lock(number)


def _people(value: object) -> int:
    number = value if isinstance(value, int) and not isinstance(value, bool) else 0
    return max(0, min(number, MOST_PEOPLE))


def clean_name(value: object, most_bytes: int) -> str:
    """A name that somebody told, on one line and drawn plainly, "" where nothing of it can be seen.

    Without formatting codes, control characters, invisible and turning ones, lone surrogates and towers of
    marks; at most `most_bytes` of UTF-8.
    """
    if not isinstance(value, str):
        return ""
    text = unicodedata.normalize("NFC", replace_lone_surrogates(strip_formatting(value)))
    text = " ".join(_plain(" ".join(text.split())).split())
    text = cut_text(text, most_bytes)[0].strip()
    is_seen = text.isascii() or any(key.strip("_") for key in nick_keys(text))
    return text if is_seen else ""


def _plain(text: str) -> str:
    """`text` without what is not drawn, and with few marks above each letter."""
    kept: list[str] = []
    marks = 0
    for at, char in enumerate(text):
        if char in _JOINERS:
            between = "".join(kept[-1:]) + text[at + 1 : at + 2]
            is_drawn = len(between) == 2 and not any(map(str.isascii, between)) and between[0] not in _JOINERS
        else:
            is_drawn = unicodedata.category(char)[0] != "C"
        marks = marks + 1 if unicodedata.combining(char) else 0
        if is_drawn and marks <= _MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)
