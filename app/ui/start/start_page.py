"""The first page: who you are, host or join, the rooms of last time and those nearby.

It checks what was typed with the callables it was given, emits requests, and shows what it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.guard import guarded
from app.models.nearby_rows import NearbyRows
from app.models.recents import RecentRoom, RecentRooms
from app.ui.start.host_card import HostCard, HostField
from app.ui.start.join_card import JoinCard
from app.ui.start.nearby_list import NearbySection
from app.ui.start.page_header import PageHeader
from app.ui.start.recent_list import RecentList
from app.ui.start.start_columns import StartColumns
from app.ui.start.start_requests import HostRequest, JoinRequest, port_from
from app.ui.theme.theme import Theme
from app.ui.widgets.form_fields import TextField
from app.values import frozen
from app.words import start_words

JoinField = Literal["address", "name", "password"]
Check = Callable[[str], str | None]


@frozen
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
        nearby_questioned(str): somebody asks why a room nearby cannot be reached, by its fingerprint.
        cancel_requested(): the attempt under way is not wanted any more.
        shown_changed(bool): the page is seen now, after its first frame, or no more.
    """

    host_requested = Signal(HostRequest)
    join_requested = Signal(JoinRequest)
    recent_activated = Signal(int)
    nearby_chosen = Signal(str)
    nearby_questioned = Signal(str)
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
        self._checks = checks
        self._recents = recents
        self._busy = False
        # the address where the name was refused last, until it is tried again
        self._refused_at: str | None = None
        self._was_shown = False
        self._is_seen = False
        self._was_tried = False  # what is in the fields
        # what has just grown has its place only after the layouts have run
        self._reveal_soon = QTimer(self)
        self._reveal_soon.setSingleShot(True)
        self._reveal_soon.timeout.connect(self._reveal_now)
        self._header = PageHeader(theme, name)
        self.name_field = self._header.name_field
        self.host_card = HostCard(theme)
        self.join_card = JoinCard(theme)
        self.recent_list = RecentList(theme, recents, is_readable)
        self.nearby = NearbySection(theme, nearby)
        self._to_reveal: QWidget = self.name_field
        self.columns = StartColumns(
            theme, self._header, self.host_card, self.join_card, self.recent_list, self.nearby
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.columns)
        self._connect()
        self._on_name_changed(self.name_field.name())
        self._on_recents()

    # -- what the page is told

    def set_name(self, name: str) -> None:
        """Put a name into the field."""
        self.name_field.text_field.set_text(name)

    def set_look(self, colour: str, picture: str) -> None:
        """The colour that the person has chosen, "#rrggbb", "" where it is that of the name.

        `picture`: the id of the one that they show, "" for none.
        """
        self.name_field.set_look(colour, picture)
        self.join_card.illustration.set_colour(colour)

    def set_interfaces(self, interfaces: Sequence[tuple[str, str]]) -> None:
        """Offer these (label, address) under Advanced."""
        self.host_card.set_interfaces(interfaces)

    def set_busy(self, busy: bool) -> None:
        """While busy nothing new can be asked; False also takes "Connecting" away."""
        self._busy = busy
        if busy:
            self._was_tried = True
        else:
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
        """The name is in use: say `text` beside it and offer `name` with one click.

        The field is where another one is typed at once; Enter there tries the address again.
        """
        self.set_busy(False)
        self._refused_at = self.join_card.address.text()
        self.join_card.offer_name(name)
        self._show_field_error(self.name_field.text_field, text)
        self.name_field.text_field.edit.selectAll()

    def focus_first(self) -> None:
        """The address if the name is known, else the name."""
        known = bool(self.name_field.name())
        target = self.join_card.address if known else self.name_field.text_field
        target.edit.selectAll()
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
            files=card.chosen_files(),
            nearby=card.nearby.isChecked(),
            browsers=card.browsers.choice(),
            plain_password=card.browsers.takes_plain_password,
        )
        self.host_requested.emit(request)

    @Slot()
    def request_join(self) -> None:
        """Ask to join what the address names, or say what is wrong with it."""
        if self._busy:
            return
        self._refused_at = None
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
            self.join_card.address.edit.home(False)  # what a link begins with tells most
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
        self.columns.ensureWidgetVisible(self._to_reveal)

    # -- when it is seen

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes back to the page can type at once."""
        super().focusInEvent(event)
        self.focus_first()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.focus_first()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_seen:
            self._is_seen = True
            QTimer.singleShot(0, self, self.tell_seen)  # what follows upon it does not delay the first frame

    @Slot()
    def tell_seen(self) -> None:
        """Say `shown_changed` if it is seen, again for those who listen only now."""
        if self._is_seen:  # and not hidden again meanwhile
            self.shown_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._was_tried and not self._busy and not event.spontaneous():
            self._begin_anew()
        self._is_seen = False
        self.shown_changed.emit(False)

    def _begin_anew(self) -> None:
        """Whoever comes back wants another room: what was tried is over, and so is what was said of it."""
        self._was_tried = False
        self._refused_at = None
        self.join_card.address.set_text("")
        self.join_card.clear_errors()
        self.host_card.clear_errors()
        self.name_field.text_field.set_error("")

    def _connect(self) -> None:
        self.host_card.submitted.connect(self.request_host)
        self.join_card.submitted.connect(self.request_join)
        self.join_card.cancelled.connect(self._on_cancel)
        self.join_card.name_accepted.connect(self.accept_name)
        self.join_card.diagnosis.opened.connect(self._on_explained)
        self.recent_list.chosen.connect(self.request_recent)
        self.nearby.list.chosen.connect(self._on_nearby)
        self.nearby.list.why_requested.connect(self._on_why)
        self.name_field.changed.connect(self._on_name_changed)
        self.name_field.text_field.submitted.connect(self._on_name_entered)
        for signal in (self._recents.rowsInserted, self._recents.rowsRemoved, self._recents.modelReset):
            signal.connect(self._on_recents)

    @Slot()
    def _on_explained(self) -> None:
        card = self.join_card
        self._reveal(card.cancel if card.is_waiting() else card.button)  # which stand below it

    @Slot()
    def _on_recents(self) -> None:
        self.columns.show_recent(self._recents.rowCount() > 0)

    @Slot(str)
    def _on_name_changed(self, name: str) -> None:
        self.host_card.suggest_room_name(name)
        self.join_card.illustration.set_name(name)
        self.join_card.withdraw_offer()

    @Slot()
    def _on_name_entered(self) -> None:
        if self._refused_at is not None and self._refused_at == self.join_card.address.text():
            self.request_join()
        elif self._name_is_valid():
            self.join_card.address.edit.setFocus()

    @Slot(str)
    def _on_nearby(self, fingerprint: str) -> None:
        if not self._busy and self._name_is_valid():
            self.nearby_chosen.emit(fingerprint)

    @Slot(str)
    def _on_why(self, fingerprint: str) -> None:
        if not self._busy and self._name_is_valid():
            self.nearby_questioned.emit(fingerprint)

    @Slot()
    def _on_cancel(self) -> None:
        self.set_busy(False)
        self.cancel_requested.emit()
