"""The keyboard in the timeline: a focus that moves from message to message, and keys that act on it."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QKeySequence, QPainter, QPen

from app.models.timeline_entries import Entry
from app.ui.action import Action, run_at_key
from app.ui.timeline.base_row import ClickKind, Row, RowState
from app.ui.timeline.message_actions import MessageActions
from app.ui.timeline.read_state import ReadState
from app.ui.timeline.row_layout import RowLayout, moved_row
from app.ui.timeline.scrolling import Scrolling
from app.ui.timeline.selection import TextSelection
from app.words import action_words

_Standard = QKeySequence.StandardKey
_WALKED_IN = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class TimelineKey(Enum):
    """The id of each thing that keys do here, apart from what they do with a message."""

    COPY = "copy"
    SELECT_ALL = "select-all"
    TO_NEW = "to-new"
    PREVIOUS = "previous"
    NEXT = "next"
    FIRST = "first"
    LAST = "last"
    PAGE_UP = "page-up"
    PAGE_DOWN = "page-down"
    OPEN = "open"
    LEAVE = "leave"


class TimelineKeyboard(QObject):
    """The row that the keyboard is at: `row`, -1 for none.

    Signals:
        row_changed(int, int): the keyboard is at another row; the row before and that now.
        typing_started(str): letters were typed here that belong to the composer.
        composer_wanted(): Esc was pressed, the person wants to write.
    """

    row_changed = Signal(int, int)
    typing_started = Signal(str)
    composer_wanted = Signal()

    def __init__(
        self,
        layout: RowLayout,
        *,
        scrolling: Scrolling,
        read_state: ReadState,
        selection: TextSelection,
        actions: MessageActions,
    ) -> None:
        super().__init__(layout.area)
        self._layout = layout
        self._scrolling = scrolling
        self._selection = selection
        self._read_state = read_state
        self._actions = actions
        self.row = -1
        self._walked_in = False  # the keyboard came here without a message: then the whole is ringed

    @property
    def entry(self) -> Entry | None:
        """What the keyboard is at."""
        return self._layout.model.entries[self.row] if self.row >= 0 else None

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False if it stands for nothing here."""
        if run_at_key(TIMELINE_KEYS, event, self):
            return True
        if self.row >= 0 and self._actions.key_pressed(event, self.row):
            return True
        if _is_text(event):
            self.typing_started.emit(event.text())
            return True
        return False

    # -- what keys do

    def copy(self) -> None:
        """Copy what is selected, else the message that the keyboard is at."""
        self._actions.copy(self.row)

    def select_all(self) -> None:
        """Select everything that is loaded."""
        self._selection.select_all()

    def to_new(self) -> None:
        """Go to what is new, then to the end; the keyboard stays where it is."""
        self._read_state.jump()

    def step(self, step: int) -> None:
        """Step from row to row, beginning with the last one that is seen whole."""
        index = self.row + step
        if self.row < 0:
            height = self._layout.viewport.height()
            whole = [row for row, area, _ in self._layout.visible() if area.bottom() <= height]
            index = whole[-1] if whole else -1
        self._go_from(index, step)

    def go_first(self) -> None:
        """To the first row that is loaded; more is asked for."""
        self._go_from(0, 1)
        self._scrolling.want_older()

    def go_last(self) -> None:
        """To the last row."""
        self._scrolling.to_end()
        self._go_from(len(self._layout.model.entries) - 1, -1)

    def turn_page(self, *, up: bool) -> None:
        """Scroll by nearly a screen; the keyboard goes with it if it was at a message."""
        self._scrolling.turn_page(up)
        if self.row >= 0:
            rows = [row for row, area, _ in self._layout.visible() if area.top() >= 0]
            if rows:
                self._go_from(rows[0] if up else rows[-1], 1 if up else -1)

    def open(self) -> None:
        """Open the menu of the message, or the run of events that the keyboard is at."""
        row = self._layout.rows.row(self.row)
        if row is not None and row.has_target(ClickKind.TOGGLE_RUN):
            self._layout.toggle_run(self.row)
        else:
            self._actions.open_menu_below_name(self.row)

    def leave(self) -> None:
        """Go back to writing."""
        self.row = -1
        self._selection.clear()
        self.composer_wanted.emit()

    # -- where the keyboard is

    def go_to(self, index: int) -> None:
        """Put the keyboard at a row."""
        self._layout.area.setFocus(Qt.FocusReason.OtherFocusReason)
        self._go_from(index, 1)

    def press(self, index: int) -> None:
        """Put the keyboard at a row and do what Enter does there."""
        self.go_to(index)
        if self.row == index:
            self.open()

    def leave_row(self) -> None:
        """The mouse is used: the keyboard is at no row."""
        self.row = -1
        self._walked_in = False

    def came_in(self, reason: Qt.FocusReason) -> None:
        """The timeline has the keyboard now."""
        self._walked_in = reason in _WALKED_IN

    def rows_moved(self, first: int, by: int) -> None:
        """Rows from `first` on have another place; with a negative `by` so many of them went."""
        self.row = moved_row(self.row, first, by)

    def reset(self) -> None:
        """All rows are others."""
        self.row = -1

    def _go_from(self, index: int, step: int) -> None:
        """Put the keyboard at the first row that is shown, going from `index` by `step`."""
        count = len(self._layout.model.entries)
        while 0 <= index < count and self._layout.rows.row(index) is None:
            index += step
        if 0 <= index < count:
            before, self.row = self.row, index
            self._scrolling.step_to(index)
            self._tell_screen_reader()
            self.row_changed.emit(before, index)

    def _tell_screen_reader(self) -> None:
        """Let a screen reader follow the keyboard; the place may have had another name before."""
        rows = [row for row, _, _ in self._layout.visible()]
        if QAccessible.isActive() and self.row in rows:
            for kind in (QAccessible.Event.NameChanged, QAccessible.Event.Focus):
                event = QAccessibleEvent(self._layout.area, kind)
                event.setChild(rows.index(self.row))
                QAccessible.updateAccessibility(event)

    # -- painting

    def mark(self, state: RowState, index: int, _row: Row) -> RowState:
        """How a row looks that the keyboard is at."""
        is_here = index == self.row and self._layout.area.hasFocus()
        return replace(state, focused=True) if is_here else state

    def paint_ring(self, painter: QPainter) -> None:
        """The ring around the whole, where the keyboard is here and at no message."""
        if not (self._walked_in and self._layout.area.hasFocus() and self.row < 0):
            return
        theme = self._layout.theme
        stroke, radius = theme.metrics.stroke.focus, theme.metrics.radius.row
        painter.setPen(QPen(theme.colours.focus_ring, stroke))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edge = stroke + stroke / 2
        ring = QRectF(self._layout.viewport.rect()).adjusted(edge, edge, -edge, -edge)
        painter.drawRoundedRect(ring, radius, radius)


