"""005 tokens: written, read, escaped, taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.isupport import ISupport, encode_tokens, escape_value, unescape_value


def test_a_server_that_says_nothing_has_the_old_defaults() -> None:
    isupport = ISupport()
    assert isupport.casemapping == "rfc1459"
    assert isupport.channel_types == "#&"
    assert isupport.status_prefixes == ""
    assert (isupport.modes.ranks, isupport.modes.prefixes) == ("ov", "@+")
    assert isupport.number("NICKLEN", 9) == 9


def test_tokens_are_read_and_taken_back() -> None:
    isupport = ISupport()
    isupport.update(
        ["NETWORK=Robotics\\x20club", "NICKLEN=30", "SAFELIST", "CHANTYPES=#", "=x", "STATUSMSG=@+"]
    )
    assert isupport.get("NETWORK") == "Robotics club"
    assert isupport.number("NICKLEN", 9) == 30
    assert "SAFELIST" in isupport
    assert "" not in isupport
    assert (isupport.channel_types, isupport.status_prefixes) == ("#", "@+")
    isupport.update(["-NICKLEN", "-NEVER", "NETWORK=x=y"])
    assert isupport.number("NICKLEN", 9) == 9
    assert isupport.get("NETWORK") == "x=y"


@pytest.mark.parametrize("value", ["", "many", "²", "-1", "1.5"])
def test_a_number_that_is_none_counts_as_not_told(value: str) -> None:
    isupport = ISupport()
    isupport.update([f"NICKLEN={value}"])
    assert isupport.number("NICKLEN", 9) == 9


def test_names_fold_and_channels_are_told_from_people_as_the_server_says() -> None:
    isupport = ISupport()
    isupport.update(["CASEMAPPING=ascii", "CHANTYPES=#"])
    assert isupport.fold("Bob[") == "bob["
    assert isupport.is_channel("#a")
    assert not isupport.is_channel("&a")
    assert not isupport.is_channel("")


def test_modes_come_from_their_tokens() -> None:
    isupport = ISupport()
    isupport.update(["PREFIX=(qov)~@+", "CHANMODES=beI,k,l,imn"])
    assert isupport.modes.ranks == "qov"
    assert isupport.modes.flags == "imn"
    isupport.update(["-PREFIX"])
    assert isupport.modes.ranks == "ov"


@given(st.text(st.characters(blacklist_categories=["Cs"])))
def test_an_escaped_value_is_one_token_and_reads_as_the_same(value: str) -> None:
    escaped = escape_value(value)
    assert not set(escaped) & set(" =\r\n\0")
    assert unescape_value(escaped) == value


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"a\x20b", "a b"),
        (r"\xC3\xBC", "ü"),
        (r"\xFF", "ÿ"),
        (r"Ωa\x20", "Ωa "),
        (r"\xZZ\x2", r"\xZZ\x2"),
    ],
)
def test_escapes_of_other_servers_are_understood(written: str, read: str) -> None:
    assert unescape_value(written) == read


@given(st.dictionaries(st.from_regex(r"\A[A-Z0-9./]{1,12}\Z"), st.none() | st.text(max_size=30), max_size=40))
def test_tokens_fit_their_lines_and_read_as_the_same(tokens: dict[str, str | None]) -> None:
    lines = list(encode_tokens(tokens, budget=120))
    assert all(0 < len(line) <= 13 for line in lines)
    assert all(len(line) == 1 or len(" ".join(line).encode()) <= 120 for line in lines)
    isupport = ISupport()
    for line in lines:
        isupport.update(line)
    assert isupport.tokens == {key: value or "" for key, value in tokens.items()}
