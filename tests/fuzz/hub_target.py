"""The hub with ten connections: guests, accounts, moderators, the host, strangers, and a clock that leaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from app.hub.data.addresses import Peer
from app.hub.data.config import HubConfig, Newcomers
from app.hub.data.entities import Session
from app.hub.hub import Hub
from tests.fuzz.campaign import Step
from tests.fuzz.hub_grammar import (
    ACTORS,
    CHANNEL_KEY,
    NICKS,
    OPER_PASSWORD,
    OPERATOR,
    OWNER_SECRET,
    ROOM_PASSWORD,
    line,
    multiline,
)
from tests.fuzz.hub_invariants import Audience, check_lines, check_state
from tests.hub.party import START, verifier_of, work_of

STEPS = 200
_CHECK_EVERY = 8  # steps: the whole state is looked through
_EVERYTHING = (
    "message-tags server-time batch echo-message labeled-response multi-prefix setname away-notify "
    "account-tag extended-join invite-notify draft/chathistory draft/event-playback draft/multiline "
    "draft/read-marker draft/metadata-2 draft/message-redaction standard-replies"
)
# By actor: the certificate that it shows, its capabilities. Two connections are one account.
_CAST = (
    ("fp-host", _EVERYTHING),
    ("fp-mod", _EVERYTHING),
    ("fp-mod", ""),
    ("", _EVERYTHING),
    ("", ""),
    ("", "draft/chathistory batch"),
    ("fp-joe", "message-tags batch draft/chathistory"),
    ("", ""),
    ("", ""),
    ("fp-eve", _EVERYTHING),
)
# Who says something: most of it those who are in.
_SPEAKERS = (0, 1, 1, 2, 3, 3, 4, 5, 6, 7, 9, *range(ACTORS))
_LEAPS = (0.5, 1, 1, 2, 5, 31, 61, 125, 3600, 86_400, 100 * 86_400, -60, -86_400, -100 * 86_400)
_MSGID = re.compile(rb"msgid=([^; ]+)")


class HubTarget:
    """Episodes with one hub each."""

    name = "hub"

    def script(self, random: Random) -> list[Step]:
        steps: list[Step] = [
            (
                "open",
                random.choice([policy.value for policy in Newcomers]),
                random.random() < 0.3,  # with limits
                random.random() < 0.15,  # with a password
            )
        ]
        gone: set[int] = set()
        for number in range(STEPS):
            dice, actor = random.random(), random.choice(_SPEAKERS)
            if actor in gone:
                gone.discard(actor)
                steps.append(("come", actor))
            if dice < 0.04:
                lines = b"\r\n".join(self._mark(each, number) for each in multiline(random))
                steps.append(("say", actor, lines, False))
            elif dice < 0.9:
                steps.append(("say", actor, self._line(random, number), random.random() < 0.1))
            elif dice < 0.93:
                steps.append(("wait", random.choice(_LEAPS)))
            elif dice < 0.96:
                steps.append(("come", random.randrange(ACTORS)))
            elif dice < 0.98:
                steps.append(("go", actor))
                gone.add(actor)
            else:
                lines = b"\r\n".join(self._line(random, number) for _ in range(random.randint(2, 6)))
                steps.append(("say", actor, lines, False))
        return steps

    def inputs(self, step: Step) -> int:
        return step[2].count(b"\n") + 1 if step[0] == "say" else 1

    def _line(self, random: Random, number: int) -> bytes:
        return self._mark(line(random), number)

    def _mark(self, data: bytes, number: int) -> bytes:
        return data.replace(b"$MARK", b"qZ%dZ" % number)

    def play(self, script: Sequence[Step]) -> None:
        options = script[0] if script and script[0][0] == "open" else ("open", "all", False, False)
        room = Room(*options[1:])
        for number, step in enumerate(script):
            if step[0] == "say":
                room.say(*step[1:])
            elif step[0] == "wait":
                room.wait(step[1])
            elif step[0] == "come":
                room.come(step[1])
            elif step[0] == "go":
                room.go(step[1])
            if number % _CHECK_EVERY == 0:
                check_state(room.hub._state)
        room.turn()
        check_state(room.hub._state)


class Room:
    """A hub, who is connected, and who may hear what."""

    def __init__(self, newcomers: str, limits: bool, locked_by_password: bool) -> None:
        self.now = START
        self.password = locked_by_password
        self.hub = Hub(
            HubConfig(
                server_name="hub",
                newcomers=Newcomers(newcomers),
                limits=limits,
                verifier=verifier_of(ROOM_PASSWORD) if locked_by_password else None,
                owner_fingerprint="fp-host",
                operators={OPERATOR: OPER_PASSWORD},
            ),
            now=self.now,
        )
        self.hub.grant_owner(OWNER_SECRET, self.now)
        self.audience = Audience(self.hub._state)
        self.actors: dict[int, int] = {}  # -> session
        self.msgids: dict[int, bytes] = {}  # heard last
        for actor in range(ACTORS - 1):
            self.come(actor)
        self._furnish()

    def _furnish(self) -> None:
        """Channels that nobody may look into, each with the moderator and one guest."""
        for name, modes in (
            ("#secret", "+s"),
            ("#invited", "+i"),
            ("#keyed", f"+k {CHANNEL_KEY}"),
            ("#talk", ""),
        ):
            self.say(1, f"JOIN {name}".encode(), True)
            self.say(3, f"JOIN {name}".encode(), True)
            if modes:
                self.say(1, f"MODE {name} {modes}".encode(), True)
        self.turn()

    def come(self, actor: int) -> None:
        """Connect and register, if that connection is not there."""
        if actor in self.actors:
            return
        fingerprint, caps = _CAST[actor]
        host = actor == 0
        peer = Peer(
            "127.0.0.1" if host else f"10.0.0.{actor}",
            4000,
            secure=bool(fingerprint),
            loopback=host,
            private=host,
            fingerprint=fingerprint,
        )
        self.actors[actor] = self.hub.connect(peer, self.now)
        hello = [f"CAP REQ :sasl {caps}", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +"] if fingerprint else []
        if caps and not fingerprint:
            hello = [f"CAP REQ :{caps}"]
        if self.password:
            hello.append(f"PASS {ROOM_PASSWORD}")
        hello += [f"NICK {NICKS[min(actor, len(NICKS) - 1)]}{'_' if actor == 2 else ''}", "USER u 0 * :Real"]
        if actor == 8:
            hello = []  # says what it says before it is welcomed
        self.say(actor, "\r\n".join([*hello, *(["CAP END"] if caps else [])]).encode(), False)

    def go(self, actor: int) -> None:
        """The connection breaks."""
        session = self.actors.pop(actor, None)
        if session is not None:
            self.audience.begin()
            self.hub.disconnect(session, "Connection reset", self.now)
            self.turn()

    def say(self, actor: int, data: bytes, in_same_turn: bool) -> None:
        """Send lines; they are answered now, or in the turn of what is said next."""
        session = self.actors.get(actor)
        if session is None:
            return
        data = data.replace(b"$MSGID", self.msgids.get(actor, b"none"))
        self.audience.begin()
        self.audience.said(session, data)
        self.hub.receive(session, data + b"\r\n", self.now)
        if not in_same_turn:
            self.turn()

    def wait(self, seconds: float) -> None:
        """The clock goes on, or leaps."""
        self.audience.begin()
        self.now += seconds
        self.hub.tick(self.now)
        self.turn()

    def turn(self) -> None:
        """What has come of it, and of the slow steps that it asked for."""
        while True:
            turn = self.hub.drain(self.now)
            for session, data in turn.writes:
                self._hear(session, data)
            for session in turn.closes:
                self.actors = {actor: own for actor, own in self.actors.items() if own != session}
            if not turn.work:
                self.audience.end()
                return
            for work in turn.work:
                self.hub.complete(work.id, work_of(work), self.now)

    def _hear(self, session: int, data: bytes) -> None:
        check_lines(data)
        self.audience.heard(session, data)
        if ids := _MSGID.findall(data):
            actor = next((actor for actor, own in self.actors.items() if own == session), -1)
            self.msgids[actor] = ids[-1]
        if data.startswith(b"PING") or b"\r\nPING" in data:
            found: Session | None = self.hub._state.sessions.get(session)
            if found is not None:
                self.hub.receive(session, b"PONG hub\r\n", self.now)
