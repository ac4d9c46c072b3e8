"""From the bytes of a picture that anybody may have made to an image, within bounds; in any thread.

What a picture is tell its first bytes, never its name, and of Qt's decoders only the four that browsers
have are ever asked: an SVG or a TIFF is no picture here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import Enum

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageIOHandler, QImageReader

from app.values import frozen

# Decoded, a picture takes four bytes a pixel, whatever its file takes: a PNG of 20 KB may be 20,000 pixels
# wide. 64 million are more than cameras of phones make, and what Qt's own limit below has room for.
MOST_PIXELS = 64_000_000
MOST_SIDE = 32_767  # pixels: beyond it QPainter draws nothing
_ALLOCATION_LIMIT_MB = 256
# A progressive JPEG is drawn over the whole picture once for each of its scans; encoders make about ten.
_MOST_SCANS = 100
_SCAN = b"\xff\xda"
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The chunks that tell how a picture looks. Of others, texts and profiles that are compressed, a thousand
# could stand in a file, 8 MB each once they are unpacked; animation is not shown.
_PNG_FRAME = 12  # bytes of length, kind and checksum around a chunk
_PNG_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB")
_Turn = QImageIOHandler.Transformation
_ORIENTATIONS = {
    _Turn.TransformationMirror: 2,
    _Turn.TransformationRotate180: 3,
    _Turn.TransformationFlip: 4,
    _Turn.TransformationFlipAndRotate90: 5,
    _Turn.TransformationRotate90: 6,
    _Turn.TransformationMirrorAndRotate90: 7,
    _Turn.TransformationRotate270: 8,
}


class PictureKind(Enum):
    """The formats that are decoded; the value is Qt's name of each."""

    PNG = "png"
    JPEG = "jpeg"
    GIF = "gif"
    WEBP = "webp"

    @property
    def media_type(self) -> str:
        """As HTTP and file tags tell it, "image/png"."""
        return f"image/{self.value}"

    @property
    def extension(self) -> str:
        """Of a file that has no name of its own, "png"."""
        return "jpg" if self is PictureKind.JPEG else self.value


class PictureProblem(Enum):
    """Why there is no image of some bytes."""

    NO_PICTURE = "no-picture"  # of these four formats
    TOO_LARGE = "too-large"  # in pixels
    DAMAGED = "damaged"


class PictureError(Exception):
    """Bytes of which there is no image; `problem` says why."""

    def __init__(self, problem: PictureProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@frozen
class DecodedPicture:
    """A picture that was decoded: upright, the first frame of an animation, and in sRGB.

    `image` may be smaller than the picture; `width` and `height` are the picture's own, upright, in pixels.
    """

    image: QImage
    kind: PictureKind
    width: int
    height: int


def picture_kind(start: bytes) -> PictureKind | None:
    """What the first 16 bytes of a file, or more of them, say that it is; None for no picture."""
    if start.startswith(_PNG_SIGNATURE):
        return PictureKind.PNG
    if start.startswith(b"\xff\xd8\xff"):
        return PictureKind.JPEG
    if start.startswith((b"GIF87a", b"GIF89a")):
        return PictureKind.GIF
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return PictureKind.WEBP
    return None


def exif_orientation(data: bytes) -> int:
    """How the picture in `data` is turned to stand upright, 1 to 8 as in Exif 2.32 section 4.6.4; 1: not."""
    kind = picture_kind(data)
    if kind is not PictureKind.JPEG:  # of no other does anybody turn it
        return 1
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.value.encode()))
    reader.setDecideFormatFromContent(False)
    return _ORIENTATIONS.get(reader.transformation(), 1)


def decode_picture(
    data: bytes, within: QSize | None = None, *, most_pixels: int = MOST_PIXELS
) -> DecodedPicture:
    """The picture in `data`, no larger than `within` in pixels and never enlarged; None for its own size.

    One that says it has more than `most_pixels` is not decoded.
    Needs no event loop and no window, and lets other threads run while it decodes. Raises PictureError.
    """
    kind = picture_kind(data)
    if kind is None:
        raise PictureError(PictureProblem.NO_PICTURE)
    if kind is PictureKind.JPEG and data.count(_SCAN) > _MOST_SCANS:
        raise PictureError(PictureProblem.DAMAGED)
    if kind is PictureKind.PNG:
        data = b"".join(_plain_png(data))
    QImageReader.setAllocationLimit(_ALLOCATION_LIMIT_MB)
    held = QByteArray(data)  # the buffer reads from it as long as it lives
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    # the format is given and not guessed, as content that looks like another one would find its decoder
    reader = QImageReader(buffer, QByteArray(kind.value.encode()))
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    stored = checked_size(reader, data, most_pixels)
    turned = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
    upright = stored.transposed() if turned else stored
    shown = fitted(upright, within)
    if shown != upright:
        reader.setScaledSize(shown.transposed() if turned else shown)  # which is before it is turned
    image = reader.read()
    if image.isNull():
        raise PictureError(PictureProblem.DAMAGED)
    return DecodedPicture(_in_screen_colours(image), kind, upright.width(), upright.height())


def fitted(size: QSize, within: QSize | None) -> QSize:
    """`size` made smaller to have room in `within`, in its own shape and at least one pixel each way."""
    if within is None or (size.width() <= within.width() and size.height() <= within.height()):
        return size
    return size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))


def checked_size(reader: QImageReader, data: bytes, most_pixels: int) -> QSize:
    """How large the picture in `data` says it is, before anything is decoded. Raises PictureError."""
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise PictureError(PictureProblem.DAMAGED)
    whole = size
    if picture_kind(data) is PictureKind.GIF:  # of a large one Qt tells its first image alone
        whole = size.expandedTo(QSize(*struct.unpack_from("<HH", data, 6)))
    if whole.width() * whole.height() > most_pixels or max(whole.width(), whole.height()) > MOST_SIDE:
        raise PictureError(PictureProblem.TOO_LARGE)
    return size


def _plain_png(data: bytes) -> Iterator[bytes]:
    """The parts of a PNG that tell how it looks: https://www.w3.org/TR/png-3/#5Chunk-layout."""
    yield _PNG_SIGNATURE
    at = len(_PNG_SIGNATURE)
    while at + _PNG_FRAME <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + _PNG_FRAME + length
        if data[at + 4 : at + 8] in _PNG_CHUNKS:
            yield data[at:end]
        at = end


def _in_screen_colours(image: QImage) -> QImage:
    """An image in sRGB, whatever screen, camera or printer its colours were meant for."""
    space = image.colorSpace()
    screen = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    if space.isValid() and space != screen:
        image = image.convertedToColorSpace(screen)
    if image.format() is QImage.Format.Format_CMYK8888:  # a profile was missing, or was no good
        image = image.convertToFormat(QImage.Format.Format_RGB32)
    return image
