"""Where the words of a search stand in a text."""

from __future__ import annotations

import pytest

from app.models.timeline_matches import hit_spans


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("The charger is here", ("charger",), ["charger"]),
        ("Cafe, CAFÉ and café", ("café",), ["Cafe", "CAFÉ", "café"]),
        ("straße", ("strasse", "straße"), ["straße"]),
        ("one two one", ("one", "two"), ["one", "two", "one"]),
        ("charge chargers", ("charge", "charger"), ["charge", "charger"]),
        ("a.b (c)", (".b (",), [".b ("]),
        ("充電器は三つ", ("三つ",), ["三つ"]),
        # as the archive's search: how words begin, and any part of what is written without spaces
        ("to motor, Tomás, 2to, on_to, 本to", ("to",), ["to", "To", "to", "to"]),
        ("1 21 12", ("1",), ["1", "1"]),
        ("😅 ok", ("ok",), ["ok"]),
        ("nothing", ("",), []),
        ("nothing", (), []),
    ],
)
def test_words_are_found_whatever_their_case_and_accents(
    text: str, words: tuple[str, ...], found: list[str]
) -> None:
    assert [text[start:end] for start, end in hit_spans(text, words)] == found
