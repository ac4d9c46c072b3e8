"""The timeline of one conversation: what comes, what was said before, states of own messages.

Owns what happens to entries. Its parts: the rows as a Qt model, and the window that says which are loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeGuard

from PySide6.QtCore import QObject

from app.client.events import NO_REACH, Point, Reach
from app.irc.file_tag import SharedFile
from app.models.amendments import Amendment, PendingAmendments, amended
from app.models.archive_port import Server
from app.models.ignored_people import IgnoredPeople
from app.models.person_colours import PersonColours
from app.models.timeline_entries import Entry, MessageEntry, SendState, is_unsent
from app.models.timeline_merge import ReadMark, is_before, is_later, new_entries, row_at, row_in_order
from app.models.timeline_rows import TimelineRows
from app.models.timeline_window import KEPT_ENTRIES, TimelineWindow
from app.models.unread_count import UnreadCount


class TimelineModel(QObject):
    """What is said in a room, in the order of reading. `conversation` is its name in wishes.

    `rows` is the Qt model that views show; `window` loads further pages, also from `server`, and lets go
    what nobody sees; `unread` counts what nobody has read.
    """

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        conversation: str = "",
        limit: int = KEPT_ENTRIES,
        rows: TimelineRows | None = None,
        server: Server | None = None,
        colours: PersonColours | None = None,
        ignored: IgnoredPeople | None = None,
    ) -> None:
        """`colours` tells by what each sender is coloured, None where nobody has chosen a colour; `ignored`
        whose messages are not shown, None for nobody's.
        """
        super().__init__(parent)
        self.conversation = conversation
        self.colours = PersonColours(self) if colours is None else colours
        self.ignored = IgnoredPeople(self) if ignored is None else ignored
        self.rows = TimelineRows(self) if rows is None else rows
        self.window = TimelineWindow(self.rows, limit, server, self)
        self.unread = UnreadCount(self.rows, self.window, self.ignored, self)
        self._read_mark = ReadMark()
        self._pending_amendments = PendingAmendments()
        self._waiting: set[int] = set()  # own messages on their way, by the client's ids

    # -- reading

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries that are loaded, to be read only; the list lives on and changes."""
        return self.rows.entries

    def message(self, msgid: str) -> MessageEntry | None:
        """The message that the server knows by `msgid`, if it is loaded."""
        row = self.rows.row_of_message(msgid) if msgid else None
        entry = self.rows.entry(row) if row is not None else None
        return entry if isinstance(entry, MessageEntry) else None

    def colour_of(self, entry: MessageEntry) -> str:
        """What the theme colours the sender of a message by."""
        return self.colours.colour_of(entry.sender, entry.account, entry.colour)

    def picture_of(self, entry: MessageEntry) -> str:
        """The id of the picture that the sender of a message shows now, "" for none."""
        return self.colours.picture_of(entry.sender, entry.account)

    @property
    def waiting(self) -> int:
        """How many own messages are on their way or wait for a connection."""
        return len(self._waiting)

    # -- how far was read

    @property
    def read(self) -> Point:
        """Up to which point of the talk the person has read; its time is 0.0 where that is not known."""
        return self._read_mark.point

    @property
    def read_place(self) -> int:
        """Where that stands in the archive, 0 where it is not there."""
        return self._read_mark.place

    def is_behind(self, entry: Entry, point: Point) -> bool:
        """Whether an entry stands behind a point of the talk."""
        return is_later(entry, point, by_id=self.rows.by_id)

    def has_said_at(self, time: float) -> bool:
        """Whether the message of just that moment is here, where the order is not that of the times."""
        return self.rows.by_id and row_at(self.entries, time) is not None

    def note_read(self, until: float, msgid: str = "", place: int = 0) -> None:
        """The person has read up to a moment, here or elsewhere; nothing is taken back by that.

        `msgid`: the message that was said then, `place`: where it is in the archive, as far as that is known.
        """
        row = row_at(self.entries, until) if self.rows.by_id and not msgid else None
        if row is not None:
            msgid, place = self.rows.entry(row).msgid, self.rows.place(row)
        self._read_mark.note(Point(until, msgid), place, by_id=self.rows.by_id)
        self.unread.read_until(Point(until, msgid), place)

    def read_to_end(self) -> float:
        """All that is here counts as read; gives the time of the last of it that was not, 0.0 for none."""
        for row in range(len(self.entries) - 1, -1, -1):
            entry = self.entries[row]
            if isinstance(entry, MessageEntry) and entry.state is SendState.SENT:
                if not self.is_behind(entry, self.read):
                    break
                self.note_read(entry.time, entry.msgid, self.rows.place(row))
                return entry.time
        return 0.0

    def count_page(self, page: Sequence[Entry]) -> None:
        """A page of history is here that was not missed: unread of it is what stands behind what was read.

        Where nobody knows how far that is, all of it was there before this person came.
        """
        if self.read.time:
            if self.unread.is_unread_in(page):  # another program of theirs has read less, or a gap was filled
                self.unread.recount()
            return
        said = (entry for entry in reversed(page) if isinstance(entry, MessageEntry))
        if (last := next(said, None)) is None:
            return
        row = self.rows.row_of_message(last.msgid) if last.msgid else None
        place = 0 if row is None else self.rows.place(row)
        archive = self.window.archive
        if archive is None or archive.note_first_look(last.time, place):
            self.unread.begin_at(Point(last.time, last.msgid), place)
        else:
            self.unread.recount()

    # -- what comes

    def append(self, entries: Sequence[Entry]) -> None:
        """Add what is new at the end, with one insertion, and keep it."""
        if not entries:
            return
        entries = self._pending_amendments.applied(entries)
        self._waiting.update(entry.pending_id for entry in entries if _waits(entry))
        self.window.append(entries)
        self.unread.came(entries)

    def prepend(self, entries: Sequence[Entry]) -> None:
        """Add a page of what was before, with one insertion."""
        self.rows.insert(0, self._pending_amendments.applied(entries), [0] * len(entries))

    def merge(self, page: Sequence[Entry], *, from_top: bool = False, reach: Reach = NO_REACH) -> list[Entry]:
        """Put a page of history where its times belong, and keep it; returns what of it was not here yet.

        `from_top`: older than something that is here. What it covers is missing no more.
        """
        page = self._pending_amendments.applied(page)
        ceiling = self.rows.row_of_id(reach.before) if reach.before else None
        before = self._first_after(page) if from_top and ceiling is None else ceiling
        places = dict(zip(map(id, page), self._keep_page(page, before, reach), strict=True))
        if reach.whole is not None:
            self.window.gaps.close(*reach.whole)
        elif page:
            until = page[-1].time if before is None else self.rows.entry(before).time
            self.window.gaps.close(page[0].time, until)
        fresh = new_entries(self.entries, page, self.rows.knows)
        shown = self.window.within(fresh)
        ceiling = self.rows.row_of_id(reach.before) if reach.before else None  # gaps above it may have gone
        self.rows.insert_in_order(
            shown, [places[id(entry)] for entry in shown], from_top=from_top, ceiling=ceiling
        )
        if not from_top:
            self.window.trim()
        self.window.questions.ask_again()
        return fresh

    def _keep_page(self, page: Sequence[Entry], before: int | None, reach: Reach) -> list[int]:
        """Hand a page that stands before a row to the archive; gives the places of its entries."""
        archive = self.window.archive
        if archive is None:
            return [0] * len(page)
        place = None if before is None else self.rows.place(before) or None
        places = archive.fill(page, before=place, at_start=False, whole=reach.whole)
        if reach.pending is not None:  # until it comes: this program may end before
            archive.note_gap(*reach.pending)
        return places

    # -- own messages

    def confirm(
        self, pending_id: int, *, msgid: str, time: float, text: str, file: SharedFile | None = None
    ) -> bool:
        """The server has taken an own message, as `text` that shares `file`; False if it is not here.

        Where its line has come already, as from the history, that one stays.
        """
        if msgid and self.rows.row_of_message(msgid) is not None:
            return self.remove(pending_id)
        told = {"msgid": msgid, "time": time, "text": text, "file": file}
        return self._change(pending_id, state=SendState.SENT, reason="", pending_id=0, **told)

    def fail(self, pending_id: int, *, reason: str, in_doubt: bool = False) -> bool:
        """An own message was refused, or may have been sent (`in_doubt`); False if it is not here."""
        state = SendState.IN_DOUBT if in_doubt else SendState.FAILED
        return self._change(pending_id, state=state, reason=reason)

    def wait(self, pending_id: int, *, reason: str = "") -> bool:
        """An own message is on its way (again), `reason` says what it waits for; False if it is not here."""
        return self._change(pending_id, state=SendState.PENDING, reason=reason)

    def remove(self, pending_id: int) -> bool:
        """Take out an own message that was never sent; False if it is not here."""
        row = self.rows.row_of_pending(pending_id)
        self._waiting.discard(pending_id)
        if row is None:
            return self.window.unsent.pop(pending_id, None) is not None
        self.rows.remove(row)
        return True

    # -- what changes

    def amend(self, event: Amendment) -> bool:
        """Edit, delete or react to a message; False, and held until it comes, if it is not here."""
        archive = self.window.archive
        if archive is not None and event.msgid:
            archive.amend(event)
        row = self.rows.row_of_message(event.msgid) if event.msgid else None
        if row is None:
            self._pending_amendments.hold(event)
            return False
        entry = self.rows.entry(row)
        assert isinstance(entry, MessageEntry)
        changed = amended(entry, event)
        if changed is not entry:
            self.rows.put(row, changed)
        return True

    def forget(self) -> None:
        """What is kept of this conversation is deleted: own messages that are not sent yet stay."""
        unsent = [*self.window.unsent.values(), *(entry for entry in self.entries if is_unsent(entry))]
        self.window.questions.cancel()
        self.clear()
        self.append(unsent)

    def clear(self) -> None:
        """Start empty again."""
        self._pending_amendments.clear()
        self._waiting.clear()
        self.window.reset()
        self.unread.recount()

    def _first_after(self, page: Sequence[Entry]) -> int | None:
        """The first row behind a page of old entries that the archive has."""
        if not page:
            return None
        last, by_id = page[-1], self.rows.by_id
        for row, (entry, place) in enumerate(zip(self.entries, self.rows.places, strict=True)):
            if place and not is_before(entry, last, by_id=by_id):
                return row
        return None

    def _put_in_order(self, row: int) -> None:
        """Put an own message that the server has just taken where its order has it."""
        entry, place = self.rows.entry(row), self.rows.place(row)
        wanted = row_in_order(self.entries, row, by_id=self.rows.by_id) if entry.msgid else row
        if wanted != row:
            self.rows.remove(row)
            self.rows.insert(wanted - (wanted > row), [entry], [place])

    def _change(self, pending_id: int, /, **fields: Any) -> bool:
        row = self.rows.row_of_pending(pending_id)
        entry = self.window.unsent.get(pending_id) if row is None else self.rows.entry(row)
        if not isinstance(entry, MessageEntry):
            return False
        changed = replace(entry, **fields)
        (self._waiting.add if _waits(changed) else self._waiting.discard)(pending_id)
        is_sent = changed.state is SendState.SENT
        place = self.window.keep_sent(changed) if is_sent else 0
        if row is not None:
            self.rows.put(row, changed, place)
            self._put_in_order(row)
        elif is_sent:
            del self.window.unsent[pending_id]
        else:
            self.window.unsent[pending_id] = changed
        return True


def _waits(entry: Entry) -> TypeGuard[MessageEntry]:
    return isinstance(entry, MessageEntry) and entry.state is SendState.PENDING
