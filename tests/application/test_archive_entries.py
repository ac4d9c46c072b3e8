"""Entries become lines and come back as they were."""

from __future__ import annotations

import pytest

from app.application.archive.entries import colour_kept, entry_of, is_kept, line_of
from app.client.events import (
    BanChanged,
    ChannelModesChanged,
    Invited,
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
from app.irc.file_tag import SharedFile
from app.models.timeline_entries import (
    ConnectionLost,
    ConnectionRestored,
    EventEntry,
    Fact,
    HistoryGap,
    MessageEntry,
    Note,
    Reaction,
    SendState,
)
from app.models.timeline_words import describe
from app.store.archive import Archive
from app.store.archive_records import RoomKey, StoredLine, place_of

NOON = 1_700_000_000.25
PLAN = SharedFile("A" * 22, "plan; 100%.pdf", 12, "application/pdf", "ab" * 32)
PHOTO = SharedFile("C" * 22, "photo.jpg", 99, "image/jpeg", "cd" * 32, 640, 480, "B" * 22)
MESSAGES = [
    MessageEntry("bob", "hello", TextKind.MESSAGE, NOON),
    MessageEntry("Ines_D", "waves", TextKind.ACTION, NOON, name="Ines D", account="ines", msgid="M1"),
    MessageEntry("yuki", "blue", TextKind.MESSAGE, NOON, account="yuki", colour="#223496"),
    MessageEntry("mara", "two\nlines", TextKind.NOTICE, NOON, own=True, edited=True, msgid="M2"),
    MessageEntry("bob", "mara: ping", TextKind.MESSAGE, NOON, mention=True, to_ranks="@", reply_to="M1"),
    MessageEntry(
        "bob",
        "Mara Lind?",
        TextKind.MESSAGE,
        NOON,
        mention=True,
        own_names=("Mara_Lind", "Mara Lind", "@Mara"),
    ),
    MessageEntry("bob", "the plan", TextKind.MESSAGE, NOON, file=PLAN, msgid="M5"),
    MessageEntry("bob", "two\nlines ", TextKind.MESSAGE, NOON, file=PLAN, msgid="M6"),
    MessageEntry("bob", "photo.jpg", TextKind.MESSAGE, NOON, file=PHOTO, msgid="M7"),
    MessageEntry("bob", "", TextKind.MESSAGE, NOON, file=PHOTO, msgid="M8"),
    MessageEntry("bob", "", TextKind.MESSAGE, NOON, file=PHOTO, msgid="M9", saved="/home/mara/photo.jpg"),
    MessageEntry("bob", "", TextKind.MESSAGE, NOON, deleted="", msgid="M3"),
    MessageEntry("bob", "", TextKind.MESSAGE, NOON, deleted="not nice", msgid="M4"),
    MessageEntry(
        "bob",
        "cake!",
        TextKind.MESSAGE,
        NOON,
        reactions=(Reaction("🎂", ("mara", "Ines Duarte"), own=True), Reaction("+1", ("eve",))),
    ),
]
FACTS: list[Fact] = [
    MemberJoined("#club", Member("bob", host="10.0.0.7"), NOON),
    *(MemberLeft("#club", "bob", kind, "mara", "because", NOON) for kind in LeaveKind),
    NickChanged("bob", "robert", False, ("#club",), NOON),
    NickChanged("mara", "maria", True, ("#club",), NOON),
    TopicChanged("#club", "Robots", "mara", NOON),
    RankChanged("#club", "bob", "o", True, "mara", NOON),
    ChannelModesChanged("#club", "+nt", "secret", "+i", "mara", NOON),
    BanChanged("#club", "eve!*@*", True, "mara", NOON),
    RoomRenamed("#club", "#makers", "mara", "because", NOON),
    RoomEntered("#club", NOON),
    *(RoomLeft("#club", kind, "mara", "because", NOON) for kind in LeaveKind),
]


def values(entry: object) -> dict[str, object]:
    return {name: getattr(entry, name) for name in type(entry).__slots__}  # type: ignore[attr-defined]


@pytest.mark.parametrize("entry", MESSAGES, ids=lambda entry: entry.text or f"deleted {entry.deleted}")
def test_a_message_comes_back_as_it_was(entry: MessageEntry) -> None:
    assert is_kept(entry)
    archive, key = Archive(), RoomKey("net", "#club")
    archive.append(key, [line_of(entry, place_of(entry.time))])
    (line,) = archive.page_before(key, None, 1).lines
    back = entry_of(line)
    assert back is not None
    assert values(back) == values(entry)


def test_a_file_is_found_by_its_name_and_by_what_was_said_with_it() -> None:
    archive, key = Archive(), RoomKey("net", "#club")
    entry = MessageEntry("bob", "as promised", TextKind.MESSAGE, NOON, file=PHOTO, msgid="M1")
    archive.append(key, [line_of(entry, place_of(NOON))])
    for words in ("photo", "promised", "promised jpg"):
        assert [found.line.msgid for found in archive.search(words, key)] == ["M1"]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: describe(fact))
def test_an_event_is_told_in_the_same_words_later(fact: Fact) -> None:
    entry = EventEntry(fact, NOON)
    assert is_kept(entry)
    archive, key = Archive(), RoomKey("net", "#club")
    line = line_of(entry, place_of(NOON))
    archive.append(key, [line])
    (line,) = archive.page_before(key, None, 1).lines
    back = entry_of(line)
    assert isinstance(back, EventEntry)
    assert (type(back.fact), back.time) == (type(fact), NOON)
    assert describe(back.fact) == describe(fact)
    assert "secret" not in repr(line)
    assert "10.0.0.7" not in repr(line)


@pytest.mark.parametrize(
    "entry",
    [
        MessageEntry("mara", "on its way", TextKind.MESSAGE, NOON, state=SendState.PENDING, pending_id=1),
        MessageEntry("mara", "refused", TextKind.MESSAGE, NOON, state=SendState.FAILED, pending_id=1),
        *(
            EventEntry(fact, NOON)
            for fact in (
                ConnectionLost(),
                ConnectionRestored(),
                HistoryGap(1.0, 2.0),
                Note("usage"),
                Invited("#club", "bob", NOON),
            )
        ),
    ],
    ids=lambda entry: getattr(entry, "text", "") or type(entry.fact).__name__,
)
def test_what_is_no_part_of_the_talk_is_not_kept(entry: MessageEntry | EventEntry) -> None:
    assert not is_kept(entry)


@pytest.mark.parametrize(
    ("kind", "rest"),
    [
        ("message", "no JSON"),
        ("message", "[1]"),
        ("message", '{"reactions":[["x"]]}'),
        ("message", '{"reactions":5}'),
        ("left", ""),
        ("left", '{"kind":"flew away","by":"","reason":""}'),
        ("holo-call", '{"x":1}'),
    ],
)
def test_what_another_version_wrote_is_stepped_over(kind: str, rest: str) -> None:
    assert entry_of(StoredLine(1, NOON, kind, "bob", text="hello", rest=rest)) is None


def test_a_hit_has_the_colour_that_its_sender_had() -> None:
    kept = [colour_kept(line_of(message, 1)) for message in MESSAGES[:3]]
    assert kept == ["bob", "ines", "#223496"]


def test_a_colour_in_the_file_is_looked_at_like_any_other() -> None:
    line = line_of(MESSAGES[2], 1)._replace(rest='{"colour":"url(x)"}')
    entry = entry_of(line)
    assert isinstance(entry, MessageEntry)
    assert entry.colour == ""
