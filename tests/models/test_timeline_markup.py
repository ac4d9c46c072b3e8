"""What is found in the text of a message."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.timeline_markup import (
    CodeBlock,
    Paragraph,
    Span,
    Style,
    is_large_emoji,
    is_mention,
    parse,
)


def only(text: str, *names: str) -> Paragraph:
    (block,) = parse(text, names)
    assert isinstance(block, Paragraph)
    return block


def marked(text: str, *names: str) -> list[tuple[str, Style]]:
    block = only(text, *names)
    return [(block.text[span.start : span.end], span.style) for span in block.spans]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("see http://a.b/c, please", "http://a.b/c"),
        ("irc://irc.example.org/chan.", "irc://irc.example.org/chan"),
        ("(https://a.b/c_(d))", "https://a.b/c_(d)"),
        ("https://a.b/?q=1&r=2#x.", "https://a.b/?q=1&r=2#x"),
        ("mailto:a@b.c!", "mailto:a@b.c"),
    ],
)
def test_links_end_where_the_sentence_goes_on(text: str, link: str) -> None:
    assert marked(text) == [(link, Style.LINK)]


@pytest.mark.parametrize(
    ("text", "shown", "spans"),
    [
        # inside of marks
        ("**https://example.org/**", "https://example.org/", [Style.BOLD, Style.LINK]),
        ("*https://a.b/c*, next", "https://a.b/c, next", [Style.ITALIC, Style.LINK]),
        ("**see https://a.b/c**.", "see https://a.b/c.", [Style.BOLD, Style.LINK]),
        ("_https://youtu.be/abc_", "https://youtu.be/abc", [Style.ITALIC, Style.LINK]),
        ("https://youtu.be/abc_", "https://youtu.be/abc_", [Style.LINK]),
        ("_see https://youtu.be/abc_ now_", "see https://youtu.be/abc_ now", [Style.ITALIC, Style.LINK]),
        ("**_https://a.b/c_**", "https://a.b/c", [Style.BOLD, Style.ITALIC, Style.LINK]),
        ("**a** https://a.b/x_y_z **b**", "a https://a.b/x_y_z b", [Style.BOLD, Style.LINK, Style.BOLD]),
        # beside code
        ("`https://a.b/c`", "https://a.b/c", [Style.CODE]),
        ("https://a.b/c`d`", "https://a.b/cd", [Style.LINK, Style.CODE]),
        ("*use `rm *` now*", "use rm * now", [Style.ITALIC, Style.CODE]),
        # without a scheme, and what looks like another
        ("www.example.org", "www.example.org", [Style.LINK]),
        ("*https://аpple.com/* ok", "https://xn--pple-43d.com/ ok", [Style.ITALIC, Style.LINK]),
        # nothing turns what is shown
        ("\u202ehttps://example.org/fdp.exe", "https://example.org/fdp.exe", [Style.LINK]),
    ],
)
def test_links_and_marks_are_read_together(text: str, shown: str, spans: list[Style]) -> None:
    block = only(text)
    assert block.text == shown
    assert [span.style for span in block.spans] == spans
    for span in block.spans:
        words = block.text[span.start : span.end]
        assert span.target in (("",) if span.style is not Style.LINK else (words, f"https://{words}"))


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "://a",
        "2*3*4",
        "a_b_c",
        "* x *",
        "rm *.o,*.a",
        "SELECT *,count(*)",
        "f(*a, *b)*",
        "~/_build_/x",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert only(text) == Paragraph(text)


def test_markers_are_taken_for_style() -> None:
    block = only("put `f(*x*)` **here**, *now*, _please_")
    assert block.text == "put f(*x*) here, now, please"
    assert [span.style for span in block.spans] == [Style.CODE, Style.BOLD, Style.ITALIC, Style.ITALIC]


def test_own_names_are_marked_outside_of_code_and_links() -> None:
    assert marked("@Mara and mara: `mara` http://mara/ marathon", "Mara") == [
        ("mara", Style.CODE),
        ("http://mara/", Style.LINK),
        ("@Mara", Style.MENTION),
        ("mara", Style.MENTION),
    ]


def test_code_blocks_keep_their_lines() -> None:
    blocks = parse("try this:\n```python\nif x:\n    y\n```\nok?")
    assert blocks == (Paragraph("try this:"), CodeBlock("if x:\n    y"), Paragraph("ok?"))
    assert parse("```x = 1```") == (CodeBlock("x = 1"),)
    assert parse("``````") == (Paragraph("``````"),)


def test_control_codes_never_show() -> None:
    assert only("\x02bold\x02 \x0304,01red\x03 \x1b[31mred\x1b[0m\x00\x85").text == "bold red red"


def test_a_name_that_begins_and_ends_with_marks_stays() -> None:
    assert marked("_mara_: hi", "_mara_") == [("_mara_", Style.MENTION)]
    assert marked("_mara_: hi", "mara") == [("mara", Style.ITALIC), ("mara", Style.MENTION)]
    assert marked("`_mara_`", "_mara_") == [("_mara_", Style.CODE)]


def test_empty_text_is_an_empty_paragraph() -> None:
    assert parse("") == (Paragraph(""),)


@pytest.mark.parametrize("text", ["😅", "👍🏽", "👩‍👩‍👧‍👦 ❤️", "🇩🇪🇫🇷", "🙏 🔥 🎉", "1️⃣"])
def test_a_few_emoji_alone_are_large(text: str) -> None:
    assert is_large_emoji(text)


@pytest.mark.parametrize("text", ["", " ", "ok 😅", "😅😅😅😅", "1", "😅" * 80])
def test_other_text_is_not(text: str) -> None:
    assert not is_large_emoji(text)


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ("mara: hi", True),
        ("\x0304mara\x03: hi", True),  # no code of a colour is part of a name
        ("_mara_ and **mara**", True),
        ("`mara` is not at home", False),
        ("```\nmara\n```", False),
        ("https://example.org/?to=mara", False),
        ("mara-lind: hi", False),
        ("hello", False),
    ],
)
def test_who_is_told_of_a_mention_finds_it_marked(text: str, is_meant: bool) -> None:
    assert is_mention(text, ["mara"]) is is_meant
    blocks = [block for block in parse(text, ["mara"]) if isinstance(block, Paragraph)]
    assert any(span.style is Style.MENTION for block in blocks for span in block.spans) is is_meant


@given(st.text(alphabet=st.sampled_from("ab *_`\n@.:/()htps\x02\u2068\u202e😅~w好。а"), max_size=200))
def test_any_text_has_sound_spans(text: str) -> None:
    for block in parse(text, ("a",)):
        if isinstance(block, Paragraph):
            assert all(0 <= span.start < span.end <= len(block.text) for span in block.spans)
            assert all(isinstance(span, Span) for span in block.spans)


def work(text: str, *names: str) -> int:
    """How many calls it takes to read a text."""
    calls = 0

    def count(_frame: object, _event: str, _argument: object) -> None:
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        parse(text, names)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    "part",
    [
        *("`a` ", "_x_ `a` ", "`a` http://a.b/c mara ", "*https://a.b/c* ", "https://a.b/c ", "(www.", "://"),
        *("|", "mara|", "|mara", "mara!", "*a* ", "*a", "a*", "(*", "*_", "*\n", "```a", "```\n", "@mara"),
        *("\u200b", "a\u0301", "http://é.é/ ", "x://x", "http://a.b/(", "~http://a.b~~", "mailto:a@b "),
    ],
)
def test_what_is_three_times_as_long_takes_three_times_the_work(part: str) -> None:
    names = ("mara", "|", "_x_")
    short = work(part * 500, *names)
    assert work(part * 1500, *names) < 3.5 * short


def test_what_looks_like_the_beginning_of_addresses_is_left_soon() -> None:
    assert len(only("mara!" * 50_000, "mara").spans) == 50_000  # by a search of each to the end: minutes
