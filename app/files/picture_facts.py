"""Of which kind a picture is and how large, by its first bytes: PNG, JPEG, GIF and WebP, without decoding it.

PNG (ISO/IEC 15948), JPEG (ITU-T T.81) with Exif's orientation, GIF89a, WebP (RFC 9649).
"""

from __future__ import annotations

from struct import error, unpack_from

from app.values import frozen

# A JPEG's size stands behind its metadata and its profile of colours, which has up to 16 pieces of 64 KiB.
HEAD_BYTES = 1024 * 1024

PNG = "image/png"
JPEG = "image/jpeg"
GIF = "image/gif"
WEBP = "image/webp"
# What browsers show as pictures and nothing else, and may be shown at the address of a hub.
KINDS = frozenset({PNG, JPEG, GIF, WEBP})

_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # T.81 table B.1
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_SCAN = 0xDA
_ORIENTATION = 0x0112  # Exif 2.32 section 4.6.4
_TURNED = range(5, 9)  # orientations whose width is the height as people see it


@frozen
class PictureFacts:
    """A media type, "" for what is no picture; width and height in pixels as people see it, 0 if unknown."""

    type: str = ""
    width: int = 0
    height: int = 0


def picture_facts(head: bytes) -> PictureFacts:
    """What the first HEAD_BYTES of a file say."""
    kind = kind_of(head)
    try:
        width, height = _MEASURES[kind](head) if kind else (0, 0)
    except (error, IndexError):
        width = height = 0
    return PictureFacts(kind, width, height) if width and height else PictureFacts(kind)


def kind_of(head: bytes) -> str:
    """The media type of a picture by its first bytes; "" for anything else."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    return WEBP if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else ""


def _png(head: bytes) -> tuple[int, int]:
    width, height = unpack_from(">II", head, 16)
    return (width, height) if head[12:16] == b"IHDR" else (0, 0)


def _gif(head: bytes) -> tuple[int, int]:
    width, height = unpack_from("<HH", head, 6)
    return width, height


def _webp(head: bytes) -> tuple[int, int]:
    chunk = head[12:16]
    if chunk == b"VP8X":
        width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
        return (width, height) if len(head) >= 30 else (0, 0)
    if chunk == b"VP8L":
        (bits,) = unpack_from("<I", head, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = unpack_from("<HH", head, 26)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


def _jpeg(head: bytes) -> tuple[int, int]:
    at, is_turned = 2, False
    while True:
        if head[at] != 0xFF:
            return 0, 0
        marker = head[at + 1]
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = unpack_from(">H", head, at + 2)
        if marker == _SCAN or length < 2:
            return 0, 0
        if marker in _START_OF_FRAME:
            height, width = unpack_from(">HH", head, at + 5)
            return (height, width) if is_turned else (width, height)
        if marker == 0xE1 and head[at + 4 : at + 10] == b"Exif\0\0":
            is_turned = _orientation(head[at + 10 : at + 2 + length]) in _TURNED
        at += 2 + length


def _orientation(exif: bytes) -> int:
    """Of the picture that comes first in a block of Exif, which is a TIFF; 1 where it says nothing."""
    order = ">" if exif[:2] == b"MM" else "<"
    try:
        (place,) = unpack_from(f"{order}I", exif, 4)
        (count,) = unpack_from(f"{order}H", exif, place)
        for at in range(place + 2, place + 2 + 12 * count, 12):
            tag, _kind, _count, value = unpack_from(f"{order}HHIH", exif, at)
            if tag == _ORIENTATION:
                return int(value)
    except error:
        pass
    return 1


_MEASURES = {PNG: _png, JPEG: _jpeg, GIF: _gif, WEBP: _webp}
