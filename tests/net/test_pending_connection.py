"""What the first bytes say."""

from __future__ import annotations

import pytest

from app.net.pending_connection import WireProtocol, detect_protocol


@pytest.mark.parametrize(
    ("first", "what"),
    [
        (b"\x16\x03\x01\x02\x00", WireProtocol.TLS),
        (b"GET / HTTP/1.1\r\n", WireProtocol.HTTP),
        (b"POST /room HTTP/1.1\r\n", WireProtocol.HTTP),
        (b"OPTIONS * HTTP/1.1\r\n", WireProtocol.HTTP),
        (b"PASS secret\r\n", WireProtocol.IRC),
        (b"CAP LS 302\r\n", WireProtocol.IRC),
        (b"NICK alice\r\n", WireProtocol.IRC),
        (b"get / http\r\n", WireProtocol.IRC),  # methods are written large
        (b"GETTING\r\n", WireProtocol.IRC),
        (b"CONNECT here.example\r\n", WireProtocol.IRC),
        (b"TRACE\r\n", WireProtocol.IRC),
        (b"@id=1 NICK a\r\n", WireProtocol.IRC),
        (b"\x00\xff", WireProtocol.IRC),
        (b"\r\n", WireProtocol.IRC),
    ],
    ids=repr,
)
def test_the_first_bytes_say_what_is_spoken_as_soon_as_they_can(first: bytes, what: WireProtocol) -> None:
    certain = [detect_protocol(first[:length]) for length in range(1, len(first) + 1)]
    assert certain[-1] is what
    assert set(certain) <= {None, what}


@pytest.mark.parametrize("first", [b"", b"P", b"PO", b"POST", b"G", b"DELETE", b"PA"])
def test_a_beginning_that_two_share_is_not_judged(first: bytes) -> None:
    assert detect_protocol(first) is None
