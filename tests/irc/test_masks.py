"""Ban masks: the public vectors re-stated, escapes, and time that does not explode."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.masks import complete_mask, matches

# mask, texts that fit, texts that do not
MASKS = [
    (
        "*@127.0.0.1",
        ["coolguy!ab@127.0.0.1", "cooldud3!~bc@127.0.0.1"],
        ["coolguy!ab@127.0.0.5", "cooldud3!~d@124.0.0.1"],
    ),
    (
        "cool*@*",
        ["coolguy!ab@127.0.0.1", "cooldud3!~bc@127.0.0.1", "cool132!ab@example.com"],
        ["koolguy!ab@127.0.0.5", "cooodud3!~d@124.0.0.1"],
    ),
    (
        "cool!*@*",
        ["cool!guyab@127.0.0.1", "cool!~dudebc@127.0.0.1", "cool!312ab@example.com"],
        ["coolguy!ab@127.0.0.1", "cooldud3!~bc@127.0.0.1", "koolguy!ab@127.0.0.5", "cooodud3!~d@124.0.0.1"],
    ),
    (
        "cool!?username@*",
        ["cool!ausername@127.0.0.1", "cool!~username@127.0.0.1"],
        ["cool!username@127.0.0.1"],
    ),
    ("cool!a?*@*", ["cool!ab@127.0.0.1", "cool!abc@127.0.0.1"], ["cool!a@127.0.0.1"]),
    (
        "cool[guy]!*@*",
        ["cool[guy]!guy@127.0.0.1", "cool[guy]!a@example.com"],
        ["coolg!ab@127.0.0.1", "cool[!ac@127.0.1.1"],
    ),
    # our own
    ("", [""], ["a"]),
    ("*", ["", "a", "a b"], []),
    ("**?**", ["a", "abc"], [""]),
    ("a\\*b", ["a*b"], ["axb", "a\\*b"]),
    ("a\\?b", ["a?b"], ["axb"]),
    ("end\\", ["end\\"], ["end"]),
    ("*a*b*c", ["abc", "xaxbxc", "aabbcc"], ["acb", "abcx"]),
]


@pytest.mark.parametrize(("mask", "fits", "fails"), MASKS)
def test_a_mask_fits_what_it_should(mask: str, fits: list[str], fails: list[str]) -> None:
    assert [text for text in fits if not matches(mask, text)] == []
    assert [text for text in fails if matches(mask, text)] == []


@given(st.text())
def test_an_escaped_text_fits_itself_only(text: str) -> None:
    mask = "".join(f"\\{char}" for char in text)
    assert matches(mask, text)
    assert not matches(mask, f"{text}x")


def test_a_hostile_mask_does_not_take_for_ever() -> None:
    assert not matches("*a" * 200 + "b", "a" * 2000)


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("bob", "bob!*@*"),
        ("bob!user", "bob!user@*"),
        ("bob!", "bob!*@*"),
        ("*@host", "*!*@host"),
        ("@host", "*!*@host"),
        ("bob!u@h", "bob!u@h"),
        ("!@", "*!*@*"),
        ("192.168.1.9", "*!*@192.168.1.9"),
        ("fe80::1", "*!*@fe80::1"),
        ("", "*!*@*"),
    ],
)
def test_a_short_mask_is_completed(short: str, whole: str) -> None:
    assert complete_mask(short) == whole
    assert complete_mask(whole) == whole
