"""The window with all that it shows, as nothing is connected yet: theme, lists, archive, start page."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.application.archive.archive_client import ArchiveClient
from app.application.archive.searcher import Searcher
from app.application.archive_retention import file_for
from app.application.checks import check_address, check_name, check_room
from app.application.hosting_facts import REACH
from app.application.local_history import kept_of
from app.application.opening import description_in
from app.application.room_archiving import RoomArchiving
from app.application.settings_saver import recent_rooms
from app.hosted_rooms import HostedRooms
from app.launch_options import Options, name_in_system
from app.models.nearby_rows import NearbyRows
from app.models.recents import RecentRooms
from app.models.rooms_model import RoomsModel
from app.net.interfaces import reachable, this_computer
from app.paths import resources
from app.settings import Settings
from app.ui.hosting.hosting_info import reachability_words
from app.ui.start.start_page import StartChecks, StartPage
from app.ui.theme.theme import SchemePreference, Theme
from app.ui.window.main_window import MainWindow


class WindowParts:
    """Made once for a window, in the order in which each needs those before it."""

    def __init__(
        self, app: QApplication, options: Options, settings: Settings, hosted: HostedRooms, parent: QObject
    ) -> None:
        self.theme = _make_theme(app, settings, parent)
        self.rooms = RoomsModel(parent)
        self.recents = RecentRooms(recent_rooms(settings), parent, describe=description_in(hosted))
        self.archive = ArchiveClient(file_for(settings, options.places.archive_file), parent)
        self.archiving = RoomArchiving(self.archive, parent)
        self.nearby = NearbyRows(parent)
        name = options.name or settings.name or name_in_system()
        self.page = self._make_page(settings, name)
        self.search = Searcher(self.archive, self.archiving.key_of)
        self.window = MainWindow(self.theme, self.page)
        for _step in self.window.build(self.rooms, self.search):
            pass
        self.icon = QIcon(str(resources() / "icon.svg"))
        self.window.setWindowIcon(self.icon)

    def _make_page(self, settings: Settings, name: str) -> StartPage:
        page = StartPage(
            self.theme,
            self.recents,
            self.nearby,
            StartChecks(check_name, check_address, check_room),
            is_readable=lambda recent: kept_of(self.archive, recent) is not None,
            name=name,
        )
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
