"""The rooms that are open, of every connection: the list on the left."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection
from enum import Enum
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
from app.irc.text_folding import fold_text
from app.models.room import Room, RoomKind
from app.models.room_names import about_person
from app.values import frozen
from app.words import attention_words, room_list_words, room_words

NO_PARENT = QModelIndex()
_MEANT, _UNREAD, _QUIET = range(3)  # how much of a room's attention is asked for, most first

_Place = tuple[int, int, int, str, int]  # by which rooms are sorted


class RoomOrder(Enum):
    """How rooms are ordered among those that stand together."""

    ATTENTION = "attention"  # mentions first, then what is unread, then by name
    OPENED = "opened"  # as they were opened


@frozen
class Section:
    """Rooms that stand together under a heading: those at one address, or all of a kind."""

    address: str
    heading: str


class _Hosts:
    """The addresses that have rooms in the list, in the order in which the first of each was opened.

    What is read without a connection stands with what is open at the same address.
    """

    def __init__(self) -> None:
        self._of: dict[Room, str] = {}  # a connection's address may become another one
        self._ranks: dict[str, int] = {}
        self._numbers = count()

    @property
    def are_several(self) -> bool:
        return len(self._ranks) > 1

    def address(self, room: Room) -> str:
        return self._of[room]

    def rank(self, room: Room) -> int:
        return self._ranks[self._of[room]]

    def add(self, room: Room) -> None:
        address = self._of[room] = room.connection.address
        if address not in self._ranks:
            self._ranks[address] = next(self._numbers)

    def remove(self, rooms: Collection[Room]) -> None:
        for room in rooms:
            del self._of[room]
        left = set(self._of.values())
        self._ranks = {address: rank for address, rank in self._ranks.items() if address in left}


@guarded()
class RoomsModel(QAbstractListModel):
    """Rooms by their hosts; where there is one host only, rooms first and private talks below them.

    In a section they are ordered by `set_order`. The room that is held keeps the place that it had when
    somebody came to it, as nothing should move away from who reads it.

    Signals: totals_changed() when the number of unread messages or mentions may be another.
    """

    totals_changed = Signal()
    RoomRole = Qt.ItemDataRole.UserRole + 1
    SectionRole = Qt.ItemDataRole.UserRole + 2

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # a server may open hundreds: what is asked at each of them does not go through all of them
        self._rooms: list[Room] = []
        self._rows: dict[Room, int] = {}
        self._places: dict[Room, _Place] = {}  # by which the list is sorted now
        self._opened: dict[Room, int] = {}
        self._numbers = count()
        self._hosts = _Hosts()
        self._order = RoomOrder.OPENED
        self._held: Room | None = None
        self._held_level = _QUIET
        self._is_pausing = False
        self._counted: dict[Room, tuple[int, int]] = {}  # unread messages and mentions as they were told last
        self._unread = 0
        self._mentions = 0

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rooms)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid() or not 0 <= index.row() < self.rowCount():
            return None
        room = self._rooms[index.row()]
        if role == self.RoomRole:
            return room
        if role == self.SectionRole:
            return self._section(room)
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
        """Unread messages of all rooms but those that are muted."""
        return self._unread

    @property
    def mentions(self) -> int:
        """Unread messages that are meant for this person, of all rooms but those that are muted."""
        return self._mentions

    def row_of(self, room: Room) -> int:
        """The row of a room, -1 when it is not in the list."""
        return self._rows.get(room, -1)

    # -- the order

    def set_order(self, order: RoomOrder) -> None:
        """Order the rooms of each section so, from now on."""
        self._order = order
        self._place_all()

    def hold(self, room: Room) -> None:
        """Somebody comes to this room: reading it leaves it where it is until they go to another one."""
        if room is not self._held and room in self._rows:
            before, self._held, self._held_level = self._held, room, _level(room)
            if before is not None:
                self._places[before] = self._place(before)
            self._sort()

    def pause(self, pausing: bool) -> None:
        """While a row is pressed no other may come under the pointer."""
        self._is_pausing = pausing
        self._sort()

    def _place_all(self) -> None:
        """All rooms stand by something else now."""
        self._places = {room: self._place(room) for room in self._rooms}
        self._sort()

    def _sort(self) -> None:
        if self._is_pausing:
            return
        in_order = sorted(self._rooms, key=self._places.__getitem__)
        if in_order == self._rooms:
            return
        self.layoutAboutToBeChanged.emit()
        persistent = self.persistentIndexList()
        meant = [self._rooms[index.row()] for index in persistent]
        self._rooms = in_order
        self._number_rows()
        self.changePersistentIndexList(persistent, [self.index(self._rows[room]) for room in meant])
        self.layoutChanged.emit()

    def _number_rows(self) -> None:
        self._rows = {room: row for row, room in enumerate(self._rooms)}

    def _place(self, room: Room) -> _Place:
        """Where a room belongs: its host, its kind and how much it asks for attention, each in its turn."""
        is_private = room.kind is RoomKind.PRIVATE
        level, name = 0, ""
        if self._order is RoomOrder.ATTENTION:
            level, name = self._level(room), fold_text(room.title)
        opened = self._opened[room]
        if self._hosts.are_several:
            return self._hosts.rank(room), level, is_private, name, opened
        return 0, is_private, level, name, opened

    def _level(self, room: Room) -> int:
        level = _level(room)
        return min(level, self._held_level) if room is self._held else level

    def _is_in_order(self, room: Room) -> bool:
        """Whether a room whose place is another now still stands right between its neighbours."""
        row, place = self._rows[room], self._places[room]
        above, below = self._rooms[max(0, row - 1) : row], self._rooms[row + 1 : row + 2]
        return all(self._places[one] <= place for one in above) and all(
            place <= self._places[one] for one in below
        )

    def _section(self, room: Room) -> Section:
        if self._hosts.are_several:
            host = room.connection
            words = room_words.HOSTED_BY_YOU() if host.hosting else host.network
            return Section(self._hosts.address(room), words or host.address or room_words.ROOMS())
        return Section("", room_words.PRIVATE() if room.kind is RoomKind.PRIVATE else room_words.ROOMS())

    # -- coming and going

    def add(self, room: Room) -> None:
        """Take a room into the list, which becomes its parent."""
        had_several = self._hosts.are_several
        self._hosts.add(room)
        self._opened[room] = next(self._numbers)
        if self._hosts.are_several is not had_several:
            self._place_all()
        place = self._place(room)
        at = bisect([self._places[one] for one in self._rooms], place)
        self.beginInsertRows(QModelIndex(), at, at)
        room.setParent(self)
        self._rooms.insert(at, room)
        self._places[room] = place
        self._number_rows()
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
        self._place_all()

    def _remove_rows(self, first: int, rooms: list[Room]) -> None:
        for room in rooms:
            room.changed.disconnect(self._room_changed)
        self.beginRemoveRows(QModelIndex(), first, first + len(rooms) - 1)
        del self._rooms[first : first + len(rooms)]
        self._number_rows()
        self._hosts.remove(rooms)
        for room in rooms:
            if room is self._held:
                self._held = None
            del self._places[room], self._opened[room]
            unread, mentions = self._counted.pop(room)
            self._unread -= unread
            self._mentions -= mentions
        self.endRemoveRows()
        for room in rooms:
            room.deleteLater()
        self.totals_changed.emit()

    def _count(self, room: Room) -> None:
        """Bring the totals into step with one room."""
        now = (0, 0) if room.is_muted else (room.unread, room.mentions)
        before = self._counted.get(room, (0, 0))
        self._counted[room] = now
        self._unread += now[0] - before[0]
        self._mentions += now[1] - before[1]

    @Slot(QObject)
    def _room_changed(self, room: Room) -> None:
        if (row := self.row_of(room)) < 0:
            return
        self._count(room)
        if room is self._held:
            self._held_level = min(self._held_level, _level(room))
        self.dataChanged.emit(self.index(row), self.index(row))
        if (place := self._place(room)) != self._places[room]:
            self._places[room] = place
            if not self._is_in_order(room):
                self._sort()
        self.totals_changed.emit()

    def _tip(self, room: Room) -> str:
        about = about_person(room) if room.kind is RoomKind.PRIVATE else ""
        return f"{room.title} · {about}" if about else room.title

    def _spoken(self, room: Room) -> str:
        parts = [room.title]
        if room.is_online is False:
            parts.append(room_words.OFFLINE())
        if room.kind is RoomKind.CHANNEL and room.is_private:
            parts.append(room_list_words.ONLY_INVITED())
        if room.is_muted:
            parts.append(attention_words.MUTED())
        if room.mentions and not room.is_muted:
            parts.append(room_words.MENTIONS(room.mentions))
        if room.unread:
            parts.append(room_words.UNREAD(room.unread))
        return ", ".join(parts)


def _level(room: Room) -> int:
    if room.is_muted:
        return _QUIET
    return _MEANT if room.mentions else _UNREAD if room.unread else _QUIET
