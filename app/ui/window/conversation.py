"""One room's conversation: its timeline and its composer, kept as long as the room is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.client.events import HistoryPolicy, MemberJoined, MemberLeft
from app.client.wishes import Offline, SayFile, Wish
from app.guard import guarded
from app.models.commands import holds_password
from app.models.members import shown_name
from app.models.room import Room, RoomKind
from app.models.room_invitations import may_invite
from app.models.room_names import own_names_in
from app.models.room_wishes import CancelTransfer, CopyMessageLink, FetchFile, InvitePeople, RetryTransfer
from app.models.timeline_entries import Entry, EventEntry, MessageEntry
from app.models.timeline_words import policy_words
from app.ui.composer.completion import Candidate
from app.ui.composer.composer import Composer
from app.ui.emoji.emoji_library import EmojiLibrary
from app.ui.hosting.hosting_info import HostingInfo
from app.ui.theme.theme import Theme
from app.ui.timeline.empty_room import EmptyRoom, RoomWelcome
from app.ui.timeline.timeline_options import MessageAbilities
from app.ui.timeline.view import TimelineView
from app.ui.window.composer_wishes import ComposerWishes, TypingNotifications
from app.ui.window.drop_area import DropArea
from app.ui.window.link_view import LinkPhase, LinkView, RoomEnding
from app.words import file_words, message_words, writing_words

if TYPE_CHECKING:
    from app.ui.composer.upload_strip import UploadStrip

_SLOW_MS = 5000  # a person begins to wonder
_ENDED = (LinkPhase.STOPPED, LinkPhase.OFFLINE)  # one has to join again by hand
_LOOKED_BACK = 300  # messages, to offer those first who talked lately


@guarded()
class Conversation(QWidget):
    """What is said in a room. Made without one, as that takes a while, and begun when it is opened.

    Signals:
        wished(Room, Wish): what the person wants here.
    """

    wished = Signal(Room, Wish)

    room: Room  # from begin() on

    def __init__(self, theme: Theme, emoji: EmojiLibrary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watched = False
        self._own_names: tuple[str, ...] = ()
        self._phase = LinkPhase.CONNECTING
        self._is_slow = False  # what is on its way is for so long that it is worth a word
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(self._on_slow)
        self.timeline = TimelineView(theme, emoji)
        self.timeline.read_state.set_watched(False)
        may_edit_last = self.timeline.message_actions.may_edit_last
        self.composer = Composer(
            theme,
            self._mentionable,
            may_edit_last,
            emoji=emoji,
            holds_password=lambda text: holds_password(text, self.room.target),
        )
        self.empty = EmptyRoom(theme)
        self.welcome = RoomWelcome(theme)
        self._hosting_info: HostingInfo | None = None
        self._body = QStackedWidget()
        for body in (self.timeline, self.empty, self.welcome):
            self._body.addWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._body, 1)
        column.addWidget(self.composer)
        self._theme = theme
        self._column = column
        self.uploads: UploadStrip | None = None  # made with the first file that is sent here
        self.drop_area = DropArea(theme, self.composer, self)
        self.largest_file = 0
        self._connect()

    def begin(self, room: Room) -> None:
        """Show this room, from now on."""
        self.room = room
        self.timeline.set_model(room.timeline)
        self.timeline.pictures.set_files(room.connection.files)
        self.timeline.read_state.mark_unread(room.unread)
        ComposerWishes(room, self.timeline, self.composer).wished.connect(self._wish)
        TypingNotifications(room, self.composer).wished.connect(self._wish)
        room.members.count_changed.connect(self._choose_body)
        room.timeline.rows.rowsInserted.connect(self._choose_body)
        for changed in (
            room.timeline.rows.rowsInserted,
            room.timeline.rows.rowsRemoved,
            room.timeline.rows.dataChanged,
            room.timeline.rows.modelReset,
        ):
            changed.connect(self._tell_waiting)
        room.changed.connect(self._choose_body)
        room.connection.colours.changed.connect(self._colour_self)
        room.connection.files.uploads_changed.connect(self._show_uploads)
        self._show_uploads(room.target)
        self._colour_self()
        self._choose_body()

    def set_hosting_info(self, info: HostingInfo | None) -> None:
        """What an empty room tells of the address to give to others."""
        self._hosting_info = info
        if info is not None:
            if info.standing.warning:
                reach = info.standing.warning
            elif info.loopback_only:
                reach = writing_words.ONLY_THIS_COMPUTER_CHOSEN()
            elif info.is_local_only:
                reach = writing_words.ONLY_THIS_COMPUTER()
            else:
                reach = writing_words.ONLY_YOUR_NETWORK()
            self.empty.set_address(info.preferred_address, reach, info.invite_link)
        self._choose_body()

    def set_link_view(self, view: LinkView, ending: RoomEnding | None) -> None:
        """Whether one can write now, and why not."""
        self.composer.set_room_name(self.room.title)
        self.drop_area.set_room_name(self.room.title)
        is_private = self.room.kind is RoomKind.PRIVATE
        self.timeline.row_layout.set_partner(self.room.title if is_private else "")
        names = own_names_in(self.room)
        if names != self._own_names:
            self._own_names = names
            self.timeline.set_own_names(*names)
        self._phase = view.phase
        reason = ""
        if ending is not None:
            reason = writing_words.NOT_IN_ROOM()
        elif view.phase in _ENDED and not view.may_queue:
            reason = writing_words.NOT_CONNECTED()
        self.composer.set_blocked(reason)
        self.composer.files.set_none(file_problem(view))
        self.largest_file = view.file_bytes
        self._tell_waiting()
        if view.phase is LinkPhase.ONLINE:
            self.composer.set_limit(view.text_bytes, view.text_lines)
        self.timeline.set_abilities(self._abilities(view, can_write=not reason))

    def _abilities(self, view: LinkView, *, can_write: bool) -> MessageAbilities:
        """What can be done with messages here: nothing while nobody would hear of it, and only what can wait
        while there is no connection, but for what is this window's own.
        """
        has_links = view.has_links and self.room.kind is not RoomKind.PRIVATE
        may_fetch = view.phase not in _ENDED  # what breaks goes on when the connection is back
        own = {CopyMessageLink: has_links, FetchFile: may_fetch}
        kinds: frozenset[type[object]] = frozenset(kind for kind, may in own.items() if may)
        if not can_write:
            return MessageAbilities(kinds)
        may = view.abilities
        if view.phase not in (LinkPhase.ONLINE, LinkPhase.DOUBTFUL):
            return MessageAbilities(kinds.union(filter(_waits, may.kinds)))
        return MessageAbilities(kinds | may.kinds, moderates=self.room.may_moderate)

    def _tell_waiting(self) -> None:
        """Say how many messages wait, and for what; a message that is confirmed soon is not worth a word."""
        count = self.room.timeline.waiting
        if count and self._phase is LinkPhase.ONLINE:
            if not self._slow.isActive() and not self._is_slow:
                self._slow.start()
        else:
            self._slow.stop()
            self._is_slow = False
        shown = self._phase is not LinkPhase.ONLINE or self._is_slow
        self.composer.show_waiting(waiting_words(self._phase, count) if shown else "")

    def _on_slow(self) -> None:
        self._is_slow = True
        self._tell_waiting()

    def set_watched(self, watched: bool) -> None:
        """Whether the window is in front with this conversation; only the newest message counts as read."""
        if watched and not self._watched:
            self.agree_on_unread()
        self._watched = watched
        self.timeline.read_state.set_watched(watched)
        self.room.set_watched(watched and self.timeline.scrolling.is_at_end)

    def agree_on_unread(self) -> None:
        """Let the line above what is new stand where the room's count says, before anybody looks."""
        self.timeline.read_state.agree_on_unread(self.room.unread)

    def focus_stops(self) -> list[QWidget]:
        """Messages, where there are any, and composer, for F6."""
        shown = self._body.currentWidget() is self.timeline
        return [*([self.timeline] if shown else []), self.composer.edit]

    def focus_composer(self) -> None:
        """Put the keyboard where one writes."""
        self.composer.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def insert_mention(self, nick: str) -> None:
        """Put a name into what is being written."""
        self.composer.mention(nick)
        self.focus_composer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.composer.set_conversation_height(self.height())

    def _connect(self) -> None:
        timeline, actions, composer = self.timeline, self.timeline.message_actions, self.composer
        actions.link_activated.connect(open_link)
        actions.wished.connect(self._wish)
        timeline.pictures.wished.connect(self._wish)
        timeline.read_state.wished.connect(self._wish)
        timeline.keyboard.composer_wanted.connect(self.focus_composer)
        actions.mention_requested.connect(self.insert_mention)
        timeline.keyboard.typing_started.connect(self._on_typing)
        timeline.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        timeline.read_state.end_reached.connect(self._on_scrolled)
        self.welcome.invite.clicked.connect(self._invite)
        composer.submitted.connect(timeline.scrolling.to_end)
        composer.edit_last_pressed.connect(actions.edit_last)
        composer.end_pressed.connect(timeline.read_state.jump)
        composer.page_pressed.connect(timeline.scrolling.turn_page)

    @Slot(str)
    def _show_uploads(self, conversation: str) -> None:
        if conversation.casefold() != self.room.target.casefold():
            return
        uploads = self.room.connection.files.uploads(self.room.target)
        if uploads and self.uploads is None:
            self.uploads = self._make_strip()
        if self.uploads is not None:
            self.uploads.show_uploads(uploads)

    def _make_strip(self) -> UploadStrip:
        from app.ui.composer.upload_strip import UploadStrip  # with the first file that is sent

        strip = UploadStrip(self._theme)
        strip.cancelled.connect(lambda key: self._wish(CancelTransfer(key)))
        strip.retried.connect(lambda key: self._wish(RetryTransfer(key)))
        strip.emptied.connect(self.focus_composer)
        self._column.insertWidget(self._column.indexOf(self.composer), strip)
        return strip

    @Slot()
    def _colour_self(self) -> None:
        connection = self.room.connection
        self.empty.set_person(connection.colours.colour_of(connection.nick))

    def _invite(self) -> None:
        self._wish(InvitePeople())

    def _wish(self, wish: Wish) -> None:
        self.wished.emit(self.room, wish)

    def _choose_body(self) -> None:
        """The invitation, until somebody has come or something was said; a word of welcome for guests."""
        room = self.room
        is_alone = room.members.count <= 1 and room.present
        has_talk = any(_is_about_people(entry) for entry in room.timeline.entries[-_LOOKED_BACK:])
        hosts = self._hosting_info is not None and room.kind is RoomKind.HOSTED
        is_private = room.kind is RoomKind.PRIVATE
        if hosts and is_alone and not has_talk:
            self._body.setCurrentWidget(self.empty)
        elif not any(map(_tells_something, room.timeline.entries)) and (room.present or is_private):
            told = self._told_of_keeping()
            invites = is_alone and may_invite(room)
            self.welcome.set_room(room.title, is_private=is_private, told=told, may_invite=invites)
            self._body.setCurrentWidget(self.welcome)
        else:
            self._body.setCurrentWidget(self.timeline)

    def _told_of_keeping(self) -> str:
        """Who can read later what is said here, as far as it is known."""
        room = self.room
        if room.kind is RoomKind.PRIVATE:
            return message_words.KEPT_BY_THE_HOST() if room.connection.is_hub else ""
        return policy_words(room.history_policy.access) if room.history_policy is not None else ""

    def _mentionable(self) -> list[Candidate]:
        own = self.room.connection.nick
        spoke: dict[str, float] = {}
        for entry in self.room.timeline.entries[-_LOOKED_BACK:]:
            if isinstance(entry, MessageEntry):
                spoke[entry.sender] = entry.time
        colours = self.room.connection.colours
        others = (member for member in self.room.members.people() if member.nick != own)
        return [
            Candidate(
                member.nick,
                spoke.get(member.nick, 0.0),
                member.away is not None,
                name=shown_name(member),
                colour_of=colours.colour_of(member.nick, member.account),
                picture=colours.picture_of(member.nick, member.account),
            )
            for member in others
        ]

    def _on_typing(self, letters: str) -> None:
        self.composer.insert(letters)
        self.focus_composer()

    def _on_scrolled(self) -> None:
        if self._watched:
            self.room.set_watched(self.timeline.scrolling.is_at_end)


