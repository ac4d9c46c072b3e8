"""What the host is told of the hub's history, and asked when it cannot be kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.application.hosted_hub import HostedHub
from app.hub.data.storage_errors import StorageFailure
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import ButtonKind
from app.ui.widgets.question_dialog import CANCEL, Choice, Question, QuestionDialog
from app.ui.window.main_window import MainWindow
from app.words import history_words, system_words

if TYPE_CHECKING:
    from app.hub.data.events import HubEvent

_WITHOUT = "without"


class HistoryAlerts(QObject):
    """Watches the events of the own hub; asks at most one question at a time."""

    def __init__(
        self, theme: Theme, window: MainWindow, hosted_hub: HostedHub, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window = window
        self._hosted_hub = hosted_hub
        self._sheet: QuestionDialog | None = None
        hosted_hub.happened.connect(self._on_happened)
        hosted_hub.closed.connect(self._withdraw)

    @Slot(object)
    def _on_happened(self, events: Iterable[HubEvent]) -> None:
        from app.hub.data.events import HistoryLost, NotKept  # loaded already, by the hub

        for event in events:
            if isinstance(event, HistoryLost):
                self._window.show_notice(system_words.storage_words(event.failure))
            elif isinstance(event, NotKept):
                self._on_not_kept(event.failure)

    def _on_not_kept(self, failure: StorageFailure | None) -> None:
        if failure is not None:
            self._ask(system_words.storage_words(failure))
        elif self._sheet is not None:
            self._withdraw()
            self._window.show_notice(history_words.KEPT_AGAIN())

    def _ask(self, sentence: str) -> None:
        if self._sheet is not None:
            return
        question = Question(
            title=history_words.NOT_KEPT(),
            text=history_words.NOT_KEPT_TEXT(sentence=sentence),
            choices=(
                Choice(CANCEL, history_words.WAIT()),
                Choice(_WITHOUT, history_words.CONTINUE_WITHOUT_HISTORY(), ButtonKind.PRIMARY),
            ),
            icon="warning",
        )
        self._sheet = QuestionDialog(self._theme, question, self._window)
        self._sheet.answered.connect(self._on_answered)

    @Slot(str, str)
    def _on_answered(self, choice: str, _text: str) -> None:
        self._sheet = None
        if choice == _WITHOUT:
            self._hosted_hub.go_on_without_history()

    @Slot()
    def _withdraw(self) -> None:
        """The question is moot."""
        if self._sheet is not None:
            self._sheet.answer(CANCEL)
