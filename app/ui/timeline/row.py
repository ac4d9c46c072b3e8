"""A row of the timeline laid out for one width: what every kind of row can do.

A row is made, painted and thrown away; it knows its entry and the theme, not the model and not the view.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat

from app.models.timeline_entries import Entry
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.geometry import Geometry
from app.ui.timeline.text_block import Marks, TextBlock, utf16_length, utf16_slice

_DAY_DROP = 2  # the words stand a little nearer to the day that they begin


class TargetKind(Enum):
    """What a press on a part of a row does."""

    LINK = "link"
    RETRY = "retry"
    DISCARD = "discard"
    COPY_CODE = "copy-code"
    TOGGLE_RUN = "toggle-run"
    MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Target:
    """A part of a row that can be pressed. `value` is an address, a text, a name; `rect` lies in the row."""

    kind: TargetKind
    rect: QRectF
    value: str = ""


@dataclass(frozen=True, slots=True)
class RowLook:
    """How a row is to be painted now.

    `selected`: UTF-16 offsets of its text; `pointed`: the target under the mouse; `gap_below`: how far the
    next row's content is.
    """

    gap_below: int = 0
    hovered: bool = False
    focused: bool = False
    selected: tuple[int, int] | None = None
    pointed: Target | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a row's text at its place in the row; `start` is its offset in that text."""

    block: TextBlock
    at: QPointF
    start: int
    ink: QColor


@dataclass(frozen=True, slots=True)
class RowContext:
    """What all rows of a view share: `names` are one's own, `now` the moment that days are named from."""

    theme: Theme
    geometry: Geometry
    names: tuple[str, ...]
    now: float


class Row:
    """Base of rows: a day line above or none, pieces of text, targets.

    `height` is the whole height; `top` where the row itself begins below its day line and `gap`.
    """

    def __init__(self, entry: Entry, context: RowContext, day: str) -> None:
        self.entry = entry
        self.theme = context.theme
        self.geometry = context.geometry
        self.day = day
        self.gap = 0  # between this row and what is above it, its day line or the row before
        self.top = context.theme.scaled(context.theme.metrics.timeline.day_separator) if day else 0
        self.height = self.top
        self.pieces: list[Piece] = []
        self.targets: list[Target] = []
        self.text = ""

    # -- text

    def add_piece(self, block: TextBlock, at: QPointF, ink: QColor) -> None:
        """Put a block into the row; its text follows that of the last one on a new line."""
        start = utf16_length(self.text) + 1 if self.pieces else 0
        self.text = f"{self.text}\n{block.text}" if self.pieces else block.text
        self.pieces.append(Piece(block, at, start, ink))

    def offset_at(self, point: QPointF) -> int:
        """The offset in the row's text that is nearest to a point of the row."""
        best = self.pieces[0] if self.pieces else None
        for piece in self.pieces:
            if piece.at.y() <= point.y():
                best = piece
        if best is None or point.y() < best.at.y():
            return 0
        if best is self.pieces[-1] and point.y() >= best.at.y() + best.block.height:
            return utf16_length(self.text)
        return best.start + best.block.offset_at(point - best.at)

    def word_at(self, offset: int) -> tuple[int, int]:
        """The bounds of the word around an offset of the row's text."""
        for piece in reversed(self.pieces):
            if offset >= piece.start:
                start, end = piece.block.word_at(offset - piece.start)
                return piece.start + start, piece.start + end
        return 0, 0

    def part(self, start: int, end: int) -> str:
        """The row's text between two offsets."""
        return utf16_slice(self.text, start, end)

    def copied(self) -> str:
        """The row's whole text as it goes to the clipboard."""
        return self.text

    def target_at(self, point: QPointF) -> Target | None:
        """What can be pressed at a point of the row."""
        return next((target for target in self.targets if target.rect.contains(point)), None)

    def is_time_at(self, point: QPointF) -> bool:
        """Whether the row's time is shown at a point of the row."""
        return False

    # -- painting; `y` is where the row begins in the viewport

    def paint_ground(self, painter: QPainter, y: int, look: RowLook, right: int) -> None:
        """What lies behind the row and may reach into the gaps; `right` is the edge of the viewport."""

    def paint(self, painter: QPainter, y: int, look: RowLook) -> None:
        """The row itself."""
        if self.day:
            self._paint_day(painter, y)
        self._paint_pieces(painter, y, look)

    def _paint_pieces(self, painter: QPainter, y: int, look: RowLook) -> None:
        for piece in self.pieces:
            length = utf16_length(piece.block.text)
            marks = None
            if look.selected is not None:
                start = max(0, look.selected[0] - piece.start)
                end = min(length, look.selected[1] - piece.start)
                marks = Marks(start, end - start, self._selection()) if start < end else None
            piece.block.draw(painter, piece.at + QPointF(0, y), piece.ink, selected=marks)

    def _selection(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setBackground(self.theme.colours.selection)
        made.setForeground(self.theme.colours.on_selection)
        return made

    def _paint_day(self, painter: QPainter, y: int) -> None:
        theme, geometry = self.theme, self.geometry
        metrics = theme.metrics.timeline
        painter.setFont(theme.font(TypeRole.LABEL))
        top = y + theme.scaled(metrics.day_separator - metrics.day_chip) + _DAY_DROP
        width = geometry.width - geometry.pad_left - metrics.padding_left
        band = QRectF(geometry.pad_left, top, width, theme.scaled(metrics.day_chip))
        painter.setPen(theme.colours.text2)
        painter.drawText(band, Qt.AlignmentFlag.AlignCenter, self.day)
        words = painter.fontMetrics().horizontalAdvance(self.day) / 2 + metrics.avatar_gap
        side, middle = width / 2 - words, round(band.center().y())
        for left in (band.left(), band.center().x() + words):
            painter.fillRect(QRectF(round(left), middle, round(side), 1), theme.colours.line)

    def reach(self, look: RowLook, most: int) -> tuple[int, int]:
        """How far, up to `most`, the ground may go above and below the row without touching a neighbour's."""
        return min(most, self.gap - 1), min(most, look.gap_below - 1)

    def paint_focus(self, painter: QPainter, rect: QRectF) -> None:
        """The ring around the row that the keyboard is at."""
        stroke, radius = self.theme.metrics.stroke.focus, self.theme.metrics.radius.row
        painter.setPen(QPen(self.theme.colours.focus_ring, stroke))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
