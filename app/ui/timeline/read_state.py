"""What has been read of a timeline: the divider above what is new, how much is below, how far one came."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.client.events import Point
from app.client.wishes import MarkRead, Wish
from app.models.timeline_entries import Entry, MessageEntry, SendState
from app.ui.timeline.row_layout import RowLayout
from app.ui.timeline.scrolling import Scrolling
from app.ui.timeline.unread_divider import NOWHERE, UnreadDivider


class ReadState(QObject):
    """What is new to the person.

    Signals:
        wished(Wish): MarkRead, as messages up to then were on the screen while somebody looked.
        end_reached(): the newest message is seen again.
    """

    wished = Signal(Wish)
    end_reached = Signal()

    def __init__(self, layout: RowLayout, scrolling: Scrolling) -> None:
        super().__init__(layout.area)
        self._layout = layout
        self._scrolling = scrolling
        self._divider = UnreadDivider()
        self._divider_since = Point(0.0)  # up to where was read when the divider was placed
        self._is_counted = False  # the divider stands above so much as is unread: nothing was ever read
        self._was_at_end = True
        self._was_in_sight = False  # the divider, when the rows were placed last

    @property
    def new_below(self) -> int:
        """How many messages nobody has read: whoever sees the end has nothing below."""
        return 0 if self._scrolling.is_at_end else self._layout.model.unread.messages

    # -- what the window says

    def set_watched(self, watched: bool) -> None:
        """Whether somebody looks: the window is in front with this timeline."""
        self._divider.set_watched(watched)
        self._show_divider()
        self._note_seen()

    def mark_unread(self, count: int) -> None:
        """The last `count` messages that others said are new, as if they had come just now."""
        row = self._row_of_news(count)
        if row != NOWHERE:
            self._divider.place(row, self._msgid(row))
            self._divider_since = self._layout.model.read
            self._is_counted = not self._divider_since.time
            self._show_divider()

    def agree_on_unread(self, count: int) -> None:
        """So many messages are new by a count that knows what was read elsewhere, too."""
        if count == 0 and self._divider.is_awaited:
            self._divider.remove()
            self._show_divider()
        elif count and not self._divider.is_awaited:
            self.mark_unread(count)

    @Slot()
    def follow_count(self) -> None:
        """The count has changed: the divider may stand by it."""
        if self._is_counted:
            self._note_missed(0, -1, in_sight=self._was_in_sight)
            self._show_divider()

    @Slot()
    def jump(self) -> None:
        """Go to the divider above what is new if that is out of sight, else to the end."""
        if not self._divider.is_awaited or self.divider_in_sight:
            self._scrolling.to_end()
        elif self._divider.row != NOWHERE:
            self._scrolling.to_row(self._divider.row)
        else:
            self._layout.model.window.show_message(self._divider.msgid)

    # -- what the view tells

    def leave_model(self) -> None:
        """Another model is about to be shown."""
        self._divider.remove()

    def begin_model(self) -> None:
        """Another model is shown."""
        self._note_missed(0, len(self._layout.model.entries) - 1, in_sight=False)
        self._show_divider()

    def reset(self) -> None:
        """All rows are others."""
        self._divider.unloaded()
        self._show_divider()

    def inserted(self, first: int, last: int, *, appended: bool, in_sight: bool) -> None:
        """Rows are new, at the end if `appended`. `in_sight`: the divider was seen before."""
        model = self._layout.model
        if model.window.brings_news:
            self._note_news(first, last)
            self._note_said(first, last)
        elif not appended or model.window.is_live:
            self._note_missed(first, last, in_sight=in_sight)
        self._show_divider()

    def changed(self, first: int, last: int) -> None:
        """Rows `first` to `last` have other entries."""
        self._note_said(first, last)
        self._show_divider()

    def rows_moved(self, first: int, by: int) -> None:
        """Rows from `first` on have another place; with a negative `by` so many of them went."""
        self._divider.moved(first, by)
        self._layout.rows.unread = self._divider.row

    def shown(self) -> None:
        """The view is about to be shown again: what came while nobody saw it begins at its first message.

        Where all of it fits the screen, that stays at the end.
        """
        if self._divider.is_awaited and self._divider.row != NOWHERE and self._scrolling.is_at_end:
            self._layout.placement.show_row(self._divider.row)

    def laid_out(self) -> None:
        """Rows may have moved on the screen: some may have been read."""
        self._was_in_sight = self.divider_in_sight
        if self._scrolling.is_at_end and self._layout.area.isVisible() and not self._leads_up:
            self._divider.reached_end()
        self._note_seen()

    def tell_end(self) -> None:
        """Tell that the end is seen, once until it was out of sight."""
        if self._scrolling.is_at_end and not self._was_at_end:
            self.end_reached.emit()
        self._was_at_end = self._scrolling.is_at_end

    # -- the divider

    @property
    def divider_in_sight(self) -> bool:
        """Whether the row below the divider is on the screen."""
        return any(shown == self._divider.row and y >= 0 for shown, y in self._layout.placement.visible)

    def _show_divider(self) -> None:
        """Let the divider stand where it belongs."""
        self._find_divider()
        layout = self._layout
        before, now = layout.rows.unread, self._divider.row
        if before != now:
            layout.rows.unread = now
            for row in (before, now):
                if 0 <= row < layout.count:
                    layout.forget_with_next(row)
            layout.schedule()

    def _find_divider(self) -> None:
        """Its message may be loaded again."""
        if self._divider.row == NOWHERE and self._divider.msgid:
            row = self._layout.model.rows.row_of_message(self._divider.msgid)
            self._divider.row = NOWHERE if row is None else row

    def _msgid(self, row: int) -> str:
        entry = self._layout.model.entries[row]
        return entry.msgid if isinstance(entry, MessageEntry) else ""

    def _note_news(self, first: int, last: int) -> None:
        """Messages were said just now."""
        at_end = self._scrolling.is_at_end and self._layout.area.isVisible()
        if at_end and self._divider.watched:
            return  # they are read as they come
        came = self._layout.model.entries[first : last + 1]
        news = [row for row, entry in enumerate(came, first) if self._is_news(entry)]
        if news and self._divider.arrived(
            news[0], self._msgid(news[0]), at_end=at_end, in_sight=self.divider_in_sight
        ):
            self._divider_since = self._layout.model.read
            self._is_counted = False

    def _note_missed(self, first: int, last: int, *, in_sight: bool) -> None:
        """Rows came of what was said earlier; it is new as far as it is later than what was read.

        `in_sight`: the divider was seen before. Who has read to the end finds themselves where it is now.
        """
        model = self._layout.model
        until = self._divider_since if self._divider.is_awaited else model.read
        row = NOWHERE  # the first
        if until.time:
            for later in range(last, first - 1, -1):
                if not model.is_behind(model.entries[later], until):
                    break
                if self._is_news(model.entries[later]):
                    row = later
        elif self._is_counted and self._divider.is_awaited and model.window.is_live:
            row = self._row_of_news(model.unread.messages)
        if row != NOWHERE and self._divider.missed(row, self._msgid(row)):
            self._divider_since, self._is_counted = until, not until.time
            if self._layout.area.isVisible() and (self._scrolling.is_at_end or in_sight):
                self._layout.placement.show_row(row)

    def _row_of_news(self, count: int) -> int:
        """The first of the last `count` messages that others said, or of fewer where no more are loaded."""
        entries, found = self._layout.model.entries, NOWHERE
        for row in range(len(entries) - 1, -1, -1):
            if count <= 0:
                break
            if self._is_news(entries[row]):
                found, count = row, count - 1
        return found

    def _is_news(self, entry: Entry) -> bool:
        """Whether somebody else said it, of whom the person wants to hear."""
        is_theirs = isinstance(entry, MessageEntry) and not entry.own
        return is_theirs and not self._layout.model.ignored.hides(entry)

    def _note_said(self, first: int, last: int) -> None:
        """One's own message that others have takes the divider above what is new away."""
        if self._divider.row == NOWHERE:
            return
        for row, entry in enumerate(self._layout.model.entries[first : last + 1], first):
            if isinstance(entry, MessageEntry) and entry.own and entry.state is SendState.SENT:
                self._divider.said(row)

    @property
    def _leads_up(self) -> bool:
        """Whether what is new begins before what is loaded, and the view is on its way there."""
        model = self._layout.model
        if not self._divider.is_awaited or not self.divider_in_sight or not model.window.can_load_older:
            return False
        said = (row for row, entry in enumerate(model.entries) if isinstance(entry, MessageEntry))
        if (first := next(said, None)) is None:
            return False
        if not self._divider_since.time:  # nothing was ever read
            return first >= self._divider.row
        return model.is_behind(model.entries[first], self._divider_since)

    def _note_seen(self) -> None:
        """Tell how far was read: to the last message that is on the screen."""
        model = self._layout.model
        if not self._divider.watched or not self._layout.area.isVisible() or self._leads_up:
            return
        for row, _ in reversed(self._layout.placement.visible):
            entry = model.entries[row]
            if isinstance(entry, MessageEntry) and entry.state is SendState.SENT:
                if model.is_behind(entry, model.read):
                    model.note_read(entry.time, entry.msgid, model.rows.place(row))
                    self.wished.emit(MarkRead(model.conversation, entry.time))
                return
