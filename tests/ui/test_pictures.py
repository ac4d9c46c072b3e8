"""Pictures that anybody may have made: good ones, turned ones, damaged ones, and those that are a trap."""

from __future__ import annotations

import contextlib
import os
import struct
import threading
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QColorSpace, QImage, QImageReader, QImageWriter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.pictures.picture_decoder import (
    PictureError,
    PictureKind,
    PictureProblem,
    decode_picture,
    fitted,
    picture_kind,
)
from app.ui.pictures.picture_thread import PictureThread
from app.ui.pictures.thumbnail_maker import (
    MOST_THUMBNAIL_BYTES,
    THUMBNAIL_SIDE,
    prepare_image,
    prepare_picture,
    prepare_picture_file,
)
from tests.conftest import BugReports

# what Qt and its libraries say of pictures that are no good
pytestmark = pytest.mark.qt_log_ignore(
    "libpng", "JPEG", "QImageIOHandler", "jpeg", "QPngHandler", "WebP", extend=True
)


def encoded(image: QImage, kind: str = "PNG", quality: int = -1) -> bytes:
    """An image as a file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind.encode()))
    writer.setQuality(quality)
    assert writer.write(image)
    return bytes(buffer.data().data())


def halves(width: int = 80, height: int = 40) -> QImage:
    """Red on the left, blue on the right."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    for x in range(width // 2, width):
        for y in range(height):
            image.setPixelColor(x, y, QColor("blue"))
    return image


def noise(width: int, height: int) -> QImage:
    """What no encoder makes small."""
    return QImage(os.urandom(width * height * 4), width, height, QImage.Format.Format_RGB32).copy()


def chunk(kind: bytes, data: bytes) -> bytes:
    """One of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *others: bytes, rows: int | None = None) -> bytes:
    """A black PNG of grey, with other chunks, and as many rows as it says or other ones."""
    packed = zlib.compress(bytes((width + 1) * (height if rows is None else rows)), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), *others, chunk(b"IDAT", packed), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def turned(data: bytes, orientation: int) -> bytes:
    """A JPEG that says in its EXIF how it is held, and where it was made."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0) + b"Lat 52.5200"
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]


def is_near(image: QImage, x: int, y: int, colour: str) -> bool:
    """Whether a pixel is of a colour, as far as a JPEG keeps it."""
    seen, wanted = image.pixelColor(x, y), QColor(colour)
    pairs = zip(seen.getRgb()[:3], wanted.getRgb()[:3], strict=True)
    return all(abs(one - other) < 60 for one, other in pairs)


def problem_of(data: bytes) -> PictureProblem:
    """Why it is not decoded."""
    with pytest.raises(PictureError) as raised:
        decode_picture(data)
    return raised.value.problem


@pytest.mark.parametrize("kind", PictureKind)
def test_the_four_formats_are_decoded_whatever_they_are_called(qapp: QApplication, kind: PictureKind) -> None:
    if kind is PictureKind.GIF:  # which Qt reads and does not write
        data = GIF
    else:
        data = encoded(halves(), kind.value, 95)
    decoded = decode_picture(data)
    assert decoded.kind is kind
    assert picture_kind(data[:16]) is kind
    assert kind.media_type == f"image/{kind.value}"
    assert (decoded.image.width(), decoded.image.height()) == (decoded.width, decoded.height)


# two frames of two pixels, the first red, the second blue
GIF = (
    b"GIF89a\x02\x00\x01\x00\x80\x00\x00\xff\x00\x00\x00\x00\xff"
    b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    b"!\xf9\x04\x00\x0a\x00\x00\x00,\x00\x00\x00\x00\x02\x00\x01\x00\x00\x02\x02\x04\x0a\x00"
    b"!\xf9\x04\x00\x0a\x00\x00\x00,\x00\x00\x00\x00\x02\x00\x01\x00\x00\x02\x02\x4c\x0a\x00;"
)


def test_of_an_animation_the_first_frame_is_shown(qapp: QApplication) -> None:
    decoded = decode_picture(GIF)
    assert decoded.image.pixelColor(0, 0) == QColor("red")
    assert prepare_picture(GIF).thumbnail.startswith(b"\xff\xd8")


def test_a_picture_is_made_smaller_in_its_shape_and_never_larger(qapp: QApplication) -> None:
    data = encoded(halves(800, 400), "JPEG", 95)
    decoded = decode_picture(data, QSize(100, 100))
    assert decoded.image.size() == QSize(100, 50)
    assert (decoded.width, decoded.height) == (800, 400)
    assert decode_picture(data, QSize(9000, 9000)).image.size() == QSize(800, 400)
    assert fitted(QSize(30_000, 2), QSize(480, 480)) == QSize(480, 1)


