"""Message ids as text and as places in time."""

from __future__ import annotations

import pytest

from app.irc.msgid import LAST_MS, PLACES_PER_MS, after, before, is_msgid, place_of, place_text

LAST_PLACE = 2**63 - 1


@pytest.mark.parametrize(
    ("place", "text"),
    [(0, "0000000000000"), (1, "0000000000001"), (32, "0000000000010"), (LAST_PLACE, "7ZZZZZZZZZZZZ")],
)
def test_a_place_is_thirteen_characters_and_back(place: int, text: str) -> None:
    assert place_text(place) == text
    assert place_of(text + "0" * 13) == place


def test_the_time_is_where_a_ulid_has_it() -> None:
    # the example of the ULID specification: 1469918176385 is 01ARYZ6S41
    assert before(1469918176.385).startswith("01ARYZ6S41")


def test_a_time_has_two_bounds_around_its_millisecond() -> None:
    first = place_text(1_700_000_000_123 * PLACES_PER_MS) + "0" * 13
    last = place_text(1_700_000_000_123 * PLACES_PER_MS + PLACES_PER_MS - 1) + "Z" * 13
    assert before(1_700_000_000.123) == first
    assert after(1_700_000_000.123) == last
    assert after(1_700_000_000.122) < first < last < before(1_700_000_000.124)


@pytest.mark.parametrize("time", [-5.0, 0.0])
def test_a_time_before_all_is_the_first(time: float) -> None:
    assert before(time) == "0" * 26


def test_a_time_beyond_all_is_the_last() -> None:
    assert after(1e15) == after(LAST_MS / 1000) == "7" + "Z" * 25


@pytest.mark.parametrize(
    "text", ["", "01ARYZ6S41", "8" + "0" * 25, "0" * 25 + "U", "0" * 25 + "a", "0" * 27, "0" * 25 + "\n"]
)
def test_other_texts_are_no_ids(text: str) -> None:
    assert not is_msgid(text)


def test_an_id_has_the_form() -> None:
    assert is_msgid("01ARYZ6S41TSV4RRFFQ69G5FAV")
