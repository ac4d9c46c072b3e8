"""How the sending of a message went: a clock behind the text, or a line with words, Retry and Delete."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from app.models.timeline_entries import MessageEntry, SendState
from app.models.timeline_words import sending_words
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.geometry import Geometry
from app.ui.timeline.row import Piece, RowLook, Target, TargetKind

_CLOCK = 14
_GAP = 6
_LINK_GAP = 12


class SendLine:
    """Laid out below or behind the last `piece` of a message; `bottom` is where the row's content ends."""

    def __init__(self, theme: Theme, entry: MessageEntry, piece: Piece, geometry: Geometry, y: int) -> None:
        self.targets: list[Target] = []
        self.bottom = y
        self._theme = theme
        self._state = entry.state
        self._words = ""
        self._icon = QRectF()
        self._line = QRectF()
        self._geometry = geometry
        if entry.state is SendState.PENDING:
            self._wait(entry, piece)
        elif entry.state in (SendState.FAILED, SendState.IN_DOUBT):
            self._fail(entry)

    def _wait(self, entry: MessageEntry, piece: Piece) -> None:
        """A clock behind the last word; what is waited for beside it, or below where there is no room."""
        line = self._theme.line_height(TypeRole.MESSAGE)
        side = self._theme.scaled(_CLOCK)
        self._words = entry.reason
        width = side + 2 * _GAP + self._metrics().horizontalAdvance(entry.reason)
        x, y = piece.at.x() + piece.block.end.x() + _GAP + 2, piece.at.y() + piece.block.end.y()
        if entry.reason and x + width > self._geometry.text_x + self._geometry.text_width:
            x, y = float(self._geometry.text_x), float(self.bottom)
            line = self._theme.scaled(self._theme.metrics.timeline.failed_line)
            self.bottom += line
        self._icon = QRectF(round(x), round(y + (line - side) / 2), side, side)
        self._line = QRectF(self._icon.right() + _GAP, y, width, line)

    def _fail(self, entry: MessageEntry) -> None:
        theme = self._theme
        height = theme.scaled(theme.metrics.timeline.failed_line)
        side = theme.scaled(theme.metrics.icon.small)
        words = sending_words(entry.state, entry.reason)
        left, right = self._geometry.text_x, self._geometry.text_x + self._geometry.text_width
        self._icon = QRectF(left, self.bottom + (height - side) / 2, side, side)
        links = [(TargetKind.RETRY, _tr("Retry")), (TargetKind.DISCARD, _tr("Delete"))]
        bold = QFontMetricsF(self._link_font())
        links_width = sum(bold.horizontalAdvance(text) + _LINK_GAP for _, text in links)
        start = self._icon.right() + _GAP
        natural = self._metrics().horizontalAdvance(words)
        below = start + natural + links_width > right
        room = right - start if below else natural
        self._words = self._metrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        self._line = QRectF(start, self.bottom, room + 1, height)
        x = start - _LINK_GAP if below else start + natural
        y = self.bottom + height if below else self.bottom
        for kind, text in links:
            width = bold.horizontalAdvance(text)
            self.targets.append(Target(kind, QRectF(x + _LINK_GAP, y, width, height), text))
            x += width + _LINK_GAP
        self.bottom = y + height

    def paint(self, painter: QPainter, y: int, look: RowLook) -> None:
        """Paint clock or words of a row that begins at `y`."""
        if self._state is SendState.SENT:
            return
        pending = self._state is SendState.PENDING
        ink = "text3" if pending else "danger_text"
        self._theme.paint_icon(painter, self._icon.translated(0, y), "clock" if pending else "error", ink)
        painter.setFont(self._theme.font(TypeRole.META))
        painter.setPen(self._theme.colour(ink))
        painter.drawText(self._line.translated(0, y), Qt.AlignmentFlag.AlignVCenter, self._words)
        painter.setPen(self._theme.colours.accent_text)
        for target in self.targets:
            font = self._link_font()
            font.setUnderline(target == look.pointed)
            painter.setFont(font)
            painter.drawText(
                target.rect.translated(QPointF(0, y)), Qt.AlignmentFlag.AlignVCenter, target.value
            )

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._theme.font(TypeRole.META))

    def _link_font(self) -> QFont:
        return QFont(self._theme.font(TypeRole.LABEL))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)
