"""A link that only remembers what was asked of it."""

from __future__ import annotations

from typing import TypeVar

from app.client.wishes import Wish

W = TypeVar("W", bound=Wish)


class AskedLink:
    """Fits models.room.LinkPort: `wishes` has what was asked, `tried` that it was to retry or to stop."""

    def __init__(self) -> None:
        self.wishes: list[Wish] = []
        self.tried: list[str] = []

    def ask(self, wish: Wish) -> None:
        self.wishes.append(wish)

    def retry_now(self) -> None:
        self.tried.append("retry")

    def retry_with(self, password: str) -> None:
        self.tried.append(f"retry with {password}")

    def stop(self) -> None:
        self.tried.append("stop")

    def asked_for(self, kind: type[W]) -> list[W]:
        """The wishes of one kind."""
        return [wish for wish in self.wishes if isinstance(wish, kind)]
