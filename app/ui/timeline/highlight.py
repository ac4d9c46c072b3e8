"""What stands out among the messages: words that were searched for, and the message that was gone to."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.irc.search_terms import SearchTerm
from app.models.timeline_entries import MessageEntry
from app.ui.timeline.base_row import Row, RowState
from app.ui.timeline.row_layout import RowLayout, moved_row
from app.ui.timeline.scrolling import Scrolling

_LIT_MS = 1500


class Highlight(QObject):
    """Marks words, and lights one message for a moment: that which the model was asked to show.

    Signals:
        message_missing(): a message that was to be shown is nowhere to be had.
    """

    message_missing = Signal()

    def __init__(self, layout: RowLayout, scrolling: Scrolling) -> None:
        super().__init__(layout.area)
        self._layout = layout
        self._scrolling = scrolling
        self.terms: tuple[SearchTerm, ...] = ()
        self.lit_row = -1
        self._current = ""
        self.dim_timer = QTimer(self)
        self.dim_timer.setSingleShot(True)
        self.dim_timer.setInterval(_LIT_MS)
        self.dim_timer.timeout.connect(self._put_out)

    def set_terms(self, terms: tuple[SearchTerm, ...], current_msgid: str = "") -> None:
        """Mark `terms` wherever they are seen, most of all in one message; no terms end it."""
        self.terms, self._current = terms, current_msgid
        self._layout.viewport.update()

    @Slot(int)
    def show_row(self, row: int) -> None:
        """Bring a row into sight and light it for a moment."""
        self._scrolling.find(row)
        self.lit_row = row
        self.dim_timer.start()
        self._layout.viewport.update()

    @Slot()
    def tell_missing(self) -> None:
        """The model knows no message as it was asked for."""
        self.message_missing.emit()

    def mark(self, state: RowState, index: int, row: Row) -> RowState:
        """How a row looks with that."""
        if not self.terms and index != self.lit_row:
            return state
        entry = row.entry
        is_current = isinstance(entry, MessageEntry) and self._current == entry.msgid != ""
        return replace(state, hits=self.terms, current=is_current, lit=index == self.lit_row)

    def rows_moved(self, first: int, by: int) -> None:
        """Rows from `first` on have another place; with a negative `by` so many of them went."""
        self.lit_row = moved_row(self.lit_row, first, by)

    def reset(self) -> None:
        """All rows are others."""
        self.lit_row = -1

    @Slot()
    def _put_out(self) -> None:
        self.lit_row = -1
        self._layout.viewport.update()
