"""One channel: who is in it with which ranks, its modes, lists and topic. Data and small questions only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.hub.bans import ListEntry
from app.hub.person import Person
from app.hub.session import Session
from app.irc.mode_strings import ModeSpec

SPEC = ModeSpec(lists="beI", always="k", when_set="l", flags="CMRimnst", ranks="qov", prefixes="~@+")

OWNER, OPERATOR, VOICE = "q", "o", "v"
LEVELS = {"": 0, VOICE: 1, OPERATOR: 2, OWNER: 3}
_PREFIXES = dict(zip(SPEC.ranks, SPEC.prefixes, strict=True))


@dataclass(frozen=True, slots=True)
class Topic:
    text: str
    by: str
    time: float


@dataclass(slots=True, eq=False)
class Channel:
    """One channel. `everyone` is all their connections, rebuilt as they come and go, for the fan-out."""

    name: str
    key: str  # by which the hub finds it
    created: float
    permanent: bool = False
    renamed: float = 0.0  # when it last was
    members: dict[Person, str] = field(default_factory=dict)  # ranks, highest first ("qo")
    since: dict[Person, float] = field(default_factory=dict)  # when each became a member
    everyone: tuple[Session, ...] = ()
    flags: set[str] = field(default_factory=lambda: {"n", "t"})
    password: str | None = None  # +k
    limit: int | None = None  # +l
    lists: dict[str, dict[str, ListEntry]] = field(default_factory=lambda: {mode: {} for mode in SPEC.lists})
    topic: Topic | None = None
    ranks: dict[str, str] = field(default_factory=dict)  # of accounts, here or not
    regulars: dict[str, float] = field(default_factory=dict)  # accounts, here or not -> members since when
    left: float | None = None  # by its last member; None while somebody is in it
    room: str = ""  # the key of the room under which it was made: while another is open, it is closed
    more: tuple[tuple[str, Any], ...] = ()  # of its record, from another version: written back as it came

    def add(self, person: Person, ranks: str, since: float = 0.0) -> None:
        """Put somebody in."""
        self.members[person] = ranks
        self.since[person] = since
        person.channels[self.key] = self
        self.recount()

    def remove(self, person: Person) -> None:
        """Take somebody out."""
        del self.members[person]
        del self.since[person]
        del person.channels[self.key]
        self.recount()

    def rename(self, name: str, key: str) -> None:
        """Take another name, for the members too."""
        for person in self.members:
            del person.channels[self.key]
            person.channels[key] = self
        self.name, self.key = name, key

    def recount(self) -> None:
        """Connections of members came or went."""
        self.everyone = tuple([session for person in self.members for session in person.sessions])

    def level(self, person: Person) -> int:
        """How much somebody may do here: 0 nobody or plain member, 1 voice, 2 moderator, 3 host."""
        ranks = self.members.get(person)
        if ranks is None:
            return 0
        return LEVELS["q"] if person.is_owner else LEVELS[ranks[:1]]

    def set_rank(self, person: Person, rank: str, given: bool) -> bool:
        """Give or take a member's rank; tells whether that changed anything."""
        before = self.members[person]
        wanted = (set(before) | {rank}) if given else (set(before) - {rank})
        after = "".join(letter for letter in SPEC.ranks if letter in wanted)
        self.members[person] = after
        return after != before

    def prefixes(self, person: Person, *, every: bool) -> str:
        """The prefix characters of a member: the highest, or `every` one (multi-prefix)."""
        ranks = self.members[person]
        return "".join(_PREFIXES[rank] for rank in (ranks if every else ranks[:1]))

    def is_listed(self, mode: str, person: Person) -> bool:
        """Whether one of the masks of a list fits somebody; those that concern only speaking do not count."""
        account, source = person.account, person.source
        return any(entry.fits(account, source) for entry in self.lists[mode].values() if not entry.is_mute)

    def is_muted(self, person: Person) -> bool:
        """Whether a ban of speaking fits somebody, who has neither voice nor an exception."""
        if self.level(person) >= LEVELS[VOICE]:
            return False
        account, source = person.account, person.source
        bans, exceptions = self.lists["b"].values(), self.lists["e"].values()
        return any(entry.is_mute and entry.fits(account, source) for entry in bans) and not any(
            entry.fits(account, source) for entry in exceptions
        )

    def silence(self, person: Person) -> str:
        """Why somebody may not speak here, "" when they may."""
        is_member = person in self.members
        if not is_member and "n" in self.flags:
            return "you are not in it"
        if self.level(person) >= LEVELS[VOICE]:
            return ""
        if "m" in self.flags:
            return "only who has a voice may"
        if "M" in self.flags and not person.account:
            return "you must be logged in"
        return "you are muted" if self.is_muted(person) else ""

    def is_visible_to(self, person: Person) -> bool:
        """Whether somebody may know of this channel."""
        return "s" not in self.flags or person in self.members

    def modes_for(self, person: Person) -> tuple[str, ...]:
        """The modes as parameters of 324; the key only for members."""
        text = "+" + "".join(sorted(self.flags))
        params: list[str] = []
        if self.password is not None:
            text += "k"
            params.append(self.password if person in self.members else "*")
        if self.limit is not None:
            text += "l"
            params.append(str(self.limit))
        return (text, *params)
