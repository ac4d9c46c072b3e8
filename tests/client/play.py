"""A server's side played from a script: lines in, events and answers out."""

from __future__ import annotations

from typing import TypeVar

from app.client.events import Event, TextKind
from app.client.session.client_session import ClientSession
from app.client.state.last_seen import LastSeen
from app.client.state.outbox import Outbox
from app.client.state.session_options import SessionOptions
from app.client.wishes import Join, Say, Wish

E = TypeVar("E", bound=Event)
NOW = 1_700_000_000.0

# What our hub and Ergo offer, and what InspIRCd and ngIRCd do not.
MODERN = (
    "message-tags server-time batch cap-notify echo-message labeled-response standard-replies multi-prefix "
    "userhost-in-names extended-join away-notify setname invite-notify account-tag account-notify chghost"
)
# What our hub offers besides.
OURS = (
    f"{MODERN} draft/chathistory draft/event-playback draft/multiline=max-bytes=4096,max-lines=24 "
    "hubbub.chat/room"
)
ISUPPORT = "CASEMAPPING=ascii CHANTYPES=# PREFIX=(qov)~@+ CHANMODES=beI,k,l,imnpst STATUSMSG=~@+ NETWORK=Net"


class Play:
    """One session and its clock."""

    def __init__(
        self,
        nick: str = "me",
        *,
        outbox: Outbox | None = None,
        last_seen: LastSeen | None = None,
        now: float = NOW,
        **options: object,
    ) -> None:
        self.now = now
        self._caused: list[Event] = []
        self.session = ClientSession(
            SessionOptions(nick=nick, **options),  # type: ignore[arg-type]  # options of a test
            self.now,
            outbox,
            last_seen,
        )
        self.output = self.session.take_output().decode()

    def hears(self, *lines: str, size: int = 0) -> list[Event]:
        """The server sends lines, whole or in pieces; returns what happened. The answers are in `output`."""
        data = "".join(f"{line}\r\n" for line in lines).encode()
        return self.hears_bytes(data, size=size)

    def hears_bytes(self, data: bytes, *, size: int = 0) -> list[Event]:
        events: list[Event] = []
        step = size or len(data)
        self.output = ""
        for start in range(0, len(data), max(step, 1)):
            events += self.session.receive(data[start : start + step], self.now)
            self.output += self.session.take_output().decode()
        return events

    def waits(self, seconds: float) -> list[Event]:
        """Time goes by in steps of a second."""
        events: list[Event] = []
        self.output = ""
        for _ in range(int(seconds)):
            self.now += 1
            events += self.session.tick(self.now)
            self.output += self.session.take_output().decode()
        return events

    def asks(self) -> str:
        """What requests have put into the output since last time."""
        return self.session.take_output().decode()

    def wants(self, wish: Wish) -> list[Event]:
        """The person wants something; returns what is known of it at once, and `told` does so again."""
        events = self.session.ask(wish, self.now)
        self._caused += events
        return events

    def told(self) -> list[Event]:
        """What wishes have caused since last time."""
        caused, self._caused = self._caused, []
        return caused

    def says(self, target: str, text: str, kind: TextKind = TextKind.MESSAGE) -> list[Event]:
        events = self.session.ask(Say(target, text, kind), self.now)
        self.output = self.session.take_output().decode()
        return events

    def registers(self, *, caps: str = "", isupport: str = ISUPPORT, channel: str = "") -> Play:
        """Bring the session to the end of its welcome, and into a channel with alice in it.

        `output` is what was said after the welcome.
        """
        nick = self.session.state.own_nick
        if caps:
            names = " ".join(name.partition("=")[0] for name in caps.split())
            self.hears(f":s CAP * LS :{caps}", f":s CAP * ACK :{names}")
        self.hears(
            f":s 001 {nick} :Welcome", f":s 005 {nick} {isupport} :are supported", f":s 422 {nick} :None"
        )
        output = self.output
        self.hears(f":s PONG s :{self.last_token}")
        self.output = output + self.output
        if channel:
            self.wants(Join(channel))
            self.hears(
                f":{nick}!u@h JOIN {channel}",
                f":s 353 {nick} = {channel} :{nick} @alice bob",
                f":s 366 {nick} {channel} :End",
            )
        return self

    def answers(self, *lines: str, kind: str = "chathistory", target: str = "#a") -> list[Event]:
        """The server answers the last labelled question with a batch of lines."""
        label = self.last_label
        return self.hears(
            f"@label={label} :s BATCH +h {kind} {target}",
            *(f"@batch=h;{line}" if "=" in line.partition(" ")[0] else f"@batch=h {line}" for line in lines),
            ":s BATCH -h",
        )

    @property
    def last_label(self) -> str:
        return f"r{self.session.state.labels}"

    @property
    def last_token(self) -> str:
        return f"hubbub-{self.session.state.pings}"


def only(events: list[Event], kind: type[E]) -> list[E]:
    """The events of one kind."""
    return [event for event in events if isinstance(event, kind)]
