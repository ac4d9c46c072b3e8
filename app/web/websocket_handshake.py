"""The server's side of a WebSocket's opening handshake, RFC 6455 section 4.2, and IRC's two subprotocols."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable

import h11

TEXT = "text.ircv3.net"
BINARY = "binary.ircv3.net"
VERSION = b"13"
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 section 1.3
_KEY_BYTES = 16


class HandshakeError(Exception):
    """It cannot become a WebSocket: `status` of HTTP, a sentence, and what headers belong to it."""

    def __init__(self, status: int, sentence: str, headers: tuple[tuple[bytes, bytes], ...] = ()) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = headers


def wants_websocket(request: h11.Request) -> bool:
    """Whether a request asks for a WebSocket, be it well or badly."""
    return "websocket" in _tokens(request, b"upgrade")


def accept(request: h11.Request) -> tuple[str | None, h11.InformationalResponse]:
    """The subprotocol that is agreed on, None for none, and the answer. Raises HandshakeError.

    The client's first choice counts among those that we know; without one it goes on without.
    """
    if request.method != b"GET" or request.http_version < b"1.1":
        raise HandshakeError(400, "A WebSocket is asked for by GET and HTTP/1.1.")
    if "upgrade" not in _tokens(request, b"connection"):
        raise HandshakeError(400, "The header “Connection: Upgrade” is missing.")
    if _values(request, b"sec-websocket-version") != [VERSION]:
        raise HandshakeError(
            426, "Only version 13 of WebSocket is spoken here.", ((b"Sec-WebSocket-Version", VERSION),)
        )
    keys = _values(request, b"sec-websocket-key")
    if len(keys) != 1 or not _is_key(keys[0]):
        raise HandshakeError(400, "The header “Sec-WebSocket-Key” is missing or wrong.")
    headers = [
        (b"Upgrade", b"websocket"),
        (b"Connection", b"Upgrade"),
        (b"Sec-WebSocket-Accept", _proof(keys[0])),
    ]
    agreed = _choose(_list(_values(request, b"sec-websocket-protocol")))
    if agreed is not None:
        headers.append((b"Sec-WebSocket-Protocol", agreed.encode()))
    return agreed, h11.InformationalResponse(status_code=101, headers=headers, reason=b"Switching Protocols")


def origins_of(request: h11.Request) -> list[str]:
    """Where the page comes from that asks; none for programs that are no browsers."""
    return [value.decode("ascii", "replace") for value in _values(request, b"origin")]


def _choose(offered: Iterable[str]) -> str | None:
    return next((name for name in offered if name in (TEXT, BINARY)), None)


def _is_key(key: bytes) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == _KEY_BYTES
    except binascii.Error:
        return False


def _proof(key: bytes) -> bytes:
    return base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest())


def _values(request: h11.Request, name: bytes) -> list[bytes]:
    return [value for key, value in request.headers if key == name]


def _list(values: Iterable[bytes]) -> list[str]:
    """The items of a header that is a list (RFC 9110 section 5.6.1)."""
    text = ",".join(value.decode("ascii", "replace") for value in values)
    return [item for part in text.split(",") if (item := part.strip())]


def _tokens(request: h11.Request, name: bytes) -> set[str]:
    return {item.lower() for item in _list(_values(request, name))}
