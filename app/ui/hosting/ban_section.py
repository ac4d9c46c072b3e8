"""Who is banned or muted, by name, as the host and moderators see it: rows from which each is lifted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.client.wishes import LiftHubBan, Unban, Wish
from app.guard import guarded
from app.irc.ban_lines import BY_ADDRESS, BY_NAME, BanNotice
from app.irc.masks import ban_words, is_mute
from app.models.room import Room
from app.models.room_names import banned_by_host, banned_name, name_in
from app.ui.hosting.row_groups import RowGroup
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.labels import ElidedLabel
from app.ui.widgets.scaled_layouts import scaled_column
from app.values import frozen
from app.words import hosting_words, moderation_words

# A row is three widgets; a list longer than this is read with other tools.
SHOWN = 100


@frozen
class BanRow:
    """One of the list: `tip` says by whom and how well it holds, `lift` is what takes it back."""

    name: str
    tip: str
    lift: Wish
    is_mute: bool = False


def ban_rows(room: Room) -> Iterator[BanRow]:
    """Who is banned from the hub that a room is of, then who is banned and muted in the room itself."""
    for ban in room.connection.moderation.hub_bans:
        yield BanRow(banned_by_host(ban), _tip(room, ban), LiftHubBan(ban.id))
    for mask, by, _time in room.bans:
        name = room.ban_names.get(mask) or banned_name(room, mask) or ban_words(mask)
        if not name:  # on hubs of ours nobody is told an address; elsewhere all are, and know bans by it
            name = moderation_words.AN_ADDRESS() if room.connection.is_hub else mask
        who, lift = name_in(room, by), Unban(room.target, mask)
        if is_mute(mask):
            tip = moderation_words.MUTED_BY(name=name, by=who) if by else name
        else:
            tip = hosting_words.BANNED_BY(mask=name, name=who) if by else name
        yield BanRow(name, tip, lift, is_mute(mask))


def _tip(room: Room, ban: BanNotice) -> str:
    parts = [hosting_words.BANNED_BY(mask=banned_by_host(ban), name=name_in(room, ban.by))]
    parts += [ban.reason] if ban.reason else []
    if BY_NAME in ban.covers:
        parts.append(moderation_words.ONLY_BY_NAME())
    elif BY_ADDRESS not in ban.covers:
        parts.append(moderation_words.NOT_BY_ADDRESS())
    return "\n".join(parts)


class BanList(RowGroup):
    """The first rows of a list of bans, each with the button that lifts it.

    Signals:
        lift_requested(Wish): what takes one back.
    """

    lift_requested = Signal(Wish)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.buttons: list[Button] = []

    def show_rows(self, rows: Sequence[BanRow]) -> None:
        """Show these rows in place of those before."""
        self.clear()
        self.buttons = []
        for row in rows[:SHOWN]:
            words = moderation_words.UNMUTE if row.is_mute else hosting_words.UNBAN
            spoken = moderation_words.UNMUTE_WHOM if row.is_mute else hosting_words.UNBAN_WHOM
            lift = Button(self._theme, words(), ButtonKind.LINK)
            lift.setAccessibleName(spoken(name=row.name))
            lift.clicked.connect(partial(self._lift, row.lift))
            self.buttons.append(lift)
            name = ElidedLabel(row.name, tip=row.tip)
            self.add_row([name, lift], self._theme.metrics.list.host_address_row)

    def _lift(self, wish: Wish, _checked: bool = False) -> None:
        self.lift_requested.emit(wish)


@guarded()
class BanSection(QWidget):
    """ "3 banned", opening to a list from which bans can be lifted.

    Signals:
        opened(): the list is about to be shown.
        unfolded(): it has its height now.
        lift_requested(Wish): what takes one back.
    """

    opened = Signal()
    unfolded = Signal()
    lift_requested = Signal(Wish)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[BanRow, ...] = ()
        self._is_unfolding = False
        self.button = Button(theme, "", ButtonKind.LINK)
        self.button.setCheckable(True)
        self.box = BanList(theme)
        self.box.lift_requested.connect(self.lift_requested)
        self.box.hide()
        column = scaled_column(theme, self)
        column.set_margins(0, 8, 0, 0)
        column.set_spacing(theme.metrics.spacing.half)
        column.addWidget(self.button)
        column.addWidget(self.box)
        self.button.toggled.connect(self._on_toggled)
        self.show_rows(())

    def show_rows(self, rows: Sequence[BanRow]) -> None:
        """Show who is banned and muted."""
        rows = tuple(rows)
        if rows == self._rows and self.button.text():
            return  # the list stays as it is, and the focus in it
        self._rows = rows
        self.button.setText(count_words(rows))
        self._fill()

    def _on_toggled(self, is_open: bool) -> None:
        self._is_unfolding = is_open
        if is_open:
            self.opened.emit()
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # the rows get their height one turn after they were added
        of_rows = self._theme.scaled(self._theme.metrics.list.host_address_row) * len(self._rows[:SHOWN])
        if self._is_unfolding and self.box.height() >= of_rows:
            self._is_unfolding = False
            self.unfolded.emit()

    def _fill(self) -> None:
        is_open = self.button.isChecked()
        icon = "chevron-down" if is_open else "chevron-right"
        self.button.setIcon(self._theme.icon(icon, "accent_text", "accent_text"))
        self.box.setVisible(is_open and bool(self._rows))
        self.box.show_rows(self._rows if is_open else ())


def count_words(rows: Sequence[BanRow]) -> str:
    """How many of a list are banned and muted."""
    muted = sum(row.is_mute for row in rows)
    banned = len(rows) - muted
    if not rows:
        return hosting_words.NOBODY_IS_BANNED()
    if not muted:
        return hosting_words.BANNED(banned)
    if not banned:
        return moderation_words.MUTED_PEOPLE(muted)
    return moderation_words.BANNED_AND_MUTED(
        banned=hosting_words.BANNED(banned), muted=moderation_words.MUTED_PEOPLE(muted)
    )
