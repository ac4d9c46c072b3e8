"""Six words that stand for a certificate."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from app.security.six_words import WORDS, six_words

FINGERPRINT = "ab" * 32


def test_everybody_sees_the_same_six_words_for_ever() -> None:
    # another result means that people with different versions compare different words
    assert six_words(FINGERPRINT) == ("century", "coral", "pretzel", "subject", "snail", "persuade")
    assert six_words(FINGERPRINT.upper()) == six_words(FINGERPRINT)


def test_another_certificate_has_other_words() -> None:
    others = six_words("ab" * 31 + "ac")
    assert len(others) == 6
    assert others != six_words(FINGERPRINT)


@pytest.mark.parametrize("text", ["", "ab", "ab" * 33, "xy" * 32])
def test_what_is_no_fingerprint_has_no_words(text: str) -> None:
    with pytest.raises(ValueError):
        six_words(text)


def test_the_words_are_short_plain_and_in_order() -> None:
    assert len(WORDS) == 2048
    assert sorted(set(WORDS)) == list(WORDS)
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 8 for word in WORDS)


def test_no_word_begins_with_another() -> None:
    assert [pair for pair in pairwise(WORDS) if pair[1].startswith(pair[0])] == []


def test_no_two_words_are_one_letter_apart() -> None:
    without_one: dict[str, set[str]] = {}
    for word in WORDS:
        for place in range(len(word)):
            # "_" for a changed letter; the bare rest for one left out
            without_one.setdefault(f"{word[:place]}_{word[place + 1 :]}", set()).add(word)
    assert [group for group in without_one.values() if len(group) > 1] == []
    known = set(WORDS)
    shorter = {(w, w[:i] + w[i + 1 :]) for w in WORDS for i in range(len(w))}
    assert [pair for pair in shorter if pair[1] in known] == []


SOUND_ALIKE = (
    "pear pair,mail male,night knight,sea see,flower flour,whale wail,bare bear,hour our,write right,son sun,"
    "meat meet,deer dear,week weak,tail tale,steel steal"
)


@pytest.mark.parametrize("alike", SOUND_ALIKE.split(","))
def test_of_words_that_sound_alike_there_is_at_most_one(alike: str) -> None:
    assert [pair for pair in combinations(alike.split(), 2) if set(pair) <= set(WORDS)] == []
