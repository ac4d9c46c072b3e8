"""One connection to a server as a person's program sees it: bytes in, events out. The face of this room.

Knows no socket and no clock; the owner feeds bytes, writes `take_output` and calls `tick` about once a second.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.client.channel import ChannelState
from app.client.events import Event, TextKind
from app.client.options import SessionOptions
from app.client.outbox import Outbox
from app.irc.isupport import ISupport

__all__ = ["ClientSession", "SessionOptions"]


class ClientSession:
    """A session from its first byte to its end; a reconnect makes a new one with the same `outbox`."""

    def __init__(self, options: SessionOptions, now: float, outbox: Outbox | None = None) -> None:
        raise NotImplementedError

    def receive(self, data: bytes, now: float) -> list[Event]:
        """Take bytes from the server; returns what happened."""
        raise NotImplementedError

    def tick(self, now: float) -> list[Event]:
        """Call about once a second: keepalive, timeouts, the retry of a nickname."""
        raise NotImplementedError

    def connection_lost(self, detail: str, now: float) -> list[Event]:
        """The socket is gone; `detail` is what the system says of it."""
        raise NotImplementedError

    def take_output(self) -> bytes:
        """Everything to be written since the last call."""
        raise NotImplementedError

    @property
    def nick(self) -> str:
        """Our nickname as the server has it."""
        raise NotImplementedError

    @property
    def is_registered(self) -> bool:
        """Whether the server has welcomed us and the connection stands."""
        raise NotImplementedError

    @property
    def is_closed(self) -> bool:
        """Whether this session is over: its failure was told, or we quit."""
        raise NotImplementedError

    @property
    def is_hub(self) -> bool:
        """Whether the server is one of ours."""
        raise NotImplementedError

    @property
    def is_owner(self) -> bool:
        """Whether the hub took us for the host."""
        raise NotImplementedError

    @property
    def isupport(self) -> ISupport:
        raise NotImplementedError

    @property
    def caps(self) -> frozenset[str]:
        """The capabilities that are in force."""
        raise NotImplementedError

    @property
    def channels(self) -> Mapping[str, ChannelState]:
        """The channels we are in, by the server's spelling."""
        raise NotImplementedError

    @property
    def network(self) -> str:
        """The room's or network's name, "" before the server tells."""
        raise NotImplementedError

    @property
    def room(self) -> str:
        """The channel that is the room on one of our hubs, else ""."""
        raise NotImplementedError

    @property
    def rejoin(self) -> tuple[tuple[str, str], ...]:
        """Channels with keys that the next session's options should hold."""
        raise NotImplementedError

    def say(self, target: str, text: str, now: float, kind: TextKind = TextKind.MESSAGE) -> list[Event]:
        """Send text to a channel or person; a MessagePending for each line that it takes."""
        raise NotImplementedError

    def resend(self, message_id: int, now: float) -> list[Event]:
        """Try a failed message again, under the same id."""
        raise NotImplementedError

    def discard(self, message_id: int) -> None:
        """Forget a failed or waiting message."""
        raise NotImplementedError

    def join(self, channel: str, key: str = "") -> None:
        """Enter a channel; RoomEntered or JoinFailed follows."""
        raise NotImplementedError

    def part(self, channel: str, reason: str = "") -> None:
        """Leave a channel."""
        raise NotImplementedError

    def set_topic(self, channel: str, topic: str) -> None:
        raise NotImplementedError

    def kick(self, channel: str, nick: str, reason: str = "") -> None:
        raise NotImplementedError

    def ban(self, channel: str, mask: str) -> None:
        """Ban a mask; a bare nickname stands for nick!*@*."""
        raise NotImplementedError

    def unban(self, channel: str, mask: str) -> None:
        raise NotImplementedError

    def give_rank(self, channel: str, nick: str, rank: str) -> None:
        """Give a rank by its mode letter."""
        raise NotImplementedError

    def take_rank(self, channel: str, nick: str, rank: str) -> None:
        raise NotImplementedError

    def set_modes(self, channel: str, text: str, *params: str) -> None:
        """Change channel modes as in MODE: set_modes("#room", "+kl", "secret", "20")."""
        raise NotImplementedError

    def change_nick(self, nick: str) -> None:
        raise NotImplementedError

    def set_away(self, text: str | None) -> None:
        """Go away with a text, come back with None."""
        raise NotImplementedError

    def invite(self, channel: str, nick: str) -> None:
        raise NotImplementedError

    def whois(self, nick: str) -> None:
        """Ask who somebody is; WhoisArrived or RequestFailed follows."""
        raise NotImplementedError

    def request_bans(self, channel: str) -> None:
        """Ask for a channel's bans; BanListed follows."""
        raise NotImplementedError

    def quit(self, reason: str = "") -> None:
        """Say goodbye; the server closes, and no failure is told for it."""
        raise NotImplementedError
