"""What is said again and again: said once, then counted, and the count told once a minute. Has no clock."""

from __future__ import annotations

from dataclasses import dataclass, field

PERIOD = 60.0  # seconds
# Of one kind in a period: a class that comes at once is told one by one, five thousand addresses are not.
DIFFERENT = 60
# Kinds at once; what names them is written in the program, so there are some dozens.
MOST_KINDS = 500


@dataclass(slots=True)
class _Kind:
    """What was said of one kind since `began`: how often again each text, and how many others there were."""

    began: float
    texts: dict[str, int] = field(default_factory=dict)
    others: int = 0
    last: str = ""


class Repeats:
    """Decides what is said. `now` is seconds of any clock, which may go back."""

    def __init__(self) -> None:
        self._kinds: dict[str, _Kind] = {}

    def is_new(self, kind: str, text: str, now: float) -> bool:
        """Whether `text` is to be said; otherwise it is counted. Call `due` before."""
        found = self._kinds.get(kind)
        if found is None:
            if len(self._kinds) >= MOST_KINDS:
                return True
            found = self._kinds[kind] = _Kind(now)
        if text in found.texts:
            found.texts[text] += 1
            return False
        if len(found.texts) >= DIFFERENT:
            found.others += 1
            found.last = text
            return False
        found.texts[text] = 0
        return True

    def due(self, now: float) -> list[tuple[str, str]]:
        """Kinds and sentences for what was counted in periods that are over at `now`."""
        over = [kind for kind, one in self._kinds.items() if not 0 <= now - one.began < PERIOD]
        return [line for kind in over for line in self._told(kind)]

    def rest(self) -> list[tuple[str, str]]:
        """The same for everything that was counted, at the end."""
        return [line for kind in list(self._kinds) for line in self._told(kind)]

    def _told(self, kind: str) -> list[tuple[str, str]]:
        one = self._kinds.pop(kind)
        lines = [
            (kind, f"… {'once' if count == 1 else f'{count} times'} more in the last minute: {text}")
            for text, count in one.texts.items()
            if count
        ]
        if one.others:
            lines.append((kind, f"… {one.others} others like it in the last minute, such as: {one.last}"))
        return lines
