"""A party of named friends who talk to one hub in memory: tests say what they send and what they hear."""

from __future__ import annotations

import re
from typing import Any

from app.hub.data.addresses import Peer
from app.hub.data.config import HubConfig, PasswordVerifier
from app.hub.data.events import HubEvent
from app.hub.data.in_progress import SlowTask
from app.hub.data.storage import Accounts, Credentials, History, Records, ScramVerifier
from app.hub.hub import Hub, UploadLogin


def verifier_of(password: str) -> PasswordVerifier:
    """A verifier of tests: nothing is derived, the key is the password itself."""
    return PasswordVerifier(b"salt" * 4, 2**15, 8, 1, password.encode())


def credentials_of(password: str, iterations: int = 4096) -> Credentials:
    """What tests keep of an account's password: itself, also as the proof of SCRAM."""
    scram = ScramVerifier(b"salt" * 4, iterations, password.encode(), b"server")
    return Credentials(verifier_of(password), scram)


def work_of(work: SlowTask) -> object:
    """What the thread would do, without the slowness."""
    if work.kind == "check":
        password, verifier = work.data  # type: ignore[misc]  # as the kind says
        return bool(password.encode() == verifier.key)
    if work.kind == "credentials":
        password, iterations = work.data  # type: ignore[misc]  # as the kind says
        return credentials_of(password, iterations) if password.isprintable() else False
    if work.kind == "scram":
        message, kept, *_binding = work.data  # type: ignore[misc]  # as the kind says
        return None if "malformed" in message else (kept, f"first,i={kept.iterations}")
    if work.kind == "proof":
        kept, message = work.data  # type: ignore[misc]  # as the kind says
        return "final" if message.encode() == kept.stored_key else False
    assert work.kind == "share"
    key, share, fingerprint = work.data  # type: ignore[misc]  # as the kind says
    if share == b"malformed":
        return None
    return b"hub share", b"|".join((key, share, fingerprint.encode()))


START = 1_700_000_000.0
ALL_CAPS = (
    "away-notify batch cap-notify echo-message extended-join invite-notify labeled-response message-tags "
    "multi-prefix server-time setname standard-replies userhost-in-names"
)


class Friend:
    """Somebody on a connection of their own. `lines` are what they heard and nobody looked at yet."""

    def __init__(self, party: Party, session: int, name: str) -> None:
        self.party = party
        self.session = session
        self.name = name
        self.lines: list[str] = []
        self.is_closed = False
        self.is_dead = False  # the dead answer no PING

    def says(self, *lines: str | bytes) -> list[str]:
        """Send lines and hear everything that comes of them."""
        for line in lines:
            data = line if isinstance(line, bytes) else line.encode()
            self.party.hub.receive(self.session, data + b"\r\n", self.party.now)
        return self.hears()

    def hears(self) -> list[str]:
        """What came since the last look, without line endings."""
        self.party.turn()
        heard, self.lines = self.lines, []
        return heard

    def codes(self, *lines: str | bytes) -> list[str]:
        """Send lines; the commands and numerics that come back."""
        return [command_of(line) for line in self.says(*lines)]


