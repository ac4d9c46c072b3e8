"""The registry of a window's actions: what each is called, its keys, when it can be used and what it does.

Menus, buttons of the window, keys and the list of shortcuts are read from it. A row acts on a WindowContext.
"""

from __future__ import annotations

from collections.abc import Callable

from app.ui.window.action_ids import ActionId
from app.ui.window.preference_actions import (
    ANNOUNCEMENTS,
    APPEARANCE,
    AUTO_AWAY,
    ENTER,
    KEPT,
    NOTIFICATIONS,
    NOTIFICATIONS_HERE,
    PRESENCE,
    TYPING,
    WindowAction,
    by_kind,
)
from app.ui.window.room_actions import INVITING, NEW_ROOMS, ROOM_RIGHTS
from app.ui.window.window_context import WindowContext
from app.values import frozen
from app.words import (
    action_words,
    attention_words,
    common_words,
    moderation_words,
    people_words,
    room_list_words,
    room_words,
    server_words,
    shared_file_words,
)
from app.words.sentence import Sentence


def _in_room(window: WindowContext) -> bool:
    return window.now.in_room


def _several_rooms(window: WindowContext) -> bool:
    return window.now.rooms > 1


def _people_words(window: WindowContext) -> str:
    return room_words.HIDE_PEOPLE() if window.now.shows_people else room_words.SHOW_PEOPLE()


def _compare_words(window: WindowContext) -> str:
    return action_words.CHECK_HOST() if window.now.is_hub else action_words.CHECK_SERVER()


def _leave_words(window: WindowContext) -> str:
    return common_words.CLOSE() if window.now.is_private else action_words.LEAVE_ROOM()


