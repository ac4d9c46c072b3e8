"""What must be true of a hub, whatever is said: who may hear what, how lines look, how its state fits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.hub.data import limits
from app.hub.data.entities import LEVELS, Channel, Person, Session
from app.hub.data.hub_state import State
from app.irc.confusables import nick_keys
from app.irc.linebuffer import BODY_LIMIT, SERVER_TAG_LIMIT
from app.irc.message import ParseError, parse
from app.irc.names import fold_channel, fold_nick
from tests.fuzz.campaign import InvariantError
from tests.fuzz.hub_grammar import CHANNEL_KEY, PASSWORDS

_MARK = re.compile(rb"qZ\d+Z")
_SECRET = re.compile("|".join((*PASSWORDS, CHANNEL_KEY)).encode())
# what lists people and channels: names in it are known to who reads it
_LISTING = re.compile(rb"^(?:@\S+ )?:hub (?:322|332|352|353|354|319|324|329) [^\r]*", re.MULTILINE)
# What is told to who is asked into a secret channel as well: that it is there, and what it is about.
_OF_INVITED = frozenset({"322", "324", "329", "332"})
_COMMAND = re.compile(r"[A-Z]+|[0-9]{3}")
# One turn's output for one connection: twice what may wait for one that does not read.
_MOST_TOLD = 8 << 20
_RANKS = {"~": LEVELS["q"], "@": LEVELS["o"], "+": LEVELS["v"]}


@dataclass(frozen=True, slots=True)
class _Place:
    """Who a connection is at one moment, and where, with which level."""

    identity: str
    nick: str
    is_oper: bool
    levels: dict[Channel, int]
    asked_in: frozenset[Channel]


@dataclass(slots=True)
class _Telling:
    """Who may hear one mark."""

    sessions: set[int] = field(default_factory=set)  # that said it
    identities: set[str] = field(default_factory=set)
    nicks: set[str] = field(default_factory=set)
    channels: list[tuple[Channel | None, str, int]] = field(
        default_factory=list
    )  # with its key, a rank's level
    everybody: bool = False


class Audience:
    """Who was where before a step and after it, and for whom each mark was meant."""

    def __init__(self, hub: State) -> None:
        self._hub = hub
        self._tellings: dict[bytes, _Telling] = {}
        self._before: dict[int, list[_Place]] = {}
        self._keyed: set[Channel | None] = set()  # that have the key, or had it
        self._secret: set[Channel] | None = None  # channels that were secret all the time
        self._spoke: dict[int, bytes] = {}  # what each session said since the last turn

    def begin(self) -> None:
        """Something is about to happen: remember who is where."""
        for number, session in self._hub.sessions.items():
            self._before.setdefault(number, []).append(_place(self._hub, session))
        secret = {channel for channel in self._hub.channels.values() if "s" in channel.flags}
        self._secret = secret if self._secret is None else self._secret & secret

    def end(self) -> None:
        """Everybody has heard what there was."""
        self._before.clear()
        self._secret = None
        self._spoke.clear()

    def said(self, session: int, data: bytes) -> None:
        """A session says something: its marks are for its targets and for itself."""
        self._spoke[session] = self._spoke.get(session, b"") + data
        if b"qZ" not in data and b"MODE" not in data.upper():
            return
        speaker = self._hub.sessions.get(session)
        for line in data.replace(b"\0", b"").replace(b"\r", b"").split(b"\n"):
            marks = _MARK.findall(line)
            if speaker is None:
                continue
            try:
                message = parse(line.decode(errors="replace"))
            except ParseError:
                continue
            if message.command == "MODE" and CHANNEL_KEY in message.params:
                self._keyed.add(self._hub.kept_channel(message.params[0]))
            if not marks:
                continue
            telling = self._tellings.setdefault(marks[0], _Telling())
            for mark in marks:
                self._tellings.setdefault(mark, telling)
            telling.sessions.add(session)
            telling.identities.add(speaker.person.identity)
            telling.everybody = telling.everybody or message.command == "WALLOPS"
            for name in message.param(0).split(","):
                self._meant_for(telling, name)

    def _meant_for(self, telling: _Telling, name: str) -> None:
        level = 0
        while name[:1] in _RANKS and "#" in name:
            level = max(level, _RANKS[name[0]])
            name = name[1:]
        if name.startswith("#"):
            telling.channels.append((self._hub.kept_channel(name), fold_channel(name), level))
        else:
            telling.nicks.add(fold_nick(name))
            person = self._hub.person(name)
            if person is not None:
                telling.identities.add(person.identity)

    def heard(self, session: int, data: bytes) -> None:
        """Check that a session may hear this."""
        if len(data) > _MOST_TOLD:
            raise InvariantError(f"session {session} was told {len(data)} bytes in one turn")
        marks = set(_MARK.findall(data)) if b"qZ" in data else set()
        secrets = set(_SECRET.findall(data))
        listings = _LISTING.findall(data)
        if not marks and not secrets and not listings:
            return
        places = list(self._before.get(session, ()))
        found = self._hub.sessions.get(session)
        if found is not None:
            places.append(_place(self._hub, found))
        own = self._spoke.get(session, b"")
        for mark in marks:
            telling = self._tellings.get(mark)
            if telling is None or session in telling.sessions or _is_for(telling, places):
                continue
            if not any(_passed_through(data, key) for _, key, level in telling.channels if not level):
                raise InvariantError(f"session {session} heard {mark!r}, which was for others: {data!r}")
        for secret in secrets:
            is_key = secret == CHANNEL_KEY.encode() and self._knows_key(places)
            if secret not in own and not is_key:
                raise InvariantError(f"session {session} heard the secret {secret!r}: {data!r}")
        for listing in listings:
            self._check_listing(session, listing, places, data)

    def _knows_key(self, places: list[_Place]) -> bool:
        """Whether somebody is in a channel that has the key or had it: its history tells members."""
        return any(channel in self._keyed for place in places for channel in place.levels)

    def _check_listing(self, session: int, listing: bytes, places: list[_Place], data: bytes) -> None:
        message = parse(listing.decode())
        named = message.params[-1].split() if message.command == "319" else message.params[:-1]
        words = {word.lstrip("~@+").lower() for word in named}
        for channel in self._secret or ():
            if "s" not in channel.flags or channel.name.lower() not in words:
                continue
            if any(place.is_oper or channel in place.levels for place in places):
                continue
            if message.command in _OF_INVITED and any(channel in place.asked_in for place in places):
                continue
            if not _passed_through(data, channel.key):
                raise InvariantError(f"session {session} was told of {channel.name}: {listing!r}")


def _place(hub: State, session: Session) -> _Place:
    person = session.person
    return _Place(
        person.identity,
        fold_nick(person.nick),
        person.is_oper or person.is_owner,
        {channel: channel.level(person) for channel in person.channels.values()},
        frozenset(channel for channel in hub.channels.values() if channel.is_invited(person)),
    )


def _is_for(telling: _Telling, places: list[_Place]) -> bool:
    if telling.everybody:
        return True
    for place in places:
        if place.identity in telling.identities or place.nick in telling.nicks:
            return True
        for meant, key, least in telling.channels:
            for channel, level in place.levels.items():
                if (channel is meant or channel.key == key) and level >= least:
                    return True
    return False


def _passed_through(data: bytes, key: str) -> bool:
    """Whether somebody came into a channel within the turn, and is out again at its end."""
    name = re.escape(key.encode())
    return re.search(rb" join :?" + name + rb"[ \r]", data.lower()) is not None


def check_lines(data: bytes) -> None:
    """Every line is one: whole, of UTF-8, within the limits of tags and body, with a command."""
    if not data.endswith(b"\r\n") or b"\0" in data:
        raise InvariantError(f"not whole lines: {data[-80:]!r}")
    for line in data[:-2].split(b"\r\n"):
        if b"\n" in line or b"\r" in line or not line:
            raise InvariantError(f"a line with an end inside: {line!r}")
        tags = line.index(b" ") + 1 if line.startswith(b"@") else 0
        if tags > SERVER_TAG_LIMIT or len(line) - tags > BODY_LIMIT - 2:
            raise InvariantError(f"{tags} bytes of tags, {len(line) - tags} of body: {line!r}")
        message = parse(line.decode())
        if not _COMMAND.fullmatch(message.command):
            raise InvariantError(f"no command: {line!r}")


def check_state(hub: State) -> None:
    """Members and channels, people and names, watchers and sessions fit together."""
    _check_channels(hub)
    _check_people(hub)
    _check_counts(hub)
    for key, watchers in hub.watchers.items():
        _must(bool(watchers), "an empty set of watchers is kept")
        _must(
            all(key in session.watched and session.id in hub.sessions for session in watchers),
            "a watcher is gone",
        )
    for session in hub.sessions.values():
        _must(len(session.waiting) <= limits.WAITING_LINES, "more lines wait than may")
        _must(session.id in hub.sessions and session in session.person.sessions, "a session of nobody")


def _check_channels(hub: State) -> None:
    for key, channel in hub.channels.items():
        _must(channel.key == key, "a channel under another name")
        _must(set(channel.since) == set(channel.members), "times of members and members differ")
        everyone = {session for member in channel.members for session in member.sessions}
        _must(set(channel.everyone) == everyone, "connections and members differ")
        for member in channel.members:
            _must(member.channels.get(key) is channel, "a member does not know of its channel")
            _must(hub.person(member.nick) is member, "a member whom nobody can find")


def _check_people(hub: State) -> None:
    looks: dict[str, Person] = {}
    for key, person in hub.nicks.items():
        _must(hub.person(key) is person and fold_nick(person.nick) == key, "a name leads to another person")
        _must(bool(person.sessions), "a person without a connection")
        for name, channel in person.channels.items():
            _must(hub.channels.get(name) is channel and person in channel.members, "not in the own channel")
        for session in person.sessions:
            _must(hub.sessions.get(session.id) is session and session.person is person, "a lost connection")
            _must(session.welcomed, "somebody is seen who was not welcomed")
        for look in nick_keys(person.nick):
            _must(looks.setdefault(look, person) is person, f"two people look like {look!r}")
            _must(hub.people_by_skeleton.get(look) is person, "a look leads to another person")


def _check_counts(hub: State) -> None:
    """What LUSERS tells is what is there."""
    people, sessions = hub.nicks.values(), hub.sessions.values()
    _must(hub.invisible == {person for person in people if "i" in person.modes}, "invisible people differ")
    _must(hub.operators == {person for person in people if person.is_oper}, "operators differ")
    _must(hub.welcomed == sum(session.welcomed for session in sessions), "welcomed sessions differ")


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise InvariantError(what)
