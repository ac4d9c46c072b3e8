"""The formats of a message's spans: bold, italic, code, links and own names, and the chips behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTextCharFormat

from app.models.timeline_markup import Paragraph, Span, Style
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.text_block import Marks, TextBlock, utf16_length

_CODE_PAD = 4
_NAME_PAD = 3
_STEPS = {Style.CODE: _CODE_PAD + 1, Style.MENTION: 2}
_CHIP_RADIUS = 4
_UNDERLINE_DROP = 3


def marks_for(theme: Theme, paragraph: Paragraph) -> list[Marks]:
    """The formats of a paragraph for its TextBlock."""
    return [mark for span in paragraph.spans for mark in _marks(theme, paragraph, span)]


def _marks(theme: Theme, paragraph: Paragraph, span: Span) -> Iterator[Marks]:
    start, length = units(paragraph.text, span)
    style = QTextCharFormat()
    if span.style is Style.CODE:
        inherit = QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesAll
        style.setFont(theme.font(TypeRole.CODE), inherit)
    elif span.style is Style.BOLD:
        style.setFontWeight(QFont.Weight.Bold)
    elif span.style is Style.ITALIC:
        style.setFontItalic(True)
    elif span.style is Style.LINK:
        style.setForeground(theme.colours.link)
    elif span.style is Style.MENTION:
        style.setFontWeight(QFont.Weight.Bold)
        style.setForeground(theme.colours.you_text)
    yield Marks(start, length, style)
    step = _STEPS.get(span.style)
    if step:
        # room for the chip: wider steps before the first and behind the last letter
        if start:
            yield Marks(start - 1, 1, _stepped(QTextCharFormat(), step))
        yield Marks(start + length - 1, 1, _stepped(QTextCharFormat(style), step))


def _stepped(style: QTextCharFormat, step: int) -> QTextCharFormat:
    style.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
    style.setFontLetterSpacing(step)
    return style


def units(text: str, span: Span) -> tuple[int, int]:
    """Start and length of a span in UTF-16 units."""
    start = utf16_length(text[: span.start])
    return start, utf16_length(text[span.start : span.end])


def span_rects(block: TextBlock, paragraph: Paragraph, span: Span) -> list[QRectF]:
    """Where a span lies in its block."""
    rects = list(block.rects(*units(paragraph.text, span)))
    if rects:
        rects[-1].adjust(0, 0, -_STEPS.get(span.style, 0), 0)  # the last letter's wider step is outside
    return rects


def paint_chips(painter: QPainter, theme: Theme, block: TextBlock, paragraph: Paragraph, at: QPointF) -> None:
    """Paint what lies behind a paragraph's text at `at`: code chips and one's own name."""
    for span in paragraph.spans:
        if span.style is Style.CODE:
            _chips(painter, block, paragraph, span, at, _CODE_PAD, theme.colours.sunken, theme.colours.line)
        elif span.style is Style.MENTION:
            _chips(painter, block, paragraph, span, at, _NAME_PAD, theme.colours.you_chip, None)


def paint_underlines(
    painter: QPainter, theme: Theme, block: TextBlock, paragraph: Paragraph, at: QPointF
) -> None:
    """Underline the links of a paragraph, clear of its letters."""
    for span in paragraph.spans:
        if span.style is not Style.LINK:
            continue
        for rect in span_rects(block, paragraph, span):
            line = round(at.y() + block.baseline(rect)) + _UNDERLINE_DROP
            painter.fillRect(QRectF(at.x() + rect.left(), line, rect.width(), 1), theme.colours.link)


def _chips(
    painter: QPainter,
    block: TextBlock,
    paragraph: Paragraph,
    span: Span,
    at: QPointF,
    pad: int,
    fill: QColor,
    edge: QColor | None,
) -> None:
    rects: Sequence[QRectF] = span_rects(block, paragraph, span)
    for rect in rects:
        chip = rect.translated(at).adjusted(-pad, 0, pad, 0)
        chip.setTop(round(chip.top()))
        chip.setBottom(round(chip.bottom()))
        painter.setBrush(fill)
        if edge is None:
            painter.setPen(QPen(fill, 0))
            chip.adjust(0.5, 0.5, -0.5, -0.5)
        else:
            painter.setPen(QPen(edge, 1))
            chip.adjust(-0.5, -0.5, 0.5, 0.5)
        painter.drawRoundedRect(chip, _CHIP_RADIUS, _CHIP_RADIUS)
