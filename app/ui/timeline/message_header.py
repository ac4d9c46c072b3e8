"""Who says a message and when: avatar, name and time on a line of their own, or two columns when compact."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from app.client.events import TextKind
from app.irc.text import strip_formatting
from app.models.timeline_entries import MessageEntry
from app.models.timeline_words import clock, isolate
from app.ui.theme.avatars import AvatarStyle
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.base_row import ClickKind, ClickTarget
from app.ui.timeline.geometry import Geometry
from app.words import common_words, message_words

_AVATAR_DOWN = 2
_LEAST = 24  # to be pressed, whatever the name; a line is 20 high, and 2 more on each side
_GUTTER_PX = 11
_RANKS = {
    "@": message_words.MODERATORS,
    "%": message_words.MODERATORS,
    "~": message_words.HOST,
    "&": message_words.HOST,
    "+": message_words.VOICED,
}


def audience_words(entry: MessageEntry) -> str:
    """What is special about a message: that it is a notice, or to whom alone it was said; "" for nothing."""
    words = [common_words.NOTICE()] if entry.kind is TextKind.NOTICE else []
    if entry.to_ranks:
        whom = _RANKS.get(entry.to_ranks[-1], message_words.SOME)()
        words.append(message_words.TO_WHOM_ONLY(whom=whom))
    return " · ".join(words)


def avatar_bottom(geometry: Geometry) -> int:
    """How far the avatar reaches below the top of a message's text."""
    return 0 if geometry.compact else _AVATAR_DOWN + geometry.avatar


class SenderHeader:
    """Laid out once; painted beside or above a text."""

    def __init__(
        self, theme: Theme, geometry: Geometry, entry: MessageEntry, *, colour_of: str, picture: str = ""
    ) -> None:
        """`colour_of` is what the theme colours the sender by, `picture` the id of theirs, "" for none."""
        self._theme = theme
        self._geometry = geometry
        self._ink = theme.name_colour(colour_of).text
        self._avatar: AvatarStyle | None = None
        self._time = clock(entry.time)
        # the whole name, where it is shortened or stands for a nickname
        names = [entry.shown_name, entry.sender] if entry.name else [entry.sender]
        self._tip = " · ".join(dict.fromkeys(names))
        self._boxes: list[QRectF] = []
        font, meta_font = theme.font(TypeRole.NAME), theme.font(TypeRole.META)
        if geometry.compact:
            line = QRectF(geometry.names_x, 0, geometry.names_width, theme.line_height(TypeRole.MESSAGE))
            base = _baseline(line, theme.font(TypeRole.MESSAGE))
            self._name = _elided(font, entry, line.width())
            self._name_at = QPointF(line.right() - QFontMetricsF(font).horizontalAdvance(self._name), base)
            advance = QFontMetricsF(meta_font).horizontalAdvance(self._time)
            self._time_at = QPointF(geometry.gutter_right - advance, base)
            left = self._name_at.x()
            self._boxes = [QRectF(left, line.top(), line.right() - left, line.height())]
            return
        self._avatar = theme.person_avatar(
            entry.shown_name, geometry.avatar, colour_of=colour_of, picture=picture
        )
        gap, meta = theme.metrics.spacing.one, QFontMetricsF(meta_font)
        room = geometry.text_width - gap - meta.horizontalAdvance(self._time)
        line = QRectF(geometry.text_x, 0, room, theme.line_height(TypeRole.NAME))
        base = _baseline(line, font)
        self._name = _elided(font, entry, room)
        self._name_at = QPointF(line.left(), base)
        advance = QFontMetricsF(font).horizontalAdvance(self._name) + gap
        self._time_at = QPointF(line.left() + advance, base)
        self._boxes = [
            QRectF(line.left(), line.top(), max(_LEAST, advance - gap), line.height()).adjusted(0, -2, 0, 2),
            QRectF(geometry.pad_left, _AVATAR_DOWN, geometry.avatar, geometry.avatar),
        ]
        audience = audience_words(entry)
        if audience:  # the name comes first where there is little room
            words, rest = f"{self._time} · {audience}", geometry.text_width - advance
            self._time = meta.elidedText(words, Qt.TextElideMode.ElideRight, rest)

    def targets(self, text_top: float) -> list[ClickTarget]:
        """Name and avatar, the name first, where the text, or the room above it, begins at `text_top`."""
        return [
            ClickTarget(ClickKind.SENDER, box.translated(0, text_top), tip=self._tip) for box in self._boxes
        ]

    def paint(self, painter: QPainter, text_top: float) -> None:
        """Paint who speaks and when; the text, or the room above it, begins at `text_top`."""
        theme, geometry = self._theme, self._geometry
        if self._avatar is not None:
            avatar = QRectF(geometry.pad_left, text_top + _AVATAR_DOWN, geometry.avatar, geometry.avatar)
            theme.avatars.paint(painter, avatar, self._avatar)
        offset = QPointF(0, text_top)
        painter.setFont(theme.font(TypeRole.NAME))
        painter.setPen(self._ink)
        painter.drawText(self._name_at + offset, isolate(self._name))
        painter.setFont(theme.font(TypeRole.META))
        painter.setPen(theme.colours.text3)
        painter.drawText(self._time_at + offset, self._time)


def paint_gutter_time(
    painter: QPainter, theme: Theme, geometry: Geometry, time: float, text_top: float
) -> None:
    """Paint the time of a message that shows no sender."""
    font = QFont(theme.font(TypeRole.META))
    if not geometry.compact:
        font.setPixelSize(theme.scaled(_GUTTER_PX))
    line = QRectF(0, text_top, geometry.gutter_right, theme.line_height(TypeRole.MESSAGE))
    painter.setFont(font)
    painter.setPen(theme.colours.text3)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, clock(time))


def _elided(font: QFont, entry: MessageEntry, room: float) -> str:
    name = strip_formatting(entry.shown_name)
    return QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideRight, max(0.0, room))


def _baseline(line: QRectF, font: QFont) -> float:
    metrics = QFontMetricsF(font)
    return round(line.top() + (line.height() - metrics.height()) / 2 + metrics.ascent())
