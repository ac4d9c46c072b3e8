"""From "do this with that message" to a request: what is asked first. Sends nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QUrl, Signal, Slot

from app.client.wishes import Delete, Wish
from app.models.room import Room
from app.models.room_wishes import FetchFile, SaveFile
from app.ui.window.asker import Asker
from app.ui.window.conversation import Conversation, open_link
from app.ui.window.questions import delete_question, link_question, room_link_question
from app.ui.window.shared_file_requests import SharedFileRequests
from app.ui.window.toast import Toast
from app.words import connection_words

_ROOM_SCHEMES = ("hubbub", "irc", "ircs")


class MessageRequests(QObject):
    """What a person does with messages.

    `follow_open` follows a link into a room that is open, and says whether it was one.

    Signals:
        wished(Room, Wish): what is wanted, once it is agreed to.
        join_requested(str): a link into another room is to be followed.
    """

    wished = Signal(Room, Wish)
    join_requested = Signal(str)

    def __init__(self, asker: Asker, toast: Toast, files: SharedFileRequests, parent: QObject) -> None:
        super().__init__(parent)
        self._files = files
        self._asker = asker
        self._toast = toast
        self.follow_open: Callable[[str], bool] = lambda link: False

    def add_conversation(self, conversation: Conversation) -> None:
        """Take what is wanted in a conversation, as long as it lives."""
        conversation.wished.connect(self._take)
        timeline = conversation.timeline
        timeline.message_actions.unusual_link_activated.connect(self._ask_to_open)
        timeline.highlight.message_missing.connect(self._tell_missing)

    def _tell_missing(self) -> None:
        self._toast.say(connection_words.MESSAGE_NOT_KEPT())

    @Slot(Room, Wish)
    def _take(self, room: Room, wish: Wish) -> None:
        if isinstance(wish, Delete):
            self._ask_to_delete(room, wish)
        elif isinstance(wish, (FetchFile, SaveFile)):
            self._files.take(room, wish)
        else:
            self.wished.emit(room, wish)

    def _ask_to_delete(self, room: Room, wish: Delete) -> None:
        entry = room.timeline.message(wish.msgid)
        if entry is not None:
            name = "" if entry.own else entry.shown_name
            question = delete_question(name, has_file=entry.file is not None)
            self._asker.ask(question, partial(self._delete, room, wish))

    def _delete(self, room: Room, wish: Delete, reason: str) -> None:
        self.wished.emit(room, replace(wish, reason=reason))

    def _ask_to_open(self, url: QUrl) -> None:
        if url.scheme().lower() in _ROOM_SCHEMES:
            target = url.toString()
            if self.follow_open(target):
                return
            self._asker.ask(room_link_question(_spelled(url)), lambda _text: self.join_requested.emit(target))
            return
        self._asker.ask(link_question(_spelled(url)), lambda _text: open_link(url))


def _spelled(url: QUrl) -> str:
    """A link as it goes out: a host that looks like another shows its `xn--`, which toString() would hide."""
    return bytes(url.toEncoded().data()).decode("ascii")
