"""The icon in the notification area, and the window that stays behind it when it is closed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAction, QGuiApplication

from app.models.rooms_model import RoomsModel
from app.ui.notifications.tray_icon import TrayIcon
from app.ui.widgets.menu import Menu
from app.ui.window.action_ids import ActionId
from app.ui.window.main_window import MainWindow
from app.words import attention_words

# After the start, when nobody waits for it; again, as the desktop of a session may come later than we do.
_LOOKS_MS = (1500, 5000, 15_000, 60_000)
_WATCH_MS = 5000
_MISSED = 2  # so often in turn no tray was there: one that starts anew is back by then


class Background(QObject):
    """Offers to keep running where a tray is really available, and brings the window back if it goes."""

    def __init__(self, window: MainWindow, rooms: RoomsModel, tray: TrayIcon, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._rooms = rooms
        self._tray = tray
        self._looks = list(_LOOKS_MS)
        self._look_soon = QTimer(self, singleShot=True, interval=self._looks.pop(0))
        self._look_soon.timeout.connect(self._look)
        self._watch = QTimer(self, interval=_WATCH_MS)
        self._watch.timeout.connect(self._on_watch)
        self._missed = 0
        self._has_menu = False
        window.closing.can_stay = self._look
        window.closing.background_wanted.connect(self._stay)
        window.state_changed.connect(self._follow)
        window.preferences.attention_chosen.connect(self._follow)
        rooms.totals_changed.connect(self._count)
        tray.opened.connect(window.come_to_front)

    def start(self) -> None:
        """The window is shown: look for a tray when nobody waits."""
        self._look_soon.start()

    def end(self) -> None:
        """The program ends: nothing brings the window back."""
        self._look_soon.stop()
        self._watch.stop()
        self._tray.set_stays(False)

    @Slot()
    def _look(self) -> bool:
        """Whether there is a tray; shows the icon in it as is wanted."""
        is_there = self._tray.is_available
        self._window.preferences.show_tray(is_there)
        self._follow()
        if not is_there and self._looks and not self._look_soon.isActive():
            self._look_soon.start(self._looks.pop(0))
        return is_there

    @Slot()
    def _follow(self) -> None:
        choices, is_away = self._window.preferences, self._window.is_in_background
        stays = choices.has_tray and (choices.attention.in_tray or is_away)
        if stays and not self._has_menu:
            self._has_menu = True
            self._tray.set_menu(self._make_menu())
        self._tray.set_stays(stays)
        if not is_away:
            self._watch.stop()

    @Slot()
    def _stay(self) -> None:
        self._window.go_to_background()
        self._missed = 0
        self._watch.start()

    @Slot()
    def _on_watch(self) -> None:
        """Without the icon nothing would lead back to the window."""
        self._missed = 0 if self._tray.is_available else self._missed + 1
        if self._missed >= _MISSED:
            self._window.come_to_front()

    @Slot()
    def _count(self) -> None:
        self._tray.set_counts(self._rooms.unread, self._rooms.mentions)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and app.desktopFileName():  # by which task bars know us
            app.setBadgeNumber(self._rooms.unread)

    def _make_menu(self) -> Menu:
        actions = self._window.actions_
        menu = actions.menu(())
        show = QAction(attention_words.OPEN_WINDOW(), menu)
        show.triggered.connect(self._window.come_to_front)
        menu.addAction(show)
        menu.addAction(actions[ActionId.DO_NOT_DISTURB])
        menu.addSeparator()
        menu.addAction(actions[ActionId.QUIT])
        return menu
