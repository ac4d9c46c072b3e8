"""The timeline: owns its parts and passes on, in an order that is written here, what Qt and the model say.

Knows no room and no connection: what is to happen leaves as signals of the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, SignalInstance, Slot
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.guard import guarded
from app.models.timeline import TimelineModel
from app.models.timeline_entries import Entry
from app.ui.emoji.emoji_library import EmojiLibrary
from app.ui.theme.theme import Theme
from app.ui.timeline.announcer import Announcer
from app.ui.timeline.base_row import Row, RowState
from app.ui.timeline.file_pictures import FilePictures
from app.ui.timeline.highlight import Highlight
from app.ui.timeline.message_actions import MessageActions
from app.ui.timeline.mouse import TimelineMouse
from app.ui.timeline.overlays import ActionOverlay, DayOverlay, JumpOverlay
from app.ui.timeline.read_state import ReadState
from app.ui.timeline.row_changes import RowChanges
from app.ui.timeline.row_layout import FrameThrottle, RowLayout
from app.ui.timeline.row_painter import RowPainter
from app.ui.timeline.scrolling import Scrolling
from app.ui.timeline.selection import TextSelection
from app.ui.timeline.timeline_keyboard import TimelineKeyboard
from app.ui.timeline.timeline_options import MessageAbilities, TimelineOptions
from app.ui.widgets.day_watch import DayWatch
from app.ui.widgets.plain_text import show_tooltip
from app.words import message_words


@guarded()
class TimelineView(QAbstractScrollArea):
    """The messages and events of one room, those of one TimelineModel at a time.

    Its parts: `row_layout` (which rows are where), `pictures` (of files), `scrolling`, `read_state` (what is
    new), `highlight` (what was searched for), `selection`, `message_actions`, `mouse`, `keyboard`, and what
    floats above them: `jump_overlay`, `day_overlay`, `action_overlay`. Each has its own signals.
    """

    def __init__(
        self, theme: Theme, emoji: EmojiLibrary | None = None, parent: QWidget | None = None
    ) -> None:
        """`emoji` is what one reacts with, None for a library of its own."""
        super().__init__(parent)
        emoji = emoji or EmojiLibrary(theme, self)
        self._theme = theme
        self.frames = FrameThrottle(self, self._show_frame)
        self.pictures = FilePictures(self)
        self.row_layout = RowLayout(theme, self, self.frames, self.pictures)
        self._changes = RowChanges(self.row_layout)
        self.scrolling = Scrolling(self.row_layout)
        self.read_state = ReadState(self.row_layout, self.scrolling)
        self.highlight = Highlight(self.row_layout, self.scrolling)
        self.selection = TextSelection(self.row_layout)
        self.message_actions = MessageActions(self.row_layout, self.selection, emoji)
        self.mouse = TimelineMouse(self.row_layout, self.selection, self.message_actions)
        self.keyboard = TimelineKeyboard(
            self.row_layout,
            scrolling=self.scrolling,
            read_state=self.read_state,
            selection=self.selection,
            actions=self.message_actions,
        )
        self._painter = RowPainter(self.row_layout, self._row_state)
        self.jump_overlay = JumpOverlay(self.row_layout, self.read_state)
        self.day_overlay = DayOverlay(self.row_layout, self.scrolling)
        self.action_overlay = ActionOverlay(
            self.row_layout,
            mouse=self.mouse,
            keyboard=self.keyboard,
            actions=self.message_actions,
        )
        self._announcer = Announcer(self)
        self.day_watch = DayWatch(self)
        self._is_shown = False
        self._set_up()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAutoFillBackground(True)
        self.setAccessibleName(message_words.MESSAGES())
        self.pictures.shown.connect(self._picture_shown)
        self.pictures.progressed.connect(self.row_layout.forget_file)
        self.mouse.hovered_changed.connect(self._update_rows)
        self.keyboard.row_changed.connect(self._update_rows)
        for signal, slot in self._wires():
            signal.connect(slot)
        self.day_watch.changed.connect(self.frames.schedule)
        self._theme.changed.connect(self._restyle)
        self._theme.pictures.changed.connect(self.viewport().update)
        self._restyle()

    # -- what is shown

    def set_model(self, model: TimelineModel) -> None:
        """Show another timeline, from its end."""
        for signal, slot in self._wires():
            signal.disconnect(slot)
        self.read_state.leave_model()
        self.row_layout.model = model
        for signal, slot in self._wires():
            signal.connect(slot)
        self.scrolling.begin_model()
        self._model_reset()
        self.read_state.begin_model()

    def _wires(self) -> list[tuple[SignalInstance, Callable[..., None]]]:
        model = self.row_layout.model
        return [
            (model.rows.rowsInserted, self._rows_inserted),
            (model.rows.rowsRemoved, self._rows_removed),
            (model.rows.dataChanged, self._data_changed),
            (model.rows.modelReset, self._model_reset),
            (model.window.changed, self._window_changed),
            (model.unread.changed, self.read_state.follow_count),
            (model.unread.changed, self.jump_overlay.laid_out),
            (model.window.found, self.highlight.show_row),
            (model.window.not_found, self.highlight.tell_missing),
            (model.colours.changed, self.row_layout.recolour),
            (model.ignored.changed, self.row_layout.lay_out_anew),
        ]

    def set_own_names(self, *names: str) -> None:
        """The names that are marked where somebody mentions one."""
        self.row_layout.set_names(names)

    def set_options(self, options: TimelineOptions) -> None:
        """How the person wants it to look."""
        self.row_layout.set_options(options)

    def set_abilities(self, abilities: MessageAbilities) -> None:
        """What can be done with messages here."""
        self.row_layout.set_abilities(abilities)

    def visible_rows(self) -> list[tuple[int, QRect, Row]]:
        """The rows that are seen now: place in the model, area in the viewport, row."""
        return self.row_layout.visible()

    def refresh(self) -> None:
        """Place and paint what is seen, now."""
        self.frames.now()

    # -- a frame

    def _show_frame(self) -> None:
        self.row_layout.update_day_names()
        self.row_layout.place()
        self.scrolling.sync_bar()
        self._laid_out()
        self.viewport().update()

    def _laid_out(self) -> None:
        """Rows may have moved on the screen."""
        self.pictures.look_at(row.picture for _, _, row in self.visible_rows() if row.picture is not None)
        self.scrolling.laid_out()
        self.read_state.laid_out()
        self.mouse.laid_out()
        self.jump_overlay.laid_out()
        self.day_overlay.laid_out()
        self.action_overlay.place()
        self.read_state.tell_end()

    def _row_state(self, state: RowState, index: int, row: Row) -> RowState:
        """How a row is painted now."""
        state = self.highlight.mark(state, index, row)
        state = self.mouse.mark(state, index, row)
        return self.keyboard.mark(state, index, row)

    @Slot(int, int)
    def _update_rows(self, *rows: int) -> None:
        """Rows are pointed at or have the keyboard, or no longer."""
        self._painter.update_rows(*rows)
        self.action_overlay.place()

    @Slot(str)
    def _picture_shown(self, key: str) -> None:
        """A picture came, or cannot be had: it has its place already."""
        shown = [row for row, _, it in self.visible_rows() if it.picture is not None and it.picture.id == key]
        self._painter.update_rows(*shown)

    @Slot()
    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self._theme.colours.sheet)
        self.setPalette(palette)  # what shows beside the scroll bar
        self.row_layout.lay_out_anew()
        self.viewport().update()

    # -- what the model tells

    @Slot(QModelIndex, int, int)
    def _rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        appended, in_sight = first == self.row_layout.count, self.read_state.divider_in_sight
        self.scrolling.rows_came()
        self._changes.inserted(first, last)
        if not appended:
            self._rows_moved(first, last - first + 1)
        self.read_state.inserted(first, last, appended=appended, in_sight=in_sight)
        model = self.row_layout.model
        if last == len(model.entries) - 1 and self._is_read_out():
            came = [entry for entry in model.entries[first : last + 1] if not model.ignored.hides(entry)]
            self._announcer.arrived(came, self.row_layout.options.announce)

    @Slot(QModelIndex, int, int)
    def _rows_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.scrolling.rows_came()
        self._changes.removed(first, last)
        self._rows_moved(first, first - last - 1)

    def _rows_moved(self, first: int, by: int) -> None:
        """Rows from `first` on have another place now; with a negative `by` so many of them went."""
        self.read_state.rows_moved(first, by)
        self.highlight.rows_moved(first, by)
        self.selection.rows_moved(first, by)
        self.keyboard.rows_moved(first, by)

    @Slot(QModelIndex, QModelIndex)
    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._changes.changed(first.row(), last.row())
        self.read_state.changed(first.row(), last.row())
        if self._is_read_out():
            self._announcer.changed(self._entries(first, last), self.row_layout.options.announce)

    def _entries(self, first: QModelIndex, last: QModelIndex) -> Sequence[Entry]:
        return self.row_layout.model.entries[first.row() : last.row() + 1]

    @Slot()
    def _model_reset(self) -> None:
        self.keyboard.reset()
        self.selection.reset()
        self.mouse.reset()
        self.highlight.reset()
        self.row_layout.reset()
        self.scrolling.rows_came()
        self.read_state.reset()

    @Slot()
    def _window_changed(self) -> None:
        """More can be loaded now, or less."""
        self.scrolling.rows_came()
        self.row_layout.schedule()
        self.jump_overlay.count()

    def _is_read_out(self) -> bool:
        return QAccessible.isActive() and self.isVisible() and self.isActiveWindow()

    # -- Qt's calls

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        if self.scrolling.bar_moved():
            self.day_overlay.scrolled()

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        if event.angleDelta().y() > 0 or event.pixelDelta().y() > 0:
            self.scrolling.want_older()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.row_layout.fit_width()
        if self._is_shown or not self.isVisible():  # Qt calls it visible before it tells of being shown
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        self.read_state.shown()
        self._is_shown = True
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._is_shown = False
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.row_layout.lay_out_anew()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        try:
            self._painter.paint(painter, event.rect())
            self.keyboard.paint_ring(painter)
        finally:
            painter.end()  # an error that leaves it active takes the process down

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keyboard.key_pressed(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.keyboard.came_in(event.reason())
        self._update_rows()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_rows()
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.keyboard.leave_row()
        self.mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mouse.double_click(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            show_tooltip(event.globalPos(), self.mouse.tooltip_at(event.pos()), self.viewport())
            return True
        if event.type() is QEvent.Type.Leave:
            self.mouse.leave()
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.message_actions.open_menu_below_name(self.keyboard.row)
            return
        found = self.row_layout.row_at(event.pos())
        if found is not None:
            index, row, inside = found
            self.message_actions.open_menu(index, row.target_at(inside), event.globalPos())
