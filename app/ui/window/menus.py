"""The menus of the window, read from the registry of actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QActionGroup

from app.ui.actions import ActionId, Actions
from app.ui.theme.theme import SchemePreference, Theme
from app.ui.widgets.menu import Menu
from app.ui.window.history_choices import KEPT
from app.ui.window.timeline_choices import ANNOUNCE, PRESENCE
from app.words import action_words

_ROOM = (
    (ActionId.MEMBERS, ActionId.SET_TOPIC, ActionId.HOST_PANEL, ActionId.COMPARE_WORDS),
    (ActionId.SEARCH, ActionId.SEARCH_ALL, ActionId.EXPORT, ActionId.FORGET),
    (ActionId.NEW_ROOM, ActionId.SWITCH_ROOM),
)
_SELF = ((ActionId.CHANGE_NAME, ActionId.SET_AWAY, ActionId.SET_BACK, ActionId.TELL_TYPING),)
_END = ((ActionId.LEAVE, ActionId.STOP_HOSTING, ActionId.QUIT),)
THEMES = {
    ActionId.THEME_SYSTEM: SchemePreference.SYSTEM,
    ActionId.THEME_LIGHT: SchemePreference.LIGHT,
    ActionId.THEME_DARK: SchemePreference.DARK,
}
TEXT_STEPS = {ActionId.TEXT_LARGER: 10, ActionId.TEXT_SMALLER: -10}
_APPEARANCE = (tuple(THEMES), (*TEXT_STEPS, ActionId.TEXT_NORMAL), (ActionId.COMPACT,))
_PRESENCE = (tuple(PRESENCE), (ActionId.CANCEL_OUT,))
_NOTIFICATIONS = ((ActionId.NOTIFY_MESSAGES, ActionId.NOTIFY_PRESENCE), (ActionId.TRY_NOTIFICATION,))
_READ_OUT = (tuple(ANNOUNCE),)
_KEPT = (tuple(KEPT),)


def room_menu(actions: Actions, menu: Menu) -> Menu:
    """Fill the menu of the header: the room, the person, the program."""
    _add(menu, actions, (*_ROOM, *_SELF))
    _add_looks(menu, actions)
    menu.addAction(actions[ActionId.SHORTCUTS])
    menu.addSeparator()
    _add(menu, actions, _END)
    return menu


def profile_menu(actions: Actions, menu: Menu) -> Menu:
    """Fill the menu of the person's card."""
    _add(menu, actions, _SELF)
    _add_looks(menu, actions)
    menu.addAction(actions[ActionId.SHORTCUTS])
    return menu


def group_themes(actions: Actions, theme: Theme) -> None:
    """Make the three themes exclude each other and mark the one in use."""
    group = QActionGroup(actions)
    for action, preference in THEMES.items():
        group.addAction(actions[action])
        actions[action].setChecked(preference is theme.preference)


def _add(menu: Menu, actions: Actions, groups: Sequence[Sequence[ActionId]]) -> None:
    for group in groups:
        for action in group:
            menu.addAction(actions[action])
        menu.addSeparator()


def _add_looks(menu: Menu, actions: Actions) -> None:
    for title, groups in (
        (action_words.APPEARANCE(), _APPEARANCE),
        (action_words.JOINS_AND_LEAVES(), _PRESENCE),
        (action_words.NOTIFICATIONS(), _NOTIFICATIONS),
        (action_words.KEEP_HISTORY(), _KEPT),
        (action_words.READ_OUT(), _READ_OUT),
    ):
        sub = Menu(menu)
        sub.setTitle(title)
        _add(sub, actions, groups)
        menu.addMenu(sub)
