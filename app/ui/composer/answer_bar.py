"""What the text in the composer is: an answer to a message, or one's own message put right."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.guard import guarded
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.words import common_words, writing_words

_LEFT = 8
_GAP = 6
_BELOW = 4


@guarded()
class AnswerBar(QWidget):
    """One line above the field, with a button that ends it.

    Signals:
        cancelled(): the person does not want to answer, or to edit, any more.
    """

    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = "reply"
        self._lead = self._name = self._words = ""
        self._colour_of = ""
        self._close = IconButton(theme, "close", common_words.CANCEL(), small=True)
        self._close.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, _BELOW)
        row.addStretch(1)
        row.addWidget(self._close)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_reply(self, name: str, words: str, *, colour_of: str) -> None:
        """Tell who is answered and what they said; `colour_of` is the nickname that colours the name."""
        self._show("reply", writing_words.REPLYING_TO(), words)
        self._name, self._colour_of = name, colour_of
        self.setAccessibleName(f"{self._lead} {name}: {words}")
        self.update()

    def show_edit(self, words: str) -> None:
        """Tell that one's own message is put right."""
        self._show("edit", writing_words.EDITING_YOUR_MESSAGE(), words)
        self.setAccessibleName(f"{self._lead}: {words}")

    def _show(self, icon: str, lead: str, words: str) -> None:
        self._icon, self._lead, self._name, self._words = icon, lead, "", words
        self._close.set_name(writing_words.CANCEL_BY_KEY())
        self.show()
        self.update()

    def _restyle(self) -> None:
        line = self._theme.line_height(TypeRole.LIST)
        self.setFixedHeight(max(self._close.sizeHint().height(), line) + _BELOW)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        height = self.height() - _BELOW
        side = theme.scaled(theme.metrics.icon.small)
        theme.paint_icon(painter, QRectF(_LEFT, (height - side) / 2, side, side), self._icon, "accent_text")
        x = float(_LEFT + side + _GAP)
        room = self._close.geometry().left() - _GAP
        plain, strong = theme.font(TypeRole.LIST), theme.font(TypeRole.LIST_UNREAD)
        name_ink = theme.name_colour(self._colour_of).text
        parts = (
            (self._lead, plain, colours.text2),
            (self._name, strong, name_ink),
            (self._words, plain, colours.text3),
        )
        for words, font, ink in parts:
            metrics = QFontMetricsF(font)
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, room - x))
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(QRectF(x, 0, max(0.0, room - x), height), Qt.AlignmentFlag.AlignVCenter, shown)
            x += metrics.horizontalAdvance(shown) + (_GAP if shown else 0)
