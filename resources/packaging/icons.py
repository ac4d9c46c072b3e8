"""Draws the program's icon for each system from resources/icon.svg: `python -m resources.packaging.icons`.

What it writes is committed: building the program needs no drawing. Needs PySide6 and nothing else.
"""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

RESOURCES = Path(__file__).resolve().parent.parent
ICONS = Path(__file__).resolve().parent / "icons"
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)  # of Windows at 100 to 250 %, and Explorer's large ones
# https://en.wikipedia.org/wiki/Apple_Icon_Image_format: the kinds that hold PNG, by pixels
ICNS_KINDS = {
    b"ic07": 128,
    b"ic08": 256,
    b"ic09": 512,
    b"ic10": 1024,
    b"ic11": 32,
    b"ic12": 64,
    b"ic13": 256,
    b"ic14": 512,
}
# Apple's grid for icons: the shape is 824 of 1024 wide. Ours fills 480 of the 512 of the drawing.
MACOS_SCALE = 824 / 1024 / (480 / 512)
PNG_FROM = 256  # pixels: smaller ones are bitmaps in an .ico, which every reader of them takes


def draw(size: int, scale: float = 1.0) -> QImage:
    """The icon as an image of `size` pixels; the drawing is `scale` of it wide and high, in the middle."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    edge = size * (1 - scale) / 2
    renderer = QSvgRenderer(str(RESOURCES / "icon.svg"))
    renderer.render(painter, QRectF(edge, edge, size * scale, size * scale))
    painter.end()
    return image.convertToFormat(QImage.Format.Format_ARGB32)


def png(image: QImage) -> bytes:
    """The image as a PNG file."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(held.data())


def bitmap(image: QImage) -> bytes:
    """The image as an .ico holds it: a BITMAPINFOHEADER of twice the height, BGRA from below, a mask."""
    size = image.width()
    header = struct.pack("<IiiHHIIiiII", 40, size, size * 2, 1, 32, 0, 0, 0, 0, 0, 0)
    rows = bytes(image.flipped(Qt.Orientation.Vertical).constBits())
    mask_row = (size + 31) // 32 * 4  # a bit for each pixel, rows of whole 32 bits
    return header + rows + bytes(mask_row * size)


def ico() -> bytes:
    """The icon of Windows with all ICO_SIZES."""
    pictures = {size: png(draw(size)) if size >= PNG_FROM else bitmap(draw(size)) for size in ICO_SIZES}
    directory = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(directory) + 16 * len(pictures)
    for size, data in pictures.items():
        side = size % 256  # 0 stands for 256
        directory += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return directory + b"".join(pictures.values())


def icns() -> bytes:
    """The icon of macOS with all ICNS_KINDS."""
    parts = b""
    for kind, size in ICNS_KINDS.items():
        data = png(draw(size, MACOS_SCALE))
        parts += kind + struct.pack(">I", len(data) + 8) + data
    return b"icns" + struct.pack(">I", len(parts) + 8) + parts


def main() -> None:
    app = QGuiApplication(["icons", "-platform", "offscreen"])
    ICONS.mkdir(exist_ok=True)
    (ICONS / "hubbub.ico").write_bytes(ico())
    (ICONS / "hubbub.icns").write_bytes(icns())
    for size in (16, 512):
        (RESOURCES / f"icon-{size}.png").write_bytes(png(draw(size)))
    app.quit()


if __name__ == "__main__":
    main()