_ROOMS = (
    *NEW_ROOMS,
    WindowAction(
        ActionId.SWITCH_ROOM,
        action_words.GO_TO_ROOM,
        WindowContext.switch_room,
        keys=("Ctrl+K",),
        icon="room",
        usable=_several_rooms,
    ),
)
_STEPS = (
    WindowAction(
        ActionId.NEXT_ROOM,
        action_words.NEXT_ROOM,
        lambda window: window.page.step(1),
        keys=("Alt+Down", "Ctrl+Tab"),
        usable=_several_rooms,
    ),
    WindowAction(
        ActionId.PREVIOUS_ROOM,
        action_words.PREVIOUS_ROOM,
        lambda window: window.page.step(-1),
        keys=("Alt+Up", "Ctrl+Shift+Tab"),
        usable=_several_rooms,
    ),
    WindowAction(
        ActionId.NEXT_UNREAD,
        action_words.NEXT_UNREAD_ROOM,
        lambda window: window.page.step(1, unread_only=True),
        keys=("Alt+Shift+Down",),
        usable=_several_rooms,
    ),
    WindowAction(
        ActionId.PREVIOUS_UNREAD,
        action_words.PREVIOUS_UNREAD_ROOM,
        lambda window: window.page.step(-1, unread_only=True),
        keys=("Alt+Shift+Up",),
        usable=_several_rooms,
    ),
)
_THIS_ROOM = (
    WindowAction(
        ActionId.MEMBERS,
        _people_words,
        lambda window: window.page.toggle_members(),
        keys=("Ctrl+Shift+M",),
        icon="people",
        usable=lambda window: window.now.in_room and window.now.has_people,
        help=action_words.SHOW_OR_HIDE_PEOPLE,
    ),
    WindowAction(
        ActionId.SHOW_PERSON,
        people_words.PROFILE,
        WindowContext.show_person,
        icon="person",
        usable=lambda window: window.now.in_room and window.now.is_private,
    ),
    WindowAction(
        ActionId.SET_TOPIC,
        action_words.SET_TOPIC,
        lambda window: window.page.sheet.topic_panel.start_editing(),
        icon="edit",
        usable=lambda window: window.now.in_room and window.now.may_set_topic,
    ),
    *INVITING,
    WindowAction(
        ActionId.HOST_PANEL,
        action_words.ADDRESSES_AND_HOSTING,
        lambda window: window.page.toggle_panel(),
        icon="host",
        usable=lambda window: window.now.in_room and window.now.is_host,
    ),
    WindowAction(
        ActionId.COMPARE_WORDS,
        _compare_words,
        WindowContext.compare_words,
        icon="lock",
        usable=lambda window: window.now.may_compare,
        help=action_words.CHECK_HOST,
    ),
)
_MANAGED = (
    *ROOM_RIGHTS,
    WindowAction(
        ActionId.BANS,
        moderation_words.BANS_OF_ROOM,
        WindowContext.show_bans,
        icon="ban",
        usable=lambda window: window.now.may_lift_bans,
    ),
)
_PARTS = (
    WindowAction(
        ActionId.NEXT_PANE,
        action_words.NEXT_PART,
        lambda window: window.move_focus(backwards=False),
        keys=("F6",),
        usable=_in_room,
    ),
    WindowAction(
        ActionId.PREVIOUS_PANE,
        action_words.PREVIOUS_PART,
        lambda window: window.move_focus(backwards=True),
        keys=("Shift+F6",),
        usable=_in_room,
    ),
)
_HITS = (
    WindowAction(
        ActionId.SEARCH_OLDER,
        action_words.OLDER_HIT,
        lambda window: window.search.step(1),
        keys=("F3",),
        usable=_in_room,
    ),
    WindowAction(
        ActionId.SEARCH_NEWER,
        action_words.NEWER_HIT,
        lambda window: window.search.step(-1),
        keys=("Shift+F3",),
        usable=_in_room,
    ),
)
_HISTORY = (
    WindowAction(
        ActionId.SEARCH,
        by_kind(action_words.SEARCH_THIS_ROOM, action_words.SEARCH_THIS_TALK),
        lambda window: window.search.open(),
        keys=("Ctrl+F",),
        icon="search",
        starts_group=True,
        usable=_in_room,
        help=action_words.SEARCH_HERE,
    ),
    WindowAction(
        ActionId.ROOM_FILES,
        by_kind(shared_file_words.FILES_OF_THIS_ROOM, shared_file_words.FILES_OF_THIS_TALK),
        WindowContext.show_files,
        keys=("Ctrl+Shift+A",),
        icon="file",
        usable=_in_room,
        help=shared_file_words.FILES_HERE,
    ),
)
_KEPT_HERE = (
    WindowAction(
        ActionId.EXPORT,
        by_kind(action_words.EXPORT_THIS_ROOM, action_words.EXPORT_THIS_TALK),
        WindowContext.export,
        icon="arrow-down",
        usable=_in_room,
        help=action_words.EXPORT_THIS_ROOM,
    ),
    WindowAction(
        ActionId.FORGET,
        by_kind(action_words.FORGET_ROOM, action_words.FORGET_TALK),
        WindowContext.forget,
        icon="delete",
        usable=_in_room,
        help=action_words.FORGET_ROOM,
    ),
)
_SEARCH_ALL = WindowAction(
    ActionId.SEARCH_ALL,
    action_words.SEARCH_ALL_ROOMS,
    lambda window: window.search.open_everywhere(),
    keys=("Ctrl+Shift+F",),
    icon="search",
)
_SELF = (
    WindowAction(
        ActionId.CHANGE_NAME,
        action_words.CHANGE_NAME,
        lambda window: window.own.ask_for_name(),
        icon="edit",
        starts_group=True,
        usable=lambda window: window.now.is_online,
    ),
    WindowAction(
        ActionId.SET_AWAY,
        action_words.SET_YOURSELF_AWAY,
        lambda window: window.own.set_away(True),
        icon="clock",
        usable=lambda window: window.now.is_online and not window.now.is_away,
    ),
    WindowAction(
        ActionId.SET_BACK,
        action_words.YOU_ARE_BACK,
        lambda window: window.own.set_away(False),
        icon="check",
        usable=lambda window: window.now.is_online and window.now.is_away,
    ),
    AUTO_AWAY,
    WindowAction(
        ActionId.IGNORED_PEOPLE,
        moderation_words.IGNORED_PEOPLE,
        lambda window: window.own.ignored_people_requested.emit(),
        icon="mute",
    ),
    TYPING,
    ENTER,
)
_SETTINGS = WindowAction(
    ActionId.SETTINGS, action_words.SETTINGS, WindowContext.show_settings, keys=("Ctrl+,",)
)
_SHORTCUTS = WindowAction(
    ActionId.SHORTCUTS,
    action_words.KEYBOARD_SHORTCUTS,
    lambda window: window.show_shortcuts(ACTIONS),
    keys=("Ctrl+/",),
)
_SERVER = (
    WindowAction(
        ActionId.SERVER_LOG,
        server_words.SERVER_LOG,
        WindowContext.show_server_log,
        icon="wifi",
        usable=_in_room,
    ),
    WindowAction(
        ActionId.LOG_IN,
        server_words.LOG_IN_MENU,
        WindowContext.log_in,
        icon="person",
        usable=lambda window: window.now.may_log_in,
    ),
    WindowAction(
        ActionId.LOG_OUT,
        server_words.LOG_OUT_MENU,
        WindowContext.log_out,
        icon="leave",
        usable=lambda window: window.now.is_logged_in,
    ),
)
_ABOUT = WindowAction(ActionId.ABOUT, action_words.ABOUT, WindowContext.show_about, icon="host")
_LOGS = WindowAction(
    ActionId.OPEN_LOGS,
    action_words.OPEN_LOG_FOLDER,
    lambda window: window.own.log_folder_requested.emit(),
)
_LEAVE = (
    WindowAction(
        ActionId.LEAVE,
        _leave_words,
        WindowContext.leave,
        keys=("Ctrl+W",),
        icon="leave",
        starts_group=True,
        usable=lambda window: window.now.in_room and not window.now.is_host,
        help=action_words.LEAVE_ROOM,
    ),
    WindowAction(
        ActionId.STOP_HOSTING,
        action_words.STOP_HOSTING,
        WindowContext.ask_to_stop,
        icon="host",
        usable=lambda window: window.now.is_host,
    ),
)
_QUIT = WindowAction(
    ActionId.QUIT, action_words.QUIT, WindowContext.quit, keys=("Ctrl+Q",), starts_group=True
)


