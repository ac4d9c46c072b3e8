"""A drop-down list with the theme's own arrow."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme

_ARROW_INSET = 10


@guarded()
class ComboBox(QComboBox):
    """A QComboBox in the look of the fields."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        # a long entry is shortened in the closed box and shown whole in the open list
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Whoever scrolls the page under the mouse chooses nothing by that."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self._theme.metrics.icon.small
        left_to_right = not self.isRightToLeft()
        x = self.width() - _ARROW_INSET - side if left_to_right else _ARROW_INSET
        box = QRectF(x, (self.height() - side) / 2, side, side)
        self._theme.paint_icon(QPainter(self), box, "chevron-down", "text2")
