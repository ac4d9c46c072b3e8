"""The way into the room as a QR code, in the panel; beside it what is done with it, below it the page."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.hosting.hosting_info import HostingInfo
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.labels import Label
from app.ui.widgets.qr_code import QrCode
from app.words import common_words, hosting_words

_COPIED_FOR_MS = 1500


class QrGroup(QWidget):
    """Shows the code of HostingInfo.scanned_link, and is hidden where there is none.

    Signals:
        full_screen_requested(): show it to a whole class.
    """

    full_screen_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.code = QrCode(theme)
        self._scan = Label("", TypeRole.META, "text3", wrap=True)
        self.copy = Button(theme, common_words.COPY_LINK(), ButtonKind.LINK)
        self.full_screen = Button(theme, hosting_words.FULL_SCREEN(), ButtonKind.LINK)
        self._page = Label("", TypeRole.META, "text3", wrap=True)
        self._back = QTimer(self, singleShot=True, interval=_COPIED_FOR_MS)
        self._back.timeout.connect(self._show_copy)
        self._lay_out()
        self.copy.clicked.connect(self._copy)
        self.full_screen.clicked.connect(self.full_screen_requested)

    def set_info(self, info: HostingInfo) -> None:
        """Show the way in as it is now."""
        link = info.scanned_link
        self.setVisible(bool(link))
        if link != self.code.text():
            self.code.set_text(link)
            self.code.setAccessibleName(hosting_words.QR_CODE(link=link))
            self._show_copy()
        # by another link than that of a page a phone opens nothing
        self._scan.setText(hosting_words.SCAN_CODE() if info.page else hosting_words.CODE_HOLDS_LINK())
        self._page.setText(hosting_words.OR_OPEN_PAGE(page=info.page) if info.page else info.web_problem)
        self._page.setVisible(bool(self._page.text()))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.text())
        self.copy.setText(common_words.COPIED())
        self._back.start()

    def _show_copy(self) -> None:
        self._back.stop()
        self.copy.setText(common_words.COPY_LINK())

    def _lay_out(self) -> None:
        gap = self._theme.metrics.spacing
        beside = QVBoxLayout()
        beside.setSpacing(gap.half)
        beside.addWidget(self._scan)
        beside.addStretch()
        for button in (self.copy, self.full_screen):
            beside.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(gap.two)
        row.addWidget(self.code)
        row.addLayout(beside, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, gap.two, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._page)
