"""The timeline as people use it: what rows do when pressed, the menu, the keyboard, the way back to the end.

Knows no room and no connection: what is to happen leaves as a signal.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QWidget

from app.models.timeline_entries import MessageEntry
from app.models.timeline_text import copy_text
from app.ui.theme.theme import Theme
from app.ui.timeline.announcer import Announcer
from app.ui.timeline.jump_button import JumpButton
from app.ui.timeline.pointing import PointedTimeline
from app.ui.timeline.row import Row, RowLook, Target, TargetKind
from app.ui.widgets.menu import Menu

_JUMP_MARGIN = 16
_MENU_DROP = 24  # a menu opened by key stands below the name


class TimelineView(PointedTimeline):
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
        self._focused = -1
        self._was_at_end = True
        self._announcer = Announcer(self)
        self._jump = JumpButton(theme, self.viewport())
        self._jump.clicked.connect(self.scroll_to_end)
        self._jump.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Messages"))

    @property
    def focused_row(self) -> int:
        """The row that the keyboard is at, -1 for none."""
        return self._focused

    @Slot()
    def copy(self) -> None:
        """Copy the selection, or the message that the keyboard is at."""
        text = self.selected_text()
        if not text and self._focused >= 0 and self._model is not None:
            text = copy_text(self._model.entry(self._focused))
        if text:
            QGuiApplication.clipboard().setText(text)

    @Slot(bool)
    def scroll_page(self, up: bool) -> None:
        """Scroll by nearly a screen."""
        step = self.viewport().height() - self.verticalScrollBar().singleStep()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - step if up else bar.value() + step)

    # -- following the surface

    def _look(self, index: int, row: Row, gap_below: int) -> RowLook:
        look = super()._look(index, row, gap_below)
        return replace(look, focused=True) if index == self._focused and self.hasFocus() else look

    def _placed(self) -> None:
        super()._placed()
        self._jump.set_count(self.new_below)
        self._jump.setVisible(self.pixels_below > self.viewport().height() or self.new_below > 0)
        self._jump.adjustSize()
        corner = self.viewport().rect().bottomRight() - QPoint(_JUMP_MARGIN, _JUMP_MARGIN)
        self._jump.move(corner - QPoint(self._jump.width(), self._jump.height()))
        if self.is_at_end and not self._was_at_end:
            self.end_reached.emit()
        self._was_at_end = self.is_at_end

    def _rows_moved(self, first: int, by: int) -> None:
        super()._rows_moved(first, by)
        if self._focused >= first:
            self._focused = self._focused + by if self._focused + by >= first else -1

    def _rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        super()._rows_inserted(parent, first, last)
        assert self._model is not None
        is_new = last == self._model.rowCount() - 1
        if is_new and QAccessible.isActive() and self.isVisible() and self.isActiveWindow():
            self._announcer.arrived(self._model.entries[first : last + 1])

    def _model_reset(self) -> None:
        self._focused = -1
        super()._model_reset()

    # -- what parts of rows do

    def _activate(self, index: int, target: Target) -> None:
        assert self._model is not None
        entry = self._model.entry(index)
        if target.kind is TargetKind.LINK:
            self.link_activated.emit(QUrl(target.value))
        elif target.kind is TargetKind.COPY_CODE:
            QGuiApplication.clipboard().setText(target.value)
        elif target.kind is TargetKind.TOGGLE_RUN:
            self.toggle_run(index)
        elif isinstance(entry, MessageEntry) and target.kind is TargetKind.RETRY:
            self.retry_requested.emit(entry.pending_id)
        elif isinstance(entry, MessageEntry) and target.kind is TargetKind.DISCARD:
            self.discard_requested.emit(entry.pending_id)

    # -- menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._open_menu_of_focused()
            return
        found = self._row_at(event.pos())
        if found is not None:
            index, row, inside = found
            self._open_menu(index, row.target_at(inside), event.globalPos())

    def _open_menu_of_focused(self) -> None:
        area = next((area for row, area, _ in self.visible_rows() if row == self._focused), None)
        if area is not None:
            place = area.topLeft() + QPoint(self._rows.context.geometry.text_x, _MENU_DROP)
            self._open_menu(self._focused, None, self.viewport().mapToGlobal(place))

    def _open_menu(self, index: int, target: Target | None, place: QPoint) -> None:
        menu = self.menu_for(index, target)
        menu.exec(place)
        menu.deleteLater()

    def menu_for(self, index: int, target: Target | None) -> Menu:
        """What can be done with a row, and with the part of it that was pointed at."""
        assert self._model is not None
        entry, row = self._model.entry(index), self._rows.row(index)
        menu, theme = Menu(self), self._theme
        if self.selected_text():
            menu.addAction(theme.icon("copy"), self.tr("Copy selection"), self.copy)
        if row is not None:
            whole = row.copied()
            menu.addAction(theme.icon("copy"), self.tr("Copy text"), lambda: _to_clipboard(whole))
        link = self._link_of(row, target)
        if link:
            menu.addAction(theme.icon("link"), self.tr("Copy link"), lambda: _to_clipboard(link))
        if isinstance(entry, MessageEntry) and not entry.own:
            words = self.tr("Mention {name}").format(name=entry.called)
            menu.addAction(theme.icon("at"), words, lambda: self.mention_requested.emit(entry.sender))
        if isinstance(entry, MessageEntry):
            self._add_sending(menu, index, row)
        return menu

    def _add_sending(self, menu: Menu, index: int, row: Row | None) -> None:
        for target in row.targets if row is not None else ():
            if target.kind in (TargetKind.RETRY, TargetKind.DISCARD):
                icon = "retry" if target.kind is TargetKind.RETRY else "delete"
                menu.addAction(
                    self._theme.icon(icon), target.value, lambda chosen=target: self._activate(index, chosen)
                )

    @staticmethod
    def _link_of(row: Row | None, target: Target | None) -> str:
        """The link that was pointed at; by key the only one of the row."""
        if target is not None:
            return target.value if target.kind is TargetKind.LINK else ""
        links = {found.value for found in row.targets if found.kind is TargetKind.LINK} if row else set()
        return links.pop() if len(links) == 1 else ""

    # -- the keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._focused = -1
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key == Qt.Key.Key_End:
            self.scroll_to_end()
        elif key == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        elif plain and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move_focus(-1 if key == Qt.Key.Key_Up else 1)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._focused >= 0:
            self._press_focused()
        elif key == Qt.Key.Key_Escape and (self._selection or self._focused >= 0):
            self._focused = -1
            self._clear_selection()
        elif _is_text(event):
            self.typing_started.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _move_focus(self, step: int) -> None:
        """Step from row to row, beginning with the last one that is seen whole."""
        assert self._model is not None
        index = self._focused + step
        if self._focused < 0:
            whole = [row for row, area, _ in self.visible_rows() if area.bottom() <= self.viewport().height()]
            index = whole[-1] if whole else -1
        while 0 <= index < self._model.rowCount() and self._rows.row(index) is None:
            index += step
        if 0 <= index < self._model.rowCount():
            self._focused = index
            self.bring_into_view(index)
            self._tell_focus()
            self.viewport().update()

    def _tell_focus(self) -> None:
        """Let a screen reader follow the keyboard."""
        rows = [row for row, _, _ in self.visible_rows()]
        if QAccessible.isActive() and self._focused in rows:
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(rows.index(self._focused))
            QAccessible.updateAccessibility(event)

    def _press_focused(self) -> None:
        row = self._rows.row(self._focused)
        if row is not None and any(target.kind is TargetKind.TOGGLE_RUN for target in row.targets):
            self.toggle_run(self._focused)
        else:
            self._open_menu_of_focused()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


def _is_text(event: QKeyEvent) -> bool:
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
    return bool(event.text()) and event.text().isprintable() and not held


def _to_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
