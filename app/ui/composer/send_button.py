"""The Send button: quiet while there is nothing to send, accented when there is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import click_by_enter
from app.ui.widgets.focus_ring import FocusRingFilter
from app.ui.widgets.plain_text import set_tooltip


@guarded()
class SendButton(QAbstractButton):
    """Enabled only while something can be sent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_ready(ready=False, name="")
        FocusRingFilter(theme, self)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_ready(self, *, ready: bool, name: str) -> None:
        """Whether a press sends; `name` says what it does, or why it does nothing."""
        self.setEnabled(ready)
        self.setAccessibleName(name)
        set_tooltip(self, name)
        self.setCursor(Qt.CursorShape.PointingHandCursor if ready else Qt.CursorShape.ArrowCursor)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not click_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        composer = self._theme.metrics.composer
        side = self._theme.around_icon(composer.button, composer.icon_size)
        return QSize(side, side)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled():
            hover = colours.accent_hover if self.underMouse() else colours.accent
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent_pressed if self.isDown() else hover)
            radius = theme.metrics.radius.button
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        side = theme.scaled(theme.metrics.composer.icon_size)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        theme.paint_icon(painter, box, "send", "on_accent" if self.isEnabled() else "text3")
