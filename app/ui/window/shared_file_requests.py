"""From "save this file" to a request: where to, and whether one trusts a program. Saves nothing itself."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog

from app.client.wishes import Wish
from app.irc.file_names import is_program
from app.models.room import Room
from app.models.room_wishes import FetchFile, SaveFile
from app.models.timeline_entries import MessageEntry
from app.ui.theme.theme import Theme
from app.ui.window.asker import Asker
from app.ui.window.conversation import Conversation
from app.ui.window.questions import program_question
from app.words import shared_file_words


class SharedFileRequests(QObject):
    """What a person does with files that others share.

    Signals:
        wished(Room, Wish): what is wanted, once it is agreed to.
    """

    wished = Signal(Room, Wish)

    def __init__(self, theme: Theme, asker: Asker, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._asker = asker
        self._folder = ""  # where something was saved last

    def add_conversation(self, conversation: Conversation) -> None:
        """Take what is to be looked at in a conversation, as long as it lives."""
        show = partial(self._show_picture, conversation)
        conversation.timeline.message_actions.picture_requested.connect(show)

    def _show_picture(self, conversation: Conversation, entry: MessageEntry) -> None:
        from app.ui.window.picture_viewer import PictureViewer  # not before there is a picture

        viewer = PictureViewer(self._theme, conversation.room, entry, self._asker.over)
        viewer.wished.connect(partial(self._on_wished, conversation.room))
        viewer.message_wanted.connect(conversation.room.timeline.window.show_message)
        viewer.begin()

    def _on_wished(self, room: Room, wish: Wish) -> None:
        if isinstance(wish, SaveFile):
            self.take(room, wish)
        else:
            self.wished.emit(room, wish)

    def take(self, room: Room, wish: FetchFile | SaveFile) -> None:
        """Save a file, once the person has said where and, of a program, that they trust it."""
        if is_program(wish.file.name):
            question = program_question(wish.file.name, wish.who)
            self._asker.ask(question, lambda _text: self._agreed(room, wish))
        else:
            self._agreed(room, wish)

    def _agreed(self, room: Room, wish: FetchFile | SaveFile) -> None:
        if isinstance(wish, SaveFile) and not wish.path:
            if path := self._ask_where(wish.file.name):
                self.wished.emit(room, replace(wish, path=path))
        else:
            self.wished.emit(room, wish)

    def _ask_where(self, name: str) -> str:
        """Where to save a file of this name, "" when the person cancels."""
        places = QStandardPaths.StandardLocation
        folder = self._folder or QStandardPaths.writableLocation(places.DownloadLocation)
        window = self._asker.over.window()
        title = shared_file_words.SAVE_FILE()
        path, _kind = QFileDialog.getSaveFileName(window, title, str(Path(folder) / name))
        if path:
            self._folder = str(Path(path).parent)
        return path
