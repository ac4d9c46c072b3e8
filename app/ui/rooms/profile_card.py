"""The person's own card under the rooms: avatar, name, and whether they are here or away."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.frames import set_margins
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import AvatarLabel, ElidedLabel, Label
from app.ui.widgets.menu import Menu
from app.words import common_words, room_words


class ProfileCard(QWidget):
    """Shows who the person is; its button opens the menu it is given."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._menu: Menu | None = None
        self._avatar = AvatarLabel(theme, "", theme.metrics.avatar.timeline)
        self._name = ElidedLabel("", TypeRole.LIST_UNREAD)
        self._state = Label("", TypeRole.META, "text3")
        self.button = IconButton(theme, "settings", room_words.YOU_AND_THE_PROGRAM(), on_ground=True)
        self.button.clicked.connect(self._open)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._state)
        row = QHBoxLayout(self)
        set_margins(row, 8, 4, 0, 0)
        row.setSpacing(theme.metrics.spacing.one)
        row.addWidget(self._avatar)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        self.set_profile("", away=False)

    def set_profile(self, name: str, *, away: bool) -> None:
        """Show `name` and its presence."""
        self._avatar.set_name(name)
        self._name.set_full_text(name)
        self._state.setText(common_words.AWAY() if away else room_words.AVAILABLE())

    def set_menu(self, menu: Menu) -> None:
        """What the button opens."""
        self._menu = menu

    def _open(self) -> None:
        if self._menu is not None:
            size = self._menu.sizeHint()
            self._menu.popup(self.button.mapToGlobal(QPoint(0, -size.height() - 4)))
