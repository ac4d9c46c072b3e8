"""What was seen last of each conversation. Outlives the session: a reconnect asks for what was missed."""

from __future__ import annotations

from dataclasses import dataclass

# Conversations that are remembered; a stranger can open one by every message from another nickname.
KEPT = 5_000


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A place in a conversation's history: when a message was said, and the msgid where it has one."""

    time: float
    msgid: str = ""


class LastSeen:
    """The newest message of each conversation that this side has, by its name in any case.

    `heard` is the server's time of the last line that came at all, 0.0 before the first.
    """

    def __init__(self) -> None:
        self.heard = 0.0
        self._points: dict[str, Point] = {}
        self._gaps: dict[str, Point] = {}

    def see(self, conversation: str, point: Point) -> None:
        """A message is here; an older one than the newest changes nothing."""
        key = conversation.casefold()
        known = self._points.get(key)
        if known is not None and known.time > point.time:
            return
        if known is None and len(self._points) >= KEPT:
            oldest = next(iter(self._points))
            del self._points[oldest]
            self._gaps.pop(oldest, None)
        self._points[key] = point

    def newest(self, conversation: str) -> Point | None:
        """The newest message, None where nothing was ever seen."""
        return self._points.get(conversation.casefold())

    def open_gap(self, conversation: str) -> Point | None:
        """From where on something is missing; stays that point until the gap is closed. None: all is new."""
        key = conversation.casefold()
        since = self._gaps.get(key) or self._points.get(key)
        if since is not None:
            self._gaps[key] = since
        return since

    def close_gap(self, conversation: str) -> None:
        """Nothing is missing any more, or it never will come."""
        self._gaps.pop(conversation.casefold(), None)

    def rename(self, old: str, new: str) -> None:
        """A conversation has another name."""
        for known in (self._points, self._gaps):
            if (point := known.pop(old.casefold(), None)) is not None:
                known[new.casefold()] = point
