"""The middle of the window: header, bars, and the conversation of the room that is shown."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.guard import guarded
from app.ui.hosting.host_banner import HostBanner
from app.ui.search.search_bar import SearchBar
from app.ui.theme.theme import Theme
from app.ui.window.connection_bar import ConnectionBar
from app.ui.window.header import Header
from app.ui.window.toast import Toast
from app.ui.window.topic import TopicPanel


@guarded()
class RoomSheet(QWidget):
    """Paints its ground and stacks its parts; in narrow windows it fills the window."""

    def __init__(self, theme: Theme, header: Header, search_bar: SearchBar) -> None:
        super().__init__()
        self._theme = theme
        self._narrow = False
        self.header = header
        self.topic_panel = TopicPanel(theme)
        self.connection_bar = ConnectionBar(theme)
        self.banner = HostBanner(theme)
        self.search_bar = search_bar
        self.conversations = QStackedWidget()
        self.toast = Toast(theme, self)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        for widget in (self.header, self.topic_panel, self.connection_bar, self.banner, self.search_bar):
            self._column.addWidget(widget)
        self._column.addWidget(self.conversations, 1)
        self.banner.hide()
        self.header.topic.clicked.connect(self._on_topic_pressed)
        theme.changed.connect(self.update)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """With or without margin, edge and round corners."""
        self._narrow = narrow
        gap = 0 if narrow else self._theme.metrics.window.sheet_margin
        edge = 0 if narrow else 1
        self._column.setContentsMargins(edge, gap + edge, edge, gap + edge)
        self.header.set_narrow(narrow)
        top = self._theme.metrics.spacing.one if narrow else 0
        for bar in (self.connection_bar, self.banner):
            margins = bar.contentsMargins()
            bar.setContentsMargins(margins.left(), top, margins.right(), 0)
        self.update()

    def _on_topic_pressed(self) -> None:
        self.topic_panel.toggle(all_is_read=not self.header.topic.is_shortened())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self._theme.colours
        if self._narrow:
            painter.fillRect(self.rect(), colours.sheet)
            return
        gap, radius = self._theme.metrics.window.sheet_margin, self._theme.metrics.radius.sheet
        box = QRectF(self.rect()).adjusted(0, gap, 0, -gap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.line, 1))
        painter.setBrush(colours.sheet)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
