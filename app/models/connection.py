"""One connection as windows see it: its rooms, filled from the client's events.

Knows nothing of sockets: whoever owns the link connects its signals to `apply` and `set_state`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.client import events as ev
from app.client.events import Event, LinkState
from app.client.wishes import Unwatch, Watch, Whois
from app.models.event_entries import event_entry, with_new_name
from app.models.file_progress import FileProgressModel
from app.models.held_back import HeldBack
from app.models.ignored_people import IgnoredPeople
from app.models.moderation import Moderation
from app.models.person_colours import PersonColours
from app.models.picks import PickMark
from app.models.room import LinkPort, Room, RoomKind
from app.models.room_directory import RoomDirectory
from app.models.room_invitations import mark_of
from app.models.room_names import name_in, name_unless_nick
from app.models.rooms_model import RoomsModel
from app.models.server_log import ServerLog
from app.models.shown_names import OwnNicks, is_channel
from app.models.timeline_entries import ConnectionLost, Entry, EventEntry, Note

_OPEN_QUESTIONS = 32  # about people at a time


class Connection(QObject):
    """The rooms of one server; `events` tells for each event how it is taken, `connection_events.EVENTS`.

    Signals:
        state_changed(LinkState): where the connection is on its way.
        registered(): the server welcomed us; `nick`, `network` and `room` are known.
        room_opened(Room), room_closed(Room): a room came into or left the list.
        join_failed(Connection, str, str, str): this connection, channel, numeric and the server's words.
        other_room_open(Connection, str): another room is open than the one that was joined; its name.
        refused(object, str): the room that a refused request was about, or None, and the server's words.
        server_said(ServerLine): words of the server that are of interest now: it refuses something, or
            answers a line that the person has typed for it. All that it says is in `log`.
        welcome_over(): the server has done what it does by itself as one comes in.
        invited(Invited): somebody has asked us into a channel.
        nick_changed(str): our nickname on this server, or what is shown of us.
        away_changed(bool): whether we are away.
        person_told(object, WhoisArrived): who somebody is, for the room where that was asked, or None.
        own_avatar_told(): where the picture is that this person shows here, `own_avatar`, is known.
        abilities_changed(): what the server takes, `abilities`, is known or has changed.
    """

    state_changed = Signal(LinkState)
    registered = Signal()
    room_opened = Signal(Room)
    room_closed = Signal(Room)
    join_failed = Signal(QObject, str, str, str)
    other_room_open = Signal(QObject, str)
    refused = Signal(object, str)
    server_said = Signal(object)
    welcome_over = Signal()
    invited = Signal(ev.Invited)
    nick_changed = Signal(str)
    away_changed = Signal(bool)
    person_told = Signal(object, ev.WhoisArrived)
    own_avatar_told = Signal()
    abilities_changed = Signal()

    def __init__(
        self,
        link: LinkPort,
        rooms: RoomsModel,
        events: Mapping[type[Event], Callable[[Connection, Any], None]],
        *,
        address: str,
        nick: str,
        hosting: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.link = link
        self.held = HeldBack(link, self)
        self.log = ServerLog(self)
        self.files = FileProgressModel(self)
        self.moderation = Moderation(self)
        self.directory = RoomDirectory(link.ask, self._is_inside, self._mark_of, self)
        self.ignored = IgnoredPeople(self)
        self.is_showing_held = False  # what arrives now is looked at
        self.colours = PersonColours(self, self.ignored, address)
        self.address = address
        self.nick = nick
        self.own_nicks = OwnNicks()
        self.hosting = hosting
        self.network = ""
        self.room = ""
        self.elsewhere = ""  # the channel of the room that is open in place of ours, "" where ours is
        self.is_hub = False
        self.away = False
        self.own_avatar: str | None = None  # a link, "" for none; None: not known
        self.abilities = ev.Abilities()
        self.history_policy: ev.HistoryPolicy | None = None
        self.state = LinkState.IDLE
        self._rooms = rooms
        self._by_target: dict[str, Room] = {}
        self.lost_at: dict[Room, float] = {}  # when the connection broke, until the room is entered again
        self._whois_rooms: dict[str, Room] = {}  # by nickname, where it was asked who that is
        self._fresh: defaultdict[Room, list[Entry]] = defaultdict(list)
        self._events = events

    # -- what the link tells

    @Slot(object)
    def apply(self, events: list[Event]) -> None:
        """Take what happened, in order; each timeline grows by one insertion."""
        for event in events:
            handler = self._events.get(type(event))
            if handler is not None:
                handler(self, event)
        self.flush()

    @Slot(object)
    def set_state(self, state: LinkState) -> None:
        """The link is somewhere else on its way."""
        self.state = state
        if state is LinkState.ONLINE:  # private talk is entered by nothing else
            self.lost_at = {
                room: time for room, time in self.lost_at.items() if room.kind is not RoomKind.PRIVATE
            }
        else:
            self.held.set_channels(0)  # the next connection begins anew
            self.moderation.is_owner = False
            self.ignored.forget_names()
            for room in self._by_target.values():
                room.set_present(False)
                room.clear_typing()
                room.set_online(None)
                room.history.interrupted()
        self.state_changed.emit(state)

    def mark_lost(self, time: float) -> None:
        """The connection broke at `time`; every room says so once."""
        for room in self.note_lost(time):
            self.add(room, EventEntry(ConnectionLost(), time))
        self.flush()

    def note_lost(self, time: float) -> list[Room]:
        """Keep that the rooms lost their connection at `time`; returns those of which that was not known."""
        lost = [room for room in self._by_target.values() if room not in self.lost_at]
        self.lost_at |= dict.fromkeys(lost, time)
        return lost

    # -- what windows ask

    @property
    def rooms(self) -> tuple[Room, ...]:
        return tuple(self._by_target.values())

    @property
    def own_name(self) -> str:
        """The name that is shown of this person here."""
        return next((name_in(room, self.nick) for room in self.rooms), self.nick)

    def find(self, target: str) -> Room | None:
        """The room of a channel or person, in whatever case."""
        return self._by_target.get(target.casefold())

    def _is_inside(self, channel: str) -> bool:
        room = self.find(channel)
        return room is not None and room.present

    def _mark_of(self, channel: str) -> PickMark:
        room = self.find(channel)
        return PickMark.ROOM if room is None else mark_of(room)

    def sees(self, nick: str) -> bool:
        """Whether somebody is here: in a room that we are in, or there for private talk."""
        if any(room.members.find(nick) is not None for room in self.rooms):
            return True
        private = self.find(nick)
        return private is not None and private.kind is RoomKind.PRIVATE and bool(private.is_online)

    def open_private(self, nick: str) -> Room:
        """The private talk with `nick`, opened if it is not yet, with what waited of it."""
        room = self.find(nick) or self.open(nick, RoomKind.PRIVATE)
        self.held.note_known(room)
        self.apply(list(self.held.take(nick)))
        return room

    def admit(self, nick: str) -> Room | None:
        """The private talk that somebody else begins or goes on with, None where it has to wait."""
        room = self.find(nick)
        if room is None and self.held.has_place(nick):
            room = self.open(nick, RoomKind.PRIVATE)
            self.held.note_stranger(room)
        return room

    def show_held(self) -> None:
        """The person wants to see what waits, the next of it."""
        self.is_showing_held = True
        self.held.show_channels()
        talk = self.held.take_some()
        for nick in dict.fromkeys(event.conversation for event in talk):
            self.open_private(nick)
        self.apply(list(talk))
        self.is_showing_held = False

    def find_or_open(self, conversation: str) -> Room:
        """The room of a channel or person, opened if it is not yet."""
        kind = RoomKind.CHANNEL if is_channel(conversation) else RoomKind.PRIVATE
        return self.find(conversation) or self.open(conversation, kind)

    def forget(self, room: Room) -> None:
        """Take a room out of the list; a channel must have been left before."""
        if self.find(room.target) is not None:
            self._forget([room])

    def forget_all(self) -> None:
        """Take all rooms out of the list, at the end of the connection."""
        self._forget(self.rooms)

    def _forget(self, rooms: Sequence[Room]) -> None:
        for room in rooms:
            del self._by_target[room.target.casefold()]
            self._fresh.pop(room, None)
            self.lost_at.pop(room, None)
            self.held.note_known(room)
        self._rooms.remove(rooms)
        for room in rooms:
            if room.kind is RoomKind.PRIVATE:
                self.link.ask(Unwatch(room.target))
            self.room_closed.emit(room)

    def ask_who(self, nick: str, room: Room) -> None:
        """Ask the server about somebody for `room`: person_told follows."""
        if len(self._whois_rooms) >= _OPEN_QUESTIONS:  # of which most were refused
            self._whois_rooms.clear()
        self._whois_rooms[nick.casefold()] = room
        self.link.ask(Whois(nick))

    def tell_person(self, told: ev.WhoisArrived) -> None:
        """The server has answered who somebody is."""
        room = self._whois_rooms.pop(told.nick.casefold(), None)
        self.person_told.emit(room if room in self.rooms else None, told)

    def note(self, room: Room, text: str, time: float, *, is_error: bool = False) -> None:
        """Put a sentence for this person alone into a room."""
        self.add(room, EventEntry(Note(text, is_error), time))
        self.flush()

    # -- rooms

    def open(self, target: str, kind: RoomKind) -> Room:
        """Bring a room that is not there yet into the list."""
        room = Room(self, target, kind)
        self._by_target[target.casefold()] = room
        self.update_from_server(room)
        self.retitle(room)
        self._rooms.add(room)
        self.room_opened.emit(room)
        return room

    def update_from_server(self, room: Room) -> None:
        """Bring a room into step with what the server has told of itself."""
        if self.is_hub:
            room.timeline.rows.by_id = True
        if self.is_room_of_hub(room):
            room.set_title(self.network)
            if self.hosting:
                room.set_kind(RoomKind.HOSTED)
        if room.kind is RoomKind.PRIVATE and self.state is LinkState.ONLINE:
            self.link.ask(Watch(room.target))  # the other person may be there or not

    def is_room_of_hub(self, room: Room) -> bool:
        """Whether this is the room that a hub of ours is for."""
        return self.is_hub and room.target.casefold() == self.room.casefold()

    def retitle(self, room: Room) -> None:
        """A private talk has the other person's name as its title."""
        if room.kind is RoomKind.PRIVATE:
            room.set_title(name_unless_nick(room, room.target))

    def add(self, room: Room, entry: Entry) -> None:
        """Keep an entry for the room's next insertion."""
        if isinstance(entry, EventEntry):
            entry = event_entry(entry.fact, entry.time, room)
        self._fresh[room].append(entry)

    def flush(self) -> None:
        """Let the rooms have what was added."""
        fresh, self._fresh = self._fresh, defaultdict(list)
        for room, entries in fresh.items():
            room.add_entries([with_new_name(entry, room) for entry in entries])

    def rename(self, room: Room, target: str) -> None:
        """A channel has another name, or the other person of a private talk another nickname."""
        del self._by_target[room.target.casefold()]
        self._by_target[target.casefold()] = room
        if room.target.casefold() == self.room.casefold():
            self.room = target
        room.set_target(target)
        self.retitle(room)

    def set_nick(self, nick: str) -> None:
        """We have another nickname."""
        self.nick = nick
        for room in self._by_target.values():
            room.members.set_own_nick(nick)
        self.nick_changed.emit(nick)
