"""The timeline of one conversation as a Qt model: what comes, what was said before, states of own messages.

Owns what happens to entries; which of them are loaded is TimelineWindow's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeGuard

from PySide6.QtCore import QObject

from app.client.events import NO_REACH, Reach
from app.models.amendments import Amendment, Held, amended
from app.models.timeline_entries import Entry, MessageEntry, SendState, is_unsent
from app.models.timeline_merge import is_before, not_there, settled
from app.models.timeline_window import KEPT_ENTRIES, TimelineWindow


class TimelineModel(TimelineWindow):
    """What is said in a room, in the order of reading; see TimelineRows for the roles."""

    def __init__(self, parent: QObject | None = None, *, limit: int = KEPT_ENTRIES) -> None:
        super().__init__(parent, limit=limit)
        self._held = Held()
        self._waiting: set[int] = set()  # own messages on their way, by the client's ids

    def append(self, entries: Sequence[Entry]) -> None:
        """Add what is new at the end, with one insertion, and keep it."""
        if not entries:
            return
        entries = self._held.applied(entries)
        self._waiting.update(entry.pending_id for entry in entries if _waits(entry))
        places = [0] * len(entries) if self._archive is None else self._archive.append(entries)
        if self._asking is not None:
            self._since.extend(zip(entries, places, strict=True))
        if self._is_live:
            self._brings_news = True
            self._insert(len(self._entries), entries, places)
            self._brings_news = False
            self._trim()
        else:
            self._hold_back(entries)

    def prepend(self, entries: Sequence[Entry]) -> None:
        """Add a page of what was before, with one insertion."""
        self._insert(0, self._held.applied(entries), [0] * len(entries))

    def merge(self, page: Sequence[Entry], *, from_top: bool = False, reach: Reach = NO_REACH) -> list[Entry]:
        """Put a page of history where its times belong, and keep it; returns what of it was not here yet.

        `from_top`: older than something that is here. What it covers is missing no more.
        """
        page = self._held.applied(page)
        ceiling = self.row_of_id(reach.before) if reach.before else None
        before = self._first_after(page) if from_top and ceiling is None else ceiling
        places = [0] * len(page)
        if self._archive is not None:
            place = None if before is None else self._places[before] or None
            places = self._archive.fill(page, before=place, at_start=False, whole=reach.whole)
            if reach.pending is not None:  # until it comes: this program may end before
                self._archive.note_gap(*reach.pending)
        by_entry = dict(zip(map(id, page), places, strict=True))
        if reach.whole is not None:
            self._close_gaps(*reach.whole)
        elif page:
            self._close_gaps(page[0].time, page[-1].time if before is None else self._entries[before].time)
        fresh = not_there(self._entries, page, self.knows)
        shown = self._within(fresh)
        places = [by_entry[id(entry)] for entry in shown]
        ceiling = self.row_of_id(reach.before) if reach.before else None  # gaps above it may have gone
        self._insert_by_time(shown, places, from_top=from_top, ceiling=ceiling)
        if not from_top:
            self._trim()
        self._ask_again()
        return fresh

    def reach_start(self) -> None:
        """The server has nothing before the first entry."""
        is_known = self._more_before or self._at_start or self._asking is not None
        if self._archive is not None and self._entries and not is_known:
            first = min((place for place in self._places if place), default=None)
            self._archive.fill((), before=first, at_start=True)
            self._at_start = True
            self.window_changed.emit()

    def confirm(self, pending_id: int, *, msgid: str, time: float, text: str) -> bool:
        """The server has taken an own message, as `text`; False if it is not here.

        Where its line has come already, as from the history, that one stays.
        """
        if msgid and self.row_of_message(msgid) is not None:
            return self.remove(pending_id)
        return self._change(
            pending_id, state=SendState.SENT, reason="", msgid=msgid, time=time, text=text, pending_id=0
        )

    def fail(self, pending_id: int, *, reason: str, in_doubt: bool = False) -> bool:
        """An own message was refused, or may have been sent (`in_doubt`); False if it is not here."""
        state = SendState.IN_DOUBT if in_doubt else SendState.FAILED
        return self._change(pending_id, state=state, reason=reason)

    def wait(self, pending_id: int, *, reason: str = "") -> bool:
        """An own message is on its way (again), `reason` says what it waits for; False if it is not here."""
        return self._change(pending_id, state=SendState.PENDING, reason=reason)

    @property
    def waiting(self) -> int:
        """How many own messages are on their way or wait for a connection."""
        return len(self._waiting)

    def remove(self, pending_id: int) -> bool:
        """Take out an own message that was never sent; False if it is not here."""
        row = self.row_of_pending(pending_id)
        self._waiting.discard(pending_id)
        if row is None:
            return self._unsent.pop(pending_id, None) is not None
        self._remove_rows(row, 1)
        return True

    def amend(self, event: Amendment) -> bool:
        """Correct, take back or react to a message; False, and held until it comes, if it is not here."""
        if self._archive is not None and event.msgid:
            self._archive.amend(event)
        row = self.row_of_message(event.msgid) if event.msgid else None
        if row is None:
            self._held.hold(event)
            return False
        entry = self._entries[row]
        assert isinstance(entry, MessageEntry)
        changed = amended(entry, event)
        if changed is not entry:
            self._put(row, changed)
        return True

    def forget(self) -> None:
        """What is kept of this conversation is deleted: own messages that are not sent yet stay."""
        unsent = [*self._unsent.values(), *(entry for entry in self._entries if is_unsent(entry))]
        self._asking = None
        self.clear()
        self.append(unsent)

    def clear(self) -> None:
        """Start empty again."""
        self._held.clear()
        self._waiting.clear()
        self._unsent.clear()
        self._more_before = self._at_start = False
        self._set_live(True)
        self._replace_all([], [])

    def _first_after(self, page: Sequence[Entry]) -> int | None:
        """The first row behind a page of old entries that the archive has."""
        if not page:
            return None
        last = page[-1]
        for row, entry in enumerate(self._entries):
            if self._places[row] and not is_before(entry, last, by_id=self._by_id):
                return row
        return None

    def _settle(self, row: int) -> None:
        """Put an own message that the server has just taken where its order has it."""
        entry, place = self._entries[row], self._places[row]
        wanted = settled(self._entries, row, by_id=self._by_id) if entry.msgid else row
        if wanted != row:
            self._remove_rows(row, 1)
            self._insert(wanted - (wanted > row), [entry], [place])

    def _change(self, pending_id: int, /, **fields: Any) -> bool:
        row = self.row_of_pending(pending_id)
        entry = self._unsent.get(pending_id) if row is None else self._entries[row]
        if not isinstance(entry, MessageEntry):
            return False
        changed = replace(entry, **fields)
        (self._waiting.add if _waits(changed) else self._waiting.discard)(pending_id)
        place = 0
        if changed.state is SendState.SENT and self._archive is not None:
            (place,) = self._archive.append((changed,))
            if self._asking is not None:
                self._since.append((changed, place))
        if row is not None:
            self._places[row] = place
            self._put(row, changed)
            self._settle(row)
        elif changed.state is SendState.SENT:
            del self._unsent[pending_id]
        else:
            self._unsent[pending_id] = changed
        return True


def _waits(entry: Entry) -> TypeGuard[MessageEntry]:
    return isinstance(entry, MessageEntry) and entry.state is SendState.PENDING
