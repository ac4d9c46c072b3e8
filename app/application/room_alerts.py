"""What happens in rooms while nobody looks, as notifications."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, Slot

from app.client.events import LeaveKind, MemberJoined, MemberLeft
from app.models.room import NotifyRule, Room, RoomKind
from app.models.rooms_model import RoomsModel
from app.models.timeline_entries import Entry, EventEntry, MessageEntry
from app.models.timeline_text import message_text
from app.settings import Settings
from app.ui.notifications.notification import Notification, NotificationKind
from app.ui.notifications.notifier import Notifier
from app.ui.window.main_window import MainWindow
from app.words import event_words, notice_words

_REASONS = {
    LeaveKind.QUIT: event_words.SAID_GOODBYE,
    LeaveKind.LOST: event_words.LOST_CONNECTION,
    LeaveKind.KICKED: notice_words.REMOVED,
    LeaveKind.BANNED: notice_words.BANNED,
    LeaveKind.HOST_CLOSED: event_words.ROOM_CLOSED,
    LeaveKind.NO_BROWSERS: event_words.CLOSED_TO_BROWSERS,
}


class RoomAlerts(QObject):
    """Follows every room of the list for one window."""

    def __init__(
        self,
        window: MainWindow,
        rooms: RoomsModel,
        notifier: Notifier,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._rooms = rooms
        self._notifier = notifier
        self._settings = settings
        rooms.rowsInserted.connect(self._on_inserted)
        window.page.watched_changed.connect(self._clear_watched)
        notifier.activated.connect(self._on_activated)
        notifier.test_finished.connect(window.show_notice)
        window.preferences.try_notification_requested.connect(notifier.show_test)

    @Slot()
    def _clear_watched(self) -> None:
        """What was told of the room that somebody looks at is seen now."""
        if (room := self._window.page.watched_room) is not None:
            self._notifier.clear(room_key(room))

    @Slot(QModelIndex, int, int)
    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        for room in self._rooms.rooms[first : last + 1]:
            room.noticed.connect(self._on_noticed)

    @Slot(QObject, list)
    def _on_noticed(self, room: Room, entries: list[Entry]) -> None:
        if room is self._window.page.watched_room or room.connection.is_showing_held:
            return
        for entry in entries:
            if room.timeline.ignored.hides(entry):
                continue
            if isinstance(entry, EventEntry) and self._window.isActiveWindow():
                continue  # who comes and goes is told when the whole window is out of sight
            notification = notification_of(room, entry, self._settings)
            if notification is not None:
                self._notifier.notify(notification)
                if isinstance(entry, MessageEntry) and (entry.mention or notification.is_private):
                    self._window.ask_for_attention()

    @Slot(str, str)
    def _on_activated(self, key: str, msgid: str) -> None:
        """A notification was clicked: bring the window to the front, at the message."""
        self._window.come_to_front()
        for room in self._rooms.rooms:
            if room_key(room) == key:
                self._window.show_room(room)
                if msgid:
                    room.timeline.window.show_message(msgid)


def room_key(room: Room) -> str:
    """What tells rooms apart in notifications."""
    return f"{room.connection.address} {room.target}"


def notification_of(room: Room, entry: Entry, settings: Settings) -> Notification | None:
    """The notification for `entry`, None where somebody who looks elsewhere does not want to know.

    Messages as the room's rule has it, and on our hubs who came and who left: on large networks people come
    and go by the hundred.
    """
    if settings.do_not_disturb or room.is_muted:
        return None
    private = room.kind is RoomKind.PRIVATE
    if isinstance(entry, MessageEntry):
        is_wanted = entry.mention or private or room.notify_rule is NotifyRule.ALL
        if entry.own or not settings.notify or not is_wanted:
            return None
        return Notification(
            room_key(room),
            room.title,
            NotificationKind.MESSAGE,
            entry.shown_name,
            message_text(entry) if settings.notify_text else "",
            private,
            entry.msgid,
        )
    if not settings.notify_presence or not room.connection.is_hub:
        return None
    if isinstance(entry.fact, MemberJoined):
        return Notification(room_key(room), room.title, NotificationKind.JOINED, entry.fact.member.nick)
    if isinstance(entry.fact, MemberLeft):
        reason = _REASONS.get(entry.fact.kind)
        words = reason() if reason is not None else ""
        return Notification(room_key(room), room.title, NotificationKind.LEFT, entry.fact.nick, words)
    return None
