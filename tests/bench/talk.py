"""The lines that a measurement replays: a busy channel over some days, the same in every run. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import UTC, datetime

SEED = 5
PEOPLE = 240  # take part over the time, two thirds of them are there at once
SECONDS_APART = 2.5  # a replay of 100,000 lines spans some three days


def _words(text: str) -> list[str]:
    return text.split()


_SYLLABLES = _words("ka ro mi ten sal bor is ua nef dri po lan chu ge vat so ri mon el th ver qui ash dol ne")
_SHORT = _words("I a so we it is on at no yes the and but for not you was can did has who why how now")
_EXTRAS = (
    "https://example.org/notes/{n}?page=2#top",
    "`git rebase --onto main {n}`",
    "**{n}** of them",
    "😀 👍",
    "über-große Änderung №{n}",
    "это {n}",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who talks."""

    nick: str
    user: str
    host: str

    @property
    def source(self) -> str:
        return f"{self.nick}!{self.user}@{self.host}"


def people(count: int = PEOPLE) -> list[Person]:
    """Everybody who may turn up."""
    pick = random.Random(SEED)
    made: dict[str, Person] = {}
    while len(made) < count:
        nick = "".join(pick.choices(_SYLLABLES, k=pick.randint(2, 3)))
        nick = nick.capitalize() if pick.random() < 0.3 else nick
        host = f"10.{pick.randrange(256)}.{pick.randrange(256)}.{pick.randrange(256)}"
        made[nick.lower()] = Person(nick, nick.lower()[:8], host)
    return list(made.values())


def present_at_start(everybody: list[Person]) -> list[Person]:
    """Who is in the channel before the first line."""
    return everybody[: len(everybody) * 2 // 3]


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its tags, and when it was said."""

    body: str
    time: float
    is_talk: bool


def talk(
    count: int, channel: str, until: float, *, seed: int = SEED, apart: float = SECONDS_APART
) -> Iterator[Line]:
    """`count` lines that end at `until` (seconds since 1970): talk, actions, people who come and go.

    `apart`: seconds between two lines, on average.
    """
    pick = random.Random(seed)
    everybody = people()
    here = present_at_start(everybody)
    away = everybody[len(here) :]
    words = ["".join(pick.choices(_SYLLABLES, k=pick.randint(1, 5))) for _ in range(600)]
    speaker = pick.choice(here)
    for number in range(count):
        now = until - (count - number - pick.random()) * apart
        kind = pick.random()
        if kind < 0.015 and away:
            comer = away.pop(pick.randrange(len(away)))
            here.append(comer)
            yield Line(f":{comer.source} JOIN {channel}", now, is_talk=False)
        elif kind < 0.03 and len(here) > 10:
            goer = here.pop(pick.randrange(len(here)))
            away.append(goer)
            body = f"PART {channel} :bye" if kind < 0.022 else "QUIT :Ping timeout: 120 seconds"
            yield Line(f":{goer.source} {body}", now, is_talk=False)
        else:
            # people often say several things in a row
            if speaker not in here or pick.random() < 0.7:
                speaker = pick.choice(here)
            text = _sentence(pick, words)
            text = f"\x01ACTION {text}\x01" if kind < 0.045 else text
            yield Line(f":{speaker.source} PRIVMSG {channel} :{text}", now, is_talk=True)


def _sentence(pick: random.Random, words: list[str]) -> str:
    length = min(60, 1 + int(pick.expovariate(1 / 10)))
    said = [pick.choice(_SHORT) if pick.random() < 0.4 else pick.choice(words) for _ in range(length)]
    if pick.random() < 0.05:
        said.insert(pick.randrange(len(said) + 1), pick.choice(_EXTRAS).format(n=pick.randrange(1000)))
    return " ".join(said)


def encode(line: Line, number: int, caps: Set[str]) -> bytes:
    """A line as a server sends it to who has asked for `caps`; `number` makes its msgid."""
    parts = []
    if "server-time" in caps:
        moment = datetime.fromtimestamp(line.time, UTC)
        parts.append(f"time={moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z")
    if "message-tags" in caps and line.is_talk:
        parts.append(f"msgid=01K{number:023X}")
    head = f"@{';'.join(parts)} " if parts else ""
    tail = " * :Somebody" if "extended-join" in caps and " JOIN " in line.body and not line.is_talk else ""
    return f"{head}{line.body}{tail}\r\n".encode()
