"""Entries of a timeline as lines of the archive, and back. Pure; runs in the archive's thread."""

from __future__ import annotations

import json
from dataclasses import fields
from enum import Enum
from typing import Any

from app.client.events import (
    BanChanged,
    ChannelModesChanged,
    LeaveKind,
    Member,
    MemberJoined,
    MemberLeft,
    NickChanged,
    RankChanged,
    RoomEntered,
    RoomLeft,
    RoomRenamed,
    TextKind,
    TopicChanged,
)
from app.irc.file_tag import SharedFile, decode_file, encode_file
from app.models.person_colours import chosen_colour
from app.models.timeline_entries import Entry, EventEntry, Fact, MessageEntry, Reaction, SendState
from app.store.archive_records import EDITED, MENTION, OWN, StoredLine
from app.values import frozen

_TALK = {kind.value: kind for kind in TextKind}
TALK_KINDS = tuple(_TALK)  # of lines that somebody said


@frozen
class _Kind:
    """A kind of event that is kept; `person` is the field that names somebody."""

    name: str
    fact: type
    person: str = ""


# What a connection did (lost, back, missing lines) and words for this person alone are not part of the talk.
_KINDS = (
    _Kind("joined", MemberJoined, "member"),
    _Kind("left", MemberLeft, "nick"),
    _Kind("renamed", NickChanged, "old"),
    _Kind("topic", TopicChanged, "by"),
    _Kind("rank", RankChanged, "nick"),
    _Kind("modes", ChannelModesChanged, "by"),
    _Kind("ban", BanChanged, "by"),
    _Kind("entered", RoomEntered),
    _Kind("gone", RoomLeft, "by"),
    _Kind("called", RoomRenamed, "by"),
)
_BY_FACT = {kind.fact: kind for kind in _KINDS}
_BY_NAME = {kind.name: kind for kind in _KINDS}
# known from the line's room and time, or nothing that the words for the event tell; a key is a secret
_LEFT_OUT = {"channel", "channels", "time", "key", "catches_up", "msgid"}
_STANDING: dict[str, Any] = {"channel": "", "channels": (), "key": ""}


def is_kept(entry: Entry) -> bool:
    """Whether an entry is part of the talk: said and confirmed, or something that happened in the room."""
    if isinstance(entry, MessageEntry):
        return entry.state is SendState.SENT
    return type(entry.fact) in _BY_FACT


def line_of(entry: Entry, place: int) -> StoredLine:
    """The line for an entry that is_kept()."""
    if isinstance(entry, EventEntry):
        kind = _BY_FACT[type(entry.fact)]
        person, rest = _taken_apart(kind, entry.fact)
        return StoredLine(place, entry.time, kind.name, person, msgid=entry.msgid, rest=_json(rest))
    flags = OWN * entry.own | MENTION * entry.mention | EDITED * entry.edited
    called = (entry.sender, entry.name, entry.account)
    return StoredLine(
        *(place, entry.time, entry.kind.value, *called, _text_of(entry)),
        *(entry.msgid, flags, _json(_rest_of(entry))),
    )


def entry_of(line: StoredLine) -> Entry | None:
    """The entry that a line was; None where another version wrote what this one cannot read."""
    try:
        rest = json.loads(line.rest) if line.rest else {}
        if line.kind in _TALK:
            return _message(line, rest)
        return EventEntry(_put_together(_BY_NAME[line.kind], line, rest), line.time)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def colour_kept(line: StoredLine) -> str:
    """What the theme colours the sender of a message by, as far as the archive knows."""
    entry = entry_of(line)
    colour = entry.colour if isinstance(entry, MessageEntry) else ""
    return colour or line.account or line.sender


def _json(rest: dict[str, Any]) -> str:
    return json.dumps(rest, ensure_ascii=False, separators=(",", ":")) if rest else ""


# -- messages


def _rest_of(entry: MessageEntry) -> dict[str, Any]:
    """What few messages have."""
    rest: dict[str, Any] = {}
    if entry.to_ranks:
        rest["to"] = entry.to_ranks
    if entry.colour:
        rest["colour"] = entry.colour
    if entry.reply_to:
        rest["reply"] = entry.reply_to
    if entry.own_names:
        rest["own_names"] = list(entry.own_names)
    if entry.deleted is not None:
        rest["deleted"] = entry.deleted
    if entry.file is not None:
        rest["file"] = encode_file(entry.file)
        if entry.saved:
            rest["saved"] = entry.saved
    if entry.reactions:
        rest["reactions"] = [[one.text, list(one.senders), one.own] for one in entry.reactions]
    return rest


def _text_of(entry: MessageEntry) -> str:
    """What is kept as the text and searched: a file is found by its name, in a line behind what was said."""
    if entry.file is None:
        return entry.text
    return f"{entry.text}\n{entry.file.name}" if entry.text else entry.file.name


def _caption(text: str, file: SharedFile | None) -> str:
    """The other way."""
    return text if file is None else text.removesuffix(file.name).removesuffix("\n")


def _message(line: StoredLine, rest: dict[str, Any]) -> MessageEntry:
    file = decode_file(rest.get("file", ""))
    saved = rest.get("saved", "")
    reactions = tuple(Reaction(text, tuple(senders), own) for text, senders, own in rest.get("reactions", ()))
    return MessageEntry(
        sender=line.sender,
        text=_caption(line.text, file),
        kind=_TALK[line.kind],
        time=line.time,
        own=bool(line.flags & OWN),
        mention=bool(line.flags & MENTION),
        own_names=tuple(rest.get("own_names", ())),
        msgid=line.msgid,
        to_ranks=rest.get("to", ""),
        name=line.name,
        account=line.account,
        colour=chosen_colour(rest.get("colour", "")),
        reply_to=rest.get("reply", ""),
        edited=bool(line.flags & EDITED),
        deleted=rest.get("deleted"),
        reactions=reactions,
        file=file,
        saved=saved if file is not None and isinstance(saved, str) else "",
    )


# -- events


def _taken_apart(kind: _Kind, fact: Fact) -> tuple[str, dict[str, Any]]:
    """Whom an event is about, and the rest of what it tells."""
    person, rest = "", {}
    for field in fields(fact):
        value = getattr(fact, field.name)
        if field.name == kind.person:
            person = value.nick if isinstance(value, Member) else value
        elif field.name not in _LEFT_OUT:
            rest[field.name] = value.value if isinstance(value, Enum) else value
    return person, rest


def _put_together(kind: _Kind, line: StoredLine, rest: dict[str, Any]) -> Fact:
    values: dict[str, Any] = {}
    for field in fields(kind.fact):
        name = field.name
        if name == kind.person:
            values[name] = Member(line.sender) if name == "member" else line.sender
        elif name in ("time", "msgid"):
            values[name] = getattr(line, name)
        elif name in _STANDING:
            values[name] = _STANDING[name]
        elif name == "kind":
            values[name] = LeaveKind(rest[name])
        elif name not in _LEFT_OUT:
            values[name] = rest[name]
    fact: Fact = kind.fact(**values)
    return fact
