"""A list to pick one from, found by some letters: rooms of a server, people to ask into one."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import replace
from enum import Enum

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
from app.irc.text_folding import fold_text
from app.values import frozen
from app.words import room_list_words

NO_PARENT = QModelIndex()


class PickMark(Enum):
    """What stands before it."""

    ROOM = "room"
    PRIVATE_ROOM = "lock"
    HOSTED_ROOM = "host"  # by this person
    PERSON = "person"


@frozen
class Pick:
    """One of them. `key` is what is meant: a channel or a nickname as the server spells it.

    `action` says what comes of picking it, `people` how many are inside, None where that is nobody's number.
    Of a person `colour_of` is what the theme colours them by, and `picture` the id of the one that they show.
    """

    key: str
    title: str
    about: str = ""
    people: int | None = None
    action: str = ""
    mark: PickMark = PickMark.ROOM
    colour_of: str = ""
    picture: str = ""

    @property
    def spoken(self) -> str:
        """All of it as one text."""
        parts = [
            self.title,
            people_words(self.people) if self.people is not None else "",
            self.about,
            self.action,
        ]
        return ", ".join(part for part in parts if part)


@frozen(order=True)
class _Row:
    order: tuple[int, str, str]  # the fullest first, then by name
    pick: Pick
    text: str  # what is looked through, folded


@guarded()
class PicksModel(QAbstractListModel):
    """Those that match what is looked for.

    Signals:
        counted(): there are more or fewer than before, shown or in all.
    """

    counted = Signal()
    PickRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[_Row] = []
        self._shown: list[_Row] = []
        self._keys: set[str] = set()
        self._wanted = ""

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        pick = self._shown[index.row()].pick
        values = {
            self.PickRole: pick,
            int(Qt.ItemDataRole.DisplayRole): pick.title,
            int(Qt.ItemDataRole.ToolTipRole): f"{pick.title} · {pick.about}" if pick.about else pick.title,
            int(Qt.ItemDataRole.AccessibleTextRole): pick.spoken,
        }
        return values.get(role)

    def roleNames(self) -> dict[int, QByteArray]:
        return {**super().roleNames(), self.PickRole: QByteArray(b"pick")}

    @property
    def total(self) -> int:
        """How many there are, shown or not."""
        return len(self._all)

    def pick(self, row: int) -> Pick | None:
        """The one in a row that is shown."""
        return self._shown[row].pick if 0 <= row < len(self._shown) else None

    def has(self, key: str) -> bool:
        """Whether there is one of this key, shown or not, in whatever case."""
        return key.casefold() in self._keys

    def find(self, key: str) -> Pick | None:
        """The one of this key, shown or not."""
        return next((row.pick for row in self._all if row.pick.key.casefold() == key.casefold()), None)

    def put(self, pick: Pick) -> None:
        """Have `pick` in place of the one with its key, at the same place."""
        for rows in (self._all, self._shown):
            for at, row in enumerate(rows):
                if row.pick.key == pick.key:
                    rows[at] = replace(row, pick=pick)
        self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def set_picks(self, picks: Iterable[Pick]) -> None:
        """Have these and no others."""
        self._all, self._keys = [], set()
        self.add(picks)

    def add(self, picks: Iterable[Pick]) -> None:
        """Have some more; each key once."""
        for pick in picks:
            if not self.has(pick.key):
                self._keys.add(pick.key.casefold())
                order = (-(pick.people or 0), fold_text(pick.title), pick.key)
                insort(self._all, _Row(order, pick, fold_text(f"{pick.title}\n{pick.key}\n{pick.about}")))
        self._filter()

    def look_for(self, text: str) -> None:
        """Show only those that hold `text`."""
        self._wanted = fold_text(text.strip())
        self._filter()

    def _filter(self) -> None:
        self.beginResetModel()
        self._shown = (
            [row for row in self._all if self._wanted in row.text] if self._wanted else list(self._all)
        )
        self.endResetModel()
        self.counted.emit()


def people_words(count: int) -> str:
    """How many people are in a room."""
    return room_list_words.ONE_INSIDE() if count == 1 else room_list_words.PEOPLE_INSIDE(count)
