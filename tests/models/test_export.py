"""A conversation as text, web page and JSON."""

from __future__ import annotations

import json
import time

import pytest

from app.client.events import BanChanged, LeaveKind, Member, MemberJoined, MemberLeft, TextKind
from app.irc.file_tag import SharedFile
from app.models.export import Exporter, Format, record
from app.models.timeline_entries import Entry, EventEntry, MessageEntry, Reaction
from app.models.timeline_words import clock

NOON = time.mktime((2026, 11, 20, 12, 0, 0, 0, 0, -1))
DAY = 86_400


def said(text: str, at: float = NOON, **more: object) -> MessageEntry:
    return MessageEntry("bob", text, TextKind.MESSAGE, at, msgid="M1", **more)  # type: ignore[arg-type]


def joined(at: float = NOON) -> EventEntry:
    return EventEntry(MemberJoined("#a", Member("eve <b>"), at), at)


def written(kind: Format, *chunks: list[Entry]) -> str:
    exporter = Exporter(kind, "Club & <co>")
    return exporter.head() + "".join(exporter.chunk(chunk) for chunk in chunks) + exporter.foot()


def test_text_is_as_copied_with_a_heading_for_each_day() -> None:
    lines = written(Format.TEXT, [said("hi"), joined()], [said("again", NOON + DAY)]).splitlines()
    at = clock(NOON)
    assert lines[0] == "Club & <co>"
    assert [line for line in lines if line.startswith("[")] == [
        f"[{at}] bob: hi",
        f"[{at}] eve <b> joined",
        f"[{at}] bob: again",
    ]
    assert len([line for line in lines[1:] if line and not line.startswith("[")]) == 2


def test_a_web_page_runs_nothing_that_was_said() -> None:
    page = written(Format.HTML, [said("<script>alert(1)</script>\nשלום"), joined()])
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\nשלום" in page
    assert "<title>Club &amp; &lt;co&gt;</title>" in page
    assert "eve &lt;b&gt; joined" in page
    assert "default-src 'none'" in page
    assert page.count('dir="auto"') == 2
    assert page.rstrip().endswith("</html>")


def test_a_web_page_tells_what_became_of_a_message() -> None:
    shown = written(
        Format.HTML,
        [
            said("x", edited=True, reactions=(Reaction("👍", ("ann", "eve"), False),)),
            MessageEntry("bob", "old", TextKind.NOTICE, NOON, deleted="spam"),
        ],
    )
    assert "<i>edited</i>" in shown
    assert "<i>👍 2</i>" in shown
    assert "<i>notice</i>" in shown
    assert "Message deleted" in shown
    assert "old" not in shown


@pytest.mark.parametrize("chunks", [[], [[said("a")]], [[said("a"), joined()], [said('"b"\n')]]])
def test_json_is_one_list_however_many_chunks_there_are(chunks: list[list[Entry]]) -> None:
    assert json.loads(written(Format.JSON, *chunks)) == [record(entry) for chunk in chunks for entry in chunk]


def test_a_record_has_what_there_is_of_a_message() -> None:
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(NOON))
    whole = said(
        "x",
        name="Bob B",
        account="bob",
        reply_to="M0",
        edited=True,
        reactions=(Reaction("👍", ("ann",), False),),
    )
    assert record(whole) == {
        "time": f"{moment}.000Z",
        "kind": "message",
        "msgid": "M1",
        "sender": "bob",
        "name": "Bob B",
        "account": "bob",
        "text": "x",
        "reply_to": "M0",
        "edited": True,
        "reactions": {"👍": ["ann"]},
    }
    assert record(said("")).keys() == {"time", "kind", "msgid", "sender", "text"}
    plan = SharedFile("a" * 22, "plan.pdf", 7, "application/pdf", "0" * 64)
    told = {"name": "plan.pdf", "size": 7, "type": "application/pdf", "sha256": "0" * 64}
    assert record(said("", file=plan))["file"] == told, "nobody reads it by that"
    gone = record(said("secret", deleted="spam"))
    assert (gone["text"], gone["deleted"], gone["reason"]) == ("", True, "spam")
    assert record(joined())["text"] == "eve <b> joined"


def test_every_format_has_its_ending() -> None:
    assert [kind.ending for kind in Format] == [".txt", ".html", ".json"]


@pytest.mark.parametrize("kind", list(Format))
def test_a_ban_and_its_removal_are_one_line_also_at_the_end_of_a_lot(kind: Format) -> None:
    ban = EventEntry(BanChanged("#a", "gus!*@*", True, "Carola", NOON), NOON)
    removal = EventEntry(MemberLeft("#a", "gus", LeaveKind.BANNED, "Carola", "begone", NOON), NOON)
    for chunks in ([[said("x"), ban, removal]], [[said("x"), ban], [removal]]):
        text = written(kind, *chunks)
        assert text.count("banned") == 1
        assert "Carola banned gus — begone" in text
    assert "Carola banned gus" in written(kind, [said("x"), ban])
