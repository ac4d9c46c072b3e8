"""The program with a window: one object that builds every part and connects them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from app import settings as settings_file
from app import standard_streams
from app.application.account_logins import AccountLogins
from app.application.auto_away import AutoAway
from app.application.avatar_fetcher import AvatarFetcher
from app.application.background import Background
from app.application.diagnoses import Diagnoses
from app.application.drafts import Drafts
from app.application.file_transfers import FileTransfers
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
from app.application.local_history import LocalHistory
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
from app.application.room_endings import RoomEndings
from app.application.room_export import RoomExport
from app.application.room_rules import RoomRules
from app.application.second_launch import SecondLaunch
from app.application.settings_saver import SettingsSaver
from app.application.shown_servers import ShownServers
from app.application.trust_decisions import TrustDecisions
from app.application.trust_store import TrustStore
from app.application.window_parts import WindowParts
from app.application.wish_handler import WishHandler
from app.arguments import DEFAULT_ROOM
from app.files.file_limits import limits_of
from app.hosted_rooms import HostedRooms
from app.hub.data.config import Newcomers, WebContent
from app.launch_options import Login, Options
from app.models.room_wishes import Ignore, SetNotifyRule
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

    def __init__(self, app: QApplication, options: Options, instance: Instance) -> None:
        super().__init__(app)
        self._app = app
        self._options = options
        places = options.places
        loaded = settings_file.load(places.settings_file)
        self.settings = settings = loaded.settings
        hosted = HostedRooms(places.rooms_file)
        parts = WindowParts(app, options, settings, hosted, self)
        theme, archive, archiving = parts.theme, parts.archive, parts.archiving
        self.rooms = rooms = parts.rooms
        self.recents = recents = parts.recents
        self.page = page = parts.page
        self.window = window = parts.window
        self.trust = trust = TrustStore(places, self)
        self.passwords = KeptPasswords(SystemKeyStore(), self)
        self.hosted_hub = HostedHub(places, trust, hosted, keep_awake=settings.keep_awake, parent=self)
        self.servers = servers = JoinedServers(
            page, rooms, recents, self.hosted_hub, trust, self.passwords, self
        )
        self.shown_servers = ShownServers(window, rooms, servers, self)
        self.opening = Opening(window, page, hosted, recents, servers, self)
        self.host_controls = HostControls(window, page.host_card, self.hosted_hub, settings, places, self)
        self.history_alerts = HistoryAlerts(theme, window, self.hosted_hub, self)
        self.nearby = NearbySearch(
            page,
            parts.nearby,
            recents,
            trust,
            self.hosted_hub,
            lambda: not window.isMinimized() and not window.is_in_background,
            self,
        )
        servers.use_sightings(self.nearby.places_of_host)
        self.diagnoses = Diagnoses(page, servers.attempt, self.nearby, trust, self)
        self.guest_callbacks = GuestCallbacks(trust, self)
        self.trust_decisions = TrustDecisions(window, trust, servers, self)
        self.join_questions = JoinQuestions(window, servers.attempt, self)
        self.person_answers = PersonAnswers(window, servers, self)
        self.account_logins = AccountLogins(theme, window, servers, self.passwords, settings, self)
        self.held_back_questions = HeldBackQuestions(window, servers, self)
        self.message_links = MessageLinks(window, servers, self.hosted_hub, archive, archiving, self)
        self.wishes = WishHandler(
            window, rooms, settings, self.shown_servers.leave, self.message_links.copy, self
        )
        self.file_transfers = FileTransfers(servers, self.wishes, places.parts_file, self)
        self.avatar_fetcher = AvatarFetcher(theme.pictures, servers, self.file_transfers, self)
        self.room_rules = RoomRules(settings, archiving, self)
        self.wishes.add(SetNotifyRule, self.room_rules.choose)
        self.ignore_list = IgnoreList(theme, window, servers, archiving, places.ignored_file, self)
        self.wishes.add(Ignore, self.ignore_list.choose)
        parts.search.ignored = self.ignore_list.by_network
        self.local_history = LocalHistory(
            places, archive, archiving, window, page, rooms, recents, servers, settings, self
        )
        self.file_transfers.saved.connect(self.local_history.note_saved)
        self.room_export = RoomExport(archive, archiving, window, self.file_transfers, self)
        self.drafts = Drafts(archive, archiving, window.page.conversations, self)
        self.own_picture = OwnPicture(
            places.picture_file, settings, theme.pictures, servers, self.file_transfers, self
        )
        self.own_profile = OwnProfile(
            settings, page, window, servers, self.own_picture, self.wishes.rename, self
        )
        self.auto_away = AutoAway(window, servers, settings, self)
        self.wishes.name_chosen.connect(self.own_profile.rename)
        self.preferences = Preferences(settings, theme, window, self)
        tray = TrayIcon(theme, parts.icon, self)
        self.background = Background(window, rooms, tray, self)
        notifier = make_notifier(window, tray)
        self.room_alerts = RoomAlerts(window, rooms, notifier, settings, self)
        self.invitation_alerts = InvitationAlerts(window, servers, notifier, settings, self)
        self.room_endings = RoomEndings(window, rooms, servers, self)
        self.moderation_alerts = ModerationAlerts(window, servers, self)
        self.links = IncomingLinks(theme, window, trust, self)
        self.second_launch = SecondLaunch(instance, theme, window, self.links, options, self)
        self.saver = SettingsSaver(settings, places.settings_file, window, recents, self)
        self._ending = False
        self._farewell = QTimer(self, singleShot=True, interval=FAREWELL_MS)
        self._connect()
        window.restore_place(settings.layout)
        window.restore_panes(settings.layout)
        self._tell_problems(loaded.problem, hosted.problem)

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
        """Show the window, then do what the command line asked for."""
        self.window.show_start()
        self.window.show()
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
