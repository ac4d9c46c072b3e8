"""A picture without what cameras and programs write beside its pixels: place, time, device, names, previews.

The pixels stay as they are, byte for byte. What is not known to tell how a picture looks is left out.
JPEG: ITU-T T.81 annex B, Exif 2.32; PNG: https://www.w3.org/TR/png-3/; WebP: RFC 9649.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from app.ui.pictures.picture_decoder import PictureKind

UPRIGHT = 1  # of the orientations in Exif 2.32 section 4.6.4, 1 to 8

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP1, _APP2, _APP14, _APP15, _COM = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
# A marker outside of scans, and one that ends a scan: neither a byte FF of it nor a restart.
_MARKER = re.compile(rb"\xff([^\x00\xff])")
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_JFIF = b"JFIF\0"
_JFIF_BYTES = 12  # of what stands before the size of a small picture

_PNG_START = 8
_PNG_FRAME = 12  # bytes of length, kind and checksum around a chunk
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT".split()
    + b"acTL fcTL fdAT".split()  # of an animation
)
_WEBP_START = 12
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_METADATA = 0x08 | 0x04  # bits of VP8X: there are Exif and XMP


def without_metadata(data: bytes, kind: PictureKind, orientation: int = UPRIGHT) -> bytes:
    """The picture in `data` with its pixels, its colours and its `orientation` alone; a GIF as it is.

    Raises nothing: of what is no such picture comes one that is none either.
    """
    if kind is PictureKind.JPEG:
        return b"".join(_bare_jpeg(data, orientation))
    if kind is PictureKind.PNG:
        return b"".join(_bare_png(data))
    return _bare_webp(data) if kind is PictureKind.WEBP else data


def _bare_jpeg(data: bytes, orientation: int) -> Iterator[bytes]:
    """What follows the end of the picture, as a film or pictures with places of their own, is left out."""
    yield bytes((0xFF, _SOI))
    is_turn_told = orientation == UPRIGHT
    at = 2
    while (found := _MARKER.search(data, at)) is not None:
        marker, at = found[1][0], found.end()
        if marker in _ALONE:
            continue
        if marker == _EOI:
            yield bytes((0xFF, _EOI))
            return
        end = at + int.from_bytes(data[at : at + 2], "big")
        kept = _kept_segment(marker, data[at + 2 : end])
        at = max(end, at)
        if kept is None:
            continue
        if not is_turn_told and marker != _APP0:  # JFIF stands first
            yield _segment(_APP1, b"Exif\0\0" + _turned_exif(orientation))
            is_turn_told = True
        yield _segment(marker, kept)
        if marker == _SOS:
            after = _AFTER_SCAN.search(data, at)
            stop = after.start() if after is not None else len(data)
            yield data[at:stop]
            at = stop


def _kept_segment(marker: int, content: bytes) -> bytes | None:
    """What of a segment tells how a picture looks, None for nothing."""
    if marker == _APP0 and content.startswith(_JFIF):
        return content[:_JFIF_BYTES].ljust(_JFIF_BYTES, b"\0") + b"\0\0"  # which is: no small picture
    if marker == _APP2 and content.startswith(b"ICC_PROFILE\0"):
        return content
    if marker == _APP14 and content.startswith(b"Adobe"):  # how its inks are meant
        return content
    return None if _APP0 <= marker <= _APP15 or marker == _COM else content


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _turned_exif(orientation: int) -> bytes:
    """A TIFF with one entry: which way is up."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def _bare_png(data: bytes) -> Iterator[bytes]:
    yield data[:_PNG_START]
    at = _PNG_START
    while at + _PNG_FRAME <= len(data):
        end = at + _PNG_FRAME + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if kind in _PNG_KEPT:
            yield data[at:end]
        if kind == b"IEND":
            return
        at = end


def _bare_webp(data: bytes) -> bytes:
    parts = []
    at, whole = _WEBP_START, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= whole:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        part = data[at:end]
        if part[:4] == b"VP8X" and size:
            part = part[:8] + bytes((part[8] & ~_WEBP_METADATA,)) + part[9:]
        if part[:4] in _WEBP_KEPT:
            parts.append(part)
        at = end
    content = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(content)) + content
