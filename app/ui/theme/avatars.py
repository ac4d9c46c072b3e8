"""Avatars of people and rooms: a disc with one tucked corner, its initials, and which colour a name has.

Draws and caches; knows no colour of the theme, no widget and no member.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Callable
from enum import Enum
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPainterPath, QPen, QPixmap, QTransform

from app.ui.theme.avatar_pictures import AvatarPictures
from app.values import frozen

NAME_COLOURS = 10

# A crowd of a thousand in two sizes; an avatar of 40 px at ratio 2 takes 25 KiB, most take 4.
_CACHE_LIMIT = 2400
_AWAY_RING = 1.5
_HOLLOW_RING = 1.0
_WITHIN_RING = 0.55  # of who is away: how much of a picture is seen
# the one letter of a small avatar would not be read at the share of a large one
_SMALL = 20
_SMALL_SHARE = 0.55
_LIGHTNESS = 0.3  # how much a difference of lightness counts beside one of tone


class AvatarState(Enum):
    """How an avatar is filled; the same is always said in words beside it."""

    PRESENT = "present"
    AWAY = "away"
    OFFLINE = "offline"


@frozen
class AvatarStyle:
    """What one avatar looks like. `fill` None: hollow with an `edge`, as rooms in lists are.

    `picture`: the id of what stands in it in place of letters and fill once that is here, "" for nothing.
    """

    letters: str
    ink: QColor
    fill: QColor | None
    edge: QColor | None = None
    dashed: bool = False
    opacity: float = 1.0
    ring: float = _HOLLOW_RING
    picture: str = ""


def avatar_path(rect: QRectF, tail_share: float, *, mirrored: bool = False) -> QPainterPath:
    """The outline in `rect`: round, the bottom-left corner (bottom-right if `mirrored`) of `tail_share`."""
    round_ = min(rect.width(), rect.height()) / 2
    tail = rect.width() * tail_share
    right, left = (tail, round_) if mirrored else (round_, tail)
    path = QPainterPath(QPointF(rect.left() + round_, rect.top()))
    path.arcTo(rect.right() - 2 * round_, rect.top(), 2 * round_, 2 * round_, 90, -90)
    path.arcTo(rect.right() - 2 * right, rect.bottom() - 2 * right, 2 * right, 2 * right, 0, -90)
    path.arcTo(rect.left(), rect.bottom() - 2 * left, 2 * left, 2 * left, 270, -90)
    path.arcTo(rect.left(), rect.top(), 2 * round_, 2 * round_, 180, -90)
    path.closeSubpath()
    return path


class AvatarPainter:
    """Paints avatars and keeps one pixmap per style, size and pixel ratio."""

    def __init__(
        self, tail_share: float, initials_share: float, font: Callable[[], QFont], pictures: AvatarPictures
    ) -> None:
        self._tail = tail_share
        self._share = initials_share
        self._font = font
        self._pictures = pictures
        self._pixmaps: dict[tuple[object, ...], QPixmap] = {}

    def clear(self) -> None:
        """Forget all pixmaps, after fonts or colours changed."""
        self._pixmaps.clear()

    def pixmap(self, style: AvatarStyle, size: int, ratio: float = 1.0, *, mirrored: bool = False) -> QPixmap:
        """The avatar at `size` device-independent pixels for a screen of `ratio`."""
        image = self._pictures.image(style.picture) if style.picture else None
        key = (*_key(style), size, ratio, mirrored, image.cacheKey() if image is not None else 0)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            if len(self._pixmaps) >= _CACHE_LIMIT:
                self._pixmaps.clear()
            pixmap = self._pixmaps[key] = self._render(style, image, size, ratio, mirrored=mirrored)
        return pixmap

    def paint(self, painter: QPainter, rect: QRectF, style: AvatarStyle, *, mirrored: bool = False) -> None:
        """Draw the avatar into the square `rect`."""
        pixmap = self.pixmap(
            style, round(rect.width()), painter.device().devicePixelRatio(), mirrored=mirrored
        )
        painter.drawPixmap(rect, pixmap, QRectF(pixmap.rect()))

    def _render(
        self, style: AvatarStyle, image: QImage | None, size: int, ratio: float, *, mirrored: bool
    ) -> QPixmap:
        side = round(size * ratio)
        pixmap = QPixmap(side, side)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(style.opacity)
        if image is None:
            self._draw(painter, QRectF(0, 0, size, size), style, mirrored=mirrored)
        else:
            self._draw_picture(painter, QRectF(0, 0, size, size), style, image, mirrored=mirrored)
        painter.end()
        return pixmap

    def _draw(self, painter: QPainter, rect: QRectF, style: AvatarStyle, *, mirrored: bool) -> None:
        inset = style.ring / 2 if style.edge else 0.0
        path = avatar_path(rect.adjusted(inset, inset, -inset, -inset), self._tail, mirrored=mirrored)
        if style.fill:
            painter.fillPath(path, style.fill)
        if style.edge:
            line = Qt.PenStyle.DashLine if style.dashed else Qt.PenStyle.SolidLine
            painter.strokePath(path, QPen(style.edge, style.ring, line))
        if style.letters:
            font = QFont(self._font())
            share = _SMALL_SHARE if rect.width() <= _SMALL else self._share
            font.setPixelSize(max(7, round(rect.width() * share)))
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(style.ink)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, style.letters)

    def _draw_picture(
        self, painter: QPainter, rect: QRectF, style: AvatarStyle, image: QImage, *, mirrored: bool
    ) -> None:
        """A picture in the avatar's outline; within its ring, and paler, where it has one."""
        inset = style.ring / 2 if style.edge else 0.0
        path = avatar_path(rect.adjusted(inset, inset, -inset, -inset), self._tail, mirrored=mirrored)
        if style.edge:
            painter.strokePath(path, QPen(style.edge, style.ring))
            gap = 2 * style.ring
            inner = rect.adjusted(gap, gap, -gap, -gap)
            path = avatar_path(inner, self._tail, mirrored=mirrored)
            painter.setOpacity(_WITHIN_RING)
        # a brush and no clip: a clip has no soft edge
        ratio = painter.device().devicePixelRatio()
        side = round(rect.width() * ratio)
        fill = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        scaled = image.scaled(side, side, fill, Qt.TransformationMode.SmoothTransformation)
        left, top = (scaled.width() - side) / 2, (scaled.height() - side) / 2
        brush = QBrush(scaled)
        brush.setTransform(QTransform.fromScale(1 / ratio, 1 / ratio).translate(-left, -top))
        painter.fillPath(path, brush)


