"""What a timeline asks of the archive of its room, one question at a time, and of its server.

`application.archive` fits the one shape, `models.history_paging` the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Protocol

from app.models.amendments import Amendment
from app.models.timeline_entries import Entry, MessageEntry
from app.values import frozen


@frozen
class ArchivePage:
    """Entries in the order of reading, each with its place; gaps stand among them at the place 0.

    `more_before`, `more_after`: there are further ones in that direction. `at_start`: it is known that
    nothing was said before. `row`: the entry that was asked for, or what is nearest to it.
    """

    entries: list[Entry]
    places: list[int]
    more_before: bool = False
    more_after: bool = False
    at_start: bool = False
    row: int = 0


@frozen
class SaidCount:
    """How many messages somebody else said, and how many of those are meant for this person."""

    nick: str
    account: str
    messages: int
    mentions: int


Then = Callable[[ArchivePage], None]


class RoomArchive(Protocol):
    """The archive of one room. What is asked is answered later, by a call of `then` in the same thread.

    An answer holds all that was handed over before the question and nothing that came after it. Where the
    archive fails there is no answer.
    """

    def append(self, entries: Sequence[Entry]) -> list[int]:
        """Keep what has just come; gives their places, 0 for what is no part of the talk."""
        ...

    def fill(
        self,
        entries: Sequence[Entry],
        *,
        before: int | None,
        at_start: bool,
        whole: tuple[float, float] | None = None,
    ) -> list[int]:
        """Keep a page of what was said before a place; gives their places.

        Nothing is missing between the two moments of `whole`, or from its first line up to `before`.
        """
        ...

    def note_gap(self, since: float, until: float) -> None:
        """What was said between two moments may be missing."""
        ...

    def amend(self, event: Amendment) -> None:
        """Edit, delete or react to a message that is kept."""
        ...

    def note_first_look(self, until: float, place: int) -> bool:
        """What was said up to a moment, the line at `place` if that is not 0, was there before this person
        came, if nothing was kept until now: then nothing of it is unread, after a restart neither. Gives
        whether that is so.
        """
        ...

    def ask_before(self, place: int | None, count: int, then: Then) -> None:
        """The page before a place, the newest if it is None."""
        ...

    def ask_after(self, place: int, count: int, then: Then) -> None:
        """The page after a place."""
        ...

    def ask_around(self, place: int, count: int, then: Then) -> None:
        """What was said around a place."""
        ...

    def ask_around_message(self, msgid: str, count: int, then: Then) -> None:
        """What was said around a message; an empty page where it is not kept."""
        ...

    def ask_said(
        self, until: float, place: int, before: int | None, then: Callable[[list[SaidCount]], None]
    ) -> None:
        """What others said behind a moment, or the line at a place unless it is 0, and before another place
        if that is not None.
        """
        ...


Question = Callable[[Then], None]


class ArchiveQuestions:
    """What is asked of the archive, one thing at a time.

    `since`: what came while the answer is on its way, each with its place.
    """

    def __init__(self) -> None:
        self.since: list[tuple[Entry, int]] = []
        self._asking: object | None = None  # what is asked for now: answers to anything else are stale
        self._question: tuple[Question, Then] | None = None  # one whose answer must hold all that has come

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is on its way."""
        return self._asking is not None

    def ask(self, question: Question, came: Then, *, again: bool = True) -> None:
        """Ask; an answer that comes after something else was asked for is left alone.

        `again`: it is asked anew when a page of the server comes meanwhile, which the answer would lack.
        """
        self._asking = token = object()
        self._question = (question, came) if again else None
        self.since.clear()

        def answered(page: ArchivePage) -> None:
            if self._asking is token:
                self._asking = None
                came(page)

        question(answered)

    def ask_again(self) -> None:
        """A page of the server is in the archive now, which what is under way may not hold."""
        if self._asking is not None and self._question is not None:
            self.ask(*self._question)

    def cancel(self) -> None:
        """No answer is wanted any more."""
        self._asking = None


class Server(Protocol):
    """Where older messages come from when the archive has no more: the room fits it."""

    @property
    def can_request_older(self) -> bool: ...

    @property
    def may_request(self) -> bool: ...

    @property
    def may_have_more(self) -> bool: ...

    @property
    def is_loading(self) -> bool: ...

    @property
    def at_start(self) -> bool: ...

    def request_older(self) -> None: ...

    def request_before(self, entry: MessageEntry) -> None: ...


class Top(Enum):
    """What is known of what stands before the first entry."""

    NOTHING = "nothing"  # nobody is to be asked
    BEGINNING = "beginning"  # the room began here
    LOADING = "loading"  # it is on its way
    MORE = "more"  # there is more, if one asks
    LATER = "later"  # there is more, and nobody can be asked now
    KEPT = "kept"  # whatever was said before is kept nowhere
