"""What a session knows while it runs. Data and small questions; the handlers do the rest."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.client.events import ConnectionDoubted, Event, Member, Refusal, RequestFailed, WhoisArrived
from app.client.state.batch import Batches
from app.client.state.channel_state import ChannelState, Unasked
from app.client.state.conversation_state import Markers, Questions, Typists
from app.client.state.last_seen import LastSeen
from app.client.state.multiline import Limits, read_limits
from app.client.state.outbox import Outbox
from app.client.state.registration_state import MOVES, Exchange, LoginStage, Phase, Work
from app.client.state.session_options import SessionOptions
from app.irc import capabilities as caps
from app.irc.isupport import ISupport
from app.irc.linebuffer import BODY_LIMIT, CLIENT_TAG_LIMIT
from app.irc.message import NO_TAGS, EncodeError, Message
from app.irc.mode_strings import ModeSpec

# Requests that may still be refused; an unlabelled error is matched against the latest of them.
REMEMBERED_REQUESTS = 64
# Of one channel: the largest of ordinary networks have some thousand members. Who comes after them is not
# listed, nor are more than all channels together may have; what they say is shown all the same.
MEMBERS = 10_000
MEMBERS_IN_ALL = 50_000
SMALL_CHANNEL = 100  # always has its people, and is not counted together with the others at each of them
# Labelled requests that a server has not answered; it forgets about the oldest.
LABELLED = 1_000
# Folded names are remembered: every line has two or three, mostly the same ones.
FOLDED_NAMES = 4096


@dataclass(frozen=True, slots=True)
class Request:
    """Something we asked for that may be refused. `params` are as sent: an error names one of them."""

    command: str
    params: tuple[str, ...] = ()
    quiet: bool = False

    @property
    def target(self) -> str:
        """The channel or person that it was about."""
        return self.params[0] if self.params else ""


@dataclass(slots=True)
class SessionState:
    """Everything one session knows. `now`: when the line at hand arrived, `time`: when the server says."""

    options: SessionOptions
    outbox: Outbox
    now: float
    nick: str = ""
    time: float = 0.0
    label: str = ""  # of the line at hand, its own or its batch's
    phase: Phase = Phase.REGISTERING
    is_elsewhere: bool = False  # another room is open than the one that was joined before
    closed: set[str] = field(default_factory=set)  # folded: that one's channels, for which messages wait
    isupport: ISupport = field(default_factory=ISupport)
    mode_spec: ModeSpec = field(default_factory=ModeSpec)
    folded: dict[str, str] = field(default_factory=dict)
    channels: dict[str, ChannelState] = field(default_factory=dict)  # by folded name
    joining: dict[str, tuple[str, str]] = field(default_factory=dict)  # folded: (name, key)
    unasked: Unasked = field(default_factory=Unasked)
    events: list[Event] = field(default_factory=list)
    output: list[bytes] = field(default_factory=list)
    # negotiation
    offered: dict[str, str] = field(default_factory=dict)
    caps: frozenset[str] = frozenset()
    caps_asked: int = 0  # CAP REQ lines that are not answered yet
    caps_ended: bool = False
    login: LoginStage = LoginStage.UNUSED
    exchange: Exchange = field(default_factory=Exchange)  # of the password
    account: str = ""
    work: list[Work] = field(default_factory=list)  # for a thread, not taken yet
    last_work: int = 0
    # registration
    started: float = 0.0
    has_heard_irc: bool = False
    has_registered: bool = False
    nick_tries_from: float | None = None  # since when a ghost holds our name
    nick_retry_at: float | None = None
    other_nicks: int = 0  # tried in its place
    is_owner: bool = False
    is_quitting: bool = False
    is_away: bool = False
    away_words: str = ""
    history_policy: str = ""  # as told last
    # liveness
    last_heard: float = 0.0
    last_ping: float = 0.0
    asked_at: float | None = None  # when we began to wait for a sign of life, None: nothing was asked
    is_doubtful: bool = False  # it has not come for long
    last_tick: float = 0.0
    pings: int = 0
    barriers: dict[str, tuple[int, ...]] = field(default_factory=dict)  # PING token: messages written before
    # answers that come in several lines or must find their question
    batches: Batches = field(default_factory=Batches)
    markers: Markers = field(default_factory=Markers)
    profiles: dict[str, dict[str, str]] = field(default_factory=dict)  # by folded nickname, fields of Member
    syncs: dict[str, float] = field(default_factory=dict)  # METADATA SYNC that is due, by target
    contacts: dict[str, Member] = field(default_factory=dict)  # whom we watch, by folded nickname
    typing: Typists = field(default_factory=Typists)
    history: Questions = field(default_factory=Questions)
    seen: LastSeen = field(default_factory=LastSeen)
    requests: deque[Request] = field(default_factory=lambda: deque(maxlen=REMEMBERED_REQUESTS))
    labelled: dict[str, Request] = field(default_factory=dict)
    labels: int = 0
    whois: dict[str, WhoisArrived] = field(default_factory=dict)
    ctcp_answered: float = float("-inf")

    @property
    def is_hub(self) -> bool:
        """Whether the server is one of ours."""
        return caps.ROOM in self.caps

    @property
    def keeps_ids(self) -> bool:
        """Whether the server takes a message only once, however often it is sent: a hub does, per account."""
        return self.is_hub and bool(self.account)

    @property
    def multiline(self) -> Limits | None:
        """What the server takes as one message of several lines, None where it takes none."""
        usable = caps.MULTILINE in self.caps and caps.BATCH in self.caps
        return read_limits(self.offered.get(caps.MULTILINE, "")) if usable else None

    @property
    def multiline_limits(self) -> Limits | None:
        """The same, as it was last time while the server has not said it yet."""
        return self.multiline if self.has_registered else self.outbox.multiline

    def move(self, phase: Phase) -> None:
        """Change the phase; an impossible move is a bug of ours."""
        if phase not in MOVES[self.phase]:
            raise ValueError(f"{self.phase} cannot become {phase}")
        self.phase = phase

    def need(self, kind: str, *data: object) -> None:
        """Have a slow step done; what comes of it goes to `negotiation.complete`."""
        self.last_work += 1
        self.work.append(Work(self.last_work, kind, data))

    def emit(self, event: Event) -> None:
        """Tell that something happened."""
        self.events.append(event)

    def fold(self, name: str) -> str:
        """`name` as this server folds it."""
        folded = self.folded.get(name)
        if folded is None:
            if len(self.folded) >= FOLDED_NAMES:
                self.folded.clear()
            folded = self.folded[name] = self.isupport.fold(name)
        return folded

    def is_me(self, nick: str) -> bool:
        """Whether `nick` is ours."""
        return self.fold(nick) == self.fold(self.nick)

    def channel(self, name: str) -> ChannelState | None:
        """The channel we are in under this name."""
        return self.channels.get(self.fold(name))

    def shared_with(self, nick: str) -> Iterator[tuple[ChannelState, Member]]:
        """The channels where `nick` is too, with what is known of them there."""
        key = self.fold(nick)
        for channel in self.channels.values():
            member = channel.members.get(key)
            if member is not None:
                yield channel, member

    def has_place_in(self, channel: ChannelState) -> bool:
        """Whether one more member of a channel may be kept."""
        count = len(channel.members)
        if count < SMALL_CHANNEL:
            return True
        in_all = sum(len(each.members) for each in self.channels.values())
        return count < MEMBERS and in_all < MEMBERS_IN_ALL

    def send(self, command: str, *params: str, tags: Mapping[str, str] = NO_TAGS) -> int:
        """Put a line into the output; returns its bytes. Raises EncodeError, also when it is too long."""
        line = Message(command, params, tags=tags).encode()
        if len(line) > BODY_LIMIT:
            in_tags = line.index(b" ") + 1 if tags else 0
            if in_tags > CLIENT_TAG_LIMIT or len(line) - in_tags > self.longest_line:
                raise EncodeError(Refusal.TOO_LONG)
        self.output.append(line)
        return len(line)

    @property
    def longest_line(self) -> int:
        """Bytes of a line with its CRLF and without its tags that the server takes."""
        return max(BODY_LIMIT, self.isupport.number("LINELEN", BODY_LIMIT))

    def reply(self, command: str, *params: str) -> None:
        """Send a line with words that the other side has chosen; what no line can hold is not sent."""
        with contextlib.suppress(EncodeError):
            self.send(command, *params)

    def ask(self, command: str, *params: str, tags: Mapping[str, str] = NO_TAGS) -> None:
        """Send a request of a person's; RequestFailed where it cannot be sent or is refused later."""
        request = Request(command, params)
        if self.phase is not Phase.REGISTERED:
            self.refuse(request, Refusal.NOT_CONNECTED)
            return
        label = ""
        if caps.LABELED_RESPONSE in self.caps:
            self.labels += 1
            label = f"r{self.labels}"
        try:
            self.send(command, *params, tags={**tags, "label": label} if label else tags)
        except EncodeError as error:
            self.refuse(request, refusal_of(error))
            return
        if label:
            self._remember(label, request)
        else:
            self.requests.append(request)

    def ask_quietly(self, command: str, *params: str) -> str | None:
        """Send a request of our own, whose refusal is told to nobody.

        Returns its label, "" where the server knows none, None if it cannot be sent.
        """
        label = ""
        if caps.LABELED_RESPONSE in self.caps:
            self.labels += 1
            label = f"r{self.labels}"
        try:
            self.send(command, *params, tags={"label": label} if label else NO_TAGS)
        except EncodeError:
            return None
        if label:
            self._remember(label, Request(command, params, quiet=True))
        return label

    def _remember(self, label: str, request: Request) -> None:
        if len(self.labelled) >= LABELLED:
            del self.labelled[next(iter(self.labelled))]
        self.labelled[label] = request

    def refuse(self, request: Request, detail: str, numeric: str = "") -> None:
        """Tell that a request has failed."""
        self.emit(RequestFailed(request.command, request.target, numeric, detail, self.time))

    def ping(self, *message_ids: int) -> None:
        """Send a PING whose answer tells that the server has read everything before it."""
        self.pings += 1
        token = f"hubbub-{self.pings}"
        self.barriers[token] = message_ids
        self.last_ping = self.now
        if self.asked_at is None:
            self.asked_at = self.now
        self.send("PING", token)

    def hear(self) -> None:
        """The server has shown that it is there."""
        self.last_heard, self.asked_at = self.now, None
        if self.is_doubtful:
            self.is_doubtful = False
            self.emit(ConnectionDoubted(False, self.now))

    def refold(self) -> None:
        """Rebuild what is keyed by folded names after the server changed its case mapping."""
        self.folded.clear()
        self.channels = {self.fold(channel.name): channel for channel in self.channels.values()}
        self.joining = {self.fold(name): (name, key) for name, key in self.joining.values()}
        self.unasked.held = {self.fold(name): name for name in self.unasked.held.values()}
        self.closed = {self.fold(name) for name in self.closed}
        for channel in self.channels.values():
            before = channel.members
            channel.members = {self.fold(member.nick): member for member in before.values()}
            if channel.names_seen is not None:
                channel.names_seen = {self.fold(before[key].nick) for key in channel.names_seen & set(before)}


def refusal_of(error: EncodeError) -> Refusal:
    """Why a line was not sent: what the session says of it, else that no line can hold it."""
    (reason,) = error.args
    return reason if isinstance(reason, Refusal) else Refusal.UNWRITABLE
