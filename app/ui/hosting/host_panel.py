"""The panel of a hosted room: addresses, who may enter, people, bans, staying awake, and the end of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from app.client.wishes import AskBans, SetModes, Wish
from app.guard import guarded
from app.models.room import Room
from app.ui.hosting.access_group import AccessGroup
from app.ui.hosting.ban_section import BanSection, ban_rows
from app.ui.hosting.host_members_list import HostMembersGroup
from app.ui.hosting.hosting_info import HostingInfo
from app.ui.hosting.invitation_screen import InvitationScreen
from app.ui.hosting.public_address_group import PublicAddressGroup
from app.ui.hosting.qr_group import QrGroup
from app.ui.hosting.row_groups import AddressGroup, InviteLinkGroup, RowGroup
from app.ui.hosting.standing_group import StandingGroup
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.browser_choices import BrowserChoices
from app.ui.widgets.buttons import Button, ButtonKind, Switch
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import Label
from app.ui.widgets.scaled_layouts import margin_within, scale_margins, scaled_column, scaled_row
from app.ui.widgets.surfaces import Card, PaneTop, set_margins
from app.ui.widgets.word_grid import WordGrid
from app.words import common_words, hosting_words


@guarded()
class HostPanel(QWidget):
    """Shows HostingInfo and the members of the hosted room.

    Signals:
        wished(Room, Wish): to lock the room or unlock it, to see its bans, to lift one.

    What else is done here its parts tell: `close_button`, `stop_button`, `awake_switch`, `standing` (who can
    get in), `access` (another password, Nearby, files), `browsers` (what they find), `public` (by what people
    elsewhere come) and `members.member_actions`.
    """

    wished = Signal(Room, Wish)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._room: Room | None = None
        self._info: HostingInfo | None = None
        self._screen: InvitationScreen | None = None  # made when it is first wanted
        self.close_button = IconButton(theme, "close", hosting_words.HIDE_PANEL(), on_ground=True)
        self.standing = StandingGroup(theme)
        self.addresses = AddressGroup(theme)
        self._forwarding_hint = Label("", TypeRole.META, "text3", wrap=True)
        self.qr = QrGroup(theme)
        self.invitation = InviteLinkGroup(theme)
        self.public = PublicAddressGroup(theme)
        self.words = WordGrid(theme, small=True)
        self._same_words = Label(hosting_words.SAME_WORDS(), TypeRole.META, "text3", wrap=True)
        self.access = AccessGroup(theme)
        self.browsers = BrowserChoices(theme)
        self._members_group = HostMembersGroup(theme)
        self.members = self._members_group.list
        self.overheard = self._members_group.overheard
        self.bans = BanSection(theme)
        self.awake_switch = Switch(theme, hosting_words.KEEP_AWAKE())
        self._computer = self._make_computer_box()
        self.stop_button = Button(theme, common_words.STOP_HOSTING(), ButtonKind.DANGER)
        self._area = QScrollArea()
        self._lay_out()
        self._connect()

    def set_info(self, info: HostingInfo) -> None:
        """Show the addresses, the invite link, the password and what else is told."""
        self._info = info
        self.addresses.show_addresses(info.addresses)
        self.qr.set_info(info)
        self._show_on_screen()
        self.standing.set_standing(info.standing)
        self._forwarding_hint.setText(hosting_words.FORWARD_PORT(ports=info.ports))
        self.public.set_address(info.public)
        for elsewhere in (self._elsewhere_title, self.public, self._forwarding_hint):
            elsewhere.setVisible(not info.loopback_only and not info.is_local_only)
        self.invitation.set_link(info.invite_link)
        self.words.set_words(info.words)
        for of_link in (self._link_title, self.invitation):
            of_link.setVisible(bool(info.invite_link))
        for of_words in (self._words_title, self.words, self._same_words):
            of_words.setVisible(bool(info.words))
        self.access.set_password(info.password, verifier_only=info.verifier_only)
        self.access.set_newcomers(info.newcomers)
        self.access.set_files(info.files)
        self.access.set_nearby(info.nearby, is_reached=not info.loopback_only)
        self.browsers.set_choice(info.browsers, plain_password=info.plain_password)
        self.browsers.set_has_password(info.has_password)
        self._computer.setVisible(info.keep_awake is not None)
        self._computer_title.setVisible(info.keep_awake is not None)
        self.awake_switch.setChecked(bool(info.keep_awake))

    def set_room(self, room: Room | None) -> None:
        """Show the people, bans and lock of the hosted room."""
        if self._room is not None:
            self._room.changed.disconnect(self._on_room_changed)
            self._room.connection.moderation.changed.disconnect(self._show_rows)
        self._room = room
        self.members.set_room(room)
        if room is not None:
            room.changed.connect(self._on_room_changed)
            room.connection.moderation.changed.connect(self._show_rows)
            self._on_room_changed()
        elif self._screen is not None:
            self._screen.close()

    def _on_room_changed(self) -> None:
        if self._room is not None:
            self.access.set_locked("i" in self._room.modes)
            self._show_rows()

    def _show_rows(self) -> None:
        if self._room is not None:
            self.bans.show_rows(tuple(ban_rows(self._room)))

    def _open_screen(self) -> None:
        if self._screen is None:
            self._screen = InvitationScreen(self._theme, self)
        self._show_on_screen()
        self._screen.open_on(self.window())

    def _show_on_screen(self) -> None:
        if self._screen is not None and self._info is not None and self._room is not None:
            self._screen.set_invitation(self._info, self._room.title)

    def _make_browser_box(self) -> QWidget:
        around, box = QWidget(), Card("box")
        gap = self._theme.metrics.spacing
        inside = scaled_column(self._theme, box)
        inside.set_margins(gap.one_half, gap.one, gap.one_half, gap.one)
        inside.addWidget(self.browsers)
        above = scaled_column(self._theme, around)
        above.set_margins(0, gap.one, 0, 0)
        above.addWidget(box)
        return around

    def _make_computer_box(self) -> RowGroup:
        box = RowGroup(self._theme)
        control = self._theme.metrics.control
        box.add_row(
            [Label(hosting_words.KEEP_AWAKE(), wrap=True), self.awake_switch],
            control.icon_button + self._theme.metrics.spacing.one,
        )
        return box

    def _connect(self) -> None:
        self.qr.full_screen_requested.connect(self._open_screen)
        self.access.editor_opened.connect(self._show_editor)
        self.public.editor_opened.connect(self._show_public)
        self.access.lock.clicked.connect(self._lock)
        self.bans.opened.connect(self._ask_for_bans)
        self.bans.unfolded.connect(self._show_bans)
        self.bans.lift_requested.connect(self._lift)

    def _lock(self, locked: bool) -> None:
        if self._room is not None:
            self.wished.emit(self._room, SetModes(self._room.target, "+i" if locked else "-i"))

    def _ask_for_bans(self) -> None:
        if self._room is not None:
            self.wished.emit(self._room, AskBans(self._room.target))

    def _lift(self, wish: Wish) -> None:
        if self._room is not None:
            self.wished.emit(self._room, wish)

    def _show_editor(self) -> None:
        """Scroll the password's field and its buttons into sight, once they have their place."""
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.access.editor))

    def _show_public(self) -> None:
        """Likewise the field of the public address."""
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.public.save))

    def _show_bans(self) -> None:
        """Likewise the list that has opened below the last line in sight."""
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.bans))

    def _lay_out(self) -> None:
        gap = self._theme.metrics.spacing
        column = scaled_column(self._theme, self)
        column.set_margins(0, gap.one, 0, gap.one)
        column.set_spacing(0)
        column.addWidget(self._make_top())
        column.addWidget(self._area, 1)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # the scroll bar takes its width out of the margin, not out of the boxes
        self._area.verticalScrollBar().rangeChanged.connect(self._fit_margins)
        self._theme.changed.connect(self._fit_margins)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._foot = QHBoxLayout()
        self._fill_area()
        self._foot.addWidget(self.stop_button)
        column.addLayout(self._foot)
        self._fit_margins()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_margins()

    @Slot()
    def _fit_margins(self) -> None:
        gap, bar, scaled = self._theme.metrics.spacing, self._area.verticalScrollBar(), self._theme.scaled
        taken = bar.sizeHint().width() if bar.maximum() else 0
        end = margin_within(self._theme, gap.two, self.width())
        set_margins(self._body, scaled(gap.one), 0, max(0, end - taken), 0)
        self.qr.fit_into(self.width() - scaled(gap.one) - end)
        set_margins(self._foot, scaled(gap.one), scaled(gap.one_half), end, 0)

    def _make_top(self) -> QWidget:
        top = PaneTop(self._theme)
        row = scaled_row(self._theme, top)
        row.set_margins(self._theme.metrics.spacing.one, 0, self._theme.metrics.spacing.one_half, 0)
        row.addWidget(Label(hosting_words.YOUR_ROOM_IS_OPEN(), TypeRole.HEADING), 1)
        row.addWidget(self.close_button)
        return top

    def _fill_area(self) -> None:
        body = QWidget()
        body.setProperty("surface", "clear")
        column = self._body = scaled_column(self._theme, body)
        self._area.setWidget(body)
        column.set_spacing(0)
        column.addWidget(self.standing)
        self._link_title = self._title(hosting_words.INVITE_LINK())
        self._elsewhere_title = self._title(hosting_words.PEOPLE_ELSEWHERE())
        self._words_title = self._title(hosting_words.CHECK_ITS_YOU())
        self._computer_title = self._title(hosting_words.THIS_COMPUTER())
        for widget in (
            *(self._title(common_words.ADDRESS()), self.addresses, self.qr),
            *(self._link_title, self.invitation),
            *(self._elsewhere_title, self.public, self._forwarding_hint),
            *(self._words_title, self.words, self._same_words),
            *(self._title(hosting_words.WHO_MAY_ENTER()), self.access, self._make_browser_box()),
            *(self._title(common_words.PEOPLE()), self._members_group, self.bans),
            *(self._computer_title, self._computer),
        ):
            column.addWidget(widget)
        for label in (self._forwarding_hint, self._same_words):
            scale_margins(self._theme, label, 0, 6, 0, 0)
        column.addStretch()

    def _title(self, text: str) -> Label:
        label = Label(text, TypeRole.LABEL, "text3")
        scale_margins(self._theme, label, 0, 14, 0, 6)
        return label
