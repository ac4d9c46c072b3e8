"""The dividers that may stand above a row: the top of what is loaded, a new day, what is unread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from app.models.archive_port import Top
from app.models.timeline_words import isolate
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.geometry import Geometry
from app.values import frozen
from app.words import message_words

_DAY_DROP = 2  # the words stand a little nearer to the day that they begin
_UNREAD_DROP = 2
_UNREAD_GAP = 8
_UNREAD_LINE = 1.5
_TOP = 48

# Top -> its words and its icon
_TOPS = {
    Top.BEGINNING: (message_words.BEGINNING, "room"),
    Top.LOADING: (message_words.LOADING, "clock"),
    Top.MORE: (message_words.SCROLL_UP, "arrow-up"),
    Top.LATER: (message_words.COMES_LATER, "wifi-off"),
    Top.KEPT: (message_words.NOT_KEPT, "room"),
}


@frozen
class Dividers:
    """Those above one row, from top to bottom. `day` is the name of the day that begins, "" for none.

    `partner`: whom a private talk is with, which the top tells, "" in a room.
    """

    top: Top = Top.NOTHING
    day: str = ""
    unread: bool = False
    partner: str = ""

    def height(self, theme: Theme) -> int:
        """How much room they take."""
        metrics = theme.metrics.timeline
        return (
            (theme.scaled(_TOP) if self.top in _TOPS else 0)
            + (theme.scaled(metrics.day_separator) if self.day else 0)
            + (theme.scaled(metrics.unread_divider) if self.unread else 0)
        )

    def spoken(self) -> list[str]:
        """What they say, in order."""
        said = [self.top_words()] if self.top in _TOPS else []
        said += [self.day] if self.day else []
        return [*said, message_words.NEW_MESSAGES()] if self.unread else said

    def top_words(self) -> str:
        """What the top of what is loaded says, which is one of those that say something."""
        if self.top is Top.BEGINNING and self.partner:
            return message_words.BEGINNING_OF_TALK(name=isolate(self.partner))
        return _TOPS[self.top][0]()

    def paint(self, painter: QPainter, theme: Theme, geometry: Geometry, y: int) -> None:
        """Paint them from `y` on."""
        metrics = theme.metrics.timeline
        if self.top in _TOPS:
            height = theme.scaled(_TOP)
            box = QRectF(0, y, geometry.width, height)
            _paint_top(painter, theme, geometry, box, _TOPS[self.top][1], self.top_words())
            y += height
        if self.day:
            _paint_day(painter, theme, geometry, y, self.day)
            y += theme.scaled(metrics.day_separator)
        if self.unread:
            _paint_unread(painter, theme, geometry, y)


def _paint_top(
    painter: QPainter, theme: Theme, geometry: Geometry, box: QRectF, symbol: str, text: str
) -> None:
    side = theme.scaled(theme.metrics.icon.small)
    icon = QRectF(geometry.icon_x(side), 0, side, side)
    icon.moveTop(box.bottom() - (theme.line_height(TypeRole.META) + side) / 2)
    theme.paint_icon(painter, icon, symbol, "text3")
    painter.setFont(theme.font(TypeRole.META))
    painter.setPen(theme.colours.text3)
    words = QRectF(
        geometry.text_x,
        box.bottom() - theme.line_height(TypeRole.META),
        geometry.text_width,
        theme.line_height(TypeRole.META),
    )
    text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)


def _paint_day(painter: QPainter, theme: Theme, geometry: Geometry, y: int, day: str) -> None:
    metrics = theme.metrics.timeline
    painter.setFont(theme.font(TypeRole.LABEL))
    top = y + theme.scaled(metrics.day_separator - metrics.day_chip) + _DAY_DROP
    width = geometry.width - geometry.pad_left - metrics.padding_left
    band = QRectF(geometry.pad_left, top, width, theme.scaled(metrics.day_chip))
    painter.setPen(theme.colours.text2)
    painter.drawText(band, Qt.AlignmentFlag.AlignCenter, day)
    words = painter.fontMetrics().horizontalAdvance(day) / 2 + metrics.avatar_gap
    side, middle = width / 2 - words, round(band.center().y())
    for left in (band.left(), band.center().x() + words):
        painter.fillRect(QRectF(round(left), middle, round(side), 1), theme.colours.line)


def _paint_unread(painter: QPainter, theme: Theme, geometry: Geometry, y: int) -> None:
    """Left and labelled, so that it cannot be taken for a day."""
    metrics, font = theme.metrics.timeline, theme.font(TypeRole.LABEL)
    height = theme.line_height(TypeRole.LABEL)
    top = y + theme.scaled(metrics.unread_divider) - height + _UNREAD_DROP
    words = message_words.NEW_MESSAGES()
    painter.setFont(font)
    painter.setPen(theme.colours.unread_divider)
    advance = QFontMetricsF(font).horizontalAdvance(words)
    painter.drawText(QRectF(geometry.text_x, top, advance + 1, height), Qt.AlignmentFlag.AlignVCenter, words)
    left = round(geometry.text_x + advance + _UNREAD_GAP)
    right = geometry.width - metrics.padding_left
    line = QRectF(left, round(top + height / 2), right - left, _UNREAD_LINE)
    painter.fillRect(line, theme.colours.unread_divider)
