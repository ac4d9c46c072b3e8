"""The rooms nearby on the start page: their list, how the search for them goes, and searching again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyleOptionViewItem, QVBoxLayout, QWidget

from app.guard import guarded
from app.models.nearby_rows import NearbyRole, NearbyRows
from app.ui.action import Action, fill_menu, run_at_key
from app.ui.start.start_row import SIDE, StartDelegate, StartList, is_mirrored, without_end
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.labels import Label
from app.ui.widgets.list_view import row_for_menu
from app.ui.widgets.menu import Menu
from app.words import action_words, common_words, start_words

_LOCK_GAP = 6

_State = QStyle.StateFlag


class NearbyAction(Enum):
    """The id of each."""

    JOIN = "join"
    COPY_ADDRESS = "copy-address"


@dataclass(frozen=True, slots=True)
class NearbyContext:
    """The room nearby that is meant: where it is, and how it is joined."""

    address: str
    join: Callable[[], None]


def _copy_address(at: NearbyContext) -> None:
    QGuiApplication.clipboard().setText(at.address)


NEARBY_ACTIONS: tuple[Action[NearbyContext], ...] = (
    Action(
        NearbyAction.JOIN,
        common_words.JOIN,
        lambda at: at.join(),
        keys=("Return",),
        icon="join",
        help=action_words.KEY_JOIN_NEARBY,
    ),
    Action(NearbyAction.COPY_ADDRESS, start_words.COPY_ADDRESS, _copy_address, icon="copy"),
)


@guarded()
class NearbyDelegate(StartDelegate):
    """Rows as those of recent rooms. At the end of one stands what locks the room, and on hover and focus
    the pill "Join" in its place.
    """

    def lines_in(self, index: QModelIndex) -> int:
        width = self._row.words_width(self._cell.width(), *self._notes(str(index.data(NearbyRole.LOCK))))
        return len(self._row.lines_of(str(index.data(NearbyRole.DETAIL)), width))

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, state, lock = self._row, option.state, str(index.data(NearbyRole.LOCK))
        focused, hovered = bool(state & _State.State_HasFocus), bool(state & _State.State_MouseOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row.paint_ground(painter, option.rect, hovered=hovered, focused=focused)
        name = str(index.data(Qt.ItemDataRole.DisplayRole))
        inner = option.rect.adjusted(SIDE, 0, -SIDE, 0)
        _box, inner = row.paint_avatar(painter, inner, self._theme.room_avatar(name))
        free = inner.width() - row.words_in(inner.width(), *self._notes(lock))
        if free and (hovered or focused):
            row.paint_pill(painter, inner, common_words.JOIN())
        elif lock:
            self._paint_lock(painter, inner, lock if free else "")
            free = free or self._lock_width("")
        words = without_end(painter, inner, free)
        row.paint_words(painter, words, name, str(index.data(NearbyRole.DETAIL)), offline=False)

    def tooltip_at(
        self, point: QPoint, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> str:
        return str(index.data(NearbyRole.TIP) or "")

    def _notes(self, lock: str) -> tuple[int, ...]:
        pill = self._row.pill_width(common_words.JOIN())
        return (pill, self._lock_width(lock)) if lock else (pill,)

    def _lock_width(self, words: str) -> int:
        advance = QFontMetrics(self._theme.font(TypeRole.META)).horizontalAdvance(words)
        return self._theme.metrics.icon.small + _LOCK_GAP + advance

    def _paint_lock(self, painter: QPainter, rect: QRect, words: str) -> None:
        """A lock and what it is at the end of `rect`."""
        icon, width = self._theme.metrics.icon.small, self._lock_width(words)
        mirrored = is_mirrored(painter)
        left = rect.left() if mirrored else rect.right() + 1 - width
        box = QRect(left, rect.top(), width, rect.height())
        icon_left = box.right() + 1 - icon if mirrored else box.left()
        icon_box = QRectF(icon_left, box.top() + (box.height() - icon) / 2, icon, icon)
        self._theme.paint_icon(painter, icon_box, "lock", "text2")
        painter.setFont(self._theme.font(TypeRole.META))
        painter.setPen(self._theme.colours.text2)
        painter.drawText(box, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, words)


@guarded()
class NearbyList(StartList):
    """The rooms nearby; a click or Enter joins one.

    Signals:
        chosen(str): the fingerprint of the room that was clicked or entered.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, rooms: NearbyRows) -> None:
        super().__init__(theme, start_words.ROOMS_NEARBY(), rooms, NearbyDelegate(theme))
        self.clicked.connect(self._on_clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if not index.isValid() or not run_at_key(NEARBY_ACTIONS, event, self._context(index)):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index, place = row_for_menu(self, event)
        if index.isValid():
            self.menu_for(index).popup(place)

    def menu_for(self, index: QModelIndex) -> Menu:
        """The menu of a row."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, self._theme, NEARBY_ACTIONS, self._context(index))
        return menu

    def _context(self, index: QModelIndex) -> NearbyContext:
        fingerprint = str(index.data(NearbyRole.FINGERPRINT))  # its row may be another one by then
        address = str(index.data(NearbyRole.ADDRESS))
        return NearbyContext(address, join=lambda: self.chosen.emit(fingerprint))

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(str(index.data(NearbyRole.FINGERPRINT)))


class NearbySection(QWidget):
    """The heading with its button, the list, and a sentence in place of an empty one.

    Signals:
        search_requested(): the network is to be searched again.
    """

    search_requested = Signal()

    def __init__(self, theme: Theme, rooms: NearbyRows) -> None:
        super().__init__()
        self._theme = theme
        self._rooms = rooms
        self._is_searching = True
        self.list = NearbyList(theme, rooms)
        self.search_again = Button(theme, start_words.SEARCH_AGAIN(), ButtonKind.LINK)
        self._heading = Label(start_words.NEARBY(), TypeRole.LIST_UNREAD)
        self._heading.setBuddy(self.list)
        self._top = QWidget()
        self._words = Label("", TypeRole.LIST, "text3", wrap=True)
        self._lay_out()
        self.search_again.clicked.connect(self.search_requested)
        for signal in (rooms.rowsInserted, rooms.rowsRemoved):
            signal.connect(self._follow)
        theme.changed.connect(self._dress)
        self._dress()
        self._follow()

    def set_searching(self, searching: bool) -> None:
        """Whether rooms are waited for that answer at once."""
        had_focus = self.search_again.hasFocus()
        self._is_searching = searching
        self._follow()
        if had_focus and searching and self._rooms.rowCount():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def words(self) -> str:
        """What is said in place of rooms, "" while there are some."""
        return "" if self._words.isHidden() else self._words.text()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._top)
        pad = self._theme.metrics.spacing.one_half
        row.setContentsMargins(pad, 0, pad, 0)
        row.addWidget(self._heading, 1)
        row.addWidget(self.search_again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self._words)
        column.addWidget(self.list)
        column.addStretch(1)
        self._words.setContentsMargins(pad, self._theme.metrics.spacing.half, pad, 0)

    @Slot()
    def _dress(self) -> None:
        self._top.setFixedHeight(self._theme.scaled(self._theme.metrics.control.field))
        self.search_again.setIcon(self._theme.icon("retry", "accent_text", "accent_text"))

    @Slot()
    def _follow(self) -> None:
        some = self._rooms.rowCount() > 0
        self._words.setText(common_words.SEARCHING() if self._is_searching else start_words.NO_ROOMS_NEARBY())
        self._words.setVisible(not some)
        self.list.setVisible(some)
        self.search_again.setVisible(not self._is_searching)
