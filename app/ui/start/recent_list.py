"""The list of recent rooms: one click or Enter goes there, Delete or the menu forgets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QSizePolicy

from app.guard import guarded
from app.models.recents import RecentRole, RecentRoom, RecentRooms
from app.ui.start.recent_delegate import RecentDelegate
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.menu import Menu
from app.words import start_words


@guarded()
class RecentList(QListView):
    """As high as its rows, in one or two columns; the page around it scrolls.

    `is_readable` tells whether something is kept of a room.

    Signals:
        chosen(int): the row that was clicked or entered.
        read_requested(int): what is kept of the room is to be read, without joining it.
    """

    chosen = Signal(int)
    read_requested = Signal(int)

    def __init__(self, theme: Theme, rooms: RecentRooms, is_readable: Callable[[RecentRoom], bool]) -> None:
        super().__init__()
        self._theme = theme
        self._rooms = rooms
        self._columns = 2
        self._is_readable = is_readable
        self._delegate = RecentDelegate(theme, self)
        self.setModel(rooms)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(start_words.RECENT_ROOMS())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)
        for signal in (rooms.rowsInserted, rooms.rowsRemoved, rooms.dataChanged, theme.changed):
            signal.connect(self._fit)
        self._fit()

    def set_columns(self, columns: int) -> None:
        """Show one or two columns."""
        self._columns = columns
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if row < 0:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(row)
        elif event.key() == Qt.Key.Key_Delete:
            self._rooms.remove(row)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        place = self.visualRect(index).center() if by_key else event.pos()
        menu = self.menu_for(index.row())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(place))

    def menu_for(self, row: int) -> Menu:
        """The menu of the room in `row`."""
        room = self._rooms.room_at(row)
        menu = Menu(self)
        door = "host" if room.hosted else "join"
        go = menu.addAction(self._theme.icon(door), self._delegate.action_words(room))
        go.triggered.connect(lambda: self.chosen.emit(row))
        if self._is_readable(room):
            read = menu.addAction(self._theme.icon("clock"), start_words.READ_WHAT_WAS_SAID())
            read.triggered.connect(lambda: self.read_requested.emit(row))
        copy = menu.addAction(self._theme.icon("copy"), start_words.COPY_ADDRESS())
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(room.address))
        menu.addSeparator()
        forget = menu.addAction(self._theme.icon("delete"), start_words.REMOVE_FROM_THIS_LIST())
        forget.triggered.connect(lambda: self._rooms.remove(row))
        return menu

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    def _height(self) -> int:
        lines = -(-self._rooms.rowCount() // self._columns)
        return lines * self._row_height()

    def _row_height(self) -> int:
        """As high as the room needs that has most to tell."""
        most = max(map(self._lines, range(self._rooms.rowCount())), default=1)
        row = self._theme.scaled(self._theme.metrics.list.start_row)
        return row + (most - 1) * self._theme.line_height(TypeRole.META)

    def _lines(self, row: int) -> int:
        detail = str(self._rooms.index(row).data(RecentRole.DETAIL))
        return len(self._delegate.lines_of(detail, self._delegate.words_width(self._rooms.room_at(row))))

    @Slot()
    def _fit(self) -> None:
        width = self.viewport().width()
        # a line that is exactly full is wrapped by QListView
        cell = QSize(max(1, (width - 1) // self._columns), 0)
        self._delegate.set_cells(cell, self._columns, self._theme.metrics.start.card_gap, width)
        cell.setHeight(self._row_height())
        self._delegate.set_height(cell.height())
        if cell != self.gridSize():
            self.setGridSize(cell)
        if self._height() != self.height():
            self.setFixedHeight(self._height())

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())
