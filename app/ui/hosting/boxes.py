"""Boxes with rows for the host panel: addresses, who may enter, who is banned."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.moderation import ban_words
from app.ui.hosting.copy_icon import CopyIcon
from app.ui.hosting.facts import HostAddress
from app.ui.hosting.words import reach_words
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.card import Card, Rule
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import ElidedLabel, Label
from app.ui.widgets.margins import set_margins
from app.ui.widgets.switch import Switch

Ban = tuple[str, str, float]

_HIDDEN = "••••••••"
_BANS_SHOWN = 100  # a list longer than this is read with other tools


class RowBox(Card):
    """A box with one row below the other and a line between them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("box", parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)

    def clear(self) -> None:
        """Take all rows out."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def add_row(self, widgets: Sequence[QWidget], height: int) -> None:
        """Add a row; its first widget takes the free width."""
        if self._column.count():
            self._column.addWidget(Rule())
        row = QWidget()
        row.setMinimumHeight(self._theme.scaled(height))
        line = QHBoxLayout(row)
        set_margins(line, 12, 0, 12 if isinstance(widgets[-1], Switch) else 6, 0)
        line.setSpacing(self._theme.metrics.spacing.one)
        for at, widget in enumerate(widgets):
            line.addWidget(widget, 0 if at else 1)
        self._column.addWidget(row)


class AddressBox(RowBox):
    """Every address people can type, the preferred first and in bold."""

    def show_addresses(self, addresses: Sequence[HostAddress]) -> None:
        """Show these addresses."""
        self.clear()
        height = self._theme.metrics.list.host_address_row
        for at, address in enumerate(addresses):
            text = ElidedLabel(address.text, TypeRole.ADDRESS, mode=Qt.TextElideMode.ElideMiddle)
            text.setProperty("strong", "false" if at else "true")
            words = Label(reach_words(address.reach), TypeRole.META, "text3")
            self.add_row([text, words, CopyIcon(self._theme, address.text)], height)


class EntryBox(RowBox):
    """Who may enter: the password, and the lock.

    Signals:
        lock_toggled(bool): the person moved the switch.
    """

    lock_toggled = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._password = ""
        self._shown = Label("", TypeRole.CODE, "text2")
        self._shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.eye = IconButton(theme, "eye", self.tr("Show password"), small=True)
        self.eye.setCheckable(True)
        self.copy = CopyIcon(theme)
        self.lock = Switch(theme, self.tr("Lock the room, nobody new gets in"))
        height = theme.metrics.control.icon_button + theme.metrics.spacing.one
        self._title = Label(self.tr("Password"), wrap=True)
        self.add_row([self._title, self._shown, self.eye, self.copy], height)
        self.add_row([Label(self.tr("Lock the room, nobody new gets in"), wrap=True), self.lock], height)
        self.eye.toggled.connect(self._on_eye)
        self.lock.clicked.connect(self.lock_toggled)
        self.set_password("")

    def set_password(self, password: str) -> None:
        """Show that there is a password, hidden, or that there is none."""
        self._password = password
        self.eye.setVisible(bool(password))
        self.copy.setVisible(bool(password))
        self.copy.set_copied_text(password, self.tr("password"))
        self.eye.setChecked(False)
        self._on_eye(False)

    def set_locked(self, locked: bool) -> None:
        """Show whether the room is locked."""
        self.lock.setChecked(locked)

    def _on_eye(self, visible: bool) -> None:
        self.eye.set_name(self.tr("Hide password") if visible else self.tr("Show password"))
        if self._password:
            self._shown.setText(self._password if visible else _HIDDEN)
        else:
            self._shown.setText("")
        self._title.setText(
            self.tr("Password") if self._password else self.tr("No password: the address is enough")
        )


class BanBox(QWidget):
    """ "3 banned", opening to a list from which bans can be lifted.

    Signals:
        opened(): the list is about to be shown.
        unban_requested(str): the mask of a ban to be lifted.
    """

    opened = Signal()
    unban_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bans: tuple[Ban, ...] = ()
        self.button = Button(theme, "", ButtonKind.LINK)
        self.button.setCheckable(True)
        self.box = RowBox(theme)
        self.box.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(theme.metrics.spacing.half)
        column.addWidget(self.button)
        column.addWidget(self.box)
        self.button.toggled.connect(self._on_toggled)
        self.show_bans(())

    def show_bans(self, bans: Sequence[Ban]) -> None:
        """Show these bans, each (mask, by, time)."""
        self._bans = tuple(bans)
        self.button.setText(
            self.tr("%n banned", "", len(self._bans)) if self._bans else self.tr("Nobody is banned")
        )
        self._fill()

    def _on_toggled(self, is_open: bool) -> None:
        if is_open:
            self.opened.emit()
        self._fill()

    def _fill(self) -> None:
        is_open = self.button.isChecked()
        icon = "chevron-down" if is_open else "chevron-right"
        self.button.setIcon(self._theme.icon(icon, "accent_text", "accent_text"))
        self.box.clear()
        self.box.setVisible(is_open and bool(self._bans))
        if not is_open:
            return
        for mask, by, _ in self._bans[:_BANS_SHOWN]:
            who = ElidedLabel(ban_words(mask))
            who.setToolTip(self.tr("{mask}, banned by {name}").format(mask=mask, name=by) if by else mask)
            lift = Button(self._theme, self.tr("Unban"), ButtonKind.LINK)
            lift.setAccessibleName(self.tr("Unban {name}").format(name=ban_words(mask)))
            lift.setObjectName(mask)
            lift.clicked.connect(self._on_lifted)
            self.box.add_row([who, lift], self._theme.metrics.list.host_address_row)

    def _on_lifted(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.unban_requested.emit(sender.objectName())