TIMELINE_KEYS: tuple[Action[TimelineKeyboard], ...] = (
    Action(
        TimelineKey.TO_NEW,
        action_words.KEY_TO_WHAT_IS_NEW,
        TimelineKeyboard.to_new,
        keys=(_Standard.MoveToEndOfDocument,),
    ),
    Action(
        TimelineKey.PREVIOUS, action_words.KEY_NEXT_MESSAGE, lambda keyboard: keyboard.step(-1), keys=("Up",)
    ),
    Action(
        TimelineKey.NEXT, action_words.KEY_NEXT_MESSAGE, lambda keyboard: keyboard.step(1), keys=("Down",)
    ),
    Action(
        TimelineKey.FIRST,
        action_words.KEY_FIRST_MESSAGE,
        TimelineKeyboard.go_first,
        keys=("Home", _Standard.MoveToStartOfDocument),
    ),
    Action(TimelineKey.LAST, action_words.KEY_LAST_MESSAGE, TimelineKeyboard.go_last, keys=("End",)),
    Action(
        TimelineKey.PAGE_UP,
        action_words.KEY_PAGE,
        lambda keyboard: keyboard.turn_page(up=True),
        keys=("PgUp",),
    ),
    Action(
        TimelineKey.PAGE_DOWN,
        action_words.KEY_PAGE,
        lambda keyboard: keyboard.turn_page(up=False),
        keys=("PgDown",),
    ),
    Action(
        TimelineKey.OPEN,
        action_words.KEY_MESSAGE_MENU,
        TimelineKeyboard.open,
        keys=("Return",),
        usable=lambda keyboard: keyboard.row >= 0,
    ),
    Action(TimelineKey.COPY, action_words.KEY_COPY, TimelineKeyboard.copy, keys=(_Standard.Copy,)),
    Action(
        TimelineKey.SELECT_ALL,
        action_words.KEY_SELECT_ALL,
        TimelineKeyboard.select_all,
        keys=(_Standard.SelectAll,),
    ),
    Action(TimelineKey.LEAVE, action_words.KEY_CLOSE, TimelineKeyboard.leave, keys=("Esc",)),
)


def _is_text(event: QKeyEvent) -> bool:
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
    return bool(event.text()) and event.text().isprintable() and not held
