"""Entries as they are copied and spoken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.client.events import Member, MemberJoined, TextKind
from app.irc.file_tag import SharedFile
from app.models.timeline_entries import EventEntry, MessageEntry, Reaction, SendState
from app.models.timeline_text import copy_text, message_text, spoken_text, whole_text


def said(text: str = "hello", **fields: Any) -> MessageEntry:
    return MessageEntry("Ines_Duarte", text, TextKind.MESSAGE, 0.0, name="Ines Duarte", **fields)


def test_a_message_is_copied_and_spoken_with_what_its_sender_is_called() -> None:
    act = MessageEntry("Ines_Duarte", "waves", TextKind.ACTION, 0.0, name="Ines Duarte")
    assert copy_text(said()).endswith("] Ines Duarte: hello")
    assert copy_text(act).endswith("] * Ines Duarte waves")
    assert spoken_text(said()).startswith("Ines Duarte, ")


def test_a_part_is_copied_with_time_and_name() -> None:
    act = MessageEntry("bob", "waves a hand", TextKind.ACTION, 0.0)
    event = EventEntry(MemberJoined("#r", Member("eve"), 0.0), 0.0)
    assert copy_text(said("hello there"), "there").endswith("] Ines Duarte: there")
    assert copy_text(act, "bob waves").endswith("] * bob waves")
    assert copy_text(event, "eve").endswith("] eve")


def test_a_message_that_was_taken_back_says_so_and_why() -> None:
    silent, why = said("", deleted=""), said("", deleted="off topic")
    act = MessageEntry("bob", "", TextKind.ACTION, 0.0, deleted="")
    assert message_text(silent) == "Message deleted"
    assert copy_text(why).endswith("] Ines Duarte: Message deleted — off topic")
    assert copy_text(act).endswith("] bob: Message deleted")
    assert spoken_text(why).endswith(", Message deleted — off topic")


def test_what_became_of_a_message_is_spoken_behind_it() -> None:
    entry = said(edited=True, reactions=(Reaction("👍", ("bob", "eve"), own=True), Reaction("🎉", ("bob",))))
    assert spoken_text(entry).endswith("hello, edited, 👍 2, 🎉 1")
    many = tuple(Reaction(letter, ("bob",)) for letter in "abcdef")
    assert spoken_text(said(reactions=many)).endswith("hello, a 1, b 1, c 1")
    failed = said(own=True, state=SendState.FAILED, reason="refused")
    assert spoken_text(failed).endswith("hello, Not sent — refused")
    assert spoken_text(said(own=True, state=SendState.PENDING)).endswith("hello, not sent yet")
    waiting = said(own=True, state=SendState.PENDING, reason="waiting for the connection")
    assert spoken_text(waiting).endswith("hello, waiting for the connection")


def test_a_message_that_shares_a_file_is_told_by_what_is_said_or_by_the_file() -> None:
    plan = SharedFile("a" * 22, "plan.pdf", 2_400_000, "application/pdf", "0" * 64)
    cat = replace(plan, name="cat.png", type="image/png")
    bare, said_with = said("", file=plan), said("here \x02it\x02 is", file=plan)
    assert (message_text(bare), message_text(said("", file=cat))) == ("plan.pdf", "Picture")
    assert message_text(said_with) == "here it is"
    assert whole_text(said_with) == "here it is\nplan.pdf"
    assert whole_text(said("", file=cat)) == "cat.png"
    assert copy_text(said_with).endswith(": here it is\nplan.pdf")
    assert spoken_text(said_with).endswith(", here it is, file plan.pdf, 2.4 MB")
    assert spoken_text(said("", file=cat)).endswith(", picture cat.png, 2.4 MB")
    gone = said("", deleted="")
    assert whole_text(gone) == message_text(gone) == "Message deleted"
