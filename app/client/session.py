"""One connection to a server as a person's program sees it: bytes in, events out. The face of this room.

Knows no socket and no clock; the owner feeds bytes, writes `take_output` and calls `tick` every second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from app.client import closing, dispatch, negotiation, sending, timers
from app.client.channel import ChannelState
from app.client.events import Event, TextKind
from app.client.handlers import welcome
from app.client.options import SessionOptions
from app.client.outbox import Outbox
from app.client.state import Phase, SessionState
from app.client.work import Work
from app.irc import capabilities as caps
from app.irc.isupport import ROOM_TOKEN, ISupport
from app.irc.linebuffer import SERVER_TAG_LIMIT, LineBuffer, Overlong
from app.irc.masks import complete_mask
from app.irc.modes import ModeChange, format_modes

__all__ = ["ClientSession", "Outbox", "SessionOptions"]

# Servers may announce longer lines than 512 (LINELEN); beyond this one is thrown away.
BODY_LIMIT = 16_384


class ClientSession:
    """A session from its first byte to its end; a reconnect makes a new one with the same `outbox`.

    Requests that cannot be sent tell RequestFailed with the next events.
    """

    def __init__(self, options: SessionOptions, now: float, outbox: Outbox | None = None) -> None:
        """Begin to register; the first lines wait in `take_output`."""
        self._lines = LineBuffer(body_limit=BODY_LIMIT, tag_limit=SERVER_TAG_LIMIT)
        self._state = SessionState(
            options,
            Outbox() if outbox is None else outbox,
            now,
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
            state.last_heard = now
        for line in self._lines.feed(data):
            if state.phase is Phase.CLOSED:
                break
            if not isinstance(line, Overlong):
                dispatch.on_line(state, line)
            elif not state.has_heard_irc:
                dispatch.on_line(state, b"")  # no server begins like that
        return self._take_events()

    def tick(self, now: float) -> list[Event]:
        """Call about once a second: keepalive, timeouts, the retry of a nickname."""
        self._state.now = self._state.time = now
        timers.tick(self._state)
        return self._take_events()

    def connection_lost(self, detail: str, now: float) -> list[Event]:
        """The socket is gone; `detail` is what the system says of it."""
        self._state.now = self._state.time = now
        closing.lose(self._state, detail)
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
    def isupport(self) -> ISupport:
        """What the server says of itself."""
        return self._state.isupport

    @property
    def outbox(self) -> Outbox:
        """Own messages that are not confirmed; hand it to the next session."""
        return self._state.outbox

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
    def rejoin(self) -> tuple[tuple[str, str], ...]:
        """Channels with keys that the next session's options should hold: where we are or wanted to be."""
        if not self._state.has_registered:
            return self._state.options.channels
        inside = {channel.name: channel.key for channel in self._state.channels.values()}
        return tuple((inside | dict(self._state.joining.values())).items())

    def say(self, target: str, text: str, now: float, kind: TextKind = TextKind.MESSAGE) -> list[Event]:
        """Send text to a channel or person; a MessagePending for each line that it takes."""
        self._state.now = self._state.time = now
        pending = sending.say(self._state, target, text, kind)
        return pending + self._take_events()

    def resend(self, message_id: int, now: float) -> list[Event]:
        """Try a failed message again, under the same id."""
        self._state.now = self._state.time = now
        pending = sending.resend(self._state, message_id)
        return pending + self._take_events()

    def discard(self, message_id: int) -> None:
        """Forget a failed or waiting message."""
        self._state.outbox.discard(message_id)

    def join(self, channel: str, key: str = "") -> None:
        """Enter a channel; RoomEntered or JoinFailed follows."""
        sending.ask_to_join(self._state, channel, key)

    def part(self, channel: str, reason: str = "") -> None:
        """Leave a channel; RoomLeft follows."""
        self._ask("PART", channel, *([reason] if reason else []))

    def set_topic(self, channel: str, topic: str) -> None:
        """Change a channel's topic, "" takes it away."""
        self._ask("TOPIC", channel, topic)

    def kick(self, channel: str, nick: str, reason: str = "") -> None:
        """Remove somebody from a channel."""
        self._ask("KICK", channel, nick, *([reason] if reason else []))

    def ban(self, channel: str, mask: str) -> None:
        """Ban a mask; a bare nickname stands for nick!*@*."""
        self.set_modes(channel, "+b", complete_mask(mask))

    def unban(self, channel: str, mask: str) -> None:
        """Lift a ban, by its mask as listed."""
        self.set_modes(channel, "-b", mask)

    def give_rank(self, channel: str, nick: str, rank: str) -> None:
        """Give a rank by its mode letter."""
        self.set_modes(channel, *next(format_modes([ModeChange(True, rank, nick)])))

    def take_rank(self, channel: str, nick: str, rank: str) -> None:
        """Take a rank back."""
        self.set_modes(channel, *next(format_modes([ModeChange(False, rank, nick)])))

    def set_modes(self, channel: str, text: str, *params: str) -> None:
        """Change channel modes as in MODE: set_modes("#room", "+kl", "secret", "20")."""
        self._ask("MODE", channel, text, *params)

    def change_nick(self, nick: str, realname: str = "") -> None:
        """Ask for another nickname; NickChanged or RequestFailed follows.

        With a `realname` ask for that too, where the server can change it (https://ircv3.net/specs/extensions/setname).
        """
        self._state.other_nicks = 0  # the old one is not wanted back
        self._ask("NICK", nick)
        if realname and caps.SETNAME in self._state.caps:
            self._ask("SETNAME", realname)
            self._state.options = replace(self._state.options, realname=realname)

    def set_away(self, text: str | None) -> None:
        """Go away with a text, come back with None."""
        self._ask("AWAY", *([] if text is None else [text or "Away"]))

    def invite(self, channel: str, nick: str) -> None:
        """Invite somebody to a channel."""
        self._ask("INVITE", nick, channel)

    def whois(self, nick: str) -> None:
        """Ask who somebody is; WhoisArrived or RequestFailed follows."""
        self._ask("WHOIS", nick)

    def request_bans(self, channel: str) -> None:
        """Ask for a channel's bans; BanListed follows."""
        self._ask("MODE", channel, "+b")

    def quit(self, reason: str = "") -> None:
        """Say goodbye; the server closes, and no failure is told for it."""
        sending.say_goodbye(self._state, reason)

    def _ask(self, command: str, *params: str) -> None:
        """Send a request; line breaks in its words become spaces."""
        clean = [param.replace("\r", " ").replace("\n", " ").replace("\0", "") for param in params]
        self._state.ask(command, *clean)
