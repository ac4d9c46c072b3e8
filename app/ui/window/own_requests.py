"""What a person wants of themselves and of the room they host: what is asked first. Sends nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.client.wishes import SetAway, Wish
from app.models.room import Room
from app.ui.rooms.rooms_pane import ProfileCard
from app.ui.window.asker import Asker
from app.ui.window.questions import rename_question, stop_question
from app.words import common_words


class OwnRequests(QObject):
    """Requests about this person, who is shown on the card under the rooms.

    Signals:
        changed(): the name or the presence is another.
        wished_everywhere(Wish): what the person wants of themselves, on every connection.
        rename_requested(str): another name.
        stop_hosting_requested(): the person has agreed to end the room.
    """

    changed = Signal()
    wished_everywhere = Signal(Wish)
    rename_requested = Signal(str)
    stop_hosting_requested = Signal()

    def __init__(self, card: ProfileCard, asker: Asker, parent: QObject) -> None:
        super().__init__(parent)
        self._card = card
        self._asker = asker
        self._name = ""
        self.is_away = False

    def set_profile(self, name: str, *, away: bool) -> None:
        """Show who the person is."""
        self._name, self.is_away = name, away
        self._card.set_profile(name, away=away)
        self.changed.emit()

    def ask_for_name(self, reason: str = "") -> None:
        """Ask for another name; `reason` says why the last one was not taken."""
        self._asker.ask(rename_question(self._name, reason), self._renamed, field_first=True)

    def set_away(self, away: bool) -> None:
        """Be away, or be back."""
        self.wished_everywhere.emit(SetAway(common_words.AWAY() if away else None))

    def ask_to_stop(self, hosted: Room) -> None:
        """Stop hosting a room, once the person has agreed."""
        question = stop_question(hosted.title, hosted.members.count - 1)
        self._asker.ask(question, lambda _text: self.stop_hosting_requested.emit())

    def _renamed(self, name: str) -> None:
        if name and name != self._name:
            self.rename_requested.emit(name)
