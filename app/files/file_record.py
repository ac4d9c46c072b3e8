"""What a hub keeps of a file that somebody has uploaded, how that is written down, and who uploads."""

from __future__ import annotations

import json
from dataclasses import asdict, fields

from app.irc.file_tag import SharedFile, is_file_id
from app.values import frozen


@frozen
class FileRecord:
    """A file of a hub.

    `owner` is who uploaded it, an identity as in the history; `created` is in seconds since 1970; `message`
    is the msgid of the message that it belongs to, "" as long as there is none. `guest_address`: in whose day
    it counts where the owner has no account, "" where one has. Else as in `SharedFile`.
    """

    id: str
    name: str
    size: int
    type: str
    sha256: str
    owner: str
    created: float
    width: int = 0
    height: int = 0
    message: str = ""
    guest_address: str = ""

    def shared(self, thumbnail: str = "") -> SharedFile:
        """The file as members of a room are told of it, with the id of its thumbnail."""
        return SharedFile(
            self.id, self.name, self.size, self.type, self.sha256, self.width, self.height, thumbnail
        )


@frozen
class Uploader:
    """Who uploads: an identity as in the history. `is_guest`: somebody without an account."""

    identity: str
    is_guest: bool = False


def write_record(record: FileRecord) -> str:
    """`record` as a text; `read_record` reads it."""
    return json.dumps(asdict(record), ensure_ascii=False, separators=(",", ":"))


def read_record(text: str) -> FileRecord | None:
    """The record in `text`; None for what is none. Fields of later versions are left out."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    known = {field.name: field.type for field in fields(FileRecord)}
    values = {name: found[name] for name in known if name in found}
    if not all(_fits(value, known[name]) for name, value in values.items()):
        return None
    try:
        record = FileRecord(**values)
    except TypeError:  # a field is missing
        return None
    return record if is_file_id(record.id) and record.size >= 0 else None


def _fits(value: object, kind: object) -> bool:
    if isinstance(value, bool):
        return False
    if kind == "str":
        return isinstance(value, str)
    return isinstance(value, int) or (kind == "float" and isinstance(value, float))
