"""What was said in a room before what is here, as far as its server tells: asking, waiting, the beginning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.client.events import LinkState
from app.client.seen import Point
from app.models.timeline_entries import Entry, MessageEntry

if TYPE_CHECKING:
    from app.models.room import Room


class OlderPages:
    """Asks the server for pages before the oldest message; fits timeline_window.Server."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._at_start = False
        self._is_loading = False
        self._is_filling = False
        self._before: Point | None = None  # where the next page ends, where the last one held no message

    @property
    def at_start(self) -> bool:
        """Whether nothing was said before what is here, as far as the server keeps it."""
        return self._at_start

    @property
    def is_loading(self) -> bool:
        """Whether a page was asked for and has not come."""
        return self._is_loading

    @property
    def can_request_older(self) -> bool:
        """Whether the server may have more."""
        connection = self._room.connection
        is_done = self._is_loading or self._at_start
        return not is_done and connection.state is LinkState.ONLINE and connection.offers.history

    def request_older(self) -> None:
        """Ask for what was said before; what comes is put on top."""
        if self.can_request_older:
            self._request(self._before or self._oldest())

    def request_before(self, entry: MessageEntry) -> None:
        """Ask for what was said before a message, where something is missing."""
        connection = self._room.connection
        if connection.state is LinkState.ONLINE and connection.offers.history:
            self._is_filling = True
            self._request(Point(entry.time, entry.msgid))

    def _oldest(self) -> Point | None:
        messages = (entry for entry in self._room.timeline.entries if isinstance(entry, MessageEntry))
        oldest = next((entry for entry in messages if not entry.pending_id), None)
        return None if oldest is None else Point(oldest.time, oldest.msgid)

    def _request(self, before: Point | None) -> None:
        self._is_loading = True
        self._room.connection.link.request_history(self._room.target, before)

    def came(self, fresh: Sequence[Entry], *, first: Point | None, at_start: bool) -> None:
        """A page is here, with what of it is new and its first line; maybe nobody said anything in it."""
        if not self._is_filling:
            said = any(isinstance(entry, MessageEntry) for entry in fresh)
            self._before = None if said else first
        self._end(at_start=at_start)

    def failed(self) -> None:
        """A page that was asked for does not come."""
        self._end(at_start=False)

    def _end(self, *, at_start: bool) -> None:
        was_filling, self._is_filling = self._is_filling, False
        self._is_loading = False
        if at_start and not was_filling:
            self._at_start = True
            self._room.timeline.reach_start()
