"""Between composer, timeline and room: what a text that was sent is meant as, and who is writing now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.client.events import Typing
from app.client.wishes import Delete, Edit, Reply, Say, TellTyping, Wish
from app.models.commands import is_command, parse_input
from app.models.room import Room
from app.models.room_names import name_in, names_with_spaces
from app.ui.composer.composer import Composer
from app.ui.composer.draft import Reference, ReplyDraft
from app.ui.timeline.quote_line import quoted_words
from app.ui.timeline.view import TimelineView
from app.words import writing_words

_PAUSE_MS = 5_000  # so long without a letter is a pause: https://ircv3.net/specs/client-tags/typing


class ComposerWishes(QObject):
    """Makes wishes of texts that were sent.

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
        composer.emptied.connect(self._on_emptied)

    @Slot(str)
    def _reply(self, msgid: str) -> None:
        entry = self._room.timeline.message(msgid)
        if entry is not None:
            colour_of = self._room.timeline.colour_of(entry)
            reply = ReplyDraft(msgid, entry.shown_name, quoted_words(entry), colour_of)
            self._composer.begin_reply(reply)

    @Slot(str)
    def _edit(self, msgid: str) -> None:
        entry = self._room.timeline.message(msgid)
        if entry is not None:
            self._composer.begin_edit(msgid, entry.text)

    @Slot(str)
    def _on_submitted(self, text: str) -> None:
        self.wished.emit(self._meant(text, self._composer.take_reference()))

    @Slot(str)
    def _on_emptied(self, msgid: str) -> None:
        self.wished.emit(Delete(self._room.target, msgid))

    def _meant(self, text: str, reference: Reference | None) -> Wish:
        room = self._room
        if reference is not None and reference.is_edit:
            return Edit(room.target, reference.msgid, text)
        wish = parse_input(text, room.target, names_with_spaces(room))
        if reference is None or is_command(text) or not isinstance(wish, Say):
            return wish  # a command is no reply
        return Reply(room.target, reference.msgid, wish.text)


class TypingNotifications(QObject):
    """Shows who writes in a room and notices when this person does.

    Signals:
        wished(Wish): to tell the others what happens in the composer now.
    """

    wished = Signal(Wish)

    def __init__(self, room: Room, composer: Composer) -> None:
        super().__init__(composer)
        self._room = room
        self._composer = composer
        self._state = Typing.DONE
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._paused)
        composer.text_edited.connect(self._edited)
        composer.submitted.connect(self._submitted)
        room.typing_changed.connect(self._show)

    @Slot()
    def _show(self) -> None:
        room = self._room
        self._composer.show_typing(typing_words([name_in(room, nick) for nick in room.typing]))

    @Slot()
    def _edited(self) -> None:
        text = self._composer.text()
        # that one gives a command, or puts an old message right, is nobody's business
        is_talk = bool(text.strip()) and not is_command(text)
        if is_talk and self._composer.can_send and not self._composer.is_editing:
            self._pause.start()
            self._tell(Typing.ACTIVE)
        elif self._state is not Typing.DONE:
            # a text that was sent is empty too: its coming says the same
            self._pause.stop()
            QTimer.singleShot(0, self, self._emptied)

    @Slot()
    def _emptied(self) -> None:
        if self._state is not Typing.DONE and not self._composer.text():
            self._tell(Typing.DONE)

    @Slot(str)
    def _submitted(self, _text: str) -> None:
        self._pause.stop()
        self._state = Typing.DONE

    @Slot()
    def _paused(self) -> None:
        self._tell(Typing.PAUSED)

    def _tell(self, state: Typing) -> None:
        self._state = state
        self.wished.emit(TellTyping(self._room.target, state))


def typing_words(names: Sequence[str]) -> str:
    """Who is writing, in words; "" for nobody."""
    if not names:
        return ""
    if len(names) == 1:
        return writing_words.IS_TYPING(name=names[0])
    if len(names) == 2:
        return writing_words.TWO_ARE_TYPING(one=names[0], two=names[1])
    return writing_words.SEVERAL_ARE_TYPING(one=names[0], two=names[1])
