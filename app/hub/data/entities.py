"""Connections, people and channels, which refer to one another. Data and small questions only.

A session is one connection: whose it is, what it can, what waits. A person is somebody as others see them: a
name, what they may, where they are, by one or more sessions. A channel has people in it with their ranks, its
modes, lists and topic.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from app.hub.data.addresses import Peer
from app.hub.data.config import Newcomers
from app.hub.data.in_progress import ClientBatch, Exchange, Login, Pending
from app.hub.data.limits import Allowance
from app.hub.data.mask_lists import ListEntry
from app.hub.data.storage import ANONYMOUS
from app.irc import capabilities
from app.irc.linebuffer import LineBuffer, Overlong
from app.irc.mode_strings import ModeSpec
from app.values import frozen

# How a line looks to a session: bits that index its renderings (app.hub.data.outgoing).
SHAPE_TAGS = 1
SHAPE_TIME = 2
SHAPE_ACCOUNT = 4
SHAPE_MULTILINE = 8
SHAPE_JOIN = 16
SHAPES = 32

Waiting = bytes | Overlong

# The user mode of programs, and their sign in WHO. https://ircv3.net/specs/extensions/bot-mode
BOT = "B"

SPEC = ModeSpec(lists="beI", always="k", when_set="l", flags="CMRimnst", ranks="qov", prefixes="~@+")

OWNER, OPERATOR, VOICE = "q", "o", "v"
LEVELS = {"": 0, VOICE: 1, OPERATOR: 2, OWNER: 3}
_PREFIXES = dict(zip(SPEC.ranks, SPEC.prefixes, strict=True))


class Stage(Enum):
    """How far a session has come; app.hub.people.lifecycle moves it on, never back."""

    REGISTERING = "registering"
    WELCOMED = "welcomed"
    CLOSED = "closed"


@dataclass(slots=True, eq=False)
class Session:
    """One connection. Compared by identity: sessions are kept in sets and as keys."""

    id: int
    peer: Peer
    connected: float
    last_heard: float
    person: Person
    stage: Stage = Stage.REGISTERING
    origin: str = ""  # what its address counts as
    network: str = ""  # the IPv6 network that is in, "" for none

    # what it has shown
    is_certified: bool = False  # the certificate was used to log in; its account may be yet to be made
    password: str = field(default="", repr=False)
    refused_nick: str = ""  # the last nickname that somebody else has
    is_admitted: bool = False  # by the room's password
    is_known: bool = False  # as an account that was there before, or as the host
    knows_owner: bool = False  # it has been told that its person is the host

    away: str | None = None  # as AWAY said here, None: somebody is there
    away_since: float = 0.0
    is_absent: bool = False  # away by the star of pre-away: a program connects while nobody sits there

    # what it can
    caps: set[str] = field(default_factory=set)
    cap_version: int = 0
    negotiating: bool = False
    login: Login | None = None  # that AUTHENTICATE has begun
    exchange: Exchange | None = None  # of the password
    shape: int = 0

    # whom it watches (MONITOR): as folded -> as it wrote them
    watched: dict[str, str] = field(default_factory=dict)

    # what it wants to hear of what others say of themselves, and has said itself before the welcome
    subscriptions: set[str] = field(default_factory=set)
    early_metadata: dict[str, str] = field(default_factory=dict)
    synced: float = 0.0

    # what waits
    batch: ClientBatch | None = None  # a message of several lines that is coming in
    pending: Pending | None = None  # a request whose slow step runs; further lines wait for it
    buffer: LineBuffer = field(default_factory=LineBuffer)
    waiting: deque[Waiting] = field(default_factory=deque, repr=False)  # PASS may be among them
    outbox: list[bytes] = field(default_factory=list)
    ping_deadline: float | None = None
    allowance: float = 0.0
    allowance_time: float = 0.0
    work: float = 0.0  # what it may yet cost (app.hub.data.costs), less than nothing when it owes
    unread: int = 0  # bytes that its connection has not taken
    mistakes: int = 0  # lines before registration that made no sense

    @property
    def welcomed(self) -> bool:
        return self.stage is Stage.WELCOMED

    @property
    def name(self) -> str:
        """How numerics address this session."""
        return self.person.nick or "*"

    def set_caps(self, caps: set[str]) -> None:
        """Take `caps` as what the client has enabled."""
        self.caps = caps
        tags = SHAPE_TAGS if capabilities.MESSAGE_TAGS in caps else 0
        time = SHAPE_TIME if capabilities.SERVER_TIME in caps else 0
        account = SHAPE_ACCOUNT if capabilities.ACCOUNT_TAG in caps else 0
        knows_lines = capabilities.MULTILINE in caps and capabilities.BATCH in caps
        joins = SHAPE_JOIN if capabilities.EXTENDED_JOIN in caps else 0
        self.shape = tags | time | account | (SHAPE_MULTILINE if knows_lines else 0) | joins


@dataclass(slots=True, eq=False)
class Person:
    """One person. Compared by identity: people are kept in sets and as keys.

    Who has not been welcomed yet is a person of their own too, whom nobody sees.
    """

    host: str
    connected: float  # when the first of their connections was made
    nick: str = ""
    user: str = ""
    realname: str = ""
    source: str = ""  # nick!user@host, kept ready for every line
    account: str = ""
    is_owner: bool = False
    is_oper: bool = False
    modes: set[str] = field(default_factory=set)
    away: str | None = None
    spoke: float = 0.0
    changes: Allowance | None = None  # of what they say of themselves, made with the first
    channels: dict[str, Channel] = field(default_factory=dict)
    invited: set[Channel] = field(default_factory=set)
    sessions: list[Session] = field(default_factory=list)  # the oldest first
    anonymous_id: str = field(default_factory=lambda: ANONYMOUS + secrets.token_hex(8))  # never given twice

    @property
    def identity(self) -> str:
        """Under what is kept what they say: the account, else something that ends with them.

        So nobody who takes the nickname later reads their private talk.
        """
        return self.account or self.anonymous_id

    @property
    def is_bot(self) -> bool:
        """Whether they say of themselves that they are a program."""
        return BOT in self.modes

    @property
    def is_secure(self) -> bool:
        """Whether all of their connections are encrypted."""
        return all(session.peer.secure for session in self.sessions)

    @property
    def is_overheard(self) -> bool:
        """Whether one of their connections is a browser's over plain HTTP."""
        return any(session.peer.is_overheard for session in self.sessions)

    def set_nick(self, nick: str) -> None:
        """Take a nickname (and user and host as they are now) as the source of lines."""
        self.nick = nick
        self.source = self.source_as(nick)

    def source_as(self, nick: str) -> str:
        """nick!user@host under another nickname."""
        return f"{nick}!{self.user}@{self.host}"

    def add(self, session: Session) -> None:
        """Take one more connection, wherever this person is."""
        session.person = self
        self.sessions.append(session)
        self._recount()

    def remove(self, session: Session) -> None:
        """One of the connections is gone."""
        self.sessions.remove(session)
        self._recount()

    def _recount(self) -> None:
        for channel in self.channels.values():
            channel.recount()


