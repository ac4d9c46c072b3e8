"""The page with rooms: three panes around the sheet, kept in step with the room that is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.models.room import Room, RoomKind, ServerConnection
from app.models.room_names import about
from app.models.rooms_model import RoomsModel
from app.ui.emoji.emoji_library import EmojiLibrary
from app.ui.hosting.host_panel import HostPanel
from app.ui.hosting.hosting_info import HostingInfo
from app.ui.members.members_pane import MembersPane
from app.ui.rooms.rooms_pane import RoomsPane
from app.ui.search.search_bar import SearchBar
from app.ui.theme.theme import Theme
from app.ui.widgets.throttle import Throttle
from app.ui.window.connection_bar import LinkStates
from app.ui.window.conversation import Conversation
from app.ui.window.conversations import Conversations
from app.ui.window.header import Header
from app.ui.window.link_view import LinkPhase, LinkView, RoomEnding
from app.ui.window.panes import Panes, Side
from app.ui.window.room_sheet import RoomSheet

_PANEL_MOST = 480
_COUNT_MS = 100  # the number of people lays out the header anew: on a busy server ten times a second will do


class RoomPage(QWidget):
    """Shows one room of a RoomsModel.

    Signals:
        room_shown(Room): another room is shown now.
        arranged(): panes, panel or the shown room are others.
        watched_changed(): somebody looks at another room now, or at none: `watched_room`.
    """

    room_shown = Signal(Room)
    arranged = Signal()
    watched_changed = Signal()

    def __init__(
        self,
        theme: Theme,
        rooms: RoomsModel,
        parent: QWidget | None = None,
        *,
        rooms_pane: RoomsPane,
        header: Header,
        search_bar: SearchBar,
        members_pane: MembersPane,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rooms = rooms
        self._room: Room | None = None
        self._hosting_info: HostingInfo | None = None
        self._watching = False
        self._links = LinkStates()
        self._count_throttle = Throttle(self._show_count, _COUNT_MS, self)
        self.rooms_pane = rooms_pane
        self.sheet = RoomSheet(theme, header, search_bar)
        self.emoji = EmojiLibrary(theme, self)
        self.conversations = Conversations(theme, self.emoji, self.sheet.conversations)
        self.side = QStackedWidget()
        self.panes = Panes(theme, self.rooms_pane, self.sheet, self.side, self)
        self.members_pane = members_pane
        self.side.addWidget(self.members_pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)

    def add_host_panel(self) -> None:
        """The last part, before which nothing is shown: as large as all the others."""
        self.host_panel = HostPanel(self._theme, self.side)
        self.side.addWidget(self.host_panel)
        self._connect()

    # -- what is shown

    @property
    def room(self) -> Room | None:
        """The room that is shown."""
        return self._room

    @property
    def watched_room(self) -> Room | None:
        """The room that somebody looks at now."""
        return self._room if self._watching else None

    @property
    def conversation(self) -> Conversation | None:
        """The conversation that is shown."""
        return self.conversations.find(self._room)

    @property
    def hosted_room(self) -> Room | None:
        """The room that this computer hosts, once it is open."""
        rooms = self._rooms.rooms if self._hosting_info is not None else ()
        return next((room for room in rooms if room.kind is RoomKind.HOSTED), None)

    @property
    def is_panel_open(self) -> bool:
        """Whether the host panel is seen."""
        return self.side.currentWidget() is self.host_panel and self.panes.is_open(Side.RIGHT)

    @property
    def has_people(self) -> bool:
        """Whether the room that is shown has a list of people: not where what was kept is read."""
        room = self._room
        if room is None or room.kind is RoomKind.PRIVATE:
            return False
        return self.link_view(room).phase is not LinkPhase.OFFLINE

    def link_view(self, room: Room) -> LinkView:
        """How the connection of a room is."""
        return self._links.view(room.connection)

    def show_room(self, room: Room) -> None:
        """Show a room; the same one again changes nothing."""
        if room is self._room:
            return
        self._let_go()
        self._room = room
        self._rooms.hold(room)
        room.changed.connect(self._show_now)
        room.members.count_changed.connect(self._count_throttle.trigger)
        self.sheet.topic_panel.close_panel()
        self.conversations.show_room(room)
        self.members_pane.set_room(room)
        self.rooms_pane.list.select(room)
        self._choose_side()
        self._links.show(self.sheet.connection_bar, room)
        self._show_now()
        self._fit_members()
        self.set_watching(self._watching)
        self.room_shown.emit(room)
        self.arranged.emit()

    def set_hosting_info(self, info: HostingInfo | None) -> None:
        """What banner and panel tell; None ends them."""
        self._hosting_info = info
        if info is not None:
            self.sheet.banner.set_info(info)
            self.host_panel.set_info(info)
        self.host_panel.set_room(self.hosted_room)
        self.conversations.set_hosting_info(info)
        self._choose_side()
        self._show_now()
        self.arranged.emit()

    def set_link_view(self, connection: ServerConnection, view: LinkView) -> None:
        """How a connection is; its rooms show it."""
        bar = self.sheet.connection_bar
        was_lost = self._links.view(connection).phase is LinkPhase.LOST or bar.is_speaking
        self._links.set_view(connection, view)
        if self._room is not None and self._room.connection is connection:
            self._links.show(bar, self._room, just_back=was_lost and view.phase is LinkPhase.ONLINE)
            self._show_now()

    def set_room_ending(self, room: Room, ending: RoomEnding | None) -> None:
        """Why one is not in a room any more."""
        self._links.set_ending(room, ending)
        if room is self._room:
            self._links.show(self.sheet.connection_bar, room)
            self._show_now()

    def set_held(self, rooms: int, people: int) -> None:
        """How much waits to be opened."""
        self.rooms_pane.set_held(rooms, people)
        self._on_rooms_changed()

    def set_invitations(self, count: int) -> None:
        """Into how many rooms one is asked."""
        had_focus = self.rooms_pane.invitations.hasFocus()
        self.rooms_pane.set_invitations(count)
        if had_focus and not count:  # else Qt gives it to the next button
            self.focus_composer()
        self._on_rooms_changed()

    def set_watching(self, watching: bool) -> None:
        """Whether the window is in front with this page and nothing over it: only then are messages read."""
        self._watching = watching
        self.conversations.set_watched(self.watched_room)
        self.watched_changed.emit()

    def toggle_panel(self) -> None:
        """Show the host panel in place of the members, or the members again."""
        if self.is_panel_open:
            self.panes.close_overlay()
            self.side.setCurrentWidget(self.members_pane)
            self.panes.set_right_fixed(0)
        else:
            self.panes.close_overlay()
            self.side.setCurrentWidget(self.host_panel)
            self._fit_panel()
            if self.panes.is_folded(Side.RIGHT):
                self.panes.open_overlay(Side.RIGHT)
            else:
                self.panes.set_wanted(Side.RIGHT, True)
        self._on_arranged()

    @Slot()
    def _fit_panel(self) -> None:
        if self.side.currentWidget() is self.host_panel:
            pane, gap = self._theme.metrics.pane, self._theme.metrics.spacing.one
            # larger text may take more, but never so much that the panel crowds out the talk by itself
            self.panes.set_right_fixed(min(self._theme.scaled(pane.host_panel - gap), _PANEL_MOST))

    def toggle_members(self) -> None:
        """Show the members, also in place of the host panel, or hide them."""
        had_focus = self._has_side_focus()
        if self.is_panel_open:
            self.toggle_panel()
            if not self.panes.is_open(Side.RIGHT):
                self.panes.toggle(Side.RIGHT)
        else:
            self.panes.toggle(Side.RIGHT)
        if had_focus and not self.panes.is_open(Side.RIGHT):  # else Qt gives it to any button
            self.focus_composer()
        self._on_arranged()

    def _has_side_focus(self) -> bool:
        focus = self.focusWidget()
        return focus is not None and focus.hasFocus() and self.side.isAncestorOf(focus)

    def step(self, by: int, *, unread_only: bool = False) -> None:
        """Show the next (1) or previous (-1) room of the list, going round."""
        if (room := next_room(self._rooms.rooms, self._room, by, unread_only=unread_only)) is not None:
            self.show_room(room)

    def focus_stops(self) -> list[QWidget]:
        """What F6 goes through, in reading order."""
        stops: list[QWidget] = []
        if self.panes.is_open(Side.LEFT):
            stops.append(self.rooms_pane.list)
        stops.append(self.sheet.header.more)
        if (conversation := self.conversation) is not None:
            stops += conversation.focus_stops()
        if self.panes.is_open(Side.RIGHT):
            side = self.side.currentWidget()
            stops.append(self.host_panel.members if side is self.host_panel else self.members_pane.list)
        return stops

    @Slot()
    def focus_composer(self) -> None:
        """Put the keyboard where one writes."""
        if (conversation := self.conversation) is not None:
            conversation.focus_composer()

    # -- keeping in step

    def _connect(self) -> None:
        self._theme.changed.connect(self._fit_panel)
        self._theme.changed.connect(self._fit_members)
        self.panes.arranged.connect(self._on_arranged)
        self.rooms_pane.list.chosen.connect(self.show_room)
        self.rooms_pane.list.entered.connect(self._enter)
        self.host_panel.close_button.clicked.connect(self.toggle_panel)
        self.sheet.banner.panel_button.clicked.connect(self.toggle_panel)
        self.sheet.header.rooms_button.clicked.connect(lambda: self.panes.toggle(Side.LEFT))
        self.sheet.topic_panel.closed.connect(self._enter)
        # the buttons of these go once they are pressed, and what is typed next is a message
        self.sheet.connection_bar.wished.connect(self.focus_composer)
        self.sheet.toast.pressed.connect(self.focus_composer)
        rooms = self._rooms
        rooms.rowsInserted.connect(self._on_rooms_changed)
        rooms.rowsAboutToBeRemoved.connect(self._on_room_leaves)
        rooms.rowsRemoved.connect(self._on_rooms_changed)
        rooms.totals_changed.connect(self._show_totals)
        self._on_rooms_changed()

    def _enter(self) -> None:
        self.panes.close_overlay()
        self.focus_composer()

    def _let_go(self) -> None:
        if self._room is not None:
            self._room.changed.disconnect(self._show_now)
            self._room.members.count_changed.disconnect(self._count_throttle.trigger)
            self._room = None

    def _on_room_leaves(self, parent: object, first: int, last: int) -> None:
        for room in self._rooms.rooms[first : last + 1]:
            if room is self._room:
                self._let_go()
                self.members_pane.set_room(None)
            if room.kind is RoomKind.HOSTED:
                self.host_panel.set_room(None)
            self._links.set_ending(room, None)
            self.conversations.drop(room)

    def _on_rooms_changed(self) -> None:
        rooms = self._rooms.rooms
        has_list = len(rooms) > 1 or self.rooms_pane.has_waiting
        self.panes.set_exists(Side.LEFT, has_list)
        self.sheet.header.set_plus(not has_list)
        if self._room is None and rooms:
            shown = self.rooms_pane.list.room_at(self.rooms_pane.list.currentIndex())
            self.show_room(shown if shown in rooms and shown is not None else rooms[0])
        self.host_panel.set_room(self.hosted_room)
        self._show_totals()

    def _choose_side(self) -> None:
        self.panes.set_exists(Side.RIGHT, self.has_people)
        if self.side.currentWidget() is self.host_panel and not self._hosts_shown():
            self.panes.close_overlay()
            self.side.setCurrentWidget(self.members_pane)
            self.panes.set_right_fixed(0)

    def _hosts_shown(self) -> bool:
        return self._room is not None and self._room is self.hosted_room

    def _show_now(self) -> None:
        room = self._room
        if room is None:
            return
        view = self.link_view(room)
        may_edit = room.may_set_topic and room.present
        header = self.sheet.header
        header.show_room(room, may_edit_topic=may_edit, has_people=self.has_people)
        header.set_link_view(view)
        self.sheet.topic_panel.set_topic(about(room), may_edit=may_edit)
        self.members_pane.list.set_dimmed(not room.present)
        self.sheet.banner.set_member_count(room.members.count)
        self._show_banner()
        if (conversation := self.conversation) is not None:
            conversation.set_link_view(view, self._links.ending(room))

    def _show_count(self) -> None:
        """Hundreds may join in one turn: touch only what counts them."""
        if self._room is not None:
            self.sheet.header.count.set_count(self._room.members.count)
            self.sheet.banner.set_member_count(self._room.members.count)
            self.panes.widen_right_useful(self._useful_width())

    def _fit_members(self) -> None:
        """Names that are shortened take room that nothing else needs."""
        self.panes.set_right_useful(self._useful_width())

    def _useful_width(self) -> int:
        return self.members_pane.list.useful_width() + self._theme.metrics.spacing.one

    def _show_banner(self) -> None:
        self.sheet.banner.setVisible(self._hosts_shown() and not self.sheet.connection_bar.is_speaking)

    def _show_totals(self) -> None:
        unread, mentions = self._rooms.unread, self._rooms.mentions
        room = self._room
        if room is not None and self._rooms.row_of(room) >= 0 and not room.is_muted:
            unread, mentions = unread - room.unread, mentions - room.mentions
        self.sheet.header.rooms_button.set_counts(unread, mentions)

    def _on_arranged(self) -> None:
        self.sheet.set_narrow(self.panes.is_narrow)
        self.sheet.header.set_rooms_button(self.panes.is_folded(Side.LEFT))
        self.sheet.banner.set_panel_open(self.is_panel_open)
        self.arranged.emit()

    def close_layer(self) -> bool:
        """Close what lies on top; returns whether anything did."""
        if self.panes.close_overlay():
            return True
        if self.sheet.search_bar.isVisibleTo(self.sheet):
            self.sheet.search_bar.close_bar()
            return True
        if self.sheet.topic_panel.isVisibleTo(self.sheet):
            self.sheet.topic_panel.close_panel()
            return True
        return False


def next_room(rooms: Sequence[Room], current: Room | None, by: int, *, unread_only: bool) -> Room | None:
    """The room after (`by` 1) or before (-1) `current`, going round; None when there is no other."""
    if current not in rooms:
        return rooms[0] if rooms else None
    at = rooms.index(current)
    others = (rooms[(at + by * step) % len(rooms)] for step in range(1, len(rooms)))
    return next((room for room in others if not unread_only or (room.unread and not room.is_muted)), None)
