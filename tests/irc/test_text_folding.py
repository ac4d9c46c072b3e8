"""Texts as eyes compare them, and where what was folded comes from."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.text_folding import fold_text, fold_with_places

ANY = st.text(
    st.characters() | st.sampled_from("eẞßİıǅ\u0301\u0345\u3099\u093f\u1100\u1161\u11a8\uff9eｶ\u200bﬁ國é½")
)


@pytest.mark.parametrize(
    "alike",
    [
        ("Hub", "HUB", "Ｈｕｂ", "h\u200bub", "hu\u00adb", "ℍ𝓾𝔟"),
        ("café", "cafe\u0301", "CAFE"),
        ("straße", "STRASSE", "STRAẞE"),
        ("finden", "ﬁnden"),
        ("한국어", unicodedata.normalize("NFD", "한국어")),
        ("ガイド", "ｶﾞｲﾄﾞ", unicodedata.normalize("NFD", "ガイド")),
        ("İstanbul", "istanbul", "ISTANBUL"),
        ("łódź", "lodz", "ŁÓDŹ"),
        ("Ærø", "aero"),
        ("Tomás", "tomas"),
        ("ÅSA", "asa"),
        ("ёлка", "елка"),
        ("Άλφα", "αλφα"),
        ("σοφός", "ΣΟΦΟΣ"),
        ("أحمد", "احمد", "اح\u0640مد", "أَحْمَد"),
        ("شَלום", "שלום".replace("ש", "ش")),
        ("שָׁלוֹם", "שלום"),
        ("می\u200cخواهم", "ميخواهم"),
        ("کتاب", "كتاب"),
        ("①㎏", "1kg"),
        ("☕\ufe0f", "☕"),
    ],
)
def test_what_eyes_take_for_the_same_is_folded_alike(alike: tuple[str, ...]) -> None:
    assert {fold_text(text) for text in alike} == {fold_text(alike[0])}


@pytest.mark.parametrize(
    "apart",
    [
        ("ガス", "カス"),  # what tells letters apart in their script is no accent
        ("हिन्दी", "हन्दी"),
        ("ไก่", "ไก"),
        ("hub", "hab"),
        ("한", "하"),
    ],
)
def test_what_tells_words_apart_stays(apart: tuple[str, str]) -> None:
    assert fold_text(apart[0]) != fold_text(apart[1])


@given(ANY)
def test_places_are_those_of_the_same_folding(text: str) -> None:
    folded = fold_with_places(text)
    assert folded.text == fold_text(text)
    assert fold_with_places(text, keep_accents=True).text == fold_text(text, keep_accents=True)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    spans = list(zip(folded.starts, folded.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(ANY)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


def test_only_marks_and_jamo_are_composed_with_what_is_before() -> None:
    """Of all characters: what the places are parted by is what Unicode composes."""
    apart = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if len(pair := unicodedata.normalize("NFD", char)) > 1
        and unicodedata.normalize("NFC", pair) == char
        and len(fold_with_places(pair, keep_accents=True).text)
        != len(fold_with_places(char, keep_accents=True).text)
    ]
    assert apart == []


@pytest.mark.parametrize(
    ("text", "span", "found"),
    [
        ("Stra\u00dfe", (4, 6), "\u00df"),
        ("cafe\u0301 noir", (3, 4), "e\u0301"),
        (unicodedata.normalize("NFD", "한국"), (1, 2), unicodedata.normalize("NFD", "국")),
        ("h\u200bub", (0, 3), "h\u200bub"),
        ("plain", (1, 3), "la"),
    ],
)
def test_a_span_leads_back_to_whole_characters(text: str, span: tuple[int, int], found: str) -> None:
    start, end = fold_with_places(text).span(*span)
    assert text[start:end] == found


def test_accents_may_be_kept() -> None:
    assert fold_with_places("Zoe\u0308", keep_accents=True).text == "zo\u00eb"
    assert fold_with_places("ZO\u00cb", keep_accents=True).text == "zo\u00eb"
    assert fold_with_places("Zoe", keep_accents=True).text == "zoe"
