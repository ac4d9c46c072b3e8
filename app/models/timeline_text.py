"""Entries as plain text: how they are copied, and how a screen reader says them. Knows no Qt model."""

from __future__ import annotations

from app.client.events import TextKind
from app.irc.text import strip_formatting
from app.models.file_kinds import file_title, spoken_file
from app.models.timeline_entries import Entry, EventEntry, MessageEntry, SendState
from app.models.timeline_words import clock, describe, isolate, sending_words, without_isolates
from app.words import common_words, message_words

_SPOKEN_REACTIONS = 3  # more would bury the next message


def message_text(entry: MessageEntry) -> str:
    """What is shown as the text of a message: its words, what it shares, or that it was deleted."""
    if entry.deleted is not None:
        return deleted_words(entry.deleted)
    text = strip_formatting(entry.text)
    return file_title(entry.file) if entry.file is not None and not text else text


def whole_text(entry: MessageEntry) -> str:
    """The words of a message and, on a line of its own, the name of the file that it shares."""
    if entry.deleted is not None or entry.file is None:
        return message_text(entry)
    return "\n".join(part for part in (strip_formatting(entry.text), entry.file.name) if part)


def deleted_words(reason: str) -> str:
    """What stands in place of a message that was deleted, with the reason where one was given."""
    words = message_words.MESSAGE_DELETED()
    return f"{words} — {isolate(reason)}" if reason.strip() else words


def copy_text(entry: Entry, part: str | None = None) -> str:
    """The entry as it is copied, "[10:42] alice: hello"; or only a `part` of what is shown of it."""
    if isinstance(entry, EventEntry):
        words = without_isolates(describe(entry.fact)) if part is None else part
        return f"[{clock(entry.time)}] {words}"
    if part is None and entry.deleted is not None:
        part = without_isolates(deleted_words(entry.deleted))
    text = whole_text(entry) if part is None else part
    if entry.kind is TextKind.ACTION and entry.deleted is None:
        # what is shown of an action begins with the name already
        return f"[{clock(entry.time)}] * {text if part is not None else f'{entry.shown_name} {text}'}"
    return f"[{clock(entry.time)}] {entry.shown_name}: {text}"


def spoken_text(entry: Entry) -> str:
    """The entry as a screen reader says it: "alice, 10:42, hello"; then what became of it."""
    if isinstance(entry, EventEntry):
        return f"{without_isolates(describe(entry.fact))}, {clock(entry.time)}"
    sending = sending_words(entry.state, entry.reason)
    if entry.state is SendState.PENDING:
        sending = sending or message_words.NOT_SENT_YET()
    parts = [entry.shown_name, clock(entry.time), _spoken_message(entry), sending]
    if entry.edited:
        parts.append(common_words.EDITED())
    for reaction in entry.reactions[:_SPOKEN_REACTIONS]:
        parts.append(f"{reaction.text} {len(reaction.senders)}")
    return without_isolates(", ".join(part for part in parts if part))


def _spoken_message(entry: MessageEntry) -> str:
    if entry.deleted is not None or entry.file is None:
        return message_text(entry)
    return ", ".join(part for part in (strip_formatting(entry.text), spoken_file(entry.file)) if part)
