"""A conversation as text, web page and JSON."""

from __future__ import annotations

import json
import time

import pytest

from app.client.events import BanChanged, LeaveKind, Member, MemberJoined, MemberLeft, TextKind
from app.irc.file_tag import SharedFile
from app.models.export import ExportedFile, Exporter, Format, record
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


CAT = SharedFile("c" * 22, 'a"<cat>.png', 7, "image/png", "0" * 64, 40, 30)
PLAN = SharedFile("p" * 22, "plan & <co>.html", 2048, "text/html", "1" * 64)
LOST = SharedFile("l" * 22, "lost.zip", 7, "application/zip", "2" * 64)
NAMED = SharedFile("n" * 22, "later.txt", 7, "text/plain", "3" * 64)
PLACES = {
    CAT.id: ExportedFile('x: y files/a"<cat>.png'),
    PLAN.id: ExportedFile("x: y files/plan & <co> (2).html"),
    LOST.id: ExportedFile(problem="no longer on the <host>"),
}


def with_files(kind: Format) -> str:
    exporter = Exporter(kind, "Club", PLACES)
    entries = [
        said("look", file=CAT),
        said("", file=PLAN),
        said("", file=LOST),
        said("", file=NAMED),
        said("x", file=CAT, deleted=""),
        said("nothing"),
    ]
    return exporter.head() + exporter.chunk(entries) + exporter.foot()


def test_a_web_page_shows_pictures_and_leads_to_other_files() -> None:
    page = with_files(Format.HTML)
    assert "img-src 'self' file:" in page
    assert "img-src" not in written(Format.HTML, [said("x", file=CAT)])
    cat = "x%3A%20y%20files/a%22%3Ccat%3E.png"
    alt = "a&quot;&lt;cat&gt;.png"
    shown = f'<img src="{cat}" alt="{alt}" loading="lazy" width="40" height="30">'
    assert f'<span dir="auto">look</span><br><a href="{cat}">{shown}</a></p>' in page
    assert page.count("<img") == 1, "what was deleted is not shown"
    plan = 'href="x%3A%20y%20files/plan%20%26%20%3Cco%3E%20%282%29.html"'
    assert f"<a {plan}><bdi>plan &amp; &lt;co&gt;.html</bdi></a> <i>2" in page
    assert "<bdi>lost.zip</bdi> <i>(no longer on the &lt;host&gt;)</i>" in page
    assert '<span dir="auto">later.txt</span></p>' in page


def test_text_and_data_tell_where_files_are() -> None:
    lines = with_files(Format.TEXT).splitlines()
    at = f"[{clock(NOON)}] bob:"
    assert [line for line in lines if "files/" in line or "lost" in line] == [
        'a"<cat>.png (x: y files/a"<cat>.png)',
        f"{at} plan & <co>.html (x: y files/plan & <co> (2).html)",
        f"{at} lost.zip (no longer on the <host>)",
    ]
    data = [one.get("file") for one in json.loads(with_files(Format.JSON))]
    assert [one and (one.get("path"), one.get("problem")) for one in data] == [
        ('x: y files/a"<cat>.png', None),
        ("x: y files/plan & <co> (2).html", None),
        (None, "no longer on the <host>"),
        (None, None),
        (None, None),
        None,
    ]


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
