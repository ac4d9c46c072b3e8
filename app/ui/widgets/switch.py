"""An on/off switch, 36x20 in a 36x28 hit area. Its words stand beside it; give them as accessible name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.focus_ring import RingKeeper

_KNOB_ON = 14
_KNOB_OFF = 12
_EDGE = 1.5


@guarded()
class Switch(QAbstractButton):
    """A checkable switch; `toggled(bool)` as in every QAbstractButton."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        RingKeeper(theme, self)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.metrics.control.switch[0], self._theme.metrics.control.button_small)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        width, height = self._theme.metrics.control.switch
        track = QRectF(0, (self.height() - height) / 2, width, height)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colours.accent if self.isChecked() else colours.control_border
        painter.setPen(QPen(edge, _EDGE))
        painter.setBrush(colours.accent if self.isChecked() else Qt.BrushStyle.NoBrush)
        half = _EDGE / 2
        painter.drawRoundedRect(track.adjusted(half, half, -half, -half), height / 2, height / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.on_accent if self.isChecked() else colours.control_border)
        painter.drawEllipse(self._knob(track))

    def _knob(self, track: QRectF) -> QRectF:
        side = _KNOB_ON if self.isChecked() else _KNOB_OFF
        gap = (track.height() - side) / 2
        at_right = self.isChecked() != (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        x = track.right() - gap - side if at_right else track.left() + gap
        return QRectF(x, track.top() + gap, side, side)
