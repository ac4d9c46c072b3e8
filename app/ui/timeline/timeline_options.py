"""What a timeline is told from outside: how the person wants it, and what can be done with messages there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TypeGuard

from app.client.events import TextKind
from app.client.wishes import Delete, Edit, React, Reply
from app.models.timeline_entries import Entry, MessageEntry, SendState
from app.models.timeline_presence import PresenceRule


class Announce(Enum):
    """Which new messages a screen reader is told of by itself."""

    ALL = "all"
    MENTIONS = "mentions"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class TimelineOptions:
    """How a person wants all timelines to look and to speak.

    `compact`: time, name and text on one line; `presence`: what is shown of comings and goings.
    """

    compact: bool = False
    presence: PresenceRule = field(default_factory=PresenceRule)
    announce: Announce = Announce.ALL


@dataclass(frozen=True, slots=True)
class MessageAbilities:
    """What can be done with messages: the `kinds` of wishes that can be asked for now. The rest is not shown.

    `moderates`: this person may delete what others said.
    """

    kinds: frozenset[type[object]] = frozenset()
    moderates: bool = False

    def may_reply(self, entry: Entry) -> bool:
        """Whether a message can be replied to."""
        return Reply in self.kinds and _is_told(entry)

    def may_react(self, entry: Entry) -> bool:
        """Whether a message can be reacted to."""
        return React in self.kinds and _is_told(entry)

    def may_edit(self, entry: Entry) -> bool:
        """Whether the text of a message can be edited: one's own."""
        is_text = _is_told(entry) and entry.own and entry.kind is TextKind.MESSAGE
        return Edit in self.kinds and is_text

    def may_delete(self, entry: Entry) -> bool:
        """Whether a message can be deleted, by who said it or by a moderator."""
        return Delete in self.kinds and _is_told(entry) and (self.moderates or entry.own)


def _is_told(entry: Entry) -> TypeGuard[MessageEntry]:
    """Whether others know the message, and it still stands."""
    return (
        isinstance(entry, MessageEntry)
        and bool(entry.msgid)
        and entry.deleted is None
        and entry.state is SendState.SENT
    )
