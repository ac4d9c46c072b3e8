"""Drops: the avatar of a person or a room, a disc with one tucked corner, and the door of the host.

Draws and caches; knows the theme's colours, no widget and no member.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap

# A crowd of a thousand in two sizes; a drop of 40 px at ratio 2 takes 25 KiB, most take 4.
_CACHE_LIMIT = 2400
_AWAY_RING = 1.5
_HOLLOW_RING = 1.0
# the one letter of a small drop would not be read at the share of a large one
_SMALL = 20
_SMALL_SHARE = 0.55


class DropState(Enum):
    """How a drop is filled; the same is always said in words beside it."""

    PRESENT = "present"
    AWAY = "away"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class DropLook:
    """What one drop looks like. `fill` None: hollow with an `edge`, as rooms in lists are."""

    letters: str
    ink: QColor
    fill: QColor | None
    edge: QColor | None = None
    dashed: bool = False
    opacity: float = 1.0
    ring: float = _HOLLOW_RING


def drop_path(rect: QRectF, tail_share: float, *, mirrored: bool = False) -> QPainterPath:
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


class DropPainter:
    """Paints drops and keeps one pixmap per look, size and pixel ratio."""

    def __init__(self, tail_share: float, initials_share: float, font: Callable[[], QFont]) -> None:
        self._tail = tail_share
        self._share = initials_share
        self._font = font
        self._pixmaps: dict[tuple[object, ...], QPixmap] = {}

    def clear(self) -> None:
        """Forget all pixmaps, after fonts or colours changed."""
        self._pixmaps.clear()

    def pixmap(self, look: DropLook, size: int, ratio: float = 1.0, *, mirrored: bool = False) -> QPixmap:
        """The drop at `size` device-independent pixels for a screen of `ratio`."""
        key = (*_key(look), size, ratio, mirrored)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            if len(self._pixmaps) >= _CACHE_LIMIT:
                self._pixmaps.clear()
            pixmap = self._pixmaps[key] = self._render(look, size, ratio, mirrored=mirrored)
        return pixmap

    def paint(self, painter: QPainter, rect: QRectF, look: DropLook, *, mirrored: bool = False) -> None:
        """Draw the drop into the square `rect`."""
        pixmap = self.pixmap(
            look, round(rect.width()), painter.device().devicePixelRatio(), mirrored=mirrored
        )
        painter.drawPixmap(rect, pixmap, QRectF(pixmap.rect()))

    def _render(self, look: DropLook, size: int, ratio: float, *, mirrored: bool) -> QPixmap:
        side = round(size * ratio)
        pixmap = QPixmap(side, side)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(look.opacity)
        self._draw(painter, QRectF(0, 0, size, size), look, mirrored=mirrored)
        painter.end()
        return pixmap

    def _draw(self, painter: QPainter, rect: QRectF, look: DropLook, *, mirrored: bool) -> None:
        inset = look.ring / 2 if look.edge else 0.0
        path = drop_path(rect.adjusted(inset, inset, -inset, -inset), self._tail, mirrored=mirrored)
        if look.fill:
            painter.fillPath(path, look.fill)
        if look.edge:
            style = Qt.PenStyle.DashLine if look.dashed else Qt.PenStyle.SolidLine
            painter.strokePath(path, QPen(look.edge, look.ring, style))
        if look.letters:
            font = QFont(self._font())
            share = _SMALL_SHARE if rect.width() <= _SMALL else self._share
            font.setPixelSize(max(7, round(rect.width() * share)))
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(look.ink)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, look.letters)


def person_look(
    letters: str, colour: QColor, on_colour: QColor, state: DropState, *, rings_only: bool
) -> DropLook:
    """A person's drop: filled; away is a ring without fill; offline is pale. High contrast: rings only."""
    opacity = 0.5 if state is DropState.OFFLINE else 1.0
    if rings_only:
        return DropLook(letters, on_colour, None, edge=on_colour, opacity=opacity, ring=_AWAY_RING)
    if state is DropState.AWAY:
        return DropLook(letters, colour, None, edge=colour, ring=_AWAY_RING)
    return DropLook(letters, on_colour, colour, opacity=opacity)


def _key(look: DropLook) -> tuple[object, ...]:
    fill = look.fill.rgba() if look.fill else None
    edge = look.edge.rgba() if look.edge else None
    return (look.letters, look.ink.rgba(), fill, edge, look.dashed, look.opacity, look.ring)
