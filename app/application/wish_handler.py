"""What a person wants in a room, carried to its connection. Decides nothing that the server decides."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.application.checks import check_name
from app.client.events import LinkState, Refusal
from app.client.wishes import ChangeNick, Edit, Join, Part, Say, SetModes, TellTyping, Whois, Wish
from app.irc.names import nick_from
from app.models.commands import describe_command, matching, usage_of
from app.models.room import Room, RoomKind
from app.models.room_names import find_person
from app.models.room_wishes import (
    ChangeName,
    CopyMessageLink,
    EditProfile,
    EnterPassword,
    InvitePeople,
    InviteToRoom,
    LeaveRoom,
    LetIn,
    Mistake,
    NameRoom,
    NewRoomWith,
    OpenTalk,
    Reconnect,
    Rejoin,
    ShowHelp,
    ShowPerson,
    ShowRooms,
    ShowServerLog,
    StopReconnecting,
)
from app.models.rooms_model import RoomsModel
from app.settings import Settings
from app.ui.window.main_window import MainWindow
from app.ui.window.questions import password_question
from app.words import command_words, connection_words, failure_words


class WishHandler(QObject):
    """Carries out the wishes of one window: most go to the room's link as they are.

    `leave` goes out of a room and shows another, `copy_link` copies the link to a message by its msgid.

    Signals:
        name_chosen(str): the person wants to be called so from now on, wherever they are.
    """

    name_chosen = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        rooms: RoomsModel,
        settings: Settings,
        leave: Callable[[Room], None],
        copy_link: Callable[[Room, str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._rooms = rooms
        self._settings = settings
        self._leave = leave
        self._table: dict[type[Wish], Callable[[Room, Any], None]] = {
            Edit: self._edit,
            TellTyping: self._tell_typing,
            Join: self._join,
            Whois: lambda room, wish: room.connection.ask_who(wish.nick, room),
            ShowPerson: self._show_person,
            EditProfile: lambda _room, _wish: window.own.ask_for_name(),
            OpenTalk: self._open_talk,
            ChangeName: self._change_name,
            LeaveRoom: self._leave_room,
            Rejoin: self._rejoin,
            Reconnect: lambda room, _: room.connection.link.retry_now(),
            EnterPassword: self._enter_password,
            StopReconnecting: lambda room, _: room.connection.link.stop(),
            CopyMessageLink: lambda room, wish: copy_link(room, wish.msgid),
            ShowServerLog: lambda room, _: window.show_server_log(),
            ShowRooms: self._show_rooms,
            NameRoom: lambda room, _: window.rooms_here.rename_room(room),
            NewRoomWith: lambda room, wish: window.rooms_here.make_room(room, wish.nick),
            LetIn: self._let_in,
            InvitePeople: lambda room, _: window.rooms_here.invite_people(room),
            InviteToRoom: lambda room, wish: window.rooms_here.invite_to_room(room, wish.nick),
            ShowHelp: self._help,
            Mistake: lambda room, wish: self._answer(room, wish.sentence, is_error=True),
        }
        window.wished.connect(self.carry_out)
        window.own.wished_everywhere.connect(self.carry_out_everywhere)

    @Slot(Room, Wish)
    def carry_out(self, room: Room, wish: Wish) -> None:
        """Do what is wished in a room."""
        handler = self._table.get(type(wish))
        if handler is not None:
            handler(room, wish)
        else:
            room.connection.link.ask(wish)

    def add(self, kind: type[Wish], handler: Callable[[Room, Any], None]) -> None:
        """Have wishes of a kind carried out by another part of the window."""
        self._table[kind] = handler

    @Slot(Wish)
    def carry_out_everywhere(self, wish: Wish) -> None:
        """Do what the person wishes of themselves, on every connection."""
        for connection in {room.connection for room in self._rooms.rooms}:
            connection.link.ask(wish)

    def rename(self, name: str) -> None:
        """Take another name on every connection."""
        self.carry_out_everywhere(ChangeNick(nick_from(name), name.strip()))

    def _answer(self, room: Room, text: str, *, is_error: bool = False) -> None:
        room.connection.note(room, text, time.time(), is_error=is_error)

    # -- words

    def _edit(self, room: Room, wish: Edit) -> None:
        room.connection.link.ask(wish)
        if room.connection.state is not LinkState.ONLINE:  # nothing of it is seen until then
            self._window.show_notice(connection_words.EDIT_WAITS())

    def _tell_typing(self, room: Room, wish: TellTyping) -> None:
        if self._settings.tell_typing:
            room.connection.link.ask(wish)

    def _open_talk(self, room: Room, wish: OpenTalk) -> None:
        talk = room.connection.open_private(wish.nick)
        self._window.show_room(talk)
        if wish.text:
            room.connection.link.ask(Say(talk.target, wish.text))

    def _show_person(self, room: Room, wish: ShowPerson) -> None:
        self._window.show_person(room, wish)
        if room.is_connected and find_person(room, wish.nick) is not None:
            room.connection.link.ask(Whois(wish.nick))  # what the room does not know comes onto the card

    def _show_rooms(self, room: Room, wish: ShowRooms) -> None:
        if room.is_connected:
            self._window.rooms_here.show_rooms(room, wish.text)
        else:
            self._answer(room, failure_words.refusal_words(Refusal.NOT_CONNECTED), is_error=True)

    def _help(self, room: Room, wish: ShowHelp) -> None:
        rows = matching(wish.command)
        if not rows:
            self._answer(room, command_words.NO_HELP(name=wish.command), is_error=True)
        for row in rows:
            self._answer(room, f"{usage_of(row)} — {describe_command(row)}")

    # -- coming, going and names

    def _change_name(self, room: Room, wish: ChangeName) -> None:
        wrong = check_name(wish.name)
        if wrong:
            self._answer(room, wrong, is_error=True)
        else:
            self.name_chosen.emit(wish.name)

    def _join(self, room: Room, wish: Join) -> None:
        known = room.connection.find(wish.channel)
        if known is not None and known.present:
            self._window.show_room(known)
        else:
            room.connection.link.ask(wish)

    def _rejoin(self, room: Room, _wish: Rejoin) -> None:
        connection = room.connection
        if room.kind is RoomKind.PRIVATE:
            return
        if connection.elsewhere:
            self._join(room, Join(connection.elsewhere))
        else:
            connection.link.ask(Join(room.target, room.key))

    def _let_in(self, room: Room, wish: LetIn) -> None:
        # a hub of ours hides such a room from all others; elsewhere that is a matter of its own
        modes = "is" if room.connection.is_hub else "i"
        room.connection.link.ask(SetModes(room.target, f"{'+' if wish.only_invited else '-'}{modes}"))

    def _enter_password(self, room: Room, _wish: EnterPassword) -> None:
        link = room.connection.link
        self._window.asker.ask(password_question(room.title), link.retry_with)

    def _leave_room(self, room: Room, wish: LeaveRoom) -> None:
        if room.kind is RoomKind.HOSTED:
            words = connection_words.HOST_CANNOT_LEAVE()
            self._answer(room, words, is_error=True)
            return
        if wish.reason and room.kind is not RoomKind.PRIVATE:
            room.connection.link.ask(Part(room.target, wish.reason))
            room.set_present(False)
        self._leave(room)
