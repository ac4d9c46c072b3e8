"""How a person wants timelines to look and to speak: one value for all rooms."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from app.models.timeline_presence import PresenceRule


class Announce(Enum):
    """Which new messages a screen reader is told of by itself."""

    ALL = "all"
    MENTIONS = "mentions"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class TimelineOptions:
    """`compact`: time, name and text on one line; `presence`: what is shown of comings and goings."""

    compact: bool = False
    presence: PresenceRule = field(default_factory=PresenceRule)
    announce: Announce = Announce.ALL
