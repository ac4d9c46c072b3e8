"""Who is banned and muted in a room, over the shaded window, for those who may lift it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.client.wishes import AskBans, Wish
from app.guard import guarded
from app.models.room import Room
from app.ui.hosting.ban_section import SHOWN, BanList, BanRow, ban_rows, count_words
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import Label
from app.ui.widgets.modal_overlay import ListArea, ModalOverlay
from app.ui.widgets.scaled_layouts import scaled_column
from app.words import common_words, moderation_words

_WIDTH = 440


@guarded()
class BansSheet(ModalOverlay):
    """Shows the bans of `room`, and follows them. `ask` has its server asked for them.

    Signals:
        wished(Room, Wish): the list is wanted, or somebody may come in or speak again.
    """

    wished = Signal(Room, Wish)

    def __init__(self, theme: Theme, over: QWidget, room: Room) -> None:
        title = moderation_words.BANS_OF(room=room.title)
        super().__init__(theme, over, title=title, width=_WIDTH)
        self._room = room
        self._rows: tuple[BanRow, ...] = ()
        self.cross = IconButton(theme, "close", common_words.CLOSE())
        self.cross.clicked.connect(self.dismiss)
        self.count = Label("", TypeRole.META, "text2", wrap=True)
        self.list = BanList(theme)
        self.list.lift_requested.connect(self._lift)
        self.area = ListArea(self.list)
        self._lay_out(title)
        self._show()
        self.open_with(self.cross)
        room.changed.connect(self._show)
        room.connection.moderation.changed.connect(self._show)

    def ask(self) -> None:
        """Ask for the list; until it has come the sheet says so, if nothing is known."""
        self.wished.emit(self._room, AskBans(self._room.target))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round between the bans and the cross."""
        chain: list[QWidget] = [self.cross, *self.list.buttons]
        current = self.focusWidget()
        at = chain.index(current) if current in chain else -1
        following = chain[(at + (1 if forward else -1)) % len(chain)]
        following.setFocus()
        if following is not self.cross:
            self.area.ensureWidgetVisible(following)
        return True

    def _lay_out(self, title: str) -> None:
        pad = self._theme.metrics.dialog.pad
        column = scaled_column(self._theme, self.card)
        self.set_card_margins(pad, pad - 8, pad - 8, pad)
        head = QHBoxLayout()
        head.addWidget(Label(title, TypeRole.HEADING, wrap=True), 1)
        head.addWidget(self.cross)
        column.addLayout(head)
        column.addWidget(self.count)
        column.addWidget(self.area, 1)

    @Slot()
    def _show(self) -> None:
        rows = tuple(ban_rows(self._room))
        words = count_words(rows)
        if not rows and not self._room.has_ban_list:
            words = moderation_words.ASKING_FOR_BANS()
        elif len(rows) > SHOWN:
            words = moderation_words.FIRST_SHOWN(SHOWN, total=words)
        self.count.setText(words)
        if rows != self._rows:
            self._fill(rows)
        self.area.setVisible(bool(rows))
        QTimer.singleShot(0, self, self._place)  # rows have their height then

    def _fill(self, rows: tuple[BanRow, ...]) -> None:
        """Show other rows; the keyboard stays at the place in the list where it was."""
        focused = self.focusWidget()
        at = next((at for at, button in enumerate(self.list.buttons) if button is focused), None)
        self.cross.setFocus()
        self._rows = rows
        self.list.show_rows(rows)
        if at is not None and self.list.buttons:
            self.list.buttons[min(at, len(self.list.buttons) - 1)].setFocus()

    def _lift(self, wish: Wish) -> None:
        self.wished.emit(self._room, wish)
