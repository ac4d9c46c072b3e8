"""What is looked for, and where it stands."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.search_terms import SearchTerm, hit_spans, indexed_text, search_terms
from app.irc.text import strip_formatting

KOREAN = unicodedata.normalize("NFD", "한국어로")


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("", ()),
        ("  ", ()),
        ('"', ()),
        ("!? (:", ()),
        ("one  Two", (SearchTerm(("one",), True), SearchTerm(("two",), True))),
        ('"one two" x', (SearchTerm(("one", "two")), SearchTerm(("x",)))),
        ("foo.bar", (SearchTerm(("foo", "bar"), True),)),
        ("日本", (SearchTerm(("日", "本")),)),
        ("🎉x1", (SearchTerm(("🎉", "x1"), True),)),
        ("हिन्दी", (SearchTerm(("हिन्दी",), True),)),
        ("x" * 600, (SearchTerm(("x" * 500,), True),)),
    ],
)
def test_a_query_is_read(query: str, terms: tuple[SearchTerm, ...]) -> None:
    assert search_terms(query) == terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plain, Text", "plain, text"),
        ("Ärger: groß", "arger: gross"),
        ("Ärger: большой", "arger большои"),
        ("日本go", "日 本 go"),
        ("a🎉", "a 🎉"),
        ("\x0304apple\x03", "apple"),
        ("・！", ""),
    ],
)
def test_a_text_is_indexed_by_its_words(text: str, words: str) -> None:
    assert indexed_text(text) == words


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("The charger is here", "charger", ["charger"]),
        ("Cafe, CAFÉ and café", "café", ["Cafe", "CAFÉ", "café"]),
        ("straße STRASSE", "strasse", ["straße", "STRASSE"]),
        ("one two one", "one two", ["one", "two", "one"]),
        ("charge chargers", "charge charger", ["charge", "charger"]),
        ("a.b (c)", '"b (c"', ["b (c"]),
        ("a.b (c)", "a.b", ["a.b"]),
        ("充電器は三つ", "三つ", ["三つ"]),
        # as they are found: how words begin, one letter and what is quoted whole
        ("to motor, Tomás, 2to, on_to, 本to", "to", ["to", "To", "to", "to"]),
        ("1 21 12", "1", ["1"]),
        ("robots robot", '"robot"', ["robot"]),
        ("don’t", "don't", ["don’t"]),
        ("😅 ok", "ok", ["ok"]),
        ("ok😅", "😅", ["😅"]),
        # whole characters of what was said
        ("Ｈｕｂs", "hub", ["Ｈｕｂ"]),
        (KOREAN, "국어", [unicodedata.normalize("NFD", "국어")]),
        ("ﬁnden", "fin", ["ﬁn"]),
        ("cafe\u0301s", "cafe", ["cafe\u0301"]),
        ("h\u00adub", "hub", ["h\u00adub"]),
        ("ｶﾞｲﾄﾞ", "ガイ", ["ｶﾞｲ"]),
        ("ß", "s", []),
        ("हिन्दी में", "हिन्द", ["हिन्दी"]),
        ("nothing", "!", []),
        ("nothing", "", []),
    ],
)
def test_what_is_found_is_marked(text: str, query: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in hit_spans(text, search_terms(query))] == found


@given(st.text(max_size=60), st.text(max_size=20))
def test_marks_of_any_text_are_sound(text: str, query: str) -> None:
    at = 0
    for start, end in hit_spans(text, search_terms(query)):
        assert at <= start < end <= len(text)
        at = end


@given(st.text(max_size=60))
def test_the_index_has_the_words_that_are_marked(text: str) -> None:
    text = strip_formatting(text)
    words = (
        re.findall("[a-z0-9]+", indexed_text(text))
        if indexed_text(text).isascii()
        else indexed_text(text).split(" ")
    )
    quoted = search_terms(f'"{text.replace(chr(34), " ")}"')
    assert [word for term in quoted for word in term.words] == [word for word in words if word]


@given(st.text(max_size=60))
def test_a_text_holds_each_of_its_words(text: str) -> None:
    text = strip_formatting(text)
    for word in indexed_text(text).split(" "):
        terms = search_terms(word)
        assert not terms or hit_spans(text, terms)
