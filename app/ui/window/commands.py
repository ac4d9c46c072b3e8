"""What each action of the registry does: a table from its id to one call."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from app.client.wishes import SetAway
from app.models.room_wishes import LeaveRoom
from app.ui.actions import ActionId
from app.ui.theme.theme import Theme
from app.ui.window.asking import Asker
from app.ui.window.history_choices import HistoryChoices
from app.ui.window.menus import TEXT_STEPS, THEMES
from app.ui.window.navigation import next_stop
from app.ui.window.questions import CONFIRM, stop_question
from app.ui.window.room_page import RoomPage
from app.ui.window.shortcuts_sheet import ShortcutsSheet
from app.ui.window.switcher import Switcher
from app.ui.window.timeline_choices import TimelineChoices
from app.ui.window.trust_questions import DIFFER, compare_question
from app.words import common_words

if TYPE_CHECKING:
    from app.ui.window.main_window import MainWindow


class Commands(QObject):
    """Runs actions in one window."""

    def __init__(self, theme: Theme, window: MainWindow, page: RoomPage, asker: Asker) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._page = page
        self._asker = asker
        self.timeline_choices = TimelineChoices(window.actions_)
        self.history_choices = HistoryChoices(window, asker)
        self._handlers = self._table() | self.timeline_choices.handlers() | self.history_choices.handlers()

    def run(self, action: ActionId) -> None:
        """Do what an action stands for."""
        self._handlers[action]()

    def new_room(self) -> None:
        """To the start page, where rooms are opened."""
        self._window.new_room_requested.emit()
        self._window.show_start()

    def ask_to_stop(self) -> None:
        """Stop hosting, once the person has agreed."""
        hosted = self._page.hosted_room
        if hosted is not None:
            question = stop_question(hosted.title, hosted.members.count - 1)
            self._asker.ask(question, lambda _text: self._window.stop_hosting_requested.emit())

    def compare_words(self) -> None:
        """Show the host's six words; what the person found is reported for the connection."""
        room = self._window.current_room
        if room is None:
            return
        connection = room.connection
        reports = {CONFIRM: self._window.words_matched, DIFFER: self._window.words_differed}

        def decided(choice: str) -> None:
            if choice in reports:
                reports[choice].emit(connection)

        self._asker.ask_which(compare_question(self._page.link_view(room).words), decided)

    def _table(self) -> dict[ActionId, Callable[[], None]]:
        page, window = self._page, self._window
        table: dict[ActionId, Callable[[], None]] = {
            ActionId.NEW_ROOM: self.new_room,
            ActionId.NEXT_ROOM: partial(page.step, 1),
            ActionId.PREVIOUS_ROOM: partial(page.step, -1),
            ActionId.NEXT_UNREAD: partial(page.step, 1, unread_only=True),
            ActionId.PREVIOUS_UNREAD: partial(page.step, -1, unread_only=True),
            ActionId.SWITCH_ROOM: self._switch,
            ActionId.MEMBERS: page.toggle_members,
            ActionId.NEXT_PANE: partial(self._move_focus, backwards=False),
            ActionId.PREVIOUS_PANE: partial(self._move_focus, backwards=True),
            ActionId.CHANGE_NAME: window.ask_for_name,
            ActionId.SET_AWAY: partial(self._set_away, True),
            ActionId.SET_BACK: partial(self._set_away, False),
            ActionId.TELL_TYPING: self._choose_typing,
            ActionId.NOTIFY_MESSAGES: self._choose_notify,
            ActionId.NOTIFY_PRESENCE: self._choose_notify,
            ActionId.TRY_NOTIFICATION: window.try_notification_requested.emit,
            ActionId.SET_TOPIC: page.sheet.topic_panel.start_editing,
            ActionId.HOST_PANEL: page.toggle_panel,
            ActionId.COMPARE_WORDS: self.compare_words,
            ActionId.SEARCH: window.searching.open,
            ActionId.SEARCH_OLDER: partial(window.searching.step, 1),
            ActionId.SEARCH_NEWER: partial(window.searching.step, -1),
            ActionId.SEARCH_ALL: window.searching.open_everywhere,
            ActionId.LEAVE: self._leave,
            ActionId.STOP_HOSTING: self.ask_to_stop,
            ActionId.TEXT_NORMAL: partial(window.text_scale_chosen.emit, 100),
            ActionId.SHORTCUTS: self._show_shortcuts,
            ActionId.QUIT: self._quit,
        }
        for action, preference in THEMES.items():
            table[action] = partial(window.theme_chosen.emit, preference)
        for action, step in TEXT_STEPS.items():
            table[action] = partial(self._scale_text, step)
        return table

    def _set_away(self, away: bool) -> None:
        self._window.wished_everywhere.emit(SetAway(common_words.AWAY() if away else None))

    def _choose_typing(self) -> None:
        self._window.tell_typing_chosen.emit(self._window.actions_[ActionId.TELL_TYPING].isChecked())

    def _choose_notify(self) -> None:
        actions = self._window.actions_
        self._window.notify_chosen.emit(
            actions[ActionId.NOTIFY_MESSAGES].isChecked(), actions[ActionId.NOTIFY_PRESENCE].isChecked()
        )

    def _leave(self) -> None:
        if (room := self._window.current_room) is not None:
            self._window.wished.emit(room, LeaveRoom())

    def _scale_text(self, step: int) -> None:
        self._window.text_scale_chosen.emit(self._theme.text_scale + step)

    def _show_shortcuts(self) -> None:
        ShortcutsSheet(self._theme, self._asker.over)

    def _switch(self) -> None:
        rooms = self._page.rooms_pane.list.rooms()
        if rooms is not None:
            Switcher(self._theme, rooms, self._asker.over).chosen.connect(self._window.show_room)

    def _quit(self) -> None:
        self._window.close()

    def _move_focus(self, *, backwards: bool) -> None:
        reason = Qt.FocusReason.BacktabFocusReason if backwards else Qt.FocusReason.TabFocusReason
        stop = next_stop(self._page.focus_stops(), self._window.focusWidget(), backwards=backwards)
        stop.setFocus(reason)
