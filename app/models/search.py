"""A search as windows see it: the hits of one room, stepped through from the newest, or those of all rooms.

The archive is behind a port; what is asked is answered later, and an answer to an older question is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.guard import guarded
from app.irc.file_tag import SharedFile
from app.irc.search_terms import search_terms
from app.models.room import Room
from app.models.timeline_entries import MessageEntry
from app.models.timeline_words import clock
from app.values import frozen

Index = QModelIndex | QPersistentModelIndex

MOST_FILES = 2_000  # of a room that are listed
PAGE = 50  # hits: more than anybody steps through, read in a few milliseconds


@frozen
class Hit:
    """A message that holds all the words. `place` is where it stands in the archive of its room.

    `room` is what the archive knows the conversation by; `title` what people do; `colour_of` what the theme
    colours the sender by.
    """

    place: int
    msgid: str
    sender: str
    text: str
    time: float
    room: object = None
    title: str = ""
    colour_of: str = ""


@frozen
class Count:
    """How many hits there are; `more`: even more than that."""

    number: int
    more: bool = False


@frozen
class FileHit:
    """A file that was shared in a room: the message, and where it stands in the archive, 0 for nowhere."""

    entry: MessageEntry
    file: SharedFile
    place: int


class SearchPort(Protocol):
    """Asks the archive, by shape: `application.archive.searcher` fits it.

    A page has at most PAGE hits `before` a place, the newest first. Where the archive fails, `then` gets
    nothing and the person has been told why.
    """

    def in_room(self, room: Room, query: str, before: int | None, then: Callable[[list[Hit]], None]) -> None:
        """A page of a room's hits."""
        ...

    def everywhere(self, query: str, before: int | None, then: Callable[[list[Hit]], None]) -> None:
        """A page of the hits of all rooms."""
        ...

    def count(self, room: Room, query: str, then: Callable[[Count], None]) -> None:
        """How many hits a room has."""
        ...

    def files_in(self, room: Room, then: Callable[[list[FileHit]], None]) -> None:
        """The newest files of a room, MOST_FILES at most."""
        ...


class SearchState(Enum):
    """How far a search is."""

    IDLE = "idle"  # nothing to look for
    SIGNS = "signs"  # nothing but signs, which are not searched
    WAITING = "waiting"
    FOUND = "found"
    NOTHING = "nothing"


def _first_state(query: str) -> SearchState:
    """How a search begins."""
    if search_terms(query):
        return SearchState.WAITING
    return SearchState.SIGNS if query else SearchState.IDLE


class RoomSearch(QObject):
    """The hits of one room, one of which is shown.

    Signals:
        changed(): state, count or the hit that is shown are others.
        shown(Hit): this hit is to be brought into sight.
    """

    changed = Signal()
    shown = Signal(Hit)

    def __init__(self, port: SearchPort, room: Room, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._port = port
        self.room = room
        self.query = ""
        self.state = SearchState.IDLE
        self.count = Count(0)
        self._hits: list[Hit] = []
        self._at = 0
        self._all_here = False
        self._is_more_asked = False
        self._asked: object = None

    @property
    def number(self) -> int:
        """Which hit is shown, counted from the newest, 1 the first; 0 for none."""
        return self._at + 1 if self._hits else 0

    @property
    def current(self) -> Hit | None:
        """The hit that is shown."""
        return self._hits[self._at] if self._hits else None

    def look_for(self, query: str) -> None:
        """Begin anew; the newest hit is shown."""
        query = query.strip()
        if query == self.query:
            return
        self.query = query
        self._hits, self._at, self._all_here, self.count = [], 0, False, Count(0)
        self._is_more_asked = False
        self._asked = token = object()
        self.state = _first_state(query)
        self.changed.emit()
        if self.state is SearchState.WAITING:
            self._port.in_room(self.room, query, None, lambda hits: self._came(token, hits))
            self._port.count(self.room, query, lambda count: self._counted(token, count))

    def look_again(self) -> None:
        """Other messages may be hits now: begin anew with the same words."""
        query, self.query = self.query, ""
        self.look_for(query)

    def step(self, by: int) -> None:
        """Show an older (1) or newer (-1) hit; behind the last one comes the first."""
        if not self._hits:
            return
        wanted = self._at + by
        if wanted < len(self._hits) or self._all_here:
            self._show(wanted % len(self._hits))
        elif not self._is_more_asked:
            self._is_more_asked = True
            token, last = self._asked, self._hits[-1].place
            self._port.in_room(self.room, self.query, last, lambda hits: self._more_came(token, hits))

    def _came(self, token: object, hits: list[Hit]) -> None:
        if token is not self._asked:
            return
        self._hits, self._all_here = hits, len(hits) < PAGE
        self.state = SearchState.FOUND if hits else SearchState.NOTHING
        if hits:
            self._show(0)
        else:
            self.changed.emit()

    def _more_came(self, token: object, hits: list[Hit]) -> None:
        if token is not self._asked:
            return
        first = len(self._hits)
        self._hits += hits
        self._all_here, self._is_more_asked = len(hits) < PAGE, False
        if self._at == first - 1:  # else the person has turned back meanwhile
            self._show(first % len(self._hits))

    def _counted(self, token: object, count: Count) -> None:
        if token is self._asked:
            self.count = count
            self.changed.emit()

    def _show(self, at: int) -> None:
        self._at = at
        self.changed.emit()
        self.shown.emit(self._hits[at])


@guarded()
class FoundModel(QAbstractListModel):
    """The hits of all rooms, the newest first; further pages come as a view scrolls on.

    Signals:
        state_changed(): how far the search is.
    """

    HitRole = Qt.ItemDataRole.UserRole + 1
    state_changed = Signal()

    def __init__(self, port: SearchPort, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._port = port
        self.query = ""
        self.state = SearchState.IDLE
        self._hits: list[Hit] = []
        self._all_here = True
        self._asked: object = None

    def look_for(self, query: str) -> None:
        """Begin anew."""
        query = query.strip()
        if query == self.query:
            return
        self.query = query
        self.beginResetModel()
        self._hits, self._all_here, self._asked = [], True, None
        self.endResetModel()
        self._set_state(_first_state(query))
        if self.state is SearchState.WAITING:
            self._ask(None)

    def hit(self, row: int) -> Hit | None:
        """The hit of a row."""
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        hit = self.hit(index.row()) if index.isValid() else None
        if hit is None:
            return None
        if role == self.HitRole:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{hit.sender}, {hit.title}, {clock(hit.time)}, {hit.text}"
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._all_here and self._asked is None

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._ask(self._hits[-1].place)

    def _ask(self, before: int | None) -> None:
        self._asked = token = object()
        self._port.everywhere(self.query, before, lambda hits: self._came(token, hits))

    def _came(self, token: object, hits: Sequence[Hit]) -> None:
        if token is not self._asked:
            return
        self._all_here = len(hits) < PAGE
        if hits:
            first = len(self._hits)
            self.beginInsertRows(QModelIndex(), first, first + len(hits) - 1)
            self._hits += hits
            self.endInsertRows()
        self._asked = None  # only now: whoever hears of the rows may ask for more
        self._set_state(SearchState.FOUND if self._hits else SearchState.NOTHING)

    def _set_state(self, state: SearchState) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit()
