"""The window: start page or rooms, its title, its layout, and what the person wants as signals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from app.client.wishes import SetTopic, Wish
from app.guard import guarded
from app.models.export import Format
from app.models.room import Room
from app.models.rooms import RoomsModel
from app.ui.actions import ActionId, Actions, Situation
from app.ui.hosting.facts import HostFacts
from app.ui.theme.theme import SchemePreference, Theme
from app.ui.timeline.timeline_options import TimelineOptions
from app.ui.widgets.menu import Menu
from app.ui.widgets.plain_text import title_text
from app.ui.widgets.question_dialog import Question
from app.ui.window import layout_store
from app.ui.window.asking import Asker
from app.ui.window.commands import Commands
from app.ui.window.conversation import Conversation
from app.ui.window.link_view import LinkPhase, LinkView, RoomEnding
from app.ui.window.menus import group_themes, profile_menu, room_menu
from app.ui.window.message_requests import MessageRequests
from app.ui.window.panes import Side
from app.ui.window.people_requests import PeopleRequests
from app.ui.window.questions import CONFIRM, rename_question, stop_question
from app.ui.window.room_page import RoomPage
from app.ui.window.searching import Searching
from app.ui.window.start_holder import StartHolder
from app.ui.window.toast import Toast
from app.ui.window.trust_questions import (
    host_changed_question,
    link_mismatch_question,
    not_encrypted_question,
    password_not_safe_question,
)
from app.words import room_words

Answered = Callable[[bool], None]


@guarded()
class MainWindow(QMainWindow):
    """One window with all rooms. It reports what the person wants and decides nothing.

    Signals:
        wished(Room, Wish): what is wanted in a room.
        wished_everywhere(Wish): what the person wants of themselves, on every connection.
        room_selected(Room): another room is shown now.
        new_room_requested(), join_requested(str): to the start page; a link into another room is followed.
        rename_requested(str): another name for this person.
        held_pressed(): what waits to be opened is to be decided on.
        export_requested(Room, Path, export.Format): write the room into a file.
        forget_requested(Room): delete what this computer keeps of the room.
        keep_history_chosen(str): for how long, a key of settings.KEPT_DAYS.
        tell_typing_chosen(bool): whether others may see that one writes.
        notify_chosen(bool, bool): whether to be told of messages, and of who comes and goes.
        try_notification_requested(): show one, to see whether they arrive.
        theme_chosen(SchemePreference), text_scale_chosen(int percent), timeline_chosen(TimelineOptions).
        password_changed(str): the hosted room's password is to be another one; "" removes it.
        keep_awake_toggled(bool), stop_hosting_requested().
        words_matched(object), words_differed(object): the six words of a connection were compared.
        closed(): the window is gone for good; the person has agreed to stop hosting where that was asked.
    """

    wished = Signal(Room, Wish)
    wished_everywhere = Signal(Wish)
    room_selected = Signal(Room)
    new_room_requested = Signal()
    join_requested = Signal(str)
    rename_requested = Signal(str)
    held_pressed = Signal()
    export_requested = Signal(Room, Path, Format)
    forget_requested = Signal(Room)
    keep_history_chosen = Signal(str)
    tell_typing_chosen = Signal(bool)
    notify_chosen = Signal(bool, bool)
    try_notification_requested = Signal()
    theme_chosen = Signal(SchemePreference)
    text_scale_chosen = Signal(int)
    timeline_chosen = Signal(TimelineOptions)
    password_changed = Signal(str)
    keep_awake_toggled = Signal(bool)
    stop_hosting_requested = Signal()
    words_matched = Signal(object)
    words_differed = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, start_page: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._rooms: RoomsModel | None = None
        self._name = ""
        self._away = False
        self._may_close = False
        self.actions_ = Actions(theme, self)
        self.page = RoomPage(theme)
        self._start = StartHolder(theme, start_page)
        self.start_toast = Toast(theme, self._start)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._start)
        self._pages.addWidget(self.page)
        self.setCentralWidget(self._pages)
        self.asker = Asker(theme, self._pages)
        self._people = PeopleRequests(self.asker, self.page.sheet.toast, self)
        self._messages = MessageRequests(self.asker, self.page.sheet.toast, self)
        self.searching = Searching(theme, self.page, self.asker, self)
        self._commands = Commands(theme, self, self.page, self.asker)
        window = theme.metrics.window
        self.setMinimumSize(QSize(*window.minimum))
        self.resize(QSize(*window.default))
        self._connect()
        self._fill_menus()
        self._follow()

    # -- what is shown

    def set_rooms(self, rooms: RoomsModel) -> None:
        """Show these rooms; once, at the start."""
        self._rooms = rooms
        self.page.set_rooms(rooms)
        rooms.rowsInserted.connect(self._follow)
        rooms.rowsRemoved.connect(self._on_rooms_removed)
        rooms.totals_changed.connect(self._show_title)
        self._follow()

    def show_start(self) -> None:
        """Show the start page; with a Back button while rooms are open."""
        self.page.panes.close_overlay()
        self._pages.setCurrentWidget(self._start)
        self._start.page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._follow()

    def show_room(self, room: Room) -> None:
        """Show a room and give its composer the focus."""
        self._pages.setCurrentWidget(self.page)
        if said := self.start_toast.text():  # what was said a moment ago is not read yet
            self.start_toast.dismiss()
            self.page.sheet.toast.say(said)
        self.page.show_room(room)
        self.focus_composer()
        self._follow()

    @property
    def current_room(self) -> Room | None:
        """The room that is shown, None on the start page."""
        return self.page.room if self._pages.currentWidget() is self.page else None

    def set_host_facts(self, facts: HostFacts | None) -> None:
        """What the hosted room's banner and panel tell; None: nothing is hosted."""
        self.page.set_host_facts(facts)

    def set_profile(self, name: str, *, away: bool) -> None:
        """Who the person is, for the card under the rooms."""
        self._name, self._away = name, away
        self.page.rooms_pane.profile.set_profile(name, away=away)
        self._follow()

    def set_link_view(self, connection: object, view: LinkView) -> None:
        """How the connection of some rooms is; `connection` is `room.connection`."""
        self.page.set_link_view(connection, view)
        self._follow()

    def set_room_ending(self, room: Room, ending: RoomEnding | None) -> None:
        """Why one is not in a room any more; None takes the bar away."""
        self.page.set_room_ending(room, ending)

    def set_timeline_options(self, options: TimelineOptions) -> None:
        """How timelines look and speak."""
        self._commands.timeline_choices.show_options(options)
        self.page.conversations.set_timeline_options(options)

    def set_recent_reactions(self, recents: Sequence[str]) -> None:
        """What the person reacted with lately."""
        self.page.conversations.set_recent_reactions(recents)

    def set_keep_history(self, kept: str) -> None:
        """How long this computer keeps what was seen, a key of settings.KEPT_DAYS."""
        self._commands.history_choices.show_kept(kept)

    def set_held(self, rooms: int, people: int) -> None:
        """So many rooms and people wait to be let in: they have one line below the rooms."""
        self.page.set_held(rooms, people)

    def set_tell_typing(self, tells: bool) -> None:
        """Whether others may see that one writes."""
        self.actions_[ActionId.TELL_TYPING].setChecked(tells)

    def set_notify(self, *, messages: bool, presence: bool) -> None:
        """Of what the person is told while they look elsewhere."""
        self.actions_[ActionId.NOTIFY_MESSAGES].setChecked(messages)
        self.actions_[ActionId.NOTIFY_PRESENCE].setChecked(presence)

    def show_notice(self, text: str) -> None:
        """Say a sentence for some seconds where the person looks: a refused request, a damaged file."""
        is_inside = self._pages.currentWidget() is self.page
        (self.page.sheet.toast if is_inside else self.start_toast).say(text)

    def focus_composer(self) -> None:
        """Put the keyboard where one writes."""
        if (conversation := self.page.conversation) is not None:
            conversation.focus_composer()

    def ask_for_name(self, reason: str = "") -> None:
        """Ask for another name; `reason` says why the last one was not taken."""
        question = rename_question(self._name, reason)
        self.asker.ask(question, self._renamed, field_first=True)

    def ask_host_changed(
        self,
        answered: Answered,
        *,
        name: str,
        address: str,
        old_words: Sequence[str],
        new_words: Sequence[str],
    ) -> None:
        """Another host answers at the known address of the room `name`; True: join it as a new room."""
        question = host_changed_question(name=name, address=address, old_words=old_words, new_words=new_words)
        self._decide(question, answered)

    def ask_link_mismatch(self, address: str, answered: Answered) -> None:
        """Who answers is not the host of the invite link; the answer is always False."""
        self._decide(link_mismatch_question(address), answered)

    def ask_not_encrypted(self, address: str, answered: Answered) -> None:
        """The server does not encrypt; True: join all the same."""
        self._decide(not_encrypted_question(address), answered)

    def ask_password_not_safe(self, address: str, answered: Answered) -> None:
        """The server wants the password itself; True: send it."""
        self._decide(password_not_safe_question(address), answered)

    def _decide(self, question: Question, answered: Answered) -> None:
        self.asker.ask_which(question, lambda choice: answered(choice == CONFIRM))

    def _renamed(self, name: str) -> None:
        if name and name != self._name:
            self.rename_requested.emit(name)

    # -- layout as plain values

    def save_layout(self) -> dict[str, object]:
        """Geometry (base64), pane widths and whether the members are shown."""
        return layout_store.taken(self, self.page.panes)

    def restore_layout(self, layout: Mapping[str, object]) -> None:
        """Take up what `save_layout` gave; anything missing or odd is left as it is."""
        layout_store.give_back(layout, self, self.page.panes)

    # -- what Qt asks

    def closeEvent(self, event: QCloseEvent) -> None:
        hosted = self.page.hosted_room
        if hosted is None or self._may_close:
            event.accept()
            self.closed.emit()
            return
        event.ignore()
        self.asker.ask(stop_question(hosted.title, hosted.members.count - 1), self._close_for_good)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.current_room is not None:
            self._on_escape()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and hasattr(self, "page"):
            self.page.set_watching(self.isActiveWindow())

    def _close_for_good(self, _text: str) -> None:
        self._may_close = True
        self.close()

    # -- keeping in step

    def _connect(self) -> None:
        page, bar, panel = self.page, self.page.sheet.connection_bar, self.page.host_panel
        self.actions_.triggered.connect(self._commands.run)
        self._commands.timeline_choices.chosen.connect(page.conversations.set_timeline_options)
        self._commands.timeline_choices.chosen.connect(self.timeline_chosen)
        self._start.back_requested.connect(self._back)
        page.sheet.header.search_requested.connect(self.searching.open)
        page.sheet.header.compare_requested.connect(self._commands.compare_words)
        page.room_shown.connect(self._on_room_shown)
        page.conversations.made.connect(self._on_conversation_made)
        page.arranged.connect(self._follow)
        page.rooms_pane.new_room_requested.connect(self._commands.new_room)
        page.rooms_pane.held.clicked.connect(self.held_pressed)
        page.rooms_pane.list.wished.connect(self.wished)
        for actions in (page.members_pane.list.member_actions, panel.people.member_actions):
            actions.wished.connect(self._people.take)
            actions.mention_requested.connect(self._mention)
        page.sheet.topic_panel.saved.connect(self._set_topic)
        bar.wished.connect(self._wish_here)
        panel.wished.connect(self.wished)
        panel.password_changed.connect(self.password_changed)
        panel.keep_awake_toggled.connect(self.keep_awake_toggled)
        panel.stop_requested.connect(self._commands.ask_to_stop)
        for requests in (self._people, self._messages):
            requests.wished.connect(self.wished)
        self._messages.join_requested.connect(self.join_requested)

    def _wish_here(self, wish: Wish) -> None:
        if self.page.room is not None:
            self.wished.emit(self.page.room, wish)

    def _set_topic(self, topic: str) -> None:
        if self.page.room is not None:
            self._wish_here(SetTopic(self.page.room.target, topic))

    def _fill_menus(self) -> None:
        group_themes(self.actions_, self._theme)
        self.page.sheet.header.set_menu(room_menu(self.actions_, Menu(self)))
        self.page.rooms_pane.profile.set_menu(profile_menu(self.actions_, Menu(self)))

    def _on_escape(self) -> None:
        conversation = self.page.conversation
        if not self.page.close_layer() and conversation is not None:
            conversation.timeline.read_state.jump()
        self.focus_composer()

    def _mention(self, nick: str) -> None:
        if (conversation := self.page.conversation) is not None:
            self.page.panes.close_overlay()
            conversation.insert_mention(nick)

    def _on_conversation_made(self, conversation: Conversation) -> None:
        self._messages.hear(conversation)
        conversation.escape_pressed.connect(self._on_escape)

    def _on_room_shown(self, room: Room) -> None:
        self._follow()
        self.room_selected.emit(room)

    def _on_rooms_removed(self) -> None:
        if self._rooms is not None and not self._rooms.rooms:
            self.show_start()
        self._follow()

    def _back(self) -> None:
        if (room := self.page.room) is not None:
            self.show_room(room)

    def _follow(self) -> None:
        """Bring menus, shortcuts and title into step with what is shown."""
        room = self.current_room
        rooms = len(self._rooms.rooms) if self._rooms is not None else 0
        view = self.page.link_view(room) if room is not None else None
        self.actions_.follow(
            Situation(
                in_room=room is not None,
                has_people=self.page.has_people,
                is_host=room is not None and room is self.page.hosted_room,
                may_set_topic=room is not None and room.present and room.may_set_topic,
                is_away=self._away,
                is_online=view is not None and view.phase is LinkPhase.ONLINE,
                may_compare=room is not None and self.page.sheet.header.state.can_compare,
                rooms=rooms,
            )
        )
        members_open = self.page.panes.is_open(Side.RIGHT) and not self.page.is_panel_open
        words = room_words.HIDE_PEOPLE() if members_open else room_words.SHOW_PEOPLE()
        self.actions_[ActionId.MEMBERS].setText(words)
        self._start.set_has_rooms(rooms > 0)
        self._show_title()

    def _show_title(self) -> None:
        unread = self._rooms.unread if self._rooms is not None else 0
        count = f"({unread}) " if unread else ""
        room = self.current_room
        title = f"{count}{room.title} — Hubbub" if room is not None else f"{count}Hubbub"
        self.setWindowTitle(title_text(title))
