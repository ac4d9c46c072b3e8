"""The window: builds its parts, and keeps menus, keys and title in step with what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from app.client.wishes import SetTopic, Wish
from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.modal_overlay import ModalOverlay
from app.ui.widgets.plain_text import title_text
from app.ui.widgets.question_dialog import QuestionDialog
from app.ui.window.action_ids import ActionId
from app.ui.window.panes import Side
from app.ui.window.window_pages import WindowPages

if TYPE_CHECKING:
    # what a window has beside its start page is loaded behind it
    from app.models.room import Room, ServerConnection
    from app.models.room_wishes import ShowPerson
    from app.models.rooms_model import RoomOrder, RoomsModel
    from app.models.search import SearchPort
    from app.ui.action import Action
    from app.ui.hosting.hosting_info import HostingInfo
    from app.ui.timeline.timeline_options import TimelineOptions
    from app.ui.window.conversation import Conversation
    from app.ui.window.link_view import LinkView, RoomEnding
    from app.ui.window.window_context import WindowContext

_SHEETS = (ModalOverlay, QuestionDialog)  # what covers the whole window, and takes the focus as it comes


@guarded()
class MainWindow(QMainWindow):
    """One window with all rooms. It reports what is wanted and decides nothing.

    Its parts report for themselves: `page` with `rooms_pane` and `host_panel` (which room is shown, what is
    wanted of the hosted one), `search`, `preferences`, `history`, `own` (name, presence, end of hosting),
    `trust` (compared words) and `messages` (links into other rooms).

    Signals:
        wished(Room, Wish): what is wanted in a room, once it is agreed to.
        closed(): the window is gone for good; the person has agreed to stop hosting where that was asked.
        state_changed(): it was minimised or went to the background, or is shown again.
    """

    wished = Signal(QObject, object)
    closed = Signal()
    state_changed = Signal()

    def __init__(self, theme: Theme, start_page: QWidget) -> None:
        """With its start page alone, which can be shown before the rest is loaded: `build`."""
        super().__init__()
        self._theme = theme
        self._is_built = False
        self._may_close = False
        self.is_in_background = False
        self.pages = WindowPages(theme, start_page, self)
        self.setCentralWidget(self.pages)
        size = theme.metrics.window
        self.setMinimumSize(QSize(*size.minimum))
        self.resize(QSize(*size.default))
        self.setWindowTitle("Hubbub")

    def build(self, rooms: RoomsModel, port: SearchPort) -> Iterator[None]:
        """Make what is behind the start page, step by step: rooms, searched through `port`, menus, keys."""
        from app.ui.window.room_parts import RoomParts  # only now: most widgets, of which a start needs none

        yield
        self._rooms = rooms
        parts = RoomParts(
            self._theme,
            self,
            self.pages,
            rooms,
            port,
            wished=self.wished,
            unfinished=self._unfinished_files,
        )
        yield from parts.make()
        self._context = parts.context
        self.actions_ = parts.menus
        self.page = parts.page
        self.asker = parts.asker
        self.search = parts.search
        self.preferences = parts.preferences
        self.closing = parts.closing
        self.history = parts.history
        self.own = parts.own
        self.trust = parts.trust
        self.person_cards = parts.person_cards
        self.people = parts.people
        self.rooms_here = parts.rooms_here
        self.attachments = parts.attachments
        self.files = parts.files
        self.messages = parts.messages
        self._connect()
        self._is_built = True
        yield
        self._follow()

    # -- what is shown

    @property
    def current_room(self) -> Room | None:
        """The room that is shown, None on the start page."""
        return self.pages.room

    def show_start(self) -> None:
        """Show the start page; with a Back button while rooms are open."""
        self.pages.show_start()

    def show_room(self, room: Room) -> None:
        """Show a room and give its composer the focus."""
        self.pages.show_room(room)

    def come_to_front(self) -> None:
        """Show the window above those of other programs, as far as the system lets one."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self._set_in_background(False)

    def go_to_background(self) -> None:
        """Hide the window; all goes on."""
        self.hide()
        self._set_in_background(True)

    def _set_in_background(self, hidden: bool) -> None:
        if hidden is not self.is_in_background:
            self.is_in_background = hidden
            self.state_changed.emit()

    def ask_for_attention(self) -> None:
        """Mark the window in the task bar or dock until somebody comes to it."""
        QApplication.alert(self)

    def show_person(self, room: Room, shown: ShowPerson, *, by_key: bool = False) -> None:
        """Show the card of somebody of a room; `by_key`: with a ring at what Enter presses."""
        self.person_cards.open(room, shown, by_key=by_key)

    def show_notice(self, text: str) -> None:
        """Say a sentence for some seconds where the person looks: a refused request, a damaged file."""
        self.pages.say(text)

    def show_server_log(self) -> None:
        """Show what the server of the room that is shown has said."""
        self._context.show_server_log()

    def show_offer(self, text: str, action: str, act: Callable[[], None]) -> None:
        """Say a sentence with one thing to do about it: `act`, which `action` stands for."""
        self.pages.say(text, action, act)

    def show_progress(self, text: str, action: str, act: Callable[[], None]) -> None:
        """Say how far something is, a few times a second; `action` stands for `act`, which ends it."""
        self.pages.tell_progress(text, action, act)

    def set_hosting_info(self, info: HostingInfo | None) -> None:
        """What the hosted room's banner and panel tell; None: nothing is hosted."""
        self.page.set_hosting_info(info)

    def set_link_view(self, connection: ServerConnection, view: LinkView) -> None:
        """How the connection of some rooms is."""
        self.page.set_link_view(connection, view)
        self._follow()

    def set_room_ending(self, room: Room, ending: RoomEnding | None) -> None:
        """Why one is not in a room any more; None takes the bar away."""
        self.page.set_room_ending(room, ending)

    def set_timeline_options(self, options: TimelineOptions) -> None:
        """How timelines look and speak."""
        self.preferences.show_timeline(options)
        self.page.conversations.set_timeline_options(options)

    def set_enter_sends(self, sends: bool) -> None:
        """Whether Enter sends what is written."""
        self.preferences.show_enter(sends)
        self.page.conversations.set_enter_sends(sends)

    def set_room_order(self, order: RoomOrder) -> None:
        """How the list of rooms is ordered."""
        self.preferences.show_room_order(order)
        self._rooms.set_order(order)

    # -- layout as plain values

    def save_layout(self) -> dict[str, object]:
        """`geometry` (base64 text), `splitter` (widths of left and right), `members_shown`."""
        panes = self.page.panes
        return {
            "geometry": bytes(self.saveGeometry().toBase64().data()).decode("ascii"),
            "splitter": list(panes.widths()),
            "members_shown": panes.is_wanted(Side.RIGHT),
        }

    def restore_place(self, layout: Mapping[str, object]) -> None:
        """Be where and as large as `save_layout` told; anything missing or odd is left as it is."""
        geometry = layout.get("geometry")
        if isinstance(geometry, str) and geometry:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(geometry.encode("ascii", "ignore"))))

    def restore_panes(self, layout: Mapping[str, object]) -> None:
        """Likewise with the rest of it, once that is built."""
        widths, shown = layout.get("splitter"), layout.get("members_shown")
        if isinstance(widths, list) and len(widths) == 2 and all(isinstance(width, int) for width in widths):
            self.page.panes.set_widths(widths[0], widths[1])
        if isinstance(shown, bool):
            self.page.panes.set_wanted(Side.RIGHT, shown)

    # -- what Qt asks

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._is_built or self._may_close or self.closing.may_close(self.page.hosted_room):
            event.accept()
            self.closed.emit()
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.current_room is not None:
            self._on_escape()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            if self._is_built:
                self._follow_watching()
        elif event.type() == QEvent.Type.WindowStateChange:
            self.state_changed.emit()

    def _follow_watching(self, *_focus: QWidget | None) -> None:
        """What is said behind the start page or an open sheet is not read yet."""
        is_seen = self.isActiveWindow() and self.current_room is not None
        self.page.set_watching(is_seen and not self._is_covered())

    def _is_covered(self) -> bool:
        sheets = (
            sheet
            for over in (self, self.pages)
            for sheet in over.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        )
        return any(isinstance(sheet, _SHEETS) and sheet.isVisible() for sheet in sheets)

    def _show_attention(self) -> None:
        attention = self.preferences.attention
        self.page.rooms_pane.profile.set_undisturbed(attention.do_not_disturb)

    def _come_back(self) -> None:
        if self.is_in_background:
            self.come_to_front()

    def _unfinished_files(self) -> int:
        return sum(
            connection.files.unfinished for connection in {one.connection for one in self._rooms.rooms}
        )

    def _close_for_good(self) -> None:
        self._may_close = True
        self.close()

    # -- keeping in step

    def _connect(self) -> None:
        page, panel = self.page, self.page.host_panel
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_watching)
        self.pages.turned.connect(self._follow_watching)
        self.actions_.triggered.connect(self._run)
        self.actions_.opening.connect(self._follow)  # ranks and modes may be others since
        self.preferences.timeline_chosen.connect(page.conversations.set_timeline_options)
        self.preferences.enter_sends_chosen.connect(page.conversations.set_enter_sends)
        self.preferences.room_order_chosen.connect(self._rooms.set_order)
        self.preferences.changed.connect(self._show_attention)
        self.closing.agreed.connect(self._close_for_good)
        self.closing.asking.connect(self._come_back)
        page.conversations.made.connect(self._on_conversation_made)
        self.pages.turned.connect(self.person_cards.close)
        page.room_shown.connect(self.person_cards.close)
        for changed in (
            self.pages.turned,
            page.arranged,
            self.preferences.changed,
            self.history.changed,
            self.own.changed,
            self._rooms.rowsInserted,
        ):
            changed.connect(self._follow)
        self._rooms.rowsRemoved.connect(self._on_rooms_removed)
        self._rooms.totals_changed.connect(self._show_title)
        page.sheet.topic_panel.saved.connect(self._set_topic)
        page.sheet.connection_bar.wished.connect(self._wish_here)
        panel.stop_button.clicked.connect(self.actions_[ActionId.STOP_HOSTING].trigger)
        listed = (page.members_pane.list.member_actions, panel.members.member_actions)
        for actions in (*listed, self.person_cards.actions):
            actions.wished.connect(self.people.take)
            actions.mention_requested.connect(self._mention)
        requests = (self.people, self.messages, self.attachments, self.files)
        for wished in (page.rooms_pane.list.wished, panel.wished, *(each.wished for each in requests)):
            wished.connect(self.wished)
        page.rooms_pane.list.wished.connect(self._follow)
        self.rooms_here.wished.connect(self.wished)
        self.rooms_here.refused.connect(self.show_notice)

    def _run(self, action: Action[WindowContext]) -> None:
        action.run(self._context)
        self._follow()  # Qt has marked the entry, agreed to or not

    def _wish_here(self, wish: Wish) -> None:
        if self.page.room is not None:
            self.wished.emit(self.page.room, wish)

    def _set_topic(self, topic: str) -> None:
        if self.page.room is not None:
            self._wish_here(SetTopic(self.page.room.target, topic))

    def _on_escape(self) -> None:
        conversation = self.page.conversation
        if not self.page.close_layer() and conversation is not None:
            conversation.timeline.read_state.jump()
        self.page.focus_composer()

    def _mention(self, nick: str) -> None:
        if (conversation := self.page.conversation) is not None:
            self.page.panes.close_overlay()
            conversation.insert_mention(nick)

    def _on_conversation_made(self, conversation: Conversation) -> None:
        self.messages.add_conversation(conversation)
        self.attachments.add_conversation(conversation)
        self.files.add_conversation(conversation)
        conversation.composer.escape_pressed.connect(self._on_escape)

    def _on_rooms_removed(self) -> None:
        if not self._rooms.rooms:
            self.show_start()
        self._follow()

    def _follow(self) -> None:
        """Bring menus, shortcuts and title into step with what is shown."""
        self._context.look()
        self.actions_.follow(self._context)
        self.pages.start.set_has_rooms(self._context.now.rooms > 0)
        self._show_title()

    def _show_title(self) -> None:
        count = f"({self._rooms.unread}) " if self._rooms.unread else ""
        room = self.current_room
        title = f"{count}{room.title} — Hubbub" if room is not None else f"{count}Hubbub"
        self.setWindowTitle(title_text(title))
