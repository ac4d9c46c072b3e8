"""Requests of HTTP as browsers and other programs write them, and answers taken apart."""

from __future__ import annotations

KEY = "dGhlIHNhbXBsZSBub25jZQ=="  # the example of RFC 6455 section 1.3
PROOF = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


def request(*headers: str, line: str = "GET / HTTP/1.1", host: str = "127.0.0.1:6667") -> bytes:
    """A request with `headers`, which come before its Host."""
    lines = [line, *headers, *([f"Host: {host}"] if host else [])]
    return "".join(f"{one}\r\n" for one in [*lines, ""]).encode()


def upgrade(
    *headers: str, leave_out: str = "", line: str = "GET / HTTP/1.1", host: str = "127.0.0.1:6667"
) -> bytes:
    """A request for a WebSocket; `leave_out` names a header that it lacks."""
    usual = [
        "Upgrade: websocket",
        "Connection: keep-alive, Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {KEY}",
    ]
    kept = [one for one in usual if not leave_out or not one.startswith(f"{leave_out}:")]
    return request(*kept, *headers, line=line, host=host)


def parts(answer: bytes) -> tuple[str, dict[str, str], str]:
    """The status line, the headers by their names in small letters, and the body."""
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return status, headers, body.decode()
