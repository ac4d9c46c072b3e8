"""The rooms that are open, of every connection: the list on the left."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)

from app.guard import guarded
from app.models.room import Room, RoomKind
from app.models.room_names import about_person
from app.words import room_words

NO_PARENT = QModelIndex()


class _Part:
    """The rooms of one kind in their order, and the place of each."""

    def __init__(self) -> None:
        self.rooms: list[Room] = []
        self._rows: dict[Room, int] = {}

    def row_of(self, room: Room) -> int:
        return self._rows.get(room, -1)

    def add(self, room: Room) -> None:
        self._rows[room] = len(self.rooms)
        self.rooms.append(room)

    def remove(self, rooms: Collection[Room]) -> None:
        self.rooms = [room for room in self.rooms if room not in rooms]
        self._rows = {room: row for row, room in enumerate(self.rooms)}


@guarded()
class RoomsModel(QAbstractListModel):
    """Rooms first, then private talks, each in the order in which they were opened.

    Signals: totals_changed() when the number of unread messages or mentions may be another.
    """

    totals_changed = Signal()
    RoomRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # a server may open hundreds: what is asked at each of them does not go through all of them
        self._channels = _Part()
        self._private = _Part()
        self._counted: dict[Room, tuple[int, int]] = {}  # unread messages and mentions as they were told last
        self._unread = 0
        self._mentions = 0

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._channels.rooms) + len(self._private.rooms)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid() or not 0 <= index.row() < self.rowCount():
            return None
        room = self._at(index.row())
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
        return (*self._channels.rooms, *self._private.rooms)

    @property
    def unread(self) -> int:
        """Unread messages of all rooms."""
        return self._unread

    @property
    def mentions(self) -> int:
        """Unread messages of all rooms that name this person."""
        return self._mentions

    def row_of(self, room: Room) -> int:
        """The row of a room, -1 when it is not in the list."""
        if (row := self._channels.row_of(room)) >= 0:
            return row
        row = self._private.row_of(room)
        return row + len(self._channels.rooms) if row >= 0 else -1

    def add(self, room: Room) -> None:
        """Take a room into the list, which becomes its parent."""
        is_private = room.kind is RoomKind.PRIVATE
        part = self._private if is_private else self._channels
        at = len(self._channels.rooms) + (len(self._private.rooms) if is_private else 0)
        self.beginInsertRows(QModelIndex(), at, at)
        room.setParent(self)
        part.add(room)
        self._count(room)
        self.endInsertRows()
        room.changed.connect(self._room_changed)

    def remove(self, rooms: Collection[Room]) -> None:
        """Take rooms out; they live on until their last user lets go of them.

        Those beside each other go at once: a list goes on to a room that stays, and not to each that goes.
        """
        going = {row: room for room in rooms if (row := self.row_of(room)) >= 0}
        for row in sorted(going, reverse=True):
            if row - 1 not in going:
                last = next(after for after in count(row) if after + 1 not in going)
                self._remove_rows(row, [going[each] for each in range(row, last + 1)])

    def _remove_rows(self, first: int, rooms: list[Room]) -> None:
        for room in rooms:
            room.changed.disconnect(self._room_changed)
        self.beginRemoveRows(QModelIndex(), first, first + len(rooms) - 1)
        for part in (self._channels, self._private):
            part.remove(set(rooms))
        for room in rooms:
            unread, mentions = self._counted.pop(room)
            self._unread -= unread
            self._mentions -= mentions
        self.endRemoveRows()
        for room in rooms:
            room.deleteLater()
        self.totals_changed.emit()

    def _at(self, row: int) -> Room:
        channels = self._channels.rooms
        return channels[row] if row < len(channels) else self._private.rooms[row - len(channels)]

    def _count(self, room: Room) -> None:
        """Bring the totals into step with one room."""
        before, now = self._counted.get(room, (0, 0)), (room.unread, room.mentions)
        self._counted[room] = now
        self._unread += now[0] - before[0]
        self._mentions += now[1] - before[1]

    @Slot(QObject)
    def _room_changed(self, room: Room) -> None:
        if (row := self.row_of(room)) >= 0:
            self._count(room)
            self.dataChanged.emit(self.index(row), self.index(row))
            self.totals_changed.emit()

    def _tip(self, room: Room) -> str:
        about = about_person(room) if room.kind is RoomKind.PRIVATE else ""
        return f"{room.title} · {about}" if about else room.title

    def _spoken(self, room: Room) -> str:
        parts = [room.title]
        if room.is_online is False:
            parts.append(room_words.OFFLINE())
        if room.mentions:
            parts.append(room_words.MENTIONS(room.mentions))
        if room.unread:
            parts.append(room_words.UNREAD(room.unread))
        return ", ".join(parts)
