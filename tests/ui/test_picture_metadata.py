"""What goes out with a picture: its pixels and which way is up, nothing of where and by what it was made."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColorSpace, QImage
from PySide6.QtWidgets import QApplication

from app.ui.pictures.picture_decoder import PictureError, PictureKind, decode_picture, exif_orientation
from app.ui.pictures.picture_metadata import without_metadata
from app.ui.pictures.thumbnail_maker import bare_picture, bare_picture_file, prepare_picture
from tests.ui.test_pictures import GIF, chunk, encoded, halves, noise, png, turned

pytestmark = pytest.mark.qt_log_ignore("libpng", "JPEG", "QImageIOHandler", "jpeg", "WebP", extend=True)

PLACE = b"Lat 52.5200"
_START = {PictureKind.JPEG: b"\xff\xd8\xff", PictureKind.PNG: b"\x89PNG\r\n\x1a\n", PictureKind.WEBP: b"RIFF"}


def segment(marker: int, content: bytes) -> bytes:
    """One of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def pixels(data: bytes) -> QImage:
    return decode_picture(data).image.convertToFormat(QImage.Format.Format_RGB32)


def photo() -> bytes:
    """A JPEG of a camera: how it was held, where, texts, a profile of colours, and a film behind its end."""
    image = halves(64, 48)
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3))
    data = turned(encoded(image, "JPEG", 90), 6)
    more = [
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>" + PLACE),
        segment(0xE2, b"MPF\0" + PLACE),
        segment(0xED, b"Photoshop 3.0\0" + PLACE),
        segment(0xFE, PLACE),
    ]
    end = 4 + int.from_bytes(data[4:6], "big") - 2  # of Exif, which stands first
    return data[:end] + b"".join(more) + data[end:] + b"\xff\xd8" + segment(0xE1, PLACE) + b"\xff\xd9film"


def test_a_photo_keeps_its_pixels_its_colours_and_its_turn(qapp: QApplication) -> None:
    data = photo()
    bare = bare_picture(data)
    assert PLACE in data
    assert PLACE not in bare
    assert b"ICC_PROFILE" in bare
    assert bare.endswith(b"\xff\xd9")
    assert exif_orientation(bare) == exif_orientation(data) == 6
    assert pixels(bare) == pixels(data)
    assert bare_picture(bare) == b""  # nothing is left to take


@pytest.mark.parametrize("orientation", range(1, 9))
def test_each_turn_is_kept(qapp: QApplication, orientation: int) -> None:
    data = turned(encoded(halves(), "JPEG", 95), orientation)
    bare = bare_picture(data)
    assert exif_orientation(bare) == orientation
    assert pixels(bare) == pixels(data)
    assert (b"Exif" in bare) == (orientation != 1)


def test_a_small_picture_inside_of_the_first_segment_goes(qapp: QApplication) -> None:
    data = encoded(halves(), "JPEG", 95)
    head = b"JFIF\0\1\1\0\0\1\0\1\1\1" + b"\x01\x02\x03"
    end = 4 + int.from_bytes(data[4:6], "big") - 2
    bare = bare_picture(data[:2] + segment(0xE0, head) + data[end:])
    assert b"\x01\x01\x01\x02\x03" not in bare[:30]
    assert pixels(bare) == pixels(data)


def test_a_picture_of_several_scans_and_any_bytes_stays_whole(qapp: QApplication) -> None:
    data = encoded(noise(200, 150), "JPEG", 100)  # where each byte occurs, FF among them
    assert bare_picture(data) == b""
    assert pixels(bare_picture(turned(data, 1))) == pixels(data)


def test_a_png_keeps_what_tells_how_it_looks(qapp: QApplication) -> None:
    texts = (chunk(b"tEXt", PLACE), chunk(b"eXIf", PLACE), chunk(b"iTXt", PLACE), chunk(b"tIME", bytes(7)))
    data = png(20, 10, chunk(b"gAMA", bytes(4)), *texts) + b"what was cut away"
    assert bare_picture(data) == png(20, 10, chunk(b"gAMA", bytes(4)))
    assert bare_picture(png(20, 10)) == b""


def test_a_webp_keeps_what_tells_how_it_looks(qapp: QApplication) -> None:
    plain = encoded(halves(), "WEBP", 90)
    frame = plain[12:]
    flags = struct.pack("<4sIBBHHBHB", b"VP8X", 10, 0x0C, 0, 0, 79, 0, 39, 0)
    exif = b"EXIF" + struct.pack("<I", len(PLACE)) + PLACE + b"\0"
    content = b"WEBP" + flags + frame + exif + b"XMP " + exif[4:]
    data = b"RIFF" + struct.pack("<I", len(content)) + content
    bare = bare_picture(data)
    assert PLACE not in bare
    assert bare[20] == 0
    assert int.from_bytes(bare[4:8], "little") == len(bare) - 8
    assert pixels(bare) == pixels(plain)


def test_what_is_too_large_to_be_drawn_goes_without_its_place_all_the_same(
    qapp: QApplication, tmp_path: Path
) -> None:
    (tmp_path / "wide.png").write_bytes(png(20_000, 20_000, chunk(b"tEXt", PLACE), rows=5))
    bare = bare_picture_file(str(tmp_path / "wide.png"))
    assert bare.startswith(_START[PictureKind.PNG])
    assert PLACE not in bare
    with pytest.raises(PictureError):
        bare_picture(b"%PDF-1.7")


def test_a_gif_goes_as_it_is(qapp: QApplication) -> None:
    assert bare_picture(GIF) == b""


@given(kind=st.sampled_from(sorted(_START, key=str)), data=st.binary(max_size=300), at=st.integers(0, 10_000))
def test_no_bytes_raise_anything_and_none_are_made_up(kind: PictureKind, data: bytes, at: int) -> None:
    for damaged in (_START[kind] + data, _START[kind] + data + segment(0xDA, data) + data):
        bare = without_metadata(damaged, kind, at % 8 + 1)
        assert len(bare) <= len(damaged) + 100
    whole = png(9, 9, chunk(b"tEXt", PLACE))
    assert PLACE not in without_metadata(whole[: at % len(whole)], PictureKind.PNG)


def test_much_is_read_quickly(qapp: QApplication) -> None:
    """Each byte is looked at once, whatever it is."""
    for filling in (b"\xff", b"\xff\x00", b"\xff\xd0", b"\xff\xe0\x00\x00", b"\x00", b"\xff\xda\x00"):
        data = b"\xff\xd8\xff" + filling * 300_000
        assert len(without_metadata(data, PictureKind.JPEG)) <= len(data) * 2


def test_the_small_picture_is_made_of_what_goes_out(qapp: QApplication) -> None:
    prepared = prepare_picture(photo())
    assert (prepared.width, prepared.height) == (48, 64)
    assert prepared.data == bare_picture(photo())
    assert prepare_picture(encoded(halves())).data == b""
