"""CTCP inside of a text."""

from __future__ import annotations

import pytest

from app.irc.ctcp import encode_ctcp, parse_ctcp

CASES = [
    ("\x01ACTION waves\x01", ("ACTION", "waves")),
    ("\x01VERSION\x01", ("VERSION", "")),
    ("\x01PING 1 2\x01", ("PING", "1 2")),
]


@pytest.mark.parametrize(("text", "parts"), CASES)
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