class Party:
    """One hub and its friends; time stands still until `wait`."""

    def __init__(
        self,
        *,
        accounts: Accounts | None = None,
        history: History | None = None,
        records: Records | None = None,
        password: str = "",
        now: float = START,
        **config: Any,
    ) -> None:
        self.now = now
        config.setdefault("verifier", verifier_of(password) if password else None)
        config.setdefault("autojoin", False)
        config.setdefault("server_name", "hub")
        self.hub = Hub(HubConfig(**config), now=self.now, accounts=accounts, history=history, records=records)
        self.work: list[SlowTask] = []  # what nobody has done yet
        self.works = True  # False: work is left lying until `do_work`
        self.friends: dict[int, Friend] = {}
        self.events: list[HubEvent] = []
        self.goes_on = False  # whether lines wait for the next turn
        self.logins: list[UploadLogin] = []  # of uploaders, as turns told
        self.files: dict[str, list[str]] = {"kept": [], "refused": [], "gone": []}  # ids, as turns told

    def connect(
        self,
        name: str = "",
        *,
        address: str = "",
        private: bool = False,
        secure: bool = False,
        web: bool = False,
        at_web_port: bool = False,
        fingerprint: str = "",
        on_link: bool = False,
        local: str = "",
        local_port: int = 6667,
        channel_binding: bytes = b"",
    ) -> Friend:
        """A connection of somebody who has not said anything yet; with a certificate it is secure."""
        address = address or f"10.0.0.{len(self.friends) + 1}"
        peer = Peer(
            address,
            4000,
            secure=secure or bool(fingerprint),
            loopback=address.startswith("127."),
            private=private,
            fingerprint=fingerprint,
            web=web,
            at_web_port=at_web_port,
            on_link=on_link,
            local=local,
            local_port=local_port,
            channel_binding=channel_binding,
        )
        session = self.hub.connect(peer, self.now)
        friend = self.friends[session] = Friend(self, session, name)
        return friend

    def join(self, name: str, *channels: str, caps: str = "", **connection: Any) -> Friend:
        """Somebody who is welcomed and in `channels`, with everything heard already taken."""
        return self._register(self.connect(name, **connection), channels, caps)

    def _register(
        self, friend: Friend, channels: tuple[str, ...], caps: str, *, ends: bool = False
    ) -> Friend:
        name = friend.name
        if caps:
            friend.says("CAP LS 302", f"CAP REQ :{caps}")
        friend.says(
            f"NICK {name}", f"USER {name} 0 * :{name.title()} Real", *(["CAP END"] if caps or ends else [])
        )
        for channel in channels:
            friend.says(f"JOIN {channel}")
        self.quiet()
        return friend

    def owner(self, name: str = "host", *channels: str, caps: str = "") -> Friend:
        """The host's window: welcomed, proven and in the room."""
        self.hub.grant_owner("sesame", self.now)
        friend = self.connect(name, private=True, address="127.0.0.1")
        friend.says("HUBBUB OWNER sesame")
        return self._register(friend, channels, caps)

    def log_in(self, name: str, *channels: str, fingerprint: str = "", caps: str = "", **more: Any) -> Friend:
        """Somebody who is welcomed after showing a certificate, by default one of their own."""
        friend = self.connect(name, fingerprint=fingerprint or f"fp-{name}", **more)
        friend.says("CAP LS 302", f"CAP REQ :sasl {caps}", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
        return self._register(friend, channels, "", ends=True)

    def turn(self) -> None:
        """All there is to do now, in as many turns as it takes; bytes go to whom they are for."""
        self._turn()
        while self.goes_on:
            self._turn()
        while self.works and self.work:
            self.do_work()

    def do_work(self) -> None:
        """The thread gets to what it was asked for."""
        work, self.work = self.work, []
        for each in work:
            self.hub.complete(each.id, work_of(each), self.now)
        self._turn()

    def _turn(self) -> None:
        while (session := self.hub.next_in_line()) is not None:
            self.hub.go_on(session, self.now)
        turn = self.hub.drain(self.now)
        self.work += turn.work
        for session, data in turn.writes:
            assert data.endswith(b"\r\n")
            assert not self.friends[session].is_closed
            self.friends[session].lines += data.decode().removesuffix("\r\n").split("\r\n")
        for session in turn.closes:
            self.friends[session].is_closed = True
        self.events += turn.events
        self.goes_on = turn.goes_on
        self.logins += turn.logins
        self.files["kept"] += turn.files_kept
        self.files["refused"] += turn.files_refused
        self.files["gone"] += turn.files_gone

    def quiet(self) -> None:
        """Everybody has heard all there was."""
        self.turn()
        for friend in self.friends.values():
            friend.lines = []

    def wait(self, seconds: float) -> None:
        """Let time go by, in ticks of a second; who lives answers PINGs."""
        end = self.now + seconds
        while self.now < end:
            self.now = min(end, self.now + 1)
            self.hub.tick(self.now)
            self.turn()
            for friend in self.friends.values():
                pings = [line for line in friend.lines if command_of(line) == "PING"]
                if pings and not friend.is_dead:
                    friend.lines = [line for line in friend.lines if line not in pings]
                    self.hub.receive(friend.session, b"PONG hub\r\n", self.now)

    def happened(self, kind: type[HubEvent]) -> list[HubEvent]:
        """The events of one kind so far."""
        self.turn()
        return [event for event in self.events if isinstance(event, kind)]


def command_of(line: str) -> str:
    """The command or numeric of a line."""
    return re.sub(r"^(?:@\S+ )?(?::\S+ )?", "", line).split(" ")[0]


def tags_of(line: str) -> dict[str, str]:
    """The tags of a line, values as they are written."""
    if not line.startswith("@"):
        return {}
    return dict(item.partition("=")[::2] for item in line[1:].split(" ")[0].split(";"))


def untagged(line: str) -> str:
    """A line without its tags."""
    return line.partition(" ")[2] if line.startswith("@") else line
