"""What a browser is told that finds the chat's port."""

from __future__ import annotations

_BODY = b"This is a Hubbub chat room. Join it with Hubbub or with any IRC client.\n"

NO_PAGE = (
    b"HTTP/1.1 400 Bad Request\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Length: %d\r\n"
    b"X-Content-Type-Options: nosniff\r\n"
    b"Connection: close\r\n\r\n%b"
) % (len(_BODY), _BODY)
