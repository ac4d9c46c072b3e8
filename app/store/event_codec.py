"""A HistoryEvent to a row of the table `events` and back: its place is the key, a checksummed blob the rest.

Knows no SQL. A body is four bytes of CRC-32 over key and text, then lines of UTF-8: numbers of targets, the
id's tail, by how many milliseconds the time is before the id's, source, identity, command, tags, the count of
parameters, those, and the lines of a multiline message, with "+" in front of one that continues the last,
else "-".
"""

from __future__ import annotations

from zlib import crc32

from app.hub.data.storage import TEXT_COMMANDS, HistoryEvent
from app.irc.msgid import PLACE_LENGTH, PLACES_PER_MS, place_of, place_text
from app.irc.servertime import milliseconds
from app.values import frozen

TEXT, OTHER = 0, 1  # kinds of events

_SUM_BYTES = 4
_KEY_BYTES = 8


class ChecksumError(Exception):
    """What was read is not what was written: the checksum does not match."""


@frozen
class StoredEvent:
    """An event as it was read; its targets are numbers yet."""

    place: int
    targets: tuple[int, ...]
    event: HistoryEvent

    @property
    def places(self) -> list[tuple[int, int, int]]:
        """Where it is listed: target, kind and place each."""
        kind = kind_of(self.event)
        return [(target, kind, self.place) for target in self.targets]


def kind_of(event: HistoryEvent) -> int:
    """Which of a target's two lists an event is in."""
    return TEXT if event.command in TEXT_COMMANDS else OTHER


def pack(event: HistoryEvent, targets: str) -> tuple[int, bytes]:
    """The key and the body of an event's row; `targets` are the numbers of these, parted by spaces."""
    msgid, params = event.msgid, event.params
    place = place_of(msgid)
    late = place // PLACES_PER_MS - milliseconds(event.time)
    head = (
        f"{targets}\n{msgid[PLACE_LENGTH:]}\n{late or ''}\n{event.source}\n{event.identity}\n"
        f"{event.command}\n{event.tags}\n{len(params)}"
    )
    texts = (head, *params)
    if event.lines:
        texts += tuple([("+" if goes_on else "-") + line for line, goes_on in event.lines])
    body = "\n".join(texts).encode()
    # the checksum, without a further call for every message
    return place, crc32(body, crc32(place.to_bytes(_KEY_BYTES))).to_bytes(_SUM_BYTES) + body


def unpack(place: int, body: bytes, target: str = "") -> StoredEvent:
    """What `pack` made a row of, as an event of `target`. Raises ChecksumError."""
    text = body[_SUM_BYTES:]
    if checksum(place, text) != int.from_bytes(body[:_SUM_BYTES]):
        raise ChecksumError
    targets, tail, late, source, identity, command, tags, count, *rest = text.decode().split("\n")
    params = int(count)
    event = HistoryEvent(
        msgid=place_text(place) + tail,
        time=(place // PLACES_PER_MS - int(late or 0)) / 1000,
        target=target,
        source=source,
        identity=identity,
        command=command,
        params=tuple(rest[:params]),
        tags=tags,
        lines=tuple((line[1:], line[0] == "+") for line in rest[params:]),
    )
    return StoredEvent(place, tuple(map(int, targets.split(" "))), event)


def text_sum(*texts: str) -> int:
    """A sum over texts that all must be as they were written."""
    return crc32("\n".join(texts).encode())


def checksum(key: int, text: bytes) -> int:
    """A sum over a key and a text that both must be as they were written."""
    return crc32(text, crc32(key.to_bytes(_KEY_BYTES)))
