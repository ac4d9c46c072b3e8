"""What can be done with messages on a connection, and with which of them. What cannot is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

from app.client.events import TextKind
from app.models.timeline_entries import Entry, MessageEntry, SendState


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the server and one's rank in the room allow. `delete_others`: also what others said."""

    reply: bool = False
    react: bool = False
    edit: bool = False
    delete: bool = False
    delete_others: bool = False

    def may_reply(self, entry: Entry) -> bool:
        """Whether a message can be answered."""
        return self.reply and _is_told(entry)

    def may_react(self, entry: Entry) -> bool:
        """Whether a message can be reacted to."""
        return self.react and _is_told(entry)

    def may_edit(self, entry: Entry) -> bool:
        """Whether the text of a message can be put right: one's own."""
        return self.edit and _is_told(entry) and entry.own and entry.kind is TextKind.MESSAGE

    def may_delete(self, entry: Entry) -> bool:
        """Whether a message can be taken back, by who said it or by who keeps order."""
        return _is_told(entry) and (self.delete_others or (self.delete and entry.own))


def _is_told(entry: Entry) -> TypeGuard[MessageEntry]:
    """Whether others know the message, and it still stands."""
    return (
        isinstance(entry, MessageEntry)
        and bool(entry.msgid)
        and entry.deleted is None
        and entry.state is SendState.SENT
    )
