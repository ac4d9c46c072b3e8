"""Menus with round corners and rows of 32 px, painted by the stylesheet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainterPath, QRegion, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.guard import guarded

# That of the edge in the stylesheet (radius.popup of the tokens).
_MASK_RADIUS = 10.0


def round_corners(popup: QWidget, radius: float) -> None:
    """Let the window behind a popup through its corners, also on screens without a compositor."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(popup.rect()), radius, radius)
    popup.setMask(QRegion(path.toFillPolygon().toPolygon()))


@guarded()
class Menu(QMenu):
    """A QMenu with round corners."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        round_corners(self, _MASK_RADIUS)
