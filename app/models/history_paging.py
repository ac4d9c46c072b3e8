"""Pages of a room's history, asked of its server on entering or by scrolling up: asked, awaited, all here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.client.events import Point
from app.irc.msgid import line_id
from app.models.timeline_entries import Entry, MessageEntry
from app.models.timeline_rows import TimelineRows

# Who comes into a room wants to read what is said there, not who came and went: pages are asked for until
# about a screen of messages is here.
FIRST_MESSAGES = 30
# So many lines of comings and goings, a hundred a page, are looked through for that: a few of the hub's
# milliseconds each. Behind them one asks by scrolling.
FIRST_PAGES = 20


class HistoryServer(Protocol):
    """The server that keeps the history of one room; the room fits it."""

    @property
    def is_connected(self) -> bool:
        """Whether it can be asked now."""
        ...

    @property
    def keeps_history(self) -> bool:
        """Whether it can be asked for what was said, by CHATHISTORY."""
        ...

    def request_history(self, before: Point | None) -> None:
        """Ask for the page before a point, for the newest if it is None."""
        ...


class HistoryPaging(QObject):
    """Asks the server for pages before the oldest message of a timeline; fits archive_port.Server.

    Signals:
        start_reached(): nothing was said before what is here.
        older_wanted(): there is too little to read: a page before the first entry is to be loaded.
        changed(): a page has come, or does not come.
    """

    start_reached = Signal()
    older_wanted = Signal()
    changed = Signal()

    def __init__(self, server: HistoryServer, rows: TimelineRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = server
        self._rows = rows
        self._at_start = False
        self._is_catching_up = False
        self._is_loading = False
        self._is_filling = False
        self._is_stuck = False  # the last answer brought nothing on: asked again only where somebody wants it
        self._first_pages = 0  # that may be asked for still, until some messages are here
        self._asked: Point | None = None
        self._before: Point | None = None  # where the next page ends, where the last one tells no place

    @property
    def at_start(self) -> bool:
        """Whether nothing was said before what is here, as far as the server keeps it."""
        return self._at_start

    @property
    def is_loading(self) -> bool:
        """Whether a page was asked for and has not come."""
        return self._is_loading or self._is_catching_up

    @property
    def may_have_more(self) -> bool:
        """Whether the server keeps what was said, and not all of it is here; maybe it cannot be asked now."""
        return self._server.keeps_history and not self._at_start

    @property
    def can_request_older(self) -> bool:
        """Whether the server may have more, and it is worth asking by oneself."""
        return self.may_request and not self._is_stuck and not self._is_catching_up

    @property
    def may_request(self) -> bool:
        """Whether the server can be asked, if somebody wants it."""
        return self._server.is_connected and self.may_have_more and not self._is_loading

    def request_older(self) -> None:
        """Ask for what was said before; what comes is put on top."""
        if self.may_request:
            self._request(self._before or self._oldest())

    def request_before(self, entry: MessageEntry) -> None:
        """Ask for what was said before a message, where something is missing."""
        if self._server.is_connected and self._server.keeps_history:
            self._is_filling = True
            self._request(Point(entry.time, entry.msgid))

    def _oldest(self) -> Point | None:
        """The first line here that the server knows by its id, or the first message."""
        for entry in self._rows.entries:
            if entry.msgid or (isinstance(entry, MessageEntry) and not entry.pending_id):
                return Point(entry.time, line_id(entry.msgid))
        return None

    def _request(self, before: Point | None) -> None:
        self._is_loading, self._is_stuck, self._asked = True, False, before
        self._server.request_history(before)

    # -- what comes

    def catching_up(self) -> None:
        """The room was entered, and its newest page was asked for with that."""
        self._is_catching_up = True

    def caught_up(self) -> None:
        """What was asked for on entering is here, or never will be."""
        self._is_catching_up = False

    def interrupted(self) -> None:
        """The connection is lost, and with it what it was asked."""
        self._is_catching_up = self._is_loading = self._is_filling = False

    def came(
        self, fresh: Sequence[Entry], *, first: Point | None, at_start: bool, is_newest: bool = False
    ) -> None:
        """A page is here, with what of it is new and its first line; maybe nobody said anything in it."""
        if is_newest and self._is_catching_up:
            self._first_pages = FIRST_PAGES
        self.caught_up()  # questions are answered one after the other
        was_filling = self._is_filling
        if not was_filling:
            is_placed = any(entry.msgid or isinstance(entry, MessageEntry) for entry in fresh)
            self._is_stuck = first is not None and first == self._asked and not fresh
            self._before = None if is_placed else first
        self._end(at_start=at_start)
        if not was_filling:
            self._look_for_messages()

    def failed(self) -> None:
        """A page that was asked for does not come."""
        self.caught_up()
        self._is_stuck = True
        self._end(at_start=False)

    def _look_for_messages(self) -> None:
        """Ask on after entering, until there is something to read."""
        messages = (entry for entry in self._rows.entries if isinstance(entry, MessageEntry))
        if sum(1 for _ in islice(messages, FIRST_MESSAGES)) == FIRST_MESSAGES:
            self._first_pages = 0
        elif self._first_pages and self.can_request_older:
            self._first_pages -= 1
            self.older_wanted.emit()

    def _end(self, *, at_start: bool) -> None:
        was_filling, self._is_filling = self._is_filling, False
        self._is_loading = False
        if at_start and not was_filling:
            self._at_start = True
            self.start_reached.emit()
        self.changed.emit()
