"""SASL on the wire: responses in pieces, and what the mechanisms put into them.

https://ircv3.net/specs/extensions/sasl-3.1 and RFC 4616 (PLAIN), 5802 (SCRAM), 4422 appendix A (EXTERNAL)
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import field

from app.values import frozen

EXTERNAL = "EXTERNAL"
PLAIN = "PLAIN"
SCRAM_SHA_256 = "SCRAM-SHA-256"
SCRAM_SHA_256_PLUS = "SCRAM-SHA-256-PLUS"

# A response comes in pieces of this many characters; a shorter one is the last.
PIECE = 400


@frozen
class PlainResponse:
    """Who somebody says they are, and the password that proves it. `wanted`: whom to be, "" for the same."""

    wanted: str
    name: str
    password: str = field(repr=False)


def split(data: bytes) -> Iterator[str]:
    """The parameters of AUTHENTICATE that carry `data`, one message each."""
    text = b64encode(data).decode()
    for start in range(0, len(text), PIECE):
        yield text[start : start + PIECE]
    if len(text) % PIECE == 0:
        yield "+"


def joined(text: str) -> bytes | None:
    """What the pieces of a response carry together; None when it is not base64."""
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def parse_plain(data: bytes) -> PlainResponse | None:
    """Read a response of PLAIN; None when it is none, or without a name or a password."""
    try:
        parts = data.decode().split("\0")
    except UnicodeDecodeError:
        return None
    if len(parts) != 3 or not parts[1] or not parts[2]:
        return None
    return PlainResponse(*parts)


def plain_response(name: str, password: str) -> bytes:
    """What a client answers with PLAIN: the name, and the password itself (RFC 4616)."""
    return f"\0{name}\0{password}".encode()


def scram_first(name: str, nonce: str, *, has_binding: bool, is_plus: bool) -> str:
    """A client's first message of SCRAM (RFC 5802 section 7).

    `has_binding`: the TLS connection has something to bind to, although the server did not offer that
    (`is_plus`); a server that did then knows of somebody in between.
    """
    flag = "p=tls-exporter" if is_plus else "y" if has_binding else "n"
    escaped = name.replace("=", "=3D").replace(",", "=2C")
    return f"{flag},,n={escaped},r={nonce}"


def scram_name(client_first: str) -> str:
    """Whom a client's first message of SCRAM names, "" where it names nobody (RFC 5802 section 7)."""
    for attribute in client_first.split(",")[2:]:
        key, _, value = attribute.partition("=")
        if key == "n":
            return value.replace("=2C", ",").replace("=3D", "=")
    return ""
