"""What is wanted of the rooms of a server: to make one, to see which there are, to ask somebody in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.client.events import HistoryAccess
from app.client.wishes import Invite, Join, MakeRoom, RenameRoom, Wish
from app.irc.room_lines import clean_title
from app.models.picks import PicksModel
from app.models.room import Room, ServerConnection
from app.models.room_directory import ListState
from app.models.room_invitations import people_to_invite, rooms_to_invite_into
from app.models.room_names import name_in
from app.models.shown_names import CHANNEL_MARKS
from app.ui.rooms.new_room import NewRoomSheet, title_mistake
from app.ui.rooms.pick_overlay import PickOverlay
from app.ui.theme.theme import Theme
from app.ui.window.asker import Asker
from app.ui.window.questions import room_name_question
from app.words import room_list_words, room_words

LIST_LATE_MS = 15_000  # some servers say nothing where they do not want to list their channels


class RoomRequests(QObject):
    """Opens over the window what these need, each for the server of one room. Sends nothing itself.

    Signals:
        wished(Room, Wish): what was chosen, on the server of that room.
        refused(str): why there is nothing to choose, a sentence.
    """

    wished = Signal(Room, Wish)
    refused = Signal(str)

    def __init__(self, theme: Theme, asker: Asker, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._asker = asker
        self._over = asker.over

    def make_room(self, room: Room, nick: str = "") -> None:
        """Let the person make a further room on the server of a room, a private one for them and `nick`."""
        connection = room.connection
        policy = connection.history_policy
        access = policy.access if policy is not None else HistoryAccess.ALL
        sheet = NewRoomSheet(
            self._theme,
            self._over,
            network=_server_name(connection),
            newcomers=access.value,
            invited=name_in(room, nick) if nick else "",
        )
        if nick:
            _AskedIn(sheet, self.wished.emit, room, nick)
        connection.directory.made.connect(sheet.dismiss)
        connection.directory.not_made.connect(sheet.show_error)
        sheet.submitted.connect(partial(self._make, room))

    def _make(self, room: Room, title: str, is_private: bool, newcomers: str) -> None:
        self.wished.emit(room, MakeRoom(title, is_private, newcomers))

    def rename_room(self, room: Room) -> None:
        """Let the person call a room something else."""
        self._ask_for_name(room, room.title)

    def _ask_for_name(self, room: Room, name: str, reason: str = "") -> None:
        self._asker.ask(room_name_question(room.title, name, reason), partial(self._rename, room))

    def _rename(self, room: Room, name: str) -> None:
        title = clean_title(name)
        if reason := title_mistake(title):
            self._ask_for_name(room, title, reason)
        elif title != room.title:
            self.wished.emit(room, RenameRoom(room.target, title))

    def show_rooms(self, room: Room, text: str = "") -> None:
        """Show the rooms of the server of a room, those that hold `text` first."""
        connection = room.connection
        overlay = PickOverlay(
            self._theme,
            self._over,
            connection.directory.picks,
            title=room_list_words.ROOMS_AT(network=_server_name(connection)),
            hint=room_list_words.FIND_A_ROOM(),
            # a hub's list has all that can be joined; elsewhere a channel may be secret, or made by joining
            other=None if connection.is_hub else room_list_words.JOIN_NAMED,
        )
        _ListProgress(overlay, connection)
        overlay.picked.connect(partial(self._join, overlay, room))
        overlay.typed.connect(partial(self._join_typed, overlay, room))
        overlay.closed.connect(connection.directory.forget)
        overlay.field.setText(text)
        connection.directory.ask()

    def _join(self, overlay: PickOverlay, room: Room, channel: str) -> None:
        overlay.dismiss()
        self.wished.emit(room, Join(channel))

    def _join_typed(self, overlay: PickOverlay, room: Room, text: str) -> None:
        self._join(overlay, room, text if text[:1] in CHANNEL_MARKS else f"#{text}")

    def invite_people(self, room: Room) -> None:
        """Let the person ask people into a room, one after the other."""
        overlay = PickOverlay(
            self._theme,
            self._over,
            picks := PicksModel(self),
            title=room_list_words.INVITE_INTO(room=room.title),
            hint=room_list_words.FIND_SOMEBODY(),
            other=room_list_words.INVITE_NAMED,
        )
        picks.set_picks(people_to_invite(room))
        picks.setParent(overlay)
        overlay.set_words("" if picks.total else room_list_words.NOBODY_TO_INVITE())
        _Invited(overlay, picks, room)
        overlay.picked.connect(partial(self._invite, room))
        overlay.typed.connect(partial(self._invite, room))

    def _invite(self, room: Room, nick: str) -> None:
        self.wished.emit(room, Invite(room.target, nick))

    def invite_to_room(self, room: Room, nick: str) -> None:
        """Let the person choose into which other room somebody of this one is asked."""
        picks = PicksModel(self)
        picks.set_picks(rooms_to_invite_into(room.connection, nick))
        if not picks.total:
            self.refused.emit(room_list_words.NO_ROOM_TO_INVITE())
            picks.deleteLater()
            return
        overlay = PickOverlay(
            self._theme,
            self._over,
            picks,
            title=room_list_words.INVITE_WHERE(name=name_in(room, nick)),
            hint=room_list_words.FIND_A_ROOM(),
            other=None,
        )
        picks.setParent(overlay)
        overlay.picked.connect(partial(self._invite_into, overlay, room, nick))

    def _invite_into(self, overlay: PickOverlay, room: Room, nick: str, channel: str) -> None:
        overlay.dismiss()
        self.wished.emit(room, Invite(channel, nick))


class _AskedIn(QObject):
    """Asks somebody into the room that a sheet makes, as soon as there is one; goes with the sheet."""

    def __init__(
        self, sheet: NewRoomSheet, wish: Callable[[Room, Wish], None], room: Room, nick: str
    ) -> None:
        super().__init__(sheet)
        self._wish = wish
        self._room = room
        self._nick = nick
        room.connection.directory.made.connect(self._on_made)

    @Slot(str)
    def _on_made(self, channel: str) -> None:
        self._room.connection.directory.made.disconnect(self._on_made)
        self._wish(self._room, Invite(channel, self._nick))


class _ListProgress(QObject):
    """Says over a list of rooms how far it is; goes with the list."""

    def __init__(self, overlay: PickOverlay, connection: ServerConnection) -> None:
        super().__init__(overlay)
        self._overlay = overlay
        self._directory = connection.directory
        self._late = QTimer(self, singleShot=True, interval=LIST_LATE_MS)
        self._late.timeout.connect(self._say_late)
        connection.directory.changed.connect(self._show)
        connection.directory.picks.counted.connect(self._show)

    @Slot()
    def _show(self) -> None:
        directory = self._directory
        total, shown = directory.picks.total, directory.picks.rowCount()
        if directory.state is ListState.REFUSED:
            words = directory.refusal
        elif directory.state is ListState.WAITING:
            words = room_list_words.ASKING_FOR_ROOMS()
            if not self._late.isActive():
                self._late.start()
        elif not total:
            words = room_list_words.NO_ROOMS_HERE()
        elif not shown:
            words = room_words.NO_SUCH_ROOM()
        else:
            words = room_list_words.ONE_ROOM_SHOWN() if shown == 1 else room_list_words.ROOMS_SHOWN(shown)
        self._overlay.set_words(words)

    @Slot()
    def _say_late(self) -> None:
        if self._directory.state is ListState.WAITING and not self._directory.picks.total:
            self._overlay.set_words(room_list_words.LIST_IS_LATE())


class _Invited(QObject):
    """Marks in a list of people who was asked in, once the server has told them; goes with the list."""

    def __init__(self, overlay: PickOverlay, picks: PicksModel, room: Room) -> None:
        super().__init__(overlay)
        self._picks = picks
        self._channel = room.target
        room.connection.directory.invited.connect(self._mark)

    @Slot(str, str)
    def _mark(self, channel: str, nick: str) -> None:
        known = self._picks.find(nick)
        if known is not None and channel.casefold() == self._channel.casefold():
            self._picks.put(replace(known, action=room_list_words.INVITED()))


def _server_name(connection: ServerConnection) -> str:
    """What a server is called: its network's name, on a hub that of its room, else its address."""
    return connection.network or connection.address
