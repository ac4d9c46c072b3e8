"""What it means that the window is closed: it goes, it stays in the background, or the person is asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.models.room import Room
from app.ui.window.asker import Asker
from app.ui.window.preference_choices import PreferenceChoices
from app.ui.window.questions import CONFIRM, STAY, close_question, unfinished_question


class WindowClosing(QObject):
    """Asks only while others are in the room that this computer hosts, or files are on their way.

    `unfinished` tells how many files are; `can_stay` tells whether something would bring the window back;
    without that it never hides itself.

    Signals:
        asking(): a question follows, which the person has to see.
        agreed(): the person wants the program to end.
        background_wanted(): the window is to hide itself, and all goes on.
    """

    asking = Signal()
    agreed = Signal()
    background_wanted = Signal()

    def __init__(
        self,
        asker: Asker,
        preferences: PreferenceChoices,
        parent: QObject,
        *,
        unfinished: Callable[[], int],
    ) -> None:
        super().__init__(parent)
        self._unfinished = unfinished
        self._asker = asker
        self._preferences = preferences
        self.can_stay: Callable[[], bool] = lambda: False

    def may_close(self, hosted: Room | None) -> bool:
        """Whether the window may close at once; else it stays in the background, or a question is open."""
        if self._preferences.attention.keeps_running and self.can_stay():
            self.background_wanted.emit()
            return False
        return self.may_quit(hosted)

    def may_quit(self, hosted: Room | None) -> bool:
        """Whether the program may end at once; else a question is open."""
        others = len(others_inside(hosted)) if hosted is not None else 0
        files = self._unfinished()
        if not others and not files:
            return True
        stays = self.can_stay()
        self.asking.emit()
        question = (
            close_question(others, may_stay=stays) if others else unfinished_question(files, may_stay=stays)
        )
        self._asker.ask_which(question, self._on_decided)
        return False

    def _on_decided(self, choice: str) -> None:
        if choice == CONFIRM:
            self.agreed.emit()
        elif choice == STAY:
            self.background_wanted.emit()


def others_inside(hosted: Room) -> set[str]:
    """The nicknames of those besides the host who are in any room of the hub, as far as the host is in it."""
    rooms = {hosted, *hosted.connection.rooms}
    return {member.nick for room in rooms for member in room.members.people()} - {hosted.connection.nick}
