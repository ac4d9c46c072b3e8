"""How a file of a message stands, on a line: words, a bar while it comes, and below what can be done."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from app.models.file_status import FileDeed, FileStatus
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.base_row import ClickKind, ClickTarget, RowState
from app.ui.timeline.text_block import TextBlock
from app.words import common_words, shared_file_words

_BAR = 4
_BAR_GAP = 2  # above and below the bar, whose place stays free where there is none
_LINK_GAP = 16
_LEAST = 24  # to be pressed
_LINKS = {
    FileDeed.VIEW: (ClickKind.SHOW_PICTURE, shared_file_words.SHOW_PICTURE),
    FileDeed.DOWNLOAD: (ClickKind.DOWNLOAD, shared_file_words.DOWNLOAD),
    FileDeed.SAVE_AS: (ClickKind.SAVE_FILE, shared_file_words.SAVE_AS),
    FileDeed.OPEN_FOLDER: (ClickKind.OPEN_FOLDER, common_words.OPEN_FOLDER),
    FileDeed.RETRY: (ClickKind.RETRY_DOWNLOAD, common_words.TRY_AGAIN),
    FileDeed.CANCEL: (ClickKind.CANCEL_DOWNLOAD, common_words.CANCEL),
}


class FileStatusLine:
    """Laid out from `at` on, at most `width` wide; `bottom` is its end, the same while the file comes."""

    def __init__(self, theme: Theme, status: FileStatus, at: QPointF, width: float) -> None:
        self.targets: list[ClickTarget] = []
        self._theme = theme
        self._status = status
        self._at = at
        font, line = theme.font(TypeRole.META), theme.line_height(TypeRole.META)
        words = status.words
        if status.share is not None:  # what changes all the time takes as much room all the time
            words = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, width)
        self._words = TextBlock(words, font, line_height=line, width=width)
        y = at.y() + self._words.height + _BAR_GAP
        self._bar = QRectF(at.x(), y, width, _BAR)
        self.bottom = self._add_links(self._bar.bottom() + _BAR_GAP, width) if status.deeds else at.y() + line

    def _add_links(self, y: float, width: float) -> float:
        """What can be done, each on the next line where there is no room for it."""
        theme, metrics = self._theme, QFontMetricsF(self._theme.font(TypeRole.LABEL))
        height = max(_LEAST, theme.line_height(TypeRole.LABEL))
        x = self._at.x()
        for deed in self._status.deeds:
            kind, words = _LINKS[deed]
            advance = metrics.horizontalAdvance(words())
            if x > self._at.x() and x + advance > self._at.x() + width:
                x, y = self._at.x(), y + height
            self.targets.append(ClickTarget(kind, QRectF(x, y, max(advance, _LEAST), height), words()))
            x += advance + _LINK_GAP
        return y + height

    def paint(self, painter: QPainter, y: int, state: RowState) -> None:
        """Paint it in a row that begins at `y`."""
        theme, colours, offset = self._theme, self._theme.colours, QPointF(0, y)
        ink = colours.danger_text if self._status.is_problem else colours.text2
        self._words.draw(painter, self._at + offset, ink)
        if self._status.share is not None:
            self._paint_bar(painter, self._bar.translated(offset), self._status.share)
        painter.setPen(colours.accent_text)
        for target in self.targets:
            font = QFont(theme.font(TypeRole.LABEL))
            font.setUnderline(target == state.pointed)
            painter.setFont(font)
            painter.drawText(target.rect.translated(offset), Qt.AlignmentFlag.AlignVCenter, target.value)

    def _paint_bar(self, painter: QPainter, box: QRectF, share: float) -> None:
        colours = self._theme.colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.line_strong)
        painter.drawRoundedRect(box, _BAR / 2, _BAR / 2)
        if share > 0:
            painter.setBrush(colours.accent)
            done = QRectF(box.topLeft(), box.size())
            done.setWidth(max(_BAR, box.width() * share))
            painter.drawRoundedRect(done, _BAR / 2, _BAR / 2)
