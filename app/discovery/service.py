"""What DNS-SD tells of services, and a room as one: its name and TXT record, to announcements and back.

https://www.rfc-editor.org/rfc/rfc6763. The port and the addresses are in records of their own.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.discovery.announcement import (
    VERSION,
    Announcement,
    clean_name,
    read_fields,
    write_fields,
)
from app.irc.text import read_number
from app.values import frozen

SERVICE_TYPE = "_hubbub._tcp.local."
# Of the fingerprint, in the service's name: two rooms of one name are two services without being renamed.
_DIGITS = 16
_LONGEST_LABEL = 63  # bytes, RFC 1035 section 2.3.4
_LONGEST_TXT = 512  # bytes that are read of a value; a value of ours has at most 255 with its key
_NUMBERS = ("v", "n", "lock", "web")


@frozen(kw_only=True)
class Service:
    """What this computer tells of itself. Its own name is not told, which may be a person's."""

    kind: str  # such as SERVICE_TYPE
    name: str  # of the service, one label, that nobody else has
    host: str  # under which its addresses are told, one label
    port: int
    txt: Mapping[str, str]


@frozen(kw_only=True)
class FoundService:
    """What somebody on the network tells, as it was told."""

    kind: str
    name: str  # with its kind: what it is known by
    addresses: tuple[str, ...]  # with their zones
    port: int
    txt: Mapping[bytes, bytes | None]


@frozen
class LostService:
    """Nobody tells of it any more, or answers when it is asked for. `name`: as it was found."""

    name: str


def room_service(announcement: Announcement) -> Service:
    """A hosted room as a service."""
    return Service(
        kind=SERVICE_TYPE,
        name=service_name(announcement),
        host=f"hubbub-{announcement.fingerprint[:_DIGITS]}",
        port=announcement.port,
        txt=write_txt(announcement),
    )


def service_name(announcement: Announcement) -> str:
    """The name of a room's service, which others that browse the network show: the room's, made unique."""
    ending = f" {announcement.fingerprint[:_DIGITS]}"
    # the dot parts the labels of a name, and not every program escapes it
    room = clean_name(announcement.room, _LONGEST_LABEL - len(ending)).replace(".", " ").strip()
    return f"{room}{ending}".strip()


def write_txt(announcement: Announcement) -> dict[str, str]:
    """The TXT record of a room."""
    fields = {"v": VERSION, **write_fields(announcement)}
    return {key: str(value) for key, value in fields.items() if key != "port"}


def read_txt(txt: Mapping[bytes, bytes | None], port: int) -> Announcement | None:
    """The room that a TXT record tells of, whose service is at `port`; None where it tells of none.

    Keys are taken in any case (RFC 6763 section 6.4); a key without a value is None.
    """
    texts = {
        key.decode(errors="replace").lower(): value[:_LONGEST_TXT].decode(errors="replace")
        for key, value in txt.items()
        if value is not None
    }
    numbers = {key: read_number(texts[key]) for key in _NUMBERS if key in texts}
    # what is no number stays a text, which is nonsense and not the same as missing
    fields = {**texts, **{key: number for key, number in numbers.items() if number is not None}}
    return read_fields({**fields, "port": port}) if fields.get("v") == VERSION else None
