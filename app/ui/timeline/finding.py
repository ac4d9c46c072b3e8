"""Going to one message: out of a quote, a search or a notification, and marking what was searched for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QWidget

from app.models.timeline import TimelineModel
from app.models.timeline_entries import MessageEntry
from app.ui.theme.theme import Theme
from app.ui.timeline.reading import ReadTimeline
from app.ui.timeline.row import Row, RowLook

_LIT_MS = 1500
_PLACE = 3  # a message that was gone to stands at a third of the screen


class FindingTimeline(ReadTimeline):
    """Adds a message that is lit for a moment, and marked words.

    Signals:
        message_missing(): a message that was to be shown is nowhere to be had.
    """

    message_missing = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._hits: tuple[str, ...] = ()
        self._current = ""
        self._lit = -1
        self._dim = QTimer(self)
        self._dim.setSingleShot(True)
        self._dim.setInterval(_LIT_MS)
        self._dim.timeout.connect(self._put_out)

    def set_highlight(self, words: Sequence[str], current_msgid: str = "") -> None:
        """Mark `words` wherever they are seen, most of all in one message; no words end it."""
        self._hits, self._current = tuple(words), current_msgid
        self.viewport().update()

    def show_message(self, msgid: str) -> None:
        """Bring a message into sight and light it for a moment, once it is loaded."""
        if self._model is not None:
            self._model.show_message(msgid)

    def _wires(self, model: TimelineModel) -> list[tuple[SignalInstance, Callable[..., None]]]:
        return [*super()._wires(model), (model.found, self._found), (model.not_found, self._not_found)]

    @Slot(int)
    def _found(self, row: int) -> None:
        self.go_to_row(row, light=True)

    @Slot(str)
    def _not_found(self, _msgid: str) -> None:
        self.message_missing.emit()

    def go_to_row(self, row: int, *, light: bool = False) -> None:
        """Bring a row into sight, without scrolling if it is seen whole."""
        height = self.viewport().height()
        area = next((area for shown, area, _ in self.visible_rows() if shown == row), None)
        if area is None or area.top() < 0 or area.bottom() > height:
            self._placement.show_row(row, max(0, (height - self._rows.height(row)) // _PLACE))
            self.refresh()
        if light:
            self._lit = row
            self._dim.start()
            self.viewport().update()

    def _look(self, index: int, row: Row, gap_below: int) -> RowLook:
        look = super()._look(index, row, gap_below)
        if not self._hits and index != self._lit:
            return look
        entry = row.entry
        is_current = isinstance(entry, MessageEntry) and self._current == entry.msgid != ""
        return replace(look, hits=self._hits, current=is_current, lit=index == self._lit)

    def _rows_moved(self, first: int, by: int) -> None:
        super()._rows_moved(first, by)
        if self._lit >= first:
            self._lit = self._lit + by if self._lit + by >= first else -1

    def _model_reset(self) -> None:
        self._lit = -1
        super()._model_reset()

    @Slot()
    def _put_out(self) -> None:
        self._lit = -1
        self.viewport().update()
