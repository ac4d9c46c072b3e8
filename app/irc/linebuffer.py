"""Bytes from a stream to whole lines, with a cap on what is kept of an unfinished one."""

from __future__ import annotations

from app.values import frozen

# Body with CRLF (RFC 1459 section 2.3); tags with `@` and space (IRCv3 message-tags, "Size limit").
BODY_LIMIT = 512
SERVER_TAG_LIMIT = 8191
CLIENT_TAG_LIMIT = 4096


@frozen
class Overlong:
    """A line over its limit was thrown away."""


class LineBuffer:
    """Collects bytes and gives whole lines, without their line ending; empty ones are dropped.

    LF ends a line. CR and NUL, which no line may hold, are left out wherever they stand. A line over the
    limits is reported once as Overlong and skipped up to its end, so a peer that never ends its line
    costs no memory. The same bytes give the same lines, however they are cut.
    """

    def __init__(self, *, body_limit: int = BODY_LIMIT, tag_limit: int = CLIENT_TAG_LIMIT) -> None:
        self._body_limit = body_limit - 2  # both ends exclude the CRLF here
        self._tag_limit = tag_limit
        self._partial = b""
        self._skipping = False

    def feed(self, data: bytes) -> list[bytes | Overlong]:
        """Take more bytes; returns the lines that they complete."""
        if b"\r" in data:
            data = data.replace(b"\r", b"")
        if b"\0" in data:
            data = data.replace(b"\0", b"")
        lines = data.split(b"\n")
        if self._skipping:
            if len(lines) == 1:
                return []
            self._skipping = False
            del lines[0]
        elif self._partial:
            lines[0] = self._partial + lines[0]
        rest, limit = lines.pop(), self._body_limit
        out: list[bytes | Overlong] = [
            line if len(line) <= limit else self._too_long(line) or line for line in lines if line
        ]
        too_long = self._too_long(rest)
        self._partial = rest if too_long is None else b""
        if too_long is not None:
            self._skipping = True
            out.append(too_long)
        return out

    def _too_long(self, line: bytes) -> Overlong | None:
        if len(line) <= self._body_limit:
            return None
        tags = 0
        if line.startswith(b"@"):
            space = line.find(b" ")
            tags = space + 1 if space >= 0 else len(line)
            if tags > self._tag_limit:
                return Overlong()
        return Overlong() if len(line) - tags > self._body_limit else None
