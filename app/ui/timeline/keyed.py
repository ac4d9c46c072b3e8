"""The timeline under the keyboard: a focus that moves from message to message, and keys that act on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.models.timeline_entries import Entry
from app.ui.theme.theme import Theme
from app.ui.timeline.pointing import PointedTimeline
from app.ui.timeline.row import Row, RowLook, TargetKind

_Key = Qt.Key
_WALKED_IN = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


@guarded()
class KeyedTimeline(PointedTimeline):
    """Adds the row that the keyboard is at.

    Signals:
        typing_started(str): letters were typed here that belong to the composer.
        composer_wanted(): Esc was pressed, the person wants to write.
    """

    typing_started = Signal(str)
    composer_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._focused = -1
        self._walked_in = False  # the keyboard came here without a message: then the whole is ringed
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._keys: dict[int, Callable[[], None]] = {
            _Key.Key_Up: lambda: self._move_focus(-1),
            _Key.Key_Down: lambda: self._move_focus(1),
            _Key.Key_Home: self._focus_first,
            _Key.Key_End: self._focus_last,
            _Key.Key_PageUp: lambda: self._turn_page(up=True),
            _Key.Key_PageDown: lambda: self._turn_page(up=False),
            _Key.Key_Escape: self._leave,
        }
        self._message_keys: dict[int, Callable[[], None]] = {
            _Key.Key_Return: self._press_focused,
            _Key.Key_Enter: self._press_focused,
            _Key.Key_R: lambda: self.reply_to(self._focused),
            _Key.Key_E: lambda: self.edit(self._focused),
            _Key.Key_Delete: lambda: self.delete(self._focused),
        }

    @property
    def focused_row(self) -> int:
        """The row that the keyboard is at, -1 for none."""
        return self._focused

    @property
    def focused_entry(self) -> Entry | None:
        """What the keyboard is at."""
        return self._model.entry(self._focused) if self._model is not None and self._focused >= 0 else None

    # -- what keys do to a message; overridden

    def copy(self) -> None:
        """Copy the selection, or the message that the keyboard is at."""

    def reply_to(self, index: int) -> None:
        """Answer the message of a row, where that is possible."""

    def edit(self, index: int) -> None:
        """Put one's own message right, where that is possible."""

    def delete(self, index: int) -> None:
        """Take a message back, where that is possible."""

    def _open_menu_of_focused(self) -> None:
        """Show what can be done with the message that the keyboard is at."""

    # -- where the keyboard is

    def focus_row(self, index: int) -> None:
        """Put the keyboard at a row."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus_from(index, 1)

    def press_row(self, index: int) -> None:
        """Put the keyboard at a row and do what Enter does there."""
        self.focus_row(index)
        if self._focused == index:
            self._press_focused()

    def _move_focus(self, step: int) -> None:
        """Step from row to row, beginning with the last one that is seen whole."""
        assert self._model is not None
        index = self._focused + step
        if self._focused < 0:
            whole = [row for row, area, _ in self.visible_rows() if area.bottom() <= self.viewport().height()]
            index = whole[-1] if whole else -1
        self._focus_from(index, step)

    def _focus_from(self, index: int, step: int) -> None:
        """Put the keyboard at the first row that is shown, going from `index` by `step`."""
        assert self._model is not None
        while 0 <= index < self._model.rowCount() and self._rows.row(index) is None:
            index += step
        if 0 <= index < self._model.rowCount():
            before, self._focused = self._focused, index
            self.bring_into_view(index)
            self._tell_focus()
            self._regarded(before, index)

    def _focus_first(self) -> None:
        self._focus_from(0, 1)
        self.want_older()

    def _focus_last(self) -> None:
        assert self._model is not None
        self.scroll_to_end()
        self._focus_from(self._model.rowCount() - 1, -1)

    def _turn_page(self, *, up: bool) -> None:
        """Scroll by nearly a screen; the keyboard goes with it if it was at a message."""
        self.scroll_page(up)
        if self._focused >= 0:
            rows = [row for row, area, _ in self.visible_rows() if area.top() >= 0]
            if rows:
                self._focus_from(rows[0] if up else rows[-1], 1 if up else -1)

    def scroll_page(self, up: bool) -> None:
        """Scroll by nearly a screen."""
        step = self.viewport().height() - self.verticalScrollBar().singleStep()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - step if up else bar.value() + step)
        if up:
            self.want_older()

    def _leave(self) -> None:
        self._focused = -1
        self._clear_selection()
        self.composer_wanted.emit()

    def _press_focused(self) -> None:
        row = self._rows.row(self._focused)
        if row is not None and row.has_target(TargetKind.TOGGLE_RUN):
            self.toggle_run(self._focused)
        else:
            self._open_menu_of_focused()

    def _tell_focus(self) -> None:
        """Let a screen reader follow the keyboard; the place may have had another name before."""
        rows = [row for row, _, _ in self.visible_rows()]
        if QAccessible.isActive() and self._focused in rows:
            for kind in (QAccessible.Event.NameChanged, QAccessible.Event.Focus):
                event = QAccessibleEvent(self, kind)
                event.setChild(rows.index(self._focused))
                QAccessible.updateAccessibility(event)

    # -- following

    def _look(self, index: int, row: Row, gap_below: int) -> RowLook:
        look = super()._look(index, row, gap_below)
        return replace(look, focused=True) if index == self._focused and self.hasFocus() else look

    def _rows_moved(self, first: int, by: int) -> None:
        super()._rows_moved(first, by)
        if self._focused >= first:
            self._focused = self._focused + by if self._focused + by >= first else -1

    def _model_reset(self) -> None:
        self._focused = -1
        super()._model_reset()

    # -- Qt's calls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        at_message = plain and self._focused >= 0
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif event.matches(QKeySequence.StandardKey.MoveToEndOfDocument):
            self.jump()
        elif event.matches(QKeySequence.StandardKey.MoveToStartOfDocument):
            self._focus_first()
        elif plain and key in self._keys:
            self._keys[key]()
        elif at_message and key in self._message_keys:
            self._message_keys[key]()
        elif _is_text(event):
            self.typing_started.emit(event.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._focused = -1
        self._walked_in = False
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._walked_in = event.reason() in _WALKED_IN
        self._regarded()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._regarded()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not (self._walked_in and self.hasFocus() and self._focused < 0):
            return
        stroke, radius = self._theme.metrics.stroke.focus, self._theme.metrics.radius.row
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colours.focus_ring, stroke))
        edge = stroke + stroke / 2
        painter.drawRoundedRect(
            QRectF(self.viewport().rect()).adjusted(edge, edge, -edge, -edge), radius, radius
        )
        painter.end()


def _is_text(event: QKeyEvent) -> bool:
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
    return bool(event.text()) and event.text().isprintable() and not held
