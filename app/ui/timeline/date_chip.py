"""The day that is being read, floating at the top while one scrolls; it goes by itself."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, QVariantAnimation, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme

_HIDES_AFTER_MS = 1000
_PAD = 12


@guarded()
class DateChip(QWidget):
    """Lies over the timeline and lets the mouse through."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._day = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._hide_soon = QTimer(self)
        self._hide_soon.setSingleShot(True)
        self._hide_soon.setInterval(_HIDES_AFTER_MS)
        self._hide_soon.timeout.connect(self._fade)
        self._fading = QVariantAnimation(self)
        self._fading.setStartValue(1.0)
        self._fading.setEndValue(0.0)
        self._fading.valueChanged.connect(self._on_faded)
        self._fading.finished.connect(self.hide)
        self.hide()

    @property
    def day(self) -> str:
        """The day that is told."""
        return self._day

    def show_day(self, day: str) -> None:
        """Tell a day for a second; "" hides the chip at once."""
        self._fading.stop()
        if not day:
            self._hide_soon.stop()
            self.hide()
            return
        self._day = day
        self.resize(self.sizeHint())
        self._hide_soon.start()
        self.show()
        self.raise_()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._theme.font(TypeRole.LABEL)).horizontalAdvance(self._day)
        return QSize(words + 2 * _PAD, self._theme.scaled(self._theme.metrics.timeline.day_chip))

    @Slot()
    def _fade(self) -> None:
        length = self._theme.duration(self._theme.metrics.motion.normal)
        if length <= 0:
            self.hide()
            return
        self._fading.setDuration(length)
        self._fading.start()

    @Slot()
    def _on_faded(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._fading.state() is QVariantAnimation.State.Running:
            painter.setOpacity(float(self._fading.currentValue()))
        painter.setPen(QPen(colours.line_strong, 1))
        painter.setBrush(colours.raised)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(colours.text2)
        painter.setFont(self._theme.font(TypeRole.LABEL))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._day)
