"""The text of a message in its row: paragraphs with their chips and links, code panels, what was edited."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from app.client.events import TextKind
from app.irc.text import strip_formatting
from app.models.timeline_entries import MessageEntry, SendState
from app.models.timeline_markup import CodeBlock, Paragraph, Span, Style, is_large_emoji, parse
from app.models.timeline_text import deleted_words
from app.models.timeline_words import isolate
from app.ui.theme.fonts import TypeRole
from app.ui.timeline.base_row import ClickKind, ClickTarget, Piece, Row, RowState
from app.ui.timeline.message_formats import Decorations, format_ranges, span_rects
from app.ui.timeline.text_block import TextBlock
from app.words import message_words

_CODE_GAP = 4
_COPY_SIDE = 28
_EDITED_GAP = 6


class MessageBody:
    """Laid out into `row` from `y` on; `bottom` is where it ends, `names` are marked in it.

    It does not hold on to the row: together they would live until unreachable cycles are searched for.
    """

    def __init__(self, row: Row, entry: MessageEntry, y: int, names: tuple[str, ...]) -> None:
        self._entry = entry
        self._theme, self._geometry = row.theme, row.geometry
        self._paragraphs: list[tuple[Piece, Decorations]] = []
        self._codes: list[tuple[QRectF, ClickTarget]] = []
        self._edited: QPointF | None = None
        self.bottom = self._add_blocks(row, y, names)
        if entry.edited:
            self._add_edited(row.pieces[-1] if row.pieces else None)

    # -- laying out

    def _add_blocks(self, row: Row, y: int, names: tuple[str, ...]) -> int:
        if self._entry.deleted is not None:
            return self._add_paragraph(row, Paragraph(deleted_words(self._entry.deleted)), y)
        text = strip_formatting(self._entry.text)
        if not text and self._entry.file is not None:
            return y  # a file of which nothing is said
        if is_large_emoji(text):
            return self._add_paragraph(row, Paragraph(text.strip()), y, TypeRole.EMOJI_ONLY)
        for block in parse(text, names):
            if isinstance(block, CodeBlock):
                y = self._add_code(row, block, y)
            else:
                y = self._add_paragraph(row, self._spoken(block, is_first=not row.pieces), y)
        return y

    def _spoken(self, block: Paragraph, *, is_first: bool) -> Paragraph:
        """An action begins with who does it."""
        if self._entry.kind is not TextKind.ACTION or not is_first:
            return block
        name = f"{isolate(self._entry.shown_name)} "
        moved = [Span(s.start + len(name), s.end + len(name), s.style, s.target) for s in block.spans]
        return Paragraph(name + block.text, (Span(0, len(name) - 1, Style.BOLD), *moved))

    def _add_paragraph(
        self, row: Row, paragraph: Paragraph, y: int, role: TypeRole = TypeRole.MESSAGE
    ) -> int:
        block = TextBlock(
            paragraph.text,
            self._theme.font(role),
            line_height=self._theme.line_height(role),
            width=self._geometry.text_width,
            marks=format_ranges(self._theme, paragraph),
        )
        at = QPointF(self._geometry.text_x, y)
        piece = row.add_piece(block, at, self._ink())
        self._paragraphs.append((piece, Decorations(block, paragraph)))
        for span in paragraph.spans:
            if span.style is Style.LINK:
                row.targets += [
                    ClickTarget(ClickKind.LINK, rect.translated(at), span.target, span.target)
                    for rect in span_rects(block, paragraph, span)
                ]
        return y + block.height

    def _add_code(self, row: Row, code: CodeBlock, y: int) -> int:
        theme, metrics = self._theme, self._theme.metrics.timeline
        y += _CODE_GAP
        panel_width = self._geometry.text_width
        block = TextBlock(
            code.text.replace("\t", "    "),
            theme.font(TypeRole.CODE),
            line_height=theme.line_height(TypeRole.CODE),
            width=panel_width - 2 * metrics.code_pad_x - theme.scaled(_COPY_SIDE),
        )
        panel = QRectF(self._geometry.text_x, y, panel_width, block.height + 2 * metrics.code_pad_y)
        inside = panel.topLeft() + QPointF(metrics.code_pad_x, metrics.code_pad_y)
        row.add_piece(block, inside, self._ink())
        side = theme.scaled(theme.metrics.control.button_small)
        copy = QRectF(panel.right() - side - 4, panel.top() + 4, side, side)
        target = ClickTarget(ClickKind.COPY_CODE, copy, code.text, message_words.COPY_CODE())
        row.targets.append(target)
        self._codes.append((panel, target))
        return round(panel.bottom())

    def _add_edited(self, piece: Piece | None) -> None:
        """Behind the last word, below it where there is no room or the text ends with code."""
        width = QFontMetricsF(self._theme.font(TypeRole.META)).horizontalAdvance(message_words.EDITED())
        right = self._geometry.text_x + self._geometry.text_width
        if piece is not None and self._paragraphs and self._paragraphs[-1][0] is piece:
            end = piece.end + QPointF(_EDITED_GAP, 0)
            if end.x() + width <= right:
                self._edited = QPointF(end.x(), end.y() + self._baseline_in_line())
                return
        self._edited = QPointF(self._geometry.text_x, self.bottom + self._baseline_in_line())
        self.bottom += self._theme.line_height(TypeRole.MESSAGE)

    def _baseline_in_line(self) -> float:
        metrics = QFontMetricsF(self._theme.font(TypeRole.MESSAGE))
        return (self._theme.line_height(TypeRole.MESSAGE) - metrics.height()) / 2 + metrics.ascent()

    def _ink(self) -> QColor:
        faint = self._entry.state is SendState.PENDING or self._entry.deleted is not None
        return self._theme.colours.text3 if faint else self._theme.colours.text

    # -- painting

    def paint_below(self, painter: QPainter, y: int, state: RowState) -> None:
        """What lies behind the text: panels of code, chips of inline code and of one's own name."""
        offset = QPointF(0, y)
        self._paint_code_panels(painter, offset, state)
        for piece, decorations in self._paragraphs:
            decorations.paint_chips(painter, self._theme, piece.at + offset)

    def paint_above(self, painter: QPainter, y: int) -> None:
        """What lies over the text: lines under links, the mark of an edited message."""
        offset = QPointF(0, y)
        for piece, decorations in self._paragraphs:
            decorations.paint_lines(painter, self._theme, piece.at + offset)
        if self._edited is not None:
            painter.setFont(self._theme.font(TypeRole.META))
            painter.setPen(self._theme.colours.text3)
            painter.drawText(self._edited + offset, message_words.EDITED())

    def _paint_code_panels(self, painter: QPainter, offset: QPointF, state: RowState) -> None:
        radius, colours = self._theme.metrics.radius.code, self._theme.colours
        side = self._theme.scaled(self._theme.metrics.icon.small)
        for panel, copy in self._codes:
            painter.setPen(colours.line)
            painter.setBrush(colours.sunken)
            painter.drawRoundedRect(panel.translated(offset).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            box = QRectF(0, 0, side, side)
            box.moveCenter(copy.rect.translated(offset).center())
            self._theme.paint_icon(painter, box, "copy", "text" if copy == state.pointed else "text2")
