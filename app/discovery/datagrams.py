"""The beacon's datagrams, bytes to values and back, and the document that says the same to who connects.

A datagram is one JSON object of at most 512 bytes: `v` the version, `t` the kind. `who` asks for rooms and
has `k`, a key of the asker's choice that answers repeat; `here` tells of a room; `bye` says that one was
closed.
"""

from __future__ import annotations

import json
import re

from app.discovery.announcement import (
    VERSION,
    Announcement,
    is_fingerprint,
    read_fields,
    read_whole,
    write_fields,
)
from app.values import frozen

LONGEST_DATAGRAM = 512  # what passes every network in one piece (RFC 791: 576 with headers)
LONGEST_DOCUMENT = 2048  # a later version may tell more
DOCUMENT_PATH = "/.well-known/hubbub"  # where a hub has it, on its own port and its web port (RFC 8615)
# The same number as the hub's port, so that people have one to remember: "6667, TCP and UDP".
PORT = 6667
# Of 224.0.0.0/24, which switches must not filter (RFC 4541 section 2.1.2) and routers must not forward;
# and of the link-local groups that anybody may choose (RFC 4291 section 2.7, RFC 3307 section 4.3).
GROUP_IPV4 = "224.0.0.173"
GROUP_IPV6 = "ff12::e875:6262"

_KEY = re.compile(r"[A-Za-z0-9_-]{8,16}")


@frozen
class Who:
    """Somebody asks which rooms there are. `length`: of the whole datagram, in bytes."""

    key: str
    length: int


@frozen
class Here:
    """A host tells of its room: unasked, or in answer to the question with that key."""

    announcement: Announcement
    key: str = ""


@frozen
class Bye:
    """Somebody says that a room was closed, which may be a lie."""

    fingerprint: str


Datagram = Who | Here | Bye


def read_datagram(data: bytes) -> Datagram | None:
    """What a datagram says, None where it says nothing that is understood."""
    fields = _read_object(data, LONGEST_DATAGRAM)
    if fields is None:
        return None
    key, kind = fields.get("k", ""), fields.get("t")
    is_key = isinstance(key, str) and _KEY.fullmatch(key) is not None
    if kind == "who" and is_key:
        return Who(str(key), len(data))
    if kind == "here":
        announcement = read_fields(fields)
        return None if announcement is None else Here(announcement, str(key) if is_key else "")
    fingerprint = fields.get("fp")
    if kind == "bye" and isinstance(fingerprint, str) and is_fingerprint(fingerprint):
        return Bye(fingerprint)
    return None


def read_document(data: bytes, fingerprint: str) -> Announcement | None:
    """What the hub with that certificate tells of its room over TLS; None where it tells of none."""
    fields = _read_object(data, LONGEST_DOCUMENT)
    return None if fields is None else read_fields({**fields, "fp": fingerprint})


def who(key: str) -> bytes:
    """A question, of 64 bytes at most: many of a sweep wait in the send buffer at once."""
    return _write({"t": "who", "k": key})


def here(announcement: Announcement, key: str = "") -> bytes:
    """What a host tells of its room. `key`: of the question that this answers, "" where nobody asked."""
    return _write({"t": "here", **({"k": key} if key else {}), **write_fields(announcement)})


def bye(fingerprint: str) -> bytes:
    """What a host says when its room is closed."""
    return _write({"t": "bye", "fp": fingerprint})


def document(told: Announcement | None) -> bytes:
    """What stands at DOCUMENT_PATH: the room as it is announced; where it is not, that there is a hub."""
    return _write({} if told is None else write_fields(told))


def _write(fields: dict[str, object]) -> bytes:
    return json.dumps({"v": VERSION, **fields}, ensure_ascii=False, separators=(",", ":")).encode()


def _read_object(data: bytes, longest: int) -> dict[str, object] | None:
    """The JSON object of this version in `data`, None where there is none."""
    if len(data) > longest:
        return None
    try:
        fields = json.loads(data.decode())
    except (ValueError, RecursionError):
        return None
    is_ours = isinstance(fields, dict) and read_whole(fields.get("v"), VERSION) == VERSION
    return fields if is_ours else None
