"""What the first bytes say."""

from __future__ import annotations

import pytest

from app.net.looks import Spoken, spoken


@pytest.mark.parametrize(
    ("first", "what"),
    [
        (b"\x16\x03\x01\x02\x00", Spoken.TLS),
        (b"GET / HTTP/1.1\r\n", Spoken.HTTP),
        (b"POST /room HTTP/1.1\r\n", Spoken.HTTP),
        (b"OPTIONS * HTTP/1.1\r\n", Spoken.HTTP),
        (b"PASS secret\r\n", Spoken.IRC),
        (b"CAP LS 302\r\n", Spoken.IRC),
        (b"NICK alice\r\n", Spoken.IRC),
        (b"get / http\r\n", Spoken.IRC),  # methods are written large
        (b"GETTING\r\n", Spoken.IRC),
        (b"CONNECT here.example\r\n", Spoken.IRC),
        (b"TRACE\r\n", Spoken.IRC),
        (b"@id=1 NICK a\r\n", Spoken.IRC),
        (b"\x00\xff", Spoken.IRC),
        (b"\r\n", Spoken.IRC),
    ],
    ids=repr,
)
def test_the_first_bytes_say_what_is_spoken_as_soon_as_they_can(first: bytes, what: Spoken) -> None:
    certain = [spoken(first[:length]) for length in range(1, len(first) + 1)]
    assert certain[-1] is what
    assert set(certain) <= {None, what}


@pytest.mark.parametrize("first", [b"", b"P", b"PO", b"POST", b"G", b"DELETE", b"PA"])
def test_a_beginning_that_two_share_is_not_judged(first: bytes) -> None:
    assert spoken(first) is None