def waiting_words(phase: LinkPhase, count: int) -> str:
    """What is said of messages that are not confirmed."""
    if not count:
        if phase in _ENDED:
            return writing_words.WRITING_OFFLINE()
        is_gone = phase in (LinkPhase.LOST, LinkPhase.CONNECTING)
        return writing_words.WRITING_WHILE_RECONNECTING() if is_gone else ""
    if phase in _ENDED:
        one, many = writing_words.ONE_WAITS_FOR_JOIN, writing_words.SEVERAL_WAIT_FOR_JOIN
    elif phase in (LinkPhase.LOST, LinkPhase.CONNECTING):
        one, many = writing_words.ONE_WAITS_FOR_CONNECTION, writing_words.SEVERAL_WAIT_FOR_CONNECTION
    else:
        one, many = writing_words.ONE_NOT_CONFIRMED, writing_words.SEVERAL_NOT_CONFIRMED
    return one() if count == 1 else many(count=count)


def file_problem(view: LinkView) -> str:
    """Why a server takes no files, a sentence, "" where it does."""
    if SayFile in view.abilities.kinds:
        return ""
    if view.phase not in (LinkPhase.ONLINE, LinkPhase.DOUBTFUL):
        return file_words.NONE_NOW()
    return file_words.NONE_IN_ROOM() if view.is_hub else file_words.NONE_HERE()


def _waits(kind: type[object]) -> bool:
    return issubclass(kind, Wish) and kind.offline is Offline.WAITS


def _tells_something(entry: Entry) -> bool:
    """Whether there is more than what the welcome says as well."""
    return not isinstance(entry, EventEntry) or not isinstance(entry.fact, HistoryPolicy)


def _is_about_people(entry: Entry) -> bool:
    if isinstance(entry, EventEntry):
        return isinstance(entry.fact, (MemberJoined, MemberLeft))
    return isinstance(entry, MessageEntry)


def open_link(url: QUrl) -> None:
    """Let the desktop open a link."""
    QDesktopServices.openUrl(url)
