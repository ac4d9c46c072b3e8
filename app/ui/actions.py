"""The registry of actions: id, text, shortcuts, and when each can be used.

Menus and the list of shortcuts are read from it; what an action does is the window's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.ui.theme.theme import Theme
from app.ui.translation import QT_TRANSLATE_NOOP


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
    """One row of the registry; `text` untranslated, `keys` in portable spelling, the first one is shown."""

    id: ActionId
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    usable: Condition = _always
    checkable: bool = False


SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(ActionId.NEW_ROOM, QT_TRANSLATE_NOOP("actions", "New room…"), ("Ctrl+N",), "plus"),
    ActionSpec(
        ActionId.SWITCH_ROOM, QT_TRANSLATE_NOOP("actions", "Go to room…"), ("Ctrl+K",), "room", _several_rooms
    ),
    ActionSpec(
        ActionId.NEXT_ROOM,
        QT_TRANSLATE_NOOP("actions", "Next room"),
        ("Alt+Down", "Ctrl+Tab"),
        usable=_several_rooms,
    ),
    ActionSpec(
        ActionId.PREVIOUS_ROOM,
        QT_TRANSLATE_NOOP("actions", "Previous room"),
        ("Alt+Up", "Ctrl+Shift+Tab"),
        usable=_several_rooms,
    ),
    ActionSpec(
        ActionId.NEXT_UNREAD,
        QT_TRANSLATE_NOOP("actions", "Next unread room"),
        ("Alt+Shift+Down",),
        usable=_several_rooms,
    ),
    ActionSpec(
        ActionId.PREVIOUS_UNREAD,
        QT_TRANSLATE_NOOP("actions", "Previous unread room"),
        ("Alt+Shift+Up",),
        usable=_several_rooms,
    ),
    ActionSpec(
        ActionId.MEMBERS,
        QT_TRANSLATE_NOOP("actions", "Show or hide people"),
        ("Ctrl+Shift+M",),
        "people",
        lambda now: now.in_room and now.has_people,
    ),
    ActionSpec(
        ActionId.NEXT_PANE, QT_TRANSLATE_NOOP("actions", "Next part of the window"), ("F6",), usable=_in_room
    ),
    ActionSpec(
        ActionId.PREVIOUS_PANE,
        QT_TRANSLATE_NOOP("actions", "Previous part of the window"),
        ("Shift+F6",),
        usable=_in_room,
    ),
    ActionSpec(
        ActionId.CHANGE_NAME,
        QT_TRANSLATE_NOOP("actions", "Change your name…"),
        (),
        "edit",
        lambda now: now.is_online,
    ),
    ActionSpec(
        ActionId.SET_AWAY,
        QT_TRANSLATE_NOOP("actions", "Set yourself away"),
        (),
        "clock",
        lambda now: now.is_online and not now.is_away,
    ),
    ActionSpec(
        ActionId.SET_BACK,
        QT_TRANSLATE_NOOP("actions", "You are back"),
        (),
        "check",
        lambda now: now.is_online and now.is_away,
    ),
    ActionSpec(
        ActionId.TELL_TYPING, QT_TRANSLATE_NOOP("actions", "Show others when I write"), checkable=True
    ),
    ActionSpec(
        ActionId.SET_TOPIC,
        QT_TRANSLATE_NOOP("actions", "Set topic…"),
        (),
        "edit",
        lambda now: now.in_room and now.may_set_topic,
    ),
    ActionSpec(
        ActionId.HOST_PANEL,
        QT_TRANSLATE_NOOP("actions", "Addresses and hosting"),
        (),
        "host",
        lambda now: now.in_room and now.is_host,
    ),
    ActionSpec(
        ActionId.COMPARE_WORDS,
        QT_TRANSLATE_NOOP("actions", "Compare words…"),
        (),
        "lock",
        lambda now: now.may_compare,
    ),
    ActionSpec(
        ActionId.SEARCH, QT_TRANSLATE_NOOP("actions", "Search this room…"), ("Ctrl+F",), "search", _in_room
    ),
    ActionSpec(ActionId.SEARCH_OLDER, QT_TRANSLATE_NOOP("actions", "Older hit"), ("F3",), usable=_in_room),
    ActionSpec(
        ActionId.SEARCH_NEWER, QT_TRANSLATE_NOOP("actions", "Newer hit"), ("Shift+F3",), usable=_in_room
    ),
    ActionSpec(
        ActionId.SEARCH_ALL, QT_TRANSLATE_NOOP("actions", "Search all rooms…"), ("Ctrl+Shift+F",), "search"
    ),
    ActionSpec(
        ActionId.EXPORT, QT_TRANSLATE_NOOP("actions", "Export this room…"), (), "arrow-down", _in_room
    ),
    ActionSpec(
        ActionId.FORGET,
        QT_TRANSLATE_NOOP("actions", "Delete this room's history…"),
        (),
        "delete",
        _in_room,
    ),
    ActionSpec(ActionId.KEEP_EVER, QT_TRANSLATE_NOOP("actions", "For ever"), checkable=True),
    ActionSpec(ActionId.KEEP_YEAR, QT_TRANSLATE_NOOP("actions", "One year"), checkable=True),
    ActionSpec(ActionId.KEEP_MONTH, QT_TRANSLATE_NOOP("actions", "30 days"), checkable=True),
    ActionSpec(
        ActionId.KEEP_NOTHING, QT_TRANSLATE_NOOP("actions", "Only until Hubbub is closed"), checkable=True
    ),
    ActionSpec(
        ActionId.LEAVE,
        QT_TRANSLATE_NOOP("actions", "Leave room"),
        ("Ctrl+W",),
        "leave",
        lambda now: now.in_room and not now.is_host,
    ),
    ActionSpec(
        ActionId.STOP_HOSTING,
        QT_TRANSLATE_NOOP("actions", "Stop hosting…"),
        (),
        "host",
        lambda now: now.is_host,
    ),
    ActionSpec(ActionId.THEME_SYSTEM, QT_TRANSLATE_NOOP("actions", "As the system"), checkable=True),
    ActionSpec(ActionId.THEME_LIGHT, QT_TRANSLATE_NOOP("actions", "Light"), checkable=True),
    ActionSpec(ActionId.THEME_DARK, QT_TRANSLATE_NOOP("actions", "Dark"), checkable=True),
    ActionSpec(ActionId.TEXT_LARGER, QT_TRANSLATE_NOOP("actions", "Larger text"), ("Ctrl++", "Ctrl+=")),
    ActionSpec(ActionId.TEXT_SMALLER, QT_TRANSLATE_NOOP("actions", "Smaller text"), ("Ctrl+-",)),
    ActionSpec(ActionId.TEXT_NORMAL, QT_TRANSLATE_NOOP("actions", "Normal text size"), ("Ctrl+0",)),
    ActionSpec(ActionId.COMPACT, QT_TRANSLATE_NOOP("actions", "Compact messages"), checkable=True),
    ActionSpec(ActionId.PRESENCE_ALL, QT_TRANSLATE_NOOP("actions", "Each on a line"), checkable=True),
    ActionSpec(
        ActionId.PRESENCE_COLLAPSED, QT_TRANSLATE_NOOP("actions", "Neighbours on one line"), checkable=True
    ),
    ActionSpec(
        ActionId.PRESENCE_SPEAKERS, QT_TRANSLATE_NOOP("actions", "Only of people who spoke"), checkable=True
    ),
    ActionSpec(ActionId.PRESENCE_NONE, QT_TRANSLATE_NOOP("actions", "Not at all"), checkable=True),
    ActionSpec(
        ActionId.CANCEL_OUT, QT_TRANSLATE_NOOP("actions", "Leave out visits under 10 minutes"), checkable=True
    ),
    ActionSpec(
        ActionId.NOTIFY_MESSAGES, QT_TRANSLATE_NOOP("actions", "When somebody writes to you"), checkable=True
    ),
    ActionSpec(
        ActionId.NOTIFY_PRESENCE, QT_TRANSLATE_NOOP("actions", "When people come and go"), checkable=True
    ),
    ActionSpec(ActionId.TRY_NOTIFICATION, QT_TRANSLATE_NOOP("actions", "Try a notification")),
    ActionSpec(ActionId.ANNOUNCE_ALL, QT_TRANSLATE_NOOP("actions", "All messages"), checkable=True),
    ActionSpec(ActionId.ANNOUNCE_MENTIONS, QT_TRANSLATE_NOOP("actions", "Mentions of you"), checkable=True),
    ActionSpec(ActionId.ANNOUNCE_OFF, QT_TRANSLATE_NOOP("actions", "Nothing"), checkable=True),
    ActionSpec(ActionId.SHORTCUTS, QT_TRANSLATE_NOOP("actions", "Keyboard shortcuts"), ("Ctrl+/",)),
    ActionSpec(ActionId.QUIT, QT_TRANSLATE_NOOP("actions", "Quit"), ("Ctrl+Q",)),
)


class Actions(QObject):
    """The QActions of one window, made from the registry.

    Signals:
        triggered(ActionId): a menu entry or shortcut was used.
    """

    triggered = Signal(object)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[ActionId, QAction] = {}
        for spec in SPECS:
            action = QAction(QCoreApplication.translate("actions", spec.text), self)
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setCheckable(spec.checkable)
            action.setData(spec.id)
            if spec.icon:
                action.setIcon(theme.icon(spec.icon))
            action.triggered.connect(self._on_triggered)
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

    def _on_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.triggered.emit(action.data())
