"""Which people fit what was typed: case- and accent-insensitive, most recently active first. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be addressed by `nick`. `active`: when they last said something, 0 for never.

    `name` is what they are called on screen, "" for the nickname.
    """

    nick: str
    active: float = 0.0
    away: bool = False
    name: str = ""

    @property
    def shown_name(self) -> str:
        """What is shown of them."""
        return self.name or self.nick


def fold(text: str) -> str:
    """`text` without case and accents."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in spread if not unicodedata.combining(char))


def matching_people(people: Iterable[Person], typed: str) -> list[Person]:
    """Those of whose name a word begins with `typed`, the most recently active first."""
    wanted = fold(typed)
    found = [
        person
        for person in people
        if _begins(fold(person.nick), wanted) or (person.name and _begins(fold(person.name), wanted))
    ]
    return sorted(found, key=lambda person: (-person.active, fold(person.nick)))


def _begins(name: str, wanted: str) -> bool:
    if name.startswith(wanted):
        return True
    parts = "".join(char if char.isalnum() else " " for char in name).split()
    return any(part.startswith(wanted) for part in parts)
