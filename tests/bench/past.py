"""Fills an archive with rooms of a long past, through the program's own store."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from app.application.archive.entries import line_of
from app.application.room_archiving import server_network
from app.client.events import LeaveKind, Member, MemberJoined, MemberLeft, TextKind
from app.irc.message import parse
from app.irc.text import parse_ctcp
from app.models.timeline_entries import Entry, EventEntry, MessageEntry
from app.store.archive import Archive
from app.store.archive_records import RoomFacts, RoomKey, StoredLine, place_of
from tests.bench.talk import talk

YEARS_SECONDS = 3 * 365 * 86_400
LARGE, SECOND = "#chan", "#two"
SMALL = [f"#room-{number}" for number in range(60)]
_ANYWHERE = "bench"  # the network of a filled archive until it is known at which port the server listens
_BATCH = 5000


def fill(file: Path, messages: int) -> None:
    """Make an archive of so many messages: four fifths in one room, most of the rest in another."""
    archive = Archive(file)
    now = time.time() - 60
    small = messages // 10 // len(SMALL)
    counts = {LARGE: messages * 8 // 10, SECOND: messages // 10, **dict.fromkeys(SMALL, small)}
    for target, count in counts.items():
        key = RoomKey(_ANYWHERE, target)
        archive.describe(key, RoomFacts(target, target.lstrip("#"), "channel", ""))
        lines = lines_of(target, count, now)
        while batch := list(islice(lines, _BATCH)):
            archive.append(key, batch)
    archive.close()


def lines_of(target: str, count: int, until: float) -> Iterator[StoredLine]:
    """The talk of one room as the archive keeps it; ids are of this room alone."""
    apart = YEARS_SECONDS / max(1, count)
    for number, line in enumerate(talk(count, target, until, apart=apart)):
        yield line_of(_entry(line.body, line.time, f"{target}-{number}"), place_of(line.time) + number % 1000)


def put_in_place(filled: Path, file: Path, port: int) -> None:
    """Copy a filled archive to where the program looks, as one of the server at a port of 127.0.0.1."""
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(filled, file)
    file.chmod(0o600)
    archive = Archive(file)
    network = server_network(f"127.0.0.1:{port}")
    for room in archive.rooms():
        archive.rename(room.key, RoomKey(network, room.key.target))
    archive.close()


def _entry(body: str, moment: float, msgid: str) -> Entry:
    message = parse(body)
    nick = message.sender.nick
    if message.command == "JOIN":
        return EventEntry(MemberJoined(message.params[0], Member(nick), moment), moment)
    if message.command != "PRIVMSG":
        kind = LeaveKind.PARTED if message.command == "PART" else LeaveKind.LOST
        return EventEntry(MemberLeft("", nick, kind, "", "", moment), moment)
    action = parse_ctcp(message.params[1])
    kind_of_text = TextKind.ACTION if action else TextKind.MESSAGE
    return MessageEntry(nick, action[1] if action else message.params[1], kind_of_text, moment, msgid=msgid)
