"""One connection as windows see it: its rooms, filled from the client's events.

Knows nothing of sockets: whoever owns the link connects its signals to `apply` and `set_state`.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.client import events as ev
from app.client.events import Event, Failure, LeaveKind, LinkState
from app.models.called import called, called_differently
from app.models.entry_making import called_now, told
from app.models.held import HeldBack
from app.models.people_events import PEOPLE_EVENTS
from app.models.ports import LinkPort
from app.models.room import Room, RoomKind, is_channel
from app.models.room_events import ROOM_EVENTS
from app.models.rooms import RoomsModel
from app.models.talk_events import TALK_EVENTS
from app.models.timeline_entries import (
    ConnectionLost,
    ConnectionRestored,
    Entry,
    EventEntry,
    HistoryGap,
    Note,
)
from app.models.whois import whois_words

OTHER_EVENTS = TALK_EVENTS | PEOPLE_EVENTS
# Ends of a connection that rooms tell in words of their own.
_ENDINGS = {Failure.CLOSED_BY_HOST: LeaveKind.HOST_CLOSED, Failure.KICKED_OUT: LeaveKind.KICKED}


class Connection(QObject):
    """The rooms of one server.

    Signals:
        state_changed(LinkState): where the connection is on its way.
        registered(): the server welcomed us; `nick`, `network` and `room` are known.
        room_opened(Room), room_closed(Room): a room came into or left the list.
        owner_changed(): the hub takes us for its host, or no more.
        failed(Failure, str): the connection could not be made or ended; the server's words.
        join_failed(str, str, str): channel, numeric and the server's words.
        other_room_open(str): the host has opened another room than the one that was joined; its name.
        refused(object, str): the room that a refused request was about, or None, and the server's words.
        invited(str, str): channel and who invited us.
        nick_changed(str): our nickname on this server, or what is shown of us.
        away_changed(bool): whether we are away.
        offers_changed(): what can be done with messages here, `offers`, is known or has changed.
        history_policy_changed(): what newcomers may read, `history_policy`, is known or has changed.
    """

    state_changed = Signal(LinkState)
    registered = Signal()
    room_opened = Signal(Room)
    room_closed = Signal(Room)
    owner_changed = Signal()
    failed = Signal(Failure, str)
    join_failed = Signal(str, str, str)
    other_room_open = Signal(str)
    refused = Signal(object, str)
    invited = Signal(str, str)
    nick_changed = Signal(str)
    away_changed = Signal(bool)
    offers_changed = Signal()
    history_policy_changed = Signal()

    def __init__(
        self,
        link: LinkPort,
        rooms: RoomsModel,
        *,
        address: str,
        nick: str,
        hosting: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.link = link
        self.held = HeldBack(link, self)
        self.is_showing_held = False  # what arrives now is looked at
        self.address = address
        self.nick = nick
        self.hosting = hosting
        self.network = ""
        self.room = ""
        self.elsewhere = ""  # the channel of the room that is open in place of ours, "" where ours is
        self.is_hub = False
        self.is_owner = False
        self.away = False
        self.offers = ev.TalkOffers()
        self.history_policy: ev.HistoryPolicy | None = None
        self.state = LinkState.IDLE
        self._rooms = rooms
        self._by_target: dict[str, Room] = {}
        self._lost_at: float | None = None
        self._asked_in: Room | None = None  # where the answer to WHOIS goes
        self._fresh: defaultdict[Room, list[Entry]] = defaultdict(list)
        self._handlers = self._table()

    def _table(self) -> dict[type[Event], Callable[[Any], None]]:
        return {
            ev.Registered: self._registered,
            ev.OwnerProven: self._owner_proven,
            ev.ConnectionFailed: self._connection_failed,
            ev.JoinFailed: self._join_failed,
            ev.OtherRoomOpen: self._other_room_open,
            ev.RoomEntered: self._room_entered,
            ev.RoomLeft: self._room_left,
            ev.ChannelsHeld: self._channels_held,
            ev.Invited: self._invited,
            ev.OwnAwayChanged: self._own_away_changed,
            ev.RequestFailed: self._request_failed,
            ev.WhoisArrived: self._whois_arrived,
        }

    # -- what the link tells

    @Slot(object)
    def apply(self, events: list[Event]) -> None:
        """Take what happened, in order; each timeline grows by one insertion."""
        for event in events:
            handler = self._handlers.get(type(event))
            if handler is not None:
                handler(event)
            elif type(event) in OTHER_EVENTS:
                OTHER_EVENTS[type(event)](self, event)
            elif type(event) in ROOM_EVENTS:
                self._change_room(event)
        self.flush()

    @Slot(object)
    def set_state(self, state: LinkState) -> None:
        """The link is somewhere else on its way."""
        self.state = state
        if state is not LinkState.ONLINE:
            self.held.set_channels(0)  # the next connection begins anew
            for room in self._by_target.values():
                room.set_present(False)
                room.nobody_types()
                room.set_online(None)
                room.older.interrupted()
        self.state_changed.emit(state)

    def mark_lost(self, time: float, detail: str = "") -> None:
        """The connection broke at `time`; every room says so once."""
        if self._lost_at is not None:
            return
        self._lost_at = time
        for room in self._by_target.values():
            self.add(room, EventEntry(ConnectionLost(detail), time))
        self.flush()

    # -- what windows ask

    @property
    def rooms(self) -> tuple[Room, ...]:
        return tuple(self._by_target.values())

    @property
    def called(self) -> str:
        """What this person is called on screen here."""
        return next((called(room, self.nick) for room in self.rooms), self.nick)

    def find(self, target: str) -> Room | None:
        """The room of a channel or person, in whatever case."""
        return self._by_target.get(target.casefold())

    def open_private(self, nick: str) -> Room:
        """The private talk with `nick`, opened if it is not yet, with what waited of it."""
        room = self.find(nick) or self._open(nick, RoomKind.PRIVATE)
        self.held.note_known(room)
        self.apply(list(self.held.take(nick)))
        return room

    def admit(self, nick: str) -> Room | None:
        """The private talk that somebody else begins or goes on with, None where it has to wait."""
        room = self.find(nick)
        if room is None and self.held.has_place(nick):
            room = self._open(nick, RoomKind.PRIVATE)
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
        return self.find(conversation) or self._open(conversation, kind)

    def forget(self, room: Room) -> None:
        """Take a room out of the list; a channel must have been left before."""
        if self._by_target.pop(room.target.casefold(), None) is not None:
            self._fresh.pop(room, None)
            self.held.note_known(room)
            self._rooms.remove(room)
            if room.kind is RoomKind.PRIVATE:
                self.link.unwatch(room.target)
            self.room_closed.emit(room)

    def ask_who(self, nick: str, room: Room) -> None:
        """Ask the server about somebody; the answer comes as a note into `room`."""
        self._asked_in = room
        self.link.whois(nick)

    def note(self, room: Room, text: str, time: float, *, is_error: bool = False) -> None:
        """Put a sentence for this person alone into a room."""
        self.add(room, EventEntry(Note(text, is_error), time))
        self.flush()

    # -- rooms

    def _open(self, target: str, kind: RoomKind) -> Room:
        room = Room(self, target, kind)
        self._by_target[target.casefold()] = room
        self._entitle(room)
        self.call(room)
        self._watch(room)
        self._rooms.add(room)
        self.room_opened.emit(room)
        return room

    def _entitle(self, room: Room) -> None:
        if self.is_hub:
            room.timeline.order_by_id()
        if self.is_hub and room.target.casefold() == self.room.casefold():
            room.set_title(self.network)
            if self.hosting:
                room.set_kind(RoomKind.HOSTED)

    def call(self, room: Room) -> None:
        """A private talk is titled as the other person is called."""
        if room.kind is RoomKind.PRIVATE:
            room.set_title(called_differently(room, room.target))

    def _watch(self, room: Room) -> None:
        """Whoever one talks with privately may be there or not."""
        if room.kind is RoomKind.PRIVATE and self.state is LinkState.ONLINE:
            self.link.watch(room.target)

    def add(self, room: Room, entry: Entry) -> None:
        """Keep an entry for the room's next insertion."""
        if isinstance(entry, EventEntry):
            entry = told(entry.fact, entry.time, room)
        self._fresh[room].append(entry)

    def _change_room(self, event: Any) -> None:
        room = self.find(event.channel)
        fact = ROOM_EVENTS[type(event)](room, event) if room is not None else None
        if room is not None and fact is not None:
            self.add(room, EventEntry(fact, event.time))

    def flush(self) -> None:
        """Let the rooms have what was added."""
        fresh, self._fresh = self._fresh, defaultdict(list)
        for room, entries in fresh.items():
            room.take([called_now(entry, room) for entry in entries])

    def rename(self, room: Room, target: str) -> None:
        """A channel has another name, or the other person of a private talk another nickname."""
        del self._by_target[room.target.casefold()]
        self._by_target[target.casefold()] = room
        if room.target.casefold() == self.room.casefold():
            self.room = target
        room.set_target(target)
        self.call(room)

    # -- the connection

    def _registered(self, event: ev.Registered) -> None:
        self.network, self.room, self.is_hub = event.network, event.room, event.is_hub
        self.elsewhere = ""
        self.set_nick(event.nick)
        for room in self._by_target.values():
            self._entitle(room)
            self._watch(room)
        self.registered.emit()

    def _owner_proven(self, event: ev.OwnerProven) -> None:
        self.is_owner = True
        self.owner_changed.emit()

    def _connection_failed(self, event: ev.ConnectionFailed) -> None:
        kind = _ENDINGS.get(event.failure)
        if kind is not None and self._lost_at is None:
            self._lost_at = event.time  # this is why: no further line about a lost connection
            for room in self.rooms:
                fact = ev.RoomLeft(room.target, kind, "", event.detail, event.time)
                self.add(room, EventEntry(fact, event.time))
        self.failed.emit(event.failure, event.detail)

    def _join_failed(self, event: ev.JoinFailed) -> None:
        self.join_failed.emit(event.channel, event.numeric, event.detail)

    def _other_room_open(self, event: ev.OtherRoomOpen) -> None:
        self.elsewhere = event.room
        self.other_room_open.emit(event.title)

    def _request_failed(self, event: ev.RequestFailed) -> None:
        self.refused.emit(self.find(event.target) if event.target else None, event.detail)

    def _invited(self, event: ev.Invited) -> None:
        self.invited.emit(event.channel, event.by)

    def _own_away_changed(self, event: ev.OwnAwayChanged) -> None:
        self.away = event.away
        self.away_changed.emit(event.away)

    def set_nick(self, nick: str) -> None:
        """We have another nickname."""
        self.nick = nick
        for room in self._by_target.values():
            room.members.set_own_nick(nick)
        self.nick_changed.emit(nick)

    # -- coming and going

    def _room_entered(self, event: ev.RoomEntered) -> None:
        room = self.find(event.channel)
        if room is None:
            room = self._open(event.channel, RoomKind.CHANNEL)
            if self.history_policy is not None and room.target.casefold() == self.room.casefold():
                self.add(room, EventEntry(replace(self.history_policy, time=event.time), event.time))
        elif self._lost_at is not None:
            self.add(room, EventEntry(ConnectionRestored(), event.time))
            if not event.catches_up:
                self.add(room, EventEntry(HistoryGap(self._lost_at, event.time), event.time))
        else:
            self.add(room, EventEntry(event, event.time))
        if event.catches_up:
            room.older.catching_up()
        room.members.set_own_nick(self.nick)
        room.set_present(True)
        if not any(other.kind is not RoomKind.PRIVATE and not other.present for other in self.rooms):
            self._lost_at = None

    def _channels_held(self, event: ev.ChannelsHeld) -> None:
        self.held.set_channels(event.count)

    def _room_left(self, event: ev.RoomLeft) -> None:
        room = self.find(event.channel)
        if room is None:
            return
        self.add(room, EventEntry(event, event.time))
        room.set_present(False)
        room.left.emit(event)

    def _whois_arrived(self, event: ev.WhoisArrived) -> None:
        room, self._asked_in = self._asked_in, None
        if room is not None and room in self.rooms:
            self.add(room, EventEntry(Note(whois_words(event)), time.time()))
