"""Who is writing where: others as they tell it, and what we have told others. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.client.events import Typing


@dataclass(frozen=True, slots=True)
class Typist:
    """Somebody else who writes, as long as nothing is heard until `until`."""

    conversation: str
    nick: str
    until: float


@dataclass(frozen=True, slots=True)
class Told:
    """What we told of ourselves last, and when."""

    typing: Typing
    time: float


@dataclass(slots=True)
class Typists:
    """`others` by folded conversation and nickname; `told` and what is `due` to be told by target."""

    others: dict[tuple[str, str], Typist] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    due: dict[str, Typing] = field(default_factory=dict)
