"""How much of a timeline this person has not read, by watching and by what is told of reading elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from app.models.timeline import TimelineModel
from app.models.timeline_entries import Entry, MessageEntry


class UnreadCount:
    """Counts messages of others. What each method returns: whether the numbers are others now."""

    def __init__(self, timeline: TimelineModel) -> None:
        self._timeline = timeline
        self._is_read_told = False
        self.messages = 0
        self.mentions = 0  # of them, those that are meant for this person
        self.is_watched = False  # somebody looks at the newest messages: nothing is unread

    def watch(self, watched: bool) -> bool:
        """Somebody looks at the newest messages now, or no more."""
        self.is_watched = watched
        return watched and self._clear()

    def add(self, entries: Sequence[Entry], *, is_private: bool) -> bool:
        """Count what has just come; everything said in private is meant for one."""
        if self.is_watched:
            return False
        talk = [entry for entry in entries if self._is_of_others(entry)]
        self.messages += len(talk)
        self.mentions += len(talk) if is_private else sum(entry.mention for entry in talk)
        return bool(talk)

    def add_newest(self, entries: Sequence[Entry], *, is_private: bool) -> bool:
        """Count a newest page of history, where it is known how far was read: another program of this person
        may have read less than what is here.
        """
        if not self._is_read_told:
            return False
        return self.add([entry for entry in entries if self._is_unread(entry)], is_private=is_private)

    def read_until(self, time: float, *, only_there: bool, is_private: bool) -> bool:
        """Everything up to `time` was read, here or elsewhere.

        `only_there`: it says something only where the message of just that moment is here.
        """
        if only_there and not self._timeline.has_said_at(time):
            return False
        self._is_read_told = True
        self._timeline.note_read(time)
        rest = self._rest()
        if len(rest) == self.messages:
            return False
        self._clear()
        self.add(rest, is_private=is_private)
        return True

    def _rest(self) -> list[Entry]:
        """Of the messages that are counted, those behind what was read."""
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

    def _clear(self) -> bool:
        was = self.messages, self.mentions
        self.messages = self.mentions = 0
        return was != (0, 0)
