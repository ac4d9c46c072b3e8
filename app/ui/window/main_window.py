"""The window: start page or rooms, its title, its layout, and every intent of the person as a signal."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from app.models.room import Room
from app.models.rooms import RoomsModel
from app.ui.hosting.facts import HostFacts
from app.ui.theme.theme import Theme
from app.ui.window.link_view import LinkView, RoomEnding


class MainWindow(QMainWindow):
    """One window with all rooms.

    Signals, each an intent of the person (rooms are `Room`):
        room_selected(room): another room is shown now.
        leave_requested(room), rejoin_requested(room), new_room_requested().
        rename_requested(str), away_requested(bool): of the person themselves.
        topic_changed(room, str), submitted(room, str).
        kick_requested(room, nick, reason), ban_requested(room, nick, reason), unban_requested(room, mask).
        rank_requested(room, nick, rank letter, given), message_requested(room, nick).
        retry_requested(room), stop_retry_requested(room): of the connection of a room.
        bans_wanted(room): the list of bans is about to be shown.
        lock_toggled(room, bool), keep_awake_toggled(bool), stop_hosting_requested().
        theme_chosen(SchemePreference), text_scale_chosen(int percent).
        resend_requested(room, pending id), discard_requested(room, pending id): of a message that failed.
        closed(): the window is gone for good; the person has agreed to stop hosting where that was asked.
    """

    room_selected = Signal(object)
    leave_requested = Signal(object)
    rejoin_requested = Signal(object)
    new_room_requested = Signal()
    rename_requested = Signal(str)
    away_requested = Signal(bool)
    topic_changed = Signal(object, str)
    submitted = Signal(object, str)
    kick_requested = Signal(object, str, str)
    ban_requested = Signal(object, str, str)
    unban_requested = Signal(object, str)
    rank_requested = Signal(object, str, str, bool)
    message_requested = Signal(object, str)
    retry_requested = Signal(object)
    stop_retry_requested = Signal(object)
    bans_wanted = Signal(object)
    lock_toggled = Signal(object, bool)
    keep_awake_toggled = Signal(bool)
    stop_hosting_requested = Signal()
    theme_chosen = Signal(object)
    text_scale_chosen = Signal(int)
    resend_requested = Signal(object, int)
    discard_requested = Signal(object, int)
    closed = Signal()

    def __init__(self, theme: Theme, start_page: QWidget) -> None:
        super().__init__()
        self._theme = theme

    # -- what is shown

    def set_rooms(self, rooms: RoomsModel) -> None:
        """Show these rooms; once, at the start."""

    def show_start(self) -> None:
        """Show the start page; with a Back button while rooms are open."""

    def show_room(self, room: Room) -> None:
        """Show a room and give its composer the focus."""

    @property
    def current_room(self) -> Room | None:
        """The room that is shown, None on the start page."""
        return None

    def set_host_facts(self, facts: HostFacts | None) -> None:
        """What the hosted room's banner and panel tell; None: nothing is hosted."""

    def set_profile(self, name: str, *, away: bool) -> None:
        """Who the person is, for the card under the rooms."""

    def set_link_view(self, connection: object, view: LinkView) -> None:
        """How the connection of some rooms is; `connection` is `room.connection`."""

    def set_room_ending(self, room: Room, ending: RoomEnding | None) -> None:
        """Why one is not in a room any more; None takes the bar away."""

    def show_notice(self, text: str) -> None:
        """Say a sentence for some seconds: a refused request."""

    # -- layout as plain values

    def save_layout(self) -> dict[str, object]:
        """Geometry (base64), pane widths and whether the members are shown."""
        return {}

    def restore_layout(self, layout: dict[str, object]) -> None:
        """Take up what `save_layout` gave; anything missing or odd is left as it is."""
