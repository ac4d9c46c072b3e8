"""The registry of actions: id, text, shortcuts, and when each can be used.

Menus and the list of shortcuts are read from it; what an action does is the window's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.ui.theme.theme import Theme
from app.words import action_words
from app.words.sentence import Sentence


class ActionId(Enum):
    """Every action of a window."""

    NEW_ROOM = "new-room"
    SWITCH_ROOM = "switch-room"
    NEXT_ROOM = "next-room"
    PREVIOUS_ROOM = "previous-room"
    NEXT_UNREAD = "next-unread"
    PREVIOUS_UNREAD = "previous-unread"
    MEMBERS = "members"
    NEXT_PANE = "next-pane"
    PREVIOUS_PANE = "previous-pane"
    CHANGE_NAME = "change-name"
    SET_AWAY = "set-away"
    SET_BACK = "set-back"
    TELL_TYPING = "tell-typing"
    SET_TOPIC = "set-topic"
    HOST_PANEL = "host-panel"
    COMPARE_WORDS = "compare-words"
    SEARCH = "search"
    SEARCH_OLDER = "search-older"
    SEARCH_NEWER = "search-newer"
    SEARCH_ALL = "search-all"
    EXPORT = "export"
    FORGET = "forget"
    KEEP_EVER = "keep-ever"
    KEEP_YEAR = "keep-year"
    KEEP_MONTH = "keep-month"
    KEEP_NOTHING = "keep-nothing"
    LEAVE = "leave"
    STOP_HOSTING = "stop-hosting"
    THEME_SYSTEM = "theme-system"
    THEME_LIGHT = "theme-light"
    THEME_DARK = "theme-dark"
    TEXT_LARGER = "text-larger"
    TEXT_SMALLER = "text-smaller"
    TEXT_NORMAL = "text-normal"
    COMPACT = "compact"
    PRESENCE_ALL = "presence-all"
    PRESENCE_COLLAPSED = "presence-collapsed"
    PRESENCE_SPEAKERS = "presence-speakers"
    PRESENCE_NONE = "presence-none"
    CANCEL_OUT = "cancel-out"
    NOTIFY_MESSAGES = "notify-messages"
    NOTIFY_PRESENCE = "notify-presence"
    TRY_NOTIFICATION = "try-notification"
    ANNOUNCE_ALL = "announce-all"
    ANNOUNCE_MENTIONS = "announce-mentions"
    ANNOUNCE_OFF = "announce-off"
    SHORTCUTS = "shortcuts"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Situation:
    """What the window shows now, as far as actions depend on it."""

    in_room: bool = False  # a room is open and the start page is not over it
    has_people: bool = False  # it is known who is in the room
    is_host: bool = False  # this computer hosts the room that is shown
    may_set_topic: bool = False
    is_away: bool = False
    is_online: bool = False
    may_compare: bool = False  # the host's six words are known and were not compared
    rooms: int = 0


Condition = Callable[[Situation], bool]


def _always(now: Situation) -> bool:
    return True


def _in_room(now: Situation) -> bool:
    return now.in_room


def _several_rooms(now: Situation) -> bool:
    return now.rooms > 1


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One row of the registry; `keys` in portable spelling, the first one is shown."""

    id: ActionId
    text: Sentence
    keys: tuple[str, ...] = ()
    icon: str = ""
    usable: Condition = _always
    checkable: bool = False


SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(ActionId.NEW_ROOM, action_words.NEW_ROOM, ("Ctrl+N",), "plus"),
    ActionSpec(ActionId.SWITCH_ROOM, action_words.GO_TO_ROOM, ("Ctrl+K",), "room", _several_rooms),
    ActionSpec(
        ActionId.NEXT_ROOM,
        action_words.NEXT_ROOM,
        ("Alt+Down", "Ctrl+Tab"),
        usable=_several_rooms,
    ),
    ActionSpec(
        ActionId.PREVIOUS_ROOM,
        action_words.PREVIOUS_ROOM,
        ("Alt+Up", "Ctrl+Shift+Tab"),
        usable=_several_rooms,
    ),
    ActionSpec(
        ActionId.NEXT_UNREAD,
        action_words.NEXT_UNREAD_ROOM,
        ("Alt+Shift+Down",),
        usable=_several_rooms,
    ),
    ActionSpec(
        ActionId.PREVIOUS_UNREAD,
        action_words.PREVIOUS_UNREAD_ROOM,
        ("Alt+Shift+Up",),
        usable=_several_rooms,
    ),
    ActionSpec(
        ActionId.MEMBERS,
        action_words.SHOW_OR_HIDE_PEOPLE,
        ("Ctrl+Shift+M",),
        "people",
        lambda now: now.in_room and now.has_people,
    ),
    ActionSpec(ActionId.NEXT_PANE, action_words.NEXT_PART, ("F6",), usable=_in_room),
    ActionSpec(
        ActionId.PREVIOUS_PANE,
        action_words.PREVIOUS_PART,
        ("Shift+F6",),
        usable=_in_room,
    ),
    ActionSpec(
        ActionId.CHANGE_NAME,
        action_words.CHANGE_NAME,
        (),
        "edit",
        lambda now: now.is_online,
    ),
    ActionSpec(
        ActionId.SET_AWAY,
        action_words.SET_YOURSELF_AWAY,
        (),
        "clock",
        lambda now: now.is_online and not now.is_away,
    ),
    ActionSpec(
        ActionId.SET_BACK,
        action_words.YOU_ARE_BACK,
        (),
        "check",
        lambda now: now.is_online and now.is_away,
    ),
    ActionSpec(ActionId.TELL_TYPING, action_words.TELL_TYPING, checkable=True),
    ActionSpec(
        ActionId.SET_TOPIC,
        action_words.SET_TOPIC,
        (),
        "edit",
        lambda now: now.in_room and now.may_set_topic,
    ),
    ActionSpec(
        ActionId.HOST_PANEL,
        action_words.ADDRESSES_AND_HOSTING,
        (),
        "host",
        lambda now: now.in_room and now.is_host,
    ),
    ActionSpec(
        ActionId.COMPARE_WORDS,
        action_words.COMPARE_WORDS,
        (),
        "lock",
        lambda now: now.may_compare,
    ),
    ActionSpec(ActionId.SEARCH, action_words.SEARCH_THIS_ROOM, ("Ctrl+F",), "search", _in_room),
    ActionSpec(ActionId.SEARCH_OLDER, action_words.OLDER_HIT, ("F3",), usable=_in_room),
    ActionSpec(ActionId.SEARCH_NEWER, action_words.NEWER_HIT, ("Shift+F3",), usable=_in_room),
    ActionSpec(ActionId.SEARCH_ALL, action_words.SEARCH_ALL_ROOMS, ("Ctrl+Shift+F",), "search"),
    ActionSpec(ActionId.EXPORT, action_words.EXPORT_THIS_ROOM, (), "arrow-down", _in_room),
    ActionSpec(
        ActionId.FORGET,
        action_words.FORGET_ROOM,
        (),
        "delete",
        _in_room,
    ),
    ActionSpec(ActionId.KEEP_EVER, action_words.KEEP_FOR_EVER, checkable=True),
    ActionSpec(ActionId.KEEP_YEAR, action_words.KEEP_ONE_YEAR, checkable=True),
    ActionSpec(ActionId.KEEP_MONTH, action_words.KEEP_30_DAYS, checkable=True),
    ActionSpec(ActionId.KEEP_NOTHING, action_words.KEEP_UNTIL_CLOSED, checkable=True),
    ActionSpec(
        ActionId.LEAVE,
        action_words.LEAVE_ROOM,
        ("Ctrl+W",),
        "leave",
        lambda now: now.in_room and not now.is_host,
    ),
    ActionSpec(
        ActionId.STOP_HOSTING,
        action_words.STOP_HOSTING,
        (),
        "host",
        lambda now: now.is_host,
    ),
    ActionSpec(ActionId.THEME_SYSTEM, action_words.AS_THE_SYSTEM, checkable=True),
    ActionSpec(ActionId.THEME_LIGHT, action_words.LIGHT, checkable=True),
    ActionSpec(ActionId.THEME_DARK, action_words.DARK, checkable=True),
    ActionSpec(ActionId.TEXT_LARGER, action_words.LARGER_TEXT, ("Ctrl++", "Ctrl+=")),
    ActionSpec(ActionId.TEXT_SMALLER, action_words.SMALLER_TEXT, ("Ctrl+-",)),
    ActionSpec(ActionId.TEXT_NORMAL, action_words.NORMAL_TEXT_SIZE, ("Ctrl+0",)),
    ActionSpec(ActionId.COMPACT, action_words.COMPACT_MESSAGES, checkable=True),
    ActionSpec(ActionId.PRESENCE_ALL, action_words.EACH_ON_A_LINE, checkable=True),
    ActionSpec(ActionId.PRESENCE_COLLAPSED, action_words.NEIGHBOURS_ON_ONE_LINE, checkable=True),
    ActionSpec(ActionId.PRESENCE_SPEAKERS, action_words.ONLY_OF_PEOPLE_WHO_SPOKE, checkable=True),
    ActionSpec(ActionId.PRESENCE_NONE, action_words.NOT_AT_ALL, checkable=True),
    ActionSpec(ActionId.CANCEL_OUT, action_words.LEAVE_OUT_SHORT_VISITS, checkable=True),
    ActionSpec(ActionId.NOTIFY_MESSAGES, action_words.NOTIFY_OF_MESSAGES, checkable=True),
    ActionSpec(ActionId.NOTIFY_PRESENCE, action_words.NOTIFY_OF_PRESENCE, checkable=True),
    ActionSpec(ActionId.TRY_NOTIFICATION, action_words.TRY_A_NOTIFICATION),
    ActionSpec(ActionId.ANNOUNCE_ALL, action_words.ALL_MESSAGES, checkable=True),
    ActionSpec(ActionId.ANNOUNCE_MENTIONS, action_words.MENTIONS_OF_YOU, checkable=True),
    ActionSpec(ActionId.ANNOUNCE_OFF, action_words.NOTHING, checkable=True),
    ActionSpec(ActionId.SHORTCUTS, action_words.KEYBOARD_SHORTCUTS, ("Ctrl+/",)),
    ActionSpec(ActionId.QUIT, action_words.QUIT, ("Ctrl+Q",)),
)


class Actions(QObject):
    """The QActions of one window, made from the registry.

    Signals:
        triggered(ActionId): a menu entry or shortcut was used.
    """

    triggered = Signal(ActionId)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[ActionId, QAction] = {}
        for spec in SPECS:
            action = QAction(spec.text(), self)
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setCheckable(spec.checkable)
            action.setData(spec.id)
            if spec.icon:
                action.setIcon(theme.icon(spec.icon))
            action.triggered.connect(partial(self._trigger, spec.id))
            window.addAction(action)
            self._actions[spec.id] = action

    def __getitem__(self, action: ActionId) -> QAction:
        return self._actions[action]

    def follow(self, now: Situation) -> None:
        """Enable and show exactly what can be used now: menus hide the rest instead of greying it."""
        for spec in SPECS:
            usable = spec.usable(now)
            self._actions[spec.id].setEnabled(usable)
            self._actions[spec.id].setVisible(usable)

    def _trigger(self, action: ActionId, _checked: bool = False) -> None:
        self.triggered.emit(action)
