"""What a timeline is told from outside: how the person wants it, and what can be done with messages there."""

from __future__ import annotations

from dataclasses import field
from enum import Enum

from app.client.wishes import Wish
from app.models.timeline_entries import Entry, MessageEntry, SendState
from app.models.timeline_presence import PresenceRule
from app.values import frozen


class Announce(Enum):
    """Which new messages a screen reader is told of by itself."""

    ALL = "all"
    MENTIONS = "mentions"
    OFF = "off"


@frozen
class TimelineOptions:
    """How a person wants all timelines to look and to speak.

    `compact`: time, name and text on one line; `presence`: what is shown of comings and goings.
    """

    compact: bool = False
    presence: PresenceRule = field(default_factory=PresenceRule)
    announce: Announce = Announce.ALL


@frozen
class MessageAbilities:
    """What can be done with messages: the `kinds` of wishes that can be asked for now. The rest is not shown.

    `moderates`: this person may delete what others said.
    """

    kinds: frozenset[type[object]] = frozenset()
    moderates: bool = False

    def may(self, kind: type[Wish], entry: Entry) -> bool:
        """Whether such a wish is possible now, of a message that others know and that still stands."""
        return (
            kind in self.kinds
            and isinstance(entry, MessageEntry)
            and bool(entry.msgid)
            and entry.deleted is None
            and entry.state is SendState.SENT
        )