@frozen
class Submenu:
    """Rows that open to the side of a menu."""

    title: Sentence | Callable[[WindowContext], str]
    rows: tuple[WindowAction | Submenu, ...]
    starts_group: bool = False


_CHOICES = (
    (action_words.APPEARANCE, APPEARANCE),
    (action_words.JOINS_AND_LEAVES, PRESENCE),
    (action_words.NOTIFICATIONS, NOTIFICATIONS),
    (action_words.KEEP_HISTORY, KEPT),
    (action_words.READ_OUT, ANNOUNCEMENTS),
)
_SUBMENUS = tuple(Submenu(title, rows, starts_group=title is _CHOICES[0][0]) for title, rows in _CHOICES)
_HERE = Submenu(
    by_kind(attention_words.NOTIFICATIONS_HERE, attention_words.NOTIFICATIONS_OF_TALK), NOTIFICATIONS_HERE
)
_HELP = Submenu(action_words.HELP, (_SHORTCUTS, _LOGS, _ABOUT))

# What "+" opens.
PLUS_MENU = NEW_ROOMS
# What the key for the settings opens.
SETTINGS_MENU = _SUBMENUS
# The menu of the header has three parts: the room that is shown, the person, the program.
ROOM_MENU: tuple[WindowAction | Submenu, ...] = (
    *(*_THIS_ROOM, Submenu(room_list_words.MANAGE_ROOM, _MANAGED), _HERE, *_SERVER, *_HISTORY),
    *(Submenu(by_kind(action_words.HISTORY_OF_ROOM, action_words.HISTORY_OF_TALK), _KEPT_HERE), *_LEAVE),
    Submenu(action_words.YOU, _SELF, starts_group=True),
    *(*_ROOMS, _SEARCH_ALL, Submenu(action_words.SETTINGS, _SUBMENUS), _HELP, _QUIT),
)
# The menu of the person's card under the rooms: the person, the program.
PROFILE_MENU: tuple[WindowAction | Submenu, ...] = (*_SELF, *_SUBMENUS, _HELP)

# All of them, in the order of the list of shortcuts.
ACTIONS: tuple[WindowAction, ...] = (
    *_ROOMS,
    *_STEPS,
    *_THIS_ROOM,
    *_MANAGED,
    *_SERVER,
    *_PARTS,
    *_SELF,
    *_HISTORY,
    *_KEPT_HERE,
    _SEARCH_ALL,
    *_HITS,
    *NOTIFICATIONS_HERE,
    *(row for _, rows in _CHOICES for row in rows),
    _SETTINGS,
    _SHORTCUTS,
    _LOGS,
    _ABOUT,
    *_LEAVE,
    _QUIT,
)
