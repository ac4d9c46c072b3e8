"""One connection as the hub knows it: whose it is, what it can, what waits. Data and small questions only."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from app.irc import capabilities
from app.irc.linebuffer import LineBuffer, Overlong

if TYPE_CHECKING:
    from app.hub.batches import ClientBatch
    from app.hub.exchange import Exchange
    from app.hub.person import Person
    from app.hub.ports import Pending
    from app.hub.sasl import Login

# How a line looks to a session: bits that index its renderings (app.hub.lines).
SHAPE_TAGS = 1
SHAPE_TIME = 2
SHAPE_ACCOUNT = 4
SHAPE_MULTILINE = 8
SHAPES = 16

Waiting = bytes | Overlong


@dataclass(frozen=True, slots=True)
class Peer:
    """Where a connection came from. `private`: over the host window's own listener on 127.0.0.1.

    `secure`: over TLS; `fingerprint` is then that of the client's certificate, "" where it showed none.
    `on_link`: from an IPv6 network that the hub's computer itself is on.
    """

    address: str
    port: int
    secure: bool = False
    loopback: bool = False
    private: bool = False
    fingerprint: str = ""
    web: bool = False  # through a WebSocket
    on_link: bool = False

    @property
    def host(self) -> str:
        """The address as it stands in nick!user@host: never starting with a colon."""
        address = self.address.lower().removeprefix("::ffff:") if "." in self.address else self.address
        return f"0{address}" if address.startswith(":") else address


class Stage(Enum):
    """How far a session has come; app.hub.lifecycle moves it on, never back."""

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
    waiting_bytes: int = 0
    outbox: list[bytes] = field(default_factory=list)
    ping_deadline: float | None = None
    allowance: float = 0.0
    allowance_time: float = 0.0
    work: float = 0.0  # what it may yet cost (app.hub.price), less than nothing when it owes
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
        self.shape = tags | time | account | (SHAPE_MULTILINE if knows_lines else 0)
