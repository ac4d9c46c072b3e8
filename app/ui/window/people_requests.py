"""From "do this with her" to a request: what is asked first, and the Undo of a ban. Sends nothing itself."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.client.events import BanChanged
from app.client.wishes import Ban, Kick, Unban, Wish
from app.irc.masks import ban_mask
from app.models.room import Room
from app.models.room_names import name_in
from app.models.timeline_entries import Entry, EventEntry
from app.ui.window.asker import Asker
from app.ui.window.questions import ban_question, remove_question
from app.ui.window.toast import Toast
from app.words import connection_words


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
