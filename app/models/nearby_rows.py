"""The rooms nearby as a Qt model, in the order in which they appeared. Owns their wording; looks for none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.discovery.announcement import Lock
from app.discovery.nearby_rooms import Naming, NearbyRoom
from app.guard import guarded
from app.models.timeline_words import isolate, without_isolates
from app.words import common_words, start_words

_ROOT = QModelIndex()
_LOCKS = {Lock.PASSWORD: common_words.PASSWORD, Lock.CLOSED: start_words.LOCKED}


class NearbyRole(IntEnum):
    """What a row answers beside its name (DisplayRole) and its AccessibleTextRole."""

    FINGERPRINT = Qt.ItemDataRole.UserRole + 1
    DETAIL = Qt.ItemDataRole.UserRole + 2
    LOCK = Qt.ItemDataRole.UserRole + 3  # in a word, "" for an open room
    ADDRESS = Qt.ItemDataRole.UserRole + 4  # where it is, as people type it

    TIP = Qt.ItemDataRole.UserRole + 5  # all of it, in lines
    UNREACHED = Qt.ItemDataRole.UserRole + 6  # whether its host is heard and nobody answered there


@guarded()
class NearbyRows(QAbstractListModel):
    """A row for each room; one that stays keeps its place and what is selected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rooms: list[NearbyRoom] = []

    def show(self, rooms: Sequence[NearbyRoom]) -> None:
        """List these rooms, new ones at the end."""
        there = {room.fingerprint: room for room in rooms}
        for first, last in self._runs_without(there):
            self.beginRemoveRows(_ROOT, first, last)
            del self._rooms[first : last + 1]
            self.endRemoveRows()
        changed = []
        for row, old in enumerate(self._rooms):
            room = there.pop(old.fingerprint)
            if room != old:
                self._rooms[row] = room
                changed.append(row)
        if changed:  # told once: the list measures all of its rows each time
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
        if there:
            first = len(self._rooms)
            self.beginInsertRows(_ROOT, first, first + len(there) - 1)
            self._rooms += there.values()
            self.endInsertRows()

    def _runs_without(self, there: Collection[str]) -> list[tuple[int, int]]:
        """The first and the last row of each run of rooms that are not among these, from the end on."""
        runs: list[tuple[int, int]] = []
        for row in reversed(range(len(self._rooms))):
            if self._rooms[row].fingerprint in there:
                continue
            if runs and runs[-1][0] == row + 1:
                runs[-1] = (row, runs[-1][1])
            else:
                runs.append((row, row))
        return runs

    def find(self, fingerprint: str) -> NearbyRoom | None:
        """The room of the hub with this certificate."""
        return next((room for room in self._rooms if room.fingerprint == fingerprint), None)

    def surplus(self, most: int) -> tuple[int, ...]:
        """The rows to leave out where some `most` are seen at first; rooms that one knows always are."""
        others = [row for row, room in enumerate(self._rooms) if room.naming is not Naming.KNOWN]
        left_out = tuple(row for row in others if row >= most)
        return left_out if len(left_out) > 1 else ()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rooms)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rooms):
            return None
        room = self._rooms[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _name(room)
        if role == NearbyRole.FINGERPRINT:
            return room.fingerprint
        if role == NearbyRole.DETAIL:
            return " · ".join(_facts(room))
        if role == NearbyRole.LOCK:
            return _lock(room)
        if role == NearbyRole.UNREACHED:
            return room.is_unreached
        if role == NearbyRole.ADDRESS:
            return room.places[0].text
        if role == NearbyRole.TIP:
            return "\n".join([_name(room), *_facts(room), room.places[0].text])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            lock = [_lock(room)] if _lock(room) and not room.is_unreached else []
            return without_isolates(", ".join([_name(room), *_facts(room), *lock]))
        return None


def _name(room: NearbyRoom) -> str:
    return room.name or start_words.ROOM_WITHOUT_NAME()


def _lock(room: NearbyRoom) -> str:
    return _LOCKS[room.lock]() if room.lock in _LOCKS else ""


def _facts(room: NearbyRoom) -> list[str]:
    facts = [start_words.UNREACHED()] if room.is_unreached else []
    if room.is_here:
        facts.append(start_words.ON_THIS_COMPUTER())
    if room.naming is Naming.KNOWN:
        facts.append(start_words.JOINED_BEFORE())
    elif room.naming is Naming.IMITATION:
        facts.append(start_words.NOT_THE_KNOWN_ROOM())
    if room.by:
        facts.append(start_words.HOSTED_BY(name=isolate(room.by)))
    if room.people:
        facts.append(start_words.ONE_PERSON() if room.people == 1 else start_words.PEOPLE(room.people))
    if room.is_unreached and _lock(room):  # whose place is taken
        facts.append(_lock(room))
    if room.naming in (Naming.IMITATION, Naming.SHARED) or not facts:
        facts.append(room.places[0].text)
    return facts