@pytest.mark.parametrize(
    ("orientation", "top_left", "bottom_right", "is_turned"),
    [
        (1, "red", "blue", False),
        (2, "blue", "red", False),
        (3, "blue", "red", False),
        (6, "red", "blue", True),
        (8, "blue", "red", True),
    ],
)
def test_a_picture_stands_upright(
    qapp: QApplication, orientation: int, top_left: str, bottom_right: str, is_turned: bool
) -> None:
    data = turned(encoded(halves(), "JPEG", 95), orientation)
    prepared = prepare_picture(data)
    assert (prepared.width, prepared.height) == ((40, 80) if is_turned else (80, 40))
    for image in (decode_picture(data).image, prepared.image, QImage.fromData(prepared.thumbnail)):
        assert image.size() == QSize(prepared.width, prepared.height)
        assert is_near(image, 2, 2, top_left)
        assert is_near(image, image.width() - 3, image.height() - 3, bottom_right)
    scaled = decode_picture(data, QSize(20, 20))
    assert scaled.image.size() == (QSize(10, 20) if is_turned else QSize(20, 10))


def test_a_thumbnail_carries_nothing_but_its_pixels(qapp: QApplication) -> None:
    image = halves()
    image.setText("Comment", "Lat 52.5200")
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3))
    for data in (turned(encoded(image, "JPEG"), 6), encoded(image, "PNG"), encoded(image, "WEBP")):
        thumbnail = prepare_picture(data).thumbnail
        assert b"Lat 52.5200" not in thumbnail
        assert b"Exif" not in thumbnail
        assert b"ICC_PROFILE" not in thumbnail
        assert QImage.fromData(thumbnail).textKeys() == []
    assert b"Lat 52.5200" not in prepare_image(image).data


def test_a_thumbnail_has_a_bound_in_pixels_and_bytes(qapp: QApplication) -> None:
    for image in (noise(1200, 900), halves(4000, 30), halves(3, 3)):
        thumbnail = prepare_picture(encoded(image, "PNG")).thumbnail
        shown = QImage.fromData(thumbnail)
        assert 0 < len(thumbnail) <= MOST_THUMBNAIL_BYTES
        assert max(shown.width(), shown.height()) <= THUMBNAIL_SIDE


def test_what_is_transparent_is_white_in_a_thumbnail_and_stays_so_in_a_pasted_picture(
    qapp: QApplication,
) -> None:
    image = QImage(10, 10, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    data = prepare_image(image).data
    assert QImage.fromData(data).pixelColor(5, 5).alpha() == 0
    assert is_near(QImage.fromData(prepare_picture(data).thumbnail), 5, 5, "white")


def test_inks_of_a_printer_become_colours_of_the_screen(qapp: QApplication) -> None:
    image = halves().convertToFormat(QImage.Format.Format_CMYK8888)
    data = encoded(image, "JPEG", 95)
    assert b"Adobe" in data
    decoded = decode_picture(data)
    assert decoded.image.format() is not QImage.Format.Format_CMYK8888
    assert is_near(decoded.image, 2, 2, "red")
    assert is_near(QImage.fromData(prepare_picture(data).thumbnail), 77, 37, "blue")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", PictureProblem.NO_PICTURE),
        (b"\x89PNG", PictureProblem.NO_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", PictureProblem.NO_PICTURE),
        (b"<!DOCTYPE html><img src=x>", PictureProblem.NO_PICTURE),
        (b"II*\0\x08\0\0\0", PictureProblem.NO_PICTURE),
        (b"\0\0\1\0\1\0\x10\x10", PictureProblem.NO_PICTURE),
        (b"BM" + bytes(60), PictureProblem.NO_PICTURE),
        (b"\x89PNG\r\n\x1a\n", PictureProblem.DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + b"<svg width='9' height='9'/>", PictureProblem.DAMAGED),
        (b"\xff\xd8\xff\xe0" + bytes(100), PictureProblem.DAMAGED),
        (b"GIF89a", PictureProblem.DAMAGED),
        (b"RIFF\x10\0\0\0WEBPVP8 ", PictureProblem.DAMAGED),
        (png(20_000, 20_000, rows=10), PictureProblem.TOO_LARGE),
        (png(60_000, 4, rows=1), PictureProblem.TOO_LARGE),
        (png(2_000_000_000, 2_000_000_000, rows=0), PictureProblem.DAMAGED),
    ],
)
def test_what_is_no_picture_or_too_large_is_not_decoded(
    qapp: QApplication, data: bytes, problem: PictureProblem
) -> None:
    assert problem_of(data) is problem


def test_a_whole_png_of_20000_pixels_each_way_is_refused_by_its_head(qapp: QApplication) -> None:
    """400 KB that would be 1.6 GB."""
    packer, rows = zlib.compressobj(9), bytes(20_001 * 100)
    packed = b"".join(packer.compress(rows) for _ in range(200)) + packer.flush()
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    assert problem_of(data) is PictureProblem.TOO_LARGE


def test_texts_that_unpack_to_megabytes_are_not_looked_at(qapp: QApplication) -> None:
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 7_000_000, 9))
    decoded = decode_picture(png(20, 10, *[bomb] * 30))
    assert (decoded.width, decoded.height) == (20, 10)
    assert decoded.image.textKeys() == []


