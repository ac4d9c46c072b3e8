"""What all connections of one channel are told within a turn: appended once, not to each outbox.

The outboxes get it together: at the end of the turn, or before that when `telling.fanout` says so.
"""

from __future__ import annotations

from collections import defaultdict

from app.hub.data.entities import Channel, Session
from app.hub.data.outgoing import Line


class TurnLog:
    """Lines of one channel in their order, made for each shape of connection, and how far each one has them.

    As long as it has lines, no connection changes its shape, and none is written to before it has caught up.
    The line before the first was told by itself: one alone costs less so.
    """

    __slots__ = ("_channel", "_count", "_everyone", "_lines", "_not_for", "_reached")

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._everyone = channel.everyone  # as it was with the latest line
        self._count = 0
        self._lines: dict[int, list[bytes]] = {}  # by shape
        self._reached: dict[Session, int] = {}  # the number of the first line that it has not got
        # numbers of lines that it hears of otherwise, ascending
        self._not_for: defaultdict[Session, list[int]] = defaultdict(list)

    def takes(self, channel: Channel) -> bool:
        """Whether the next line may be for `channel`: its connections are the same, or some have come in."""
        known, everyone = self._everyone, channel.everyone
        if everyone is known and self._count and channel is self._channel:
            return True  # as mostly
        if channel is not self._channel or (everyone is not known and everyone[: len(known)] != known):
            return False
        self._everyone = everyone
        for newcomer in everyone[len(known) :] if self._count else everyone:
            self._reached[newcomer] = self._count
            if newcomer.shape not in self._lines:
                self._lines[newcomer.shape] = [b""] * self._count
        return True

    def append(self, line: Line, but: Session | None) -> int:
        """Take the next line, which all get but one; returns the bytes of its longest form."""
        longest = 0
        for shape, lines in self._lines.items():
            data = line.render(shape)
            lines.append(data)
            if len(data) > longest:
                longest = len(data)
        if but is not None:
            self._not_for[but].append(self._count)
        self._count += 1
        return longest

    def catch_up(self, session: Session) -> bool:
        """Put what a connection has not got into its outbox; returns whether there was anything."""
        missing = self._missing(session, self._reached.get(session, self._count))
        if missing:
            session.outbox += missing
            self._reached[session] = self._count
        return bool(missing)

    def finish(self) -> list[Session]:
        """Put everything into the outboxes, the last call; returns the connections that got something."""
        # most get all of it: joined once, it costs them as much as one line
        whole = {shape: [b"".join(lines)] for shape, lines in self._lines.items()} if self._count else {}
        told = []
        for session, reached in self._reached.items():
            gets_all = not reached and session not in self._not_for
            missing = whole[session.shape] if gets_all else self._missing(session, reached)
            if missing:
                session.outbox += missing
                told.append(session)
        return told

    def forget(self, session: Session) -> None:
        """A connection is gone, and gets nothing any more."""
        self._reached.pop(session, None)

    def _missing(self, session: Session, start: int) -> list[bytes]:
        if start == self._count:
            return []
        lines, found = self._lines[session.shape], []
        for number in self._not_for.get(session, ()):
            if number >= start:
                found += lines[start:number]
                start = number + 1
        return found + lines[start:]
