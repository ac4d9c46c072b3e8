"""SASL on the wire: pieces, and the responses of the mechanisms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.sasl_responses import PIECE, PlainResponse, joined, parse_plain, scram_name, split


@pytest.mark.parametrize(
    ("size", "pieces"), [(0, 1), (1, 1), (297, 1), (298, 2), (300, 2), (301, 2), (600, 3)]
)
def test_a_response_is_split_and_its_end_is_seen(size: int, pieces: int) -> None:
    made = list(split(b"x" * size))
    assert len(made) == pieces
    assert all(len(piece) == PIECE for piece in made[:-1])
    assert len(made[-1]) < PIECE


@given(st.binary(max_size=1000))
def test_what_was_split_is_joined_again(data: bytes) -> None:
    assert joined("".join(piece for piece in split(data) if piece != "+")) == data


@pytest.mark.parametrize("text", ["?", "abc", "=", "\u00e9", "YQ==="])
def test_what_is_not_base64_is_nothing(text: str) -> None:
    assert joined(text) is None


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\0mara\0sesame", ("", "mara", "sesame")),
        (b"mara\0mara\0sesame", ("mara", "mara", "sesame")),
        (b"\0mara\0p w", ("", "mara", "p w")),
        ("\0m\u00e4ra\0s\u00e9same".encode(), ("", "m\u00e4ra", "s\u00e9same")),
        (b"", None),
        (b"mara", None),
        (b"mara\0sesame", None),
        (b"\0\0sesame", None),
        (b"\0mara\0", None),
        (b"\0mara\0ses\0ame", None),
        (b"\0mara\0\xff", None),
    ],
)
def test_plain_names_somebody_and_a_password(data: bytes, found: tuple[str, str, str] | None) -> None:
    assert parse_plain(data) == (None if found is None else PlainResponse(*found))


def test_the_password_is_not_shown_by_accident() -> None:
    assert "sesame" not in repr(PlainResponse("", "mara", "sesame"))


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("n,,n=mara,r=abc", "mara"),
        ("y,,n=mara,r=abc", "mara"),
        ("n,a=other,n=mara,r=abc", "mara"),
        ("n,,x=y,n=mara,r=abc", "mara"),
        ("n,,n=ma=2Cra=3D2C,r=abc", "ma,ra=2C"),
        ("n,,r=abc", ""),
        ("n=mara,,", ""),
        ("", ""),
    ],
)
def test_scram_names_somebody_in_its_first_message(message: str, name: str) -> None:
    assert scram_name(message) == name
