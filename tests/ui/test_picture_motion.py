"""Pictures that move: their frames in order and again, as fast as they say, and what stands still."""

from __future__ import annotations

import struct

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.ui.pictures.picture_decoder import PictureError
from app.ui.pictures.picture_motion import Frame, PictureFrames, PictureMotion
from tests.ui.test_pictures import GIF, encoded, halves, png

pytestmark = pytest.mark.qt_log_ignore("QGifHandler", "WebP", "QImageIOHandler", "gif", extend=True)
FOREVER = b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


def gif(delay: int = 4, loop: bytes = FOREVER, width: int = 2, height: int = 1) -> bytes:
    """Two frames of 2 pixels: red, then blue. `delay`: hundredths of a second."""
    screen = struct.pack("<HH", width, height)
    head = b"GIF89a" + screen + b"\x80\x00\x00\xff\x00\x00\x00\x00\xff" + loop
    control = b"!\xf9\x04\x00" + struct.pack("<H", delay) + b"\x00\x00"
    place = b",\x00\x00\x00\x00\x02\x00\x01\x00\x00"
    return head + control + place + b"\x02\x02\x04\x0a\x00" + control + place + b"\x02\x02\x4c\x0a\x00;"


def webp(*colours: str) -> bytes:
    """A frame of 16 pixels a side for each colour, 50 ms long: RFC 9649 section 2.7.1."""
    frames = b""
    for colour in colours:
        image = QImage(16, 16, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        still = encoded(image, "WEBP", 100)[12:]
        content = bytes(6) + (15).to_bytes(3, "little") * 2 + (50).to_bytes(3, "little") + b"\x02" + still
        frames += b"ANMF" + struct.pack("<I", len(content)) + content
    head = b"VP8X" + struct.pack("<IB", 10, 0x02) + bytes(3) + (15).to_bytes(3, "little") * 2
    head += b"ANIM" + struct.pack("<IIH", 6, 0, 0)
    return b"RIFF" + struct.pack("<I", 4 + len(head + frames)) + b"WEBP" + head + frames


def colours(data: bytes, count: int) -> list[str]:
    frames = PictureFrames(data)
    found = [frames.next() for _ in range(count)]
    return [frame.image.pixelColor(0, 0).name() if frame is not None else "" for frame in found]


def test_frames_come_in_order_and_again() -> None:
    red, blue = "#ff0000", "#0000ff"
    assert colours(gif(), 5) == [red, blue, red, blue, red]
    assert colours(gif(loop=b""), 4) == [red, blue, "", ""], "it says that it is played once"
    moving = colours(webp("red", "lime"), 3)
    assert moving[0] == moving[2] != moving[1]


@pytest.mark.parametrize(("told", "taken"), [(0, 100), (1, 100), (4, 40), (60_000, 10_000)])
def test_a_frame_is_seen_as_long_as_it_says_within_bounds(told: int, taken: int) -> None:
    frame = PictureFrames(gif(told)).next()
    assert frame is not None
    assert frame.delay == taken


@pytest.mark.parametrize("data", [encoded(halves()), encoded(halves(), "JPEG"), b"", b"GIF89a"])
def test_what_does_not_move_stands_still(data: bytes, qtbot: QtBot) -> None:
    motion, shown = PictureMotion(), list[QImage]()
    motion.moved.connect(shown.append)
    motion.play(data)
    qtbot.waitUntil(lambda: not motion._thread._running)
    assert shown == []


def test_a_single_frame_is_not_played_on() -> None:
    assert colours(encoded(halves(), "WEBP"), 3)[1:] == ["", ""]


def test_what_has_too_many_pixels_is_not_played() -> None:
    for data in (gif(width=2_001, height=2_000), gif(width=65_535, height=65_535)):
        with pytest.raises(PictureError):
            PictureFrames(data).next()
    assert PictureFrames(png(20_000, 20_000, rows=1)).next() is None


def test_it_plays_until_it_is_stopped(qtbot: QtBot) -> None:
    motion, shown = PictureMotion(), list[QImage]()
    motion.moved.connect(shown.append)
    motion.play(gif(2))
    qtbot.waitUntil(lambda: len(shown) >= 5)
    assert [image.size() for image in shown[:2]] == [QSize(2, 1)] * 2
    assert shown[0] != shown[1]
    motion.stop()
    count = len(shown)
    motion._on_read("frame", Frame(shown[0], 20))  # of the thread, a moment late
    assert len(shown) == count
    motion.play(GIF)
    qtbot.waitUntil(lambda: len(shown) > count)
    motion.stop()
