"""Lines of IRC to WebSocket frames, one message each. https://ircv3.net/specs/extensions/websocket"""

from __future__ import annotations

from struct import pack

# First byte: the message is whole (FIN), and its kind. RFC 6455 section 5.2.
_TEXT = 0x81
_BINARY = 0x82
_SHORT = 125  # the longest that the second byte can tell
_MEDIUM = 0xFFFF
_SHORT_HEADERS = {
    first: tuple(bytes((first, size)) for size in range(_SHORT + 1)) for first in (_TEXT, _BINARY)
}


class Framer:
    """Frames what a hub says to its sessions. Most of a room are told the very same, which is framed once."""

    __slots__ = ("_last",)

    def __init__(self) -> None:
        # by kind: what was framed last, and its frames; as much memory as one turn's output for one session
        self._last = {_TEXT: (b"", b""), _BINARY: (b"", b"")}

    def frame(self, lines: bytes, *, text: bool) -> bytes:
        """The messages for `lines`, each of which ends with CRLF."""
        first = _TEXT if text else _BINARY
        said, frames = self._last[first]
        if said != lines:
            frames = _frame(_as_utf8(lines) if text else lines, first)
            self._last[first] = (lines, frames)
        return frames


def _frame(lines: bytes, first: int) -> bytes:
    # By hand: wsproto takes ten times as long, for a mask and for extensions that we do not have.
    short = _SHORT_HEADERS[first]
    frames = []
    for line in lines.split(b"\r\n"):
        size = len(line)
        if not size:
            continue
        if size <= _SHORT:
            frames.append(short[size])
        elif size <= _MEDIUM:
            frames.append(pack("!BBH", first, 126, size))
        else:
            frames.append(pack("!BBQ", first, 127, size))
        frames.append(line)
    return b"".join(frames)


def _as_utf8(lines: bytes) -> bytes:
    """`lines` as they may stand in text: a browser ends the connection over what is not UTF-8."""
    try:
        lines.decode()
    except UnicodeDecodeError:
        return lines.decode(errors="replace").encode()
    return lines
