"""An archive of one room in a list, for tests of timelines: questions wait until they are answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from app.client.events import MemberJoined, TextKind
from app.models.amendments import Amendment, amended
from app.models.archive_port import ArchivePage, SaidCount, Then
from app.models.timeline_entries import Entry, EventEntry, MessageEntry, SendState

NOON = 1_700_000_000.0


def said(number: int, *, own: bool = False) -> MessageEntry:
    """The message "5", known as M5, said five seconds after noon."""
    return MessageEntry("bob", str(number), TextKind.MESSAGE, NOON + number, own=own, msgid=f"M{number}")


def unsent(number: int, pending: int) -> MessageEntry:
    entry = MessageEntry("me", f"p{pending}", TextKind.MESSAGE, NOON + number, own=True)
    return replace(entry, state=SendState.PENDING, pending_id=pending)


class FakeArchive:
    """An archive of one room in a list. Questions wait until `answer`; pages are of the size asked for."""

    def __init__(self, entries: Sequence[Entry] = (), *, at_start: bool = False) -> None:
        self.kept: list[tuple[int, Entry]] = [(self._place(entry), entry) for entry in entries]
        self.began_empty = not self.kept
        self.gaps: list[tuple[float, float]] = []
        self.first_looks: list[float] = []
        self.at_start = at_start
        self.questions: list[Callable[[], None]] = []  # for pages
        self.counts: list[Callable[[], None]] = []  # of what was said

    @staticmethod
    def _place(entry: Entry) -> int:
        return round(entry.time * 1_000_000)

    def append(self, entries: Sequence[Entry]) -> list[int]:
        places = []
        for entry in entries:
            is_kept = isinstance(entry, MessageEntry) and entry.state is SendState.SENT
            is_kept = is_kept or (isinstance(entry, EventEntry) and isinstance(entry.fact, MemberJoined))
            places.append(max(self._place(entry), self.kept[-1][0] + 1 if self.kept else 0) if is_kept else 0)
            if is_kept:
                self.kept.append((places[-1], entry))
        return places

    def note_gap(self, since: float, until: float) -> None:
        self.gaps.append((since, until))

    def fill(
        self,
        entries: Sequence[Entry],
        *,
        before: int | None,
        at_start: bool,
        whole: tuple[float, float] | None = None,
    ) -> list[int]:
        self.at_start = self.at_start or at_start
        known = {entry.msgid for _, entry in self.kept if isinstance(entry, MessageEntry)}
        fresh = [entry for entry in entries if isinstance(entry, MessageEntry) and entry.msgid not in known]
        self.kept += [(self._place(entry), entry) for entry in fresh]
        self.kept.sort(key=lambda row: row[0])
        return [self._place(entry) if isinstance(entry, MessageEntry) else 0 for entry in entries]

    def amend(self, event: Amendment) -> None:
        for row, (place, entry) in enumerate(self.kept):
            if isinstance(entry, MessageEntry) and entry.msgid == event.msgid:
                self.kept[row] = (place, amended(entry, event))

    def note_first_look(self, until: float, _place: int) -> bool:
        self.first_looks.append(until)
        return self.began_empty

    def ask_said(
        self, until: float, place: int, before: int | None, then: Callable[[list[SaidCount]], None]
    ) -> None:
        since = place or round(until * 1_000_000)
        between = [entry for at, entry in self.kept if since < at and (before is None or at < before)]
        said = [entry for entry in between if isinstance(entry, MessageEntry) and not entry.own]
        counts = [
            SaidCount(nick, "", len(theirs), sum(entry.mention for entry in theirs))
            for nick in sorted({entry.sender for entry in said})
            if (theirs := [entry for entry in said if entry.sender == nick])
        ]
        self.counts.append(partial(then, counts))

    def ask_before(self, place: int | None, count: int, then: Then) -> None:
        rows = [row for row in self.kept if place is None or row[0] < place]
        self._later(rows[-count:], len(rows) > count, place is not None, then)

    def ask_after(self, place: int, count: int, then: Then) -> None:
        rows = [row for row in self.kept if row[0] > place]
        self._later(rows[:count], True, len(rows) > count, then)

    def ask_around(self, place: int, count: int, then: Then) -> None:
        before = [row for row in self.kept if row[0] < place]
        after = [row for row in self.kept if row[0] >= place]
        shown = [*before[-count:], *after[: count + 1]]
        self._later(shown, len(before) > count, len(after) > count + 1, then, len(before[-count:]))

    def ask_around_message(self, msgid: str, count: int, then: Then) -> None:
        for place, entry in self.kept:
            if isinstance(entry, MessageEntry) and entry.msgid == msgid:
                self.ask_around(place, count, then)
                return
        self._later([], False, False, then)

    def _later(
        self, rows: Sequence[tuple[int, Entry]], before: bool, after: bool, then: Then, row: int = 0
    ) -> None:
        entries, places = [entry for _, entry in rows], [place for place, _ in rows]
        at_start = self.at_start and not before
        page = ArchivePage(entries, places, before, after, at_start, row)
        self.questions.append(partial(then, page))

    def answer(self) -> None:
        """Give the answers that wait."""
        questions, self.questions, self.counts = [*self.questions, *self.counts], [], []
        for question in questions:
            question()
