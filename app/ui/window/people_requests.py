"""What is wanted of others in a room and of oneself: what is asked first. Sends nothing itself."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.client.events import BanChanged
from app.client.wishes import Ban, Kick, SetAway, Unban, Wish
from app.irc.masks import ban_mask
from app.models.room import Room
from app.models.room_names import name_in
from app.models.timeline_entries import Entry, EventEntry
from app.ui.rooms.rooms_pane import ProfileCard
from app.ui.widgets.colour_choice import ColourChoice
from app.ui.window.asker import Asker
from app.ui.window.questions import ban_question, remove_question, rename_question, stop_question
from app.ui.window.toast import Toast
from app.words import common_words, connection_words


class PeopleRequests(QObject):
    """Requests about one person of a room.

    Signals:
        wished(Room, Wish): what was chosen, once it is agreed to.
    """

    wished = Signal(Room, Wish)

    def __init__(self, asker: Asker, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._asker = asker
        self._toast = toast
        self._banned: tuple[Room, str, str] | None = None  # room, name and mask of the ban that was asked for

    @Slot(Room, Wish)
    def take(self, room: Room, wish: Wish) -> None:
        """Hand on what was chosen, asking first where it hurts."""
        if isinstance(wish, Kick):
            question = remove_question(name_in(room, wish.nick), room.title)
            self._asker.ask(question, partial(self._remove, room, wish))
        elif isinstance(wish, Ban):
            question = ban_question(name_in(room, wish.who), room.title)
            self._asker.ask(question, partial(self._ban, room, wish))
        else:
            self.wished.emit(room, wish)

    def _remove(self, room: Room, wish: Kick, reason: str) -> None:
        self.wished.emit(room, replace(wish, reason=reason))

    def _ban(self, room: Room, wish: Ban, reason: str) -> None:
        member = room.members.find(wish.who)
        own = room.members.find(room.connection.nick)
        if member is not None:
            mask = ban_mask(member.nick, member.host, own.host if own is not None else "")
            self._await_ban(room, name_in(room, wish.who), mask)
        self.wished.emit(room, replace(wish, reason=reason))

    def _await_ban(self, room: Room, nick: str, mask: str) -> None:
        if self._banned is not None:
            self._banned[0].noticed.disconnect(self._on_noticed)
        self._banned = (room, nick, mask)
        room.noticed.connect(self._on_noticed)

    def _on_noticed(self, _room: Room, entries: list[Entry]) -> None:
        """Undo is offered when the server has set the ban, not before."""
        if self._banned is None:
            return
        room, nick, mask = self._banned
        facts = [entry.fact for entry in entries if isinstance(entry, EventEntry)]
        if any(isinstance(fact, BanChanged) and fact.banned and fact.mask == mask for fact in facts):
            room.noticed.disconnect(self._on_noticed)
            self._banned = None
            words = connection_words.IS_BANNED(name=nick)
            self._toast.say(words, connection_words.UNDO(), partial(self._lift, room, mask))

    def _lift(self, room: Room, mask: str) -> None:
        self.wished.emit(room, Unban(room.target, mask))


class OwnRequests(QObject):
    """Requests about this person, who is shown on the card under the rooms.

    Signals:
        changed(): the name or the presence is another.
        wished_everywhere(Wish): what the person wants of themselves, on every connection.
        rename_requested(str): another name.
        colour_requested(str): another colour, "#rrggbb", "" for the one of the name.
        stop_hosting_requested(): the person has agreed to end the room.
        log_folder_requested(): show where the program's log and reports are.
    """

    changed = Signal()
    wished_everywhere = Signal(Wish)
    rename_requested = Signal(str)
    colour_requested = Signal(str)
    stop_hosting_requested = Signal()
    log_folder_requested = Signal()

    def __init__(self, card: ProfileCard, asker: Asker, parent: QObject) -> None:
        super().__init__(parent)
        self._card = card
        self._asker = asker
        self._name = self._colour = ""
        self._choice: ColourChoice | None = None
        self.is_away = False

    def set_profile(self, name: str, *, away: bool, colour: str = "", colour_of: str = "") -> None:
        """Show who the person is: `colour` is what they have chosen, `colour_of` what colours them."""
        self._name, self._colour, self.is_away = name, colour, away
        self._card.set_profile(name, away=away, colour_of=colour_of or name)
        self.changed.emit()

    def ask_for_name(self, reason: str = "") -> None:
        """Ask for another name; `reason` says why the last one was not taken."""
        dialog = self._asker.ask(rename_question(self._name, self._colour, reason), self._renamed)
        self._choice = dialog.colour_choice()

    def set_away(self, away: bool) -> None:
        """Be away, or be back."""
        self.wished_everywhere.emit(SetAway(common_words.AWAY() if away else None))

    def ask_to_stop(self, hosted: Room) -> None:
        """Stop hosting a room, once the person has agreed."""
        question = stop_question(hosted.title, hosted.members.count - 1)
        self._asker.ask(question, lambda _text: self.stop_hosting_requested.emit())

    def _renamed(self, name: str) -> None:
        colour = self._choice.value if self._choice is not None else self._colour
        if colour != self._colour:
            self.colour_requested.emit(colour)
        if name and name != self._name:
            self.rename_requested.emit(name)
