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
class Abilities:
    """What the server and one's rank in the room allow. `delete_others`: also what others said.

    What cannot be done is not shown.
    """

    reply: bool = False
    react: bool = False
    edit: bool = False
    delete: bool = False
    delete_others: bool = False

    @classmethod
    def of(cls, kinds: frozenset[type[object]]) -> Abilities:
        """What a server allows that takes these kinds of wishes."""
        return cls(Reply in kinds, React in kinds, Edit in kinds, Delete in kinds)

    def may_reply(self, entry: Entry) -> bool:
        """Whether a message can be replied to."""
        return self.reply and _is_told(entry)

    def may_react(self, entry: Entry) -> bool:
        """Whether a message can be reacted to."""
        return self.react and _is_told(entry)

    def may_edit(self, entry: Entry) -> bool:
        """Whether the text of a message can be edited: one's own."""
        return self.edit and _is_told(entry) and entry.own and entry.kind is TextKind.MESSAGE

    def may_delete(self, entry: Entry) -> bool:
        """Whether a message can be deleted, by who said it or by a moderator."""
        return _is_told(entry) and (self.delete_others or (self.delete and entry.own))


def _is_told(entry: Entry) -> TypeGuard[MessageEntry]:
    """Whether others know the message, and it still stands."""
    return (
        isinstance(entry, MessageEntry)
        and bool(entry.msgid)
        and entry.deleted is None
        and entry.state is SendState.SENT
    )
