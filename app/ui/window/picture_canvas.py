"""A picture that one zooms into and moves about. Knows no file and no message."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme

_STEP = 1.25
_WHEEL_NOTCH = 120  # eighths of a degree
_CLOSEST = 16.0  # how much larger than its pixels a picture is shown at most
_PIXELS_FROM = 3.0  # enlarged so far, one wants to see the pixels


@guarded()
class PictureCanvas(QWidget):
    """Shows an image as large as there is room, never enlarged, until the person zooms.

    Signals:
        zoomed(): it is shown at another size.
    """

    zoomed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._halves: list[QImage] = []  # the image in half its size, in a quarter, as far as was wanted
        self._size = QSizeF(1, 1)  # of the whole picture in pixels; the image may be a small one of it
        self._scale: float | None = (
            None  # pixels of the screen for each of the picture, None: as there is room
        )
        self._middle = QPointF()  # the point of the picture in the middle
        self._words = ""
        self._dragged: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(80, 80))
        theme.changed.connect(self.update)

    # -- what is shown

    def show_picture(self, image: QImage | None, size: QSize, words: str = "") -> None:
        """Show an image of a picture that is `size` in pixels; `words` stand below it, or in its place."""
        shape = QSizeF(size)
        if shape != self._size:
            self._size, self._scale = shape, None
        if image is not self._image:
            self._halves.clear()
        self._image, self._words = image, words
        self.zoomed.emit()
        self.update()

    def begin(self) -> None:
        """What comes is another picture: show all of it."""
        self._scale = None

    @property
    def percent(self) -> int:
        """How large the picture is shown."""
        return round(self._shown_scale * 100)

    # -- zooming

    def zoom_in(self) -> None:
        """Show it larger, around the middle."""
        self._zoom(_STEP, QRectF(self.rect()).center())

    def zoom_out(self) -> None:
        """Show it smaller, around the middle."""
        self._zoom(1 / _STEP, QRectF(self.rect()).center())

    def fit(self) -> None:
        """Show all of it again."""
        self._scale = None
        self._changed()

    @property
    def _fitting_scale(self) -> float:
        room = QSizeF(self.width(), self.height())
        return min(1.0, room.width() / self._size.width(), room.height() / self._size.height())

    @property
    def _shown_scale(self) -> float:
        return self._fitting_scale if self._scale is None else self._scale

    def _zoom(self, factor: float, at: QPointF) -> None:
        """Change the size; the point of the picture under `at` stays there."""
        before = self._shown_scale
        after = max(self._fitting_scale, min(before * factor, _CLOSEST))
        if after <= self._fitting_scale:
            self.fit()
            return
        middle = self._middle if self._scale is not None else _middle_of(self._size)
        beside = at - QRectF(self.rect()).center()
        self._middle = middle + beside / before - beside / after
        self._scale = after
        self._changed()

    def _changed(self) -> None:
        self._keep_in_sight()
        self.setCursor(
            Qt.CursorShape.OpenHandCursor if self._scale is not None else Qt.CursorShape.ArrowCursor
        )
        self.zoomed.emit()
        self.update()

    def _keep_in_sight(self) -> None:
        """No edge of the picture comes further in than it must."""
        if self._scale is None:
            return
        half = QSizeF(self.width(), self.height()) / (2 * self._scale)

        def kept(at: float, most: float, half: float) -> float:
            return most / 2 if 2 * half >= most else min(max(at, half), most - half)

        self._middle = QPointF(
            kept(self._middle.x(), self._size.width(), half.width()),
            kept(self._middle.y(), self._size.height(), half.height()),
        )

    def _place(self) -> QRectF:
        """Where the whole picture lies."""
        scale = self._shown_scale
        middle = _middle_of(self._size) if self._scale is None else self._middle
        return QRectF(QRectF(self.rect()).center() - middle * scale, self._size * scale)

    def _level(self, image: QImage, width: float) -> QImage:
        """The image for a place that wide in pixels: of one more than twice as wide, pixels were left out."""
        level, at = image, 0
        while level.width() >= 2 * width and min(level.width(), level.height()) > 1:
            if at == len(self._halves):
                half = (level.size() / 2).expandedTo(QSize(1, 1))
                keep, smooth = (
                    Qt.AspectRatioMode.IgnoreAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
                self._halves.append(level.scaled(half, keep, smooth))
            level, at = self._halves[at], at + 1
        return level

    # -- what Qt calls

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        if self._image is not None and not self._image.isNull():
            smooth = self._shown_scale < _PIXELS_FROM or self._image.width() < self._size.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            place = self._place()
            painter.drawImage(place, self._level(self._image, place.width() * self.devicePixelRatio()))
        if not self._words:
            return
        painter.setFont(theme.font(TypeRole.LIST))
        line = theme.line_height(TypeRole.LIST)
        box = QRectF(self.rect())
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        if self._image is not None:
            height = painter.boundingRect(box, flags, self._words).height() + line / 2
            box.setTop(box.bottom() - height)
            painter.fillRect(box, theme.colours.sheet)
        painter.setPen(theme.colours.text2)
        painter.drawText(box, flags, self._words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_in_sight()
        self.zoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if turned := event.angleDelta().y():
            self._zoom(_STEP ** (turned / _WHEEL_NOTCH), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._scale is not None:
            self._dragged = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None and self._scale is not None:
            self._middle -= (event.position() - self._dragged) / self._scale
            self._dragged = event.position()
            self._keep_in_sight()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            self._dragged = None
            self._changed()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._scale is not None:
            self.fit()
        else:
            self._zoom(max(_STEP, 1 / self._shown_scale), event.position())


def _middle_of(size: QSizeF) -> QPointF:
    return QPointF(size.width() / 2, size.height() / 2)
