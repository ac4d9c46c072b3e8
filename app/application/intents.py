"""What a person asks of a room, carried to its connection. Decides nothing that the server decides."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.client import wishes
from app.client.events import LinkState, Typing
from app.irc.names import nick_from
from app.models.room import Room, RoomKind
from app.models.rooms import RoomsModel
from app.settings import Settings
from app.ui.window.main_window import MainWindow


class Intents(QObject):
    """Connects the window's signals about rooms and people to the connections of those rooms."""

    def __init__(
        self, window: MainWindow, rooms: RoomsModel, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._window = window
        self._rooms = rooms
        window.topic_changed.connect(self._set_topic)
        window.kick_requested.connect(self._kick)
        window.ban_requested.connect(self._ban)
        window.unban_requested.connect(self._unban)
        window.rank_requested.connect(self._set_rank)
        window.message_requested.connect(self._open_private)
        window.retry_requested.connect(self._retry)
        window.stop_retry_requested.connect(self._stop_retrying)
        window.rejoin_requested.connect(self._rejoin)
        window.bans_wanted.connect(self._ask_for_bans)
        window.lock_toggled.connect(self._lock)
        window.away_requested.connect(self._set_away)
        window.resend_requested.connect(self._resend)
        window.discard_requested.connect(self._discard)
        window.reply_submitted.connect(self._reply)
        window.edit_submitted.connect(self._edit)
        window.react_requested.connect(self._react)
        window.delete_requested.connect(self._delete)
        window.seen.connect(self._mark_read)
        window.typing_told.connect(self._tell_typing)

    def rename(self, name: str) -> None:
        """Take another name on every connection."""
        nick = nick_from(name)
        for connection in {room.connection for room in self._rooms.rooms}:
            connection.link.ask(wishes.ChangeNick(nick, name.strip()))

    @Slot(object, str)
    def _set_topic(self, room: Room, topic: str) -> None:
        room.connection.link.ask(wishes.SetTopic(room.target, topic))

    @Slot(object, str, str)
    def _kick(self, room: Room, nick: str, reason: str) -> None:
        room.connection.link.ask(wishes.Kick(room.target, nick, reason))

    @Slot(object, str, str)
    def _ban(self, room: Room, nick: str, reason: str) -> None:
        room.connection.link.ask(wishes.Ban(room.target, nick, reason))

    @Slot(object, str)
    def _unban(self, room: Room, mask: str) -> None:
        room.connection.link.ask(wishes.Unban(room.target, mask))

    @Slot(object, str, str, bool)
    def _set_rank(self, room: Room, nick: str, rank: str, given: bool) -> None:
        room.connection.link.ask(wishes.SetRank(room.target, nick, rank, given))

    @Slot(object, str)
    def _open_private(self, room: Room, nick: str) -> None:
        self._window.show_room(room.connection.open_private(nick))

    @Slot(object)
    def _retry(self, room: Room) -> None:
        room.connection.link.retry_now()

    @Slot(object)
    def _stop_retrying(self, room: Room) -> None:
        room.connection.link.stop()

    @Slot(object)
    def _rejoin(self, room: Room) -> None:
        if room.kind is RoomKind.PRIVATE:
            return
        connection = room.connection
        other = connection.find(connection.elsewhere) if connection.elsewhere else None
        if other is not None and other.present:
            self._window.show_room(other)
        else:
            channel, key = (connection.elsewhere, "") if connection.elsewhere else (room.target, room.key)
            connection.link.ask(wishes.Join(channel, key))

    @Slot(object)
    def _ask_for_bans(self, room: Room) -> None:
        room.connection.link.ask(wishes.AskBans(room.target))

    @Slot(object, bool)
    def _lock(self, room: Room, locked: bool) -> None:
        room.connection.link.ask(wishes.SetModes(room.target, "+i" if locked else "-i"))

    @Slot(bool)
    def _set_away(self, away: bool) -> None:
        for connection in {room.connection for room in self._rooms.rooms}:
            connection.link.ask(wishes.SetAway(self.tr("Away") if away else None))

    @Slot(object, int)
    def _resend(self, room: Room, message: int) -> None:
        room.connection.link.ask(wishes.Resend(message))

    @Slot(object, int)
    def _discard(self, room: Room, message: int) -> None:
        room.connection.link.ask(wishes.CallOff(room.target, message))

    @Slot(object, str, str)
    def _reply(self, room: Room, msgid: str, text: str) -> None:
        room.connection.link.ask(wishes.Reply(room.target, msgid, text))

    @Slot(object, str, str)
    def _edit(self, room: Room, msgid: str, text: str) -> None:
        room.connection.link.ask(wishes.Edit(room.target, msgid, text))
        if room.connection.state is not LinkState.ONLINE:  # nothing of it is seen until then
            self._window.show_notice(self.tr("You are not connected. It is put right when you are back."))

    @Slot(object, str, str)
    def _react(self, room: Room, msgid: str, reaction: str) -> None:
        """What one has given already is taken back."""
        given = not room.has_reacted(msgid, reaction)
        room.connection.link.ask(wishes.React(room.target, msgid, reaction, given))

    @Slot(object, str, str)
    def _delete(self, room: Room, msgid: str, reason: str) -> None:
        room.connection.link.ask(wishes.Delete(room.target, msgid, reason))

    @Slot(object, object)
    def _tell_typing(self, room: Room, typing: Typing) -> None:
        if self._settings.tell_typing:
            room.connection.link.ask(wishes.TellTyping(room.target, typing))

    @Slot(object, float)
    def _mark_read(self, room: Room, time: float) -> None:
        room.connection.link.ask(wishes.MarkRead(room.target, time))
