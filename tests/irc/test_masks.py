"""Ban masks: the public vectors re-stated, escapes, and time that does not explode."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc import masks
from app.irc.masks import ban_mask, ban_words, compile_mask, complete_mask, matches

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


def by_definition(mask: str, text: str) -> bool:
    """What a mask means, said as simply as possible."""
    if not mask:
        return not text
    if mask[0] == "*":
        return by_definition(mask[1:], text) or (bool(text) and by_definition(mask, text[1:]))
    if mask[0] == "?":
        return bool(text) and by_definition(mask[1:], text[1:])
    escaped = mask[0] == "\\" and len(mask) > 1
    char, rest = (mask[1], mask[2:]) if escaped else (mask[0], mask[1:])
    return text[:1] == char and by_definition(rest, text[1:])


@given(st.text(alphabet="ab*?\\", max_size=9), st.text(alphabet="ab*\\\n", max_size=9))
def test_a_compiled_mask_means_what_masks_mean(mask: str, text: str) -> None:
    assert matches(mask, text) == by_definition(mask, text)


@pytest.mark.parametrize("mask", ["*a" * 200 + "b", "*?a?a" * 100 + "b", "*" + "a?" * 250 + "b", "?*" * 250])
def test_what_is_looked_for_once_is_not_looked_for_again(mask: str) -> None:
    tried: list[int] = []

    class Counted(str):
        __slots__ = ()

        def find(self, *args: object) -> int:
            tried.append(1)
            return str.find(self, *args)  # type: ignore[arg-type]  # as it was called

    compile_mask(mask).fits(Counted("a" * 2000))
    assert len(tried) <= len(mask)


def test_compiled_masks_are_kept_but_neither_many_nor_long_ones() -> None:
    assert compile_mask("a*b") is compile_mask("a*b")
    for number in range(2000):
        compile_mask(f"{number}*")
    assert masks._compile_kept.cache_info().currsize <= masks._KEPT
    before = masks._compile_kept.cache_info()
    assert compile_mask("*" + "x" * 600).fits("x" * 700)
    assert masks._compile_kept.cache_info() == before


@pytest.mark.parametrize(
    ("host", "own", "mask"),
    [
        ("192.168.1.31", "127.0.0.1", "*!*@192.168.1.31"),
        ("127.0.0.1", "127.0.0.1", "bob!*@*"),
        ("::1", "127.0.0.1", "bob!*@*"),
        ("203.0.113.5", "203.0.113.5", "bob!*@*"),
        ("", "x", "bob!*@*"),
        ("localhost", "x", "bob!*@*"),
        ("cloak.example", "x", "*!*@cloak.example"),
    ],
)
def test_a_ban_never_shuts_out_whoever_sets_it(host: str, own: str, mask: str) -> None:
    assert ban_mask("bob", host, own) == mask


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        ("bob!*@*", "bob"),
        ("~a:bob", "bob"),
        ("~m:~a:bob", "bob"),
        ("~m:bob!*@*", "bob"),
        ("b\\\\ob!*@*", "b\\ob"),
        ("*!*@10.0.0.9", ""),
        ("~m:*!*@10.0.0.9", ""),
        ("*!user@*", "*!user@*"),
        ("*!*@*", "*!*@*"),
        ("~a:*", "~a:*"),
        ("$a:bob", "$a:bob"),
    ],
)
def test_a_ban_is_shown_by_what_it_is_about(mask: str, words: str) -> None:
    assert ban_words(mask) == words


@pytest.mark.parametrize(
    ("mask", "account", "source", "is_for"),
    [
        ("~a:bob", "bob", "x!x@h", True),
        ("~m:~a:bob", "bob", "x!x@h", True),
        ("~a:bob", "", "bob!x@h", False),
        ("~a:*", "", "bob!x@h", False),
        ("~m:bob!*@*", "", "bob!x@h", True),
        ("*!*@h", "bob", "x!x@h", True),
        ("bob", "", "bob!x@h", True),
        ("*!*@h", "h", "x!x@other", False),
    ],
)
def test_whom_a_ban_is_for(mask: str, account: str, source: str, is_for: bool) -> None:
    assert masks.fits(mask, account, source) is is_for


def test_a_ban_by_account_wins_over_the_address() -> None:
    assert ban_mask("bob", "10.0.0.9", "", "b*b") == "~a:b\\*b"
    assert masks.fits(ban_mask("b\\ob", "", ""), "", "b\\ob!u@h")


@pytest.mark.parametrize("text", ["bob", "b\\ob", "*", "a?c", "\\\\"])
def test_what_is_escaped_fits_itself_alone(text: str) -> None:
    assert matches(masks.escape(text), text)
    assert not matches(masks.escape(text), f"{text}x")
