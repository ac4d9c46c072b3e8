"""How the sending of a message went: a clock behind the text, or a line with words, Retry and Delete."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from app.models.timeline_entries import MessageEntry, SendState
from app.models.timeline_words import sending_words
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.base_row import ClickKind, ClickTarget, RowState
from app.ui.timeline.geometry import Geometry
from app.ui.timeline.text_block import TextBlock
from app.words import common_words, message_words

_CLOCK = 14
_GAP = 6
_LINK_GAP = 12


class SendLine:
    """Laid out below a message or behind its `end`, the top of its last line behind the last word.

    `bottom` is where the row's content ends.
    """

    def __init__(self, theme: Theme, entry: MessageEntry, end: QPointF, geometry: Geometry, y: int) -> None:
        self.targets: list[ClickTarget] = []
        self.bottom = y
        self._theme = theme
        self._state = entry.state
        self._words: tuple[TextBlock, QPointF] | None = None
        self._icon = QRectF()
        self._geometry = geometry
        if entry.state is SendState.PENDING:
            self._wait(entry, end)
        elif entry.state in (SendState.FAILED, SendState.IN_DOUBT):
            self._fail(entry)

    def _wait(self, entry: MessageEntry, end: QPointF) -> None:
        """A clock behind the last word; what is waited for beside it, or below where there is no room."""
        line = self._theme.line_height(TypeRole.MESSAGE)
        side = self._theme.scaled(_CLOCK)
        block = self._block(sending_words(entry.state, entry.reason), line)
        x, y = end.x() + _GAP + 2, end.y()
        right = self._geometry.text_x + self._geometry.text_width
        if entry.reason and x + side + _GAP + block.width > right:
            x, y = float(self._geometry.text_x), float(self.bottom)
            self.bottom += block.height
        self._icon = QRectF(round(x), round(y + (line - side) / 2), side, side)
        self._words = (block, QPointF(self._icon.right() + _GAP, y))

    def _fail(self, entry: MessageEntry) -> None:
        """What went wrong below the text, then what can be done; on a line of its own if there is no room."""
        theme = self._theme
        line = theme.scaled(theme.metrics.timeline.failed_line)
        side = theme.scaled(theme.metrics.icon.small)
        self._icon = QRectF(self._geometry.text_x, self.bottom + (line - side) / 2, side, side)
        start = self._icon.right() + _GAP
        block = self._block(sending_words(entry.state, entry.reason), line)
        self._words = (block, QPointF(start, self.bottom))
        links = [(ClickKind.RETRY, message_words.RETRY()), (ClickKind.DISCARD, common_words.DELETE())]
        bold = QFontMetricsF(self._link_font())
        width = sum(bold.horizontalAdvance(text) + _LINK_GAP for _, text in links)
        right = self._geometry.text_x + self._geometry.text_width
        below = start + block.width + width > right
        x = start if below else start + block.end.x() + _LINK_GAP
        y = self.bottom + block.height if below else self.bottom
        for kind, text in links:
            advance = bold.horizontalAdvance(text)
            # one pixel more on each side makes a target of 24
            self.targets.append(ClickTarget(kind, QRectF(x, y - 1, max(advance, line + 2), line + 2), text))
            x += advance + _LINK_GAP
        self.bottom = y + line

    def _block(self, words: str, line: int) -> TextBlock:
        side = self._theme.scaled(self._theme.metrics.icon.small)
        width = self._geometry.text_width - side - _GAP
        return TextBlock(words, self._theme.font(TypeRole.META), line_height=line, width=width)

    def paint(self, painter: QPainter, y: int, state: RowState) -> None:
        """Paint clock or words of a row that begins at `y`."""
        if self._words is None:
            return
        pending = self._state is SendState.PENDING
        ink = "text3" if pending else "danger_text"
        self._theme.paint_icon(painter, self._icon.translated(0, y), "clock" if pending else "error", ink)
        block, at = self._words
        block.draw(painter, at + QPointF(0, y), self._theme.colour(ink))
        painter.setPen(self._theme.colours.accent_text)
        for target in self.targets:
            font = self._link_font()
            font.setUnderline(target == state.pointed)
            painter.setFont(font)
            painter.drawText(
                target.rect.translated(QPointF(0, y)), Qt.AlignmentFlag.AlignVCenter, target.value
            )

    def _link_font(self) -> QFont:
        return QFont(self._theme.font(TypeRole.LABEL))
