"""The left pane: the program's name, a button for a new room, the rooms, the person's card."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.rooms_model import RoomsModel
from app.ui.rooms.rooms_list import RoomsList
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import AvatarLabel, ElidedLabel, Label, ProgramIcon
from app.ui.widgets.menu import Menu
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.ui.widgets.surfaces import PaneTop
from app.words import attention_words, common_words, room_list_words, room_words

_MARK = 24


class ProfileCard(QWidget):
    """The person's own: avatar, name, and whether they are here or away. Its button opens `menu`."""

    def __init__(self, theme: Theme, menu: Menu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.menu = menu
        self._avatar = AvatarLabel(theme, "", theme.metrics.avatar.timeline)
        self._name = ElidedLabel("", TypeRole.LIST_UNREAD)
        self._state = Label("", TypeRole.META, "text3")
        self.button = IconButton(theme, "settings", room_words.YOU_AND_THE_PROGRAM(), on_ground=True)
        self.button.clicked.connect(self._open)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._state)
        row = scaled_row(theme, self)
        row.set_margins(8, 4, 0, 0)
        row.set_spacing(theme.metrics.spacing.one)
        row.addWidget(self._avatar)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        self._is_away = False
        self._is_undisturbed = False
        self.set_profile("", away=False)

    def set_profile(self, name: str, *, away: bool, colour_of: str = "", picture: str = "") -> None:
        """Show `name` and its presence; `colour_of` colours it, "" for the name.

        `picture`: the id of the one that they show, "" for none.
        """
        self._avatar.set_name(name, colour_of=colour_of or name, picture=picture)
        self._name.set_full_text(name)
        self._is_away = away
        self._show_state()

    def set_undisturbed(self, undisturbed: bool) -> None:
        """Show that the person is told of nothing: that must not be forgotten."""
        self._is_undisturbed = undisturbed
        self._show_state()

    def _show_state(self) -> None:
        words = common_words.AWAY() if self._is_away else room_words.AVAILABLE()
        self._state.setText(attention_words.DO_NOT_DISTURB() if self._is_undisturbed else words)

    def _open(self) -> None:
        self.menu.popup(self.button.mapToGlobal(QPoint(0, -self.menu.sizeHint().height() - 4)))


class RoomsPane(QWidget):
    """Shows the open rooms; `plus` is the button for another, `menu` what the person's card opens."""

    def __init__(self, theme: Theme, rooms: RoomsModel, *, plus: IconButton, menu: Menu) -> None:
        super().__init__()
        self._theme = theme
        self.list = RoomsList(theme, rooms)
        self.held = Button(theme, "", ButtonKind.LINK)
        self.held.hide()
        self.invitations = Button(theme, "", ButtonKind.LINK)
        self.invitations.hide()
        self.profile = ProfileCard(theme, menu)
        self.plus = plus
        column = scaled_column(theme, self)
        gap = theme.metrics.spacing.one
        column.set_margins(gap, gap, 0, gap)
        column.set_spacing(0)
        column.addWidget(self._make_top())
        column.addWidget(self.list, 1)
        for button in (self.invitations, self.held):
            line = scaled_row(theme)
            line.set_margins(gap, 0, 0, 0)  # in line with the rows above
            line.addWidget(button)
            line.addStretch()
            column.addLayout(line)
        column.addWidget(self.profile)

    def set_held(self, rooms: int, people: int) -> None:
        """Tell in one line how many rooms and people wait to be opened; `held` is its button."""
        more_rooms = room_words.ONE_MORE_ROOM() if rooms == 1 else room_words.MORE_ROOMS(rooms)
        more_people = room_words.ONE_MORE_PERSON() if people == 1 else room_words.MORE_PEOPLE(people)
        words = more_rooms if rooms else more_people
        if rooms and people:  # both in full are wider than the pane
            words = room_words.MORE_WAITING(rooms + people)
        self.held.setText(words)
        self.held.setAccessibleName(f"{more_rooms}, {more_people}" if rooms and people else words)
        self.held.setVisible(bool(rooms or people))

    def set_invitations(self, count: int) -> None:
        """Tell how many rooms one is asked into; `invitations` is the button of it."""
        one = count == 1
        self.invitations.setText(
            room_list_words.ONE_INVITATION() if one else room_list_words.INVITATIONS(count)
        )
        self.invitations.setVisible(count > 0)

    @property
    def has_waiting(self) -> bool:
        """Whether something waits that one gets to only here."""
        return not (self.held.isHidden() and self.invitations.isHidden())

    def _make_top(self) -> QWidget:
        top = PaneTop(self._theme)
        row = scaled_row(self._theme, top)
        row.set_margins(self._theme.metrics.spacing.one, 0, 0, 0)
        row.set_spacing(self._theme.metrics.spacing.one)
        row.addWidget(ProgramIcon(self._theme, _MARK))
        row.addWidget(ElidedLabel("Hubbub", TypeRole.HEADING), 1)
        row.addWidget(self.plus)
        return top
