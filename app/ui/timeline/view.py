"""The timeline as people use it: what rows do when pressed, the menu, and what floats over it.

Knows no room and no connection: what is to happen leaves as a signal.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QUrl, Signal, Slot
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.models.timeline_entries import MessageEntry, SendState
from app.models.timeline_text import copy_text
from app.models.timeline_words import day_name
from app.ui.theme.theme import Theme
from app.ui.timeline.abilities import Abilities
from app.ui.timeline.action_bar import ActionBar
from app.ui.timeline.announcer import Announcer
from app.ui.timeline.date_chip import DateChip
from app.ui.timeline.jump_button import JumpButton
from app.ui.timeline.keyed import KeyedTimeline
from app.ui.timeline.message_menu import message_menu, to_clipboard
from app.ui.timeline.react_popup import ReactPopup
from app.ui.timeline.row import RowLook, Target, TargetKind
from app.ui.widgets.menu import Menu

_MARGIN = 16
_CHIP_TOP = 8
_BAR_INSET = 20
_BAR_RISE = 12  # how far the bar stands out above the row it belongs to
_MENU_DROP = 24  # a menu opened by key stands below the name
_SAFE_SCHEMES = ("http", "https", "mailto")


@guarded()
class TimelineView(KeyedTimeline):
    """The messages and events of one room.

    Signals:
        link_activated(QUrl): a link (http, https, mailto) was clicked.
        unusual_link_activated(QUrl): a link of another kind was clicked; it is to be asked about first.
        retry_requested(int), discard_requested(int): an unsent message, by the client's id.
        mention_requested(str): somebody is to be addressed, by nickname.
        reply_requested(str), edit_requested(str), delete_requested(str): a message, by its msgid.
        react_requested(str, str): a reaction is to be given, or taken back, by msgid and its text.
        end_reached(): the newest message is seen again.
    """

    link_activated = Signal(QUrl)
    unusual_link_activated = Signal(QUrl)
    retry_requested = Signal(int)
    discard_requested = Signal(int)
    mention_requested = Signal(str)
    reply_requested = Signal(str)
    edit_requested = Signal(str)
    delete_requested = Signal(str)
    react_requested = Signal(str, str)
    end_reached = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._was_at_end = True
        self._recent_reactions: tuple[str, ...] = ()
        self._announcer = Announcer(self)
        self._jump = JumpButton(theme, self.viewport())
        self._jump.clicked.connect(self.jump)
        self._jump.hide()
        self._chip = DateChip(theme, self.viewport())
        self._bar = ActionBar(theme, self.viewport())
        self._bar_row = -1
        self._bar.reply_pressed.connect(lambda: self.reply_to(self._bar_row))
        self._bar.react_pressed.connect(lambda: self.choose_reaction(self._bar_row, self._bar.below_react()))
        self._bar.more_pressed.connect(lambda: self._open_menu(self._bar_row, None, self._bar.below_more()))
        self.setAccessibleName(self.tr("Messages"))

    @property
    def abilities(self) -> Abilities:
        """What can be done with messages here."""
        return self._abilities

    def set_recent_reactions(self, recents: Sequence[str]) -> None:
        """What this person reacted with lately, offered beside the usual."""
        self._recent_reactions = tuple(recents)

    # -- what can be done with messages

    @Slot()
    def copy(self) -> None:
        text = self.selected_text()
        entry = self.focused_entry
        if not text and entry is not None:
            text = self._rows.plain(self._focused) or copy_text(entry)
        if text:
            to_clipboard(text)

    def reply_to(self, index: int) -> None:
        entry = self._message_at(index)
        if entry is not None and self._abilities.may_reply(entry):
            self.reply_requested.emit(entry.msgid)

    def edit(self, index: int) -> None:
        entry = self._message_at(index)
        if entry is not None and self._abilities.may_edit(entry):
            self.edit_requested.emit(entry.msgid)

    def delete(self, index: int) -> None:
        entry, row = self._message_at(index), self._rows.row(index) if index >= 0 else None
        if entry is not None and self._abilities.may_delete(entry):
            self.delete_requested.emit(entry.msgid)
        elif entry is not None and row is not None and row.has_target(TargetKind.DISCARD):
            self.discard_requested.emit(entry.pending_id)
        elif entry is not None and entry.state is SendState.PENDING:
            self.cancel(index)

    def cancel(self, index: int) -> None:
        """Do not send a message that waits."""
        entry = self._message_at(index)
        if entry is not None and entry.state is SendState.PENDING:
            self.discard_requested.emit(entry.pending_id)

    def choose_reaction(self, index: int, place: QPoint | None = None) -> None:
        """Let the person choose a reaction to the message of a row, at `place` on the screen."""
        entry = self._message_at(index)
        if entry is None or not self._abilities.may_react(entry):
            return
        popup = ReactPopup(self._theme, self._recent_reactions, self)
        popup.chosen.connect(lambda text: self.react_requested.emit(entry.msgid, text))
        popup.open_at(place if place is not None else self._menu_place(index))

    def _message_at(self, index: int) -> MessageEntry | None:
        if self._model is None or not 0 <= index < self._model.rowCount():
            return None
        entry = self._model.entry(index)
        return entry if isinstance(entry, MessageEntry) else None

    # -- what parts of rows do

    def press(self, index: int, target: Target) -> None:
        """Do what a part of a row stands for."""
        self._activate(index, target)

    def _activate(self, index: int, target: Target) -> None:
        entry, kind = self._message_at(index), target.kind
        if kind is TargetKind.LINK:
            url = QUrl(target.value)
            is_safe = url.scheme().lower() in _SAFE_SCHEMES
            (self.link_activated if is_safe else self.unusual_link_activated).emit(url)
        elif kind is TargetKind.COPY_CODE:
            to_clipboard(target.value)
        elif kind is TargetKind.TOGGLE_RUN:
            self.toggle_run(index)
        elif kind is TargetKind.ORIGINAL:
            self.show_message(target.value)
        elif entry is not None:
            self._change(index, entry, target)

    def _change(self, index: int, entry: MessageEntry, target: Target) -> None:
        if target.kind is TargetKind.RETRY:
            self.retry_requested.emit(entry.pending_id)
        elif target.kind is TargetKind.DISCARD:
            self.discard_requested.emit(entry.pending_id)
        elif target.kind is TargetKind.ADD_REACTION:
            self.choose_reaction(index, self.cursor().pos())
        elif target.kind is TargetKind.REACTION and self._abilities.may_react(entry):
            self.react_requested.emit(entry.msgid, target.value)

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
        if any(row == self._focused for row, _, _ in self.visible_rows()):
            self._open_menu(self._focused, None, self._menu_place(self._focused))

    def _menu_place(self, index: int) -> QPoint:
        """Below the name of a row that is seen, on the screen."""
        areas = (area for row, area, _ in self.visible_rows() if row == index)
        top = next((area.topLeft() for area in areas), QPoint())
        place = top + QPoint(self._rows.context.geometry.text_x, _MENU_DROP)
        return self.viewport().mapToGlobal(place)

    def _open_menu(self, index: int, target: Target | None, place: QPoint) -> None:
        menu = self.menu_for(index, target)
        menu.exec(place)
        menu.deleteLater()

    def menu_for(self, index: int, target: Target | None) -> Menu:
        """What can be done with a row, and with the part of it that was pointed at."""
        return message_menu(self, index, self._rows.row(index), target)

    # -- following

    def _placed(self) -> None:
        super()._placed()
        self._jump.set_count(self.new_below)
        is_far = self.pixels_below > self.viewport().height() or self.new_below > 0
        self._jump.setVisible(is_far or (self._model is not None and not self._model.is_live))
        self._jump.adjustSize()
        corner = self.viewport().rect().bottomRight() - QPoint(_MARGIN, _MARGIN)
        self._jump.move(corner - QPoint(self._jump.width(), self._jump.height()))
        self._chip.move((self.viewport().width() - self._chip.width()) // 2, _CHIP_TOP)
        self._place_bar()
        if self.is_at_end and not self._was_at_end:
            self.end_reached.emit()
        self._was_at_end = self.is_at_end

    def _window_changed(self) -> None:
        super()._window_changed()
        self._jump.set_count(self.new_below)

    def _scrolled(self) -> None:
        """Tell the day that is read, unless its own line can be seen up there."""
        super()._scrolled()
        rows = self.visible_rows()
        under = self._chip.sizeHint().height() + 2 * _CHIP_TOP
        covered = any(
            row.heads.day and -self._theme.metrics.timeline.day_separator < area.top() < under
            for _, area, row in rows
        )
        day = "" if self.is_at_end or covered or not rows else self._rows.dated(rows[0][0]).time
        self._chip.show_day(day_name(day, self._rows.context.now) if isinstance(day, float) else "")
        self._chip.move((self.viewport().width() - self._chip.width()) // 2, _CHIP_TOP)

    def _regarded(self, *indices: int) -> None:
        super()._regarded(*indices)
        self._place_bar()

    def _place_bar(self) -> None:
        """Put the bar at the message that is pointed at, else at the one that has the keyboard."""
        chosen = self._hovered if self._hovered >= 0 or not self.hasFocus() else self._focused
        found = next((found for found in self.visible_rows() if found[0] == chosen), None)
        entry = found[2].entry if found is not None else None
        if found is None or not isinstance(entry, MessageEntry) or self._dragging:
            self._bar_row = -1
            self._bar.hide()
            return
        self._bar_row = chosen
        self._bar.offer(reply=self._abilities.may_reply(entry), react=self._abilities.may_react(entry))
        _, area, row = found
        ground = row.ground(area.y(), RowLook(), self.viewport().width())
        top = max(2, round(ground.top()) - _BAR_RISE)
        self._bar.move(round(ground.right()) - self._bar.width() - _BAR_INSET + 8, top)
        self._bar.show()

    def _rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        super()._rows_inserted(parent, first, last)
        assert self._model is not None
        if last == self._model.rowCount() - 1 and self._is_read_out():
            self._announcer.arrived(self._model.entries[first : last + 1], self._options.announce)

    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        super()._data_changed(first, last)
        assert self._model is not None
        if self._is_read_out():
            self._announcer.changed(self._model.entries[first.row() : last.row() + 1], self._options.announce)

    def _is_read_out(self) -> bool:
        return QAccessible.isActive() and self.isVisible() and self.isActiveWindow()
