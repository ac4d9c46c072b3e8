"""The mouse over the timeline: what is pointed at, selecting text across rows, tooltips.

Knows what can be pressed, not what a press does; that is for MessageActions.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QObject, QPoint, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCursor, QGuiApplication, QMouseEvent

from app.models.timeline_words import full_moment
from app.ui.timeline.base_row import ClickTarget, Row, RowState
from app.ui.timeline.message_actions import MessageActions
from app.ui.timeline.row_layout import RowLayout
from app.ui.timeline.selection import Position, TextSelection
from app.ui.timeline.text_block import utf16_length

_DRAG_SCROLL_MS = 30


class TimelineMouse(QObject):
    """Turns what the mouse does into hovering, a selection or a press.

    `hovered` is the row that is pointed at, -1 for none; `dragging`: a selection is being drawn.

    Signals:
        hovered_changed(int, int): another row or part of a row is pointed at; the row before and that now.
    """

    hovered_changed = Signal(int, int)

    def __init__(self, layout: RowLayout, selection: TextSelection, actions: MessageActions) -> None:
        super().__init__(layout.area)
        self._layout = layout
        self._selection = selection
        self._actions = actions
        self._bar = layout.area.verticalScrollBar()
        self.hovered = -1
        self.dragging = False
        self._pointed: ClickTarget | None = None
        self._since_word = QElapsedTimer()  # a third click soon after a double one takes the message
        self.drag_timer = QTimer(self)
        self.drag_timer.setInterval(_DRAG_SCROLL_MS)
        self.drag_timer.timeout.connect(self._scroll_while_dragging)

    # -- what is where

    def target_at(self, point: QPoint) -> tuple[int, ClickTarget] | None:
        """The row and the part of it at a point of the viewport that can be pressed."""
        found = self._layout.row_at(point)
        if found is None:
            return None
        index, row, inside = found
        target = row.target_at(inside)
        return (index, target) if target else None

    def tooltip_at(self, point: QPoint) -> str:
        """Where a link leads, what an icon does, the full time; "" elsewhere."""
        found = self._layout.row_at(point)
        if found is None:
            return ""
        _, row, inside = found
        target = row.target_at(inside)
        if target is not None:
            return target.tip
        return full_moment(row.entry.time) if row.is_time_at(inside) else ""

    def _position_at(self, point: QPoint) -> Position | None:
        """The place in the text nearest to a point, also beside and outside of the rows."""
        rows = self._layout.visible()
        for index, area, row in rows:
            if point.y() <= area.bottom():
                return index, row.offset_at(QPointF(point - area.topLeft()))
        return (rows[-1][0], utf16_length(rows[-1][2].text)) if rows else None

    # -- pointing

    def mark(self, state: RowState, index: int, row: Row) -> RowState:
        """How a row looks that is pointed at, or of which something is selected."""
        is_hovered = index == self.hovered and not self.dragging
        if not is_hovered and self._selection.range is None:
            return state
        return replace(
            state,
            hovered=is_hovered,
            selected=self._selection.in_row(index, row),
            pointed=self._pointed if is_hovered else None,
        )

    def leave(self) -> None:
        """The mouse is elsewhere."""
        self._set_hovered(-1, None)

    def reset(self) -> None:
        """All rows are others."""
        self.hovered, self._pointed = -1, None

    def laid_out(self) -> None:
        """Rows have moved under a mouse that may stand still."""
        viewport = self._layout.viewport
        if viewport.underMouse():
            point = viewport.mapFromGlobal(QCursor.pos())
            if viewport.childAt(point) is None:
                self._point_at(point)

    def _point_at(self, point: QPoint) -> None:
        found = self._layout.row_at(point)
        hovered = found[0] if found else -1
        target = found[1].target_at(found[2]) if found else None
        self._layout.viewport.setCursor(_cursor_for(found, target))
        if (hovered, target) != (self.hovered, self._pointed):
            self._set_hovered(hovered, target)

    def _set_hovered(self, hovered: int, target: ClickTarget | None) -> None:
        before = self.hovered
        self.hovered, self._pointed = hovered, target
        self.hovered_changed.emit(before, hovered)

    # -- pressing and selecting

    def press(self, event: QMouseEvent) -> None:
        """A button went down: a selection begins there."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        if self._is_third_click():
            self._since_word.invalidate()
            found = self._layout.row_at(point)
            if found is not None:
                self._selection.select_row(found[0], found[1])
            return
        position = self._position_at(point)
        if position is not None:
            extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._selection.begin(position, extends=extends)
        self._layout.viewport.update()

    def move(self, event: QMouseEvent) -> None:
        """The mouse moves, perhaps with its button down."""
        point = event.position().toPoint()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._point_at(point)
            return
        self.dragging = True
        self._select_to(point)
        if not self._layout.viewport.rect().contains(point) and not self.drag_timer.isActive():
            self.drag_timer.start()

    def release(self, event: QMouseEvent) -> None:
        """A button went up: where nothing was selected, what is there is pressed."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self.drag_timer.stop()
        self.dragging = False
        point = event.position().toPoint()
        clipboard = QGuiApplication.clipboard()
        if self._selection.range is None or self._selection.range.is_empty:
            self._selection.clear()
            found = self.target_at(point)
            if found is not None:
                self._actions.press(*found)
        elif clipboard.supportsSelection():
            clipboard.setText(self._selection.text(), clipboard.Mode.Selection)
        self._point_at(point)
        self._layout.viewport.update()

    def double_click(self, event: QMouseEvent) -> None:
        """Select a word."""
        found = self._layout.row_at(event.position().toPoint())
        if found is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        index, row, inside = found
        start, end = row.word_at(row.offset_at(inside))
        self._selection.select((index, start), (index, end))
        self._since_word.start()

    def _is_third_click(self) -> bool:
        interval = QGuiApplication.styleHints().mouseDoubleClickInterval()
        return self._since_word.isValid() and self._since_word.elapsed() < interval

    def _select_to(self, point: QPoint) -> None:
        position = self._position_at(point)
        if position is not None:
            self._selection.extend(position)

    @Slot()
    def _scroll_while_dragging(self) -> None:
        viewport = self._layout.viewport
        point = viewport.mapFromGlobal(QCursor.pos())
        beyond = min(0, point.y()) + max(0, point.y() - viewport.height())
        if not beyond or not self.dragging:
            self.drag_timer.stop()
            return
        self._bar.setValue(self._bar.value() + beyond // 2)
        self._select_to(point)


def _cursor_for(found: tuple[int, Row, QPointF] | None, target: ClickTarget | None) -> Qt.CursorShape:
    if target is not None:
        return Qt.CursorShape.PointingHandCursor
    over_text = found is not None and found[2].x() >= found[1].geometry.text_x
    return Qt.CursorShape.IBeamCursor if over_text else Qt.CursorShape.ArrowCursor
