"""The icons that are committed are what each system reads."""

from __future__ import annotations

import struct

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from resources.packaging.icons import ICNS_KINDS, ICO_SIZES, ICONS, bitmap, draw, png

TEAL, CREAM, LIGHT = QColor("#0E6076"), QColor("#FFF8EC"), QColor("#F39A4A")


def pictures_in_ico(data: bytes) -> dict[int, bytes]:
    """The pictures of an .ico by their width, as files that Qt reads."""
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind) == (0, 1)
    found = {}
    for number in range(count):
        row = data[6 + 16 * number : 22 + 16 * number]
        width, height, _colours, _zero, planes, bits, length, at = struct.unpack("<BBBBHHII", row)
        assert (width, planes, bits) == (height, 1, 32)
        # an icon of this one picture
        found[width or 256] = (
            struct.pack("<HHH", 0, 1, 1) + row[:12] + struct.pack("<I", 22) + data[at:][:length]
        )
    return found


def test_windows_has_every_size_from_16_to_256() -> None:
    pictures = pictures_in_ico((ICONS / "hubbub.ico").read_bytes())
    assert tuple(pictures) == ICO_SIZES
    assert {16, 32, 48, 256} <= pictures.keys()
    for size, data in pictures.items():
        image = QImage.fromData(QByteArray(data), "ICO")
        assert (image.width(), image.height()) == (size, size)
        assert image.pixelColor(0, 0).alpha() == 0, "round corners"
        assert near(image.pixelColor(size // 10, size // 2), TEAL)
        assert near(image.pixelColor(size // 2, size * 7 // 10), LIGHT)


def near(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


def test_macos_has_every_kind() -> None:
    data = (ICONS / "hubbub.icns").read_bytes()
    assert data[:4] == b"icns"
    assert struct.unpack_from(">I", data, 4)[0] == len(data)
    at, found = 8, {}
    while at < len(data):
        kind, length = data[at : at + 4], struct.unpack_from(">I", data, at + 4)[0]
        found[kind] = QImage.fromData(QByteArray(data[at + 8 : at + length]), "PNG").width()
        at += length
    assert found == ICNS_KINDS


@pytest.mark.parametrize("size", [20, 256])
def test_what_is_committed_is_what_the_script_draws(qtbot: QtBot, size: int) -> None:
    committed = pictures_in_ico((ICONS / "hubbub.ico").read_bytes())[size]
    image = draw(size)
    data = bitmap(image) if size < 256 else png(image)
    drawn = struct.pack("<HHHBBBBHHII", 0, 1, 1, size % 256, size % 256, 0, 0, 1, 32, len(data), 22) + data
    one, other = QImage.fromData(QByteArray(committed), "ICO"), QImage.fromData(QByteArray(drawn), "ICO")
    points = [(x * size // 8, y * size // 8) for x in range(1, 8) for y in range(1, 8)]
    assert all(near(one.pixelColor(*at), other.pixelColor(*at)) for at in points)
