"""A hub and named friends tied together in memory: what one end writes, the other reads at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from app.client.events import Event
from app.client.features.session_end import channels_to_rejoin
from app.client.session.client_session import ClientSession
from app.client.state.last_seen import LastSeen
from app.client.state.outbox import Outbox
from app.client.state.session_options import SessionOptions
from app.client.wishes import Say, Wish
from app.hub.data.addresses import Peer
from app.hub.data.config import HubConfig, PasswordVerifier
from app.hub.data.storage import Accounts
from app.hub.hub import Hub
from app.irc.ports import DEFAULT_PORT
from app.security import password_hashing, password_work
from tests.pair.between import Between

E = TypeVar("E", bound=Event)
START = 1_700_000_000.0
SECRET = "one-time-secret"


@dataclass
class Friend:
    """One person: a client session, its hub session, and everything that happened to it."""

    party: Party
    client: ClientSession
    session: int
    events: list[Event] = field(default_factory=list)
    is_connected: bool = True
    certificate: str = ""
    between: Between = field(default_factory=Between)  # who sees, and may change, what both sides say
    # while the cable is out: what both sides have written, None while it is plugged in
    held_up: list[bytes] | None = None
    held_down: list[bytes] | None = None

    def saw(self, kind: type[E]) -> list[E]:
        """What happened of one kind, and forget it all."""
        found = [event for event in self.events if isinstance(event, kind)]
        self.events.clear()
        return found

    def say(self, target: str, text: str) -> None:
        self.wants(Say(target, text))
        self.party.settle()

    def wants(self, wish: Wish) -> None:
        """Ask for something; what it leads to comes when the party settles."""
        self.events += self.client.ask(wish, self.party.now)

    def cut(self, *, hub_knows: bool = True) -> None:
        """The network fails; the hub may or may not notice."""
        self.is_connected = False
        if hub_knows:
            self.party.hub.disconnect(self.session, "Connection reset", self.party.now)
        self.events += self.client.connection_lost(self.party.now)
        self.party.settle()

    def unplug(self) -> None:
        """Pull the cable: nothing arrives either way, and nobody is told."""
        self.held_up, self.held_down = [], []

    def plug_in(self, *, is_lost: bool = False) -> None:
        """Put it back: what was written meanwhile arrives late, as by TCP, or never (`is_lost`).

        A client that has given up by then hears nothing any more, but what it wrote is heard.
        """
        up, down = self.held_up or [], self.held_down or []
        self.held_up = self.held_down = None
        if not is_lost:
            for data in up:
                self.party.hub.receive(self.session, data, self.party.now)
            for data in down if not self.client.state.is_closed else ():
                self.events += self.client.receive(data, self.party.now)
        if is_lost or self.client.state.is_closed:
            self.end()
        self.party.settle()

    def end(self) -> None:
        """Both ends learn that there is no connection any more."""
        self.is_connected = False
        self.party.hub.disconnect(self.session, "Connection reset", self.party.now)
        if not self.client.state.is_closed:
            self.events += self.client.connection_lost(self.party.now)

    def members(self) -> dict[str, str]:
        """Who is in the room, with their ranks."""
        [channel] = self.client.state.channels.values()
        return {member.nick: member.ranks for member in channel.members.values()}


def verifier_of(password: str) -> PasswordVerifier:
    """What a hub holds of a password."""
    made = password_hashing.make_verifier(password)
    return PasswordVerifier(made.salt, made.n, made.r, made.p, made.key)


class Party:
    """A hub with friends. Every call of theirs settles before it returns, slow work included."""

    def __init__(self, *, password: str = "", accounts: Accounts | None = None, **config: object) -> None:
        self.now = START
        config = {"verifier": verifier_of(password) if password else None, **config}
        self.config = HubConfig(room_name="Robotics club", **config)  # type: ignore[arg-type]  # options of a test
        self.hub = Hub(self.config, now=self.now, accounts=accounts)
        self.friends: list[Friend] = []

    def join(
        self,
        nick: str,
        *,
        outbox: Outbox | None = None,
        last_seen: LastSeen | None = None,
        address: str = "10.0.0.1",
        certificate: str = "",
        secure: bool = False,
        web: bool = False,
        binding: tuple[bytes, bytes] = (b"", b""),
        between: Between | None = None,
        **options: object,
    ) -> Friend:
        """Connect somebody and let everything come to rest; `certificate` is the fingerprint of theirs.

        `binding`: what guest and hub see as this connection's own; with somebody in between they differ.
        """
        secure = secure or bool(certificate)
        fingerprint = self.config.fingerprint if secure else ""
        options = {"fingerprint": fingerprint, "channel_binding": binding[0], **options}
        client = ClientSession(
            SessionOptions(nick=nick, **options),  # type: ignore[arg-type]  # options of a test
            self.now,
            outbox,
            last_seen,
        )
        peer = Peer(
            address,
            40000 + len(self.friends),
            secure=secure,
            web=web,
            fingerprint=certificate,
            local="10.0.0.254",
            local_port=DEFAULT_PORT,
            channel_binding=binding[1],
        )
        friend = Friend(
            self,
            client,
            self.hub.connect(peer, self.now),
            certificate=certificate,
            between=Between() if between is None else between,
        )
        self.friends.append(friend)
        self.settle()
        return friend

    def comes_back(self, friend: Friend, **options: object) -> Friend:
        """Connect again, as net.link does: under the last name, with what is unsent and what was seen."""
        last = friend.client.state
        return self.join(
            last.own_nick,
            outbox=last.outbox,
            last_seen=last.last_seen,
            channels=channels_to_rejoin(last),
            own_nick_retry=True,
            certificate=friend.certificate,
            **options,
        )

    def join_as_host(self, nick: str, **options: object) -> Friend:
        """Connect the person whose window hosts."""
        self.hub.grant_owner(SECRET, self.now)
        return self.join(nick, owner_secret=SECRET, **options)

    def settle(self) -> None:
        """Carry bytes until nobody has anything more to say."""
        for _ in range(100):
            moved = False
            for friend in self.friends:
                if friend.is_connected and (data := friend.client.take_output()):
                    if friend.held_up is not None:
                        friend.held_up.append(data)
                        continue
                    self.hub.receive(friend.session, friend.between.from_guest(data), self.now)
                    moved = True
                for need in friend.client.take_work():
                    result = password_work.run(need.kind, need.data)
                    friend.events += friend.client.complete(need.id, result, self.now)
                    moved = True
            turn = self.hub.drain(self.now)
            sessions = {friend.session: friend for friend in self.friends if friend.is_connected}
            for session, data in turn.writes:
                if session in sessions:
                    friend = sessions[session]
                    if friend.held_down is not None:
                        friend.held_down.append(bytes(data))
                        continue
                    friend.events += friend.client.receive(friend.between.from_hub(data), self.now)
                    moved = True
            for session in turn.closes:
                if session in sessions and sessions[session].held_down is None:
                    sessions[session].is_connected = False
                    sessions[session].events += sessions[session].client.connection_lost(self.now)
            for work in turn.work:
                self.hub.complete(work.id, password_work.run(work.kind, work.data), self.now)
                moved = True
            if not moved:
                return
        raise AssertionError("the party never comes to rest")

    def wait(self, seconds: float) -> None:
        """Let time go by, second by second."""
        for _ in range(int(seconds)):
            self.now += 1
            self.hub.tick(self.now)
            for friend in self.friends:
                if friend.is_connected:
                    friend.events += friend.client.tick(self.now)
            self.settle()
