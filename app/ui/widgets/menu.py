"""Menus with round corners, whose icons and marks grow with the text; the stylesheet paints the rest."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme

_MARK_CENTRE = 12  # from the end of a row at which a mark stands: in the column of the icons, at 100 % text


def round_corners(popup: QWidget, radius: float) -> None:
    """Let the window behind a popup through its corners, also on screens without a compositor."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(popup.rect()), radius, radius)
    popup.setMask(QRegion(path.toFillPolygon().toPolygon()))


@guarded()
class Menu(QMenu):
    """A QMenu with round corners."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        round_corners(self, self._theme.metrics.radius.popup)

    def paintEvent(self, event: QPaintEvent) -> None:
        # where nothing composes windows, what the mask leaves beside the round edge would be black
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colours.line_strong)
        painter.end()
        super().paintEvent(event)
        painter.begin(self)
        for action in self.actions():
            if action.isVisible() and not action.isSeparator():
                self._paint_marks(painter, action)
        painter.end()

    def _paint_marks(self, painter: QPainter, action: QAction) -> None:
        """Whether it is chosen, and that it opens more; the style's own marks stay small in large text."""
        ink = "text" if action is self.activeAction() else "text2"
        if action.isCheckable() and action.isChecked() and action.icon().isNull():
            self._paint_mark(painter, action, "check", ink, at_end=False)
        if action.menu() is not None:
            self._paint_mark(painter, action, "chevron-right", ink, at_end=True)

    def _paint_mark(self, painter: QPainter, action: QAction, icon: str, ink: str, *, at_end: bool) -> None:
        side, centre = self._theme.scaled(self._theme.metrics.icon.small), self._theme.scaled(_MARK_CENTRE)
        row = QRectF(self.actionGeometry(action))
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = row.right() - centre if at_end is not mirrored else row.left() + centre
        painter.save()
        painter.translate(x, row.center().y())
        if mirrored and at_end:
            painter.scale(-1, 1)
        self._theme.paint_icon(painter, QRectF(-side / 2, -side / 2, side, side), icon, ink)
        painter.restore()
