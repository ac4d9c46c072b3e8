"""The quick way to a room: type some letters of its name, press Enter."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.guard import guarded
from app.irc.text_folding import fold_text
from app.models.room import Room
from app.models.rooms_model import RoomsModel
from app.ui.rooms.room_delegate import RoomDelegate
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.labels import Label
from app.ui.widgets.list_view import ListView
from app.ui.widgets.modal_overlay import ModalOverlay
from app.ui.widgets.scaled_layouts import scaled_column
from app.words import room_words

_ROWS = 8


@guarded()
class _RoomFilter(QSortFilterProxyModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wanted = ""

    def set_text(self, text: str) -> None:
        self._wanted = fold_text(text.strip())
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        room = self.sourceModel().index(row, 0).data(RoomsModel.RoomRole)
        return isinstance(room, Room) and self._wanted in fold_text(room.title)


@guarded()
class RoomSwitcher(ModalOverlay):
    """A field and the rooms that match it.

    Signals:
        chosen(Room): where to go.
    """

    chosen = Signal(Room)

    def __init__(self, theme: Theme, rooms: RoomsModel, over: QWidget) -> None:
        super().__init__(theme, over, title="", width=360)
        self.card.setAccessibleName(room_words.GO_TO_ROOM())
        self.field = QLineEdit()
        self.field.setPlaceholderText(room_words.GO_TO_ROOM())
        self.field.setAccessibleName(room_words.GO_TO_ROOM())
        self.list = ListView(room_words.ROOMS())
        theme.pictures.changed.connect(self.list.viewport().update)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(RoomDelegate(theme, self.list))
        self._filter = _RoomFilter(self)
        self._filter.setSourceModel(rooms)
        self.list.setModel(self._filter)
        self.list.setFixedHeight(theme.scaled(theme.metrics.list.room_row) * _ROWS)
        self._nothing = Label(room_words.NO_SUCH_ROOM(), TypeRole.META, "text3")
        gap = theme.metrics.spacing
        self.set_card_margins(gap.one_half, gap.one_half, gap.one_half, gap.one_half)
        column = scaled_column(theme, self.card)
        column.set_spacing(gap.one)
        for widget in (self.field, self._nothing, self.list):
            column.addWidget(widget)
        self.field.textChanged.connect(self._on_text)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._choose)
        self._on_text("")
        self.open_with(self.field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event.key())
        return super().eventFilter(watched, event)

    def _on_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            row = self.list.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
            self._select(row % max(1, self._filter.rowCount()))
        else:
            return False
        return True

    def _on_text(self, text: str) -> None:
        self._filter.set_text(text)
        self._nothing.setVisible(self._filter.rowCount() == 0)
        self._select(0)

    def _select(self, row: int) -> None:
        self.list.setCurrentIndex(self._filter.index(row, 0))

    def _choose(self) -> None:
        room = self.list.currentIndex().data(RoomsModel.RoomRole)
        if isinstance(room, Room):
            self.dismiss()
            self.chosen.emit(room)
