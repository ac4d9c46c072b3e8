"""What a session knows while it runs. Data and small questions; the handlers do the rest."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.client.events import (
    ConnectionDoubted,
    Event,
    Member,
    Refusal,
    RequestFailed,
    ServerSaid,
    WhoisArrived,
)
from app.client.state.batch import Batches
from app.client.state.channel_state import ChannelList, ChannelState, ForcedJoins
from app.client.state.conversation_state import HistoryQueries, ReadMarkers, TypingState
from app.client.state.last_seen import LastSeen
from app.client.state.multiline import MultilineLimits, read_limits
from app.client.state.outbox import Outbox
from app.client.state.registration_state import MOVES, LoginProgress, PasswordExchange, Phase, SlowStep
from app.client.state.session_options import SessionOptions
from app.irc import capabilities as caps
from app.irc.ban_lines import BanNotice
from app.irc.isupport import ROOM_TOKEN, ISupport
from app.irc.linebuffer import BODY_LIMIT, CLIENT_TAG_LIMIT
from app.irc.message import NO_TAGS, EncodeError, Message
from app.irc.mode_strings import ModeSpec
from app.values import frozen

# Requests that may still be refused; an unlabelled error is matched against the latest of them.
OPEN_REQUESTS = 64
# Of one channel: the largest of ordinary networks have some thousand members. Who comes after them is not
# listed, nor are more than all channels together may have; what they say is shown all the same.
MEMBERS = 10_000
MEMBERS_IN_ALL = 50_000
SMALL_CHANNEL = 100  # always has its people, and is not counted together with the others at each of them
# Labelled requests that a server has not answered; it forgets about the oldest.
LABELLED_REQUESTS = 1_000
# Unlabelled requests of our own, some for each channel of somebody who is in hundreds; the oldest give way.
AUTOMATIC_REQUESTS = 1_000
# Folded names are remembered: every line has two or three, mostly the same ones.
FOLDED_NAMES = 4096


@frozen
class SentRequest:
    """Something we asked for that may be refused. `params` are as sent: an error names one of them."""

    command: str
    params: tuple[str, ...] = ()
    is_automatic: bool = False
    is_quoted: bool = False  # a line that the person has typed as it is

    @property
    def target(self) -> str:
        """The channel or person that it was about."""
        return self.params[0] if self.params else ""


@dataclass(slots=True)
class QuotedLine:
    """The last line that the person has typed as it is: until when and how much is shown of its answer."""

    until: float = float("-inf")
    lines: int = 0


@dataclass(slots=True)
class SessionState:
    """Everything one session knows. `now`: when the line at hand arrived, `time`: when the server says."""

    options: SessionOptions
    outbox: Outbox
    now: float
    nick: str = ""
    server: str = ""  # as it calls itself in its welcome
    time: float = 0.0
    label: str = ""  # of the line at hand, its own or its batch's
    phase: Phase = Phase.REGISTERING
    is_other_room_open: bool = False  # another room is open than the one that was joined before
    closed_channels: set[str] = field(
        default_factory=set
    )  # folded: that one's channels, for which messages wait
    isupport: ISupport = field(default_factory=ISupport)
    mode_spec: ModeSpec = field(default_factory=ModeSpec)
    folded_names: dict[str, str] = field(default_factory=dict)
    channels: dict[str, ChannelState] = field(default_factory=dict)  # by folded name
    joining: dict[str, tuple[str, str]] = field(default_factory=dict)  # folded: (name, key)
    forced_joins: ForcedJoins = field(default_factory=ForcedJoins)
    events: list[Event] = field(default_factory=list)
    output: list[bytes] = field(default_factory=list)
    # negotiation
    offered: dict[str, str] = field(default_factory=dict)
    caps: frozenset[str] = frozenset()
    caps_asked: int = 0  # CAP REQ lines that are not answered yet
    caps_ended: bool = False
    login: LoginProgress = field(default_factory=LoginProgress)
    password_exchange: PasswordExchange = field(default_factory=PasswordExchange)  # of the password
    account: str = ""
    work: list[SlowStep] = field(default_factory=list)  # for a thread, not taken yet
    last_work: int = 0
    # registration
    started: float = 0.0
    has_heard_irc: bool = False
    has_registered: bool = False
    is_welcome_over: bool = False  # and what a server does by itself behind it
    nick_tried_since: float | None = None  # since when a ghost holds our name
    nick_retry_at: float | None = None
    other_nicks: int = 0  # tried in its place
    is_owner: bool = False
    is_quitting: bool = False
    is_away: bool = False
    away_text: str = ""
    history_policy: str = ""  # as told last
    # liveness
    last_heard: float = 0.0
    last_ping: float = 0.0
    waiting_since: float | None = None  # when we began to wait for a sign of life, None: nothing was asked
    is_doubtful: bool = False  # it has not come for long
    last_tick: float = 0.0
    pings: int = 0
    ping_barriers: dict[str, tuple[int, ...]] = field(
        default_factory=dict
    )  # PING token: messages written before
    # answers that come in several lines or must find their request
    batches: Batches = field(default_factory=Batches)
    read_markers: ReadMarkers = field(default_factory=ReadMarkers)
    profiles: dict[str, dict[str, str]] = field(default_factory=dict)  # by folded nickname, fields of Member
    metadata_syncs: dict[str, float] = field(default_factory=dict)  # METADATA SYNC that is due, by target
    monitored: dict[str, Member] = field(default_factory=dict)  # whom we watch, by folded nickname
    typing: TypingState = field(default_factory=TypingState)
    history_queries: HistoryQueries = field(default_factory=HistoryQueries)
    last_seen: LastSeen = field(default_factory=LastSeen)
    requests: deque[SentRequest] = field(default_factory=lambda: deque(maxlen=OPEN_REQUESTS))
    labelled_requests: dict[str, SentRequest] = field(default_factory=dict)
    automatic_requests: dict[SentRequest, None] = field(default_factory=dict)  # unlabelled ones, in order
    labels: int = 0
    quoted: QuotedLine = field(default_factory=QuotedLine)
    listed_bans: list[BanNotice] = field(default_factory=list)  # of the hub, as far as the list has come
    channel_list: ChannelList = field(default_factory=ChannelList)
    whois: dict[str, WhoisArrived] = field(default_factory=dict)
    ctcp_answered: float = float("-inf")

    @property
    def is_hub(self) -> bool:
        """Whether the server is one of ours."""
        return caps.ROOM in self.caps

    @property
    def is_registered(self) -> bool:
        """Whether the server has welcomed us and the connection stands."""
        return self.phase is Phase.REGISTERED

    @property
    def is_closed(self) -> bool:
        """Whether this session is over."""
        return self.phase is Phase.CLOSED

    @property
    def own_nick(self) -> str:
        """Our nickname as the server has it; before the welcome, the one we asked for."""
        return self.nick or self.options.nick

    @property
    def room(self) -> str:
        """The channel that is the room on one of our hubs, else ""."""
        return self.isupport.get(ROOM_TOKEN) if self.is_hub else ""

    @property
    def keeps_ids(self) -> bool:
        """Whether the server takes a message only once, however often it is sent: a hub does, per account."""
        return self.is_hub and bool(self.account)

    @property
    def multiline(self) -> MultilineLimits | None:
        """What the server takes as one message of several lines, None where it takes none."""
        usable = caps.MULTILINE in self.caps and caps.BATCH in self.caps
        return read_limits(self.offered.get(caps.MULTILINE, "")) if usable else None

    @property
    def multiline_limits(self) -> MultilineLimits | None:
        """The same, as it was last time while the server has not said it yet."""
        return self.multiline if self.has_registered else self.outbox.multiline

    def move(self, phase: Phase) -> None:
        """Change the phase; an impossible move is a bug of ours."""
        if phase not in MOVES[self.phase]:
            raise ValueError(f"{self.phase} cannot become {phase}")
        self.phase = phase

    def request_work(self, kind: str, *data: object) -> None:
        """Have a slow step done; what comes of it goes to `negotiation.complete`."""
        self.last_work += 1
        self.work.append(SlowStep(self.last_work, kind, data))

    def emit(self, event: Event) -> None:
        """Tell that something happened."""
        self.events.append(event)

    def fold(self, name: str) -> str:
        """`name` as this server folds it."""
        folded = self.folded_names.get(name)
        if folded is None:
            if len(self.folded_names) >= FOLDED_NAMES:
                self.folded_names.clear()
            folded = self.folded_names[name] = self.isupport.fold(name)
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

    def request(
        self, command: str, *params: str, tags: Mapping[str, str] = NO_TAGS, is_quoted: bool = False
    ) -> None:
        """Send a request of a person's; RequestFailed where it cannot be sent or is refused later."""
        request = SentRequest(command, params, is_quoted=is_quoted)
        if not self.is_registered:
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
            self._note_labelled(label, request)
        else:
            self.requests.append(request)

    def request_automatically(
        self, command: str, *params: str, tags: Mapping[str, str] = NO_TAGS, labelled: bool = True
    ) -> str | None:
        """Send a request of our own, whose refusal stands in the server's log alone.

        `labelled`: False where the answer may have more lines than a batch holds, or is known without one.
        Returns the label, "" for none, None if it cannot be sent.
        """
        label = ""
        if labelled and caps.LABELED_RESPONSE in self.caps:
            self.labels += 1
            label = f"r{self.labels}"
        try:
            self.send(command, *params, tags={**tags, "label": label} if label else tags)
        except EncodeError:
            return None
        request = SentRequest(command, params, is_automatic=True)
        if label:
            self._note_labelled(label, request)
        else:
            self.automatic_requests[request] = None
            if len(self.automatic_requests) > AUTOMATIC_REQUESTS:
                del self.automatic_requests[next(iter(self.automatic_requests))]
        return label

    def _note_labelled(self, label: str, request: SentRequest) -> None:
        if len(self.labelled_requests) >= LABELLED_REQUESTS:
            del self.labelled_requests[next(iter(self.labelled_requests))]
        self.labelled_requests[label] = request

    def refuse(self, request: SentRequest, detail: str, numeric: str = "") -> None:
        """Tell that a request has failed: who asked for it, or the log alone where nobody did."""
        if not request.is_automatic:
            self.emit(RequestFailed(request.command, request.target, numeric, detail, self.time))
        elif request.command != "TAGMSG":  # that one types is said every few seconds
            self.emit(ServerSaid(detail, numeric, self.time, is_error=True, is_unasked=True))

    def ping(self, *message_ids: int) -> None:
        """Send a PING whose answer tells that the server has read everything before it."""
        self.pings += 1
        token = f"hubbub-{self.pings}"
        self.ping_barriers[token] = message_ids
        self.last_ping = self.now
        if self.waiting_since is None:
            self.waiting_since = self.now
        self.send("PING", token)

    def mark_alive(self) -> None:
        """The server has shown that it is there."""
        self.last_heard, self.waiting_since = self.now, None
        if self.is_doubtful:
            self.is_doubtful = False
            self.emit(ConnectionDoubted(False, self.now))

    def refold(self) -> None:
        """Rebuild what is keyed by folded names after the server changed its case mapping."""
        self.folded_names.clear()
        self.channels = {self.fold(channel.name): channel for channel in self.channels.values()}
        self.joining = {self.fold(name): (name, key) for name, key in self.joining.values()}
        self.forced_joins.held = {self.fold(name): name for name in self.forced_joins.held.values()}
        self.closed_channels = {self.fold(name) for name in self.closed_channels}
        for channel in self.channels.values():
            before = channel.members
            channel.members = {self.fold(member.nick): member for member in before.values()}
            if channel.names_so_far is not None:
                channel.names_so_far = {
                    self.fold(before[key].nick) for key in channel.names_so_far & set(before)
                }


def refusal_of(error: EncodeError) -> Refusal:
    """Why a line was not sent: what the session says of it, else that no line can hold it."""
    (reason,) = error.args
    return reason if isinstance(reason, Refusal) else Refusal.UNWRITABLE
