"""The formats of a message's spans: bold, italic, code, links and own names, and the chips behind them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QPen, QTextCharFormat

from app.models.timeline_markup import Paragraph, Span, Style
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.text_block import FormatRange, TextBlock, utf16_length

_CODE_PAD = 4
_NAME_PAD = 3
_STEPS = {Style.CODE: _CODE_PAD + 1, Style.MENTION: 2}
_CHIP_RADIUS = 4
_UNDERLINE_DROP = 3


def format_ranges(theme: Theme, paragraph: Paragraph) -> list[FormatRange]:
    """The formats of a paragraph for its TextBlock."""
    return [mark for span in paragraph.spans for mark in _marks(theme, paragraph, span)]


def _marks(theme: Theme, paragraph: Paragraph, span: Span) -> Iterator[FormatRange]:
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
    yield FormatRange(start, length, style)
    step = _STEPS.get(span.style)
    if step:
        # room for the chip: wider steps before the first and behind the last letter
        if start:
            yield FormatRange(start - 1, 1, _stepped(QTextCharFormat(), step))
        yield FormatRange(start + length - 1, 1, _stepped(QTextCharFormat(style), step))


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


class Decorations:
    """The chips behind a paragraph and the lines under its links, found once: painting is the hot path."""

    def __init__(self, block: TextBlock, paragraph: Paragraph) -> None:
        self._code: list[QRectF] = []
        self._names: list[QRectF] = []
        self._lines: list[QRectF] = []
        for span in paragraph.spans:
            if span.style in (Style.CODE, Style.MENTION, Style.LINK):
                for rect in span_rects(block, paragraph, span):
                    self._add(block, span.style, rect)

    def _add(self, block: TextBlock, style: Style, rect: QRectF) -> None:
        if style is Style.LINK:
            line = round(block.baseline(rect)) + _UNDERLINE_DROP
            self._lines.append(QRectF(rect.left(), line, rect.width(), 1))
            return
        pad = _CODE_PAD if style is Style.CODE else _NAME_PAD
        chip = rect.adjusted(-pad, 0, pad, 0)
        chip.setTop(round(chip.top()))
        chip.setBottom(round(chip.bottom()))
        if style is Style.CODE:
            self._code.append(chip.adjusted(-0.5, -0.5, 0.5, 0.5))
        else:
            self._names.append(chip.adjusted(0.5, 0.5, -0.5, -0.5))

    def paint_chips(self, painter: QPainter, theme: Theme, at: QPointF) -> None:
        """Paint what lies behind the text of a paragraph at `at`."""
        colours = theme.colours
        for chips, fill, pen in (
            (self._code, colours.sunken, QPen(colours.line, 1)),
            (self._names, colours.you_chip, QPen(colours.you_chip, 0)),
        ):
            for chip in chips:
                painter.setBrush(fill)
                painter.setPen(pen)
                painter.drawRoundedRect(chip.translated(at), _CHIP_RADIUS, _CHIP_RADIUS)

    def paint_lines(self, painter: QPainter, theme: Theme, at: QPointF) -> None:
        """Underline the links of a paragraph at `at`, clear of its letters."""
        for line in self._lines:
            painter.fillRect(line.translated(at), theme.colours.link)
