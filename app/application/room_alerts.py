"""What happens in rooms while nobody looks: notifications, and the bar over a room that has ended."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, Slot

from app.client.events import LeaveKind, MemberJoined, MemberLeft, RoomLeft
from app.irc.text import strip_formatting
from app.models.connection import Connection
from app.models.room import NotifyRule, Room, RoomKind
from app.models.rooms_model import RoomsModel
from app.models.timeline_entries import Entry, EventEntry, MessageEntry
from app.settings import Settings
from app.ui.notifications.notification import Notification, NotificationKind
from app.ui.notifications.notifier import Notifier
from app.ui.window.link_view import RoomEnding
from app.ui.window.main_window import MainWindow
from app.words import common_words, connection_words, event_words, failure_words, notice_words

_REASONS = {
    LeaveKind.QUIT: event_words.SAID_GOODBYE,
    LeaveKind.LOST: event_words.LOST_CONNECTION,
    LeaveKind.KICKED: notice_words.REMOVED,
    LeaveKind.BANNED: notice_words.BANNED,
    LeaveKind.HOST_CLOSED: event_words.ROOM_CLOSED,
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
        self._ended: set[Room] = set()
        rooms.rowsInserted.connect(self._on_inserted)
        rooms.rowsAboutToBeRemoved.connect(self._on_removed)
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
            room.left.connect(self._on_left)
            room.changed.connect(self._on_changed)

    @Slot(QModelIndex, int, int)
    def _on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._ended.difference_update(self._rooms.rooms[first : last + 1])

    @Slot(QObject, list)
    def _on_noticed(self, room: Room, entries: list[Entry]) -> None:
        if room is self._window.page.watched_room or room.connection.is_showing_held:
            return
        for entry in entries:
            if isinstance(entry, EventEntry) and self._window.isActiveWindow():
                continue  # who comes and goes is told when the whole window is out of sight
            notification = notification_of(room, entry, self._settings)
            if notification is not None:
                self._notifier.notify(notification)
                if isinstance(entry, MessageEntry) and (entry.mention or notification.is_private):
                    self._window.ask_for_attention()

    @Slot(QObject, RoomLeft)
    def _on_left(self, room: Room, event: RoomLeft) -> None:
        ending = ending_of(event, may_rejoin=True)
        if ending is not None:
            self._ended.add(room)
        self._window.set_room_ending(room, ending)

    @Slot(Connection, str)
    def show_other_room(self, connection: Connection, title: str) -> None:
        """The host has opened another room: say so over the ones that are closed, and offer to join it."""
        words = connection_words.ROOM_REPLACED(title=title)
        for room in connection.rooms:
            if room.kind is not RoomKind.PRIVATE:
                self._ended.add(room)
                self._window.set_room_ending(room, RoomEnding(words, True, common_words.JOIN_IT()))

    @Slot(QObject)
    def _on_changed(self, room: Room) -> None:
        if room.present and room in self._ended:
            self._ended.discard(room)
            self._window.set_room_ending(room, None)

    @Slot(str, str)
    def _on_activated(self, key: str, msgid: str) -> None:
        """A notification was clicked: bring the window to the front, at the message."""
        self._window.come_to_front()
        for room in self._rooms.rooms:
            if room_key(room) == key:
                self._window.show_room(room)
                if msgid:
                    room.timeline.window.show_message(msgid)


def ending_of(left: RoomLeft, *, may_rejoin: bool) -> RoomEnding | None:
    """What the bar over a room says after we left it; None when we went ourselves."""
    reason = f" — {left.reason}" if left.reason and left.reason != left.by else ""
    if left.kind is LeaveKind.KICKED:
        who = left.by or failure_words.THE_HOST()
        return RoomEnding(failure_words.REMOVED_BY(who=who, reason=reason), may_rejoin)
    if left.kind is LeaveKind.BANNED:
        return RoomEnding(failure_words.BANNED_FROM_ROOM(reason=reason), False)
    if left.kind is LeaveKind.HOST_CLOSED:
        return RoomEnding(failure_words.HOST_CLOSED_ROOM(), False)
    return None


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
            strip_formatting(entry.text) if settings.notify_text else "",
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
