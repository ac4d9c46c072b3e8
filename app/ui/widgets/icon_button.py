"""A square button with an icon only, and one that copies a text; the name is a tooltip and is read aloud."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import click_by_enter
from app.ui.widgets.focus_ring import FocusRingFilter
from app.ui.widgets.plain_text import set_tooltip
from app.words import common_words

_COPIED_FOR_MS = 1500


@guarded()
class IconButton(QAbstractButton):
    """An icon of the theme, 32 px square (28 if `small`) at 100 % text. `name` is in the person's language.

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
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where one writes
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        FocusRingFilter(theme, self)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_name(self, name: str) -> None:
        """What the button does, in words: tooltip and accessible name."""
        self.setAccessibleName(name)
        set_tooltip(self, name)

    def set_icon(self, icon: str, ink: str = "text2") -> None:
        """Show another icon of resources/icons in the token `ink`."""
        self._icon, self._ink = icon, ink
        self.update()

    def sizeHint(self) -> QSize:
        control = self._theme.metrics.control
        side = control.button_small if self._small else control.icon_button
        side = self._theme.around_icon(side, self._theme.metrics.icon.normal)
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
        side = theme.scaled(theme.metrics.icon.normal)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        theme.paint_icon(painter, box, self._icon, self._current_ink(lit))

    def _current_ink(self, lit: bool) -> str:
        if not self.isEnabled():
            return "text3"
        if self._danger and (lit or self.hasFocus()):
            return "danger_text"
        return "text" if lit and self._ink == "text2" else self._ink


class CopyButton(IconButton):
    """Copies its text when pressed, and shows a tick for a moment."""

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, "copy", "", small=True, parent=parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_COPIED_FOR_MS)
        self._timer.timeout.connect(self._show_copy)
        self._text = text
        self.set_copied_text(text)
        self.clicked.connect(self.copy)

    def set_copied_text(self, text: str, spoken: str = "") -> None:
        """What the next press copies; `spoken` names it where it should not be read out."""
        self._text = text
        self._spoken = spoken or text
        self._show_copy()

    def copy(self) -> None:
        """Put the text on the clipboard and show that it was done."""
        QGuiApplication.clipboard().setText(self._text)
        self.set_icon("check", "success")
        self.set_name(common_words.COPIED())
        self._timer.start()

    def _show_copy(self) -> None:
        self.set_icon("copy")
        self.set_name(common_words.COPY_WHAT(text=self._spoken))
