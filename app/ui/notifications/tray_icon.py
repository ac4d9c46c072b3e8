"""The icon in the notification area: shown while somebody wants it there, with a count of what is unread."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QSystemTrayIcon

from app.ui.notifications.notification import NotificationText
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.menu import Menu
from app.ui.widgets.plain_text import notification_text
from app.words import attention_words

_SIDES = (16, 22, 24, 32, 48, 64)  # pixels; desktops take the one that fits
_MOST = 9  # what a badge of ten pixels has room for; the tooltip tells the number
_BADGE = 0.62  # of the icon's side


class TrayIcon(QObject):
    """Makes the icon when it is first wanted: that asks the desktop over its bus, which nobody waits for at a
    start.

    Signals:
        opened(): it was clicked.
        message_clicked(): what `show_message` told was clicked.
    """

    opened = Signal()
    message_clicked = Signal()

    def __init__(self, theme: Theme, icon: QIcon, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plain = icon
        self._tray: QSystemTrayIcon | None = None
        self._menu: Menu | None = None
        self._stays = False
        self._tells = False
        self._counts = (0, 0)

    @property
    def is_available(self) -> bool:
        """Whether this desktop has a place for it now."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def set_menu(self, menu: Menu) -> None:
        """What the other mouse button opens."""
        self._menu = menu
        if self._tray is not None:
            self._tray.setContextMenu(menu)

    def set_stays(self, stays: bool) -> None:
        """Whether it is there all the time."""
        self._stays = stays
        self._follow()

    def set_counts(self, unread: int, mentions: int) -> None:
        """How much is unread, and how much of it is meant for this person."""
        if (unread, mentions) != self._counts:
            self._counts = (unread, mentions)
            self._paint()

    def show_message(self, text: NotificationText) -> bool:
        """Tell something beside the icon, which comes for it; False where there is no tray that can."""
        if not self.is_available or not QSystemTrayIcon.supportsMessages():
            return False
        self._tells = True
        self._follow()
        if self._tray is not None:
            self._tray.showMessage(text.title, notification_text(text.body), self._plain)
        return True

    def end_message(self) -> None:
        """What was told has been looked at: an icon that came for it goes."""
        self._tells = False
        self._follow()

    def _follow(self) -> None:
        is_wanted = self._stays or self._tells
        if is_wanted and self._tray is None:
            self._tray = QSystemTrayIcon(self._plain, self)
            self._tray.messageClicked.connect(self.message_clicked)
            self._tray.activated.connect(self._on_activated)
            if self._menu is not None:
                self._tray.setContextMenu(self._menu)
            self._theme.changed.connect(self._paint)
            self._paint()
        if self._tray is not None:
            self._tray.setVisible(is_wanted)

    @Slot()
    def _paint(self) -> None:
        if self._tray is None:
            return
        unread, mentions = self._counts
        # words of our own alone: trays differ in what they take for markup
        self._tray.setToolTip(attention_words.UNREAD_IN_TRAY(unread) if unread else "Hubbub")
        self._tray.setIcon(self.icon(unread, mentions))

    def icon(self, unread: int, mentions: int) -> QIcon:
        """The program's icon with a badge of what is unread: lit for what is meant for this person."""
        if not unread:
            return self._plain
        made = QIcon()
        count = mentions or unread
        words = str(count) if count <= _MOST else f"{_MOST}+"
        for side in _SIDES:
            made.addPixmap(self._with_badge(side, words, lit=bool(mentions)))
        return made

    def _with_badge(self, side: int, words: str, *, lit: bool) -> QPixmap:
        colours = self._theme.colours
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._plain.paint(painter, pixmap.rect())
        height = side * _BADGE
        font = QFont(self._theme.font(TypeRole.BADGE))
        font.setPixelSize(round(height * 0.8))
        width = max(height, QFontMetricsF(font).horizontalAdvance(words) + height * 0.3)
        badge = QRectF(side - width, side - height, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.mention_badge if lit else colours.unread_badge)
        painter.drawRoundedRect(badge, height / 2, height / 2)
        painter.setPen(colours.on_mention_badge if lit else colours.on_unread_badge)
        painter.setFont(font)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()
        return pixmap

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.opened.emit()
