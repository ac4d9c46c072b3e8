"""Small pictures of a picture: one that is sent along with it, one that a person shows as an avatar."""

from __future__ import annotations

import stat
from dataclasses import field, replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter

from app.ui.pictures.picture_decoder import (
    PictureError,
    PictureKind,
    PictureProblem,
    decode_picture,
    exif_orientation,
    picture_kind,
)
from app.ui.pictures.picture_metadata import without_metadata
from app.values import frozen

THUMBNAIL_SIDE = 480  # pixels: what a timeline shows of a picture, sharp on most screens
MOST_THUMBNAIL_BYTES = 40_000  # a room of a hundred pictures is read for 4 MB
MOST_PICTURE_BYTES = 64_000_000  # of a file that is read to be shown, all of it at once
_QUALITIES = (82, 70, 55, 40, 25)  # of a JPEG, in percent; the first that has room
AVATAR_SIDE = 256  # pixels: the largest avatar of a window, sharp on most screens
MOST_AVATAR_BYTES = 64 * 1024  # what windows fetch unasked
_AVATAR_QUALITIES = (92, *_QUALITIES)
_HEAD = 16  # bytes, by which a kind is known
_PAPER = 0xFFFFFFFF  # white, as Qt has it: alpha, red, green, blue


@frozen
class PreparedPicture:
    """A picture that is to be sent: its `kind`, its size in pixels, upright, and a small one of it.

    `image` is the small one as it is shown here, `thumbnail` the same as a JPEG; `data` is the picture itself
    where that is no file: one of the clipboard. `bare_size`: the bytes of a file without what it tells of
    place and camera, 0 where it tells nothing.
    """

    kind: PictureKind
    width: int
    height: int
    image: QImage
    thumbnail: bytes
    data: bytes = field(default=b"", repr=False)
    bare_size: int = 0


def prepare_picture(data: bytes) -> PreparedPicture:
    """What is sent along with the picture in `data`; in any thread. Raises PictureError."""
    bare = bare_picture(data)
    decoded = decode_picture(bare or data, QSize(THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    image = decoded.image
    return PreparedPicture(decoded.kind, decoded.width, decoded.height, image, _thumbnail_of(image), bare)


def prepare_picture_file(path: str) -> PreparedPicture:
    """As `prepare_picture` does it, of a file, of which no more than its beginning is read if it is none.

    Nothing of it stays in memory: of many at once that would be gigabytes. Raises PictureError, and OSError.
    """
    prepared = prepare_picture(read_picture_file(path))
    return replace(prepared, data=b"", bare_size=len(prepared.data))


def bare_picture(data: bytes) -> bytes:
    """The picture in `data` without what tells of place and camera; b"" where there is no such thing in it.

    Needs no picture that can be decoded. Raises PictureError for what has not even the beginning of one.
    """
    kind = picture_kind(data)
    if kind is None:
        raise PictureError(PictureProblem.NO_PICTURE)
    bare = without_metadata(data, kind, exif_orientation(data))
    return b"" if bare == data else bare


def bare_picture_file(path: str) -> bytes:
    """As `bare_picture` does it, of a file. Raises PictureError, and OSError."""
    return bare_picture(read_picture_file(path))


def bare_file_size(path: str) -> int:
    """The bytes that `bare_picture_file` would give. Raises PictureError, and OSError."""
    return len(bare_picture_file(path))


def read_picture_file(path: str) -> bytes:
    """The bytes of a picture, of which no more than the beginning is read if it is none.

    Raises PictureError, and OSError.
    """
    told = Path(path).stat()
    if not stat.S_ISREG(told.st_mode):  # of which the first byte may never come
        raise PictureError(PictureProblem.NO_PICTURE)
    with Path(path).open("rb") as file:
        start = file.read(_HEAD)
        if picture_kind(start) is None:
            raise PictureError(PictureProblem.NO_PICTURE)
        if told.st_size > MOST_PICTURE_BYTES:
            raise PictureError(PictureProblem.TOO_LARGE)
        return start + file.read(MOST_PICTURE_BYTES)


def prepare_image(image: QImage) -> PreparedPicture:
    """As `prepare_picture` does it, of an image of the clipboard, which becomes a PNG."""
    if image.isNull():
        raise PictureError(PictureProblem.DAMAGED)
    data = _written(_bare(image, keep_alpha=image.hasAlphaChannel()), b"png", -1)
    prepared = prepare_picture(data)
    return prepared if prepared.data else replace(prepared, data=data)


def make_avatar(image: QImage, square: QRect) -> bytes:
    """What a person shows of an image in place of their initials: the pixels of `square` and nothing else.

    A PNG where something of it is transparent, as far as that is small enough, else a JPEG. Raises
    PictureError.
    """
    keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    cut = image.copy(square).scaled(QSize(AVATAR_SIDE, AVATAR_SIDE), keep, smooth)
    if cut.hasAlphaChannel():
        data = _written(_bare(cut, keep_alpha=True), b"png", -1)
        if 0 < len(data) <= MOST_AVATAR_BYTES:
            return data
    bare = _bare(cut, keep_alpha=False)
    for quality in _AVATAR_QUALITIES:
        data = _written(bare, b"jpeg", quality)
        if 0 < len(data) <= MOST_AVATAR_BYTES:
            return data
    raise PictureError(PictureProblem.DAMAGED)


def _thumbnail_of(image: QImage) -> bytes:
    """A JPEG with nothing in it but the pixels; b"" where none is small enough."""
    side = THUMBNAIL_SIDE
    while side >= THUMBNAIL_SIDE // 4:  # noise may need it
        small = _bare(_shrunk(image, side), keep_alpha=False)
        for quality in _QUALITIES:
            data = _written(small, b"jpeg", quality)
            if 0 < len(data) <= MOST_THUMBNAIL_BYTES:
                return data
        side //= 2
    return b""


def _shrunk(image: QImage, side: int) -> QImage:
    if max(image.width(), image.height()) <= side:
        return image
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(QSize(side, side), keep, smooth)


def _bare(image: QImage, *, keep_alpha: bool) -> QImage:
    """The pixels alone: an image carries texts, such as a place, which Qt writes into files.

    A JPEG knows nothing transparent: there it is white, as paper.
    """
    kind = QImage.Format.Format_ARGB32_Premultiplied if keep_alpha else QImage.Format.Format_RGB32
    bare = QImage(image.size(), kind)
    bare.fill(0 if keep_alpha else _PAPER)
    painter = QPainter(bare)
    painter.drawImage(0, 0, image)
    painter.end()
    return bare


def _written(image: QImage, kind: bytes, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    writer.setQuality(quality)
    return bytes(buffer.data().data()) if writer.write(image) else b""
