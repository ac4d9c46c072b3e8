"""Menus with round corners and rows of 32 px, painted by the stylesheet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainterPath, QRegion, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

# That of the edge in the stylesheet (radius.popup of the tokens).
_MASK_RADIUS = 10.0


class Menu(QMenu):
    """A QMenu whose corners let the window behind it through, also on screens without a compositor."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), _MASK_RADIUS, _MASK_RADIUS)
        self.setMask(QRegion(path.toFillPolygon().toPolygon()))
