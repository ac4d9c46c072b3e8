"""What a window has beside its start page: the page of the rooms, menus, keys, and who takes what is wanted.

Made when the start page is shown, which needs none of it, in steps that leave room for a click between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from app.models.rooms_model import RoomsModel
from app.models.search import SearchPort
from app.ui.members.members_pane import MembersPane
from app.ui.rooms.rooms_pane import RoomsPane
from app.ui.search.search_bar import SearchBar
from app.ui.theme.theme import Theme
from app.ui.window.action_ids import ActionId
from app.ui.window.asker import Asker
from app.ui.window.attachment_requests import AttachmentRequests
from app.ui.window.header import Header
from app.ui.window.history_choices import HistoryChoices
from app.ui.window.message_requests import MessageRequests
from app.ui.window.people_requests import OwnRequests, PeopleRequests
from app.ui.window.person_cards import PersonCards
from app.ui.window.preference_choices import PreferenceChoices
from app.ui.window.room_page import RoomPage
from app.ui.window.room_requests import RoomRequests
from app.ui.window.shared_file_requests import SharedFileRequests
from app.ui.window.trust_requests import TrustRequests
from app.ui.window.window_actions import PLUS_MENU, PROFILE_MENU, ROOM_MENU, SETTINGS_MENU
from app.ui.window.window_closing import WindowClosing
from app.ui.window.window_context import WindowContext
from app.ui.window.window_menus import WindowMenus
from app.ui.window.window_pages import WindowPages
from app.ui.window.window_search import WindowSearch
from app.words import room_list_words, room_words


class RoomParts:
    """The parts by name, once `make` has come to its end."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        pages: WindowPages,
        rooms: RoomsModel,
        port: SearchPort,
        *,
        wished: SignalInstance,
        unfinished: Callable[[], int],
    ) -> None:
        """`wished` of `window` tells what is wanted (Room, Wish), `unfinished` how many files move."""
        self._theme = theme
        self._window = window
        self._pages = pages
        self._rooms = rooms
        self._port = port
        self._wished = wished
        self._unfinished = unfinished

    def make(self) -> Iterator[None]:
        """Make them, each of those that it needs; between two steps the window answers."""
        theme, window = self._theme, self._window
        self.menus = menus = WindowMenus(theme, window)
        yield
        header = Header(
            theme,
            search=menus.button(ActionId.SEARCH),
            people=menus[ActionId.MEMBERS],
            compare=menus[ActionId.COMPARE_WORDS],
            menu=menus.menu(ROOM_MENU),
            plus=menus.menu_button(PLUS_MENU, icon="plus", words=room_list_words.ADD_A_ROOM()),
        )
        yield
        plus = menus.menu_button(PLUS_MENU, icon="plus", words=room_list_words.ADD_A_ROOM(), on_ground=True)
        rooms_pane = RoomsPane(theme, self._rooms, plus=plus, menu=menus.menu(PROFILE_MENU))
        yield
        hide = menus.button(ActionId.MEMBERS, icon="close", words=room_words.HIDE_PEOPLE(), on_ground=True)
        members_pane = MembersPane(theme, hide)
        search_bar = SearchBar(
            theme,
            older_key=menus.key_name(ActionId.SEARCH_OLDER),
            newer_key=menus.key_name(ActionId.SEARCH_NEWER),
        )
        yield
        self.page = RoomPage(
            theme,
            self._rooms,
            self._pages,
            rooms_pane=rooms_pane,
            header=header,
            search_bar=search_bar,
            members_pane=members_pane,
        )
        yield
        self.page.add_host_panel()
        yield
        self._pages.add_rooms(self.page)
        yield
        self._make_askers(rooms_pane, members_pane)

    def _make_askers(self, rooms_pane: RoomsPane, members_pane: MembersPane) -> None:
        theme, window, page = self._theme, self._window, self.page
        self.asker = asker = Asker(theme, self._pages)
        self.search = WindowSearch(theme, page, asker, self._port, window)
        self.preferences = PreferenceChoices(theme, window)
        self.closing = WindowClosing(asker, self.preferences, window, unfinished=self._unfinished)
        self.history = HistoryChoices(asker, window)
        self.own = OwnRequests(theme, rooms_pane.profile, asker, window)
        self.trust = TrustRequests(asker, window)
        self.person_cards = PersonCards(theme, self._pages, members_pane.list)
        self.people = PeopleRequests(asker, page.sheet.toast, window)
        self.rooms_here = RoomRequests(theme, asker, window)
        self.attachments = AttachmentRequests(theme, asker, window)
        self.files = SharedFileRequests(theme, asker, window)
        self.messages = MessageRequests(asker, page.sheet.toast, self.files, window)
        self.context = WindowContext(
            theme=theme,
            window=window,
            rooms=self._rooms,
            pages=self._pages,
            page=page,
            asker=asker,
            search=self.search,
            preferences=self.preferences,
            history=self.history,
            own=self.own,
            trust=self.trust,
            closing=self.closing,
            rooms_here=self.rooms_here,
            settings=self.menus.menu(SETTINGS_MENU),
            wished=self._wished,
        )
