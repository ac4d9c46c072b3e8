"""Rooms, people and a window for the tests of widgets: no socket, no server."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from app.client.events import Abilities, LinkState, Member, TextKind
from app.client.wishes import MarkRead, TellTyping, Wish
from app.models.file_progress import FileProgressModel
from app.models.ignored_people import IgnoredPeople
from app.models.moderation import Moderation
from app.models.person_colours import PersonColours
from app.models.picks import PickMark
from app.models.room import Room, RoomKind
from app.models.room_directory import RoomDirectory
from app.models.rooms_model import RoomsModel
from app.models.search import Count, FileHit, Hit, SearchPort
from app.models.server_log import ServerLog
from app.models.timeline_entries import MessageEntry
from app.ui.hosting.hosting_info import HostAddress, HostingInfo, Reachability
from app.ui.members.member_actions import MemberAction
from app.ui.theme.theme import Theme
from app.ui.window.link_view import LinkPhase, LinkView
from app.ui.window.main_window import MainWindow

PEOPLE = (
    Member("mara", host="127.0.0.1", ranks="q", joined=1000.0),
    Member("ines", host="192.168.1.31", ranks="o", joined=2000.0),
    Member("bob", host="192.168.1.37", joined=3000.0),
    Member("Tomás", host="192.168.1.40"),
    Member("yuki", host="192.168.1.44", away="lunch"),
)
FACTS = HostingInfo(
    port=6667,
    addresses=(
        HostAddress("192.168.1.24:6667", Reachability.NETWORK),
        HostAddress("10.8.0.6:6667", Reachability.VPN),
        HostAddress("127.0.0.1:6667", Reachability.COMPUTER),
    ),
    password="pineapple",
    keep_awake=True,
)


class FakeConnection:
    """As much of a connection as a room asks."""

    def __init__(self, nick: str = "mara") -> None:
        self.nick = nick
        self.address = "192.168.1.24:6667"
        self.hosting = False
        self.state = LinkState.IDLE  # so that nothing is asked of a server
        self.rooms: tuple[Room, ...] = ()
        self.history_policy = None
        self.colours = PersonColours()
        self.network = "robotics"
        self.log = ServerLog()
        self.is_hub = False
        self.moderation = Moderation()
        self.ignored = IgnoredPeople()
        self.abilities = Abilities()
        self.is_hub = False
        self.files = FileProgressModel()
        self.asked: list[Wish] = []
        self.directory = RoomDirectory(
            self.asked.append, lambda _channel: False, lambda _channel: PickMark.ROOM
        )

    def is_room_of_hub(self, room: Room) -> bool:
        return room.kind is RoomKind.HOSTED


def make_room(
    name: str = "#robotics",
    kind: RoomKind = RoomKind.CHANNEL,
    connection: FakeConnection | None = None,
    people: tuple[Member, ...] = PEOPLE,
) -> Room:
    """A room with people in it."""
    room = Room(connection or FakeConnection(), name, kind)  # type: ignore[arg-type]
    room.members.reset(people)
    room.set_modes("+nt", "")
    room.set_present(True)
    return room


def message(sender: str = "bob", text: str = "hello", *, mention: bool = False) -> MessageEntry:
    """Something said."""
    return MessageEntry(sender, text, TextKind.MESSAGE, 1_700_000_000.0, mention=mention)


class EmptySearch:
    """Stands for an archive in which nothing is found."""

    def in_room(self, room: Room, query: str, before: int | None, then: Callable[[list[Hit]], None]) -> None:
        then([])

    def everywhere(self, query: str, before: int | None, then: Callable[[list[Hit]], None]) -> None:
        then([])

    def count(self, room: Room, query: str, then: Callable[[Count], None]) -> None:
        then(Count(0))

    def files_in(self, room: Room, then: Callable[[list[FileHit]], None]) -> None:
        then([])


class World:
    """A shown window with its rooms, all of one connection that is up; `port` is where it searches."""

    def __init__(
        self, theme: Theme, *rooms: Room, connection: FakeConnection, port: SearchPort | None = None
    ) -> None:
        self.connection = connection
        self.theme = theme
        self.rooms = RoomsModel()
        self.start = QWidget()
        self.window = MainWindow(theme, self.start)
        for _step in self.window.build(self.rooms, port or EmptySearch()):
            pass
        self.wishes: list[tuple[Room, Wish]] = []
        self.window.wished.connect(self._note)
        self.window.own.set_profile(connection.nick, away=False)
        self.window.set_link_view(connection, LinkView(LinkPhase.ONLINE, connection.address))
        for room in rooms:
            self.rooms.add(room)
        if rooms:
            self.window.show_room(rooms[0])
        self.window.show()

    def _note(self, room: Room, wish: Wish) -> None:
        """Keep what is wished, but not what the window tells by itself."""
        if not isinstance(wish, (MarkRead, TellTyping)):
            self.wishes.append((room, wish))

    def act(self, action: MemberAction, nick: str) -> None:
        """Do something with a member of the room that is shown, as by the menu in the list of people."""
        room = self.window.current_room
        member = room.members.find(nick) if room is not None else None
        assert room is not None
        assert member is not None
        self.window.page.members_pane.list.member_actions.run(action, room, member)

    def end(self) -> None:
        """Delete the window now: one that lives on would be dressed anew for every later test."""
        self.window.hide()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)
