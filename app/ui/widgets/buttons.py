"""Push buttons with words (primary, quiet, danger, tonal, link), a switch, and Enter as every button's key.

The look of a push button is in the stylesheet, chosen by the property `kind`.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.focus_ring import FocusRingFilter
from app.ui.widgets.plain_text import button_text

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KNOB_ON = 14
_KNOB_OFF = 12
_TRACK_EDGE = 1.5


def click_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """For a button's keyPressEvent: True if the key was Enter, and is used up; held down it presses once.

    Enter presses the button that has the focus, as Space does; Qt does so in dialogs only.
    """
    if event.key() not in _ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    event.accept()
    if not event.isAutoRepeat():
        button.click()
    return True


class ButtonKind(Enum):
    """What a button is for; the value is the stylesheet's property. One PRIMARY per card or dialog."""

    QUIET = "quiet"
    PRIMARY = "primary"
    DANGER = "danger"
    DANGER_PRIMARY = "dangerPrimary"
    TONAL = "tonal"
    LINK = "link"


@guarded()
class Button(QPushButton):
    """A button of one kind. LINK is a text button: words in the accent colour without an edge."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        kind: ButtonKind = ButtonKind.QUIET,
        *,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(button_text(text), parent)
        self.setProperty("kind", kind.value)
        if small:
            self.setProperty("small", "true")
        # the window decides what Enter does, never whichever button Qt finds first
        self.setAutoDefault(False)
        if kind is ButtonKind.LINK:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._theme = theme
        theme.changed.connect(self._resize_icon)
        self._resize_icon()
        FocusRingFilter(theme, self)

    def set_stacked(self, stacked: bool) -> None:
        """Fill a line by itself, where the words have the room that is else around them."""
        if bool(self.property("stacked")) != stacked:
            self.setProperty("stacked", stacked)
            self.style().unpolish(self)
            self.style().polish(self)

    def setText(self, text: str) -> None:
        """Show other words. Qt calls its own, which is not virtual; all calls of ours come here."""
        super().setText(button_text(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not click_by_enter(self, event):
            super().keyPressEvent(event)

    def _resize_icon(self) -> None:
        side = self._theme.scaled(self._theme.metrics.icon.small)
        self.setIconSize(QSize(side, side))


@guarded()
class Switch(QAbstractButton):
    """On or off, 36x20 in a 36x28 hit area at 100 % text; `toggled(bool)` as in every QAbstractButton.

    Its words stand beside it; `name` is what a screen reader says.
    """

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        FocusRingFilter(theme, self)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        control = self._theme.metrics.control
        return QSize(self._theme.scaled(control.switch[0]), self._theme.scaled(control.button_small))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        width, height = (self._theme.scaled(px) for px in self._theme.metrics.control.switch)
        track = QRectF(0, (self.height() - height) / 2, width, height)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colours.accent if self.isChecked() else colours.control_border
        painter.setPen(QPen(edge, _TRACK_EDGE))
        painter.setBrush(colours.accent if self.isChecked() else Qt.BrushStyle.NoBrush)
        half = _TRACK_EDGE / 2
        painter.drawRoundedRect(track.adjusted(half, half, -half, -half), height / 2, height / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.on_accent if self.isChecked() else colours.control_border)
        painter.drawEllipse(self._knob(track))

    def _knob(self, track: QRectF) -> QRectF:
        side = self._theme.scaled(_KNOB_ON if self.isChecked() else _KNOB_OFF)
        gap = (track.height() - side) / 2
        at_right = self.isChecked() != (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        x = track.right() - gap - side if at_right else track.left() + gap
        return QRectF(x, track.top() + gap, side, side)
