"""Text of messages: codes taken out, CTCP read and written, lines cut so that nothing is lost or torn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.text import cut_text, encode_ctcp, parse_ctcp, split_text, strip_formatting


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("plain", "plain"),
        ("\x02bold\x02 \x1ditalic\x1d \x1funder\x0f", "bold italic under"),
        ("\x0304,12red\x03 \x033green", "red green"),
        ("\x03,5kept", ",5kept"),
        ("\x0304,no", ",no"),
        ("\x04FF0000,00FF00hex\x04", "hex"),
        ("\x04nohex", "nohex"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("bell\x07\x7f\x00", "bell"),
        ("\x0312345", "345"),
        ("\x03٣ kept", "٣ kept"),
        # of terminals
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[1;31;40mbold\x1b[m", "bold"),
        ("\x1b[38;5;196mred\x1b[38:2::1:2:3m", "red"),
        ("\x9b31mred\x9b0m", "red"),
        ("\x1b[2J\x1b[1;1Hhi\x1b[?25l", "hi"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://a.b/\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9d0;title\x9ctext", "text"),
        ("\x1bP1$r0m\x1b\\text", "text"),
        ("\x1b]0;never ended", "never ended"),
        ("\x1b(Bascii\x1b)0", "ascii"),
        ("\x1b7saved\x1b8", "saved"),
        ("\x1b[", ""),
        ("\x1b[31", ""),
        ("end\x1b", "end"),
        ("\x1bHello", "Hello"),
        ("\x1b\x1b[31mred", "red"),
        # C1, and what turns others around
        ("a\x85b\x80\x9f", "ab"),
        ("\u202egpj.exe\u202c", "gpj.exe\u202c"),
        ("\u202dabc", "abc"),
        # piles of marks
        ("o" + "\u0301\u0316" * 40 + "k", "o\u0301\u0316\u0301\u0316k"),
        ("o" + "\u0301\u200d" * 40, "o\u0301\u200d\u0301\u200d"),
        ("👩\u200d❤\ufe0f\u200d💋\u200d👨", "👩\u200d❤\ufe0f\u200d💋\u200d👨"),
        ("Việt e\u0302\u0323 שְׁ֭מָע", "Việt e\u0302\u0323 שְׁ֭מָע"),
        ("\u200fשלום\u200e \u2067x\u2069", "\u200fשלום\u200e \u2067x\u2069"),
    ],
)
def test_formatting_codes_are_taken_out(text: str, plain: str) -> None:
    assert strip_formatting(text) == plain


def test_whatever_is_printable_is_taken_out_nowhere_and_all_else_is_looked_at() -> None:
    kept = {char for char in map(chr, range(0x3000)) if strip_formatting(f"a{char}b") == f"a{char}b"}
    assert {char for char in map(chr, range(0x3000)) if char.isprintable()} <= kept
    assert not kept & {*map(chr, (*range(9), *range(11, 32), *range(127, 160), 0x202D, 0x202E))}


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("", 8, [""]),
        ("short", 8, ["short"]),
        ("one two three", 8, ["one two", "three"]),
        ("12345678 ", 8, ["12345678"]),
        ("12345678 x", 8, ["12345678", "x"]),
        ("1234567890", 8, ["12345678", "90"]),
        ("üüüüü", 8, ["üüüü", "ü"]),
        ("         x", 8, ["        ", " x"]),
        ("abcdef e\u0301", 9, ["abcdef", "e\u0301"]),
        ("abcdefge\u0301", 9, ["abcdefg", "e\u0301"]),
        ("aaaaa👍🏽", 9, ["aaaaa", "👍🏽"]),
        ("a👩‍👩", 11, ["a", "👩‍👩"]),
        ("e" + "\u0301" * 8, 9, ["e" + "\u0301" * 4, "\u0301" * 4]),
    ],
)
def test_a_line_is_cut_where_it_hurts_least(text: str, limit: int, pieces: list[str]) -> None:
    assert split_text(text, limit) == pieces


@given(st.text(st.characters(blacklist_categories=["Cs"])), st.integers(8, 40))
def test_nothing_is_lost_but_the_space_at_a_cut(text: str, limit: int) -> None:
    pieces = split_text(text, limit)
    assert all(len(piece.encode()) <= limit for piece in pieces)
    assert text == "" or all(pieces)
    rest = text
    for piece in pieces:
        rest = rest if rest.startswith(piece) else rest.removeprefix(" ")
        assert rest.startswith(piece)
        rest = rest.removeprefix(piece)
    assert rest.strip(" ") == ""


def test_a_limit_that_may_not_hold_one_character_is_refused() -> None:
    with pytest.raises(ValueError, match="8 bytes"):
        split_text("x", 7)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", [""]),
        ("one two three", ["one two ", "three"]),
        ("12345678 ", ["12345678", " "]),
        ("1234567890", ["12345678", "90"]),
        ("         x", ["        ", " x"]),
        ("abcdefge\u0301", ["abcdefg", "e\u0301"]),
    ],
)
def test_a_line_is_cut_behind_its_spaces(text: str, pieces: list[str]) -> None:
    assert cut_text(text, 9 if "\u0301" in text else 8) == pieces


@given(st.text(), st.integers(8, 40))
def test_pieces_are_together_the_whole(text: str, limit: int) -> None:
    pieces = cut_text(text, limit)
    assert "".join(pieces) == text
    assert all(len(piece.encode(errors="surrogatepass")) <= limit for piece in pieces)


def test_a_limit_too_small_for_a_character_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="8 bytes"):
        cut_text("x", 7)


CTCP = [
    ("\x01ACTION waves\x01", ("ACTION", "waves")),
    ("\x01VERSION\x01", ("VERSION", "")),
    ("\x01PING 1 2\x01", ("PING", "1 2")),
]


@pytest.mark.parametrize(("text", "parts"), CTCP)
def test_ctcp_is_read_and_written(text: str, parts: tuple[str, str]) -> None:
    assert parse_ctcp(text) == parts
    assert encode_ctcp(*parts) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("hello", None),
        ("", None),
        ("\x01", None),
        ("\x01\x01", None),
        ("\x01 x\x01", None),
        ("\x01action waves", ("ACTION", "waves")),
    ],
)
def test_odd_ctcp_is_read_with_patience(text: str, parts: tuple[str, str] | None) -> None:
    assert parse_ctcp(text) == parts
