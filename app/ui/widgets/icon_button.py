"""A square button with an icon only; its name is its tooltip and what a screen reader says."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.enter_key import click_by_enter
from app.ui.widgets.focus_ring import RingKeeper
from app.ui.widgets.plain import set_tip


@guarded()
class IconButton(QAbstractButton):
    """An icon of the theme, 32 px square (28 if `small`). `name` must be translated by the caller.

    `on_ground` chooses the hover tint of the surface below; `danger` reddens on hover and focus.
    """

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str,
        *,
        small: bool = False,
        on_ground: bool = False,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._small = small
        self._on_ground = on_ground
        self._danger = danger
        self._ink = "text2"
        self.set_name(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        RingKeeper(theme, self)
        theme.changed.connect(self.update)

    def set_name(self, name: str) -> None:
        """What the button does, in words: tooltip and accessible name."""
        self.setAccessibleName(name)
        set_tip(self, name)

    def set_icon(self, icon: str, ink: str = "text2") -> None:
        """Show another icon of resources/icons in the token `ink`."""
        self._icon, self._ink = icon, ink
        self.update()

    def sizeHint(self) -> QSize:
        control = self._theme.metrics.control
        side = control.button_small if self._small else control.icon_button
        return QSize(side, side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not click_by_enter(self, event):
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        lit = self.isEnabled() and (self.underMouse() or self.isDown() or self.isChecked())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if lit:
            hover = theme.colours.hover_on_ground if self._on_ground else theme.colours.hover_on_sheet
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours.pressed if self.isDown() or self.isChecked() else hover)
            painter.drawRoundedRect(
                QRectF(self.rect()), theme.metrics.radius.button, theme.metrics.radius.button
            )
        side = theme.metrics.icon.normal
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        theme.paint_icon(painter, box, self._icon, self._current_ink(lit))

    def _current_ink(self, lit: bool) -> str:
        if not self.isEnabled():
            return "text3"
        if self._danger and (lit or self.hasFocus()):
            return "danger_text"
        return "text" if lit and self._ink == "text2" else self._ink
