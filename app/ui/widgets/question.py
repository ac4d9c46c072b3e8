"""A decision: a sheet over the shaded window with a title, a text, perhaps one field, and buttons.

Shown only for decisions; errors stand beside their field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.card import Card
from app.ui.widgets.field import Field
from app.ui.widgets.labels import Label

CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of a question; `id` comes back in `answered`."""

    id: str
    words: str
    kind: ButtonKind = ButtonKind.QUIET


@dataclass(frozen=True, slots=True)
class WordList:
    """Words to be compared one by one; `title` says whose they are."""

    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. The choice with id "cancel" gets the focus and is what Escape answers.

    `icon` stands before the title; `words` below the text.
    """

    title: str
    text: str
    choices: Sequence[Choice]
    field_label: str = ""
    field_text: str = ""
    field_hint: str = ""
    icon: str = ""
    words: tuple[WordList, ...] = ()


class QuestionSheet(QWidget):
    """Covers `over` until it is answered, then deletes itself.

    Signals:
        answered(str, str): the id of the choice and the text of the field ("" without one).
    """

    answered = Signal(str, str)

    def __init__(self, theme: Theme, question: Question, over: QWidget) -> None:
        super().__init__(over)
        self._theme = theme
        self._before = over.window().focusWidget()
        self._field: Field | None = None
        self._buttons: dict[str, Button] = {}
        self._card = Card("dialog", self)
        self._card.setAccessibleName(question.title)
        self._fill(question)
        over.installEventFilter(self)
        self.setGeometry(over.rect())
        self.raise_()
        self.show()
        self._first_focus()

    def button(self, choice: str) -> Button:
        """The button of a choice; raises KeyError."""
        return self._buttons[choice]

    def field(self) -> Field | None:
        """The line of input, if the question has one."""
        return self._field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and event.type() == QEvent.Type.Resize:
            self.setGeometry(watched.rect())
        return False

    def resizeEvent(self, event: QEvent) -> None:
        pad = self._theme.metrics.spacing.two
        width = min(self._theme.scaled(self._theme.metrics.dialog.width), self.width() - 2 * pad)
        height = max(self._card.heightForWidth(width), self._card.sizeHint().height())
        top = max(pad, (self.height() - height) // 3)
        self._card.setGeometry((self.width() - width) // 2, top, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.colours.overlay)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.answer(CANCEL)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, Button):
                focused.click()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the sheet."""
        chain: list[QWidget] = [*([self._field.edit] if self._field else []), *self._buttons.values()]
        current = self.focusWidget()
        at = chain.index(current) if current in chain else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        chain[(at + (1 if forward else -1)) % len(chain)].setFocus(reason)
        return True

    def answer(self, choice: str) -> None:
        """Answer with `choice`, give the focus back and go."""
        if self.isHidden():
            return
        text = self._field.text() if self._field else ""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.answered.emit(choice, text)
        self.deleteLater()

    def _fill(self, question: Question) -> None:
        spacing = self._theme.metrics.spacing
        pad = self._theme.metrics.dialog.pad
        column = QVBoxLayout(self._card)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(spacing.one)
        column.addWidget(Label(question.title, TypeRole.HEADING, wrap=True))
        if question.text:
            column.addWidget(Label(question.text, TypeRole.LIST, "text2", wrap=True))
        if question.field_label:
            self._field = Field(self._theme, question.field_label, placeholder=question.field_hint)
            self._field.set_text(question.field_text)
            column.addSpacing(spacing.one)
            column.addWidget(self._field)
        row = QHBoxLayout()
        row.setSpacing(spacing.one_half)
        row.addStretch()
        for choice in question.choices:
            self._buttons[choice.id] = button = Button(self._theme, choice.words, choice.kind)
            button.setObjectName(choice.id)
            button.clicked.connect(self._on_clicked)
            row.addWidget(button)
        column.addSpacing(spacing.two)
        column.addLayout(row)

    def _first_focus(self) -> None:
        first = self._buttons.get(CANCEL) or next(iter(self._buttons.values()))
        # the ring shows which answer Enter gives, also after a click has opened the question
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.answer(sender.objectName())
