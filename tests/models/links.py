"""A link that only remembers what was asked of it."""

from __future__ import annotations

from typing import TypeVar

from app.client.wishes import Wish

W = TypeVar("W", bound=Wish)


class AskedLink:
    """Fits models.ports.LinkPort: every wish is kept in `wishes`."""

    def __init__(self) -> None:
        self.wishes: list[Wish] = []

    def ask(self, wish: Wish) -> None:
        self.wishes.append(wish)

    def retry_now(self) -> None:
        raise AssertionError("nobody asked for that")

    def stop(self) -> None:
        raise AssertionError("nobody asked for that")

    def asked_for(self, kind: type[W]) -> list[W]:
        """The wishes of one kind."""
        return [wish for wish in self.wishes if isinstance(wish, kind)]
