"""Which part of the timeline is selected, and what of it goes to the clipboard."""

from __future__ import annotations

from app.models.timeline_entries import MessageEntry
from app.models.timeline_text import copy_text
from app.ui.timeline.base_row import Row
from app.ui.timeline.row_cache import RowCache
from app.ui.timeline.row_layout import RowLayout
from app.ui.timeline.text_block import utf16_length
from app.values import frozen

Position = tuple[int, int]  # row and UTF-16 offset in its text


@frozen
class Selection:
    """From where the mouse went down to where it is."""

    anchor: Position
    caret: Position

    @property
    def start(self) -> Position:
        """The end that is read first."""
        return min(self.anchor, self.caret)

    @property
    def end(self) -> Position:
        """The end that is read last."""
        return max(self.anchor, self.caret)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is between the ends."""
        return self.anchor == self.caret

    def in_row(self, index: int, row: Row) -> tuple[int, int] | None:
        """The selected offsets of a row's text."""
        (first, start), (last, end) = self.start, self.end
        if not first <= index <= last:
            return None
        return (start if index == first else 0), (end if index == last else utf16_length(row.text))

    def moved(self, first: int, by: int) -> Selection | None:
        """The selection after rows from `first` on have moved; None if all of it went.

        A part that went with the oldest rows leaves the rest selected.
        """
        if by < 0 and first <= self.start[0] and self.end[0] < first - by:
            return None

        def move(position: Position) -> Position:
            row, offset = position
            if row < first:
                return position
            return (row + by, offset) if by > 0 or row + by >= first else (first, 0)

        return Selection(move(self.anchor), move(self.caret))


class TextSelection:
    """What is selected in a RowLayout, if anything is: `range`, None for nothing."""

    def __init__(self, layout: RowLayout) -> None:
        self._layout = layout
        self.range: Selection | None = None

    def text(self) -> str:
        """What is selected, as it would be copied; "" if nothing is."""
        return selected_text(self.range, self._layout.rows) if self.range else ""

    def begin(self, position: Position, *, extends: bool = False) -> None:
        """Select from a position on; with `extends` from where the last selection began to there."""
        self.select(self.range.anchor if extends and self.range else position, position)

    def extend(self, position: Position) -> None:
        """Select up to a position from where the selection began."""
        if self.range is not None:
            self.select(self.range.anchor, position)

    def select(self, anchor: Position, caret: Position) -> None:
        """Select from one position to another."""
        self.range = Selection(anchor, caret)
        self._layout.viewport.update()

    def select_row(self, index: int, row: Row) -> None:
        """Select all of a row."""
        self.select((index, 0), (index, utf16_length(row.text)))

    def select_all(self) -> None:
        """Select everything that is loaded."""
        last = self._layout.count - 1
        if last >= 0:
            row = self._layout.rows.row(last)
            self.select((0, 0), (last, utf16_length(row.text) if row is not None else 0))

    def clear(self) -> None:
        """Select nothing."""
        self.range = None
        self._layout.viewport.update()

    def in_row(self, index: int, row: Row) -> tuple[int, int] | None:
        """The selected offsets of a row's text."""
        return self.range.in_row(index, row) if self.range else None

    def rows_moved(self, first: int, by: int) -> None:
        """Rows from `first` on have another place; with a negative `by` so many of them went."""
        self.range = self.range.moved(first, by) if self.range else None

    def reset(self) -> None:
        """All rows are others."""
        self.range = None


def selected_text(selection: Selection, rows: RowCache) -> str:
    """Part of one row as it is; of several rows each as "[10:42] alice: hello"."""
    first, last = selection.start[0], selection.end[0]
    if first == last:
        row = rows.row(first)
        part = selection.in_row(first, row) if row is not None else None
        return row.part(*part) if row is not None and part is not None else ""
    # what lies between is selected whole and need not be laid out: it may be a hundred thousand rows
    between = (rows.plain_text(index) for index in range(first + 1, last))
    ends = (_line_of(selection, rows, first), _line_of(selection, rows, last))
    return "\n".join(line for line in (ends[0], *between, ends[1]) if line)


def _line_of(selection: Selection, rows: RowCache, index: int) -> str:
    """The first or last row of several as it is copied, "" if nothing of it is selected or shown."""
    row = rows.row(index)
    part = selection.in_row(index, row) if row is not None else None
    if row is None or part is None:
        return ""
    text = row.part(*part)
    # the edges of a selection often touch a row without taking a letter of it
    if not text:
        return ""
    whole = isinstance(row.entry, MessageEntry) and part == (0, utf16_length(row.text))
    return copy_text(row.entry) if whole else copy_text(row.entry, text)
