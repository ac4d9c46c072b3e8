"""Searching in a window: the bar over the room that is shown, and the list over all rooms."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.irc.search_terms import search_terms
from app.models.room import Room, RoomKind
from app.models.search import FileHit, Hit, RoomSearch, SearchPort, SearchState
from app.ui.search.global_search import GlobalSearch
from app.ui.search.search_bar import SearchBar
from app.ui.theme.theme import Theme
from app.ui.window.asker import Asker
from app.ui.window.room_page import RoomPage


class WindowSearch(QObject):
    """Ties the search bar to the room that is shown; `port` is where to look.

    Signals:
        hit_chosen(Hit): the person wants to go to a message, maybe of another room.
    """

    hit_chosen = Signal(Hit)

    def __init__(self, theme: Theme, page: RoomPage, asker: Asker, port: SearchPort, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page = page
        self._asker = asker
        self._port = port
        self._search: RoomSearch | None = None
        bar = self._bar
        bar.asked.connect(self._look)
        bar.stepped.connect(self.step)
        bar.closed.connect(self._close)
        page.room_shown.connect(self._on_room_shown)

    @property
    def _bar(self) -> SearchBar:
        return self._page.sheet.search_bar

    def open(self) -> None:
        """Let the person look for words in the room that is shown."""
        if self._page.room is not None:
            self._bar.open_bar()
            self._look(self._bar.edit.text())

    def open_everywhere(self) -> None:
        """Let the person look for words in all rooms."""
        search = GlobalSearch(self._theme, self._port, self._asker.over)
        search.chosen.connect(self.hit_chosen)

    def list_files(self, room: Room) -> None:
        """Let the person look through the files of a room, and go to the message of one."""
        from app.ui.window.files_sheet import FilesSheet  # with the first look: most rooms have none

        def go(hit: FileHit) -> None:
            window = room.timeline.window
            if hit.place:
                window.show_place(hit.place)
            else:
                window.show_message(hit.entry.msgid)

        FilesSheet(self._theme, self._port, room, self._asker.over).chosen.connect(go)

    def step(self, by: int) -> None:
        """To an older (1) or newer (-1) hit; opens the bar where it is not."""
        if self._bar.isHidden() or self._search is None:
            self.open()
        else:
            self._search.step(by)

    def _look(self, query: str) -> None:
        room = self._page.room
        if room is None:
            return
        if self._search is None or self._search.room is not room:
            self._let_go()
            search = self._search = RoomSearch(self._port, room, self)
            search.changed.connect(self._tell)
            room.timeline.ignored.changed.connect(search.look_again)
            search.shown.connect(self._show)
        self._search.look_for(query)
        self._tell()

    def _tell(self) -> None:
        search, conversation = self._search, self._page.conversation
        if search is None:
            return
        self._bar.show_search(search)
        if conversation is not None:
            current = search.current
            terms = () if search.state is SearchState.NOTHING else search_terms(search.query)
            conversation.timeline.highlight.set_terms(terms, current.msgid if current else "")

    def _show(self, hit: Hit) -> None:
        if self._search is not None:
            self._search.room.timeline.window.show_place(hit.place)

    def _close(self) -> None:
        """The room stays where it is; only the marks go."""
        self._let_go()
        conversation = self._page.conversation
        if conversation is not None:
            conversation.timeline.highlight.set_terms(())
            conversation.focus_composer()

    def _let_go(self) -> None:
        if self._search is not None:
            self._search.deleteLater()
            self._search = None

    def _on_room_shown(self, room: Room) -> None:
        self._bar.set_private(room.kind is RoomKind.PRIVATE)
        self._bar.close_bar()
