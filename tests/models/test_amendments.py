"""What happens to a message after it was said: who may correct it, what reactions it keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.client.events import Edited, Reacted, Redacted, TextKind
from app.irc.file_tag import SharedFile
from app.models.amendments import (
    DIFFERENT_REACTIONS,
    HELD_AMENDMENTS,
    REACTING_PEOPLE,
    PendingAmendments,
    amended,
)
from app.models.timeline import TimelineModel
from app.models.timeline_entries import EventEntry, MessageEntry, Note, Reaction

NOW = 1_790_000_000.0


def message(text: str = "helo", *, sender: str = "bob", account: str = "", own: bool = False) -> MessageEntry:
    return MessageEntry(sender, text, TextKind.MESSAGE, NOW, msgid="M1", account=account, own=own)


def edit(text: str = "hello", *, sender: str = "bob", account: str = "", own: bool = False) -> Edited:
    return Edited("#room", "M1", text, sender, NOW, account, own)


def reacted(reaction: str, sender: str, *, given: bool = True, own: bool = False) -> Reacted:
    return Reacted("#room", "M1", sender, reaction, given, own, NOW)


@pytest.mark.parametrize(
    ("entry", "event", "taken"),
    [
        (message(), edit(), True),
        (message(), edit(sender="BOB"), True),
        (message(), edit(sender="mallory"), False),
        (message(account="bob"), edit(sender="bobby", account="bob"), True),
        (message(account="bob"), edit(), False),
        (message(), edit(account="bob"), False),
        (message(account="bob"), edit(account="mallory"), False),
        (message(sender="mara", own=True), edit(sender="mara_", own=True), True),
        (message(sender="mara", own=True), edit(sender="bob"), False),
    ],
)
def test_only_who_said_something_corrects_it(entry: MessageEntry, event: Edited, taken: bool) -> None:
    after = amended(entry, event)
    assert (after.text, after.edited) == (("hello", True) if taken else ("helo", False))


def test_a_new_caption_keeps_the_file_and_taking_it_back_does_not() -> None:
    file = SharedFile("A" * 22, "plan.pdf", 12, "application/pdf", "ab" * 32)
    shared = replace(message(), file=file)
    for text in ("hello", f"hello https://h:7697/f/{file.id}/plan.pdf"):
        after = amended(shared, edit(text))
        assert (after.text, after.file, after.edited) == ("hello", file, True)
    assert amended(shared, Redacted("#room", "M1", "bob", "", NOW)).file is None


def test_what_is_taken_back_means_nobody() -> None:
    meant = replace(message(), mention=True, own_names=("mara",))
    after = amended(meant, Redacted("#room", "M1", "bob", "", NOW))
    assert (after.mention, after.own_names) == (False, ())


def test_what_is_taken_back_leaves_no_words_and_no_reactions() -> None:
    entry = amended(amended(message(), reacted("👍", "cleo")), edit())
    after = amended(entry, Redacted("#room", "M1", "bob", "a slip", NOW))
    assert (after.text, after.deleted, after.edited, after.reactions) == ("", "a slip", False, ())
    assert amended(after, edit()) is after
    assert amended(after, reacted("👍", "cleo")) is after


def test_reactions_are_counted_per_person_and_can_be_taken_back() -> None:
    entry = message()
    for event in (
        reacted("👍", "cleo"),
        reacted("👍", "cleo"),
        reacted("👍", "mara", own=True),
        reacted("🎉", "cleo"),
        reacted("😀", "nobody", given=False),
    ):
        entry = amended(entry, event)
    assert entry.reactions == (Reaction("👍", ("cleo", "mara"), own=True), Reaction("🎉", ("cleo",)))
    entry = amended(entry, reacted("🎉", "cleo", given=False))
    entry = amended(entry, reacted("👍", "mara", given=False, own=True))
    assert entry.reactions == (Reaction("👍", ("cleo",)),)


def test_ten_thousand_reactions_stay_a_few() -> None:
    entry = message()
    for number in range(10_000):
        entry = amended(entry, reacted(f"r{number}", "mallory"))
    assert len(entry.reactions) == DIFFERENT_REACTIONS
    for number in range(REACTING_PEOPLE + 10):
        entry = amended(entry, reacted("r0", f"bot{number}"))
    assert len(entry.reactions[0].senders) == REACTING_PEOPLE


def test_an_amendment_waits_for_its_message() -> None:
    model = TimelineModel()
    assert not model.amend(edit())
    assert not model.amend(reacted("👍", "cleo"))
    model.append([EventEntry(Note("hi"), NOW), MessageEntry("bob", "other", TextKind.MESSAGE, NOW)])
    model.prepend([message()])
    entry = model.entries[0]
    assert isinstance(entry, MessageEntry)
    assert (entry.text, entry.edited, len(entry.reactions)) == ("hello", True, 1)
    model.clear()
    model.amend(edit())
    model.clear()
    model.append([message()])
    assert [entry.text for entry in model.entries if isinstance(entry, MessageEntry)] == ["helo"]


def test_an_amendment_of_what_is_here_changes_one_row() -> None:
    model = TimelineModel()
    model.append([message()])
    rows: list[int] = []
    model.rows.dataChanged.connect(lambda first, _last: rows.append(first.row()))
    assert model.amend(edit())
    assert model.amend(edit(sender="mallory"))
    assert rows == [0]
    assert not model.amend(Redacted("#room", "", "bob", "", NOW))


def test_held_amendments_are_bounded() -> None:
    held = PendingAmendments()
    for number in range(HELD_AMENDMENTS + 1):
        held.hold(Redacted("#room", f"M{number}", "bob", "", NOW))
    first, last = (
        MessageEntry("bob", "x", TextKind.MESSAGE, NOW, msgid=f"M{n}") for n in (0, HELD_AMENDMENTS)
    )
    kept, gone = held.applied([first, last])
    assert isinstance(kept, MessageEntry)
    assert isinstance(gone, MessageEntry)
    assert (kept.deleted, gone.deleted) == (None, "")