@frozen
class Topic:
    text: str
    by: str
    time: float


@dataclass(slots=True, eq=False)
class Channel:
    """One channel. `everyone` is all their connections, rebuilt as they come and go, for the fan-out."""

    name: str
    key: str  # by which the hub finds it
    created: float
    permanent: bool = False
    renamed: float = 0.0  # when it last was
    members: dict[Person, str] = field(default_factory=dict)  # ranks, highest first ("qo")
    since: dict[Person, float] = field(default_factory=dict)  # when each became a member
    everyone: tuple[Session, ...] = ()
    flags: set[str] = field(default_factory=lambda: {"n", "t"})
    password: str | None = None  # +k
    limit: int | None = None  # +l
    lists: dict[str, dict[str, ListEntry]] = field(default_factory=lambda: {mode: {} for mode in SPEC.lists})
    topic: Topic | None = None
    ranks: dict[str, str] = field(default_factory=dict)  # of accounts, here or not
    memberships: dict[str, float] = field(default_factory=dict)  # accounts, here or not -> members since when
    left: float | None = None  # by its last member; None while somebody is in it
    newcomers: Newcomers | None = None  # what they may read here, None: what the hub has for all
    invited: set[str] = field(default_factory=set)  # accounts that have not come yet
    title: str = ""  # of a hub's room, as its host has called it since it was opened, "" for as it was opened
    opened_as: str = ""  # how it had been opened before that
    room: str = ""  # the key of the room under which it was made: while another is open, it is closed
    more: tuple[tuple[str, Any], ...] = ()  # of its record, from another version: written back as it came

    def add(self, person: Person, ranks: str, since: float = 0.0) -> None:
        """Put somebody in who is not there yet."""
        self.members[person] = ranks
        self.since[person] = since
        person.channels[self.key] = self
        self.everyone += tuple(person.sessions)

    def remove(self, person: Person) -> None:
        """Take somebody out."""
        del self.members[person]
        del self.since[person]
        del person.channels[self.key]
        self.recount()

    def rename(self, name: str, key: str) -> None:
        """Take another name, for the members too."""
        for person in self.members:
            del person.channels[self.key]
            person.channels[key] = self
        self.name, self.key = name, key

    def recount(self) -> None:
        """Connections of members came or went."""
        self.everyone = tuple([session for person in self.members for session in person.sessions])

    def others(self, session: Session) -> list[Session]:
        """All connections without one, which hears of it otherwise."""
        return [member for member in self.everyone if member is not session]

    def level(self, person: Person) -> int:
        """How much somebody may do here: 0 nobody or plain member, 1 voice, 2 moderator, 3 host."""
        ranks = self.members.get(person)
        if ranks is None:
            return 0
        return LEVELS["q"] if person.is_owner else LEVELS[ranks[:1]]

    def set_rank(self, person: Person, rank: str, given: bool) -> bool:
        """Give or take a member's rank; tells whether that changed anything."""
        before = self.members[person]
        wanted = (set(before) | {rank}) if given else (set(before) - {rank})
        after = "".join(letter for letter in SPEC.ranks if letter in wanted)
        self.members[person] = after
        return after != before

    def prefixes(self, person: Person, *, every: bool) -> str:
        """The prefix characters of a member: the highest, or `every` one (multi-prefix)."""
        ranks = self.members[person]
        return "".join(_PREFIXES[rank] for rank in (ranks if every else ranks[:1]))

    def is_listed(self, mode: str, person: Person) -> bool:
        """Whether one of the masks of a list fits somebody; those that concern only speaking do not count."""
        account, source = person.account, person.source
        return any(entry.fits(account, source) for entry in self.lists[mode].values() if not entry.is_mute)

    def is_muted(self, person: Person, nick: str = "") -> bool:
        """Whether a ban of speaking fits somebody, who has neither voice nor an exception.

        `nick`: as if that were what they are called.
        """
        if not self.lists["b"] or self.level(person) >= LEVELS[VOICE]:
            return False
        account, source = person.account, person.source_as(nick) if nick else person.source
        bans, exceptions = self.lists["b"].values(), self.lists["e"].values()
        return any(entry.is_mute and entry.fits(account, source) for entry in bans) and not any(
            entry.fits(account, source) for entry in exceptions
        )

    def silence(self, person: Person) -> str:
        """Why somebody may not speak here, "" when they may."""
        flags = self.flags
        if "n" in flags and person not in self.members:
            return "you are not in it"
        if "m" not in flags and "M" not in flags and not self.lists["b"]:
            return ""  # as everywhere, mostly: ranks need not be looked at
        if self.level(person) >= LEVELS[VOICE]:
            return ""
        if "m" in flags:
            return "only who has a voice may"
        if "M" in flags and not person.account:
            return "you must be logged in"
        return "you are muted" if self.is_muted(person) else ""

    def is_known_to(self, person: Person) -> bool:
        """Whether somebody may know that this channel is there, with title, topic and number of people."""
        return self.shows_people_to(person) or self.is_invited(person)

    def shows_people_to(self, person: Person) -> bool:
        """Whether somebody may know who is in this channel: of a secret one who is in it too, no invited."""
        return "s" not in self.flags or person in self.members

    def is_invited(self, person: Person) -> bool:
        """Whether a moderator has asked somebody in who has not come yet."""
        return self in person.invited or (person.account in self.invited)

    def modes_for(self, person: Person) -> tuple[str, ...]:
        """The modes as parameters of 324; the key only for members."""
        text = "+" + "".join(sorted(self.flags))
        params: list[str] = []
        if self.password is not None:
            text += "k"
            params.append(self.password if person in self.members else "*")
        if self.limit is not None:
            text += "l"
            params.append(str(self.limit))
        return (text, *params)


@frozen
class Audience:
    """A target of something said, whom it reaches. Exactly one of `channel` and `person` is there."""

    name: str  # as it is told: "#club", "@#club", "mara"
    target: str  # in the history, "" for what is for some ranks of a channel alone
    asker: Session
    chosen: tuple[Session, ...] | None = None  # of the listeners, None for the whole channel
    channel: Channel | None = None
    person: Person | None = None

    @property
    def listeners(self) -> Sequence[Session]:
        """All who hear it, without the asker's connection, unless it speaks to itself."""
        if self.chosen is not None or self.channel is None:
            return self.chosen or ()
        return self.channel.others(self.asker)
