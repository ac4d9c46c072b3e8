"""The window as it is first seen: the start page in it, and what that shows. Loads no rooms and servers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import settings as settings_file
from app.application.checks import check_address, check_name, check_room
from app.application.hosting_facts import REACH
from app.application.opening_questions import channel_of, described
from app.application.settings_saver import recent_rooms
from app.hosted_rooms import HostedRooms
from app.launch_options import Options, name_in_system
from app.models.nearby_rows import NearbyRows
from app.models.recents import RecentRoom, RecentRooms
from app.net.interfaces import reachable, this_computer
from app.paths import resources
from app.settings import Settings
from app.ui.hosting.hosting_info import reachability_words
from app.ui.start.start_page import StartChecks, StartPage
from app.ui.theme.theme import SchemePreference, Theme
from app.ui.window.main_window import MainWindow


class FirstPage:
    """Made and shown before anything else of a window.

    `is_readable` tells whether something is kept of a recent room; nothing is known of that yet.
    """

    def __init__(self, app: QApplication, options: Options, parent: QObject) -> None:
        loaded = settings_file.load(options.places.settings_file)
        self.settings = settings = loaded.settings
        self.settings_problem = loaded.problem
        self.hosted = HostedRooms(options.places.rooms_file)
        self.theme = _make_theme(app, settings, parent)
        self.recents = RecentRooms(recent_rooms(settings), parent, describe=self._describe)
        self.nearby = NearbyRows(parent)
        self.is_readable: Callable[[RecentRoom], bool] = lambda recent: False
        self.page = self._make_page(settings, options.name or settings.name or name_in_system())
        self.window = MainWindow(self.theme, self.page)
        self.icon = QIcon(str(resources() / "icon.svg"))
        self.window.setWindowIcon(self.icon)
        self.window.restore_place(settings.layout)

    def show(self) -> None:
        """Show the window with it."""
        self.window.show_start()
        self.window.show()

    def _can_read(self, recent: RecentRoom) -> bool:
        return self.is_readable(recent)

    def _describe(self, recent: RecentRoom) -> Sequence[str]:
        """How a recent room that was hosted opens again."""
        return described(self.hosted.find(channel_of(recent)))

    def _make_page(self, settings: Settings, name: str) -> StartPage:
        page = StartPage(
            self.theme,
            self.recents,
            self.nearby,
            StartChecks(check_name, check_address, check_room),
            is_readable=self._can_read,
            name=name,
        )
        page.set_look(settings.colour, "")
        page.host_card.set_newcomers(settings.newcomers)
        page.host_card.set_files(settings.files)
        page.host_card.browsers.set_choice(settings.browsers)
        page.host_card.set_nearby(settings.show_nearby)
        found = reachable(this_computer())
        page.set_interfaces([(reachability_words(REACH[each.reach]), each.address) for each in found])
        return page


def _make_theme(app: QApplication, settings: Settings, parent: QObject) -> Theme:
    theme = Theme(resources(), parent)
    theme.set_preference(SchemePreference(settings.theme))
    theme.set_text_scale(settings.text_scale)
    theme.apply(app)
    return theme
