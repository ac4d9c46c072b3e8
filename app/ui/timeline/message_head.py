"""Who says a message and when: drop, name and time on a line of their own, or two columns when compact."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from app.client.events import TextKind
from app.irc.text import strip_formatting
from app.models.timeline_entries import MessageEntry
from app.models.timeline_words import clock, isolate
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.geometry import Geometry

_DROP_DOWN = 2
_GUTTER_PX = 11
_RANKS = {"@": "moderators", "%": "moderators", "~": "the host", "&": "the host", "+": "people with voice"}


def audience_words(entry: MessageEntry) -> str:
    """What is special about a message: that it is a notice, or to whom alone it was said; "" for nothing."""
    words = [_tr("notice")] if entry.kind is TextKind.NOTICE else []
    if entry.to_ranks:
        whom = _tr(_RANKS.get(entry.to_ranks[-1], "some"))
        words.append(_tr("to {whom} only").format(whom=whom))
    return " · ".join(words)


def drop_bottom(geometry: Geometry) -> int:
    """How far the drop reaches below the top of a message's text."""
    return 0 if geometry.compact else _DROP_DOWN + geometry.avatar


def paint_sender(
    painter: QPainter, theme: Theme, geometry: Geometry, entry: MessageEntry, text_top: float
) -> None:
    """Paint who speaks and when, beside or above the text that begins at `text_top`."""
    if geometry.compact:
        _paint_columns(painter, theme, geometry, entry, text_top)
        return
    drop = QRectF(geometry.pad_left, text_top + _DROP_DOWN, geometry.avatar, geometry.avatar)
    theme.drops.paint(painter, drop, theme.person_drop(entry.called, geometry.avatar, colour_of=entry.sender))
    meta_font, font = theme.font(TypeRole.META), theme.font(TypeRole.NAME)
    audience = audience_words(entry)
    meta = f"{clock(entry.time)} · {audience}" if audience else clock(entry.time)
    gap = theme.metrics.spacing.one
    room = geometry.text_width - gap - QFontMetricsF(meta_font).horizontalAdvance(meta)
    shown = _elided(font, entry, room)
    line = QRectF(geometry.text_x, text_top, room, theme.line_height(TypeRole.NAME))
    painter.setFont(font)
    painter.setPen(theme.name_colour(entry.sender).text)
    base = _baseline(line, font)
    painter.drawText(QPointF(line.left(), base), isolate(shown))
    painter.setFont(meta_font)
    painter.setPen(theme.colours.text3)
    painter.drawText(QPointF(line.left() + QFontMetricsF(font).horizontalAdvance(shown) + gap, base), meta)


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


def _paint_columns(
    painter: QPainter, theme: Theme, geometry: Geometry, entry: MessageEntry, text_top: float
) -> None:
    font, meta_font = theme.font(TypeRole.NAME), theme.font(TypeRole.META)
    line = QRectF(geometry.names_x, text_top, geometry.names_width, theme.line_height(TypeRole.MESSAGE))
    base = _baseline(line, theme.font(TypeRole.MESSAGE))
    painter.setFont(meta_font)
    painter.setPen(theme.colours.text3)
    time = clock(entry.time)
    advance = QFontMetricsF(meta_font).horizontalAdvance(time)
    painter.drawText(QPointF(geometry.gutter_right - advance, base), time)
    painter.setFont(font)
    painter.setPen(theme.name_colour(entry.sender).text)
    shown = _elided(font, entry, line.width())
    painter.drawText(
        QPointF(line.right() - QFontMetricsF(font).horizontalAdvance(shown), base), isolate(shown)
    )


def _elided(font: QFont, entry: MessageEntry, room: float) -> str:
    name = strip_formatting(entry.called)
    return QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideRight, max(0.0, room))


def _baseline(line: QRectF, font: QFont) -> float:
    metrics = QFontMetricsF(font)
    return round(line.top() + (line.height() - metrics.height()) / 2 + metrics.ascent())


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)
