"""The hubs that this person has met, by certificate. Owns the file of pins; judges nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pin:
    """A hub that has been joined. `verified`: "", "link", "password", "words" or "authority"."""

    fingerprint: str
    name: str
    addresses: tuple[str, ...]  # host:port, the latest first
    first_seen: float
    verified: str = ""


class Pins:
    """The pins in a JSON file; every change is written at once. Raises SecurityError when it cannot be written."""

    def __init__(self, path: Path) -> None:
        raise NotImplementedError

    def by_fingerprint(self, fingerprint: str) -> Pin | None:
        """The pin of a certificate."""
        raise NotImplementedError

    def by_address(self, address: str) -> Pin | None:
        """The pin of the hub that was last seen at `address` (host:port)."""
        raise NotImplementedError

    def remember(self, fingerprint: str, *, name: str, address: str, now: float) -> Pin:
        """Pin a hub, or note a known one's name ("" keeps the old one) and latest address."""
        raise NotImplementedError

    def mark_verified(self, fingerprint: str, how: str) -> Pin | None:
        """Note how a pinned hub was verified: "link", "password", "words" or "authority"."""
        raise NotImplementedError

    def forget(self, fingerprint: str) -> None:
        """Take a pin out, if there is one."""
        raise NotImplementedError
