"""How far conversations were read. Data only; `markers` moves them."""

from __future__ import annotations

from dataclasses import dataclass, field

KEPT = 5_000  # conversations; a server that names ever new ones must not fill memory


@dataclass(slots=True)
class Markers:
    """Times by folded conversation; what is still to be told, with the conversation's own name."""

    known: dict[str, float] = field(default_factory=dict)
    due: dict[str, tuple[str, float]] = field(default_factory=dict)
    sent_at: float = float("-inf")

    def put(self, key: str, time: float) -> None:
        """Remember how far a conversation was read."""
        if key not in self.known and len(self.known) >= KEPT:
            del self.known[next(iter(self.known))]
        self.known[key] = time
