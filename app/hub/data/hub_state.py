"""Everything the hub knows at one moment, and how to find it. What is done with it lives elsewhere.

The journal is what is noted within a turn, so that it can be taken back as a whole when it cannot be kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TypedDict

from app.files.file_record import FileRecord, Uploader
from app.hub.data.addresses import Addresses, Peer
from app.hub.data.ban_record import HubBan
from app.hub.data.config import HubConfig, Newcomers, PasswordVerifier
from app.hub.data.entities import Audience, Channel, Person, Session
from app.hub.data.events import HubEvent
from app.hub.data.fair_queue import FairQueue
from app.hub.data.ids import FAR, IdMaker
from app.hub.data.in_progress import SlowTask
from app.hub.data.outgoing import Line
from app.hub.data.storage import Accounts, History, Records
from app.hub.data.storage_errors import KeepingError, StorageFailure
from app.hub.data.turn_log import TurnLog
from app.irc.confusables import nick_keys
from app.irc.masks import matches
from app.irc.names import fold_channel, fold_nick
from app.values import frozen

Snapshot = dict[str, object]  # a channel's fields as they were

# A day of a busy room; one entry is some hundred bytes.
WHOWAS_ENTRIES = 1000
# Channels outlast their members: what is made for no reason may fill some megabytes, not all memory.
MOST_CHANNELS = 5000


@frozen
class Departure:
    """Somebody who is gone, and who was told so."""

    person: Person
    line: Line
    listeners: Collection[Session]


@dataclass(slots=True, eq=False)
class Journal:
    """Of one turn, but for the first five."""

    snapshots: dict[Channel, Snapshot] = field(default_factory=dict)  # as they were kept last
    is_failing: bool = False  # the last turn with anything to keep could not be kept
    told: float = 0.0  # when the host was told so
    is_rolling_back: bool = False  # a turn is being taken back: nothing is recorded
    last_speakers: set[Session] = field(default_factory=set)  # of the turn before

    speakers: set[Session] = field(default_factory=set)  # of whom a line was run, or went on
    changed: set[Channel] = field(default_factory=set)
    renamed: dict[Person, tuple[str, str]] = field(default_factory=dict)  # nickname and source before
    departures: list[Departure] = field(default_factory=list)
    is_eventful: bool = False  # something is to be kept
    unused_files: dict[str, FileRecord] | None = None  # before the turn, None: as they were
    failure: StorageFailure | None = None  # what failed before the end
    not_synced: KeepingError | None = None  # the turn before was lost, and so is this one

    def clear(self) -> None:
        """The turn is over."""
        self.last_speakers, self.speakers = self.speakers, set()
        self.changed.clear()
        self.renamed.clear()
        self.departures.clear()
        self.is_eventful = False
        self.unused_files = None
        self.failure = None
        self.not_synced = None


class Stamp(TypedDict):
    """What a line that can be kept is made with."""

    msgid: str
    time: float


@frozen
class Standing:
    """What an account was in a channel until `time`, seconds since 1970."""

    channel: Channel
    account: str
    time: float
    ranks: str
    since: float | None  # a member since then, if one
    was_invited: bool


@frozen
class Former:
    """Somebody who had a nickname until `until` (WHOWAS), and what can still keep them out."""

    nick: str
    user: str
    host: str
    realname: str
    until: float
    account: str = ""
    anonymous_id: str = ""  # of the person, who may be here under another name
    peers: tuple[Peer, ...] = ()


@dataclass(slots=True, eq=False)
class AskedGuest:
    """The session that was asked last to try addresses of this computer, and those it has not told of yet."""

    session: int = 0
    port: int = 0
    addresses: set[str] = field(default_factory=set)


@dataclass(slots=True)
class UploadToken:
    """What lets a session's person upload one file, until some time."""

    session: int
    until: float
    is_spent: bool = False  # an upload was begun by it


@dataclass(slots=True)
class PasswordCheck:
    """A password that a thread checks for who uploads. `account`: whose it may be, "" for nobody's."""

    peer: Peer
    account: str


