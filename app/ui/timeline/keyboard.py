"""The keyboard in the timeline: a focus that moves from message to message, and keys that act on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QKeySequence, QPainter, QPen

from app.models.timeline_entries import Entry
from app.ui.timeline.base_row import Row, RowLook, TargetKind
from app.ui.timeline.message_actions import MessageActions
from app.ui.timeline.message_menu import MessageMenus
from app.ui.timeline.read_state import ReadState
from app.ui.timeline.row_layout import RowLayout, moved_row
from app.ui.timeline.scrolling import Scrolling
from app.ui.timeline.selection import TextSelection

_Key = Qt.Key
_WALKED_IN = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


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
        menus: MessageMenus,
    ) -> None:
        super().__init__(layout.area)
        self._layout = layout
        self._scrolling = scrolling
        self._selection = selection
        self._menus = menus
        self.row = -1
        self._walked_in = False  # the keyboard came here without a message: then the whole is ringed
        self._sequences: dict[QKeySequence.StandardKey, Callable[[], None]] = {
            QKeySequence.StandardKey.Copy: lambda: actions.copy(self.row),
            QKeySequence.StandardKey.SelectAll: selection.select_all,
            QKeySequence.StandardKey.MoveToEndOfDocument: read_state.jump,
            QKeySequence.StandardKey.MoveToStartOfDocument: self._go_first,
        }
        self._keys: dict[int, Callable[[], None]] = {
            _Key.Key_Up: lambda: self._step(-1),
            _Key.Key_Down: lambda: self._step(1),
            _Key.Key_Home: self._go_first,
            _Key.Key_End: self._go_last,
            _Key.Key_PageUp: lambda: self._turn_page(up=True),
            _Key.Key_PageDown: lambda: self._turn_page(up=False),
            _Key.Key_Escape: self._leave,
        }
        self._message_keys: dict[int, Callable[[], None]] = {
            _Key.Key_Return: self._press,
            _Key.Key_Enter: self._press,
            _Key.Key_R: lambda: actions.reply_to(self.row),
            _Key.Key_E: lambda: actions.edit(self.row),
            _Key.Key_Delete: lambda: actions.delete(self.row),
        }

    @property
    def entry(self) -> Entry | None:
        """What the keyboard is at."""
        return self._layout.model.entries[self.row] if self.row >= 0 else None

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False if it stands for nothing here."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        sequence = next((keys for keys in self._sequences if event.matches(keys)), None)
        if sequence is not None:
            self._sequences[sequence]()
        elif plain and key in self._keys:
            self._keys[key]()
        elif plain and self.row >= 0 and key in self._message_keys:
            self._message_keys[key]()
        elif _is_text(event):
            self.typing_started.emit(event.text())
        else:
            return False
        return True

    # -- where the keyboard is

    def go_to(self, index: int) -> None:
        """Put the keyboard at a row."""
        self._layout.area.setFocus(Qt.FocusReason.OtherFocusReason)
        self._go_from(index, 1)

    def press(self, index: int) -> None:
        """Put the keyboard at a row and do what Enter does there."""
        self.go_to(index)
        if self.row == index:
            self._press()

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

    def _step(self, step: int) -> None:
        """Step from row to row, beginning with the last one that is seen whole."""
        index = self.row + step
        if self.row < 0:
            height = self._layout.viewport.height()
            whole = [row for row, area, _ in self._layout.visible() if area.bottom() <= height]
            index = whole[-1] if whole else -1
        self._go_from(index, step)

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

    def _go_first(self) -> None:
        self._go_from(0, 1)
        self._scrolling.want_older()

    def _go_last(self) -> None:
        self._scrolling.to_end()
        self._go_from(len(self._layout.model.entries) - 1, -1)

    def _turn_page(self, *, up: bool) -> None:
        """Scroll by nearly a screen; the keyboard goes with it if it was at a message."""
        self._scrolling.turn_page(up)
        if self.row >= 0:
            rows = [row for row, area, _ in self._layout.visible() if area.top() >= 0]
            if rows:
                self._go_from(rows[0] if up else rows[-1], 1 if up else -1)

    def _leave(self) -> None:
        self.row = -1
        self._selection.clear()
        self.composer_wanted.emit()

    def _press(self) -> None:
        row = self._layout.rows.row(self.row)
        if row is not None and row.has_target(TargetKind.TOGGLE_RUN):
            self._layout.toggle_run(self.row)
        else:
            self._menus.open_below_name(self.row)

    def _tell_screen_reader(self) -> None:
        """Let a screen reader follow the keyboard; the place may have had another name before."""
        rows = [row for row, _, _ in self._layout.visible()]
        if QAccessible.isActive() and self.row in rows:
            for kind in (QAccessible.Event.NameChanged, QAccessible.Event.Focus):
                event = QAccessibleEvent(self._layout.area, kind)
                event.setChild(rows.index(self.row))
                QAccessible.updateAccessibility(event)

    # -- painting

    def mark(self, look: RowLook, index: int, _row: Row) -> RowLook:
        """How a row looks that the keyboard is at."""
        is_here = index == self.row and self._layout.area.hasFocus()
        return replace(look, focused=True) if is_here else look

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


def _is_text(event: QKeyEvent) -> bool:
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
    return bool(event.text()) and event.text().isprintable() and not held
