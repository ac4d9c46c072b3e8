"""What the actions of a window act on: its parts, and what it shows now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, SignalInstance
from PySide6.QtWidgets import QWidget

from app.client.wishes import AskChannels, MakeRoom, Wish
from app.models.room import NotifyRule, RoomKind
from app.models.room_invitations import RoomRights, rights_in
from app.models.room_wishes import LeaveRoom, SetNotifyRule, ShowPerson
from app.models.rooms_model import RoomsModel
from app.ui.action import Action
from app.ui.theme.theme import Theme
from app.ui.widgets.menu import Menu
from app.ui.window.about_sheet import AboutSheet
from app.ui.window.asker import Asker
from app.ui.window.bans_sheet import BansSheet
from app.ui.window.history_choices import HistoryChoices
from app.ui.window.link_view import LinkPhase
from app.ui.window.panes import Side
from app.ui.window.people_requests import OwnRequests
from app.ui.window.preference_choices import PreferenceChoices
from app.ui.window.room_page import RoomPage
from app.ui.window.room_requests import RoomRequests
from app.ui.window.room_switcher import RoomSwitcher
from app.ui.window.server_log_sheet import ServerLogSheet
from app.ui.window.shortcut_groups import shortcut_groups
from app.ui.window.shortcuts_sheet import ShortcutsSheet
from app.ui.window.trust_requests import TrustRequests
from app.ui.window.window_closing import WindowClosing
from app.ui.window.window_pages import WindowPages
from app.ui.window.window_search import WindowSearch
from app.values import frozen


@frozen
class Situation:
    """What the window shows now, as far as actions depend on it."""

    in_room: bool = False  # a room is open and the start page is not over it
    has_people: bool = False  # it is known who is in the room
    shows_people: bool = False  # beside the messages or over them
    is_host: bool = False  # this computer hosts the room that is shown
    may_set_topic: bool = False
    may_make_room: bool = False  # on the server of the room that is shown
    may_list_rooms: bool = False
    rights: RoomRights = field(default_factory=RoomRights)  # in the room that is shown
    may_lift_bans: bool = False  # of the room that is shown, or mutes
    is_away: bool = False
    is_online: bool = False
    may_compare: bool = False  # the host's six words are known and were not compared
    is_hub: bool = True  # the server of the room that is shown is one of ours
    may_log_in: bool = False  # to an account of the server, which is no hub of ours
    is_logged_in: bool = False  # there
    rooms: int = 0
    notify_rule: NotifyRule | None = None  # of the room that is shown
    is_private: bool = False


@dataclass(slots=True)
class WindowContext:
    """The parts of one window by name, and what needs several of them.

    `now` is what `look` saw last.
    """

    theme: Theme
    window: QWidget
    rooms: RoomsModel
    pages: WindowPages
    page: RoomPage
    asker: Asker
    search: WindowSearch
    preferences: PreferenceChoices
    history: HistoryChoices
    own: OwnRequests
    trust: TrustRequests
    closing: WindowClosing
    rooms_here: RoomRequests
    settings: Menu
    wished: SignalInstance  # (Room, Wish)
    now: Situation = field(default_factory=Situation)

    def look(self) -> None:
        """See anew what the window shows: something that actions depend on has changed."""
        page, room = self.page, self.pages.room
        view = page.link_view(room) if room is not None else None
        is_online = view is not None and view.phase is LinkPhase.ONLINE
        can = room.connection.abilities.kinds if room is not None and is_online else frozenset()
        self.now = Situation(
            in_room=room is not None,
            has_people=page.has_people,
            shows_people=page.panes.is_open(Side.RIGHT) and not page.is_panel_open,
            is_host=room is not None and room is page.hosted_room,
            may_set_topic=room is not None and room.present and room.may_set_topic,
            may_make_room=MakeRoom in can,
            may_list_rooms=AskChannels in can,
            rights=rights_in(room) if room is not None else RoomRights(),
            may_lift_bans=room is not None and is_online and room.present and room.may_moderate,
            is_away=self.own.is_away,
            is_online=is_online,
            may_compare=room is not None and page.sheet.header.state.can_compare,
            is_hub=view is None or view.is_hub,
            may_log_in=view is not None and is_online and view.has_accounts,
            is_logged_in=view is not None and is_online and view.has_accounts and bool(view.account),
            rooms=len(self.rooms.rooms),
            notify_rule=room.notify_rule if room is not None else None,
            is_private=room is not None and room.kind is RoomKind.PRIVATE,
        )

    def wish(self, wish: Wish) -> None:
        """Want something in the room that is shown."""
        if (room := self.pages.room) is not None:
            self.wished.emit(room, wish)

    def leave(self) -> None:
        """Leave the room that is shown."""
        self.wish(LeaveRoom())

    def set_notify_rule(self, rule: NotifyRule) -> None:
        """Be told of this in the room that is shown."""
        self.wish(SetNotifyRule(rule))

    def make_room(self) -> None:
        """Make a further room on the server of the one that is shown."""
        if (room := self.pages.room) is not None:
            self.rooms_here.make_room(room)

    def make_room_with(self) -> None:
        """Make a further room for this person and the other one of the private talk that is shown."""
        if (room := self.pages.room) is not None:
            self.rooms_here.make_room(room, room.target)

    def show_rooms(self) -> None:
        """Show the rooms of the server of the one that is shown."""
        if (room := self.pages.room) is not None:
            self.rooms_here.show_rooms(room)

    def invite_people(self) -> None:
        """Ask people into the room that is shown."""
        if (room := self.pages.room) is not None:
            self.rooms_here.invite_people(room)

    def show_bans(self) -> None:
        """Show who is banned and muted in the room that is shown."""
        if (room := self.pages.room) is not None:
            sheet = BansSheet(self.theme, self.asker.over, room)
            sheet.wished.connect(self.wished)
            sheet.ask()

    def ask_to_stop(self) -> None:
        """Stop hosting, once the person has agreed."""
        if (hosted := self.page.hosted_room) is not None:
            self.own.ask_to_stop(hosted)

    def compare_words(self) -> None:
        """Compare the six words of who hosts the room that is shown."""
        if (room := self.pages.room) is not None:
            view = self.page.link_view(room)
            self.trust.compare_words(room.connection, view.words, fingerprint=view.fingerprint)

    def log_in(self) -> None:
        """Log in to an account of the server of the room that is shown."""
        if (room := self.pages.room) is not None:
            self.trust.login_wanted.emit(room.connection)

    def log_out(self) -> None:
        """Give up the account at the server of the room that is shown, once the person has agreed."""
        if (room := self.pages.room) is not None:
            self.trust.ask_to_log_out(room.connection, self.page.link_view(room).account)

    def show_server_log(self) -> None:
        """Show what the server of the room that is shown has said."""
        if (room := self.pages.room) is not None:
            connection = room.connection
            server = connection.network or connection.address
            ServerLogSheet(self.theme, connection.log, server, self.asker.over)

    def show_person(self) -> None:
        """Show the card of the other person of the private talk that is shown."""
        if (room := self.pages.room) is not None:
            self.wished.emit(room, ShowPerson(room.target))

    def show_files(self) -> None:
        """Show the files of the room that is shown."""
        if (room := self.pages.room) is not None:
            self.search.list_files(room)

    def export(self) -> None:
        """Write the room that is shown into a file."""
        if (room := self.pages.room) is not None:
            self.history.export(room)

    def forget(self) -> None:
        """Delete what is kept of the room that is shown, once the person has agreed."""
        if (room := self.pages.room) is not None:
            self.history.forget(room)

    def switch_room(self) -> None:
        """Let the person type the name of a room."""
        RoomSwitcher(self.theme, self.rooms, self.asker.over).chosen.connect(self.pages.show_room)

    def show_settings(self) -> None:
        """Open the menu of all settings in the middle of the window."""
        middle = QRect(QPoint(), self.settings.sizeHint()).center()
        self.settings.popup(self.window.mapToGlobal(self.window.rect().center() - middle))

    def show_shortcuts(self, everywhere: Sequence[Action[Any]]) -> None:
        """Show all keys: those of the window and of its parts."""
        groups = shortcut_groups(everywhere, enter_sends=self.preferences.enter_sends)
        ShortcutsSheet(self.theme, self.asker.over, groups)

    def show_about(self) -> None:
        """Show which program this is."""
        AboutSheet(self.theme, self.asker.over)

    def quit(self) -> None:
        """Close the window for good; whoever hosts for others, or has files on their way, is asked first."""
        if self.closing.may_quit(self.page.hosted_room):
            self.closing.agreed.emit()

    def move_focus(self, *, backwards: bool) -> None:
        """Put the keyboard into the next or the previous part of the window."""
        stop = next_stop(self.page.focus_stops(), self.window.focusWidget(), backwards=backwards)
        # by this reason Qt lets rows show the focus, by that of Tab only while the key is Tab
        stop.setFocus(Qt.FocusReason.ShortcutFocusReason)


def next_stop(stops: Sequence[QWidget], focused: QWidget | None, *, backwards: bool) -> QWidget:
    """The part of the window that follows the one with the focus, going round."""
    has = [focused is not None and (stop is focused or stop.isAncestorOf(focused)) for stop in stops]
    at = has.index(True) if True in has else (0 if backwards else -1)
    return stops[(at + (-1 if backwards else 1)) % len(stops)]
