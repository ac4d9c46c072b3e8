"""Reply, react and more, at the top right edge of the message that is pointed at or has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.words import message_words

_EDGE = 1


@guarded()
class ActionBar(QWidget):
    """Lies over the timeline. The keyboard has keys of its own for all of this, so it never takes the focus.

    Signals:
        reply_pressed(), react_pressed(), more_pressed().
    """

    reply_pressed = Signal()
    react_pressed = Signal()
    more_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.reply = self._button("reply", message_words.REPLY())
        self.react = self._button("react", message_words.REACT())
        self.more = self._button("more", message_words.MORE())
        self.reply.clicked.connect(self.reply_pressed)
        self.react.clicked.connect(self.react_pressed)
        self.more.clicked.connect(self.more_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        row.setSpacing(0)
        for button in (self.reply, self.react, self.more):
            row.addWidget(button)
        self.hide()

    def _button(self, icon: str, name: str) -> IconButton:
        button = IconButton(self._theme, icon, name, small=True, parent=self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        return button

    def offer(self, *, reply: bool, react: bool) -> None:
        """Which buttons there are besides "More"."""
        self.reply.setVisible(reply)
        self.react.setVisible(react)
        self.adjustSize()

    def below_more(self) -> QPoint:
        """Where a menu opens, on the screen."""
        return self.more.mapToGlobal(QPoint(0, self.more.height() + 4))

    def below_react(self) -> QPoint:
        """Where the choice of a reaction opens, on the screen."""
        return self.react.mapToGlobal(QPoint(0, self.react.height() + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, radius = self._theme.colours, self._theme.metrics.radius.button
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.line_strong, 1))
        painter.setBrush(colours.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
