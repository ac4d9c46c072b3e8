"""One conversation: a channel or a private talk, with its people, its timeline and what is unread."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from app.client.events import (
    NO_REACH,
    Abilities,
    HistoryPolicy,
    LinkState,
    Member,
    PageKind,
    Point,
    Reach,
    RoomLeft,
)
from app.client.wishes import AskHistory, MarkRead, Wish
from app.irc.text import strip_formatting
from app.models.file_progress import FileProgressModel
from app.models.history_paging import HistoryPaging
from app.models.ignored_people import IgnoredPeople
from app.models.members import MembersModel
from app.models.moderation import Moderation
from app.models.person_colours import PersonColours
from app.models.room_directory import RoomDirectory
from app.models.server_log import ServerLog
from app.models.shown_names import OwnNicks, channel_title
from app.models.timeline import TimelineModel
from app.models.timeline_entries import Entry, MessageEntry
from app.models.timeline_rows import TimelineRows

MODERATING_RANKS = "qaohY"


class RoomKind(Enum):
    """How a room is shown."""

    HOSTED = "hosted"  # we are its host
    CHANNEL = "channel"
    PRIVATE = "private"


class NotifyRule(Enum):
    """Of what in a room this person wants to be told while they look elsewhere."""

    ALL = "all"  # of every message
    MENTIONS = "mentions"  # of those that are meant for them
    NONE = "none"  # of nothing: the room is muted


class LinkPort(Protocol):
    """The way to one server; `net.link.Link` fits it. Results come back as events, refusals among them."""

    def ask(self, wish: Wish) -> None: ...
    def retry_now(self) -> None: ...
    def retry_with(self, password: str) -> None: ...
    def stop(self) -> None: ...


class ServerConnection(Protocol):
    """What a room and who has it in hand ask of its connection; `connection.Connection` fits it."""

    link: LinkPort
    address: str
    network: str
    nick: str
    own_nicks: OwnNicks
    hosting: bool
    is_hub: bool
    elsewhere: str
    is_showing_held: bool
    state: LinkState
    moderation: Moderation
    ignored: IgnoredPeople
    abilities: Abilities
    log: ServerLog
    history_policy: HistoryPolicy | None
    colours: PersonColours
    directory: RoomDirectory
    files: FileProgressModel

    @property
    def rooms(self) -> tuple[Room, ...]: ...

    def find(self, target: str) -> Room | None: ...

    def is_room_of_hub(self, room: Room) -> bool: ...

    def open_private(self, nick: str) -> Room: ...

    def forget(self, room: Room) -> None: ...

    def forget_all(self) -> None: ...

    def ask_who(self, nick: str, room: Room) -> None: ...

    def note(self, room: Room, text: str, time: float, *, is_error: bool = False) -> None: ...


class Room(QObject):
    """A conversation of one connection. Fits history_paging.HistoryServer.

    `target` is the channel or the other person's nickname as the server spells it.

    Signals:
        changed(Room): title, topic, unread, modes, bans or presence of this room changed.
        noticed(Room, list): entries that have just been added to it, in order.
        left(Room, RoomLeft): we are out of the room, removed or by ourselves.
        typing_changed(): other people began or stopped writing.
    """

    changed = Signal(QObject)
    noticed = Signal(QObject, list)
    left = Signal(QObject, RoomLeft)
    typing_changed = Signal()

    def __init__(self, connection: ServerConnection, target: str, kind: RoomKind) -> None:
        super().__init__()
        self.connection = connection
        self._target = target
        self._kind = kind
        self.members = MembersModel(self, connection.colours, connection.ignored)
        rows = TimelineRows(self)
        self.history = HistoryPaging(self, rows, self)
        self.timeline = TimelineModel(
            self,
            conversation=target,
            rows=rows,
            server=self.history,
            colours=connection.colours,
            ignored=connection.ignored,
        )
        self.history.changed.connect(self.timeline.window.changed)
        self.history.changed.connect(self.timeline.window.search_on)
        self.history.older_wanted.connect(self.timeline.window.load_older)
        self.history.start_reached.connect(self.timeline.window.reach_start)
        self._title = ""
        self._topic = ""
        self._present = False
        self.timeline.unread.is_private = kind is RoomKind.PRIVATE
        self.timeline.unread.changed.connect(self._tell)
        self._modes = ""
        self._key = ""
        self._person: Member | None = None
        self._online: bool | None = None
        self._rule = NotifyRule.MENTIONS
        self._typing: list[str] = []
        self.knows_bans = False  # they were asked for since we came in
        self.has_ban_list = False  # and all of them came
        self.ban_names: dict[str, str] = {}  # who was meant by a mask, as they were called when it was set
        self._bans: tuple[tuple[str, str, float], ...] = ()
        self._policy: HistoryPolicy | None = None

    # -- what it is

    @property
    def target(self) -> str:
        return self._target

    def set_target(self, target: str) -> None:
        """The other person of a private talk has another nickname."""
        self._target = self.timeline.conversation = target
        self.changed.emit(self)

    @property
    def kind(self) -> RoomKind:
        return self._kind

    def set_kind(self, kind: RoomKind) -> None:
        self._kind = kind
        self.timeline.unread.is_private = kind is RoomKind.PRIVATE
        self.changed.emit(self)

    @property
    def title(self) -> str:
        """What people read: the room's own name on a hub, else the channel without its `#`."""
        if self._title:
            return self._title
        name = strip_formatting(self._target)
        return name if self._kind is RoomKind.PRIVATE else channel_title(name)

    def set_title(self, title: str) -> None:
        """The room is called so; codes for colours and styles go."""
        title = strip_formatting(title)
        if title != self._title:
            self._title = title
            self.changed.emit(self)

    @property
    def topic(self) -> str:
        return self._topic

    def set_topic(self, topic: str) -> None:
        """The room is about this; codes for colours and styles go, of which topics of IRC are full."""
        self._topic = strip_formatting(topic)
        self.changed.emit(self)

    @property
    def modes(self) -> str:
        """The channel modes that are set, as "+nt"."""
        return self._modes

    @property
    def is_private(self) -> bool:
        """Whether only who is invited may enter."""
        return "i" in self._modes.partition(" ")[0]

    @property
    def key(self) -> str:
        return self._key

    def set_modes(self, modes: str, key: str) -> None:
        self._modes, self._key = modes, key
        self.members.set_moderated("m" in modes.partition(" ")[0])
        self.changed.emit(self)

    @property
    def bans(self) -> tuple[tuple[str, str, float], ...]:
        """What is known of the bans: (mask, by, time) each."""
        return self._bans

    def set_bans(self, bans: tuple[tuple[str, str, float], ...]) -> None:
        self._bans = bans
        self.changed.emit(self)

    @property
    def history_policy(self) -> HistoryPolicy | None:
        """What people who join later can read of what is said here, None where nobody knows."""
        return self._policy or self.connection.history_policy

    def set_history_policy(self, policy: HistoryPolicy) -> bool:
        """It is told of this room; returns whether that is news."""
        is_new = self._policy is None or self._policy.access is not policy.access
        self._policy = policy
        if is_new:
            self._tell()
        return is_new

    # -- where we are

    @property
    def present(self) -> bool:
        """Whether we are in the room now: entered, and the connection is up."""
        return self._present

    def set_present(self, present: bool) -> None:
        if present != self._present:
            self._present = present
            self.changed.emit(self)

    @property
    def own_ranks(self) -> str:
        """Our rank letters in this room, "" for none."""
        member = self.members.find(self.connection.nick)
        return member.ranks if member is not None else ""

    @property
    def may_moderate(self) -> bool:
        """Whether we may remove people and change what only moderators may."""
        return any(rank in MODERATING_RANKS for rank in self.own_ranks)

    @property
    def may_set_topic(self) -> bool:
        """Whether a change of topic would be taken: everybody's where the channel is not +t."""
        is_open = "t" not in self._modes.partition(" ")[0]
        return self._kind is not RoomKind.PRIVATE and (self.may_moderate or is_open)

    # -- what its server can tell

    @property
    def is_connected(self) -> bool:
        """Whether its server can be asked now."""
        return self.connection.state is LinkState.ONLINE

    @property
    def keeps_history(self) -> bool:
        """Whether its server can be asked for what was said, by CHATHISTORY."""
        return AskHistory in self.connection.abilities.kinds

    def request_history(self, before: Point | None) -> None:
        """Ask for the page of history before a point, for the newest if it is None."""
        self.connection.link.ask(AskHistory(self._target, before))

    # -- what is new

    @property
    def unread(self) -> int:
        return self.timeline.unread.messages

    @property
    def mentions(self) -> int:
        return self.timeline.unread.mentions

    @property
    def watched(self) -> bool:
        return self.timeline.unread.is_watched

    def set_watched(self, watched: bool) -> None:
        """Tell whether somebody looks at the newest messages: then nothing counts as unread."""
        self.timeline.unread.watch(watched)

    def add_entries(self, entries: Sequence[Entry]) -> None:
        """Add entries to the timeline, which counts what nobody has seen yet."""
        self.timeline.append(entries)
        self.noticed.emit(self, list(entries))

    def add_page(self, entries: Sequence[Entry], kind: PageKind, reach: Reach = NO_REACH) -> list[Entry]:
        """Put a page of history into the timeline; returns what of it is new.

        What was missed is new to this person too, the rest is not.
        """
        fresh = self.timeline.merge(entries, from_top=kind is PageKind.OLDER, reach=reach)
        if kind is not PageKind.MISSED:
            self.timeline.count_page(fresh)
        else:
            self.timeline.unread.missed(fresh)
            self.noticed.emit(self, [entry for entry in fresh if isinstance(entry, MessageEntry)])
        return fresh

    def was_read(self, time: float, *, only_there: bool = False) -> None:
        """This person has read everything up to `time`, here or elsewhere.

        `only_there`: it says something only where the message of just that moment is here.
        """
        if not only_there or self.timeline.has_said_at(time):
            self.timeline.note_read(time)

    def read_to_end(self) -> None:
        """This person wants to see no more of what is here: all of it counts as read, here and elsewhere."""
        if time := self.timeline.read_to_end():
            self.connection.link.ask(MarkRead(self._target, time))

    @Slot()
    def _tell(self) -> None:
        self.changed.emit(self)

    @property
    def notify_rule(self) -> NotifyRule:
        """Of what here this person wants to be told; in private every message is meant for them."""
        is_meant = self._kind is RoomKind.PRIVATE and self._rule is NotifyRule.MENTIONS
        return NotifyRule.ALL if is_meant else self._rule

    @property
    def is_muted(self) -> bool:
        """Whether nothing here asks for attention."""
        return self._rule is NotifyRule.NONE

    def set_notify_rule(self, rule: NotifyRule) -> None:
        if rule is not self._rule:
            self._rule = rule
            self.changed.emit(self)

    # -- the other person of a private talk

    @property
    def person(self) -> Member | None:
        """What is known of the other person beside what rooms tell, None for nothing."""
        return self._person

    def set_person(self, person: Member) -> None:
        """Something is known of the other person now."""
        self._person = person
        self.changed.emit(self)

    @property
    def is_online(self) -> bool | None:
        """Whether the other person is there; None where nobody can tell."""
        return self._online

    def set_online(self, online: bool | None) -> None:
        """The other person has come or gone."""
        if online is not self._online:
            self._online = online
            self.changed.emit(self)

    # -- who writes

    @property
    def typing(self) -> tuple[str, ...]:
        """The nicknames of those who are writing, who began first comes first."""
        return tuple(self._typing)

    def set_typing(self, nick: str, typing: bool) -> None:
        """Somebody else writes, or has stopped."""
        if typing != (nick in self._typing):
            (self._typing.append if typing else self._typing.remove)(nick)
            self.typing_changed.emit()

    def clear_typing(self) -> None:
        """The connection is gone, and with it what was known of that."""
        if self._typing:
            self._typing.clear()
            self.typing_changed.emit()
