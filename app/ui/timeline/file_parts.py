"""The file of a message in its row: a picture in a box of the right shape, anything else on a card."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QImage, QPainter, QPen, QTransform

from app.irc.file_tag import SharedFile
from app.models.file_kinds import file_kind, preview_id
from app.models.file_progress import FileProgress
from app.models.file_status import file_status
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.base_row import ClickKind, ClickTarget, Row, RowState
from app.ui.timeline.file_pictures import FilePictures, ShownPicture
from app.ui.timeline.file_status_line import FileStatusLine
from app.ui.timeline.text_block import TextBlock
from app.words import shared_file_words
from app.words.file_words import readable_size

_GAP = 4  # above a file, below what was said with it
_GAP_BELOW = 2
_BESIDE = 28  # pixels beside a file that stay free for the clock of one that is not sent yet
_CARD_WIDTH = 360
_CARD_PAD = 12
_TILE = 40
_PICTURE = QSize(360, 300)
_UNKNOWN_SHAPE = QSize(240, 180)  # of a picture of which nobody has told how large it is
_LEAST_SIDE = 48  # so that a tiny or very long picture can be pressed
_STATUS_GAP = 4


def make_file_part(
    row: Row, file: SharedFile, y: float, pictures: FilePictures | None, *, may_fetch: bool
) -> PictureBox | FileCard:
    """The file of a message, laid out into `row` from `y` on, below the words of the message."""
    progress = pictures.progress(file) if pictures is not None else None
    y += _GAP
    if pictures is not None and preview_id(file):
        return PictureBox(row, file, y, pictures, progress, may_fetch=may_fetch)
    return FileCard(row, file, y, progress, may_fetch=may_fetch)


class PictureBox:
    """A picture, small; `bottom` is where it ends, behind `end` stands what becomes of the message.

    `told`: how its download stands, in words, "" for none.
    """

    def __init__(
        self,
        row: Row,
        file: SharedFile,
        y: float,
        pictures: FilePictures,
        progress: FileProgress | None,
        *,
        may_fetch: bool,
    ) -> None:
        self._theme = theme = row.theme
        self._pictures = pictures
        width = row.geometry.text_width - theme.scaled(_BESIDE)
        most = QSizeF(min(theme.scaled(_PICTURE.width()), width), theme.scaled(_PICTURE.height()))
        self._picture = _fitted(file, most)
        least = min(theme.scaled(_LEAST_SIDE), most.width())
        size = self._picture.expandedTo(QSizeF(least, least))
        self._box = QRectF(QPointF(row.geometry.text_x, y), size)
        row.picture = self.shown = ShownPicture(file, self._picture.toSize(), may_fetch)
        tip = shared_file_words.PICTURE_TIP(name=file.name, size=readable_size(file.size))
        self._target = ClickTarget(ClickKind.SHOW_PICTURE, self._box, file.id, tip)
        self.targets = [self._target]
        self._status: FileStatusLine | None = None
        self.told = ""
        self.end = QPointF(self._box.right(), self._box.bottom() - theme.line_height(TypeRole.MESSAGE))
        self.bottom = round(self._box.bottom()) + _GAP_BELOW
        if progress is not None:
            status = file_status(file, progress, may_fetch=may_fetch)
            self.told = status.words
            at = QPointF(self._box.left(), self._box.bottom() + _STATUS_GAP)
            self._status = FileStatusLine(theme, status, at, min(theme.scaled(_CARD_WIDTH), width))
            self.targets += self._status.targets
            self.bottom = round(self._status.bottom) + _GAP_BELOW

    def paint_below(self, painter: QPainter, y: int) -> None:
        """Nothing lies behind a picture."""

    def paint(self, painter: QPainter, y: int, state: RowState) -> None:
        """Paint it in a row that begins at `y`."""
        colours, radius = self._theme.colours, self._theme.metrics.radius.code
        box = self._box.translated(0, y)
        image = self._pictures.image(self.shown)
        edge = colours.control_border if self._target == state.pointed else colours.line
        inside = box.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(colours.sunken)
        painter.drawRoundedRect(inside, radius, radius)
        if image is None:
            self._paint_missing(painter, box)
        else:
            self._paint_image(painter, box, image)
            painter.setPen(QPen(edge, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inside, radius, radius)
        if self._status is not None:
            self._status.paint(painter, y, state)

    def _paint_image(self, painter: QPainter, box: QRectF, image: QImage) -> None:
        """The picture as a brush: only so its corners are smooth."""
        place = QRectF(QPointF(), self._picture)
        place.moveCenter(box.center())
        brush = QBrush(image)
        scale = QTransform.fromTranslate(place.x(), place.y())
        scale.scale(place.width() / image.width(), place.height() / image.height())
        brush.setTransform(scale)
        radius = self._theme.metrics.radius.code if place.width() > 2 * self._theme.metrics.radius.code else 0
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        painter.drawRoundedRect(place, radius, radius)

    def _paint_missing(self, painter: QPainter, box: QRectF) -> None:
        theme = self._theme
        failed = self._pictures.is_failed(self.shown)
        side = min(float(theme.scaled(theme.metrics.icon.normal)), box.width() / 2, box.height() / 2)
        icon = QRectF(0, 0, side, side)
        icon.moveCenter(box.center())
        words = shared_file_words.NOT_SHOWN()
        font, line = theme.font(TypeRole.META), theme.line_height(TypeRole.META)
        has_room = (
            box.height() > side + 2 * line and QFontMetricsF(font).horizontalAdvance(words) < box.width()
        )
        if failed and has_room:
            icon.translate(0, -line / 2)
            painter.setFont(font)
            painter.setPen(theme.colours.text3)
            below = QRectF(box.left(), icon.bottom() + 2, box.width(), line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)
        theme.paint_icon(painter, icon, "error" if failed else "picture", "text3")


class FileCard:
    """A file that is no picture to be shown: its kind, name and size, and what can be done with it.

    `bottom`, `end` and `told` as of a PictureBox.
    """

    def __init__(
        self, row: Row, file: SharedFile, y: float, progress: FileProgress | None, *, may_fetch: bool
    ) -> None:
        self._theme = theme = row.theme
        status = file_status(file, progress, may_fetch=may_fetch)
        self.told = status.words if progress is not None else ""
        width = min(theme.scaled(_CARD_WIDTH), row.geometry.text_width - theme.scaled(_BESIDE))
        side = theme.scaled(_TILE)
        self._tile = QRectF(row.geometry.text_x + _CARD_PAD, y + _CARD_PAD, side, side)
        x = self._tile.right() + _CARD_PAD
        room = row.geometry.text_x + width - _CARD_PAD - x
        self._icon = file_kind(file).value
        name = _name_block(theme, file.name, room)
        row.add_piece(name, QPointF(x, y + _CARD_PAD - 1), theme.colours.text)
        self._status = FileStatusLine(theme, status, QPointF(x, y + _CARD_PAD - 1 + name.height), room)
        self.targets = self._status.targets
        below = _CARD_PAD / 2 if status.deeds else _CARD_PAD
        bottom = max(self._status.bottom + below, self._tile.bottom() + _CARD_PAD)
        self._card = QRectF(row.geometry.text_x, y, width, round(bottom) - y)
        self.end = QPointF(self._card.right(), self._card.bottom() - theme.line_height(TypeRole.MESSAGE))
        self.bottom = round(bottom) + _GAP_BELOW

    def paint_below(self, painter: QPainter, y: int) -> None:
        """What lies behind the name."""
        theme, colours = self._theme, self._theme.colours
        painter.setPen(QPen(colours.line, 1))
        painter.setBrush(colours.raised)
        radius = theme.metrics.radius.button
        painter.drawRoundedRect(self._card.translated(0.5, y + 0.5).adjusted(0, 0, -1, -1), radius, radius)
        tile = self._tile.translated(0, y)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.accent_tint)
        painter.drawRoundedRect(tile, theme.metrics.radius.code, theme.metrics.radius.code)
        side = theme.scaled(theme.metrics.icon.normal)
        icon = QRectF(0, 0, side, side)
        icon.moveCenter(tile.center())
        theme.paint_icon(painter, icon, self._icon, "accent_text")

    def paint(self, painter: QPainter, y: int, state: RowState) -> None:
        """What stands beside the name, which is a piece of the row."""
        self._status.paint(painter, y, state)


def _name_block(theme: Theme, name: str, room: float) -> TextBlock:
    font = theme.font(TypeRole.NAME)
    shown = QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideMiddle, room)
    # the end of a name says what it is, so it is shortened, not broken
    return TextBlock(shown, font, line_height=theme.line_height(TypeRole.NAME), width=10 * room)


def _fitted(file: SharedFile, most: QSizeF) -> QSizeF:
    """How large a picture is shown: all of it, never enlarged."""
    size = QSizeF(file.width, file.height) if file.width and file.height else QSizeF(_UNKNOWN_SHAPE)
    if size.width() > most.width() or size.height() > most.height():
        size.scale(most, Qt.AspectRatioMode.KeepAspectRatio)
    return size.expandedTo(QSizeF(1, 1))
