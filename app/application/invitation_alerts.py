"""Invitations: into which rooms this person is asked, until they join or decline; whom they asked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from app.application.joined_server import JoinedServer
from app.application.joined_servers import JoinedServers
from app.client.events import Invited
from app.client.wishes import Decline, Join
from app.irc.text import strip_formatting
from app.models.connection import Connection
from app.models.room import Room
from app.models.room_names import name_in
from app.models.shown_names import channel_title
from app.settings import Settings
from app.ui.notifications.notification import Notification, NotificationKind
from app.ui.notifications.notifier import Notifier
from app.ui.widgets.buttons import ButtonKind
from app.ui.widgets.question_dialog import CANCEL, Choice, Question
from app.ui.window.main_window import MainWindow
from app.words import question_words, room_list_words

_JOIN, _DECLINE, _DECLINE_ALL = "join", "decline", "decline-all"
_SOON_MS = 400  # invitations within this are told in one sentence
_NAMED = 3  # rooms in that sentence
# That wait: more than anybody looks through. The oldest go first; who asks without end takes nobody's place.
MOST = 50
MOST_OF_ONE = 10

INVITATIONS = "invitations"  # by which a notification is known; no room's key is without a space

_Key = tuple[Connection, str]  # where, and the channel folded


class InvitationAlerts(QObject):
    """Follows the connections of one window."""

    def __init__(
        self,
        window: MainWindow,
        servers: JoinedServers,
        notifier: Notifier,
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._notifier = notifier
        self._settings = settings
        notifier.activated.connect(self._on_activated)
        self._waiting: dict[_Key, Invited] = {}
        self._fresh: dict[_Key, None] = {}  # that were not told yet
        self._asking: _Key | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.tell)
        servers.connected.connect(self._on_connected)
        servers.disconnected.connect(self._on_disconnected)
        window.page.rooms_pane.invitations.clicked.connect(self._ask)

    @Slot(object)
    def _on_connected(self, server: JoinedServer) -> None:
        connection = server.connection
        connection.invited.connect(partial(self._on_invited, connection))
        connection.room_opened.connect(self._on_room_opened)
        connection.directory.invited.connect(partial(self._on_taken, connection))

    @Slot(object)
    def _on_disconnected(self, connection: Connection) -> None:
        for key in [key for key in self._waiting if key[0] is connection]:
            self._drop(key)

    @Slot(Room)
    def _on_room_opened(self, room: Room) -> None:
        for key in [key for key in self._waiting if key == (room.connection, room.target.casefold())]:
            self._drop(key)

    @Slot(QObject)
    def _on_room_changed(self, room: Room) -> None:
        """Somebody who was out of a room that stayed open, as after a removal, may be in again."""
        if room.present:
            room.changed.disconnect(self._on_room_changed)
            self._on_room_opened(room)

    def _on_taken(self, connection: Connection, channel: str, nick: str) -> None:
        room = connection.find(channel)
        if room is not None:
            self._window.show_notice(room_list_words.IS_INVITED(name=name_in(room, nick), room=room.title))

    # -- what comes

    def _on_invited(self, connection: Connection, event: Invited) -> None:
        room = connection.find(event.channel)
        key = (connection, event.channel.casefold())
        if (room is not None and room.present) or (key in self._waiting and not event.by):
            return  # a hub repeats after a reconnect what still waits
        if room is not None:
            room.changed.connect(self._on_room_changed, Qt.ConnectionType.UniqueConnection)
        self._waiting.pop(key, None)
        self._waiting[key] = event
        self._fresh[key] = None
        of_one = [
            each for each, other in self._waiting.items() if other.by == event.by and each[0] is connection
        ]
        if event.by and len(of_one) > MOST_OF_ONE:
            self._drop(of_one[0])
        elif len(self._waiting) > MOST:
            self._drop(next(iter(self._waiting)))
        self._show()
        if not self._soon.isActive():  # an invitation does not put off those before it
            self._soon.start()

    @Slot()
    def tell(self) -> None:
        """Say of what has come since the last time: of one invitation in full, of many in one sentence."""
        fresh, self._fresh = [key for key in self._fresh if key in self._waiting], {}
        self._notify(fresh)
        if len(fresh) == 1:
            join = partial(self._join, fresh[0])
            self._window.show_offer(self._words(fresh[0]), room_list_words.JOIN_IT(), join)
        elif fresh:
            named = ", ".join(title_of(self._waiting[key]) for key in fresh[:_NAMED])
            words = room_list_words.INVITED_TO_SEVERAL(len(fresh), rooms=named)
            self._window.show_offer(words, room_list_words.SHOW_INVITATIONS(), self._ask)

    def _notify(self, fresh: list[_Key]) -> None:
        """Tell on the desktop too where nobody sees the window; of what waited before nobody is called."""
        settings = self._settings
        if self._window.isActiveWindow() or settings.do_not_disturb or not settings.notify:
            return
        for key in fresh:
            if (event := self._waiting[key]).by:
                kind = NotificationKind.INVITED
                self._notifier.notify(Notification(INVITATIONS, title_of(event), kind, self._name(key)))
                self._window.ask_for_attention()

    @Slot(str, str)
    def _on_activated(self, key: str, _msgid: str) -> None:
        if key == INVITATIONS:
            self._ask()

    def _name(self, key: _Key) -> str:
        """What who invites is called on screen."""
        by, rooms = self._waiting[key].by, key[0].rooms
        return name_in(rooms[0], by) if rooms else by

    def _words(self, key: _Key) -> str:
        event = self._waiting[key]
        if not event.by:
            return room_list_words.YOU_ARE_INVITED(room=title_of(event))
        return room_list_words.INVITES_YOU(by=self._name(key), room=title_of(event))

    def _show(self) -> None:
        self._window.page.set_invitations(len(self._waiting))

    # -- what is done about it

    @Slot()
    def _ask(self) -> None:
        """Ask about the latest one."""
        self._asking = next(reversed(self._waiting), None)
        if self._asking is not None:
            others = len(self._waiting) - 1
            words = [self._words(self._asking)]
            words += [room_list_words.MORE_INVITATIONS(others)] if others else []
            question = _question(title_of(self._waiting[self._asking]), " ".join(words), several=others > 0)
            self._window.asker.ask_which(question, self._on_answered)

    def _on_answered(self, choice: str) -> None:
        key, self._asking = self._asking, None
        if key is None or key not in self._waiting:
            return
        if choice == _JOIN:
            self._join(key)
        elif choice == _DECLINE:
            self._decline(key)
        elif choice == _DECLINE_ALL:
            for each in list(self._waiting):
                self._decline(each)

    def _join(self, key: _Key) -> None:
        """Go in; it waits until the room is open."""
        if (event := self._waiting.get(key)) is not None:
            key[0].link.ask(Join(event.channel))

    def _decline(self, key: _Key) -> None:
        """Let the server forget it too, or it comes again with the next connection."""
        key[0].link.ask(Decline(self._waiting[key].channel))
        self._drop(key)

    def _drop(self, key: _Key) -> None:
        self._waiting.pop(key, None)
        if not self._waiting:
            self._notifier.clear(INVITATIONS)
        self._show()


def title_of(event: Invited) -> str:
    """What people call the room that one is asked into."""
    return event.title or channel_title(strip_formatting(event.channel))


def _question(room: str, text: str, *, several: bool) -> Question:
    choices = [
        Choice(CANCEL, question_words.NOT_NOW()),
        Choice(_DECLINE, room_list_words.DECLINE()),
        Choice(_JOIN, room_list_words.JOIN_IT(), ButtonKind.PRIMARY),
    ]
    if several:
        choices.insert(1, Choice(_DECLINE_ALL, room_list_words.DECLINE_ALL()))
    return Question(title=room_list_words.INVITED_TITLE(room=room), text=text, choices=choices)
