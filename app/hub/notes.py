"""What is noted within a turn, so that it can be taken back as a whole when it cannot be kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from app.hub.channel import Channel
from app.hub.lines import Line
from app.hub.person import Person
from app.hub.session import Session

Image = dict[str, object]  # a channel's fields as they were


@dataclass(frozen=True, slots=True)
class Farewell:
    """Somebody who is gone, and who was told so."""

    person: Person
    line: Line
    listeners: Collection[Session]


@dataclass(slots=True, eq=False)
class Notes:
    """Of one turn, but for the first four."""

    images: dict[Channel, Image] = field(default_factory=dict)  # as they were kept last
    is_failing: bool = False  # the last turn with anything to keep could not be kept
    told: float = 0.0  # when the host was told so
    is_silent: bool = False  # nothing is remembered: a turn is being taken back

    speakers: set[Session] = field(default_factory=set)  # of whom a line was run, or went on
    changed: set[Channel] = field(default_factory=set)
    renamed: dict[Person, tuple[str, str]] = field(default_factory=dict)  # nickname and source before
    farewells: list[Farewell] = field(default_factory=list)
    is_eventful: bool = False  # something is to be kept
    trouble: str = ""  # what failed before the end, a sentence for the host

    def clear(self) -> None:
        """The turn is over."""
        self.speakers.clear()
        self.changed.clear()
        self.renamed.clear()
        self.farewells.clear()
        self.is_eventful = False
        self.trouble = ""
