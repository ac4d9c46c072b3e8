"""The last things one said, for Up in an empty composer. Pure."""

from __future__ import annotations

_MOST = 100


class Recall:
    """Walks back through what was sent and forth again; what is edited on the way is not overwritten."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._at = 0

    def add(self, text: str) -> None:
        """`text` was sent."""
        if not self._said or self._said[-1] != text:
            self._said = [*self._said[-(_MOST - 1) :], text]
        self._at = len(self._said)

    def older(self, shown: str) -> str | None:
        """What was said before `shown`; None if that was not recalled or nothing is left."""
        if shown == "":
            self._at = len(self._said)
        elif not self._is_at(shown):
            return None
        if self._at == 0:
            return None
        self._at -= 1
        return self._said[self._at]

    def newer(self, shown: str) -> str | None:
        """What was said after `shown`, "" behind the last; None if `shown` was not recalled."""
        if shown == "" or not self._is_at(shown):
            return None
        self._at += 1
        return self._said[self._at] if self._at < len(self._said) else ""

    def _is_at(self, shown: str) -> bool:
        return self._at < len(self._said) and self._said[self._at] == shown
