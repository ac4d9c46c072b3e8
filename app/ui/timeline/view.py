"""The timeline as people use it: pointing, selecting, copying, links, keyboard, the way back to the end.

Knows no room and no connection: what is to happen leaves as a signal.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.models.timeline import copy_text
from app.models.timeline_entries import MessageEntry
from app.models.timeline_words import full_moment
from app.ui.theme.theme import Theme
from app.ui.timeline.jump_button import JumpButton
from app.ui.timeline.row import Row, RowLook, Target, TargetKind
from app.ui.timeline.selection import Position, Selection, selected_text
from app.ui.timeline.surface import TimelineSurface
from app.ui.widgets.menu import Menu

_DRAG_SCROLL_MS = 30
_JUMP_MARGIN = 16


class TimelineView(TimelineSurface):
    """The messages and events of one room.

    Signals:
        link_activated(QUrl): a link (http, https, mailto) was clicked.
        retry_requested(int), discard_requested(int): an unsent message, by the client's id.
        mention_requested(str): somebody is to be addressed, by nickname.
        typing_started(str): letters were typed here that belong to the composer.
        end_reached(): the newest message is seen again.
    """

    link_activated = Signal(QUrl)
    retry_requested = Signal(int)
    discard_requested = Signal(int)
    mention_requested = Signal(str)
    typing_started = Signal(str)
    end_reached = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._hovered = -1
        self._pointed: Target | None = None
        self._focused = -1
        self._selection: Selection | None = None
        self._dragging = False
        self._was_at_end = True
        self._drag_scroll = QTimer(self)
        self._drag_scroll.setInterval(_DRAG_SCROLL_MS)
        self._drag_scroll.timeout.connect(self._scroll_while_dragging)
        self._jump = JumpButton(theme, self.viewport())
        self._jump.clicked.connect(self.scroll_to_end)
        self._jump.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Messages"))

    # -- what can be asked

    def selected_text(self) -> str:
        """What Ctrl+C would copy, "" if nothing is selected."""
        return selected_text(self._selection, self._rows) if self._selection else ""

    @Slot()
    def copy(self) -> None:
        """Copy the selection, or the message that the keyboard is at."""
        text = self.selected_text()
        if not text and self._focused >= 0 and self._model is not None:
            text = copy_text(self._model.entry(self._focused))
        if text:
            QGuiApplication.clipboard().setText(text)

    def target_at(self, point: QPoint) -> tuple[int, Target] | None:
        """The row and the part of it at a point of the viewport that can be pressed."""
        found = self._row_at(point)
        if found is None:
            return None
        index, row, inside = found
        target = row.target_at(inside)
        return (index, target) if target else None

    # -- looks

    def _look(self, index: int, row: Row) -> RowLook:
        hovered = index == self._hovered and not self._dragging
        return RowLook(
            hovered=hovered,
            focused=index == self._focused and self.hasFocus(),
            selected=self._selection.in_row(index, row) if self._selection else None,
            pointed=self._pointed if hovered else None,
        )

    def _placed(self) -> None:
        far = self._placement.below > self.viewport().height()
        self._jump.set_count(self.new_below)
        self._jump.setVisible(far or self.new_below > 0)
        self._jump.adjustSize()
        self._jump.move(
            self.viewport().width() - self._jump.width() - _JUMP_MARGIN,
            self.viewport().height() - self._jump.height() - _JUMP_MARGIN,
        )
        if self.is_at_end and not self._was_at_end:
            self.end_reached.emit()
        self._was_at_end = self.is_at_end
        if self.viewport().underMouse():
            self._point_at(self.viewport().mapFromGlobal(self.cursor().pos()))

    def _rows_moved(self, first: int, by: int) -> None:
        self._selection = self._selection.moved(first, by) if self._selection else None
        if self._focused >= first:
            self._focused = self._focused + by if self._focused + by >= first else -1

    def _model_reset(self) -> None:
        self._selection, self._focused, self._hovered = None, -1, -1
        super()._model_reset()

    # -- the mouse

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
        return (rows[-1][0], len(rows[-1][2].text.encode("utf-16-le")) // 2) if rows else None

    def _point_at(self, point: QPoint) -> None:
        found = self._row_at(point)
        hovered = found[0] if found else -1
        target = found[1].target_at(found[2]) if found else None
        if (hovered, target) != (self._hovered, self._pointed):
            self._hovered, self._pointed = hovered, target
            self.viewport().setCursor(self._cursor_for(found, target))
            self.viewport().update()
        elif found:
            self.viewport().setCursor(self._cursor_for(found, target))

    def _cursor_for(self, found: tuple[int, Row, QPointF] | None, target: Target | None) -> Qt.CursorShape:
        if target is not None:
            return Qt.CursorShape.PointingHandCursor
        over_text = found is not None and found[2].x() >= found[1].geometry.text_x
        return Qt.CursorShape.IBeamCursor if over_text else Qt.CursorShape.ArrowCursor

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        self._focused = -1
        position = self._position_at(point)
        extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) and self._selection is not None
        if position is not None:
            start = self._selection.anchor if extends and self._selection else position
            self._selection = Selection(start, position)
            self._dragging = self.target_at(point) is None
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._point_at(point)
            return
        self._dragging = True
        self._select_to(point)
        outside = not self.viewport().rect().contains(point)
        if outside and not self._drag_scroll.isActive():
            self._drag_scroll.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_scroll.stop()
        point = event.position().toPoint()
        clicked = self._selection is None or self._selection.is_empty
        self._dragging = False
        if event.button() is Qt.MouseButton.LeftButton and clicked:
            self._selection = None
            found = self.target_at(point)
            if found is not None:
                self._activate(*found)
        elif self._selection and QGuiApplication.clipboard().supportsSelection():
            QGuiApplication.clipboard().setText(
                self.selected_text(), QGuiApplication.clipboard().Mode.Selection
            )
        self._point_at(point)
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self._row_at(event.position().toPoint())
        if found is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        index, row, inside = found
        start, end = row.word_at(row.offset_at(inside))
        self._selection = Selection((index, start), (index, end))
        self.viewport().update()

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
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + beyond // 2)
        self._select_to(point)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered, self._pointed = -1, None
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tooltip(event)
            return True
        if event.type() is QEvent.Type.Leave:
            self._hovered, self._pointed = -1, None
            self.viewport().update()
        return super().viewportEvent(event)

    def _show_tooltip(self, event: QHelpEvent) -> None:
        found = self._row_at(event.pos())
        if found is None:
            QToolTip.hideText()
            return
        _, row, inside = found
        target = row.target_at(inside)
        words = ""
        if target is not None and target.kind is TargetKind.LINK:
            words = target.value
        elif target is not None and target.kind is TargetKind.COPY_CODE:
            words = self.tr("Copy")
        elif target is None and row.is_time_at(inside):
            words = full_moment(row.entry.time)
        QToolTip.showText(event.globalPos(), words, self.viewport())

    # -- what parts of rows do

    def _activate(self, index: int, target: Target) -> None:
        assert self._model is not None
        entry = self._model.entry(index)
        if target.kind is TargetKind.LINK:
            self.link_activated.emit(QUrl(target.value))
        elif target.kind is TargetKind.COPY_CODE:
            QGuiApplication.clipboard().setText(target.value)
        elif target.kind is TargetKind.TOGGLE_RUN:
            self._toggle_run(index)
        elif isinstance(entry, MessageEntry) and target.kind is TargetKind.RETRY:
            self.retry_requested.emit(entry.pending_id)
        elif isinstance(entry, MessageEntry) and target.kind is TargetKind.DISCARD:
            self.discard_requested.emit(entry.pending_id)

    def _toggle_run(self, index: int) -> None:
        first, end = self._rows.toggle(index)
        y = next((y for row, y in self._placement.visible if row == first), 0)
        for row in range(first, end):
            self._placement.heights.forget(row)
        self._selection = None
        self._placement.show_row(first, y)
        self.refresh()

    # -- menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        found = self._row_at(event.pos())
        index = self._focused if by_key else (found[0] if found else -1)
        if index < 0 or self._model is None:
            return
        target = found[1].target_at(found[2]) if found and not by_key else None
        place = self._place_of(index) if by_key else event.globalPos()
        menu = self._menu_for(index, target)
        menu.exec(place)
        menu.deleteLater()

    def _place_of(self, index: int) -> QPoint:
        area = next((area for row, area, _ in self.visible_rows() if row == index), self.viewport().rect())
        return self.viewport().mapToGlobal(area.topLeft() + QPoint(self._rows.context.geometry.text_x, 24))

    def _menu_for(self, index: int, target: Target | None) -> Menu:
        assert self._model is not None
        entry = self._model.entry(index)
        row = self._rows.row(index)
        menu = Menu(self)
        theme = self._theme
        selected = self.selected_text()
        if selected:
            menu.addAction(theme.icon("copy"), self.tr("Copy"), self.copy)
        if row is not None:
            whole = row.copied()
            menu.addAction(theme.icon("copy"), self.tr("Copy text"), lambda: _to_clipboard(whole))
        if target is not None and target.kind is TargetKind.LINK:
            link = target.value
            menu.addAction(theme.icon("link"), self.tr("Copy link"), lambda: _to_clipboard(link))
        if isinstance(entry, MessageEntry) and not entry.own:
            words = self.tr("Mention {name}").format(name=entry.sender)
            menu.addAction(theme.icon("at"), words, lambda: self.mention_requested.emit(entry.sender))
        return menu

    # -- the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in _STEPS and not event.modifiers():
            self._move_focus(_STEPS[Qt.Key(event.key())])
        elif event.key() in _MENU_KEYS and self._focused >= 0:
            self._press_focused()
        elif event.key() == Qt.Key.Key_End:
            self.scroll_to_end()
        elif event.key() == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        elif event.key() == Qt.Key.Key_Escape and (self._selection or self._focused >= 0):
            self._selection, self._focused = None, -1
            self.viewport().update()
        elif _is_text(event):
            self.typing_started.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _move_focus(self, step: int) -> None:
        """Up begins with the last row that is seen."""
        assert self._model is not None
        index = self._focused + step
        if self._focused < 0:
            rows = [row for row, area, _ in self.visible_rows() if area.bottom() <= self.viewport().height()]
            index = rows[-1] if rows else -1
        while 0 <= index < self._model.rowCount() and self._rows.row(index) is None:
            index += step
        if not 0 <= index < self._model.rowCount():
            return
        self._focused = index
        self._bring_into_view(index)
        self.viewport().update()

    def _bring_into_view(self, index: int) -> None:
        area = next((area for row, area, _ in self.visible_rows() if row == index), None)
        height = self._rows.height(index)
        if area is None or area.top() < 0:
            below = area is None and bool(self._placement.visible) and index > self._placement.visible[-1][0]
            self._placement.show_row(index, self.viewport().height() - height if below else 0)
            self.refresh()
        elif area.bottom() > self.viewport().height():
            self._placement.scroll_by(area.bottom() - self.viewport().height())
            self.refresh()

    def _press_focused(self) -> None:
        row = self._rows.row(self._focused)
        if row is None:
            return
        if any(target.kind is TargetKind.TOGGLE_RUN for target in row.targets):
            self._toggle_run(self._focused)
            return
        menu = self._menu_for(self._focused, None)
        menu.exec(self._place_of(self._focused))
        menu.deleteLater()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_MENU_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _is_text(event: QKeyEvent) -> bool:
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
    return bool(event.text()) and event.text().isprintable() and not held


def _to_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
