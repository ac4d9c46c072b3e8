"""The rooms that are open, of every connection: the list on the left."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.guard import guarded
from app.models.called import about_person
from app.models.room import Room, RoomKind

NO_PARENT = QModelIndex()


@guarded()
class RoomsModel(QAbstractListModel):
    """Rooms first, then private talks, each in the order in which they were opened.

    Signals: totals_changed() when the number of unread messages or mentions may be another.
    """

    totals_changed = Signal()
    RoomRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rooms: list[Room] = []

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rooms)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rooms):
            return None
        room = self._rooms[index.row()]
        if role == self.RoomRole:
            return room
        if role == Qt.ItemDataRole.DisplayRole:
            return room.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(room)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(room)
        return None

    def roleNames(self) -> dict[int, QByteArray]:
        return {**super().roleNames(), self.RoomRole: QByteArray(b"room")}

    @property
    def rooms(self) -> tuple[Room, ...]:
        return tuple(self._rooms)

    @property
    def unread(self) -> int:
        """Unread messages of all rooms."""
        return sum(room.unread for room in self._rooms)

    def row_of(self, room: Room) -> int:
        """The row of a room, -1 when it is not in the list."""
        return self._rooms.index(room) if room in self._rooms else -1

    def add(self, room: Room) -> None:
        """Take a room into the list, which becomes its parent."""
        at = len(self._rooms)
        if room.kind is not RoomKind.PRIVATE:
            at = sum(other.kind is not RoomKind.PRIVATE for other in self._rooms)
        self.beginInsertRows(QModelIndex(), at, at)
        room.setParent(self)
        self._rooms.insert(at, room)
        self.endInsertRows()
        room.changed.connect(self._room_changed)

    def remove(self, room: Room) -> None:
        """Take a room out; it lives on until its last user lets go of it."""
        at = self.row_of(room)
        if at < 0:
            return
        room.changed.disconnect(self._room_changed)
        self.beginRemoveRows(QModelIndex(), at, at)
        del self._rooms[at]
        self.endRemoveRows()
        room.deleteLater()
        self.totals_changed.emit()

    def _room_changed(self) -> None:
        room = self.sender()
        if isinstance(room, Room) and (row := self.row_of(room)) >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))
            self.totals_changed.emit()

    def _tip(self, room: Room) -> str:
        about = about_person(room) if room.kind is RoomKind.PRIVATE else ""
        return f"{room.title} · {about}" if about else room.title

    def _spoken(self, room: Room) -> str:
        parts = [room.title]
        if room.is_online is False:
            parts.append(self.tr("offline"))
        if room.mentions:
            parts.append(self.tr("%n mention(s)", "", room.mentions))
        if room.unread:
            parts.append(self.tr("%n unread", "", room.unread))
        return ", ".join(parts)
