"""From "do this with that message" to a request: what is asked first. Sends nothing itself."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QUrl

from app.models.room import Room
from app.ui.window.asking import Asker
from app.ui.window.conversation import Conversation, open_link
from app.ui.window.intents import Intents
from app.ui.window.questions import delete_question, link_question, room_link_question
from app.ui.window.toast import Toast

_ROOM_SCHEMES = ("hubbub", "irc", "ircs")


class MessageRequests(QObject):
    """Carries what a person does with messages to the signals of a window."""

    def __init__(self, window: Intents, asker: Asker, toast: Toast) -> None:
        super().__init__(window)
        self._window = window
        self._asker = asker
        self._toast = toast

    def hear(self, conversation: Conversation) -> None:
        """Carry what is done in a conversation, as long as it lives."""
        window, room = self._window, conversation.room
        conversation.submitted.connect(partial(window.submitted.emit, room))
        conversation.reply_submitted.connect(partial(window.reply_submitted.emit, room))
        conversation.edit_submitted.connect(partial(window.edit_submitted.emit, room))
        conversation.react_requested.connect(partial(window.react_requested.emit, room))
        conversation.seen.connect(partial(window.seen.emit, room))
        conversation.typing_told.connect(partial(window.typing_told.emit, room))
        conversation.retry_requested.connect(partial(window.resend_requested.emit, room))
        conversation.discard_requested.connect(partial(window.discard_requested.emit, room))
        conversation.delete_requested.connect(partial(self._ask_to_delete, room))
        conversation.link_asked.connect(self._ask_to_open)
        conversation.message_missing.connect(self._tell_missing)

    def _tell_missing(self) -> None:
        self._toast.say(self.tr("That message is not kept here."))

    def _ask_to_delete(self, room: Room, msgid: str) -> None:
        entry = room.timeline.message(msgid)
        if entry is not None:
            question = delete_question("" if entry.own else entry.shown_name)
            self._asker.ask(question, partial(self._window.delete_requested.emit, room, msgid))

    def _ask_to_open(self, url: QUrl) -> None:
        if url.scheme().lower() in _ROOM_SCHEMES:
            target = url.toString()
            self._asker.ask(
                room_link_question(target), lambda _text: self._window.join_requested.emit(target)
            )
            return
        self._asker.ask(link_question(url.toString()), lambda _text: open_link(url))