def test_more_pixels_than_a_picture_has_are_left_out(qapp: QApplication) -> None:
    assert decode_picture(png(20, 10, rows=500_000)).image.size() == QSize(20, 10)


def test_a_picture_that_ends_in_the_middle_costs_nothing_but_itself(qapp: QApplication) -> None:
    for kind in ("PNG", "JPEG", "WEBP"):
        data = encoded(noise(300, 200), kind, 90)
        for part in (0.05, 0.5, 0.95):
            piece = data[: int(len(data) * part)]
            with contextlib.suppress(PictureError):
                assert decode_picture(piece).image.size() == QSize(300, 200)


def test_a_jpeg_that_is_drawn_thousands_of_times_is_not_drawn(qapp: QApplication) -> None:
    data = encoded(halves(), "JPEG", 95)
    at = data.index(b"\xff\xda")
    assert problem_of(data[:at] + data[at:-2] * 200 + data[-2:]) is PictureProblem.DAMAGED


def test_the_decoder_of_another_format_is_never_asked(qapp: QApplication, tmp_path: Path) -> None:
    """An SVG behind a PNG's first bytes is read by the decoder of PNG, under any name."""
    assert b"svg" in [bytes(name.data()) for name in QImageReader.supportedImageFormats()]
    for name in ("page.png", "drawing.svg", "x.jpg"):
        (tmp_path / name).write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")
        with pytest.raises(PictureError):
            prepare_picture_file(str(tmp_path / name))
    (tmp_path / "photo.jpg").write_bytes(encoded(halves(), "PNG"))
    assert prepare_picture_file(str(tmp_path / "photo.jpg")).kind is PictureKind.PNG


def test_a_file_that_is_none_or_too_large_is_not_read(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(OSError):
        prepare_picture_file(str(tmp_path / "gone.png"))
    with pytest.raises(PictureError):
        prepare_picture_file(str(tmp_path))
    with (tmp_path / "large.png").open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(100_000_000)
    with pytest.raises(PictureError) as raised:
        prepare_picture_file(str(tmp_path / "large.png"))
    assert raised.value.problem is PictureProblem.TOO_LARGE


class Told:
    """What a PictureThread has said."""

    def __init__(self, thread: PictureThread) -> None:
        self.said: list[tuple[str, object]] = []
        thread.done.connect(self._note)
        thread.failed.connect(self._note)

    def _note(self, key: str, result: object) -> None:
        self.said.append((key, result))

    def keys(self) -> list[str]:
        """Of what was said."""
        return [key for key, _ in self.said]


def test_pictures_are_decoded_in_a_thread_one_after_the_other(qtbot: QtBot) -> None:
    thread = PictureThread()
    told = Told(thread)
    thread.decode("one", encoded(halves()), QSize(20, 20))
    thread.decode("two", b"nothing")
    thread.run("three", lambda: threading.current_thread() is threading.main_thread())
    qtbot.waitUntil(lambda: len(told.said) == 3)
    assert told.keys() == ["one", "two", "three"]
    assert told.said[1][1] is PictureProblem.NO_PICTURE
    assert told.said[2][1] is False
    thread.stop()


def test_nothing_is_told_of_what_was_given_up(qtbot: QtBot) -> None:
    thread = PictureThread()
    told, may_go_on = Told(thread), threading.Event()
    thread.run("first", may_go_on.wait)
    thread.decode("second", encoded(halves()))
    thread.decode("third", encoded(halves()))
    thread.cancel("first")
    thread.cancel("second")
    may_go_on.set()
    qtbot.waitUntil(lambda: bool(told.said))
    assert told.keys() == ["third"]
    thread.decode("fourth", encoded(halves()))
    thread.stop()
    thread.decode("fifth", encoded(halves()))
    qtbot.waitUntil(lambda: len(told.said) == 2)
    assert told.keys() == ["third", "fifth"]
    thread.stop()


def test_what_breaks_in_the_thread_is_reported_and_told(qtbot: QtBot, bug_reports: BugReports) -> None:
    thread = PictureThread()
    told = Told(thread)

    def breaks() -> object:
        raise ZeroDivisionError

    thread.run("bug", breaks)
    thread.run("gone", lambda: prepare_picture_file("/nowhere/at/all.png"))
    qtbot.waitUntil(lambda: len(told.said) == 2)
    assert {result for _, result in told.said} == {PictureProblem.DAMAGED}
    [report] = bug_reports.take()
    assert "ZeroDivisionError" in report
    thread.stop()


def test_a_gif_that_tells_of_a_small_image_on_a_large_screen_is_as_large_as_that(qapp: QApplication) -> None:
    for side in (8_001, 20_000, 65_535):
        large = GIF[:6] + struct.pack("<HH", side, side) + GIF[10:]
        assert problem_of(large) is PictureProblem.TOO_LARGE
