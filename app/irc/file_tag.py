"""The tag that says which file a message is about, and the link to it that stands in the text.

Vendored and client-only: `+hubbub.chat/file=id;name;size;type;sha256;width;height;thumbnail-id`. Of what a
client sends only the ids and a picture's measures count (`read_said_file`); the hub fills the rest from what
it keeps of the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import astuple
from urllib.parse import quote, unquote

from app.irc.client_tags import FILE
from app.irc.file_names import clean_file_name
from app.irc.text import read_number
from app.values import frozen

UPLOAD_PATH = "/files"  # under which a hub takes files
LINK_FOLDER = "/f/"  # of the path under which a file is read: /f/ID/NAME
LARGEST_SIZE = 2**50  # bytes; no file of a chat is that large, and sums of it stay small numbers
LONGEST_SIDE = 100_000  # pixels
UNKNOWN_TYPE = "application/octet-stream"
_FIELDS = 8
_LONGEST_VALUE = 1500  # characters: a name of 200 bytes percent-encoded, and the other fields
_ID = re.compile(r"[A-Za-z0-9_-]{22}")  # 128 bits in base64url
_LINK = re.compile(rf"(?i:https?)://[^/?#\s]+{LINK_FOLDER}({_ID.pattern})(?=/|$)", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
_ENCODED = re.compile(r"[%;\x00-\x1f\x7f-\x9f]")


@frozen
class SharedFile:
    """A file that a message is about.

    `size` is in bytes, `sha256` in hexadecimal, `width` and `height` those of a picture in pixels (else 0),
    `thumbnail` the id of a small picture of it, "" for none.
    """

    id: str
    name: str
    size: int
    type: str
    sha256: str
    width: int = 0
    height: int = 0
    thumbnail: str = ""


@frozen
class SaidFile:
    """What counts of a file's tag as a client sends it, as in SharedFile."""

    id: str
    thumbnail: str = ""
    width: int = 0
    height: int = 0


def is_file_id(text: str) -> bool:
    """Whether `text` can be a file's id."""
    return _ID.fullmatch(text) is not None


def clean_type(text: str) -> str:
    """A media type without its parameters, in lower case; UNKNOWN_TYPE for what is none."""
    name = text.partition(";")[0].strip().lower()
    return name if _TYPE.fullmatch(name) else UNKNOWN_TYPE


def encode_file(file: SharedFile) -> str:
    """The tag's value for `file`."""
    return ";".join(_encoded(str(field)) for field in astuple(file))


def decode_file(value: str) -> SharedFile | None:
    """The file of a tag's value as a hub fills it; None for what makes no sense. Its name is a clean one."""
    fields = [unquote(field) for field in value.split(";", _FIELDS)]
    if len(value) > _LONGEST_VALUE or len(fields) < _FIELDS:
        return None
    file_id, name, length, media_type, sha256, across, down, thumbnail = fields[:_FIELDS]
    size = read_number(length)
    if size is None or size > LARGEST_SIZE or not is_file_id(file_id) or not _SHA256.fullmatch(sha256):
        return None
    small = thumbnail if is_file_id(thumbnail) else ""
    measures = _measures(across, down)
    return SharedFile(file_id, clean_file_name(name), size, clean_type(media_type), sha256, *measures, small)


def file_of(tags: Mapping[str, str]) -> SharedFile | None:
    """The file that a message with these tags is about, None for none."""
    value = tags.get(FILE, "")
    return decode_file(value) if value else None


def read_said_file(value: str) -> SaidFile | None:
    """What a client says of a file: its id may be all of the tag's value. None for no id."""
    fields = [*value.split(";", _FIELDS), *[""] * _FIELDS]
    file_id, width, height, thumbnail = fields[0], *fields[5:_FIELDS]
    if not is_file_id(file_id):
        return None
    return SaidFile(file_id, thumbnail if is_file_id(thumbnail) else "", *_measures(width, height))


def file_link_path(file: SharedFile) -> str:
    """The path under which a hub has `file`, as it stands in a URL."""
    return f"{LINK_FOLDER}{file.id}/{quote(file.name, safe='')}"


def linked_file(link: str) -> str:
    """The id of the file that a hub's link leads to, "" where it leads to none."""
    found = _LINK.match(link)
    return found[1] if found is not None else ""


def without_link(text: str, file: SharedFile) -> str:
    """The caption of a message: its text without the last word, where that is a link to `file`."""
    parts = text.rsplit(None, 1)
    last = parts[-1] if parts else ""
    is_link = last.lower().startswith(("http://", "https://")) and f"{LINK_FOLDER}{file.id}" in last
    return (parts[0].rstrip() if len(parts) > 1 else "") if is_link else text


def _measures(across: str, down: str) -> tuple[int, int]:
    """Width and height in pixels, both or neither."""
    width, height = read_number(across) or 0, read_number(down) or 0
    return (width, height) if 0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE else (0, 0)


def _encoded(text: str) -> str:
    return _ENCODED.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)
