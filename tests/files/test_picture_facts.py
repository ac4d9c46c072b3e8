"""What the first bytes of pictures say, and of what is none."""

from __future__ import annotations

import zlib
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.picture_facts import GIF, JPEG, PNG, WEBP, PictureFacts, kind_of, picture_facts


def png(width: int, height: int) -> bytes:
    header = b"IHDR" + pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + pack(">I", 13) + header + pack(">I", zlib.crc32(header))


def exif(orientation: int, order: str = ">") -> bytes:
    mark = b"MM" if order == ">" else b"II"
    entries = pack(f"{order}HHHIHH", 1, 0x0112, 3, 1, orientation, 0)
    tiff = mark + pack(f"{order}HI", 42, 8) + entries + bytes(4)
    return b"\xff\xe1" + pack(">H", 2 + 6 + len(tiff)) + b"Exif\0\0" + tiff


def jpeg(width: int, height: int, *segments: bytes, frame: int = 0xC0) -> bytes:
    size = pack(">BBHBHHB", 0xFF, frame, 11, 8, height, width, 1)
    return b"\xff\xd8" + b"".join(segments) + size + b"\1\x11\0" + b"\xff\xda\0\4\0\0"


def webp(kind: bytes, rest: bytes) -> bytes:
    chunk = kind + pack("<I", len(rest)) + rest
    return b"RIFF" + pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


JFIF = b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
PROFILE = (b"\xff\xe2" + pack(">H", 60_002) + bytes(60_000)) * 3


@pytest.mark.parametrize(
    ("data", "facts"),
    [
        (png(640, 480), PictureFacts(PNG, 640, 480)),
        (png(20_000, 20_000), PictureFacts(PNG, 20_000, 20_000)),
        (png(640, 480)[:20], PictureFacts(PNG)),
        (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", PictureFacts(PNG)),
        (b"GIF89a" + pack("<HH", 3, 4), PictureFacts(GIF, 3, 4)),
        (b"GIF87a\1", PictureFacts(GIF)),
        (jpeg(30, 40), PictureFacts(JPEG, 30, 40)),
        (jpeg(30, 40, JFIF, PROFILE, frame=0xC2), PictureFacts(JPEG, 30, 40)),
        (jpeg(30, 40, b"\xff\xff\xff", exif(1)), PictureFacts(JPEG, 30, 40)),
        (jpeg(30, 40, exif(6)), PictureFacts(JPEG, 40, 30)),
        (jpeg(30, 40, exif(8, "<")), PictureFacts(JPEG, 40, 30)),
        (jpeg(30, 40, b"\xff\xe1\0\x0aExif\0\0MM"), PictureFacts(JPEG, 30, 40)),
        (b"\xff\xd8\xff\xda\0\4\0\0", PictureFacts(JPEG)),
        (b"\xff\xd8\xff\xe0\0\1", PictureFacts(JPEG)),
        (b"\xff\xd8\xff", PictureFacts(JPEG)),
        (b"\xff\xd8\xff\xe0\0\4ab<html>", PictureFacts(JPEG)),
        (webp(b"VP8X", b"\0\0\0\0" + b"\x0f\0\0" + b"\x1f\0\0"), PictureFacts(WEBP, 16, 32)),
        (webp(b"VP8L", b"\x2f" + pack("<I", 15 | 31 << 14)), PictureFacts(WEBP, 16, 32)),
        (webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + pack("<HH", 16, 32)), PictureFacts(WEBP, 16, 32)),
        (webp(b"VP9 ", b"\0\0\0"), PictureFacts(WEBP)),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PictureFacts()),
        (b"<!DOCTYPE html>", PictureFacts()),
        (b"%PDF-1.7", PictureFacts()),
        (b"RIFF\0\0\0\0WAVE", PictureFacts()),
        (b"", PictureFacts()),
    ],
)
def test_the_first_bytes_say_what_it_is(data: bytes, facts: PictureFacts) -> None:
    assert picture_facts(data) == facts


@given(st.sampled_from([b"", png(1, 1)[:8], b"\xff\xd8", b"GIF89a", webp(b"VP8 ", b"")[:12]]), st.binary())
def test_nothing_is_too_strange(start: bytes, rest: bytes) -> None:
    facts = picture_facts(start + rest)
    assert facts.type == kind_of(start + rest)
    assert (facts.width > 0) == (facts.height > 0)
