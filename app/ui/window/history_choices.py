"""The actions about what this computer keeps: for how long, deleting one room's history, writing it out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup

from app.settings import KEPT_DAYS
from app.ui.actions import ActionId
from app.ui.window.asking import Asker
from app.ui.window.export_dialog import ask_where
from app.ui.window.questions import CONFIRM, forget_question, keep_less_question

if TYPE_CHECKING:
    from app.ui.window.main_window import MainWindow

KEPT = {
    ActionId.KEEP_EVER: "ever",
    ActionId.KEEP_YEAR: "year",
    ActionId.KEEP_MONTH: "month",
    ActionId.KEEP_NOTHING: "nothing",
}


class HistoryChoices(QObject):
    """Holds how long is kept; asks before anything is deleted."""

    def __init__(self, window: MainWindow, asker: Asker) -> None:
        super().__init__(window)
        self._window = window
        self._asker = asker
        self._kept = "ever"
        group = QActionGroup(self)
        for action in KEPT:
            group.addAction(window.actions_[action])
        self.show_kept(self._kept)

    def show_kept(self, kept: str) -> None:
        """Mark what is chosen, a key of KEPT_DAYS."""
        self._kept = kept
        for action, value in KEPT.items():
            self._window.actions_[action].setChecked(value == kept)

    def handlers(self) -> dict[ActionId, Callable[[], None]]:
        """What each of the actions does."""
        table: dict[ActionId, Callable[[], None]] = {
            action: partial(self._choose, kept) for action, kept in KEPT.items()
        }
        return table | {ActionId.EXPORT: self._export, ActionId.FORGET: self._forget}

    def _choose(self, kept: str) -> None:
        wanted, current = KEPT_DAYS[kept], KEPT_DAYS[self._kept]
        if kept == self._kept:
            return
        if wanted is None or (current is not None and wanted >= current):
            self._window.keep_history_chosen.emit(kept)
            return
        self.show_kept(self._kept)  # until it is agreed
        self._asker.ask_which(keep_less_question(wanted), lambda choice: self._decided(choice, kept))

    def _decided(self, choice: str, kept: str) -> None:
        if choice == CONFIRM:
            self._window.keep_history_chosen.emit(kept)

    def _forget(self) -> None:
        room = self._window.current_room
        if room is not None:
            question = forget_question(room.title)
            self._asker.ask(question, lambda _text: self._window.forget_requested.emit(room))

    def _export(self) -> None:
        room = self._window.current_room
        if room is not None and (chosen := ask_where(self._window, room.title)) is not None:
            self._window.export_requested.emit(room, *chosen)
