"""Asks in a dialog over the window, one question at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.question_dialog import CANCEL, Question, QuestionDialog
from app.ui.window.questions import CONFIRM


class Asker(QObject):
    """Shows questions over one widget. A new question waits for nothing: it replaces an open one."""

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme = theme
        self.over = over
        self._dialog: QuestionDialog | None = None
        self._agreed: Callable[[str], None] | None = None
        self._declined: Callable[[], None] | None = None
        self._decided: Callable[[str], None] | None = None

    @property
    def dialog(self) -> QuestionDialog | None:
        """The question that is open."""
        return self._dialog

    def ask(
        self,
        question: Question,
        agreed: Callable[[str], None],
        declined: Callable[[], None] | None = None,
    ) -> QuestionDialog:
        """Ask; `agreed` gets the field's text when the person confirms. Returns what asks.

        `declined` is called when they do not, or when another question replaces this one.
        """
        self.withdraw()
        self._agreed, self._declined = agreed, declined
        self._dialog = QuestionDialog(self._theme, question, self.over)
        self._dialog.answered.connect(self._on_answered)
        return self._dialog

    def ask_which(self, question: Question, decided: Callable[[str], None]) -> None:
        """Ask; `decided` gets the id of the choice, also of "cancel", which a replaced question counts as."""
        self.ask(question, _nothing)
        self._decided = decided

    def withdraw(self) -> None:
        """Take an open question away unanswered."""
        dialog, self._dialog, self._agreed = self._dialog, None, None
        declined, self._declined = self._declined, None
        decided, self._decided = self._decided, None
        if dialog is not None:
            dialog.answered.disconnect(self._on_answered)
            dialog.answer("")
        if declined is not None:
            declined()
        if decided is not None:
            decided(CANCEL)

    def _on_answered(self, choice: str, text: str) -> None:
        agreed, self._dialog, self._agreed = self._agreed, None, None
        declined, self._declined = self._declined, None
        decided, self._decided = self._decided, None
        if decided is not None:
            decided(choice)
        elif choice == CONFIRM and agreed is not None:
            agreed(text.strip())
        elif declined is not None:
            declined()


def _nothing(_text: str) -> None:
    """The answer of a question that reports its choice instead."""
