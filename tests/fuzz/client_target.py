"""The client's session against a server that says anything, alone and with the window's models on top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from app.client.events import Point, Typing
from app.client.features.session_end import channels_to_rejoin
from app.client.session.client_session import ClientSession
from app.client.state.session_options import SessionOptions
from app.client.wishes import (
    AskHistory,
    ChangeNick,
    Delete,
    Edit,
    Join,
    MarkRead,
    Part,
    React,
    Reply,
    Say,
    TellTyping,
    Watch,
    Wish,
)
from app.irc.linebuffer import BODY_LIMIT, CLIENT_TAG_LIMIT
from app.irc.message import ParseError, parse
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.rooms_model import RoomsModel
from tests.client.play import ISUPPORT, MODERN, NOW, OURS
from tests.fuzz.campaign import InvariantError, Step
from tests.fuzz.client_grammar import FLOODS, line
from tests.fuzz.client_invariants import check_bounds
from tests.models.links import AskedLink

STEPS = 200
FLOOD = 400  # lines of one kind in a row; the bounds are far above, a test of each reaches its own
_HELLOS = (
    f"{OURS} draft/read-marker draft/metadata-2",
    OURS,
    MODERN,
    "",
)
_LEAPS = (0.1, 1, 1, 1, 5, 10, 31, 61, 95, 3600, 86_400 * 100, -60, -86_400 * 100)
# what a person does: (target, now) to a wish
_DEEDS: dict[str, Callable[[str, float], Wish]] = {
    "say": lambda target, _: Say(target, "hello"),
    "lines": lambda target, _: Reply(target, "m1", "one\ntwo\n" + "three " * 200),
    "edit": lambda target, _: Edit(target, "m1", "other"),
    "react": lambda target, _: React(target, "m1", "x"),
    "redact": lambda target, _: Delete(target, "m1", "gone"),
    "older": lambda target, now: AskHistory(target, Point(now, "m1")),
    "read": lambda target, now: MarkRead(target, now),
    "watch": lambda target, _: Watch(target),
    "join": lambda target, _: Join(target),
    "part": lambda target, _: Part(target),
    "typing": lambda target, _: TellTyping(target, Typing.ACTIVE),
    "nick": lambda _target, _: ChangeNick("other"),
}
# What the client may answer: per line of the server, per deed of a person, per second of waiting.
_LINES_PER_LINE, _LINES_PER_DEED, _LINES_PER_WAIT, _LINES_AT_FIRST = 3, 30, 30, 40


class ClientTarget:
    """Episodes with one connection each."""

    name = "client"

    def script(self, random: Random) -> list[Step]:
        steps: list[Step] = [("open", random.randrange(len(_HELLOS)), random.random() < 0.25)]
        for number in range(STEPS):
            dice = random.random()
            if dice < 0.88:
                steps.append(("hear", line(random)))
            elif dice < 0.93:
                steps.append(("wait", random.choice(_LEAPS)))
            elif dice < 0.98:
                deed = random.choice(tuple(_DEEDS))
                steps.append(("do", deed, random.choice(("#a", "#b", "alice", "me", "", "#x y"))))
            elif dice < 0.983:
                steps.append(("flood", random.choice(FLOODS), random.randint(20, FLOOD), number))
            elif dice < 0.99:
                steps.append(("cut", line(random) + b"\r\n" + line(random), random.randint(1, 9)))
            elif dice < 0.992:
                steps.append(("lost",))
            else:
                lines = b"\r\n".join(line(random) for _ in range(random.randint(2, 30)))
                steps.append(("hear", lines))
        return steps

    def inputs(self, step: Step) -> int:
        if step[0] == "flood":
            return int(step[2])
        return step[1].count(b"\n") + 1 if step[0] in ("hear", "cut") else 1

    def play(self, script: Sequence[Step]) -> None:
        options = script[0] if script and script[0][0] == "open" else ("open", 0, False)
        seat = Seat(_HELLOS[options[1]], with_models=options[2])
        for step in script:
            if seat.session.state.is_closed:
                seat.lost()  # a new connection, as the program makes one
            getattr(seat, step[0])(*step[1:])
        seat.wait(1)
        seat.lost()


class Seat:
    """A session, whoever reads what it tells, and the count of what it may say."""

    def __init__(self, caps: str, *, with_models: bool) -> None:
        self.now = NOW
        self.allowed = _LINES_AT_FIRST
        self.said = 0
        self.session = ClientSession(SessionOptions(nick="me", channels=(("#a", ""),)), self.now)
        self.models: Connection | None = None
        self.rooms = RoomsModel()
        if with_models:
            self.models = Connection(AskedLink(), self.rooms, EVENTS, address="192.168.1.24:6667", nick="me")
        self._hello(caps)

    def _hello(self, caps: str) -> None:
        names = " ".join(name.partition("=")[0] for name in caps.split())
        lines = [f":s CAP * LS :{caps}", f":s CAP * ACK :{names}"] if caps else []
        lines += [
            ":s 001 me :Welcome",
            f":s 005 me {ISUPPORT} MONITOR=100 :are",
            ":s 422 me :None",
            ":s PONG s :$PING",
        ]
        lines += [":me!u@h JOIN #a", ":s 353 me = #a :me @alice bob", ":s 366 me #a :End"]
        for each in lines:
            self.hear(each.encode())

    def open(self, *_options: object) -> None:
        """The first step, which has been taken."""

    def hear(self, data: bytes) -> None:
        """The server says something."""
        self.allowed += _LINES_PER_LINE * (data.count(b"\n") + 1)
        self._receive(self._filled(data) + b"\r\n")

    def cut(self, data: bytes, size: int) -> None:
        """The same, in pieces."""
        self.allowed += _LINES_PER_LINE * (data.count(b"\n") + 1)
        data = self._filled(data) + b"\r\n"
        for at in range(0, len(data), size):
            self._receive(data[at : at + size])

    def flood(self, template: str, count: int, start: int) -> None:
        """One thing, many times."""
        places = template.count("%d")
        lines = (template % ((start * FLOOD + number,) * places) for number in range(count))
        self.allowed += _LINES_PER_LINE * count
        self._receive("".join(f"{each}\r\n" for each in lines).encode())

    def wait(self, seconds: float) -> None:
        """The clock goes on, or leaps."""
        self.allowed += _LINES_PER_WAIT
        self.now += seconds
        self._tell(self.session.tick(self.now))

    def lost(self) -> None:
        """The connection breaks; a new one takes over what waits."""
        self._tell(self.session.connection_lost(self.now))
        self.allowed += _LINES_AT_FIRST
        self.session = ClientSession(
            SessionOptions(nick="me", channels=channels_to_rejoin(self.session.state)[:5]),
            self.now,
            self.session.state.outbox,
            self.session.state.last_seen,
        )
        self._hello(_HELLOS[0])

    def do(self, deed: str, target: str) -> None:
        """A person does something."""
        self.allowed += _LINES_PER_DEED
        self._tell(self.session.ask(_DEEDS[deed](target, self.now), self.now))

    def _filled(self, data: bytes) -> bytes:
        state = self.session.state
        data = data.replace(b"$LABEL", b"r%d" % state.labels)
        return data.replace(b"$PING", b"hubbub-%d" % state.pings)

    def _receive(self, data: bytes) -> None:
        self._tell(self.session.receive(data, self.now))

    def _tell(self, events: list) -> None:  # type: ignore[type-arg]  # of any event
        output = self.session.take_output()
        if output:
            self._check(output)
        for work in self.session.take_work():
            self.session.complete(work.id, None, self.now)
        if self.models is not None:
            self.models.apply(events)
        check_bounds(self.session.state, self.rooms)

    def _check(self, output: bytes) -> None:
        """Every line is whole, within its limits and of a known form, and there are not too many."""
        if not output.endswith(b"\r\n") or b"\0" in output:
            raise InvariantError(f"not whole lines: {output[-80:]!r}")
        lines = output[:-2].split(b"\r\n")
        self.said += len(lines)
        if self.said > self.allowed:
            raise InvariantError(f"{self.said} lines were said, {self.allowed} may be: {output[-300:]!r}")
        for each in lines:
            tags = each.index(b" ") + 1 if each.startswith(b"@") else 0
            if b"\n" in each or b"\r" in each or tags > CLIENT_TAG_LIMIT or len(each) - tags > BODY_LIMIT - 2:
                raise InvariantError(f"no line that a server takes: {each!r}")
            try:
                parse(each.decode())
            except ParseError as error:
                raise InvariantError(f"{error}: {each!r}") from error
