"""How a hit among all rooms is painted: who, in which room, when, and the text with the words marked."""

from __future__ import annotations

from PySide6.QtCore import (
    QDateTime,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from app.guard import guarded
from app.irc.search_terms import SearchTerm, hit_spans, search_terms
from app.irc.text import strip_formatting
from app.models.search import FoundModel, Hit
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.list_view import ListDelegate, paint_elided_text, paint_row_background

Index = QModelIndex | QPersistentModelIndex

_HEIGHT = 52
_LEAD = 24  # characters before the first marked word


@guarded()
class SearchResultDelegate(ListDelegate):
    """Paints rows of a FoundModel."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.scaled(_HEIGHT))

    def paint_content(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit, model = index.data(FoundModel.HitRole), index.model()
        if not isinstance(hit, Hit) or not isinstance(model, FoundModel):
            return
        box = QRectF(option.rect)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        paint_row_background(painter, self._theme, box, option)
        gap = self._theme.metrics.spacing
        size = self._theme.metrics.avatar.members
        side = self._theme.scaled(size)
        x = box.right() - gap.one - side if mirrored else box.left() + gap.one
        avatar = QRectF(x, box.center().y() - side / 2, side, side)
        look = self._theme.person_avatar(hit.sender, size, colour_of=hit.colour_of or hit.sender)
        self._theme.avatars.paint(painter, avatar, look, mirrored=mirrored)
        taken = side + gap.two
        inner = box.adjusted(gap.one if mirrored else taken, 6, -taken if mirrored else -gap.one, -6)
        half = inner.height() / 2
        self._paint_head(painter, inner.adjusted(0, 0, 0, -half), hit)
        self._paint_text(painter, inner.adjusted(0, half, 0, 0), hit, search_terms(model.query))

    def _paint_head(self, painter: QPainter, box: QRectF, hit: Hit) -> None:
        theme = self._theme
        when, gap = _when(hit.time), theme.scaled(theme.metrics.spacing.one)
        font = theme.font(TypeRole.META)
        width = QFontMetricsF(font).horizontalAdvance(when) + gap
        painter.setPen(theme.colour("text3"))
        paint_elided_text(painter, box, when, font, align=Qt.AlignmentFlag.AlignRight)
        rest = box.adjusted(0, 0, -width, 0)
        name_font = theme.font(TypeRole.LIST_UNREAD)
        painter.setPen(theme.colour("text"))
        paint_elided_text(painter, rest, hit.sender, name_font)
        used = QFontMetricsF(name_font).horizontalAdvance(hit.sender) + theme.scaled(
            theme.metrics.spacing.one
        )
        painter.setPen(theme.colour("text2"))
        paint_elided_text(painter, rest.adjusted(min(used, rest.width()), 0, 0, 0), hit.title, font)

    def _paint_text(self, painter: QPainter, box: QRectF, hit: Hit, terms: tuple[SearchTerm, ...]) -> None:
        theme, font = self._theme, self._theme.font(TypeRole.LIST)
        text = snippet(hit.text, terms)
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        marked = QTextCharFormat()
        marked.setBackground(theme.colours.search_hit)
        marked.setForeground(theme.colours.on_search_hit)
        layout = QTextLayout(shown, font)
        layout.setFormats([_span(shown, *found, marked) for found in hit_spans(shown, terms)])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(box.width())
        layout.endLayout()
        painter.setPen(theme.colour("text"))
        layout.draw(painter, QPointF(box.left(), box.center().y() - line.height() / 2))


def _span(text: str, start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    """Characters of a text as Qt counts them, in UTF-16."""
    span = QTextLayout.FormatRange()
    span.start = len(text[:start].encode("utf-16-le", "surrogatepass")) // 2
    span.length = len(text[start:end].encode("utf-16-le", "surrogatepass")) // 2
    span.format = look
    return span


def snippet(text: str, terms: tuple[SearchTerm, ...]) -> str:
    """One line of a text that begins shortly before the first of what was searched for."""
    line = " ".join(strip_formatting(text).split())
    spans = hit_spans(line, terms)
    start = spans[0][0] - _LEAD if spans else 0
    if start <= 0:
        return line
    space = line.find(" ", start)
    begin = space + 1 if 0 <= space < spans[0][0] else start
    return f"…{line[begin:]}"


def _when(time: float) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(time))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
