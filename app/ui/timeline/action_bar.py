"""Buttons for the first actions of the registry and for its menu.

They stand at the top right edge of the message that is pointed at or has the keyboard.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.guard import guarded
from app.ui.action import row_of
from app.ui.theme.theme import Theme
from app.ui.timeline.message_registry import IN_BAR, MESSAGE_ACTIONS, MessageAction
from app.ui.widgets.icon_button import IconButton
from app.words import message_words

_EDGE = 1
_DROP = 4  # between a button and what opens below it


@guarded()
class ActionBar(QWidget):
    """Lies over the timeline. The keyboard has keys of its own for all of this, so it never takes the focus.

    `buttons`: by what they do; `more`: the one that opens the menu.

    Signals:
        pressed(MessageAction, QPoint): a button was pressed; what it opens is to open there on the screen.
        more_pressed(QPoint): the menu is to open there.
    """

    pressed = Signal(MessageAction, QPoint)
    more_pressed = Signal(QPoint)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        rows = [row_of(MESSAGE_ACTIONS, action) for action in IN_BAR]
        # what each of them says does not depend on the message
        self.buttons = {
            action: self._button(row.icon, row.name()) for action, row in zip(IN_BAR, rows, strict=True)
        }
        self.more = self._button("more", message_words.MORE())
        for action, button in self.buttons.items():
            button.clicked.connect(partial(self._press, action))
        self.more.clicked.connect(lambda: self.more_pressed.emit(_below(self.more)))
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        row.setSpacing(0)
        for button in (*self.buttons.values(), self.more):
            row.addWidget(button)
        self.hide()

    def _button(self, icon: str, name: str) -> IconButton:
        button = IconButton(self._theme, icon, name, small=True, parent=self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        return button

    def offer(self, actions: Collection[MessageAction]) -> None:
        """Which buttons there are besides "More"."""
        for action, button in self.buttons.items():
            button.setVisible(action in actions)
        self.adjustSize()

    def _press(self, action: MessageAction) -> None:
        self.pressed.emit(action, _below(self.buttons[action]))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, radius = self._theme.colours, self._theme.metrics.radius.button
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.line_strong, 1))
        painter.setBrush(colours.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def _below(button: QWidget) -> QPoint:
    """Where something opens below a button, on the screen."""
    return button.mapToGlobal(QPoint(0, button.height() + _DROP))
