"""A link that only remembers what was asked of it."""

from __future__ import annotations

from collections.abc import Callable


class AskedLink:
    """Stands for net.link.Link: every request is kept in `asked` as (name, its arguments)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args, **_options: self.asked.append((name, args))

    def requests(self, name: str) -> list[tuple[object, ...]]:
        """The arguments of each request of a name."""
        return [args for asked, args in self.asked if asked == name]
