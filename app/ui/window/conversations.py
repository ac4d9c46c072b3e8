"""The conversations of all rooms that were shown: made when first shown, kept, given the same options."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.models.room import Room
from app.ui.emoji.emoji_library import EmojiLibrary
from app.ui.hosting.hosting_info import HostingInfo
from app.ui.theme.theme import Theme
from app.ui.timeline.timeline_options import TimelineOptions
from app.ui.window.conversation import Conversation

_SPARE_MS = 300  # after a room was opened: what takes long about opening the next is done while nobody waits


class Conversations(QObject):
    """One conversation for each room, in a stack of which one is seen.

    Signals:
        made(Conversation): a room is shown for the first time.
        dropped(Conversation): a room is gone; its conversation is about to go.
    """

    made = Signal(Conversation)
    dropped = Signal(Conversation)

    def __init__(self, theme: Theme, emoji: EmojiLibrary, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._theme = theme
        self._emoji = emoji
        self._stack = stack
        self._of: dict[Room, Conversation] = {}
        self._hosting_info: HostingInfo | None = None
        self._options = TimelineOptions()
        self._enter_sends = True
        self._spare: Conversation | None = None
        self._spare_soon = QTimer(self, singleShot=True, interval=_SPARE_MS)
        self._spare_soon.timeout.connect(self.prepare)

    def find(self, room: Room | None) -> Conversation | None:
        """The conversation of a room that was shown."""
        return self._of.get(room) if room is not None else None

    def show_room(self, room: Room) -> None:
        """Bring the conversation of a room to the front."""
        conversation = self._of.get(room) or self._make(room)
        conversation.agree_on_unread()
        self._stack.setCurrentWidget(conversation)

    @Slot()
    def prepare(self) -> None:
        """Have the next conversation ready, with the style sheet applied."""
        if self._spare is None:
            self._spare = Conversation(self._theme, self._emoji)
            self._stack.addWidget(self._spare)
            for widget in (self._spare, *self._spare.findChildren(QWidget)):
                widget.ensurePolished()

    def drop(self, room: Room) -> None:
        """A room is gone."""
        conversation = self._of.pop(room, None)
        if conversation is not None:
            self.dropped.emit(conversation)
            self._stack.removeWidget(conversation)
            conversation.deleteLater()

    def set_watched(self, watched: Room | None) -> None:
        """Which room somebody looks at, None for none."""
        for room, conversation in self._of.items():
            conversation.set_watched(room is watched)

    def set_hosting_info(self, info: HostingInfo | None) -> None:
        """What is told of the hosted room."""
        self._hosting_info = info
        for conversation in self._of.values():
            conversation.set_hosting_info(info)

    def set_timeline_options(self, options: TimelineOptions) -> None:
        """How timelines look and speak, also those of rooms that are opened later."""
        self._options = options
        for conversation in self._of.values():
            conversation.timeline.set_options(options)

    def set_enter_sends(self, sends: bool) -> None:
        """Whether Enter sends what is written, also in rooms that are opened later."""
        self._enter_sends = sends
        for conversation in self._of.values():
            conversation.composer.set_enter_sends(sends)

    def _make(self, room: Room) -> Conversation:
        self.prepare()
        assert self._spare is not None
        conversation, self._spare = self._spare, None
        self._spare_soon.start()
        self._of[room] = conversation
        conversation.begin(room)
        conversation.set_hosting_info(self._hosting_info)
        conversation.timeline.set_options(self._options)
        conversation.composer.set_enter_sends(self._enter_sends)
        self.made.emit(conversation)
        return conversation
