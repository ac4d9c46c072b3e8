"""The rounded frame around the composer's field. Knows no text."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme


@guarded()
class FieldBox(QWidget):
    """Its edge shows the focus, its ground that nothing can be sent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._focused = False
        self._blocked = False
        self.setMinimumHeight(theme.metrics.composer.min_height)
        theme.changed.connect(self.update)

    def set_focused(self, focused: bool) -> None:
        """Show that the keyboard is here."""
        self._focused = focused
        self.update()

    def set_blocked(self, blocked: bool) -> None:
        """Show that nothing can be sent."""
        self._blocked = blocked
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, metrics = self._theme.colours, self._theme.metrics
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke = metrics.stroke.focus if self._focused else metrics.stroke.control
        painter.setPen(QPen(colours.focus_ring if self._focused else colours.control_border, stroke))
        painter.setBrush(colours.sunken if self._blocked else colours.raised)
        inset = stroke / 2
        rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        radius = metrics.radius.sheet - inset
        painter.drawRoundedRect(rect, radius, radius)
