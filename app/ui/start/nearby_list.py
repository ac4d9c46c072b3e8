"""The rooms nearby on the start page: their list, how the search for them goes, and searching again."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.guard import guarded
from app.models.nearby_rows import NearbyRole, NearbyRows
from app.ui.action import Action, fill_menu, run_at_key
from app.ui.start.diagnosis_panel import DiagnosisPanel
from app.ui.start.nearby_delegate import NearbyDelegate
from app.ui.start.start_row import StartList
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.labels import Label
from app.ui.widgets.list_view import row_for_menu
from app.ui.widgets.menu import Menu
from app.ui.widgets.scaled_layouts import scale_margins, scaled_row
from app.values import frozen
from app.words import action_words, common_words, start_words

MOST_IN_SHORT = 3  # rooms that stand above the cards of a narrow window


class NearbyAction(Enum):
    """The id of each."""

    JOIN = "join"
    WHY = "why"
    COPY_ADDRESS = "copy-address"


@frozen
class NearbyContext:
    """The room nearby that is meant: where it is, whether nobody answers there, and what can be done."""

    address: str
    is_unreached: bool
    join: Callable[[], None]
    explain: Callable[[], None]


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
    Action(
        NearbyAction.WHY,
        start_words.WHY_UNREACHED,
        lambda at: at.explain(),
        icon="wifi-off",
        usable=lambda at: at.is_unreached,
    ),
    Action(NearbyAction.COPY_ADDRESS, start_words.COPY_ADDRESS, _copy_address, icon="copy"),
)


@guarded()
class NearbyList(StartList):
    """The rooms nearby; a click or Enter joins one.

    Signals:
        chosen(str): the fingerprint of the room that was clicked or entered.
        why_requested(str): somebody asks why the room with that fingerprint cannot be reached.
    """

    chosen = Signal(str)
    why_requested = Signal(str)

    def __init__(self, theme: Theme, rooms: NearbyRows) -> None:
        self._rows = NearbyDelegate(theme)
        self._pressed_at = QPoint()
        super().__init__(theme, start_words.ROOMS_NEARBY(), rooms, self._rows)
        self.clicked.connect(self._on_clicked)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

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
        menu = Menu(self._theme, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, self._theme, NEARBY_ACTIONS, self._context(index))
        return menu

    def _context(self, index: QModelIndex) -> NearbyContext:
        fingerprint = str(index.data(NearbyRole.FINGERPRINT))  # its row may be another one by then
        return NearbyContext(
            str(index.data(NearbyRole.ADDRESS)),
            bool(index.data(NearbyRole.UNREACHED)),
            join=lambda: self.chosen.emit(fingerprint),
            explain=lambda: self.why_requested.emit(fingerprint),
        )

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        at = self._context(index)
        if at.is_unreached and self._rows.pill_of(self.visualRect(index), self).contains(self._pressed_at):
            at.explain()
        else:
            at.join()


class NearbySection(QWidget):
    """The heading with its button, the list, and a sentence in place of an empty one.

    Where it is to be short, only a few rooms are shown until more of them are wanted.

    Signals:
        search_requested(): the network is to be searched again.
    """

    search_requested = Signal()

    def __init__(self, theme: Theme, rooms: NearbyRows) -> None:
        super().__init__()
        self._theme = theme
        self._rooms = rooms
        self._is_searching = True
        self._is_short = False
        self._shows_all = False
        self.list = NearbyList(theme, rooms)
        self.search_again = Button(theme, start_words.SEARCH_AGAIN(), ButtonKind.LINK)
        self.more = Button(theme, "", ButtonKind.LINK)
        self._heading = Label(start_words.NEARBY(), TypeRole.LIST_UNREAD)
        self._heading.setBuddy(self.list)
        self._top = QWidget()
        self._words = Label("", TypeRole.LIST, "text3", wrap=True)
        self.diagnosis = DiagnosisPanel(theme, "box")
        self._lay_out()
        self.search_again.clicked.connect(self.search_requested)
        self.more.clicked.connect(self._turn_over)
        for signal in (rooms.rowsInserted, rooms.rowsRemoved, rooms.dataChanged):
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

    def set_short(self, short: bool) -> None:
        """Whether something stands below it that must not be out of sight for many rooms."""
        self._is_short = short
        self._follow()

    def words(self) -> str:
        """What is said in place of rooms, "" while there are some."""
        return "" if self._words.isHidden() else self._words.text()

    def focus_order(self) -> tuple[QWidget, ...]:
        """What takes the focus, in the order in which keys come to it."""
        return (self.search_again, self.diagnosis.why, self.list, self.more)

    def _lay_out(self) -> None:
        row = scaled_row(self._theme, self._top)
        pad = self._theme.metrics.spacing.one_half
        row.set_margins(pad, 0, pad, 0)
        row.addWidget(self._heading, 1)
        row.addWidget(self.search_again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self._words)
        scale_margins(self._theme, self.diagnosis, pad, self._theme.metrics.spacing.one, pad, 0)
        column.addWidget(self.diagnosis)
        column.addWidget(self.list)
        below = scaled_row(self._theme)
        below.set_margins(pad, 0, pad, 0)
        below.addWidget(self.more)
        below.addStretch(1)
        column.addLayout(below)
        column.addStretch(1)
        scale_margins(self._theme, self._words, pad, self._theme.metrics.spacing.half, pad, 0)

    @Slot()
    def _turn_over(self) -> None:
        self._shows_all = not self._shows_all
        self._follow()

    @Slot()
    def _dress(self) -> None:
        self._top.setFixedHeight(self._theme.scaled(self._theme.metrics.control.field))
        self.search_again.setIcon(self._theme.icon("retry", "accent_text", "accent_text"))

    @Slot()
    def _follow(self) -> None:
        some = self._rooms.rowCount() > 0
        self._words.setText(common_words.SEARCHING() if self._is_searching else start_words.NO_ROOMS_NEARBY())
        self._words.setVisible(not some)
        if some or self._is_searching:
            self.diagnosis.clear()
        elif not self.diagnosis.is_open():
            self.diagnosis.offer()
        surplus = self._rooms.surplus(MOST_IN_SHORT) if self._is_short else ()
        self.list.leave_out(() if self._shows_all else surplus)
        self.list.setVisible(some)
        words = start_words.SHOW_FEWER() if self._shows_all else start_words.SHOW_MORE(len(surplus))
        self.more.setText(words)
        self.more.setVisible(bool(surplus))
        self.search_again.setVisible(not self._is_searching)
