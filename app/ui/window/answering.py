"""Between timeline and composer: what is written as an answer to a message, or to put one's own right."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.client.wishes import Edit, Reply, Say, Wish
from app.models.commands import is_command, parse_input
from app.models.room import Room
from app.models.room_names import names_with_spaces
from app.ui.composer.composer import Composer, Reference
from app.ui.timeline.quote_line import quoted_words
from app.ui.timeline.view import TimelineView


class Answering(QObject):
    """Tells how a text that was sent is meant.

    Signals:
        wished(Wish): words, a command, an answer to a message, or another text for one's own.
    """

    wished = Signal(Wish)

    def __init__(self, room: Room, timeline: TimelineView, composer: Composer) -> None:
        super().__init__(composer)
        self._room = room
        self._composer = composer
        timeline.message_actions.reply_requested.connect(self._reply)
        timeline.message_actions.edit_requested.connect(self._edit)
        composer.submitted.connect(self._on_submitted)

    @Slot(str)
    def _reply(self, msgid: str) -> None:
        entry = self._room.timeline.message(msgid)
        if entry is not None:
            self._composer.begin_reply(
                msgid, name=entry.shown_name, words=quoted_words(entry), colour_of=entry.sender
            )

    @Slot(str)
    def _edit(self, msgid: str) -> None:
        entry = self._room.timeline.message(msgid)
        if entry is not None:
            self._composer.begin_edit(msgid, entry.text)

    @Slot(str)
    def _on_submitted(self, text: str) -> None:
        self.wished.emit(self._meant(text, self._composer.take_reference()))

    def _meant(self, text: str, reference: Reference | None) -> Wish:
        room = self._room
        if reference is not None and reference.is_edit:
            return Edit(room.target, reference.msgid, text)
        wish = parse_input(text, room.target, names_with_spaces(room))
        if reference is None or is_command(text) or not isinstance(wish, Say):
            return wish  # a command is no reply
        return Reply(room.target, reference.msgid, wish.text)
