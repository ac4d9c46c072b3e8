"""The rooms this person hosted or joined last, newest first, as a Qt model.

Owns their order, number and wording; knows neither where they are stored nor how they are drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)

from app.client.address import AddressError, parse_address
from app.guard import guarded
from app.irc.names import channel_from, fold_channel
from app.irc.servertime import EARLIEST
from app.models.timeline_grouping import local_day
from app.values import frozen
from app.words import common_words, room_words, start_words

# Fits the start window without scrolling far; UI.md asks for the last ten.
MAX_RECENT = 10

_ROOT = QModelIndex()


@frozen
class RecentRoom:
    """One room. `last_used` is in seconds since 1970 (UTC).

    `offline`: it did not answer the last time; `open`: it was found open just now, without being joined.
    `room` is the channel of the room on one of our hubs, "" where that is not known, and `fingerprint` the
    hub's certificate. `channel` is what is entered there beside the room, or on any other server; `host` how
    the room is called beside which it is.
    """

    name: str
    address: str
    hosted: bool
    last_used: float
    offline: bool = False
    room: str = ""
    open: bool = False
    fingerprint: str = ""
    channel: str = ""
    host: str = ""


class RecentRole(IntEnum):
    """What a row answers beside its name (DisplayRole) and its AccessibleTextRole."""

    ROOM = Qt.ItemDataRole.UserRole + 1
    DETAIL = Qt.ItemDataRole.UserRole + 2


@guarded()
class RecentRooms(QAbstractListModel):
    """At most ten RecentRooms; the same room is listed once.

    Signals:
        forgotten(RecentRoom): the person wants to hear no more of a room, or of the host that it was at.

    `today` tells the local date; it is asked each time a row is read, so "today" stays true after midnight.
    `describe` tells how a hosted room opens again, in short words.
    """

    forgotten = Signal(RecentRoom)

    def __init__(
        self,
        rooms: Iterable[RecentRoom] = (),
        parent: QObject | None = None,
        *,
        today: Callable[[], date] = date.today,
        describe: Callable[[RecentRoom], Sequence[str]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._describe = describe or (lambda room: (room.address,))
        self._today = today
        newest_first = sorted(rooms, key=lambda room: room.last_used, reverse=True)
        self._rooms: list[RecentRoom] = newest_first[:MAX_RECENT]

    def add(self, room: RecentRoom) -> None:
        """Put `room` where its time belongs; an older entry of the same room goes."""
        for row, other in enumerate(self._rooms):
            if _is_same(other, room):
                self._take_out(row)
                break
        at = sum(other.last_used > room.last_used for other in self._rooms)
        if at >= MAX_RECENT:
            return
        if len(self._rooms) >= MAX_RECENT:
            self._take_out(MAX_RECENT - 1)
        self.beginInsertRows(_ROOT, at, at)
        self._rooms.insert(at, room)
        self.endInsertRows()

    def remove(self, row: int) -> None:
        """Forget the room in `row`; raises IndexError."""
        room = self.room_at(row)
        self._take_out(row)
        self.forgotten.emit(room)

    def _take_out(self, row: int) -> None:
        self.beginRemoveRows(_ROOT, row, row)
        del self._rooms[row]
        self.endRemoveRows()

    def remove_server(self, address: str, fingerprint: str = "") -> None:
        """Forget all rooms that were joined at the server with this certificate, or at this address."""
        server = RecentRoom("", address, False, 0.0, fingerprint=fingerprint)
        for row in reversed(range(len(self._rooms))):
            room = self._rooms[row]
            if not room.hosted and _is_same_server(room, server):
                self.remove(row)

    def rename(self, room: RecentRoom, name: str) -> None:
        """The room is called otherwise now; nothing happens where it is not in the list."""
        self._put(room, name=name)

    def rename_host(self, room: RecentRoom, name: str) -> None:
        """The room of the hub where `room` is is called otherwise now, which is told of rooms beside it."""
        for row, other in enumerate(self._rooms):
            if other.host and _is_same_server(other, room):
                self._rooms[row] = replace(other, host=name)
                self.dataChanged.emit(self.index(row), self.index(row))

    def _put(self, room: RecentRoom, **changes: Any) -> None:
        for row, other in enumerate(self._rooms):
            if _is_same(other, room):
                self._rooms[row] = replace(other, **changes)
                self.dataChanged.emit(self.index(row), self.index(row))

    @Slot()
    def refresh(self) -> None:
        """How hosted rooms open again may be told otherwise now."""
        if self._rooms:
            self.dataChanged.emit(self.index(0), self.index(len(self._rooms) - 1))

    def mark_offline(self, room: RecentRoom, offline: bool = True) -> None:
        """Remember whether a room answered; nothing happens where it is not in the list."""
        self._put(room, offline=offline)

    def mark_open(self, rows: Collection[int]) -> None:
        """The rooms in these rows are open now, as far as can be told, and no others."""
        for row, room in enumerate(self._rooms):
            if room.open != (row in rows):
                self._rooms[row] = replace(room, open=row in rows, offline=room.offline and row not in rows)
                self.dataChanged.emit(self.index(row), self.index(row))

    def room_at(self, row: int) -> RecentRoom:
        """The room in `row`; raises IndexError."""
        if not 0 <= row < len(self._rooms):
            raise IndexError(row)
        return self._rooms[row]

    def to_list(self) -> list[RecentRoom]:
        """All rooms, newest first."""
        return list(self._rooms)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rooms)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rooms):
            return None
        room = self._rooms[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return room.name
        if role == RecentRole.ROOM:
            return room
        if role == RecentRole.DETAIL:
            return " · ".join(self._facts(room))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join([room.name, *self._facts(room)])
        return None

    def _facts(self, room: RecentRoom) -> list[str]:
        when = [self._when(room.last_used)] if room.last_used > EARLIEST else []  # else it is not known
        if room.hosted:
            return [room_words.HOSTED_BY_YOU(), *self._describe(room), *when]
        inside = [room_words.IN_ROOM(room=room.host)] if room.host else []
        facts = [*inside, _place(room.address), *when]
        if room.open:
            return [start_words.OPEN_NOW(), *facts]
        if room.offline:
            return [common_words.OFFLINE(), *facts]
        return facts

    def _when(self, seconds: float) -> str:
        today = self._today()
        used = local_day(seconds)
        days = (today - used).days
        if days <= 0:
            return room_words.TODAY()
        if days == 1:
            return room_words.YESTERDAY()
        words = room_words.DAY_FORMAT()
        if used.year != today.year:
            words = room_words.DAY_AND_YEAR_FORMAT()
        return QLocale().toString(QDate(used.year, used.month, used.day), words)


def _is_same(one: RecentRoom, other: RecentRoom) -> bool:
    """Whether two entries are of one room.

    A hosted one is under whatever address this computer has today, and however it is spelled; another's is
    wherever its host is. A host may open several at one address; early versions did not write down which it
    was.
    """
    if one.hosted or other.hosted:
        keys = {fold_channel(room.room or channel_from(room.name)) for room in (one, other)}
        return one.hosted and other.hosted and len(keys) == 1
    return _is_same_server(one, other) and _is_same_channel(one, other)


def _is_same_server(one: RecentRoom, other: RecentRoom) -> bool:
    """By their certificates, or by where they are as long as one of them is not known."""
    known = {_host_of(one), _host_of(other)}
    if "" in known:
        return _server(one.address) == _server(other.address)
    return len(known) == 1


def _is_same_channel(one: RecentRoom, other: RecentRoom) -> bool:
    channels = {fold_channel(room.channel) for room in (one, other)}
    rooms = {fold_channel(room.room) for room in (one, other)} - {""}
    if len(channels) == 1:
        return len(rooms) < 2
    # early versions wrote down no channel of other servers
    return "" in channels and not rooms and not (_host_of(one) or _host_of(other))


def _host_of(room: RecentRoom) -> str:
    """The certificate by which a hub is known wherever it moves, "" where it is not."""
    if room.fingerprint:
        return room.fingerprint.casefold()
    try:
        return parse_address(room.address).fingerprint.casefold()
    except AddressError:
        return ""


def _server(address: str) -> str:
    """Where a server is, without what is entered there."""
    try:
        return str(parse_address(address).ways[0])
    except AddressError:
        return address.casefold()


def _place(address: str) -> str:
    """Where an address leads to, as short as people read it: of a link, the host."""
    try:
        return parse_address(address).place
    except AddressError:
        return address
