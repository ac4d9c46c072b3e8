"""One connection to a server as a person's program sees it: bytes in, events out. The face of this room.

Knows no socket and no clock; the owner feeds bytes, writes `take_output` and calls `tick` every second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from app.client.events import Abilities, Event
from app.client.features import negotiation, own_messages, session_end, wish_table
from app.client.handlers import welcome
from app.client.session import dispatch, timers
from app.client.state.channel_state import ChannelState
from app.client.state.last_seen import LastSeen
from app.client.state.outbox import Outbox, OwnMessage
from app.client.state.registration_state import Phase, Work
from app.client.state.session_options import SessionOptions
from app.client.state.session_state import SessionState
from app.client.wishes import Wish
from app.irc.isupport import ROOM_TOKEN, ISupport
from app.irc.linebuffer import SERVER_TAG_LIMIT, LineBuffer, Overlong

__all__ = ["ClientSession", "Outbox", "SessionOptions", "next_options"]

# Servers may announce longer lines than 512 (LINELEN); beyond this one is thrown away.
BODY_LIMIT = 16_384


class ClientSession:
    """A session from its first byte to its end; a reconnect makes a new one with its `outbox` and `seen`."""

    def __init__(
        self,
        options: SessionOptions,
        now: float,
        outbox: Outbox | None = None,
        last_seen: LastSeen | None = None,
    ) -> None:
        """Begin to register; the first lines wait in `take_output`."""
        self._lines = LineBuffer(body_limit=BODY_LIMIT, tag_limit=SERVER_TAG_LIMIT)
        self._state = SessionState(
            options,
            Outbox() if outbox is None else outbox,
            now,
            last_seen=LastSeen() if last_seen is None else last_seen,
            time=now,
            started=now,
            last_heard=now,
            last_tick=now,
        )
        welcome.begin(self._state)

    def receive(self, data: bytes, now: float) -> list[Event]:
        """Take bytes from the server; returns what happened."""
        state = self._state
        state.now = state.time = now
        if data:
            state.mark_alive()
        for line in self._lines.feed(data):
            if state.phase is Phase.CLOSED:
                break
            if not isinstance(line, Overlong):
                dispatch.on_line(state, line)
            elif not state.has_heard_irc:
                dispatch.on_line(state, b"")  # no server begins like that
        return self._take_events()

    def ask(self, wish: Wish, now: float) -> list[Event]:
        """Carry out what a person wants; returns what is known of it at once, the rest comes later.

        What cannot be sent is refused by RequestFailed.
        """
        self._state.now = self._state.time = now
        wish_table.carry_out(self._state, wish)
        return self._take_events()

    def can(self, kind: type[Wish]) -> bool:
        """Whether the server can be asked for this kind of wish, as far as it says."""
        return kind in self.abilities.kinds

    @property
    def abilities(self) -> Abilities:
        """What the server takes; told as an event too, with the welcome and when it changes."""
        return wish_table.abilities(self._state)

    def adopt(self, messages: Iterable[OwnMessage], now: float) -> list[Event]:
        """Take over what an earlier outbox has left; MessagePending for each, and MessageFailed as it was."""
        self._state.now = self._state.time = now
        own_messages.adopt(self._state, messages)
        return self._take_events()

    def quit(self, reason: str = "") -> None:
        """Say goodbye; the server closes, and no failure is told for it."""
        own_messages.send_quit(self._state, reason)

    def tick(self, now: float) -> list[Event]:
        """Call about once a second: keepalive, timeouts, the retry of a nickname."""
        self._state.now = self._state.time = now
        timers.tick(self._state)
        return self._take_events()

    def connection_lost(self, detail: str, now: float) -> list[Event]:
        """The socket is gone; `detail` is what the system says of it."""
        self._state.now = self._state.time = now
        session_end.connection_lost(self._state, detail)
        return self._take_events()

    def take_output(self) -> bytes:
        """Everything to be written since the last call."""
        output = b"".join(self._state.output)
        if output:
            self._state.output.clear()
            self._state.outbox.handed_over(self._state.now)
        return output

    def take_work(self) -> list[Work]:
        """Slow steps that the owner does in a thread; look after each call."""
        work, self._state.work = self._state.work, []
        return work

    def complete(self, work_id: int, result: object, now: float) -> list[Event]:
        """Take what came of a slow step, None when it could not be done."""
        self._state.now = self._state.time = now
        negotiation.complete(self._state, work_id, result)
        return self._take_events()

    def _take_events(self) -> list[Event]:
        events, self._state.events = self._state.events, []
        return events

    @property
    def nick(self) -> str:
        """Our nickname as the server has it; before the welcome, the one we asked for."""
        return self._state.nick or self._state.options.nick

    @property
    def realname(self) -> str:
        """Our real name as we asked for it last."""
        return self._state.options.realname

    @property
    def is_registered(self) -> bool:
        """Whether the server has welcomed us and the connection stands."""
        return self._state.phase is Phase.REGISTERED

    @property
    def is_doubtful(self) -> bool:
        """Whether the server has not answered for so long that the connection may be lost."""
        return self._state.is_doubtful and not self.is_closed

    @property
    def is_closed(self) -> bool:
        """Whether this session is over."""
        return self._state.phase is Phase.CLOSED

    @property
    def is_hub(self) -> bool:
        """Whether the server is one of ours."""
        return self._state.is_hub

    @property
    def is_owner(self) -> bool:
        """Whether the hub took us for the host."""
        return self._state.is_owner

    @property
    def account(self) -> str:
        """The account we are logged in as, "" for none."""
        return self._state.account

    @property
    def is_away(self) -> bool:
        """Whether the server has us as away."""
        return self._state.is_away

    @property
    def away(self) -> str | None:
        """Our away message, None while we are here; the next session's options should hold it."""
        if not self._state.has_registered:
            return self._state.options.away
        return self._state.away_text if self._state.is_away else None

    @property
    def isupport(self) -> ISupport:
        """What the server says of itself."""
        return self._state.isupport

    @property
    def outbox(self) -> Outbox:
        """Own messages that are not confirmed; hand it to the next session."""
        return self._state.outbox

    @property
    def last_seen(self) -> LastSeen:
        """What was seen last of each conversation; hand it to the next session."""
        return self._state.last_seen

    @property
    def caps(self) -> frozenset[str]:
        """The capabilities that are in force."""
        return self._state.caps

    @property
    def channels(self) -> Mapping[str, ChannelState]:
        """The channels we are in, by the name as the server folds it (`isupport.fold`)."""
        return MappingProxyType(self._state.channels)

    @property
    def network(self) -> str:
        """The room's or network's name, "" before the server tells."""
        return self._state.isupport.get("NETWORK")

    @property
    def room(self) -> str:
        """The channel that is the room on one of our hubs, else ""."""
        return self._state.isupport.get(ROOM_TOKEN) if self._state.is_hub else ""

    @property
    def is_other_room_open(self) -> bool:
        """Whether another room is open here than the one that the options name, and was not entered since."""
        return self._state.is_other_room_open

    @property
    def rejoin(self) -> tuple[tuple[str, str], ...]:
        """Channels with keys that the next session's options should hold: where we are or wanted to be."""
        if not self._state.has_registered or self._state.is_other_room_open:
            return self._state.options.channels
        inside = {channel.name: channel.key for channel in self._state.channels.values()}
        return tuple((inside | dict(self._state.joining.values())).items())


def next_options(options: SessionOptions, last: ClientSession) -> SessionOptions:
    """The options of a reconnect: the name, channels and keys that the last session had, and whether away."""
    options = replace(
        options,
        nick=last.nick,
        realname=last.realname,
        channels=last.rejoin,
        away=last.away,
        own_nick_retry=True,
    )
    if not last.is_hub or last.is_other_room_open:
        return options
    # not into another room than this one, nor into this one if it was left
    inside = {name.casefold() for name, _key in last.rejoin}
    return replace(options, room=last.room, join_room=last.room.casefold() in inside)
