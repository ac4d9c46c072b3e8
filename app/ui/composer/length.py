"""How a text will travel: how many messages it makes, how near it is to the limit of one. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.irc.text import split_text

MOST_MESSAGES = 60  # more at once is a file, not talk, and any server would throttle it
ASK_FROM_MESSAGES = 6  # five lines are said without a question
MOST_BYTES = 16_384  # beyond this one long word makes the editor stall, and it could not be sent anyway
COUNTER_FROM = 0.8


@dataclass(frozen=True, slots=True)
class Length:
    """`messages` that a text makes, `used` bytes of `limit` for the last one."""

    messages: int
    used: int
    limit: int

    @property
    def is_near_limit(self) -> bool:
        """Whether the bytes that are left should be shown."""
        return self.used >= self.limit * COUNTER_FROM


def measure(text: str, limit: int, lines: int = 0) -> Length:
    """How `text` travels when a message holds `limit` bytes and `lines` lines; 0: each line is a message."""
    if lines:
        return _measure_whole(text.strip("\n"), limit, lines)
    messages = used = 0
    for line in text.split("\n"):
        if line.strip():
            size = len(line.encode())
            pieces = split_text(line, limit) if size > limit else [line]
            messages += len(pieces)
            used = len(pieces[-1].encode())
    return Length(messages, used, limit)


def _measure_whole(text: str, limit: int, lines: int) -> Length:
    """As one message, or about as many as are needed for so much."""
    size, count = len(text.encode()), text.count("\n") + 1
    if not text.strip():
        return Length(0, 0, limit)
    messages = max(-(-size // limit), -(-count // lines))
    return Length(messages, size if messages == 1 else 0, limit)


def readable_size(size: int) -> str:
    """Bytes as people say them: "900 bytes", "1.0 MB"."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.1f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
