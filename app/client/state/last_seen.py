"""What was seen last of each conversation. Outlives the session: a reconnect asks for what was missed."""

from __future__ import annotations

from app.client.events import Point
from app.irc.msgid import LENGTH

# Conversations that are remembered; a stranger can open one by every message from another nickname.
CONVERSATIONS = 5_000


class LastSeen:
    """The newest message of each conversation that this side has, by its name in any case.

    `latest_time` is the server's time of the last line that came, in seconds since 1970, 0.0 before the
    first. `ordered_by_id`: the server is a hub of ours, whose ids tell the order also where its clock was put
    right.
    """

    def __init__(self) -> None:
        self.latest_time = 0.0
        self.ordered_by_id = False
        # as plain pairs: one is made for every message
        self._points: dict[str, tuple[float, str]] = {}
        self._gaps: dict[str, tuple[float, str]] = {}

    def add(self, conversation: str, point: Point) -> None:
        """A message is here; an older one than the newest changes nothing."""
        self.add_at(conversation, point.time, point.msgid)

    def add_at(self, conversation: str, time: float, msgid: str) -> None:
        """The same, for a point that is not one yet."""
        key = conversation.casefold()
        known = self._points.get(key)
        if known is not None and not self._is_newer(time, msgid, known):
            return
        if known is None and len(self._points) >= CONVERSATIONS:
            oldest = next(iter(self._points))
            del self._points[oldest]
            self._gaps.pop(oldest, None)
        self._points[key] = (time, msgid)

    def _is_newer(self, time: float, msgid: str, known: tuple[float, str]) -> bool:
        if self.ordered_by_id and len(msgid) == LENGTH and len(known[1]) in (0, LENGTH):
            return msgid > known[1]
        return time >= known[0]

    def newest(self, conversation: str) -> Point | None:
        """The newest message, None where nothing was ever seen."""
        point = self._points.get(conversation.casefold())
        return None if point is None else Point(*point)

    def open_gap(self, conversation: str) -> Point | None:
        """From where on something is missing; stays that point until the gap is closed. None: all is new."""
        key = conversation.casefold()
        since = self._gaps.get(key) or self._points.get(key)
        if since is None:
            return None
        self._gaps[key] = since
        return Point(*since)

    def close_gap(self, conversation: str) -> None:
        """Nothing is missing any more, or it never will come."""
        self._gaps.pop(conversation.casefold(), None)

    def rename(self, old: str, new: str) -> None:
        """A conversation has another name."""
        for known in (self._points, self._gaps):
            if (point := known.pop(old.casefold(), None)) is not None:
                known[new.casefold()] = point
