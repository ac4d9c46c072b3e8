"""The timeline under the mouse: what is pointed at, selecting text across rows, tooltips.

Knows what can be pressed, not what a press does; TimelineView adds that.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.models.timeline_words import full_moment
from app.ui.theme.theme import Theme
from app.ui.timeline.finding import FindingTimeline
from app.ui.timeline.row import Row, RowLook, Target
from app.ui.timeline.selection import Position, Selection, selected_text
from app.ui.timeline.text_block import utf16_length
from app.ui.widgets.plain import show_tip

_DRAG_SCROLL_MS = 30


@guarded()
class PointedTimeline(FindingTimeline):
    """Adds mouse and selection."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._hovered = -1
        self._pointed: Target | None = None
        self._selection: Selection | None = None
        self._dragging = False
        self._since_word = QElapsedTimer()  # a third click soon after a double one takes the message
        self._drag_scroll = QTimer(self)
        self._drag_scroll.setInterval(_DRAG_SCROLL_MS)
        self._drag_scroll.timeout.connect(self._scroll_while_dragging)

    def selected_text(self) -> str:
        """What is selected, as it would be copied; "" if nothing is."""
        return selected_text(self._selection, self._rows) if self._selection else ""

    @Slot()
    def select_all(self) -> None:
        """Select everything that is loaded."""
        last = len(self._placement.heights) - 1
        if last >= 0:
            row = self._rows.row(last)
            self._selection = Selection((0, 0), (last, utf16_length(row.text) if row is not None else 0))
            self.viewport().update()

    def target_at(self, point: QPoint) -> tuple[int, Target] | None:
        """The row and the part of it at a point of the viewport that can be pressed."""
        found = self._row_at(point)
        if found is None:
            return None
        index, row, inside = found
        target = row.target_at(inside)
        return (index, target) if target else None

    def _activate(self, index: int, target: Target) -> None:
        """A target of a row was clicked."""

    # -- what is where

    def _look(self, index: int, row: Row, gap_below: int) -> RowLook:
        look = super()._look(index, row, gap_below)
        hovered = index == self._hovered and not self._dragging
        if not hovered and self._selection is None:
            return look
        return replace(
            look,
            hovered=hovered,
            selected=self._selection.in_row(index, row) if self._selection else None,
            pointed=self._pointed if hovered else None,
        )

    def _row_at(self, point: QPoint) -> tuple[int, Row, QPointF] | None:
        for index, area, row in self.visible_rows():
            if area.top() <= point.y() <= area.bottom():
                return index, row, QPointF(point - area.topLeft())
        return None

    def _position_at(self, point: QPoint) -> Position | None:
        """The place in the text nearest to a point, also beside and outside of the rows."""
        rows = self.visible_rows()
        for index, area, row in rows:
            if point.y() <= area.bottom():
                return index, row.offset_at(QPointF(point - area.topLeft()))
        return (rows[-1][0], utf16_length(rows[-1][2].text)) if rows else None

    def _point_at(self, point: QPoint) -> None:
        found = self._row_at(point)
        hovered = found[0] if found else -1
        target = found[1].target_at(found[2]) if found else None
        self.viewport().setCursor(_cursor_for(found, target))
        if (hovered, target) != (self._hovered, self._pointed):
            self._regard(hovered, target)

    def _point_nowhere(self) -> None:
        self._regard(-1, None)

    def _regard(self, hovered: int, target: Target | None) -> None:
        before = self._hovered
        self._hovered, self._pointed = hovered, target
        self._regarded(before, hovered)

    def _regarded(self, *indices: int) -> None:
        """Rows are pointed at or have the keyboard, or no longer."""
        self._update_rows(*indices)

    def _placed(self) -> None:
        super()._placed()
        # rows have moved under a mouse that stands still
        if self.viewport().underMouse():
            point = self.viewport().mapFromGlobal(self.cursor().pos())
            if self.viewport().childAt(point) is None:
                self._point_at(point)

    def _rows_moved(self, first: int, by: int) -> None:
        super()._rows_moved(first, by)
        self._selection = self._selection.moved(first, by) if self._selection else None

    def _model_reset(self) -> None:
        self._selection, self._hovered, self._pointed = None, -1, None
        super()._model_reset()

    # -- selecting

    def _clear_selection(self) -> None:
        self._selection = None
        self.viewport().update()

    def _select_row(self, point: QPoint) -> None:
        found = self._row_at(point)
        if found is not None:
            index, row, _ = found
            self._selection = Selection((index, 0), (index, utf16_length(row.text)))
            self.viewport().update()

    def _is_third_click(self) -> bool:
        interval = QGuiApplication.styleHints().mouseDoubleClickInterval()
        return self._since_word.isValid() and self._since_word.elapsed() < interval

    def _select_to(self, point: QPoint) -> None:
        position = self._position_at(point)
        if position is not None and self._selection is not None:
            self._selection = Selection(self._selection.anchor, position)
            self.viewport().update()

    @Slot()
    def _scroll_while_dragging(self) -> None:
        point = self.viewport().mapFromGlobal(self.cursor().pos())
        beyond = min(0, point.y()) + max(0, point.y() - self.viewport().height())
        if not beyond or not self._dragging:
            self._drag_scroll.stop()
            return
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + beyond // 2)
        self._select_to(point)

    # -- Qt's calls

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        if self._is_third_click():
            self._since_word.invalidate()
            self._select_row(point)
            return
        position = self._position_at(point)
        extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if position is not None:
            start = self._selection.anchor if extends and self._selection else position
            self._selection = Selection(start, position)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._point_at(point)
            return
        self._dragging = True
        self._select_to(point)
        if not self.viewport().rect().contains(point) and not self._drag_scroll.isActive():
            self._drag_scroll.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._drag_scroll.stop()
        self._dragging = False
        point = event.position().toPoint()
        clipboard = QGuiApplication.clipboard()
        if self._selection is None or self._selection.is_empty:
            self._selection = None
            found = self.target_at(point)
            if found is not None:
                self._activate(*found)
        elif clipboard.supportsSelection():
            clipboard.setText(self.selected_text(), clipboard.Mode.Selection)
        self._point_at(point)
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self._row_at(event.position().toPoint())
        if found is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        index, row, inside = found
        start, end = row.word_at(row.offset_at(inside))
        self._selection = Selection((index, start), (index, end))
        self._since_word.start()
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            show_tip(event.globalPos(), self._tooltip_at(event.pos()), self.viewport())
            return True
        if event.type() is QEvent.Type.Leave:
            self._point_nowhere()
        return super().viewportEvent(event)

    def _tooltip_at(self, point: QPoint) -> str:
        """Where a link leads, what an icon does, the full time; "" elsewhere."""
        found = self._row_at(point)
        if found is None:
            return ""
        _, row, inside = found
        target = row.target_at(inside)
        if target is not None:
            return target.tip
        return full_moment(row.entry.time) if row.is_time_at(inside) else ""


def _cursor_for(found: tuple[int, Row, QPointF] | None, target: Target | None) -> Qt.CursorShape:
    if target is not None:
        return Qt.CursorShape.PointingHandCursor
    over_text = found is not None and found[2].x() >= found[1].geometry.text_x
    return Qt.CursorShape.IBeamCursor if over_text else Qt.CursorShape.ArrowCursor