def name_colour_index(name: str) -> int:
    """Which of the ten name colours belongs to `name`; the same on every computer and in every run.

    A name as typed has the colour of the nickname that is made from it: spaces count as `_`.
    """
    folded = unicodedata.normalize("NFC", "_".join(name.split()).casefold())
    return zlib.crc32(folded.encode("utf-8", "surrogatepass")) % NAME_COLOURS


def is_colour(text: str) -> bool:
    """Whether it is a colour as people tell it, "#rrggbb"."""
    return len(text) == 7 and text.startswith("#") and QColor.isValidColorName(text)


@lru_cache(maxsize=4096)
def nearest_colour_index(value: str, palette: tuple[str, ...]) -> int:
    """Which of `palette` is most like a colour to the eye (OKLab); each of them is "#rrggbb".

    The tone counts more than how light it is: those of the palette are all dark enough to be read.
    """
    light, red, yellow = _oklab(QColor(value))

    def distance(each: str) -> float:
        other = _oklab(QColor(each))
        return (_LIGHTNESS * (light - other[0])) ** 2 + (red - other[1]) ** 2 + (yellow - other[2]) ** 2

    return min(range(len(palette)), key=lambda index: distance(palette[index]))


def _oklab(colour: QColor) -> tuple[float, float, float]:
    """Lightness and the two opponent colours. https://bottosson.github.io/posts/oklab/"""
    r, g, b = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    )
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def initials(name: str, *, letters: int = 2) -> str:
    """The first letter of the first and of the last word, at most `letters` of them; "?" for no letter.

    A nickname in brackets behind a name is none of its words.
    """
    name = name.rpartition(" (")[0] or name if name.endswith(")") else name
    words = [word for word in _words(name) if word]
    if not words:
        return "?"
    chosen = [words[0]] if letters < 2 or len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0].upper()[:1] for word in chosen)


def person_style(
    letters: str,
    colour: QColor,
    on_colour: QColor,
    state: AvatarState,
    *,
    rings_only: bool,
    picture: str = "",
) -> AvatarStyle:
    """A person's avatar: filled; away is a ring without fill; offline is pale. High contrast: rings only."""
    opacity = 0.5 if state is AvatarState.OFFLINE else 1.0
    if rings_only or state is AvatarState.AWAY:
        ink = on_colour if rings_only else colour
        return AvatarStyle(letters, ink, None, ink, opacity=opacity, ring=_AWAY_RING, picture=picture)
    return AvatarStyle(letters, on_colour, colour, opacity=opacity, picture=picture)


def _key(style: AvatarStyle) -> tuple[object, ...]:
    fill = style.fill.rgba() if style.fill else None
    edge = style.edge.rgba() if style.edge else None
    return (style.letters, style.ink.rgba(), fill, edge, style.dashed, style.opacity, style.ring)


def _words(name: str) -> list[str]:
    """The runs of letters and digits; signs and emoji separate them."""
    kept = "".join(char if char.isalnum() else " " for char in unicodedata.normalize("NFC", name))
    return kept.split()
