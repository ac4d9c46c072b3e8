"""What a message replies to, on one line above its text: a bar, a small avatar, name and words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from app.irc.text import strip_formatting
from app.models.timeline_entries import MessageEntry
from app.models.timeline_markup import parse
from app.models.timeline_text import message_text
from app.models.timeline_words import isolate, without_isolates
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.base_row import ClickKind, ClickTarget
from app.ui.timeline.geometry import Geometry
from app.words import message_words

_MARGIN = 2
_INSIDE = 8
_GAP = 6
_LOOKED_AT = 300  # characters: more never fits one line
_NAME_SHARE = 0.5


def quoted_words(entry: MessageEntry) -> str:
    """A message on one line, as it is shown."""
    if entry.deleted is not None:
        return without_isolates(message_text(entry))
    if entry.file is not None and not entry.text:
        return message_text(entry)  # which is a name: nothing in it is a mark
    shown = " ".join(block.text for block in parse(entry.text[:_LOOKED_AT]))
    return " ".join(shown.split())


class QuoteLine:
    """Laid out from `y` on; `bottom` is where the text of the message may begin.

    `original` is None for a message that is not loaded, and `msgid` "" as well for one that the person does
    not want to see; `colour_of` is what the theme colours its sender by, `picture` the
    id of the one that they show.
    """

    def __init__(
        self,
        theme: Theme,
        geometry: Geometry,
        original: MessageEntry | None,
        msgid: str,
        y: int,
        *,
        colour_of: str,
        picture: str = "",
    ) -> None:
        self._theme = theme
        self._colour_of = colour_of
        self._picture = picture
        self._original = original
        self._missing = message_words.EARLIER_MESSAGE() if msgid else message_words.HIDDEN_MESSAGE()
        height = theme.scaled(theme.metrics.timeline.quote_height)
        self._line = QRectF(geometry.text_x, y + _MARGIN, geometry.text_width, height)
        self.bottom = y + height + 2 * _MARGIN
        reached = self._line.adjusted(0, -_MARGIN, 0, _MARGIN)  # a target of 24 px
        self.target = ClickTarget(ClickKind.ORIGINAL, reached, msgid, message_words.GO_TO_THIS_MESSAGE())

    def paint(self, painter: QPainter, y: int, *, pointed: bool) -> None:
        """Paint the line of a row that begins at `y`."""
        theme, original = self._theme, self._original
        line = self._line.translated(0, y)
        colour = theme.name_colour(self._colour_of).text if original else theme.colours.line_strong
        painter.fillRect(
            QRectF(line.left(), line.top(), theme.metrics.stroke.quote_bar, line.height()), colour
        )
        side = theme.scaled(theme.metrics.avatar.quote)
        mark = QRectF(line.left() + theme.metrics.stroke.quote_bar + _INSIDE, 0, side, side)
        mark.moveTop(round(line.center().y() - side / 2))
        words = line.adjusted(mark.right() - line.left() + _GAP, 0, 0, 0)
        ink = theme.colours.text if pointed else theme.colours.text2
        if original is None:
            theme.paint_icon(painter, mark, "reply", "text3")
            self._paint_words(painter, words, self._missing, theme.colours.text3)
            return
        avatar = theme.person_avatar(
            original.shown_name,
            theme.metrics.avatar.quote,
            colour_of=self._colour_of,
            picture=self._picture,
        )
        theme.avatars.paint(painter, mark, avatar)
        font = theme.font(TypeRole.LIST_UNREAD)
        metrics = QFontMetricsF(font)
        name = metrics.elidedText(
            strip_formatting(original.shown_name), Qt.TextElideMode.ElideRight, words.width() * _NAME_SHARE
        )
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, isolate(name))
        words.setLeft(words.left() + metrics.horizontalAdvance(name) + _GAP)
        faint = original.deleted is not None
        self._paint_words(painter, words, quoted_words(original), theme.colours.text3 if faint else ink)

    def _paint_words(self, painter: QPainter, box: QRectF, words: str, ink: QColor) -> None:
        font = self._theme.font(TypeRole.LIST)
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, box.width()))
        painter.setFont(font)
        painter.setPen(ink)
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(box, place | Qt.TextFlag.TextSingleLine, isolate(shown))
