"""The list of recent rooms and what can be done with one: a click or Enter goes there, Delete forgets."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent

from app.guard import guarded
from app.models.recents import RecentRoom, RecentRooms
from app.ui.action import Action, fill_menu, run_at_key
from app.ui.start.recent_delegate import RecentDelegate, action_words_for
from app.ui.start.start_row import StartList
from app.ui.theme.theme import Theme
from app.ui.widgets.day_watch import DayWatch
from app.ui.widgets.list_view import row_for_menu
from app.ui.widgets.menu import Menu
from app.values import frozen
from app.words import action_words, start_words


class RecentAction(Enum):
    """The id of each."""

    OPEN = "open"
    READ = "read"
    COPY_ADDRESS = "copy-address"
    REMOVE = "remove"


@frozen
class RecentContext:
    """The recent room that is meant, and what can be done with its row.

    `open_words`: how it is opened, in a word; `is_kept`: there is something to read without joining it.
    """

    room: RecentRoom
    open_words: str
    is_kept: bool
    open: Callable[[], None]
    read: Callable[[], None]
    remove: Callable[[], None]


def _copy_address(at: RecentContext) -> None:
    QGuiApplication.clipboard().setText(at.room.address)


def _open(icon: str, *, is_hosted: bool) -> Action[RecentContext]:
    return Action(
        RecentAction.OPEN,
        lambda at: at.open_words,
        lambda at: at.open(),
        keys=("Return",),
        icon=icon,
        usable=lambda at: at.room.hosted is is_hosted,
        help=action_words.KEY_OPEN_RECENT,
    )


RECENT_ACTIONS: tuple[Action[RecentContext], ...] = (
    _open("host", is_hosted=True),
    _open("join", is_hosted=False),
    Action(
        RecentAction.READ,
        start_words.READ_WHAT_WAS_SAID,
        lambda at: at.read(),
        icon="clock",
        usable=lambda at: at.is_kept,
    ),
    Action(RecentAction.COPY_ADDRESS, start_words.COPY_ADDRESS, _copy_address, icon="copy"),
    Action(
        RecentAction.REMOVE,
        start_words.REMOVE_FROM_THIS_LIST,
        lambda at: at.remove(),
        keys=("Del",),
        icon="delete",
        starts_group=True,
        help=action_words.KEY_FORGET_RECENT,
    ),
)


@guarded()
class RecentList(StartList):
    """The recent rooms; a click or Enter opens one.

    `is_readable` tells whether something is kept of a room.

    Signals:
        chosen(int): the row that was clicked or entered.
        read_requested(int): what is kept of the room is to be read, without joining it.
    """

    chosen = Signal(int)
    read_requested = Signal(int)

    def __init__(self, theme: Theme, rooms: RecentRooms, is_readable: Callable[[RecentRoom], bool]) -> None:
        super().__init__(theme, start_words.RECENT_ROOMS(), rooms, RecentDelegate(theme))
        self._rooms = rooms
        self._is_readable = is_readable
        self.clicked.connect(self._on_clicked)
        self.day_watch = DayWatch(self)  # rows tell when one was there last
        self.day_watch.changed.connect(self._repaint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if row < 0 or not run_at_key(RECENT_ACTIONS, event, self._context(row)):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index, place = row_for_menu(self, event)
        if index.isValid():
            self.menu_for(index.row()).popup(place)

    def menu_for(self, row: int) -> Menu:
        """The menu of the room in `row`."""
        menu = Menu(self._theme, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, self._theme, RECENT_ACTIONS, self._context(row))
        return menu

    def _context(self, row: int) -> RecentContext:
        room = self._rooms.room_at(row)
        return RecentContext(
            room,
            action_words_for(room),
            is_kept=self._is_readable(room),
            open=lambda: self.chosen.emit(row),
            read=lambda: self.read_requested.emit(row),
            remove=lambda: self._rooms.remove(row),
        )

    @Slot()
    def _repaint(self) -> None:
        self.viewport().update()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())
