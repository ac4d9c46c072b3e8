"""What was typed into a composer, carried out: words are said, commands become requests."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from app.application.words import check_name, tr
from app.client import wishes
from app.client.events import TextKind
from app.irc.names import nick_from
from app.models import commands
from app.models.room import Room, RoomKind
from app.models.room_names import names_with_spaces


class TypedInput:
    """Carries out intents in the room in which they were typed.

    `show_room` brings a room to the front, `leave` goes out of one.
    """

    def __init__(self, show_room: Callable[[Room], None], leave: Callable[[Room], None]) -> None:
        self._show_room = show_room
        self._leave = leave
        self._table: dict[type[object], Callable[[Room, Any], None]] = {
            commands.Say: self._say,
            commands.Act: self._act,
            commands.Tell: self._tell,
            commands.SendNotice: self._notice,
            commands.OpenTalk: self._open_talk,
            commands.ChangeNick: self._change_name,
            commands.JoinRoom: self._join,
            commands.LeaveRoom: self._leave_room,
            commands.SetTopic: lambda room, what: room.connection.link.ask(
                wishes.SetTopic(room.target, what.topic)
            ),
            commands.Kick: lambda room, what: room.connection.link.ask(
                wishes.Kick(room.target, what.nick, what.reason)
            ),
            commands.Ban: self._ban,
            commands.Unban: self._unban,
            commands.SetAway: lambda room, what: room.connection.link.ask(
                wishes.SetAway(what.message or tr("Away"))
            ),
            commands.ComeBack: lambda room, what: room.connection.link.ask(wishes.SetAway(None)),
            commands.Invite: lambda room, what: room.connection.link.ask(
                wishes.Invite(room.target, what.nick)
            ),
            commands.Whois: lambda room, what: room.connection.ask_who(what.nick, room),
            commands.SetRank: self._set_rank,
            commands.ShowHelp: self._help,
            commands.Mistake: lambda room, what: self._answer(room, what.sentence, is_error=True),
        }

    def carry_out(self, room: Room, text: str) -> None:
        """Do what `text`, typed in `room`, asks for."""
        intent = commands.parse_input(text, names_with_spaces(room))
        self._table[type(intent)](room, intent)

    def _answer(self, room: Room, text: str, *, is_error: bool = False) -> None:
        room.connection.note(room, text, time.time(), is_error=is_error)

    def _say(self, room: Room, what: commands.Say) -> None:
        room.connection.link.ask(wishes.Say(room.target, what.text))

    def _act(self, room: Room, what: commands.Act) -> None:
        room.connection.link.ask(wishes.Say(room.target, what.text, TextKind.ACTION))

    def _tell(self, room: Room, what: commands.Tell) -> None:
        room.connection.link.ask(wishes.Say(what.target, what.text))

    def _notice(self, room: Room, what: commands.SendNotice) -> None:
        room.connection.link.ask(wishes.Say(what.target, what.text, TextKind.NOTICE))

    def _open_talk(self, room: Room, what: commands.OpenTalk) -> None:
        talk = room.connection.open_private(what.nick)
        self._show_room(talk)
        if what.text:
            room.connection.link.ask(wishes.Say(talk.target, what.text))

    def _change_name(self, room: Room, what: commands.ChangeNick) -> None:
        wrong = check_name(what.name)
        if wrong:
            self._answer(room, wrong, is_error=True)
        else:
            room.connection.link.ask(wishes.ChangeNick(nick_from(what.name), what.name))

    def _join(self, room: Room, what: commands.JoinRoom) -> None:
        name = what.channel if what.channel[:1] in "#&+!" else f"#{what.channel}"
        known = room.connection.find(name)
        if known is not None and known.present:
            self._show_room(known)
        else:
            room.connection.link.ask(wishes.Join(name, what.key))

    def _leave_room(self, room: Room, what: commands.LeaveRoom) -> None:
        if room.kind is RoomKind.HOSTED:
            self._answer(
                room, tr("You host this room. Stop hosting to close it for everybody."), is_error=True
            )
            return
        if what.reason and room.kind is not RoomKind.PRIVATE:
            room.connection.link.ask(wishes.Part(room.target, what.reason))
            room.set_present(False)
        self._leave(room)

    def _ban(self, room: Room, what: commands.Ban) -> None:
        room.connection.link.ask(wishes.Ban(room.target, what.who, what.reason))

    def _unban(self, room: Room, what: commands.Unban) -> None:
        mask = what.who if any(char in what.who for char in "!@*") else f"{what.who}!*@*"
        room.connection.link.ask(wishes.Unban(room.target, mask))

    def _set_rank(self, room: Room, what: commands.SetRank) -> None:
        room.connection.link.ask(wishes.SetRank(room.target, what.nick, what.rank, what.given))

    def _help(self, room: Room, what: commands.ShowHelp) -> None:
        rows = commands.matching(what.command)
        if not rows:
            self._answer(room, tr("There is no command /{name}.").format(name=what.command), is_error=True)
        for row in rows:
            self._answer(room, f"{commands.usage_of(row)} — {commands.describe_command(row)}")
