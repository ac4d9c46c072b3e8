"""What has been read of a timeline: the line above what is new, how much is below, how far one came."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.client.events import Point
from app.guard import guarded
from app.models.timeline import TimelineModel
from app.models.timeline_entries import MessageEntry, SendState
from app.ui.theme.theme import Theme
from app.ui.timeline.following import FollowingTimeline
from app.ui.timeline.unread import NOWHERE, UnreadLine


@guarded()
class ReadTimeline(FollowingTimeline):
    """Adds what is new to the person.

    Signals:
        seen(float): messages up to that moment (seconds since 1970) were on the screen while somebody looked.
    """

    seen = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._new_below = 0
        self._unread = UnreadLine()
        self._line_since = Point(0.0)  # up to where was read when the line was placed

    def set_model(self, model: TimelineModel) -> None:
        self._unread.remove()
        super().set_model(model)
        self._note_missed(0, model.rowCount() - 1, in_sight=False)
        self._show_unread_line()

    @property
    def new_below(self) -> int:
        """How many messages came since the end was last seen."""
        return self._new_below + (self._model.unshown if self._model is not None else 0)

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
            self._unread.place(row, self._msgid(row))
            self._line_since = self._model.read
            self._show_unread_line()

    def agree_on_unread(self, count: int) -> None:
        """So many messages are new by a count that knows what was read elsewhere, too."""
        if count == 0 and self._unread.is_awaited:
            self._unread.remove()
            self._show_unread_line()
        elif count and not self._unread.is_awaited:
            self.mark_unread(count)

    @Slot()
    def jump(self) -> None:
        """Go to the line above what is new if that is out of sight, else to the end."""
        if not self._unread.is_awaited or self._is_in_sight(self._unread.row):
            self.scroll_to_end()
        elif self._unread.row != NOWHERE:
            self._placement.show_row(self._unread.row)
            self.refresh()
        elif self._model is not None:
            self._model.show_message(self._unread.msgid)

    # -- the line

    def _show_unread_line(self) -> None:
        """Let the line stand where it belongs."""
        self._find_unread_line()
        before, now = self._rows.unread, self._unread.row
        if before != now:
            self._rows.unread = now
            for row in (before, now):
                if 0 <= row < len(self._placement.heights):
                    self._forget_with_next(row)
            self.schedule()

    def _find_unread_line(self) -> None:
        """Its message may be loaded again."""
        if self._unread.row == NOWHERE and self._unread.msgid and self._model is not None:
            row = self._model.row_of_message(self._unread.msgid)
            self._unread.row = NOWHERE if row is None else row

    def _is_in_sight(self, row: int) -> bool:
        return any(shown == row and y >= 0 for shown, y in self._placement.visible)

    def _is_news(self, row: int) -> bool:
        assert self._model is not None
        entry = self._model.entry(row)
        return isinstance(entry, MessageEntry) and not entry.own

    def _msgid(self, row: int) -> str:
        assert self._model is not None
        entry = self._model.entry(row)
        return entry.msgid if isinstance(entry, MessageEntry) else ""

    def _note_news(self, first: int, last: int) -> None:
        """Messages were said just now."""
        assert self._model is not None
        news = [row for row in range(first, last + 1) if self._is_news(row)]
        at_end = self.is_at_end and self.isVisible()
        if not at_end:
            self._new_below += len(news)
        if news:
            in_sight = self._is_in_sight(self._unread.row)
            if self._unread.arrived(news[0], self._msgid(news[0]), at_end=at_end, in_sight=in_sight):
                self._line_since = self._model.read

    def _note_missed(self, first: int, last: int, *, in_sight: bool) -> None:
        """Rows came of what was said earlier; it is new as far as it is later than what was read.

        `in_sight`: the line was seen before. Who has read to the end finds themselves where it is now.
        """
        assert self._model is not None
        until = self._line_since if self._unread.is_awaited else self._model.read
        if not until.time:
            return
        count, row = 0, NOWHERE  # of the first
        for later in range(last, first - 1, -1):
            if not self._model.is_behind(self._model.entry(later), until):
                break
            if self._is_news(later):
                count, row = count + 1, later
        self._new_below += count
        if count and self._unread.missed(row, self._msgid(row)):
            self._line_since = until
            if self.isVisible() and (self.is_at_end or in_sight):
                self._placement.show_row(row)

    def _note_said(self, first: int, last: int) -> None:
        """One's own message that others have takes the line above what is new away."""
        assert self._model is not None
        for row in range(first, last + 1) if self._unread.row != NOWHERE else ():
            entry = self._model.entry(row)
            if isinstance(entry, MessageEntry) and entry.own and entry.state is SendState.SENT:
                self._unread.said(row)

    def _note_seen(self) -> None:
        """Tell how far was read: to the last message that is on the screen."""
        if not self._unread.watched or not self.isVisible() or self._model is None:
            return
        for row, _ in reversed(self._placement.visible):
            entry = self._model.entry(row)
            if isinstance(entry, MessageEntry) and entry.state is SendState.SENT:
                if self._model.is_behind(entry, self._model.read):
                    self._model.note_read(entry.time, entry.msgid, self._model.place(row))
                    self.seen.emit(entry.time)
                return

    # -- what the model tells

    @Slot(QModelIndex, int, int)
    def _rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        assert self._model is not None
        appended = first == len(self._placement.heights)
        in_sight = self._is_in_sight(self._unread.row)
        super()._rows_inserted(parent, first, last)
        if self._model.brings_news:
            self._note_news(first, last)
            self._note_said(first, last)
        elif not appended or self._model.is_live:
            self._note_missed(first, last, in_sight=in_sight)
        self._show_unread_line()

    @Slot(QModelIndex, QModelIndex)
    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        super()._data_changed(first, last)
        self._note_said(first.row(), last.row())
        self._show_unread_line()

    @Slot()
    def _model_reset(self) -> None:
        super()._model_reset()
        self._new_below = 0
        self._unread.unloaded()
        self._show_unread_line()

    def _rows_moved(self, first: int, by: int) -> None:
        super()._rows_moved(first, by)
        self._unread.moved(first, by)
        self._rows.unread = self._unread.row

    def _placed(self) -> None:
        super()._placed()
        if self.is_at_end:
            self._new_below = 0
            if self.isVisible():
                self._unread.reached_end()
        self._note_seen()

    def showEvent(self, event: QShowEvent) -> None:
        # what came while nobody saw this begins at its first message, unless all of it fits the screen
        if self._unread.is_awaited and self._unread.row != NOWHERE and self.is_at_end:
            self._placement.show_row(self._unread.row)
        super().showEvent(event)
