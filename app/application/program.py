"""The program with a window: one object that builds every part and connects them, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from app import standard_streams
from app.application.account_logins import AccountLogins
from app.application.archive.archive_client import ArchiveClient
from app.application.archive.searcher import Searcher
from app.application.archive_retention import file_for
from app.application.auto_away import AutoAway
from app.application.avatar_fetcher import AvatarFetcher
from app.application.background import Background
from app.application.diagnoses import Diagnoses
from app.application.drafts import Drafts
from app.application.file_transfers import FileTransfers
from app.application.first_page import FirstPage
from app.application.guest_callbacks import GuestCallbacks
from app.application.held_back_questions import HeldBackQuestions
from app.application.history_alerts import HistoryAlerts
from app.application.host_controls import HostControls
from app.application.hosted_hub import HostedHub
from app.application.hosting_facts import with_room
from app.application.ignore_list import IgnoreList
from app.application.incoming_links import IncomingLinks
from app.application.invitation_alerts import InvitationAlerts
from app.application.join_questions import JoinQuestions
from app.application.joined_servers import JoinedServers
from app.application.kept_passwords import KeptPasswords
from app.application.local_history import LocalHistory, kept_of
from app.application.message_links import MessageLinks
from app.application.moderation_alerts import ModerationAlerts
from app.application.nearby_search import NearbySearch
from app.application.opening import Opening
from app.application.opening_questions import Plan
from app.application.own_picture import OwnPicture
from app.application.own_profile import OwnProfile
from app.application.person_answers import PersonAnswers
from app.application.preferences import Preferences
from app.application.room_alerts import RoomAlerts
from app.application.room_archiving import RoomArchiving
from app.application.room_endings import RoomEndings
from app.application.room_export import RoomExport
from app.application.room_rules import RoomRules
from app.application.second_launch import SecondLaunch
from app.application.settings_saver import SettingsSaver
from app.application.shown_servers import ShownServers
from app.application.trust_decisions import TrustDecisions
from app.application.trust_store import TrustStore
from app.application.wish_handler import WishHandler
from app.arguments import DEFAULT_ROOM
from app.files.file_limits import limits_of
from app.hub.data.config import Newcomers, WebContent
from app.launch_options import Login, Options
from app.models.room_wishes import Ignore, SetNotifyRule
from app.models.rooms_model import RoomsModel
from app.net.single_instance import Instance
from app.security.key_store import SystemKeyStore
from app.security.security_errors import SecurityError
from app.settings import SettingsProblem
from app.ui.notifications.notifier import make_notifier
from app.ui.notifications.tray_icon import TrayIcon
from app.words import failure_words, system_words

FAREWELL_MS = 4000  # at the end: how long goodbyes may take before we go all the same


class Program(QObject):
    """Everything that a window needs, from its launch to its end."""

    def __init__(self, app: QApplication, options: Options, instance: Instance, first: FirstPage) -> None:
        """Of `first`, which may be shown already; the rest is made by `build`."""
        super().__init__(app)
        self._app = app
        self._options = options
        self._instance = instance
        self._first = first
        self._ending = False
        self._farewell = QTimer(self, singleShot=True, interval=FAREWELL_MS)
        self.settings = first.settings
        self.page = first.page
        self.window = first.window
        self.recents = first.recents
        self.rooms = RoomsModel(self)
        self.archive = ArchiveClient(file_for(self.settings, options.places.archive_file), self)
        self.archiving = RoomArchiving(self.archive, self)
        first.is_readable = lambda recent: kept_of(self.archive, recent) is not None

    def build(self) -> Iterator[None]:
        """Make all that a window needs beside its first page, in steps that leave room for a click."""
        search = Searcher(self.archive, self.archiving.key_of)
        yield from self.window.build(self.rooms, search)
        yield
        self._build_servers()
        yield
        self._build_host()
        yield
        self._build_answers()
        yield
        self._build_wishes()
        search.ignored = self.ignore_list.by_network
        yield
        self._build_history()
        yield
        self._build_preferences()
        yield
        self._build_alerts()
        self._connect()
        self.window.restore_panes(self.settings.layout)
        self.archive.begin()
        self._tell_problems(self._first.settings_problem, self._first.hosted.problem)

    def _build_servers(self) -> None:
        first, places = self._first, self._options.places
        self.trust = TrustStore(places, self)
        self.passwords = KeptPasswords(SystemKeyStore(), self)
        self.hosted_hub = HostedHub(
            places, self.trust, first.hosted, keep_awake=self.settings.keep_awake, parent=self
        )
        self.servers = JoinedServers(
            self.page, self.rooms, self.recents, self.hosted_hub, self.trust, self.passwords, self
        )
        self.shown_servers = ShownServers(self.window, self.rooms, self.servers, self)

    def _build_host(self) -> None:
        first, window, page, trust = self._first, self.window, self.page, self.trust
        self.opening = Opening(window, page, first.hosted, self.recents, self.servers, self)
        self.host_controls = HostControls(
            window, page.host_card, self.hosted_hub, self.settings, self._options.places, self
        )
        self.history_alerts = HistoryAlerts(first.theme, window, self.hosted_hub, self)
        self.nearby = NearbySearch(
            page,
            first.nearby,
            self.recents,
            trust,
            self.hosted_hub,
            lambda: not window.isMinimized() and not window.is_in_background,
            self,
        )
        self.servers.use_sightings(self.nearby.places_of_host)
        self.diagnoses = Diagnoses(page, self.servers.attempt, self.nearby, trust, self)
        self.guest_callbacks = GuestCallbacks(trust, self)

    def _build_answers(self) -> None:
        theme, window, servers = self._first.theme, self.window, self.servers
        self.trust_decisions = TrustDecisions(window, self.trust, servers, self)
        self.join_questions = JoinQuestions(window, servers.attempt, self)
        self.person_answers = PersonAnswers(window, servers, self)
        self.account_logins = AccountLogins(theme, window, servers, self.passwords, self.settings, self)
        self.held_back_questions = HeldBackQuestions(window, servers, self)
        self.message_links = MessageLinks(
            window, servers, self.hosted_hub, self.archive, self.archiving, self
        )

    def _build_wishes(self) -> None:
        theme, window, servers, places = self._first.theme, self.window, self.servers, self._options.places
        leave, copy = self.shown_servers.leave, self.message_links.copy
        self.wishes = WishHandler(window, self.rooms, self.settings, leave, copy, self)
        self.file_transfers = FileTransfers(servers, self.wishes, places.parts_file, self)
        self.avatar_fetcher = AvatarFetcher(theme.pictures, servers, self.file_transfers, self)
        self.room_rules = RoomRules(self.settings, self.archiving, self)
        self.wishes.add(SetNotifyRule, self.room_rules.choose)
        self.ignore_list = IgnoreList(theme, window, servers, self.archiving, places.ignored_file, self)
        self.wishes.add(Ignore, self.ignore_list.choose)

    def _build_history(self) -> None:
        window, archive, archiving = self.window, self.archive, self.archiving
        self.local_history = LocalHistory(
            self._options.places,
            archive,
            archiving,
            window,
            self.page,
            self.rooms,
            self.recents,
            self.servers,
            self.settings,
            self,
        )
        self.file_transfers.saved.connect(self.local_history.note_saved)
        self.room_export = RoomExport(archive, archiving, window, self.file_transfers, self)
        self.drafts = Drafts(archive, archiving, window.page.conversations, self)

    def _build_preferences(self) -> None:
        settings, theme, window = self.settings, self._first.theme, self.window
        picture_file = self._options.places.picture_file
        self.own_picture = OwnPicture(
            picture_file, settings, theme.pictures, self.servers, self.file_transfers, self
        )
        self.own_profile = OwnProfile(
            settings, self.page, window, self.servers, self.own_picture, self.wishes.rename, self
        )
        self.wishes.name_chosen.connect(self.own_profile.rename)
        self.auto_away = AutoAway(window, self.servers, settings, self)
        self.preferences = Preferences(settings, theme, window, self)

    def _build_alerts(self) -> None:
        settings, theme, window = self.settings, self._first.theme, self.window
        tray = TrayIcon(theme, self._first.icon, self)
        self.background = Background(window, self.rooms, tray, self)
        notifier = make_notifier(window, tray)
        self.room_alerts = RoomAlerts(window, self.rooms, notifier, settings, self)
        self.invitation_alerts = InvitationAlerts(window, self.servers, notifier, settings, self)
        self.room_endings = RoomEndings(window, self.rooms, self.servers, self)
        self.moderation_alerts = ModerationAlerts(window, self.servers, self)
        self.links = IncomingLinks(theme, window, self.trust, self)
        self.second_launch = SecondLaunch(self._instance, theme, window, self.links, self._options, self)
        settings_file = self._options.places.settings_file
        self.saver = SettingsSaver(settings, settings_file, window, self.recents, self)

    def _connect(self) -> None:
        self.second_launch.join_wanted.connect(self._follow_room_link)
        self.links.accepted.connect(self._follow_room_link)
        self.window.messages.join_requested.connect(self._follow_room_link)
        self.window.closed.connect(self.end)
        self.window.state_changed.connect(self.nearby.follow)
        self.servers.connected.connect(self.guest_callbacks.follow)
        self.hosted_hub.record_changed.connect(self.recents.refresh)
        retention, logins = self.local_history.retention, self.account_logins
        of_window = (self.preferences, self.own_profile, self.host_controls, self.room_rules)
        for changing in (*of_window, retention, logins):
            changing.changed.connect(self.saver.save_soon)
        self._farewell.timeout.connect(self._quit)

    def _tell_problems(self, of_settings: SettingsProblem | None, of_rooms: SecurityError | None) -> None:
        """Say what was found broken or unfinished at the start."""
        unsent = self.local_history.unsent_words()
        settings = failure_words.settings_words(of_settings) if of_settings else ""
        rooms = system_words.security_words(of_rooms) if of_rooms else ""
        for problem in (unsent, settings, rooms, self.ignore_list.problem, self.trust.problem):
            if problem:
                self.window.show_notice(problem)

    def start(self) -> None:
        """Do what the command line asked for; the window is shown."""
        self.background.start()
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
            if not hosting.files_given:
                config = replace(config, files=limits_of(self.settings.files))
            if not hosting.web_given:
                config = replace(config, web=WebContent(self.settings.browsers))
            self.opening.open(Plan(config, hosting.endpoints, hosting.password or ""))
        elif self._options.join:
            self.diagnoses.explained.connect(standard_streams.mention)
            self._join(self._options.join, self._options.login)
        elif self._options.link:
            self.links.open(self._options.link)

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
        self.window.come_to_front()
        self.local_history.when_ready(partial(self.links.open, link))

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
        self.background.end()
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
        self.passwords.close()
        self.local_history.close()
        self.room_export.close()
        self._app.quit()
