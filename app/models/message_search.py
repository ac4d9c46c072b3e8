"""The way to a message that is not loaded: the archive is asked, then the server for page after page."""

from __future__ import annotations

from typing import Protocol

from app.irc.msgid import is_msgid
from app.models.archive_port import ArchivePage, ArchiveQuestions, RoomArchive, Server
from app.models.timeline_rows import TimelineRows

# Of a server's history, a hundred lines each: some thousand lines are looked through for what somebody
# points to. Behind them one scrolls, or searches.
MOST_PAGES = 30
_AROUND = 100  # entries before and behind it


class Loader(Protocol):
    """What loads parts of the conversation into the rows, and is told how a search ends."""

    archive: RoomArchive | None

    @property
    def can_load_older(self) -> bool:
        """Whether there is more before the first row."""
        ...

    def load_older(self) -> None:
        """Ask for a page before the first row."""
        ...

    def show_around(self, page: ArchivePage) -> None:
        """Show a page of the archive in place of what is loaded; the message is its `row`."""
        ...

    def message_found(self, row: int) -> None:
        """It is loaded, at this row."""
        ...

    def message_missing(self, msgid: str) -> None:
        """It is nowhere to be had."""
        ...


class MessageSearch:
    """Looks for one message at a time; the last that was asked for counts."""

    def __init__(
        self, loader: Loader, rows: TimelineRows, questions: ArchiveQuestions, server: Server | None
    ) -> None:
        self._loader = loader
        self._rows = rows
        self._questions = questions
        self._server = server
        self._wanted = ""
        self._has_asked = False  # the archive
        self._pages = 0

    def begin(self, msgid: str) -> None:
        """Look for this one from now on."""
        self._wanted, self._has_asked, self._pages = msgid, False, MOST_PAGES
        self.go_on()

    def end(self) -> None:
        """Look for none any more."""
        self._wanted = ""

    def go_on(self) -> None:
        """An answer has come, or does not come: see whether the message is there, else take the next step."""
        if not self._wanted:
            return
        row, wanted = self._rows.row_of_message(self._wanted), self._wanted
        if row is not None:
            self.end()
            self._loader.message_found(row)
        elif self._is_waiting():
            return
        elif not self._has_asked and (archive := self._loader.archive) is not None:
            self._has_asked = True
            self._questions.ask(
                lambda then: archive.ask_around_message(wanted, _AROUND, then), self._archive_answered
            )
        elif self._pages and self._loader.can_load_older and self._may_be_older():
            self._pages -= 1
            self._loader.load_older()
        else:
            self.end()
            self._loader.message_missing(wanted)

    def _archive_answered(self, page: ArchivePage) -> None:
        if page.entries:
            self.end()
            self._loader.show_around(page)
        else:
            self.go_on()

    def _is_waiting(self) -> bool:
        return self._questions.is_waiting or (self._server is not None and self._server.is_loading)

    def _may_be_older(self) -> bool:
        """Whether the message can stand before the first row, where the ids tell the order."""
        if not (self._rows.by_id and is_msgid(self._wanted)):
            return True
        first = next((entry.msgid for entry in self._rows.entries if is_msgid(entry.msgid)), self._wanted)
        return self._wanted <= first
