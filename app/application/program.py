"""The program with a window: one object that builds every part and connects them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import settings as settings_file
from app import standard_streams
from app.application.archive.archive_client import ArchiveClient
from app.application.archive.searcher import Searcher
from app.application.archive_retention import file_for
from app.application.checks import check_address, check_name, check_room
from app.application.diagnoses import JoinDiagnosis, NearbyDiagnosis
from app.application.drafts import Drafts
from app.application.guest_callbacks import GuestCallbacks
from app.application.held_back_questions import HeldBackQuestions
from app.application.history_alerts import HistoryAlerts
from app.application.hosted_hub import REACH, HostedHub, with_room
from app.application.incoming_links import IncomingLinks
from app.application.join_questions import JoinQuestions
from app.application.joined_server import JoinedServer
from app.application.joined_servers import JoinedServers
from app.application.local_history import LocalHistory, kept_of
from app.application.message_links import MessageLinks
from app.application.nearby_search import NearbySearch
from app.application.opening import Opening, description_in
from app.application.opening_questions import Plan
from app.application.own_profile import OwnProfile
from app.application.ports_left_open import PortsLeftOpen
from app.application.preferences import Preferences
from app.application.room_alerts import RoomAlerts
from app.application.room_archiving import RoomArchiving
from app.application.second_launch import SecondLaunch
from app.application.settings_saver import SettingsSaver, recent_rooms
from app.application.trust_decisions import TrustDecisions
from app.application.trust_store import TrustStore
from app.application.wish_handler import WishHandler
from app.arguments import DEFAULT_ROOM
from app.hosted_rooms import HostedRooms
from app.hub.data.config import Newcomers
from app.launch_options import Login, Options, name_in_system
from app.models.connection import Connection
from app.models.nearby_rows import NearbyRows
from app.models.recents import RecentRooms
from app.models.room import Room
from app.models.rooms_model import RoomsModel
from app.net.interfaces import reachable, this_computer
from app.net.single_instance import Instance
from app.paths import resources
from app.ui.hosting.hosting_info import reachability_words
from app.ui.notifications.notifier import make_notifier
from app.ui.start.start_page import StartChecks, StartPage
from app.ui.theme.theme import SchemePreference, Theme
from app.ui.window.main_window import MainWindow
from app.words import failure_words, system_words

FAREWELL_MS = 4000  # at the end: how long goodbyes may take before we go all the same


class Program(QObject):
    """Everything that a window needs, from its launch to its end."""

    def __init__(self, app: QApplication, options: Options, instance: Instance) -> None:
        super().__init__(app)
        self._app = app
        self._options = options
        loaded = settings_file.load(options.places.settings_file)
        self.settings = loaded.settings
        self.theme = self._make_theme()
        self.rooms = RoomsModel(self)
        hosted = HostedRooms(options.places.rooms_file)
        self.recents = RecentRooms(recent_rooms(self.settings), self, describe=description_in(hosted))
        self.archive = ArchiveClient(file_for(self.settings, options.places.archive_file), self)
        archiving = RoomArchiving(self.archive, self)
        nearby = NearbyRows(self)
        self.page = self._make_page(nearby)
        search = Searcher(self.archive, archiving.key_of)
        self.window = MainWindow(self.theme, self.page, self.rooms, search)
        icon = QIcon(str(resources() / "icon.svg"))
        self.window.setWindowIcon(icon)
        self.trust = TrustStore(options.places, self)
        self.hosted_hub = HostedHub(
            options.places, self.trust, hosted, keep_awake=self.settings.keep_awake, parent=self
        )
        self.servers = JoinedServers(self.page, self.rooms, self.recents, self.hosted_hub, self.trust, self)
        self.nearby = NearbySearch(
            self.page,
            nearby,
            self.recents,
            self.trust,
            self.hosted_hub,
            lambda: not self.window.isMinimized(),
            self,
        )
        self.join_diagnosis = JoinDiagnosis(self.page, self.servers.attempt, self.nearby, self.trust, self)
        self.nearby_diagnosis = NearbyDiagnosis(self.page, self.nearby, self)
        self.opening = Opening(self.window, self.page, hosted, self.recents, self.servers, self)
        self.history_alerts = HistoryAlerts(self.theme, self.window, self.hosted_hub, self)
        self.ports_left_open = PortsLeftOpen(
            self.page.host_card, self.hosted_hub, options.places, self.window.show_notice, self
        )
        self.guest_callbacks = GuestCallbacks(self.trust, self)
        self.servers.connected.connect(self.guest_callbacks.follow)
        self.trust_decisions = TrustDecisions(self.window, self.trust, self.servers, self)
        self.message_links = MessageLinks(
            self.window, self.servers, self.hosted_hub, self.archive, archiving, self
        )
        self.wishes = WishHandler(
            self.window, self.rooms, self.settings, self._leave, self.message_links.copy, self
        )
        self.local_history = LocalHistory(
            options.places,
            self.archive,
            archiving,
            self.window,
            self.page,
            self.rooms,
            self.recents,
            self.servers,
            self.settings,
            self,
        )
        self.drafts = Drafts(self.archive, archiving, self.window.page.conversations, self)
        self.own_profile = OwnProfile(
            self.settings, self.page, self.window, self.servers, self.wishes.rename, self
        )
        self.join_questions = JoinQuestions(self.theme, self.window, self.servers.attempt, self)
        self.preferences = Preferences(self.settings, self.theme, self.window, self)
        self.notifier = make_notifier(self.window, icon)
        self.room_alerts = RoomAlerts(self.window, self.rooms, self.notifier, self.settings, self)
        self.held_back_questions = HeldBackQuestions(self.window, self.servers, self)
        self.links = IncomingLinks(self.theme, self.window, self.trust, self)
        self.second_launch = SecondLaunch(instance, self.theme, self.window, self.links, options, self)
        self.saver = SettingsSaver(
            self.settings, options.places.settings_file, self.window, self.recents, self
        )
        self._ending = False
        self._farewell = QTimer(self, singleShot=True, interval=FAREWELL_MS)
        self._connect()
        self.window.restore_layout(dict(self.settings.layout))
        problems = [self.local_history.unsent_words()]
        problems += [failure_words.settings_words(loaded.problem)] if loaded.problem else []
        problems += [system_words.security_words(hosted.problem)] if hosted.problem else []
        for problem in (*problems, self.trust.problem):
            if problem:
                self.window.show_notice(problem)

    def start(self) -> None:
        """Show the window, then do what the command line asked for."""
        self.window.show_start()
        self.window.show()
        self.local_history.when_ready(self._begin)

    def _begin(self) -> None:
        """Do what the command line asked for."""
        hosting = self._options.host
        if hosting is not None:
            config = hosting.config
            offered = self.page.host_card.room.text().strip()
            if config.room_name == DEFAULT_ROOM and offered:
                config = with_room(config, offered)
            if not hosting.newcomers_given:
                config = replace(config, newcomers=Newcomers(self.settings.newcomers))
            self.opening.open(Plan(config, hosting.endpoints, hosting.password or ""))
        elif self._options.join:
            self.join_diagnosis.explained.connect(standard_streams.mention)
            self._join(self._options.join, self._options.login)
        elif self._options.link:
            self.links.open(self._options.link)

    def _make_theme(self) -> Theme:
        theme = Theme(resources(), self)
        theme.set_preference(SchemePreference(self.settings.theme))
        theme.set_text_scale(self.settings.text_scale)
        theme.apply(self._app)
        return theme

    def _make_page(self, nearby: NearbyRows) -> StartPage:
        page = StartPage(
            self.theme,
            self.recents,
            nearby,
            StartChecks(check_name, check_address, check_room),
            is_readable=lambda recent: kept_of(self.archive, recent) is not None,
            name=self._options.name or self.settings.name or name_in_system(),
        )
        page.host_card.set_newcomers(self.settings.newcomers)
        page.host_card.set_nearby(self.settings.show_nearby)
        found = reachable(this_computer())
        page.set_interfaces([(reachability_words(REACH[each.reach]), each.address) for each in found])
        return page

    def _connect(self) -> None:
        window, servers = self.window, self.servers
        self.second_launch.join_wanted.connect(self._follow_room_link)
        self.links.accepted.connect(self._follow_room_link)
        servers.entered.connect(window.show_room)
        servers.connected.connect(self._on_connected)
        servers.disconnected.connect(self._on_disconnected)
        servers.refused.connect(self._on_refused_channel)
        servers.pin_not_saved.connect(window.show_notice)
        servers.other_room_open.connect(self.room_alerts.show_other_room)
        self.hosted_hub.info_changed.connect(window.set_hosting_info)
        self.hosted_hub.record_not_saved.connect(window.show_notice)
        self.hosted_hub.rumour_heard.connect(window.show_notice)
        self.hosted_hub.record_changed.connect(self.recents.refresh)
        window.messages.join_requested.connect(self._follow_room_link)
        window.page.host_panel.access.password_changed.connect(self.hosted_hub.set_password)
        window.page.host_panel.access.nearby.clicked.connect(self.hosted_hub.show_nearby)
        window.page.host_panel.standing.check.clicked.connect(self.hosted_hub.check)
        window.page.host_panel.standing.open_ports.clicked.connect(self.hosted_hub.open_ports)
        window.page.host_panel.standing.close_ports.clicked.connect(self.hosted_hub.close_ports)
        window.page.host_panel.awake_switch.clicked.connect(self._set_keep_awake)
        window.own.stop_hosting_requested.connect(servers.stop_hosting)
        for changed in (self.preferences.changed, self.own_profile.changed):
            changed.connect(self.saver.save_soon)
        self.local_history.retention.changed.connect(self.saver.save_soon)
        window.closed.connect(self.end)
        window.state_changed.connect(self.nearby.follow)
        self.page.host_card.nearby_changed.connect(self._on_nearby_changed)
        self.page.host_card.newcomers_changed.connect(self._on_newcomers_changed)
        self._farewell.timeout.connect(self._quit)

    # -- rooms and connections

    def _join(self, text: str, login: Login | None = None) -> None:
        self.page.join_card.address.set_text(text)
        self.servers.join(self.page.name_field.name(), text, login=login)

    @Slot(str)
    def _follow_room_link(self, link: str) -> None:
        self.window.show_start()
        self._join(link)

    @Slot(str)
    def open_link(self, link: str) -> None:
        """Follow a link that the system hands over while the window is open."""
        self.second_launch.come_to_front()
        self.local_history.when_ready(partial(self.links.open, link))

    def _leave(self, room: Room) -> None:
        rest = [other for other in self.rooms.rooms if other is not room]
        self.servers.leave(room)
        if rest and rest[0] in self.rooms.rooms:
            self.window.show_room(rest[0])

    @Slot(object)
    def _on_connected(self, server: JoinedServer) -> None:
        connection = server.connection
        server.view_changed.connect(partial(self.window.set_link_view, connection))
        connection.refused.connect(self._on_refused)
        self.window.set_link_view(connection, server.view())

    @Slot(object)
    def _on_disconnected(self, _connection: Connection) -> None:
        rest = self.rooms.rooms
        if rest:
            self.window.show_room(rest[0])
        else:
            self.window.show_start()

    @Slot(object, str)
    def _on_refused(self, _room: Room | None, words: str) -> None:
        self.window.show_notice(words)

    @Slot(object, str)
    def _on_refused_channel(self, _connection: Connection, words: str) -> None:
        self.window.show_notice(words)

    # -- the person

    @Slot(str)
    def _on_newcomers_changed(self, value: str) -> None:
        self.settings.newcomers = value
        self.saver.save_soon()

    @Slot(bool)
    def _on_nearby_changed(self, shown: bool) -> None:
        self.settings.show_nearby = shown
        self.saver.save_soon()

    @Slot(bool)
    def _set_keep_awake(self, wanted: bool) -> None:
        self.settings.keep_awake = wanted
        self.hosted_hub.set_keep_awake(wanted)
        self.saver.save_soon()

    # -- the end

    @property
    def is_ending(self) -> bool:
        """Whether goodbye is being said, or was."""
        return self._ending

    @Slot()
    def end(self) -> None:
        """Say goodbye everywhere, then quit."""
        if self._ending:
            return
        self._ending = True
        self.saver.save()
        self.drafts.save()
        self.window.hide()
        self._farewell.start()
        self.servers.left_everywhere.connect(self._quit)
        self.servers.leave_everywhere()

    @Slot()
    def _quit(self) -> None:
        self.saver.stop()
        self.hosted_hub.shut_down()
        self.local_history.close()
        self._app.quit()
