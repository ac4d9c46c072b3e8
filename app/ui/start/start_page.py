"""The first page: who you are, host or join, the rooms of last time and those nearby.

It checks what was typed with the callables it was given, emits requests, and shows what it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.guard import guarded
from app.models.nearby_rows import NearbyRows
from app.models.recents import RecentRoom, RecentRooms
from app.ui.start.host_card import HostCard, HostField
from app.ui.start.join_card import JoinCard
from app.ui.start.nearby_list import NearbySection
from app.ui.start.page_header import PageHeader
from app.ui.start.recent_list import RecentList
from app.ui.start.start_requests import HostRequest, JoinRequest, port_from
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.form_fields import TextField
from app.ui.widgets.labels import Label
from app.words import start_words

JoinField = Literal["address", "name", "password"]
Check = Callable[[str], str | None]

# Below this width (at 100 % text) two cards have no room beside each other.
_TWO_COLUMNS_FROM = 700


@dataclass(frozen=True, slots=True)
class StartChecks:
    """What may be typed: each takes the text and returns a sentence about what is wrong, or None."""

    name: Check
    address: Check
    room: Check


@guarded()
class StartPage(QWidget):
    """The page as a whole.

    Signals:
        host_requested(HostRequest), join_requested(JoinRequest): what was typed is valid and wanted.
        recent_activated(int): a row of the recent rooms was chosen; the name in the field is valid.
        nearby_chosen(str): a room nearby was chosen, by its fingerprint.
        cancel_requested(): the attempt under way is not wanted any more.
        shown_changed(bool): the page can be seen now, or no more.
    """

    host_requested = Signal(HostRequest)
    join_requested = Signal(JoinRequest)
    recent_activated = Signal(int)
    nearby_chosen = Signal(str)
    cancel_requested = Signal()
    shown_changed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        recents: RecentRooms,
        nearby: NearbyRows,
        checks: StartChecks,
        *,
        is_readable: Callable[[RecentRoom], bool],
        name: str = "",
    ) -> None:
        super().__init__()
        self._theme = theme
        self._checks = checks
        self._recents = recents
        self._busy = False
        self._was_shown = False
        # what has just grown has its place only after the layouts have run
        self._reveal_soon = QTimer(self)
        self._reveal_soon.setSingleShot(True)
        self._reveal_soon.timeout.connect(self._reveal_now)
        self._header = PageHeader(theme, name)
        self.name_field = self._header.name_field
        self.host_card = HostCard(theme)
        self.join_card = JoinCard(theme)
        self.recent_list = RecentList(theme, recents, is_readable)
        self._recent_heading = Label(start_words.RECENT(), TypeRole.LIST_UNREAD)
        self._recent_heading.setBuddy(self.recent_list)
        self.nearby = NearbySection(theme, nearby)
        self._to_reveal: QWidget = self.name_field
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lists = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._recent = QWidget()
        self._column = QWidget()
        self._scroll = QScrollArea()
        self._lay_out()
        self._connect()
        self._on_name_changed(self.name_field.name())
        self._on_recents()
        self._resize()

    # -- what the page is told

    def set_name(self, name: str) -> None:
        """Put a name into the field."""
        self.name_field.text_field.set_text(name)

    def set_interfaces(self, interfaces: Sequence[tuple[str, str]]) -> None:
        """Offer these (label, address) under Advanced."""
        self.host_card.set_interfaces(interfaces)

    def set_busy(self, busy: bool) -> None:
        """While busy nothing new can be asked; False also takes "Connecting" away."""
        self._busy = busy
        if not busy:
            self.join_card.set_idle()

    def fill_host_card(self, room_name: str) -> None:
        """Fill the card in for a room, with the focus on its password; nothing is opened."""
        self.host_card.clear_errors()
        self.host_card.set_room(room_name)
        self.host_card.password.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._reveal(self.host_card)

    def show_connecting(self, address: str) -> None:
        """An attempt to reach `address` has begun."""
        self.set_busy(True)
        self.join_card.start(address)

    def show_join_error(self, text: str, *, field: JoinField = "address") -> None:
        """The attempt failed; say why beside the field that it is about."""
        self.set_busy(False)
        if field == "password":
            self.join_card.ask_password("")
        fields = {
            "address": self.join_card.address,
            "name": self.name_field.text_field,
            "password": self.join_card.password,
        }
        self.join_card.show_error(fields[field], text)
        self._reveal(fields[field])

    def show_host_error(self, text: str, *, field: HostField = "room") -> None:
        """The room could not be opened; say why beside the field that it is about."""
        self.set_busy(False)
        if field == "name":
            self._show_field_error(self.name_field.text_field, text)
        else:
            self.host_card.show_error(field, text)
            self._reveal(self.host_card)

    def ask_password(self, text: str = "") -> None:
        """The room has a password: show its field, with `text` beside it if there is one."""
        self.set_busy(False)
        self.join_card.ask_password(text)
        self._reveal(self.join_card.password)

    def offer_name(self, name: str, text: str) -> None:
        """The name is in use: say `text` beside it and offer `name` with one click."""
        self.set_busy(False)
        self.name_field.text_field.set_error(text)
        self.join_card.offer_name(name)

    def focus_first(self) -> None:
        """The address if the name is known, else the name."""
        known = bool(self.name_field.name())
        target = self.join_card.address if known else self.name_field.text_field
        target.edit.setFocus()

    # -- what the person does

    @Slot()
    def request_host(self) -> None:
        """Ask to open the room that is described, or say what is wrong with it."""
        if self._busy:
            return
        card = self.host_card
        card.clear_errors()
        room = card.room.text().strip()
        wrong_room = self._checks.room(room)
        if wrong_room:
            card.show_error("room", wrong_room)
        port = self._port()
        if not self._name_is_valid() or wrong_room or port is False:
            return
        request = HostRequest(
            name=self.name_field.name(),
            room_name=room,
            password=card.password.text(),
            port=port,
            interface=card.chosen_interface(),
            newcomers=card.chosen_newcomers(),
            nearby=card.nearby.isChecked(),
        )
        self.host_requested.emit(request)

    @Slot()
    def request_join(self) -> None:
        """Ask to join what the address names, or say what is wrong with it."""
        if self._busy:
            return
        card = self.join_card
        card.clear_errors()
        address = card.address.text().strip()
        wrong = self._checks.address(address)
        if wrong:
            self._show_field_error(card.address, wrong)
        if not self._name_is_valid() or wrong:
            return
        password = card.password.text() if not card.password.isHidden() else ""
        self.join_requested.emit(JoinRequest(self.name_field.name(), address, password))

    @Slot(int)
    def request_recent(self, row: int) -> None:
        """Ask for the room in `row` of the recent ones."""
        if not self._busy and self._name_is_valid():
            self.recent_activated.emit(row)

    def join_at(self, address: str) -> None:
        """Join at an address as if it had been typed."""
        if not self._busy:
            self.join_card.address.set_text(address)
            self.request_join()

    @Slot(str)
    def accept_name(self, name: str) -> None:
        """Accept the name that was offered and try again with it."""
        self.set_name(name)
        self.name_field.text_field.set_error("")
        self.request_join()

    def _name_is_valid(self) -> bool:
        wrong = self._checks.name(self.name_field.name())
        if wrong:
            self._show_field_error(self.name_field.text_field, wrong)
        return not wrong

    def _port(self) -> int | Literal[False] | None:
        try:
            return port_from(self.host_card.port.text())
        except ValueError:
            self.host_card.show_error("port", start_words.PORT_RANGE())
            return False

    def _show_field_error(self, field: TextField, text: str) -> None:
        field.set_error(text)
        field.edit.setFocus()
        self._reveal(field)

    def _reveal(self, widget: QWidget) -> None:
        self._to_reveal = widget
        self._reveal_soon.start()

    @Slot()
    def _reveal_now(self) -> None:
        self._scroll.ensureWidgetVisible(self._to_reveal)

    # -- layout

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.focus_first()
        self.shown_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.shown_changed.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resize()

    def _lay_out(self) -> None:
        spacing, start = self._theme.metrics.spacing, self._theme.metrics.start
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addSpacing(spacing.three)
        self._cards.setSpacing(start.card_gap)
        for card in (self.host_card, self.join_card):
            self._cards.addWidget(card, 1)
        column.addLayout(self._cards)
        column.addSpacing(spacing.two)
        recent = QVBoxLayout(self._recent)
        recent.setContentsMargins(0, 0, 0, 0)
        recent.setSpacing(0)
        recent.addWidget(self._recent_heading)
        recent.addWidget(self.recent_list)
        recent.addStretch(1)
        self._lists.setSpacing(start.card_gap)
        for part in (self._recent, self.nearby):
            self._lists.addWidget(part, 1)
        column.addLayout(self._lists)
        column.addStretch(1)
        ground = QWidget()
        ground.setProperty("surface", "clear")
        self._outer = QHBoxLayout(ground)
        self._outer.addStretch(1)
        self._outer.addWidget(self._column, 1000)
        self._outer.addStretch(1)
        self._scroll.setWidget(ground)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def _connect(self) -> None:
        self.host_card.submitted.connect(self.request_host)
        self.join_card.submitted.connect(self.request_join)
        self.join_card.cancelled.connect(self._on_cancel)
        self.join_card.name_accepted.connect(self.accept_name)
        self.recent_list.chosen.connect(self.request_recent)
        self.nearby.list.chosen.connect(self._on_nearby)
        self.name_field.changed.connect(self._on_name_changed)
        self.name_field.text_field.submitted.connect(self._on_name_entered)
        for signal in (self._recents.rowsInserted, self._recents.rowsRemoved, self._recents.modelReset):
            signal.connect(self._on_recents)
        self._theme.changed.connect(self._resize)

    @Slot()
    def _resize(self) -> None:
        theme, start, spacing = self._theme, self._theme.metrics.start, self._theme.metrics.spacing
        narrow = self.width() < theme.scaled(_TWO_COLUMNS_FROM)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._header.set_direction(direction)
        self._cards.setDirection(direction)
        self.host_card.set_narrow(self.width() < theme.scaled(theme.metrics.window.minimum[0]) - 1)
        self._lists.setDirection(direction)
        self._column.setMaximumWidth(theme.scaled(start.column))
        side = spacing.two if narrow else spacing.three
        self._outer.setContentsMargins(side, spacing.three if narrow else start.top_pad, side, spacing.three)
        self._recent_heading.setContentsMargins(spacing.one_half, 0, spacing.one_half, 0)
        self._recent_heading.setFixedHeight(theme.scaled(theme.metrics.control.field))
        for card in (self.host_card, self.join_card):
            card.setMinimumHeight(0 if narrow else theme.scaled(start.card_height))

    @Slot()
    def _on_recents(self) -> None:
        for part in (self._recent, self.recent_list):
            part.setVisible(self._recents.rowCount() > 0)

    @Slot(str)
    def _on_name_changed(self, name: str) -> None:
        self.host_card.suggest_room_name(name)
        self.join_card.illustration.set_name(name)
        self.join_card.withdraw_offer()

    @Slot()
    def _on_name_entered(self) -> None:
        if self._name_is_valid():
            self.join_card.address.edit.setFocus()

    @Slot(str)
    def _on_nearby(self, fingerprint: str) -> None:
        if not self._busy and self._name_is_valid():
            self.nearby_chosen.emit(fingerprint)

    @Slot()
    def _on_cancel(self) -> None:
        self.set_busy(False)
        self.cancel_requested.emit()
