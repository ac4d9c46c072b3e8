"""A surface that follows a TimelineModel: rows come, go and change, and the reading position holds.

Knows nothing of the mouse and of what rows do.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Signal, SignalInstance, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.models.timeline import TimelineModel
from app.models.timeline_entries import MessageEntry, SendState
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.paging import Pager
from app.ui.timeline.surface import RowSurface
from app.ui.timeline.unread import NOWHERE, UnreadLine


class FollowingTimeline(RowSurface):
    """Shows one TimelineModel at a time.

    Signals:
        seen(float): messages up to that moment (seconds since 1970) were on the screen while somebody looked.
    """

    seen = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._model: TimelineModel | None = None
        self._new_below = 0
        self._unread = UnreadLine()
        self._pager = Pager()
        self._seen_until = 0.0

    def set_model(self, model: TimelineModel) -> None:
        """Show another timeline, from its end."""
        if self._model is not None:
            for signal, slot in self._wires(self._model):
                signal.disconnect(slot)
        self._model = model
        for signal, slot in self._wires(model):
            signal.connect(slot)
        self._pager.set_model(model)
        self._model_reset()

    def _wires(self, model: TimelineModel) -> list[tuple[SignalInstance, Callable[..., None]]]:
        return [
            (model.rowsInserted, self._rows_inserted),
            (model.rowsRemoved, self._rows_removed),
            (model.dataChanged, self._data_changed),
            (model.modelReset, self._model_reset),
        ]

    @property
    def new_below(self) -> int:
        """How many messages came since the end was last seen."""
        return self._new_below

    # -- what has been read

    def set_watched(self, watched: bool) -> None:
        """Whether somebody looks: the window is in front with this timeline."""
        self._unread.set_watched(watched)
        self._show_unread_line()
        self._note_seen()

    def mark_unread(self, count: int) -> None:
        """The last `count` messages that others said are new, as if they had come just now."""
        assert self._model is not None
        row = self._model.rowCount()
        while count > 0 and row > 0:
            row -= 1
            count -= self._is_news(row)
        if row < self._model.rowCount():
            self._unread.place(row)
            self._show_unread_line()

    def jump(self) -> None:
        """Go to the line above what is new if that is out of sight, else to the end."""
        if self._unread.is_awaited and not self._is_in_sight(self._unread.row):
            self._placement.show_row(self._unread.row)
            self.refresh()
        else:
            self.scroll_to_end()

    def _show_unread_line(self) -> None:
        """Let the line stand where it belongs."""
        before, now = self._rows.unread, self._unread.row
        if before != now:
            self._rows.unread = now
            for row in (before, now):
                if 0 <= row < len(self._placement.heights):
                    self._forget_with_next(row)
            self.schedule()

    def _is_in_sight(self, row: int) -> bool:
        return any(shown == row and y >= 0 for shown, y in self._placement.visible)

    def _is_news(self, row: int) -> bool:
        assert self._model is not None
        entry = self._model.entry(row)
        return isinstance(entry, MessageEntry) and not entry.own

    def _note_seen(self) -> None:
        """Tell how far was read: to the last message that is on the screen."""
        if not self._unread.watched or not self.isVisible() or self._model is None:
            return
        for row, _ in reversed(self._placement.visible):
            entry = self._model.entry(row)
            if isinstance(entry, MessageEntry) and entry.state is SendState.SENT:
                if entry.time > self._seen_until:
                    self._seen_until = entry.time
                    self.seen.emit(entry.time)
                return

    # -- what the model tells

    @Slot(QModelIndex, int, int)
    def _rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        appended = first == len(self._placement.heights)
        # at most a line below counts as reading the end
        if appended and 0 < self._placement.below <= self._theme.line_height(TypeRole.MESSAGE):
            self._placement.follow()
        self._placement.inserted(first, last - first + 1)
        self._pager.came()
        if appended:
            self._appended(first, last)
        else:
            self._rows_moved(first, last - first + 1)
            self._forget_with_next(last + 1)
            self._join_runs(first, last + 1)
            self._forget_heights(self._rows.forget_quotes())
            self._note_news(first, last, missed=True)
        self.schedule()

    def _appended(self, first: int, last: int) -> None:
        runs = self._rows.runs
        run = runs.grown(first)
        changed = runs.changed_before(first)
        if run is not None:
            self._forget(run.first, run.first)
        if changed < first:
            runs.forget()
            self._forget(changed, first - 1)
        self._note_news(first, last)
        self._note_said(first, last)

    def _note_news(self, first: int, last: int, *, missed: bool = False) -> None:
        """Messages came; those that were `missed` stand among others and may be older than what was read."""
        assert self._model is not None
        news = [row for row in range(first, last + 1) if self._is_news(row)]
        if missed:
            until = self._seen_until
            news = [row for row in news if 0 < until < self._model.entry(row).time]
        at_end = self._placement.following and self.isVisible()
        if not at_end:
            self._new_below += len(news)
        if news:
            in_sight = self._is_in_sight(self._unread.row)
            self._unread.arrived(news[0], at_end=at_end, in_sight=in_sight)
            self._show_unread_line()

    def _join_runs(self, *joints: int) -> None:
        """Runs of events may meet now, or what lay in one may have come between: they are laid out anew."""
        for joint in joints:
            run = self._rows.runs.grown(joint)
            if run is not None:
                self._forget(run.first, run.end - 1)

    @Slot(QModelIndex, int, int)
    def _rows_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        count = last - first + 1
        self._placement.removed(first, count)
        self._pager.came()
        self._rows_moved(first, -count)
        self._forget_with_next(first)
        self._join_runs(first)
        self.schedule()

    @Slot(QModelIndex, QModelIndex)
    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        assert self._model is not None
        # the time of a row decides whether the next one starts a group
        self._forget(first.row(), last.row() + 1)
        for row in range(first.row(), last.row() + 1):
            entry = self._model.entry(row)
            if isinstance(entry, MessageEntry) and entry.msgid:
                self._forget_heights(self._rows.forget_quotes(entry.msgid))
        self._note_said(first.row(), last.row())
        self.schedule()

    def _note_said(self, first: int, last: int) -> None:
        """One's own message that others have takes the line above what is new away."""
        if self._unread.row == NOWHERE:
            self._show_unread_line()
            return
        assert self._model is not None
        for row in range(first, last + 1):
            entry = self._model.entry(row)
            if isinstance(entry, MessageEntry) and entry.own and entry.state is SendState.SENT:
                self._unread.said(row)
        self._show_unread_line()

    @Slot()
    def _model_reset(self) -> None:
        assert self._model is not None
        self._rows.set_entries(self._model.entries)
        self._lay_out_rows()
        self._placement.reset(self._model.rowCount(), keep_position=False)
        self._new_below = 0
        self._unread.remove()
        self._pager.came()
        self.schedule()

    def _forget(self, first: int, last: int) -> None:
        self._rows.forget(first, last)
        self._forget_heights(range(max(0, first), min(last, len(self._placement.heights) - 1) + 1))

    def _forget_with_next(self, row: int) -> None:
        """Forget a row and the next that is shown, whose day and sender depend on what is before them."""
        if row >= len(self._placement.heights):
            return
        run = self._rows.runs.run_at(row)
        self._forget(row, row)
        if run is not None:
            self._forget(run.first, run.first)
            self._forget(run.end, run.end)

    # -- following

    def _rows_moved(self, first: int, by: int) -> None:
        """Rows from `first` on have another place now; for what remembers rows."""
        self._rows.shift(first, by)
        self._unread.moved(first, by)
        self._rows.unread = self._unread.row

    def _find(self, msgid: str) -> MessageEntry | None:
        row = self._model.row_of_message(msgid) if self._model is not None else None
        entry = self._model.entry(row) if self._model is not None and row is not None else None
        return entry if isinstance(entry, MessageEntry) else None

    def _place(self) -> None:
        self._mark_beginning()
        super()._place()

    def _mark_beginning(self) -> None:
        """The first row says so where the model knows that nothing was before it."""
        at_beginning = bool(getattr(self._model, "at_beginning", False))
        if at_beginning is not self._rows.beginning:
            self._rows.beginning = at_beginning
            if len(self._placement.heights):
                self._forget_with_next(0)

    def _placed(self) -> None:
        if self.is_at_end:
            self._new_below = 0
            if self.isVisible():
                self._unread.reached_end()
        self._note_seen()
        if self._model is not None and self.isVisible():
            self._pager.look(self._placement.value, self._placement.below, self.viewport().height())

    def showEvent(self, event: QShowEvent) -> None:
        # what came while nobody saw this begins at its first message, unless all of it fits the screen
        if self._unread.is_awaited and self.is_at_end:
            self._placement.show_row(self._unread.row)
        super().showEvent(event)
