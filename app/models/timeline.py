"""The timeline of one conversation as a Qt model: a flat list of entries, added in batches.

Owns order, states of own messages and how much stays in memory; grouping and looks are elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.models.amendments import Amendment, Held, amended
from app.models.timeline_entries import Entry, MessageEntry, SendState
from app.models.timeline_merge import not_there, places_from_end, places_from_top
from app.models.timeline_text import copy_text, spoken_text

Index = QModelIndex | QPersistentModelIndex

# About 300 bytes each: a room takes 45 MB at most. What goes first is the oldest.
KEPT_ENTRIES = 150_000
_TRIM_SHARE = 10  # a tenth is let go at once, so that trimming stays rare


class TimelineModel(QAbstractListModel):
    """Entries in the order in which they are read, the newest last.

    Roles: DisplayRole is the entry as copied, "[10:42] alice: hello", AccessibleTextRole as it is spoken,
    "alice, 10:42, hello".
    """

    def __init__(self, parent: QObject | None = None, *, limit: int = KEPT_ENTRIES) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._limit = limit
        # entries up to _looked_at are in the lookups; the rest is read when something is looked up
        self._pending: dict[int, int] = {}
        self._messages: dict[str, int] = {}
        self._looked_at = 0
        self._held = Held()

    # -- reading

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries, to be read only; the list lives on and changes with the model."""
        return self._entries

    def entry(self, row: int) -> Entry:
        """The entry of a row; raises IndexError."""
        return self._entries[row]

    def row_of_pending(self, pending_id: int) -> int | None:
        """The row of the own message that the client knows by `pending_id`."""
        self._look_up_new()
        return self._pending.get(pending_id)

    def row_of_message(self, msgid: str) -> int | None:
        """The row of the message that the server knows by `msgid`."""
        self._look_up_new()
        return self._messages.get(msgid)

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

    # -- changing

    def append(self, entries: Sequence[Entry]) -> None:
        """Add what is new at the end, with one insertion; lets the oldest go beyond the limit."""
        if not entries:
            return
        entries = self._held.applied(entries)
        first = len(self._entries)
        self.beginInsertRows(QModelIndex(), first, first + len(entries) - 1)
        self._entries.extend(entries)
        self.endInsertRows()
        if len(self._entries) > self._limit:
            self._trim()

    def prepend(self, entries: Sequence[Entry]) -> None:
        """Add a page of what was before, with one insertion."""
        if not entries:
            return
        entries = self._held.applied(entries)
        self.beginInsertRows(QModelIndex(), 0, len(entries) - 1)
        self._entries[:0] = entries
        self._forget_lookups()
        self.endInsertRows()

    def merge(self, page: Sequence[Entry], *, from_top: bool = False) -> list[Entry]:
        """Put a page of history where its times belong; returns what of it was not here yet.

        `from_top`: older than what is here, looked for there, and nothing is let go for it.
        """
        fresh = not_there(self._entries, page, lambda msgid: self.row_of_message(msgid) is not None)
        find = places_from_top if from_top else places_from_end
        fresh = list(self._held.applied(fresh))
        for row, entries in find(self._entries, fresh):
            self.beginInsertRows(QModelIndex(), row, row + len(entries) - 1)
            self._entries[row:row] = entries
            self._forget_lookups()
            self.endInsertRows()
        if not from_top and len(self._entries) > self._limit:
            self._trim()
        return fresh

    def confirm(self, pending_id: int, *, msgid: str, time: float, text: str) -> bool:
        """The server has taken an own message, as `text`; False if it is not here."""
        return self._change(
            pending_id, state=SendState.SENT, reason="", msgid=msgid, time=time, text=text, pending_id=0
        )

    def fail(self, pending_id: int, *, reason: str, in_doubt: bool = False) -> bool:
        """An own message was refused, or may have been sent (`in_doubt`); False if it is not here."""
        state = SendState.IN_DOUBT if in_doubt else SendState.FAILED
        return self._change(pending_id, state=state, reason=reason)

    def wait(self, pending_id: int, *, reason: str = "") -> bool:
        """An own message is on its way (again), `reason` says what it waits for; False if it is not here."""
        return self._change(pending_id, state=SendState.PENDING, reason=reason)

    def remove(self, pending_id: int) -> bool:
        """Take out an own message that was never sent; False if it is not here."""
        row = self.row_of_pending(pending_id)
        if row is None:
            return False
        self._remove_rows(row, 1)
        return True

    def amend(self, event: Amendment) -> bool:
        """Correct, take back or react to a message; False, and held until it comes, if it is not here."""
        row = self.row_of_message(event.msgid) if event.msgid else None
        if row is None:
            self._held.hold(event)
            return False
        entry = self._entries[row]
        assert isinstance(entry, MessageEntry)
        changed = amended(entry, event)
        if changed is not entry:
            self._entries[row] = changed
            self.dataChanged.emit(self.index(row), self.index(row))
        return True

    def clear(self) -> None:
        """Start empty again."""
        self.beginResetModel()
        self._entries.clear()
        self._held.clear()
        self._forget_lookups()
        self.endResetModel()

    def _change(self, pending_id: int, /, **fields: Any) -> bool:
        row = self.row_of_pending(pending_id)
        if row is None:
            return False
        entry = self._entries[row]
        assert isinstance(entry, MessageEntry)
        changed = replace(entry, **fields)
        self._entries[row] = changed
        if not changed.pending_id:
            del self._pending[pending_id]
            self._messages[changed.msgid] = row
        self.dataChanged.emit(self.index(row), self.index(row))
        return True

    def _trim(self) -> None:
        self._remove_rows(0, len(self._entries) - self._limit + self._limit // _TRIM_SHARE)

    def _remove_rows(self, row: int, count: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row + count - 1)
        del self._entries[row : row + count]
        self._forget_lookups()
        self.endRemoveRows()

    def _forget_lookups(self) -> None:
        self._pending.clear()
        self._messages.clear()
        self._looked_at = 0

    def _look_up_new(self) -> None:
        for row in range(self._looked_at, len(self._entries)):
            entry = self._entries[row]
            if isinstance(entry, MessageEntry):
                if entry.pending_id:
                    self._pending[entry.pending_id] = row
                if entry.msgid:
                    self._messages[entry.msgid] = row
        self._looked_at = len(self._entries)
