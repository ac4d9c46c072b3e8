"""What happens to a message after it was said: edited, deleted, reacted to. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.client.events import Edited, Reacted, Redacted
from app.irc.file_tag import without_link
from app.models.timeline_entries import Entry, MessageEntry, Reaction

Amendment = Edited | Redacted | Reacted

# What fits below a message; one person who tries every emoji there is must not push the talk away.
DIFFERENT_REACTIONS = 24
# As many as the largest rooms have people. Each gift copies the names before it.
REACTING_PEOPLE = 1_000
# A message may be older than what is loaded. Enough for the reactions of some pages of history.
HELD_AMENDMENTS = 1_000


class PendingAmendments:
    """Amendments of messages that are not here yet, until those come; the oldest give way."""

    def __init__(self) -> None:
        self._by_msgid: dict[str, list[Amendment]] = {}
        self._count = 0

    def hold(self, event: Amendment) -> None:
        """Keep `event` for later."""
        if self._count >= HELD_AMENDMENTS:
            self._count -= len(self._by_msgid.pop(next(iter(self._by_msgid))))
        self._by_msgid.setdefault(event.msgid, []).append(event)
        self._count += 1

    def applied(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """`entries` with what was held for them, which is forgotten then."""
        if not self._by_msgid:
            return entries
        return [self._apply(entry) if isinstance(entry, MessageEntry) else entry for entry in entries]

    def _apply(self, entry: MessageEntry) -> MessageEntry:
        events = self._by_msgid.pop(entry.msgid, ())
        self._count -= len(events)
        for event in events:
            entry = amended(entry, event)
        return entry

    def clear(self) -> None:
        """Forget all of it."""
        self._by_msgid.clear()
        self._count = 0


def amended(entry: MessageEntry, event: Amendment) -> MessageEntry:
    """`entry` after `event`; itself where that changes nothing or comes from somebody who may not."""
    if entry.deleted is not None:
        return entry
    if isinstance(event, Redacted):
        nothing = replace(entry, text="", edited=False, mention=False, own_names=(), reactions=())
        return replace(nothing, deleted=event.reason, file=None)
    if isinstance(event, Edited):
        return _edited(entry, event.text) if _is_sender(entry, event) else entry
    return replace(entry, reactions=_with(entry.reactions, event))


def _edited(entry: MessageEntry, text: str) -> MessageEntry:
    """What a message shares stays; the new text may have the link to it as the old one had."""
    caption = text if entry.file is None else without_link(text, entry.file)
    return replace(entry, text=caption, edited=True)


def _is_sender(entry: MessageEntry, event: Edited) -> bool:
    """Whether who corrects is who said it. A nickname may be another's by now, an account may not."""
    if entry.own and event.own:
        return True
    if entry.account or event.account:
        return entry.account == event.account
    return entry.sender.casefold() == event.sender.casefold()


def _with(reactions: tuple[Reaction, ...], event: Reacted) -> tuple[Reaction, ...]:
    known = next((reaction for reaction in reactions if reaction.text == event.reaction), None)
    if known is not None:
        changed = _given(known, event) if event.given else _taken(known, event)
        new = (changed if reaction is known else reaction for reaction in reactions)
        return tuple(reaction for reaction in new if reaction.senders)
    if event.given and len(reactions) < DIFFERENT_REACTIONS:
        return (*reactions, Reaction(event.reaction, (event.sender,), event.own))
    return reactions


def _given(reaction: Reaction, event: Reacted) -> Reaction:
    if event.sender in reaction.senders or len(reaction.senders) >= REACTING_PEOPLE:
        return reaction
    return replace(reaction, senders=(*reaction.senders, event.sender), own=reaction.own or event.own)


def _taken(reaction: Reaction, event: Reacted) -> Reaction:
    senders = tuple(sender for sender in reaction.senders if sender != event.sender)
    return replace(reaction, senders=senders, own=reaction.own and not event.own)
