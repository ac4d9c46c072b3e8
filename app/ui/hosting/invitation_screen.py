"""The way into the room on the whole screen, for a projector: a large QR code, the address in large words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.guard import guarded
from app.ui.hosting.hosting_info import HostingInfo
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import Label
from app.ui.widgets.plain_text import title_text
from app.ui.widgets.qr_code import QrCode
from app.words import hosting_words

# Parts of the height that the words have: a thirtieth of a picture's height is read from the last row.
_TITLE = 0.062
_LARGE = 0.058
_PAGE = 0.045
_SMALL = 0.033
_SMALLEST_PX = 12
_CODE = 0.72
_TITLE_LINES = 2
_CODE_OF_WIDTH = 0.42
_OVERHANG = 8  # px: a large J begins before its line does
_ADVANCE = 0.62  # of a font's size: the width of a letter in any monospaced one, and more than most in others


@guarded()
class InvitationScreen(QWidget):
    """A window of its own that fills the screen; Escape closes it. It follows what becomes of the address."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._theme = theme
        self.cross = IconButton(theme, "close", hosting_words.CLOSE_FULL_SCREEN(), on_ground=True)
        self.code = QrCode(theme)
        self._title = Label(" ", TypeRole.DISPLAY, wrap=True)
        self._scan = Label("", TypeRole.MESSAGE, "text2", wrap=True)
        self._by_page = Label(hosting_words.JOIN_BY_PAGE(), TypeRole.MESSAGE, "text2", wrap=True)
        self.page = Label("", TypeRole.ADDRESS)
        self._by_address = Label(hosting_words.JOIN_BY_ADDRESS(), TypeRole.MESSAGE, "text2", wrap=True)
        self.address = Label("", TypeRole.ADDRESS)
        self._password = Label(hosting_words.ASK_FOR_PASSWORD(), TypeRole.MESSAGE, "text2", wrap=True)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self.cross.clicked.connect(self.close)
        theme.changed.connect(self._resize)

    def set_invitation(self, info: HostingInfo, room: str) -> None:
        """Tell how people join `room`, as it is called; closes where nobody can."""
        link = info.scanned_link
        self.setWindowTitle(title_text(hosting_words.JOIN_ROOM(room=room)))
        self._title.setText(hosting_words.JOIN_ROOM(room=room))
        self.code.set_text(link)
        self.code.setAccessibleName(hosting_words.QR_CODE(link=link))
        # by another link than that of a page a phone opens nothing
        by_page = hosting_words.JOIN_AND_TALK if info.browsers == "chat" else hosting_words.JOIN_BY_SCANNING
        self._scan.setText(by_page() if info.page else hosting_words.CODE_HOLDS_LINK())
        self.address.setText(info.preferred_address)
        self.page.setText(info.page)
        for of_page in (self._by_page, self.page):
            of_page.setVisible(bool(info.page))
        self._password.setVisible(info.has_password)
        self._resize()
        if not link:
            self.close()

    def open_on(self, window: QWidget) -> None:
        """Fill the screen on which `window` is."""
        self.setScreen(window.screen())
        self.showFullScreen()
        self.activateWindow()
        self.cross.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resize()

    def _lay_out(self) -> None:
        gap = self._theme.metrics.spacing
        top = QHBoxLayout()
        top.addStretch()
        top.addWidget(self.cross)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._title)
        for label in (self._scan, self._by_page, self.page, self._by_address, self.address, self._password):
            words.addWidget(label)
        words.addStretch()
        self._sides.setSpacing(gap.six)
        self._sides.addWidget(self.code, 0, Qt.AlignmentFlag.AlignCenter)
        self._sides.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(gap.six, gap.two, gap.two, gap.six)
        column.addLayout(top)
        column.addLayout(self._sides, 1)

    def _resize(self) -> None:
        """Large words on a large screen, and never wider than there is room for an address in one line."""
        width, height, gap = self.width(), self.height(), self._theme.metrics.spacing.six
        is_wide = width > height
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(direction)
        unit = height if is_wide else min(width, height // 2)  # beside the code there is all the height
        side = round(min(unit * _CODE, width * _CODE_OF_WIDTH) if is_wide else unit * _CODE)
        self.code.setFixedSize(side, side)
        room = width - 3 * gap - (side if is_wide else 0)
        _set_px(self._title, min(unit * _TITLE, room * _TITLE_LINES / (_ADVANCE * len(self._title.text()))))
        for label in (self._scan, self._by_page, self._by_address, self._password):
            _set_px(label, unit * _SMALL, above=unit * _SMALL)
        for label, part in ((self.address, _LARGE), (self.page, _PAGE)):
            _set_px(label, min(unit * part, room / (_ADVANCE * max(1, len(label.text())))))


def _set_px(label: Label, px: float, *, above: float = 0) -> None:
    # larger than the type scale goes: it is read across a room
    label.setStyleSheet(f"font-size: {max(_SMALLEST_PX, int(px))}px;")
    label.setContentsMargins(_OVERHANG, int(above), 0, 0)
