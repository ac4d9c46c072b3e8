"""What is found in the text of a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.timeline_markup import CodeBlock, Paragraph, Span, Style, is_large_emoji, parse
from app.models.timeline_matches import is_mention, mention_spans


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
    "text", ["javascript:alert(1)", "file:///etc/passwd", "://a", "2*3*4", "a_b_c", "* x *"]
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert only(text) == Paragraph(text)


def test_markers_are_taken_for_style() -> None:
    block = only("put `f(*x*)` **here**, *now*, _please_")
    assert block.text == "put f(*x*) here, now, please"
    assert [span.style for span in block.spans] == [Style.CODE, Style.BOLD, Style.BOLD, Style.ITALIC]


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
    assert only("\x02bold\x02 \x0304,01red\x03 \x1b[0m\x00").text == "bold red [0m"


def test_empty_text_is_an_empty_paragraph() -> None:
    assert parse("") == (Paragraph(""),)


@pytest.mark.parametrize("text", ["😅", "👍🏽", "👩‍👩‍👧‍👦 ❤️", "🇩🇪🇫🇷", "🙏 🔥 🎉", "1️⃣"])
def test_a_few_emoji_alone_are_large(text: str) -> None:
    assert is_large_emoji(text)


@pytest.mark.parametrize("text", ["", " ", "ok 😅", "😅😅😅😅", "1", "😅" * 80])
def test_other_text_is_not(text: str) -> None:
    assert not is_large_emoji(text)


def test_a_mention_is_a_whole_word() -> None:
    assert mention_spans("Mara! @mara, amara marathon mara/x", ["mara"]) == [(0, 4), (6, 11)]
    assert is_mention("ping c++", ["c++"])
    assert not is_mention("hello", ["", "bob"])
    assert not is_mention("hello", [])


@given(
    st.text(alphabet="abBkKſİı é@/-", max_size=12),
    st.lists(st.text(alphabet="abBkKſİıé-", max_size=3), max_size=3),
)
def test_a_mention_is_where_a_name_is_found(text: str, names: list[str]) -> None:
    assert is_mention(text, names) == bool(mention_spans(text, names))


@given(st.text(alphabet=st.sampled_from("ab *_`\n@.:/()http\x02\u2068😅"), max_size=200))
def test_any_text_has_sound_spans(text: str) -> None:
    for block in parse(text, ("a",)):
        if isinstance(block, Paragraph):
            assert all(0 <= span.start < span.end <= len(block.text) for span in block.spans)
            assert all(isinstance(span, Span) for span in block.spans)
