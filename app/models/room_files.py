"""The files of one conversation, the newest first, and which of them words find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.guard import guarded
from app.irc.search_terms import hit_spans, search_terms
from app.models.room import Room
from app.models.search import MOST_FILES, FileHit, SearchPort
from app.models.timeline_entries import Entry, MessageEntry
from app.models.timeline_text import spoken_text

Index = QModelIndex | QPersistentModelIndex


@guarded()
class RoomFilesModel(QAbstractListModel):
    """What was shared in a room, as the archive and its timeline have it; all words of `query` are in a row.

    Signals:
        changed(): what there is, or what is found of it, is others.
    """

    HitRole = Qt.ItemDataRole.UserRole + 1
    changed = Signal()

    def __init__(self, port: SearchPort, room: Room, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._room = room
        self._all: list[FileHit] = []
        self._rows: list[FileHit] = []
        self.query = ""
        self.is_waiting = True  # for the archive
        self._is_stopped = False
        port.files_in(room, self._came)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was shared here."""
        return not self._all

    @property
    def is_cut(self) -> bool:
        """Whether there may be older ones that are not listed."""
        return len(self._all) >= MOST_FILES

    def stop(self) -> None:
        """Nobody looks any more: an answer that still comes is left."""
        self._is_stopped = True

    def look_for(self, query: str) -> None:
        """Show what has all these words in its name, its caption or its sender's name."""
        self.query = query.strip()
        self._show()

    def hit(self, row: int) -> FileHit | None:
        """The file of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        hit = self.hit(index.row()) if index.isValid() else None
        if hit is None:
            return None
        if role == self.HitRole:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.file.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_text(hit.entry)
        return None

    def _came(self, kept: Sequence[FileHit]) -> None:
        if self._is_stopped:
            return
        timeline = self._room.timeline
        known = {hit.file.id for hit in kept}
        loaded = [
            FileHit(entry, entry.file, place)
            for entry, place in zip(timeline.entries, timeline.rows.places, strict=True)
            if isinstance(entry, MessageEntry) and entry.file is not None and entry.file.id not in known
        ]
        newest_first = sorted((*kept, *loaded), key=lambda hit: hit.entry.time, reverse=True)
        self._all = [hit for hit in newest_first if not timeline.ignored.hides(hit.entry)]
        self.is_waiting = False
        self._show()

    def _show(self) -> None:
        terms = search_terms(self.query)
        self.beginResetModel()
        self._rows = [
            hit for hit in self._all if all(hit_spans(_text_of(hit.entry), (term,)) for term in terms)
        ]
        self.endResetModel()
        self.changed.emit()


def _text_of(entry: Entry) -> str:
    if not isinstance(entry, MessageEntry) or entry.file is None:
        return ""
    return f"{entry.file.name}\n{entry.text}\n{entry.shown_name}"
