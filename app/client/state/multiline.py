"""Messages of several lines: a server's limits, cutting a text for it, joining what came.

https://ircv3.net/specs/extensions/multiline
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.client.state.batch import Batch, BatchLine
from app.irc.client_tags import MULTILINE_CONCAT
from app.irc.message import Message
from app.irc.text import cut_text
from app.values import frozen

# Where a server does not say how many lines it takes (the specification only recommends it).
USUAL_LINES = 100
# Texts longer than this are cut into several messages even where a server would take them: nobody reads
# them at once, and each waits here until it is confirmed.
LARGEST = 64 * 1024
# What a server sends may be larger, but nothing that a window can show as one message.
LARGEST_TAKEN = 256 * 1024


@frozen
class MultilineLimits:
    """What one message may hold: bytes of all its lines with a newline between, and lines as sent."""

    size: int
    lines: int


@frozen
class LinePiece:
    """One line of a batch; `concat`: it goes on where the last one ended."""

    text: str
    concat: bool = False


def read_limits(value: str) -> MultilineLimits | None:
    """The capability's value, None where it does not hold what it has to."""
    found = {}
    for token in value.split(","):
        key, _, number = token.partition("=")
        if number.isascii() and number.isdecimal() and len(number) <= 9:
            found[key] = int(number)
    size, lines = found.get("max-bytes", 0), found.get("max-lines", USUAL_LINES)
    return MultilineLimits(min(size, LARGEST), lines) if size > 0 and lines > 0 else None


def pieces(text: str, width: int) -> list[LinePiece]:
    """The lines that `text` is sent as; each holds at most `width` bytes."""
    return [
        LinePiece(part, concat=number > 0)
        for line in text.split("\n")
        for number, part in enumerate(cut_text(line, width))
    ]


def fill(text: str, width: int, limits: MultilineLimits) -> Iterator[str]:
    """Cut `text` into as few messages as the limits allow, between lines where there are any.

    Messages of nothing but blank lines are left out, as are blank lines at the ends.
    """
    kept: list[LinePiece] = []
    size = 0
    for piece in pieces(text, width):
        more = len(piece.text.encode()) + (1 if kept and not piece.concat else 0)
        if kept and (len(kept) >= limits.lines or size + more > limits.size):
            # between two messages nobody misses the space at the cut
            yield from (text.rstrip(" ") if piece.concat else text for text in _message(kept))
            kept, size, more = [], 0, len(piece.text.encode())
        kept.append(piece)
        size += more
    yield from _message(kept)


def _message(kept: Iterable[LinePiece]) -> Iterator[str]:
    text = ""
    for number, piece in enumerate(kept):
        text += piece.text if piece.concat or not number else f"\n{piece.text}"
    lines = text.split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    if lines:
        yield "\n".join(lines)


def joined(batch: Batch) -> Message | None:
    """The one message that a batch holds, with the tags of its BATCH line; None when it holds none.

    Lines that do not belong there are left out: other commands, other targets.
    """
    target = batch.opener.param(2)
    first: Message | None = None
    text = ""
    for line in batch.held or ():
        if not isinstance(line, BatchLine) or not _belongs(line.message, target, first):
            continue
        if len(text) > LARGEST_TAKEN:
            break
        words = line.message.params[1]
        if first is None:
            first, text = line.message, words
        else:
            text += words if MULTILINE_CONCAT in line.message.tags else f"\n{words}"
    if first is None or not text.strip():
        return None
    source = batch.opener.source or first.source
    return replace(batch.opener, command=first.command, params=(first.params[0], text), source=source)


def _belongs(message: Message, target: str, first: Message | None) -> bool:
    if message.command not in ("PRIVMSG", "NOTICE") or len(message.params) < 2:
        return False
    if first is not None and message.command != first.command:
        return False
    return message.params[0].casefold() == target.casefold()
