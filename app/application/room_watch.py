"""What happens in rooms while somebody looks or does not: read marks, notices, the bar over an ended room."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, Slot
from PySide6.QtWidgets import QApplication

from app.application.notices import notice_of, room_key
from app.application.words import ending_of
from app.client.events import RoomLeft
from app.models.room import Room
from app.models.rooms import RoomsModel
from app.models.timeline_entries import Entry
from app.settings import Settings
from app.ui.notices.notifier import Notifier
from app.ui.window.main_window import MainWindow


class RoomWatch(QObject):
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
        window.room_selected.connect(self._on_selected)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusWindowChanged.connect(self.look_again)
        notifier.activated.connect(self._on_activated)

    @Slot()
    def look_again(self) -> None:
        """Only the room in front of an active window is being read."""
        current = self._window.current_room if self._window.isActiveWindow() else None
        for room in self._rooms.rooms:
            room.set_watched(room is current)
        if current is not None:
            self._notifier.clear(room_key(current))

    @Slot(object)
    def _on_selected(self, _room: Room) -> None:
        self.look_again()

    @Slot(QModelIndex, int, int)
    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        for room in self._rooms.rooms[first : last + 1]:
            room.noticed.connect(self._on_noticed)
            room.left.connect(self._on_left)
            room.changed.connect(self._on_changed)
        self.look_again()

    @Slot(QModelIndex, int, int)
    def _on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._ended.difference_update(self._rooms.rooms[first : last + 1])

    @Slot(list)
    def _on_noticed(self, entries: list[Entry]) -> None:
        room = self.sender()
        if not isinstance(room, Room) or self._window.isActiveWindow():
            return
        for entry in entries:
            notice = notice_of(room, entry, self._settings)
            if notice is not None:
                self._notifier.notify(notice)

    @Slot(object)
    def _on_left(self, event: RoomLeft) -> None:
        room = self.sender()
        if isinstance(room, Room):
            ending = ending_of(event, may_rejoin=True)
            if ending is not None:
                self._ended.add(room)
            self._window.set_room_ending(room, ending)

    @Slot()
    def _on_changed(self) -> None:
        room = self.sender()
        if isinstance(room, Room) and room.present and room in self._ended:
            self._ended.discard(room)
            self._window.set_room_ending(room, None)

    @Slot(str)
    def _on_activated(self, key: str) -> None:
        for room in self._rooms.rooms:
            if room_key(room) == key:
                self._window.show_room(room)
