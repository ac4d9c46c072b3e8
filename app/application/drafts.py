"""What is written and not sent, kept with each room over a restart; nowhere where nothing is kept."""

from __future__ import annotations

import json
from dataclasses import astuple, fields
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from app.application.archive.archive_client import ArchiveClient
from app.application.room_archiving import RoomArchiving
from app.models.commands import holds_password, is_command
from app.models.room import Room
from app.store.archive import Archive
from app.store.archive_records import RoomKey
from app.ui.composer.draft import ReplyDraft
from app.ui.window.conversation import Conversation
from app.ui.window.conversations import Conversations

_PAUSE_MS = 1000  # so much of what was typed last is lost in a crash


class Drafts(QObject):
    """Between composers and the archive, by the key of each room: what is only read has a draft too."""

    def __init__(
        self, archive: ArchiveClient, archiving: RoomArchiving, conversations: Conversations, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._archiving = archiving
        self._open: dict[Conversation, _OpenDraft] = {}
        self._save_soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._save_soon.timeout.connect(self._save_changed)
        conversations.made.connect(self._begin)
        conversations.dropped.connect(self._end)
        archiving.begun.connect(self._on_begun)
        archive.ready.connect(self.save)

    @Slot()
    def save(self) -> None:
        """Write all drafts, known to the archive or not: its file may be another one, or the program ends."""
        for draft in self._open.values():
            draft.kept = None
        self._save_changed()

    @Slot(Conversation)
    def _begin(self, conversation: Conversation) -> None:
        self._open[conversation] = _OpenDraft()
        conversation.composer.text_edited.connect(self._save_soon.start)
        conversation.composer.reply_changed.connect(self._save_soon.start)
        self._ask(conversation)

    @Slot(Room)
    def _on_begun(self, room: Room) -> None:
        """A room that was entered may be shown before it has its archive."""
        for conversation in self._open:
            if conversation.room is room:
                self._ask(conversation)

    def _ask(self, conversation: Conversation) -> None:
        draft, key = self._open[conversation], self._archiving.key_of(conversation.room)
        if draft.key is None and key is not None:
            draft.key = key
            then = partial(self._give, conversation)
            self._archive.ask(lambda archive: archive.draft(key), then, key=key)

    def _give(self, conversation: Conversation, kept: tuple[str, str]) -> None:
        """Write what was kept into the composer, unless somebody writes there already."""
        draft = self._open.get(conversation)
        if draft is not None and any(kept):
            draft.kept = kept
            conversation.composer.restore_draft(kept[0], _read_reply(kept[1]))

    @Slot(Conversation)
    def _end(self, conversation: Conversation) -> None:
        self._save(conversation)
        self._open.pop(conversation, None)

    @Slot()
    def _save_changed(self) -> None:
        self._save_soon.stop()
        for conversation in self._open:
            self._save(conversation)

    def _save(self, conversation: Conversation) -> None:
        draft = self._open.get(conversation)
        if draft is None:
            return
        # a room that is left has no key any more, one that was renamed another
        draft.key = self._archiving.key_of(conversation.room) or draft.key
        text, reply = conversation.composer.draft, conversation.composer.reply
        if is_command(text) or holds_password(text, conversation.room.target):
            text = ""  # a command may hold one, and is for now
        now = text, "" if reply is None else json.dumps(astuple(reply))
        if draft.key is not None and now != draft.kept:
            note = partial(Archive.note_draft, key=draft.key, text=now[0], reply=now[1])
            self._archive.ask(note, key=draft.key)
            draft.kept = now


class _OpenDraft:
    """Of a room that is shown: its key, and its draft as the archive has it; None where that is unknown."""

    def __init__(self) -> None:
        self.key: RoomKey | None = None
        self.kept: tuple[str, str] | None = ("", "")


def _read_reply(text: str) -> ReplyDraft | None:
    try:
        parts = json.loads(text) if text else None
    except ValueError:
        return None
    if not isinstance(parts, list) or len(parts) != len(fields(ReplyDraft)):
        return None
    return ReplyDraft(*parts) if all(isinstance(part, str) for part in parts) else None
