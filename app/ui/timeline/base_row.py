"""A row of the timeline laid out for one width: what every kind of row can do.

A row is made, painted and thrown away; it knows its entry and the theme, not the model and not the view.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat

from app.irc.search_terms import SearchTerm, hit_spans
from app.models.timeline_entries import Entry, MessageEntry
from app.ui.theme.theme import Theme
from app.ui.timeline.dividers import Dividers
from app.ui.timeline.file_pictures import FilePictures, ShownPicture
from app.ui.timeline.geometry import Geometry
from app.ui.timeline.text_block import FormatRange, TextBlock, utf16_length, utf16_slice
from app.ui.timeline.timeline_options import MessageAbilities
from app.values import frozen


class ClickKind(Enum):
    """What a press on a part of a row does."""

    SENDER = "sender"
    LINK = "link"
    RETRY = "retry"
    DISCARD = "discard"
    COPY_CODE = "copy-code"
    TOGGLE_RUN = "toggle-run"
    ORIGINAL = "original"
    REACTION = "reaction"
    ADD_REACTION = "add-reaction"
    SHOW_PICTURE = "show-picture"
    DOWNLOAD = "download"
    CANCEL_DOWNLOAD = "cancel-download"
    RETRY_DOWNLOAD = "retry-download"
    SAVE_FILE = "save-file"
    OPEN_FOLDER = "open-folder"


@frozen
class ClickTarget:
    """A part of a row that can be pressed. `value` is an address, a text, a msgid; `rect` lies in the row.

    `tip` says in words what it is, "" where that is plain.
    """

    kind: ClickKind
    rect: QRectF
    value: str = ""
    tip: str = ""


@frozen
class RowState:
    """How a row is to be painted now.

    `selected`: UTF-16 offsets of its text; `pointed`: the target under the mouse; `gap_below`: how far the
    next row's content is; `hits`: what was searched for, `current`: in the message that was
    found; `lit`: just jumped to.
    """

    gap_below: int = 0
    hovered: bool = False
    focused: bool = False
    selected: tuple[int, int] | None = None
    pointed: ClickTarget | None = None
    hits: tuple[SearchTerm, ...] = ()
    current: bool = False
    lit: bool = False


@frozen
class Piece:
    """A block of a row's text at its place in the row; `start` is its offset in that text."""

    block: TextBlock
    at: QPointF
    start: int
    ink: QColor

    @property
    def end(self) -> QPointF:
        """Behind its last character, at the top of its last line."""
        return self.at + self.block.end


def _nothing_found(_msgid: str) -> MessageEntry | None:
    return None


def _hides_nothing(_entry: Entry) -> bool:
    return False


def _by_account(entry: MessageEntry) -> str:
    return entry.account or entry.sender


def _no_picture(_entry: MessageEntry) -> str:
    return ""


@frozen
class RowContext:
    """What all rows of a view share: `names` are one's own, `now` the moment that days are named from.

    `find` gives a message by its msgid, None for one that is not loaded; `colour_of` tells what the theme
    colours the sender of one by, `picture_of` the id of the picture that they show, "" for none; `hides`
    whether the person does not want to see what one says; `pictures` has those of files, None where none are
    shown; `partner` whom a private talk is with, "" in a room.
    """

    theme: Theme
    geometry: Geometry
    names: tuple[str, ...]
    now: float
    abilities: MessageAbilities = field(default_factory=MessageAbilities)
    find: Callable[[str], MessageEntry | None] = _nothing_found
    colour_of: Callable[[MessageEntry], str] = _by_account
    picture_of: Callable[[MessageEntry], str] = _no_picture
    hides: Callable[[Entry], bool] = _hides_nothing
    pictures: FilePictures | None = None
    partner: str = ""


class Row:
    """Base of rows: lines above it or none, pieces of text, targets.

    `height` is the whole height; `top` where the row itself begins below its `dividers` and `gap`; `picture`
    the one that is shown in it.
    """

    def __init__(self, entry: Entry, context: RowContext, dividers: Dividers) -> None:
        self.entry = entry
        self.theme = context.theme
        self.geometry = context.geometry
        self.dividers = dividers
        self.gap = 0  # between this row and what is above it, its dividers or the row before
        self.top = dividers.height(context.theme)
        self.height = self.top
        self.pieces: list[Piece] = []
        self.targets: list[ClickTarget] = []
        self.text = ""
        self.picture: ShownPicture | None = None

    # -- text

    def add_piece(self, block: TextBlock, at: QPointF, ink: QColor) -> Piece:
        """Put a block into the row; its text follows that of the last one on a new line."""
        start = utf16_length(self.text) + 1 if self.pieces else 0
        self.text = f"{self.text}\n{block.text}" if self.pieces else block.text
        self.pieces.append(Piece(block, at, start, ink))
        return self.pieces[-1]

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

    def target_at(self, point: QPointF) -> ClickTarget | None:
        """What can be pressed at a point of the row."""
        return next((target for target in self.targets if target.rect.contains(point)), None)

    def has_target(self, kind: ClickKind) -> bool:
        """Whether something of this kind can be pressed."""
        return any(target.kind is kind for target in self.targets)

    def is_time_at(self, point: QPointF) -> bool:
        """Whether the row's time is shown at a point of the row."""
        return False

    # -- painting; `y` is where the row begins in the viewport

    def ground(self, y: int, state: RowState, right: int) -> QRectF:
        """What of the viewport, up to `right`, is tinted behind the row."""
        return QRectF()

    def paint_ground(self, painter: QPainter, y: int, state: RowState, right: int) -> None:
        """What lies behind the row and may reach into the gaps; `right` is the edge of the viewport."""

    def paint(self, painter: QPainter, y: int, state: RowState) -> None:
        """The row itself."""
        self.dividers.paint(painter, self.theme, self.geometry, y)
        self._paint_pieces(painter, y, state)

    def _paint_pieces(self, painter: QPainter, y: int, state: RowState) -> None:
        for piece in self.pieces:
            marks = self._hits(piece, state) if state.hits else []
            if state.selected is not None:
                start = max(0, state.selected[0] - piece.start)
                end = min(utf16_length(piece.block.text), state.selected[1] - piece.start)
                if start < end:
                    colours = self.theme.colours
                    marks.append(
                        FormatRange(start, end - start, _over(colours.selection, colours.on_selection))
                    )
            piece.block.draw(painter, piece.at + QPointF(0, y), piece.ink, over=marks)

    def _hits(self, piece: Piece, state: RowState) -> list[FormatRange]:
        colours, text = self.theme.colours, piece.block.text
        hit = colours.search_hit_current if state.current else colours.search_hit
        over = _over(hit, colours.on_search_hit_current if state.current else colours.on_search_hit)
        return [
            FormatRange(utf16_length(text[:start]), utf16_length(text[start:end]), over)
            for start, end in hit_spans(text, state.hits)
        ]

    def reach(self, state: RowState, most: int) -> tuple[int, int]:
        """How far, up to `most`, the ground may go above and below the row without touching a neighbour's."""
        return min(most, self.gap - 1), min(most, state.gap_below - 1)

    def paint_focus(self, painter: QPainter, rect: QRectF) -> None:
        """The ring around the row that the keyboard is at."""
        stroke, radius = self.theme.metrics.stroke.focus, self.theme.metrics.radius.row
        painter.setPen(QPen(self.theme.colours.focus_ring, stroke))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)


def _over(ground: QColor, ink: QColor) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setBackground(ground)
    made.setForeground(ink)
    return made
