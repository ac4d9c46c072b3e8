"""The way into the room as a QR code, in the panel; beside it what is done with it, below it the page."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.ui.hosting.hosting_info import HostingInfo
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.labels import Label
from app.ui.widgets.qr_code import QrCode
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
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
        by_page = hosting_words.SCAN_AND_TALK if info.browsers == "chat" else hosting_words.SCAN_CODE
        self._scan.setText(by_page() if info.page else hosting_words.CODE_HOLDS_LINK())
        self._page.setText(hosting_words.OR_OPEN_PAGE(page=info.page) if info.page else info.web_problem)
        self._page.setVisible(bool(self._page.text()))

    def fit_into(self, width: int) -> None:
        """Have the words beside the code, or below it where so much width is too little for both."""
        words = max(button.sizeHint().width() for button in (self.copy, self.full_screen))
        gap = self._theme.scaled(self._theme.metrics.spacing.two)
        is_row = self.code.sizeHint().width() + gap + words <= width
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.LeftToRight if is_row else direction.TopToBottom)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.text())
        self.copy.setText(common_words.COPIED())
        self._back.start()

    def _show_copy(self) -> None:
        self._back.stop()
        self.copy.setText(common_words.COPY_LINK())

    def _lay_out(self) -> None:
        gap = self._theme.metrics.spacing
        beside = scaled_column(self._theme)
        beside.set_spacing(gap.half)
        beside.addWidget(self._scan)
        beside.addStretch()
        for button in (self.copy, self.full_screen):
            beside.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row = self._row = scaled_row(self._theme)
        row.set_spacing(gap.two)
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside, 1)
        column = scaled_column(self._theme, self)
        column.set_margins(0, gap.two, 0, 0)
        column.set_spacing(6)
        column.addLayout(row)
        column.addWidget(self._page)
