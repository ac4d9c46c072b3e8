"""The card that opens a room: name, perhaps a password, what newcomers read, and more under Advanced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from app.settings import FILES, NEWCOMERS
from app.ui.start.card_header import HostIllustration, make_card_header
from app.ui.start.start_requests import suggested_room_name
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.browser_choices import BrowserChoices
from app.ui.widgets.buttons import Button, ButtonKind, Switch
from app.ui.widgets.form_fields import ComboBox, PasswordField, TextField
from app.ui.widgets.labels import Label
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.ui.widgets.surfaces import Card
from app.words import common_words, file_words, hosting_words, start_words

HostField = Literal["room", "password", "port", "interface", "name"]


class HostCard(Card):
    """Fields of a room to open.

    Signals:
        submitted(): the button or Enter in a field was pressed.
        newcomers_changed(str): what newcomers can read was chosen, one of settings.NEWCOMERS.
        files_changed(str): the largest file that people may share was chosen, one of settings.FILES.
        browsers_changed(str): what browsers find was chosen, one of settings.BROWSERS.
        nearby_changed(bool): whether others on its networks are told of it was chosen.
        close_ports_requested(): what the program had opened in the firewall is to be closed.
    """

    submitted = Signal()
    newcomers_changed = Signal(str)
    files_changed = Signal(str)
    browsers_changed = Signal(str)
    nearby_changed = Signal(bool)
    close_ports_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("sheet", parent)
        self._theme = theme
        self._is_suggested = True
        self.room = TextField(theme, start_words.ROOM_NAME())
        self.password = PasswordField(
            theme, common_words.PASSWORD(), optional=start_words.OPTIONAL(), placeholder=start_words.NONE()
        )
        self._access_hint = Label("", TypeRole.META, "text3", wrap=True)
        self._pairs: list[QBoxLayout] = []
        self.newcomers = ComboBox(theme, common_words.NEWCOMERS_CAN_READ())
        self.files = ComboBox(theme, file_words.FILES_PEOPLE_SHARE())
        self._choices = self._make_choices()
        self.nearby = Switch(theme, hosting_words.SHOW_NEARBY())
        self._nearby_hint = Label("", TypeRole.META, "text3", wrap=True)
        self._nearby_row = self._make_nearby_row()
        self.close_ports = Button(theme, hosting_words.CLOSE_PORTS(), ButtonKind.LINK)
        self._open_ports_row = self._make_open_ports_row()
        self.advanced = Button(theme, start_words.ADVANCED(), ButtonKind.LINK)
        self.advanced.setCheckable(True)
        self.button = Button(theme, start_words.HOST_ROOM(), ButtonKind.PRIMARY)
        self.port = TextField(theme, start_words.PORT(), placeholder=start_words.PORT_HINT())
        self.interface = ComboBox(theme, start_words.NETWORK())
        self._network = self._make_network()
        self.browsers = BrowserChoices(theme)
        self._details = QWidget()
        self._lay_out()
        self._connect()
        self.set_interfaces(())
        self._on_advanced(False)
        self._on_password()
        self.set_nearby(True)
        self.set_ports_open(False)

    def suggest_room_name(self, name: str) -> None:
        """Offer a room name for the person, unless they have typed one."""
        if self._is_suggested:
            self.room.set_text(suggested_room_name(name))

    def set_room(self, room_name: str) -> None:
        """Describe a room that has a name already."""
        self._is_suggested = False
        self.room.set_text(room_name)

    def set_interfaces(self, interfaces: Sequence[tuple[str, str]]) -> None:
        """Offer (label, address) pairs beside "all networks", which comes first."""
        chosen = self.chosen_interface()
        self.interface.clear()
        self.interface.addItem(start_words.ALL_NETWORKS(), None)
        for label, address in interfaces:
            self.interface.addItem(start_words.NETWORK_AND_ADDRESS(label=label, address=address), address)
        self.interface.setCurrentIndex(max(0, self.interface.findData(chosen)))

    def chosen_interface(self) -> str | None:
        """The address to listen on, None for all."""
        address = self.interface.currentData()
        return address if isinstance(address, str) else None

    def chosen_newcomers(self) -> str:
        """What newcomers can read, one of settings.NEWCOMERS."""
        return str(self.newcomers.currentData())

    def set_newcomers(self, value: str) -> None:
        """Choose what newcomers can read."""
        self.newcomers.setCurrentIndex(self.newcomers.findData(value))

    def chosen_files(self) -> str:
        """The largest file that people may share, one of settings.FILES."""
        return str(self.files.currentData())

    def set_files(self, value: str) -> None:
        """Choose the largest file that people may share."""
        self.files.setCurrentIndex(self.files.findData(value))

    def set_nearby(self, shown: bool) -> None:
        """Choose whether others on its networks are told of the room."""
        self.nearby.setChecked(shown)
        self._on_nearby()

    def set_ports_open(self, are_open: bool) -> None:
        """Say that ports of an earlier room are open in the firewall, or nothing of it."""
        self._open_ports_row.setVisible(are_open)

    def show_error(self, field: HostField, text: str) -> None:
        """Say `text` beside a field, opening Advanced for those in it."""
        target = {"room": self.room, "password": self.password}.get(field, self.port)
        if target is self.port:
            self.advanced.setChecked(True)
        target.set_error(text)
        target.edit.setFocus()

    def clear_errors(self) -> None:
        """Take the errors of all fields away."""
        for field in (self.room, self.password, self.port):
            field.set_error("")

    def set_narrow(self, narrow: bool) -> None:
        """Put the fields of a pair below each other where there is no room beside each other."""
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        for pair in self._pairs:
            pair.setDirection(direction)
        self.browsers.set_narrow(narrow)

    def set_pad(self, px: int) -> None:
        """Keep everything so many pixels from the edges."""
        self._column.setContentsMargins(px, px, px, px)

    def _make_network(self) -> QWidget:
        network = QWidget()
        column = scaled_column(self._theme, network)
        column.set_margins(0, 0, 0, 0)
        column.set_spacing(6)
        label = Label(start_words.NETWORK(), TypeRole.LABEL, "text2")
        label.setBuddy(self.interface)
        column.addWidget(label)
        column.addWidget(self.interface)
        column.addStretch()
        return network

    def _make_choices(self) -> QWidget:
        for value in NEWCOMERS:
            self.newcomers.addItem(hosting_words.NEWCOMERS[value](), value)
        for value in FILES:
            self.files.addItem(file_words.largest_file(value), value)
        choices = QWidget()
        column = scaled_column(self._theme, choices)
        column.set_margins(0, 0, 0, 0)
        column.set_spacing(self._theme.metrics.spacing.one)
        for name, box in (
            (common_words.NEWCOMERS_CAN_READ(), self.newcomers),
            (file_words.FILES_PEOPLE_SHARE(), self.files),
        ):
            row = scaled_row(self._theme)
            row.set_spacing(self._theme.metrics.spacing.one)
            self._pairs.append(row)
            label = Label(name, TypeRole.LABEL, "text2", wrap=True)
            label.setBuddy(box)
            row.addWidget(label, 2)  # shares, so that the boxes stand below each other
            row.addWidget(box, 3)
            column.addLayout(row)
        return choices

    def _make_open_ports_row(self) -> QWidget:
        told = QWidget()
        column = scaled_column(self._theme, told)
        column.set_margins(0, self._theme.metrics.spacing.one_half, 0, 0)
        column.set_spacing(2)
        column.addWidget(Label(hosting_words.STILL_OPEN(), TypeRole.META, "text3", wrap=True))
        column.addWidget(self.close_ports, 0, Qt.AlignmentFlag.AlignLeft)
        return told

    def _make_nearby_row(self) -> QWidget:
        choice = QWidget()
        row = scaled_row(self._theme, choice)
        row.set_margins(0, 0, 0, 0)
        row.set_spacing(self._theme.metrics.spacing.one)
        words = scaled_column(self._theme)
        words.set_spacing(2)
        words.addWidget(Label(hosting_words.SHOW_NEARBY(), TypeRole.LIST, wrap=True))
        words.addWidget(self._nearby_hint)
        row.addWidget(self.nearby, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return choice

    def _lay_out(self) -> None:
        spacing = self._theme.metrics.spacing
        column = self._column = scaled_column(self._theme, self)
        column.set_spacing(0)
        head = make_card_header(
            self._theme,
            HostIllustration(self._theme),
            start_words.HOST_A_ROOM(),
            start_words.HOST_A_ROOM_TEXT(),
        )
        column.addLayout(head)
        column.add_gap(18)
        column.addLayout(self._pair(self.room, self.password, (27, 20)))
        column.add_gap(spacing.one)
        column.addWidget(self._access_hint)
        column.add_gap(spacing.one_half)
        column.addWidget(self._nearby_row)
        column.add_gap(spacing.one_half)
        column.addWidget(self._choices)
        inner = scaled_column(self._theme, self._details)
        inner.set_margins(0, spacing.one_half, 0, 0)
        inner.addLayout(self._pair(self.port, self._network, (20, 27)))
        inner.add_gap(spacing.one_half)
        inner.addWidget(self.browsers)
        column.addWidget(self._details)
        column.addWidget(self._open_ports_row)
        column.add_gap(spacing.two)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.advanced)
        foot.addStretch()
        foot.addWidget(self.button)
        column.addLayout(foot)

    def _pair(self, left: QWidget, right: QWidget, shares: tuple[int, int]) -> QBoxLayout:
        pair = scaled_row(self._theme)
        pair.set_spacing(self._theme.metrics.spacing.one_half)
        # an error below one field moves nothing in the other
        pair.addWidget(left, shares[0], Qt.AlignmentFlag.AlignTop)
        pair.addWidget(right, shares[1], Qt.AlignmentFlag.AlignTop)
        self._pairs.append(pair)
        return pair

    def _connect(self) -> None:
        self.button.clicked.connect(self.submitted)
        for field in (self.room, self.password, self.port):
            field.submitted.connect(self.submitted)
        self.room.edited.connect(self._on_room_edited)
        self.password.edit.textChanged.connect(self._on_password)
        self.advanced.toggled.connect(self._on_advanced)
        self.nearby.clicked.connect(self._on_nearby_clicked)
        self.newcomers.activated.connect(self._on_newcomers)
        self.files.activated.connect(self._on_files)
        self.browsers.chosen.connect(self._on_browsers)
        self.close_ports.clicked.connect(self.close_ports_requested)

    @Slot(str)
    def _on_room_edited(self, text: str) -> None:
        # an emptied field offers a name again
        self._is_suggested = not text

    @Slot()
    def _on_newcomers(self) -> None:
        self.newcomers_changed.emit(self.chosen_newcomers())

    @Slot()
    def _on_files(self) -> None:
        self.files_changed.emit(self.chosen_files())

    @Slot(str)
    def _on_browsers(self, found: str) -> None:
        self.browsers_changed.emit(found)

    @Slot(bool)
    def _on_nearby_clicked(self, shown: bool) -> None:
        self._on_nearby()
        self.nearby_changed.emit(shown)

    def _on_nearby(self) -> None:
        told = hosting_words.TOLD_NEARBY if self.nearby.isChecked() else hosting_words.NOT_TOLD_NEARBY
        self._nearby_hint.setText(told())
        self.nearby.setAccessibleDescription(told())

    @Slot()
    def _on_password(self) -> None:
        self._access_hint.setText(
            start_words.PASSWORD_KNOWN() if self.password.text() else start_words.NO_PASSWORD()
        )
        self.browsers.set_has_password(bool(self.password.text()))

    @Slot(bool)
    def _on_advanced(self, shown: bool) -> None:
        self._details.setVisible(shown)
        icon = "chevron-down" if shown else "chevron-right"
        self.advanced.setIcon(self._theme.icon(icon, "accent_text", "accent_text"))