@frozen
class UploadLogin:
    """What came of a login by a password: who it is, or else why nobody."""

    id: int  # as check_login gave it
    uploader: Uploader | None
    reason: str = ""


@dataclass(slots=True, eq=False)
class State:
    """The hub's data. `now` is the time of the call that is being served."""

    config: HubConfig
    accounts: Accounts
    history: History
    records: Records
    created: float
    now: float
    verifier: PasswordVerifier | None = None  # of the room's password
    locked: bool = False
    sessions: dict[int, Session] = field(default_factory=dict)
    nicks: dict[str, Person] = field(default_factory=dict)  # of those who are welcomed, as folded
    invisible: set[Person] = field(default_factory=set)  # of those, by their modes
    operators: set[Person] = field(default_factory=set)
    people_by_skeleton: dict[str, Person] = field(default_factory=dict)  # the same by each key of the name
    watchers: dict[str, set[Session]] = field(default_factory=dict)  # of nicknames, as folded
    channels: dict[str, Channel] = field(default_factory=dict)
    markers: dict[str, dict[str, str]] = field(default_factory=dict)  # identity -> times by target
    metadata: dict[str, dict[str, str]] = field(default_factory=dict)  # of identities and channels' keys
    # -> the session it was given to
    owner_secrets: dict[str, int | None] = field(default_factory=dict, repr=False)
    window_secret: str = field(default="", repr=False)  # of the hosting window's next connection; "": none
    window_session: int = 0  # the last that has proved one
    asked_guest: AskedGuest = field(default_factory=AskedGuest)
    bans: dict[str, HubBan] = field(default_factory=dict)  # of the whole hub, by id
    standings: dict[str, tuple[Standing, ...]] = field(default_factory=dict)  # by what lifts a ban
    mute_ends: dict[tuple[Channel, str], float] = field(default_factory=dict)  # by the mask as it is folded
    unused_files: dict[str, FileRecord] = field(default_factory=dict)  # that no kept message names, by id
    upload_tokens: dict[str, UploadToken] = field(default_factory=dict, repr=False)
    password_checks: dict[int, PasswordCheck] = field(default_factory=dict)  # of uploaders, by their work
    whowas: deque[Former] = field(default_factory=lambda: deque(maxlen=WHOWAS_ENTRIES))
    addresses: Addresses = field(default_factory=Addresses)
    ids: IdMaker = field(default_factory=IdMaker)
    kept_before: str = ""  # the newest id that was kept when this hub began
    queue: FairQueue = field(default_factory=FairQueue)
    spent: int = 0  # all work that was done so far (app.hub.data.costs)
    unread: int = 0  # bytes that connections have not taken, all together
    most: int = 0  # the most people at once
    welcomed: int = 0  # sessions
    last_id: int = 0
    last_batch: int = 0
    last_tick: float = 0.0
    last_sweep: float = 0.0

    # whom the session whose lines run spoke to last, for as long as it does nothing else; see dispatcher
    audience: Audience | None = None

    journal: Journal = field(default_factory=Journal)  # for a turn that cannot be kept

    # for the next drain
    dirty: set[Session] = field(default_factory=set)  # with something in the outbox
    turn_log: TurnLog | None = None  # what goes into outboxes yet
    answered: dict[Session, int] = field(default_factory=dict)  # bytes of answers among that
    clogged: set[Session] = field(default_factory=set)  # with lines that wait until it has read
    closing: list[int] = field(default_factory=list)
    dropping: list[int] = field(default_factory=list)  # of those, whom nobody waits for to read why
    events: list[HubEvent] = field(default_factory=list)
    work: list[SlowTask] = field(default_factory=list)
    logins: list[UploadLogin] = field(default_factory=list)
    kept_files: list[str] = field(default_factory=list)  # ids
    refused_files: list[str] = field(default_factory=list)
    lost_files: list[str] = field(default_factory=list)

    @property
    def server(self) -> str:
        """The server's name: the source of numerics."""
        return self.config.server_name

    def is_called(self, mask: str) -> bool:
        """Whether a server's name or mask means this one."""
        return matches(fold_nick(mask), fold_nick(self.server))

    @property
    def room(self) -> Channel:
        """The room that this hub is for."""
        return self.channels[fold_channel(self.config.room)]

    @property
    def title(self) -> str:
        """What people call the room: as the host has said since it was opened, or as it was opened."""
        return self.room.title or self.config.room_name

    def person(self, nick: str) -> Person | None:
        """Who has this nickname."""
        return self.nicks.get(fold_nick(nick))

    def logged_in(self, account: str) -> Person | None:
        """Who is here as an account; the oldest where somebody logged in while already here."""
        return next((person for person in self.nicks.values() if person.account == account), None)

    def take_name(self, person: Person, nick: str) -> None:
        """Let somebody who is welcomed be found under a nickname. Nobody else here shares a key with it."""
        person.set_nick(nick)
        self.nicks[fold_nick(nick)] = person
        self.count_modes(person)
        for key in nick_keys(nick):
            self.people_by_skeleton[key] = person

    def release_name(self, person: Person) -> None:
        """Free the nickname of somebody."""
        del self.nicks[fold_nick(person.nick)]
        self.invisible.discard(person)
        self.operators.discard(person)
        for key in nick_keys(person.nick):
            del self.people_by_skeleton[key]

    def count_modes(self, person: Person) -> None:
        """Count somebody who is welcomed by their modes, which may be others now."""
        for mode, holders in (("i", self.invisible), ("o", self.operators)):
            (holders.add if mode in person.modes else holders.discard)(person)

    def kept_channel(self, name: str) -> Channel | None:
        """The channel of this name, also one that is empty."""
        return self.channels.get(fold_channel(name))

    def is_closed(self, channel: Channel) -> bool:
        """Whether a channel belongs to another room than the one that is open."""
        return channel.room != self.room.key

    def channel(self, name: str) -> Channel | None:
        """The channel of this name if it is the room or somebody is in it: nobody else may know of it."""
        channel = self.channels.get(fold_channel(name))
        return channel if channel and (channel.members or channel.permanent) else None

    def known_channel(self, name: str, person: Person) -> Channel | None:
        """The channel of this name if `person` may know of it: to outsiders a secret one does not exist."""
        channel = self.channel(name)
        return channel if channel and channel.is_known_to(person) else None

    def visible_channel(self, name: str, person: Person) -> Channel | None:
        """The channel of this name if `person` may know of it and somebody is in it."""
        channel = self.known_channel(name, person)
        return channel if channel and channel.members else None

    def newcomers_of(self, channel: Channel) -> Newcomers:
        """What newcomers may read of what was said in a channel before."""
        return channel.newcomers or self.config.newcomers

    def take_account(self, peer: Peer) -> bool:
        """Whether one more account may be made from this address now."""
        return not self.is_limited(peer) or self.addresses.take_account(peer, self.now)

    def may_make_channel(self, peer: Peer) -> bool:
        """Whether there may be one more channel, made from this address now."""
        if len(self.channels) >= MOST_CHANNELS:
            return False
        return not self.is_limited(peer) or self.addresses.take_channel(peer, self.now)

    def is_limited(self, peer: Peer) -> bool:
        """Whether flood, clone and rate limits count for a connection."""
        if not self.config.limits or peer.private:
            return False
        return self.config.loopback_limits or not peer.loopback

    def slows_guessing(self, peer: Peer) -> bool:
        """Whether wrong passwords slow a connection: also over the private listener, which anybody with an
        account on the host's computer can reach. The host itself proves who it is without a password.
        """
        return self.config.limits and (self.config.loopback_limits or not peer.loopback)

    def stamp(self) -> Stamp:
        """Id and time for a line of now; what has them can be kept."""
        msgid = self.ids.next(self.now)
        return {"msgid": msgid, "time": self.ids.time}

    @property
    def latest(self) -> float:
        """Now, or the time of the latest line where that is a little later: nothing told is in the future."""
        ahead = self.ids.time - self.now
        return self.now + ahead if 0 < ahead < FAR / 1000 else self.now

    def next_batch(self) -> str:
        """A reference for a batch."""
        self.last_batch += 1
        return f"{self.last_batch:x}"
