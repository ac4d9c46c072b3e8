"""How much of a conversation this person has not read: here, in the archive, and by what is told of reading
elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeGuard

from PySide6.QtCore import QObject, Signal, Slot

from app.models.archive_port import SaidCount
from app.models.timeline import TimelineModel
from app.models.timeline_entries import Entry, MessageEntry


class UnreadCount(QObject):
    """Counts messages of others. `messages`: how many; `mentions`: those of them that are meant for this
    person, as is everything that is said in private.

    Signals:
        changed(): the numbers are others now.
    """

    changed = Signal()

    def __init__(
        self, timeline: TimelineModel, is_private: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._timeline = timeline
        self._is_private = is_private
        self._asked: object | None = None  # what is asked of the archive; answers to anything else are stale
        self.messages = 0
        self.mentions = 0
        self.is_watched = False  # somebody looks at the newest messages: nothing is unread
        timeline.window.kept_came.connect(self._add_kept)

    def watch(self, watched: bool) -> None:
        """Somebody looks at the newest messages now, or no more."""
        self.is_watched = watched
        if watched:
            self._asked = None
            self._set(0, 0)

    def add(self, entries: Sequence[Entry]) -> None:
        """Count what has just come."""
        self._add(*self._counted(entries))

    def add_newest(self, entries: Sequence[Entry]) -> None:
        """Count a newest page of history, where it is known how far was read: another program of this person
        may have read less than what is here. Where it is not, all of it was there before they came.
        """
        if self._timeline.read.time:
            self.add([entry for entry in entries if self._is_unread(entry)])
        else:
            self._timeline.note_first_look(entries)

    def read_until(self, time: float, *, only_there: bool) -> None:
        """Everything up to `time` was read, here or elsewhere.

        `only_there`: it says something only where the message of just that moment is here.
        """
        if only_there and not self._timeline.has_said_at(time):
            return
        self._timeline.note_read(time)
        is_asked, self._asked = self._asked is not None, None
        rest = self._rest()
        if len(rest) != self.messages:
            is_asked = True  # what is not loaded was among them
            self._set(*self._counted(rest))
        if is_asked:
            self._ask_before_first()

    # -- what is kept

    @Slot(list)
    def _add_kept(self, fresh: Sequence[Entry]) -> None:
        """Count what an earlier program has kept and nobody has read: first what is loaded now."""
        self.add([entry for entry in fresh if self._is_unread(entry)])
        self._ask_before_first()

    def _ask_before_first(self) -> None:
        """Have counted what is unread before the first entry that is loaded."""
        timeline = self._timeline
        if self.is_watched or not timeline.entries or not self._is_unread(timeline.entries[0]):
            return
        asked = object()
        then = partial(self._add_said, asked)
        if timeline.window.ask_said_before(timeline.read.time, timeline.read_place, then):
            self._asked = asked

    def _add_said(self, asked: object, said: Sequence[SaidCount]) -> None:
        if self._asked is asked:
            self._asked = None
            heard = [one for one in said if not self._timeline.ignored.is_ignored(one.nick, one.account)]
            messages = sum(one.messages for one in heard)
            mentions = sum(one.mentions for one in heard)
            self._add(messages, messages if self._is_private() else mentions)

    # -- counting

    def _counted(self, entries: Sequence[Entry]) -> tuple[int, int]:
        """How many messages of others are among entries, and how many are meant for this person."""
        talk = [entry for entry in entries if self._is_of_others(entry)]
        return len(talk), len(talk) if self._is_private() else sum(entry.mention for entry in talk)

    def _add(self, messages: int, mentions: int) -> None:
        if not self.is_watched:
            self._set(self.messages + messages, self.mentions + mentions)

    def _set(self, messages: int, mentions: int) -> None:
        if (messages, mentions) != (self.messages, self.mentions):
            self.messages, self.mentions = messages, mentions
            self.changed.emit()

    def _rest(self) -> list[Entry]:
        """Of the messages that are counted and loaded, those behind what was read."""
        rest: list[Entry] = []
        for entry in reversed(self._timeline.entries):
            if len(rest) == self.messages or not self._is_unread(entry):
                break
            if self._is_of_others(entry):
                rest.append(entry)
        return rest

    def _is_of_others(self, entry: Entry) -> TypeGuard[MessageEntry]:
        """Whether it is a message of somebody else of whom this person wants to hear."""
        is_theirs = isinstance(entry, MessageEntry) and not entry.own
        return is_theirs and not self._timeline.ignored.hides(entry)

    def _is_unread(self, entry: Entry) -> bool:
        return self._timeline.is_behind(entry, self._timeline.read)
