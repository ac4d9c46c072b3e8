"""What a request for files says: where to, who asks, what is uploaded, which part is wanted. RFC 9110.

Uploads as https://soju.im/filehost and draft-ietf-httpbis-resumable-upload have them.
"""

from __future__ import annotations

import base64
import binascii
import re
from enum import Enum
from urllib.parse import unquote

import h11

from app.irc.file_tag import LARGEST_SIZE, LINK_FOLDER, is_file_id
from app.values import frozen
from app.web.request_handler import FILES_PATH

_LONGEST_HEADER = 4096  # characters that are looked at
_PARAMETER = re.compile(r";\s*([^\s;=\"]+)\s*=\s*(\"(?:\\.|[^\"\\])*\"|[^;]*)")
_ESCAPED = re.compile(r"\\(.)")
_NUMBER = re.compile(r"[0-9]{1,18}")
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class FilePlace(Enum):
    """What a path names; the values are the methods that there are for it."""

    UPLOADS = "OPTIONS, POST"
    UPLOAD = "DELETE, HEAD, OPTIONS, PATCH"
    FILE = "GET, HEAD, OPTIONS"


@frozen
class FileTarget:
    """A place, and the id of what is there."""

    place: FilePlace
    id: str = ""

    def allows(self, method: str) -> bool:
        """Whether there is such a method for it."""
        return method in self.place.value.split(", ")


class RequestError(Exception):
    """A request makes no sense: `status` of HTTP and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@frozen
class ShownPassword:
    """An account and its password (Basic, RFC 7617)."""

    account: str
    password: str


@frozen
class ShownToken:
    """A token that the hub has given (Bearer, RFC 6750)."""

    token: str


@frozen
class UploadHead:
    """What is said of an upload. `size`: of this request's body; `length`: of the whole; None: not said.

    `is_complete`: whether the whole has come with it; None: nothing was said of that. `offset`: of the body.
    """

    name: str
    type: str
    size: int | None
    length: int | None
    is_complete: bool | None
    offset: int | None


@frozen
class ByteRange:
    """The bytes from `start` until before `stop`."""

    start: int
    stop: int


def read_target(path: str) -> FileTarget | None:
    """What the path of a request names, None for nothing. Of a file only the id counts, never the name."""
    if path == FILES_PATH:
        return FileTarget(FilePlace.UPLOADS)
    for start, place in ((f"{FILES_PATH}/", FilePlace.UPLOAD), (LINK_FOLDER, FilePlace.FILE)):
        if path.startswith(start):
            file_id = path.removeprefix(start)
            if place is FilePlace.FILE:
                file_id = file_id.partition("/")[0]
            return FileTarget(place, file_id) if is_file_id(file_id) else None
    return None


def read_credentials(request: h11.Request) -> ShownPassword | ShownToken | None:
    """What somebody shows of who they are, None for nothing that is known here."""
    scheme, _, rest = _header(request, b"authorization").partition(" ")
    rest = rest.strip()
    if not rest or len(rest) > _LONGEST_HEADER:
        return None
    if scheme.lower() == "bearer":
        return ShownToken(rest)
    if scheme.lower() != "basic":
        return None
    try:
        account, colon, password = base64.b64decode(rest, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return ShownPassword(account, password) if colon else None


def shows_credentials(request: h11.Request) -> bool:
    """Whether something is shown at all, be it nonsense."""
    return _header(request, b"authorization") != ""


def read_upload_head(request: h11.Request) -> UploadHead:
    """What an upload says of itself. Raises RequestError."""
    size = _number(request, b"content-length")
    if size is not None and _header(request, b"transfer-encoding"):  # a proxy may read another body than we
        raise RequestError(400, "“Content-Length” and “Transfer-Encoding” are not for one request.")
    length = _number(request, b"upload-length")
    is_complete = _flag(request, b"upload-complete")
    if size is not None and length is None and is_complete is not False and request.method == b"POST":
        length = size
    if is_complete and request.method == b"POST" and None not in (size, length) and size != length:
        raise RequestError(400, "Upload-Length is not what this request has.")
    return UploadHead(
        _file_name(request),
        _header(request, b"content-type"),
        size,
        length,
        is_complete,
        _number(request, b"upload-offset"),
    )


def read_range(request: h11.Request, size: int, etag: str) -> ByteRange | None:
    """The one part that is wanted of so many bytes; None for all. Raises RequestError (416).

    Several parts, other units and what is written wrongly are all of it (RFC 9110 section 14.2), and so is a
    part of what has become something else (If-Range).
    """
    found = _RANGE.fullmatch(_header(request, b"range").strip())
    condition = _header(request, b"if-range").strip()
    if found is None or found[0] == "bytes=-" or (condition and condition != etag):
        return None
    if not found[1]:
        start, stop = max(0, size - int(found[2])), size
    else:
        start, stop = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
        if found[2] and int(found[2]) < start:
            return None
    if start >= size or start >= stop:
        raise RequestError(416, "The file has no such part.")
    return ByteRange(start, stop)


def has_already(request: h11.Request, etag: str) -> bool:
    """Whether the asker has what an entity tag names (If-None-Match)."""
    tags = [one.strip().removeprefix("W/") for one in _header(request, b"if-none-match").split(",")]
    return etag in tags or "*" in tags


def _file_name(request: h11.Request) -> str:
    """The name in Content-Disposition (RFC 6266), "" for none. As it was given: nobody has cleaned it."""
    parameters = {
        name.lower(): value
        for name, value in _PARAMETER.findall(_header(request, b"content-disposition")[:_LONGEST_HEADER])
    }
    charset, quote, encoded = parameters.get("filename*", "").partition("'")
    if quote and charset.strip().lower() == "utf-8":  # RFC 8187, which goes before
        return unquote(encoded.partition("'")[2].strip(), errors="replace")
    value = parameters.get("filename", "").strip()
    return _ESCAPED.sub(r"\1", value[1:-1]) if value.startswith('"') else value


def _number(request: h11.Request, name: bytes) -> int | None:
    text = _header(request, name).strip()
    if not text:
        return None
    if not _NUMBER.fullmatch(text) or int(text) > LARGEST_SIZE:
        raise RequestError(400, f"The header “{name.decode().title()}” is no number that makes sense.")
    return int(text)


def _flag(request: h11.Request, name: bytes) -> bool | None:
    """A boolean of RFC 9651 section 3.3.6; None where there is none."""
    text = _header(request, name).strip()
    if not text:
        return None
    if text not in ("?0", "?1"):
        raise RequestError(400, f"The header “{name.decode().title()}” is ?0 or ?1.")
    return text == "?1"


def _header(request: h11.Request, name: bytes) -> str:
    """The first header of that name, "" for none; UTF-8, or Latin-1 where it is not that."""
    value = next((value for key, value in request.headers if key == name), b"")
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
