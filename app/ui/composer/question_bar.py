"""The question before many messages go out at once, in place above the field."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.labels import Label
from app.words import writing_words


class QuestionBar(QWidget):
    """Words, and two answers.

    Signals:
        accepted(), declined(): which one was given.
    """

    accepted = Signal()
    declined = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label("", TypeRole.LIST, "text2", wrap=True)
        self._send = Button(theme, "", ButtonKind.TONAL)
        self._keep = Button(theme, writing_words.KEEP_EDITING(), ButtonKind.LINK)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 8)
        row.setSpacing(theme.metrics.spacing.one)
        row.addWidget(self._words, 1)
        row.addWidget(self._send)
        row.addWidget(self._keep)
        self._send.clicked.connect(self.accepted)
        self._keep.clicked.connect(self.declined)
        self.hide()

    def ask(self, words: str, answer: str) -> None:
        """Show the question; the focus goes to the answer that does nothing."""
        self._words.setText(words)
        self._send.setText(answer)
        self.show()
        self._keep.setFocus()
