"""Three moving dots that say that something is under way: nothing else in the window keeps moving."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme

_COUNT = 3
_RADIUS = 2.0
_STEP = 7.0
_TICK_MS = 240
_OPACITY = (1.0, 0.65, 0.35)


@guarded()
class ActivityIndicator(QWidget):
    """Moves only while it is visible, and not at all where the person wants no motion."""

    def __init__(self, theme: Theme, ink: str = "text3", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ink = ink
        self._phase = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._advance)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(20, 16)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._theme.duration(1):
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(self._ink))
        middle = QPointF(self.width() / 2, self.height() / 2)
        for number in range(_COUNT):
            painter.setOpacity(_OPACITY[(number - self._phase) % _COUNT])
            painter.drawEllipse(middle + QPointF((number - 1) * _STEP, 0), _RADIUS, _RADIUS)

    @Slot()
    def _advance(self) -> None:
        self._phase = (self._phase + 1) % _COUNT
        self.update()
