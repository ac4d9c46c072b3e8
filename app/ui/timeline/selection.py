"""Which part of the timeline is selected, and what of it goes to the clipboard. Knows rows, no widget."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.timeline_entries import MessageEntry
from app.models.timeline_text import copy_text
from app.ui.timeline.row import Row
from app.ui.timeline.rows import RowCache
from app.ui.timeline.text_block import utf16_length

Position = tuple[int, int]  # row and UTF-16 offset in its text


@dataclass(frozen=True, slots=True)
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
        """The selection after rows from `first` on have moved; None if a part of it went."""

        def move(position: Position) -> Position | None:
            row, offset = position
            if row < first:
                return position
            return (row + by, offset) if row + by >= first or by > 0 else None

        anchor, caret = move(self.anchor), move(self.caret)
        return Selection(anchor, caret) if anchor and caret else None


def selected_text(selection: Selection, rows: RowCache) -> str:
    """Part of one row as it is; of several rows each as "[10:42] alice: hello"."""
    first, last = selection.start[0], selection.end[0]
    lines = []
    for index in range(first, last + 1):
        row = rows.row(index)
        part = selection.in_row(index, row) if row is not None else None
        if row is None or part is None:
            continue
        text = row.part(*part)
        if first == last:
            return text
        # the edges of a selection often touch a row without taking a letter of it
        if text:
            whole = isinstance(row.entry, MessageEntry) and part == (0, utf16_length(row.text))
            lines.append(copy_text(row.entry) if whole else copy_text(row.entry, text))
    return "\n".join(lines)
