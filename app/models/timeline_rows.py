"""Entries as the rows of a Qt model, each with its place in the archive, and found by their ids.

Owns rows and lookups. What comes and goes, and why, is decided by TimelineModel and its other parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.guard import guarded
from app.models.timeline_entries import Entry, MessageEntry
from app.models.timeline_merge import places_from_end, places_from_top
from app.models.timeline_text import copy_text, spoken_text

Index = QModelIndex | QPersistentModelIndex


@guarded()
class TimelineRows(QAbstractListModel):
    """Entries in the order in which they are read, the newest last.

    Roles: DisplayRole is the entry as copied, "[10:42] alice: hello", AccessibleTextRole as it is spoken,
    "alice, 10:42, hello".
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._places: list[int] = []  # in the archive; 0 for what is not there
        self.by_id = False  # the server's ids grow: they tell the order, and not the times
        # Ids lead to a row's number, which is its row plus _base: so rows may go at the top without ado.
        # Entries up to the number _looked_at are in the lookups; the rest is read when one is looked up.
        self._base = 0
        self._pending: dict[int, int] = {}
        self._ids: dict[str, int] = {}  # of messages and of what happened
        self._looked_at = 0

    # -- reading

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries, to be read only; the list lives on and changes with the model."""
        return self._entries

    @property
    def places(self) -> Sequence[int]:
        """Where each row stands in the archive, 0 for what is not there; to be read only."""
        return self._places

    def entry(self, row: int) -> Entry:
        """The entry of a row; raises IndexError."""
        return self._entries[row]

    def place(self, row: int) -> int:
        """Where a row stands in the archive, 0 if it is not there; raises IndexError."""
        return self._places[row]

    def row_of_pending(self, pending_id: int) -> int | None:
        """The row of the own message that the client knows by `pending_id`."""
        self._look_up_new()
        number = self._pending.get(pending_id)
        return None if number is None else number - self._base

    def row_of_message(self, msgid: str) -> int | None:
        """The row of the message that the server knows by `msgid`."""
        row = self.row_of_id(msgid)
        return row if row is not None and isinstance(self._entries[row], MessageEntry) else None

    def row_of_id(self, msgid: str) -> int | None:
        """The row of what the server knows by `msgid`, a message or something that happened."""
        self._look_up_new()
        number = self._ids.get(msgid)
        return None if number is None else number - self._base

    def knows(self, msgid: str) -> bool:
        """Whether there is a row of what the server knows by `msgid`."""
        return self.row_of_id(msgid) is not None

    def row_of_place(self, place: int) -> int | None:
        """The row of what stands at a place of the archive."""
        return self._places.index(place) if place and place in self._places else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return copy_text(self._entries[index.row()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_text(self._entries[index.row()])
        return None

    # -- changing; for the parts of TimelineModel

    def append(self, entries: Sequence[Entry], places: Sequence[int]) -> None:
        """Put entries behind the last row, with one insertion."""
        self.insert(len(self._entries), entries, places)

    def insert(self, row: int, entries: Sequence[Entry], places: Sequence[int]) -> None:
        """Put entries before a row, with one insertion."""
        if not entries:
            return
        self.beginInsertRows(QModelIndex(), row, row + len(entries) - 1)
        if row == 0 and self._looked_at > self._base:
            self._base -= len(entries)
            self._look_up(self._base, entries)
        elif row < len(self._entries):
            self._forget_lookups()
        self._entries[row:row] = entries
        self._places[row:row] = places
        self.endInsertRows()

    def insert_in_order(
        self, entries: Sequence[Entry], places: Sequence[int], *, from_top: bool, ceiling: int | None = None
    ) -> None:
        """Put entries where the order has them, before the row `ceiling`; old ones are sought `from_top`."""
        by_entry = dict(zip(map(id, entries), places, strict=True))
        find = places_from_top if from_top else places_from_end
        for row, some in find(self._entries, entries, ceiling, by_id=self.by_id):
            self.insert(row, some, [by_entry[id(entry)] for entry in some])

    def remove(self, row: int, count: int = 1) -> None:
        """Take rows out."""
        self.beginRemoveRows(QModelIndex(), row, row + count - 1)
        if row == 0 and self._looked_at >= self._base + count:
            for entry in self._entries[:count]:
                self._forget(entry)
            self._base += count
        else:
            self._forget_lookups()
        del self._entries[row : row + count]
        del self._places[row : row + count]
        self.endRemoveRows()

    def put(self, row: int, entry: Entry, place: int | None = None) -> None:
        """Another entry for a row; its place in the archive stays where that is None."""
        if place is not None:
            self._places[row] = place
        self._forget(self._entries[row])
        self._entries[row] = entry
        if self._base + row < self._looked_at:
            self._look_up(self._base + row, (entry,))
        self.dataChanged.emit(self.index(row), self.index(row))

    def replace_all(self, entries: Sequence[Entry], places: Sequence[int]) -> None:
        """Other entries in place of all."""
        self.beginResetModel()
        self._entries[:] = entries  # the list itself stays: views hold on to it
        self._places[:] = places
        self._forget_lookups()
        self.endResetModel()

    # -- lookups

    def _forget_lookups(self) -> None:
        self._pending.clear()
        self._ids.clear()
        self._looked_at = self._base

    def _look_up_new(self) -> None:
        first = self._looked_at
        self._looked_at = self._base + len(self._entries)
        self._look_up(first, self._entries[first - self._base :])

    def _look_up(self, first: int, entries: Sequence[Entry]) -> None:
        for number, entry in enumerate(entries, first):
            if isinstance(entry, MessageEntry) and entry.pending_id:
                self._pending[entry.pending_id] = number
            if entry.msgid:
                self._ids[entry.msgid] = number

    def _forget(self, entry: Entry) -> None:
        if isinstance(entry, MessageEntry):
            self._pending.pop(entry.pending_id, None)
        self._ids.pop(entry.msgid, None)
