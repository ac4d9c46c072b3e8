"""One block of text on fixed line heights: laid out once, painted, hit and measured.

Wraps QTextLayout; offsets outside are Qt's (UTF-16). Knows no row and no colour of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from app.values import frozen

LINE_SEPARATOR = "\u2028"  # what QTextLayout takes for a line break


@frozen
class FormatRange:
    """A part of a block in another format: UTF-16 `start` and `length`."""

    start: int
    length: int
    format: QTextCharFormat


def utf16_length(text: str) -> int:
    """How many UTF-16 units `text` takes, as Qt counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, start: int, end: int) -> str:
    """The part of `text` between two UTF-16 offsets; half characters at the ends are left out."""
    if text.isascii():
        return text[start:end]
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le", "ignore")


class TextBlock:
    """Text wrapped to a width. `height` and `width` are what it takes, `end` is behind its last character."""

    def __init__(
        self, text: str, font: QFont, *, line_height: int, width: float, marks: Sequence[FormatRange] = ()
    ) -> None:
        self.text = text
        self._layout = QTextLayout(text.replace("\n", LINE_SEPARATOR), font)
        self._layout.setCacheEnabled(True)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._layout.setTextOption(option)
        self._layout.setFormats([_range(mark) for mark in marks])
        self.width = 0.0
        self.height = 0
        self.end = QPointF()
        self._lay_out(QFontMetricsF(font), line_height, max(1.0, width))

    def _lay_out(self, metrics: QFontMetricsF, line_height: int, width: float) -> None:
        ascent = (line_height - metrics.height()) / 2 + metrics.ascent()
        y = 0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            # fallback fonts may be taller: then the line grows, else the baselines keep their rhythm
            tall = line.height() > line_height
            line.setPosition(QPointF(0, y if tall else y + ascent - line.ascent()))
            self.end = QPointF(line.naturalTextWidth(), y)
            self.width = max(self.width, line.naturalTextWidth())
            y += max(line_height, math.ceil(line.height()))
        self._layout.endLayout()
        self.height = y

    def draw(self, painter: QPainter, at: QPointF, ink: QColor, *, over: Sequence[FormatRange] = ()) -> None:
        """Paint the text with its top left corner `at`, parts of it `over` in another format."""
        painter.setPen(ink)
        self._layout.draw(painter, at, [_range(mark) for mark in over])

    def offset_at(self, point: QPointF) -> int:
        """The UTF-16 offset of the gap between characters that is nearest to `point`."""
        best = 0
        for index in range(self._layout.lineCount()):
            line = self._layout.lineAt(index)
            if index and point.y() < line.y():
                break
            best = line.xToCursor(point.x())
        return best

    def rects(self, start: int, length: int) -> Iterable[QRectF]:
        """Where a part lies: one rectangle per line, as high as its letters."""
        end = start + length
        for index in range(self._layout.lineCount()):
            line = self._layout.lineAt(index)
            first = max(start, line.textStart())
            last = min(end, line.textStart() + line.textLength())
            if first < last:
                # PySide gives (x, position); at a line's end x is that of its last letter's edge
                left, right = _x(line.cursorToX(first)), _x(line.cursorToX(last))
                yield QRectF(min(left, right), line.y(), abs(right - left), line.height())

    def baseline(self, rect: QRectF) -> float:
        """The baseline of the line that `rect` of rects() lies in."""
        for index in range(self._layout.lineCount()):
            line = self._layout.lineAt(index)
            if line.y() == rect.y():
                return line.y() + line.ascent()
        return rect.bottom()

    def word_at(self, offset: int) -> tuple[int, int]:
        """The bounds of the word around `offset`."""
        length = utf16_length(self.text)
        start = offset if self._layout.isValidCursorPosition(offset) else 0
        end = self._layout.nextCursorPosition(start, QTextLayout.CursorMode.SkipWords)
        start = self._layout.previousCursorPosition(min(end, length), QTextLayout.CursorMode.SkipWords)
        word = utf16_slice(self.text, start, end)
        return start, end - (len(word) - len(word.rstrip()))


def _x(found: object) -> float:
    return float(found[0]) if isinstance(found, tuple) else float(str(found))


def _range(mark: FormatRange) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = mark.start, mark.length, mark.format
    return made
