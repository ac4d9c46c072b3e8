"""Emoji in tones of skin: where the tone stands, and what has none."""

from __future__ import annotations

import pytest

from app.models.emoji import load_table
from app.models.emoji_tones import TONES, with_tone, without_tone
from app.paths import resources

MEDIUM = TONES[3]


@pytest.mark.parametrize(
    ("plain", "toned"),
    [
        ("👍", "👍🏽"),
        ("✌️", "✌🏽"),
        ("👩‍🚀", "👩🏽‍🚀"),
        ("🏋️‍♀️", "🏋🏽‍♀️"),
        ("🧑‍🤝‍🧑", "🧑🏽‍🤝‍🧑🏽"),
        ("👩‍❤️‍💋‍👨", "👩🏽‍❤️‍💋‍👨🏽"),
        ("🤝", "🤝🏽"),
        *((one, one) for one in ("🎉", "❤️", "👪", "👯", "🤼‍♂️", "👨‍👩‍👧", "🧑‍🧑‍🧒", "🏴‍☠️", "")),
    ],
)
def test_a_tone_stands_behind_each_person_where_people_have_one(plain: str, toned: str) -> None:
    assert with_tone(plain, MEDIUM) == toned
    assert with_tone(toned, TONES[5]) == toned.replace(MEDIUM, TONES[5])
    assert with_tone(toned, "") == without_tone(toned) == plain.replace("✌️", "✌").replace("🏋️", "🏋")


def test_as_many_have_tones_as_unicode_lists() -> None:
    """As emoji-test.txt, version 15.1, has them, those with two different tones left out."""
    every = load_table(resources() / "emoji" / "en.json").every
    assert sum(with_tone(one.text, MEDIUM) != one.text for one in every) == 324


def test_a_table_in_another_tone_finds_what_is_known_of_any() -> None:
    table = load_table(resources() / "emoji" / "en.json")
    assert table.in_tone("", lambda _text: True) is table
    toned = table.in_tone(MEDIUM, lambda text: "🚀" not in text)
    found = toned.by_text("👍🏿")
    assert found is not None
    assert (found.text, found.name) == ("👍🏽", "thumbs up")
    assert toned.by_text("👩‍🚀").text == "👩‍🚀"  # type: ignore[union-attr]
