"""A file in the sheet that asks before it is sent: a picture or an icon, its name, its size."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.guard import guarded
from app.models.file_kinds import kind_of
from app.ui.composer.offered_files import OfferedFile
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import ElidedLabel
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.words import file_words
from app.words.file_words import readable_size

_SMALL = 44  # pixels at 100 % text: the side of a picture beside its name
_LARGE = 240  # the height of a picture above its name
_LEAST_LARGE = 72  # where the window is low


@guarded()
class PicturePreview(QWidget):
    """A small picture in a frame, or an icon as long as there is none. `is_large`: as wide as can be."""

    def __init__(self, theme: Theme, icon: str, *, is_large: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._is_large = is_large
        self._image: QImage | None = None
        policy = QSizePolicy.Policy
        if is_large:
            self.setSizePolicy(policy.Ignored, policy.Preferred)
        else:
            self.setSizePolicy(policy.Fixed, policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_image(self, image: QImage) -> None:
        """Show a picture."""
        if not self._is_large:  # painted at once from a much larger one, it would be full of steps
            side = round(2 * self.sizeHint().width() * self.devicePixelRatio())
            mode, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode
            if min(image.width(), image.height()) > side:
                image = image.scaled(side, side, mode, smooth.SmoothTransformation)
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.scaled(_SMALL)
        return QSize(side, _LARGE) if self._is_large else QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _LEAST_LARGE) if self._is_large else self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame, path = QRectF(self.rect()), QPainterPath()
        path.addRoundedRect(frame, theme.metrics.radius.row, theme.metrics.radius.row)
        painter.fillPath(path, theme.colours.sunken)
        if self._image is None:
            side = theme.scaled(theme.metrics.icon.normal)
            box = QRectF(0, 0, side, side)
            box.moveCenter(frame.center())
            theme.paint_icon(painter, box, self._icon, "text3")
            return
        painter.setClipPath(path)
        painter.drawImage(self._place_of(self._image, frame), self._image)

    def _place_of(self, image: QImage, frame: QRectF) -> QRectF:
        """All of it where it is large, else the middle of it; never larger than it is."""
        mode = Qt.AspectRatioMode.KeepAspectRatio
        if not self._is_large:
            mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        size = image.size().toSizeF()
        shown = size.scaled(frame.size(), mode)
        if self._is_large and shown.width() > size.width():
            shown = size
        box = QRectF(0, 0, shown.width(), shown.height())
        box.moveCenter(frame.center())
        return box


class OfferedFileRow(QWidget):
    """One file. `is_alone`: a picture is shown large, and there is nothing to leave out.

    Signals:
        left_out(): the person does not want to send this one.
    """

    left_out = Signal()

    def __init__(
        self, theme: Theme, file: OfferedFile, *, is_alone: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        kind = kind_of(file.name, file.media_type).value
        self.preview = PicturePreview(theme, kind, is_large=is_alone and file.kind is not None)
        self._size = ElidedLabel("", TypeRole.META, "text2")
        self.cross = IconButton(theme, "close", file_words.LEAVE_OUT(name=file.name), small=True)
        self.cross.clicked.connect(self.left_out)
        self.cross.setVisible(not is_alone)
        words = scaled_column(theme)
        words.set_spacing(2)
        words.addWidget(ElidedLabel(file.name, TypeRole.LIST, mode=Qt.TextElideMode.ElideMiddle))
        words.addWidget(self._size)
        row = scaled_row(theme)
        row.set_spacing(theme.metrics.spacing.one_half)
        column = scaled_column(theme, self)
        column.set_margins(0, 0, 0, 0)
        column.set_spacing(theme.metrics.spacing.one)
        if is_alone and file.kind is not None:
            column.addWidget(self.preview, 1)
        else:
            row.addWidget(self.preview)
        row.addLayout(words, 1)
        row.addWidget(self.cross)
        column.addLayout(row)
        self.show_size(file.size)

    def show_size(self, size: int, width: int = 0, height: int = 0, *, is_bare: bool = False) -> None:
        """Tell how many bytes it has, 0 as long as nobody knows, and of a picture how many pixels.

        `is_bare`: what its file tells of place and camera is not sent.
        """
        words = readable_size(size) if size else file_words.PREPARING()
        if width:
            words = file_words.PICTURE_SIZE(size=words, width=width, height=height)
        if is_bare:
            words = file_words.BARE_PICTURE(size=words)
        self._size.set_full_text(words)
