"""Choosing which part of a picture others see in an avatar: by mouse and by keys. Knows no file."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.ui.theme.avatars import avatar_path
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.words import people_words

_SIDE = 240  # of the whole; a picture need not grow with the text, which wants the room
_MARGIN = 16  # around the avatar: so much more of the picture is seen, paler
_CLOSEST = 16.0  # how much smaller than all that fits a part may be
_STEP = 1.25
_WHEEL_NOTCH = 120  # eighths of a degree
_MOVE = 0.05  # of the part that is seen, by an arrow key
_ICON = 32
_PALER = 0.7  # of the surface over what is left out
_ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
_CLOSER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_FURTHER = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)


@guarded()
class PictureCrop(QWidget):
    """A picture that one moves and zooms below an avatar's outline; words in its place while there is none.

    Signals:
        entered(): Enter was pressed.
    """

    entered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._side = 1.0  # of the part that is seen, in pixels of the picture
        self._middle = QPointF()  # of that part
        self._dragged: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(people_words.PART_OF_PICTURE())
        self.setAccessibleDescription(people_words.DROP_PICTURE())
        theme.changed.connect(self.update)
        self.setFixedSize(_SIDE, _SIDE)

    # -- what is shown

    def show_image(self, image: QImage) -> None:
        """Choose of this one, at first the middle of it."""
        self._image = image
        self._side = float(min(image.width(), image.height()))
        self._middle = QPointF(image.width() / 2, image.height() / 2)
        self.setAccessibleDescription(people_words.HOW_TO_CUT())
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.update()

    def square(self) -> QRect:
        """The part that is chosen, in pixels of the image."""
        side = max(1, round(self._side))
        corner = self._middle - QPointF(self._side, self._side) / 2
        return QRect(round(corner.x()), round(corner.y()), side, side)

    # -- moving

    def _move(self, by: QPointF) -> None:
        """Move the part, by pixels of the picture; it stays inside."""
        if self._image is None:
            return
        half = self._side / 2
        middle = self._middle + by
        self._middle = QPointF(
            min(max(middle.x(), half), self._image.width() - half),
            min(max(middle.y(), half), self._image.height() - half),
        )
        self.update()

    def _zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Choose a smaller part; the point of the picture under `at`, None for the middle, stays there."""
        if self._image is None:
            return
        most = float(min(self._image.width(), self._image.height()))
        before = self._side
        self._side = min(most, max(before / factor, most / _CLOSEST, min(most, 16.0)))
        beside = (at - QRectF(self.rect()).center()) / self._seen().width() if at is not None else QPointF()
        self._move(beside * (before - self._side))

    def _seen(self) -> QRectF:
        """The square of the avatar."""
        return QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)

    # -- what Qt calls

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        theme, colours, box = self._theme, self._theme.colours, QRectF(self.rect())
        ground = QPainterPath()
        ground.addRoundedRect(box, theme.metrics.radius.row, theme.metrics.radius.row)
        painter.fillPath(ground, colours.sunken)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        avatar = avatar_path(self._seen(), theme.metrics.radius.avatar_tail_share, mirrored=mirrored)
        if self._image is None:
            edge = QPen(colours.control_border, theme.metrics.stroke.focus, Qt.PenStyle.DashLine)
            painter.strokePath(avatar, edge)
            self._paint_words(painter)
        else:
            scale = self._seen().width() / self._side
            size = QSizeF(self._image.size()) * scale
            painter.setClipPath(ground)
            painter.drawImage(QRectF(box.center() - self._middle * scale, size), self._image)
            painter.setOpacity(_PALER)
            painter.fillPath(ground - avatar, colours.sheet)
            painter.setOpacity(1)
            painter.strokePath(avatar, QPen(colours.sheet, theme.metrics.stroke.focus))
            painter.setClipping(False)
        if self.hasFocus():
            pen = QPen(colours.focus_ring, theme.metrics.stroke.focus)
            painter.strokePath(ground, pen)

    def _paint_words(self, painter: QPainter) -> None:
        theme, side = self._theme, _ICON
        inner = self._seen().adjusted(_MARGIN, 0, -_MARGIN, 0)
        painter.setFont(theme.font(TypeRole.LIST))
        painter.setPen(theme.colours.text2)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        words = people_words.DROP_PICTURE()
        height = painter.boundingRect(inner, flags, words).height()
        top = inner.center().y() - (side + theme.metrics.spacing.one + height) / 2
        theme.paint_icon(painter, QRectF(inner.center().x() - side / 2, top, side, side), "person", "text2")
        inner.setTop(top + side + theme.metrics.spacing.one)
        painter.drawText(inner, flags, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif self._image is not None and key in _ARROWS:
            self._move(_ARROWS[key] * (_MOVE * self._side))
        elif self._image is not None and key in _CLOSER:
            self._zoom(_STEP)
        elif self._image is not None and key in _FURTHER:
            self._zoom(1 / _STEP)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if turned := event.angleDelta().y():
            self._zoom(_STEP ** (turned / _WHEEL_NOTCH), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._image is not None:
            self._dragged = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            moved = event.position() - self._dragged
            self._dragged = event.position()
            self._move(-moved * (self._side / self._seen().width()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            self._dragged = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
