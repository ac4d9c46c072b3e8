"""What a window makes of its registry of actions: QActions with their keys, menus, and buttons."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.ui.action import Action
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.menu import Menu
from app.ui.widgets.plain_text import button_text
from app.ui.window.action_ids import ActionId
from app.ui.window.preference_actions import WindowAction
from app.ui.window.window_actions import ACTIONS, Submenu
from app.ui.window.window_context import WindowContext
from app.words.sentence import Sentence


class WindowMenus(QObject):
    """The QActions of one window, by their id.

    Signals:
        triggered(Action[WindowContext]): a menu entry, a key or a button was used.
        opening(): a menu is about to be shown.
    """

    triggered = Signal(Action)
    opening = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._rows = {row.id: row for row in ACTIONS}
        self._actions = {row.id: self._make(row) for row in ACTIONS}
        self._submenus: list[tuple[QAction, Submenu]] = []

    def __getitem__(self, action: ActionId) -> QAction:
        return self._actions[action]

    def follow(self, window: WindowContext) -> None:
        """Enable and show exactly what can be used now, and mark what holds: menus grey nothing."""
        for row in ACTIONS:
            action, is_usable = self._actions[row.id], row.usable(window)
            if not isinstance(row.text, Sentence):
                action.setText(button_text(row.text(window)))
            action.setEnabled(is_usable)
            action.setVisible(is_usable)
            if row.checked is not None:
                action.setChecked(row.checked(window))
        for action, submenu in self._submenus:
            action.setVisible(any(_is_shown(row, window) for row in submenu.rows))
            if not isinstance(submenu.title, Sentence):
                action.setText(button_text(submenu.title(window)))

    def menu(self, rows: Iterable[WindowAction | Submenu]) -> Menu:
        """A menu of these rows, which has what can be used whenever it is opened."""
        menu = Menu(self._theme, self._window)
        menu.aboutToShow.connect(self.opening)
        self._fill(menu, rows)
        return menu

    def key_name(self, action: ActionId) -> str:
        """The first key of a row in the spelling of this desktop, "" for none."""
        return next(iter(self._rows[action].key_names()), "")

    def button(
        self, action: ActionId, *, icon: str = "", words: str = "", on_ground: bool = False
    ) -> IconButton:
        """A button that does what a row does; it has its icon and words, if not others, and tells its key."""
        row = self._rows[action]
        key = self.key_name(action)
        name = words or row.listed_words()
        name = f"{name} ({key})" if key else name
        button = IconButton(self._theme, icon or row.icon, name, on_ground=on_ground)
        button.clicked.connect(self._actions[action].trigger)
        return button

    def menu_button(
        self, rows: Iterable[WindowAction | Submenu], *, icon: str, words: str, on_ground: bool = False
    ) -> IconButton:
        """A button that opens a menu of rows; where one of them is all there is, it does that."""
        button = IconButton(self._theme, icon, words, on_ground=on_ground)
        button.clicked.connect(partial(self._open, button, self.menu(rows)))
        return button

    def _open(self, button: IconButton, menu: Menu, _checked: bool = False) -> None:
        self.opening.emit()
        usable = [action for action in menu.actions() if action.isVisible()]
        if len(usable) == 1:
            usable[0].trigger()
        else:
            menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

    def _make(self, row: WindowAction) -> QAction:
        action = QAction(row.text() if isinstance(row.text, Sentence) else "", self)
        action.setShortcuts(row.sequences())
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(row.checked is not None)
        if row.icon:
            action.setIcon(self._theme.icon(row.icon))
        action.triggered.connect(partial(self._trigger, row))
        self._window.addAction(action)
        return action

    def _fill(self, menu: Menu, rows: Iterable[WindowAction | Submenu]) -> None:
        for row in rows:
            if row.starts_group and not menu.isEmpty():
                menu.addSeparator()
            if isinstance(row, Submenu):
                sub = Menu(self._theme, menu)
                if isinstance(row.title, Sentence):
                    sub.setTitle(row.title())
                self._fill(sub, row.rows)
                self._submenus.append((menu.addMenu(sub), row))
            else:
                menu.addAction(self._actions[row.id])

    def _trigger(self, row: WindowAction, _checked: bool = False) -> None:
        self.triggered.emit(row)


def _is_shown(row: WindowAction | Submenu, window: WindowContext) -> bool:
    """Whether a row has something that can be used."""
    if isinstance(row, Submenu):
        return any(_is_shown(inner, window) for inner in row.rows)
    return row.usable(window)
