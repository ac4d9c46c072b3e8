"""What somebody who connects speaks, told from the first bytes. Reads nothing by itself."""

from __future__ import annotations

from enum import Enum


class Spoken(Enum):
    """What a connection turned out to be."""

    TLS = "tls"
    HTTP = "http"
    IRC = "irc"


TLS_HANDSHAKE = 0x16  # the record type that a ClientHello comes in (RFC 8446 section 5.1)
# CONNECT and TRACE are commands of IRC too, and no browser lets a page send them.
_HTTP_METHODS = (b"GET ", b"HEAD ", b"POST ", b"PUT ", b"DELETE ", b"OPTIONS ", b"PATCH ")
LONGEST_LOOK = max(len(method) for method in _HTTP_METHODS)


def spoken(first: bytes) -> Spoken | None:
    """What begins with `first`; None while that is not certain (POST and PASS begin alike)."""
    if not first:
        return None
    if first[0] == TLS_HANDSHAKE:
        return Spoken.TLS
    for method in _HTTP_METHODS:
        if first.startswith(method):
            return Spoken.HTTP
        if method.startswith(first):
            return None
    return Spoken.IRC
