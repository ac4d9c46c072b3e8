"""The values of HUBBUB PASSWORD on the wire."""

from __future__ import annotations

import pytest

from app.irc.password_exchange import (
    CLIENT,
    HUB,
    ScryptParams,
    confirmation,
    confirms,
    decode_value,
    encode_value,
    transcript,
)

SALT = encode_value(b"s" * 16)
PARAMS = ScryptParams(b"s" * 16, 2**15, 8, 1)


@pytest.mark.parametrize(
    "params", [PARAMS, ScryptParams(b"s" * 64, 2**14, 8, 4), ScryptParams(b"\0" * 16, 2**17, 8, 1)], ids=repr
)
def test_parameters_are_read_as_they_are_written(params: ScryptParams) -> None:
    assert ScryptParams.read(params.words()) == params


@pytest.mark.parametrize(
    "words",
    [
        (),
        (SALT, "32768", "8"),
        (SALT, "32768", "8", "1", "1"),
        (encode_value(b"s" * 15), "32768", "8", "1"),
        (encode_value(b"s" * 65), "32768", "8", "1"),
        ("", "32768", "8", "1"),
        ("*", "32768", "8", "1"),
        (SALT, "2", "8", "1"),
        (SALT, "8192", "8", "1"),
        (SALT, "32767", "8", "1"),
        (SALT, "262144", "8", "1"),
        (SALT, "1073741824", "8", "1"),
        (SALT, "9" * 5000, "8", "1"),
        (SALT, "-32768", "8", "1"),
        (SALT, "٣٢٧٦٨", "8", "1"),
        (SALT, "32768", "1", "1"),
        (SALT, "32768", "16", "1"),
        (SALT, "32768", "8", "0"),
        (SALT, "32768", "8", "5"),
        (SALT, "32768", "8", "x"),
    ],
)
def test_parameters_that_are_cheap_absurd_or_broken_are_none(words: tuple[str, ...]) -> None:
    assert ScryptParams.read(words) is None


@pytest.mark.parametrize("value", [b"x", b"\0" * 33, bytes(range(64))])
def test_values_are_read_as_they_are_written(value: bytes) -> None:
    word = encode_value(value)
    assert decode_value(word) == value
    assert " " not in word
    assert not word.startswith(":")


@pytest.mark.parametrize("word", ["", "a", "====", "ab cd", "a-_b", "é", "A" * 129, "\ud800"])
def test_words_that_are_no_value_are_none(word: str) -> None:
    assert decode_value(word) is None


def test_a_confirmation_holds_for_one_side_one_key_and_everything_that_was_said() -> None:
    said = transcript("ab" * 32, PARAMS, b"one", b"two")
    given = confirmation(b"key", CLIENT, said)
    assert confirms(given, b"key", CLIENT, said)
    assert not confirms(None, b"key", CLIENT, said)
    assert not confirms(given, b"key", HUB, said)
    assert not confirms(given, b"other key", CLIENT, said)
    for other in (
        transcript("cd" * 32, PARAMS, b"one", b"two"),
        transcript("ab" * 32, ScryptParams(b"t" * 16, 2**15, 8, 1), b"one", b"two"),
        transcript("ab" * 32, ScryptParams(b"s" * 16, 2**14, 8, 1), b"one", b"two"),
        transcript("ab" * 32, ScryptParams(b"s" * 16, 2**15, 8, 2), b"one", b"two"),
        transcript("ab" * 32, PARAMS, b"onet", b"wo"),
        transcript("ab" * 32, PARAMS, b"two", b"one"),
    ):
        assert not confirms(given, b"key", CLIENT, other)
