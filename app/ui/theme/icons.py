"""Icons: SVG drawings painted in a colour of the theme, at any size and pixel ratio.

Owns the cache of rendered pixmaps; knows colours only by the name of their token.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.guard import guarded

ColourSource = Callable[[str], QColor]

# The whole set in three colours and two sizes is some 250 pixmaps of 2 to 8 KiB.
_CACHE_LIMIT = 600


class IconLibrary:
    """Makes QIcons of resources/icons. Icons follow a change of the theme by themselves when repainted."""

    def __init__(self, folder: Path, colour_of: ColourSource) -> None:
        self._folder = folder
        self._colour_of = colour_of
        self._sources: dict[str, bytes] = {}
        self._pixmaps: dict[tuple[str, int, int, float, int], QPixmap] = {}

    def icon(self, name: str, ink: str = "text2", hover: str = "text") -> QIcon:
        """The icon `name` in the token `ink`, in `hover` while active; raises FileNotFoundError."""
        return QIcon(SvgIconEngine(self, name, ink, hover))

    def paint(self, painter: QPainter, rect: QRectF, name: str, ink: str) -> None:
        """Draw `name` into `rect` in the token `ink`, crisp at the painter's pixel ratio."""
        ratio = painter.device().devicePixelRatio()
        side = min(rect.width(), rect.height())
        pixmap = self.pixmap(name, QSize(round(side), round(side)), ink, ratio)
        x = rect.x() + (rect.width() - side) / 2
        y = rect.y() + (rect.height() - side) / 2
        painter.drawPixmap(QRectF(x, y, side, side), pixmap, QRectF(pixmap.rect()))

    def pixmap(self, name: str, size: QSize, ink: str, ratio: float = 1.0) -> QPixmap:
        """The icon rendered for `size` (device-independent) at `ratio`, from the cache if it is there."""
        colour = self._colour_of(ink)
        key = (name, size.width(), size.height(), ratio, colour.rgba())
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            if len(self._pixmaps) >= _CACHE_LIMIT:
                self._pixmaps.clear()
            pixmap = self._pixmaps[key] = self._render(name, size, colour, ratio)
        return pixmap

    def source(self, name: str) -> bytes:
        """The SVG text of `name`; raises FileNotFoundError."""
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_bytes()
        return self._sources[name]

    def _render(self, name: str, size: QSize, colour: QColor, ratio: float) -> QPixmap:
        svg = self.source(name).replace(b"currentColor", colour.name().encode("ascii"))
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size.width(), size.height()))
        painter.end()
        return pixmap


@guarded(pixmap=QPixmap, scaledPixmap=QPixmap)
class SvgIconEngine(QIconEngine):
    """Paints one icon of a library; asks it for the colour each time, so a theme change needs no new icon."""

    def __init__(self, library: IconLibrary, name: str, ink: str, hover: str) -> None:
        super().__init__()
        library.source(name)
        self._library = library
        self._name = name
        self._inks = {QIcon.Mode.Active: hover, QIcon.Mode.Disabled: "text3"}
        self._ink = ink

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        self._library.paint(painter, QRectF(rect), self._name, self._inks.get(mode, self._ink))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        # Qt hands over the size in device pixels here
        logical = QSize(round(size.width() / scale), round(size.height() / scale))
        return self._library.pixmap(self._name, logical, self._inks.get(mode, self._ink), scale)

    def clone(self) -> QIconEngine:
        return SvgIconEngine(self._library, self._name, self._ink, self._inks[QIcon.Mode.Active])

    def iconName(self) -> str:
        return self._name
