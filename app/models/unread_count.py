"""How much of a conversation this person has not read: the one count that lists, titles and buttons show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.client.events import Point
from app.models.archive_port import SaidCount
from app.models.ignored_people import IgnoredPeople
from app.models.timeline_entries import Entry, MessageEntry, SendState
from app.models.timeline_merge import ReadMark, is_before, is_later
from app.models.timeline_rows import TimelineRows
from app.models.timeline_window import TimelineWindow


@dataclass(slots=True)
class _Asked:
    """A question to the archive, with what its answer is to be added to."""

    messages: int
    mentions: int


class UnreadCount(QObject):
    """Counts messages of others behind the point up to which everything was read.

    Counted are those that are loaded, by the rows, and what the archive has besides, which is asked for it.
    `messages`: how many; `is_private`: all that is said is meant for this person.

    Signals:
        changed(): the numbers are others now.
    """

    changed = Signal()

    def __init__(
        self,
        rows: TimelineRows,
        window: TimelineWindow,
        ignored: IgnoredPeople,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._window = window
        self._ignored = ignored
        self._read = ReadMark()
        self._asked: _Asked | None = None  # answers to anything else are stale
        self._mentions = 0
        self.messages = 0
        self.is_private = False
        self.is_watched = False  # somebody looks at the newest messages: nothing is unread
        window.kept_came.connect(self.recount)
        ignored.changed.connect(self.recount)

    @property
    def mentions(self) -> int:
        """How many of the messages are meant for this person."""
        return self.messages if self.is_private else self._mentions

    def watch(self, watched: bool) -> None:
        """Somebody looks at the newest messages now, or no more."""
        was_watched, self.is_watched = self.is_watched, watched
        if watched:
            self._asked = None
            self._set(0, 0)
        elif was_watched:
            self.recount()  # what came meanwhile may have been more than they have seen

    def came(self, entries: Sequence[Entry]) -> None:
        """Count what has just been said."""
        if not self.is_watched:
            self._add(entries)

    def missed(self, page: Sequence[Entry]) -> None:
        """Count a page of what was said while there was no connection."""
        loaded, by_id = self._rows.entries, self._rows.by_id
        is_here = bool(page and loaded) and self._window.is_live
        if not is_here or is_before(page[0], loaded[0], by_id=by_id):
            self.recount()
        elif not self.is_watched:  # else it is counted where it turns out to be more than they have seen
            self._add([entry for entry in page if self._is_unread(entry)])

    def is_unread_in(self, page: Sequence[Entry]) -> bool:
        """Whether any entry of a page stands behind what was read."""
        return any(isinstance(entry, MessageEntry) and self._is_unread(entry) for entry in page)

    def begin_at(self, point: Point, place: int) -> None:
        """What was said up to a point of the talk was there before this person came: none of it is news.

        `place`: where that is in the archive, 0 for nowhere.
        """
        self._read.note(point, place, by_id=self._rows.by_id)

    def read_until(self, point: Point, place: int) -> None:
        """Everything up to a point of the talk was read, here or elsewhere; `place` as in `begin_at`."""
        before = self._read.point
        self._read.note(point, place, by_id=self._rows.by_id)
        if self._read.point == before or self.is_watched or not (self.messages or self._asked):
            return
        row = self._rows.row_of_message(point.msgid) if point.msgid else None
        read, is_whole = ([], False) if row is None else self._talk_behind(before, row)
        if is_whole:
            self._count(-len(read), -sum(entry.mention for entry in read))
        else:
            self.recount()

    @Slot()
    def recount(self) -> None:
        """Count anew: what is loaded at once, the rest when the archive has answered."""
        self._asked = None
        if self.is_watched:
            return
        if not self._window.is_live:  # the archive has what comes behind what is loaded
            self._ask(_Asked(0, 0), before_loaded=False)
            return
        unread, is_whole = self._talk_behind(self._read.point, len(self._rows.entries) - 1)
        messages, mentions = len(unread), sum(entry.mention for entry in unread)
        if not is_whole:
            self._ask(_Asked(messages, mentions), before_loaded=True)
        self._set(messages, mentions)

    # -- what the archive has

    def _ask(self, asked: _Asked, *, before_loaded: bool) -> None:
        """Have counted what is unread in the archive, all of it or that before what is loaded."""
        read, then = self._read, partial(self._add_said, asked)
        if self._window.ask_said(read.point.time, read.place, then, before_loaded=before_loaded):
            self._asked = asked

    def _add_said(self, asked: _Asked, said: Sequence[SaidCount]) -> None:
        if self._asked is asked:
            self._asked = None
            heard = [one for one in said if not self._ignored.is_ignored(one.nick, one.account)]
            messages = asked.messages + sum(one.messages for one in heard)
            self._set(messages, asked.mentions + sum(one.mentions for one in heard))

    # -- what is loaded

    def _talk_behind(self, point: Point, row: int) -> tuple[list[MessageEntry], bool]:
        """What others said up to a row and behind a point of the talk; whether what is at that point is
        loaded, so that this is all.
        """
        found: list[MessageEntry] = []
        for at in range(row, -1, -1):
            entry = self._rows.entry(at)
            if not isinstance(entry, MessageEntry) or entry.state is not SendState.SENT:
                continue  # dated by this computer's clock, maybe
            if not is_later(entry, point, by_id=self._rows.by_id):
                return found, True
            if self._is_heard(entry):
                found.append(entry)
        return found, False

    def _is_heard(self, entry: MessageEntry) -> bool:
        """Whether somebody else said it, of whom this person wants to hear."""
        return not entry.own and not self._ignored.hides(entry)

    def _is_unread(self, entry: Entry) -> bool:
        return is_later(entry, self._read.point, by_id=self._rows.by_id)

    def _add(self, entries: Sequence[Entry]) -> None:
        talk = [entry for entry in entries if isinstance(entry, MessageEntry) and self._is_heard(entry)]
        self._count(len(talk), sum(entry.mention for entry in talk))

    def _count(self, messages: int, mentions: int) -> None:
        """So many more, or fewer; what the archive is asked for comes to that."""
        if self._asked is not None:
            self._asked.messages += messages
            self._asked.mentions += mentions
        self._set(self.messages + messages, self._mentions + mentions)

    def _set(self, messages: int, mentions: int) -> None:
        messages, mentions = max(0, messages), max(0, mentions)
        if (messages, mentions) != (self.messages, self._mentions):
            self.messages, self._mentions = messages, mentions
            self.changed.emit()
