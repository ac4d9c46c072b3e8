"""What models and windows ask of a connection, by shape: `net.link.Link` fits it."""

from __future__ import annotations

from typing import Protocol

from app.client.wishes import Wish


class LinkPort(Protocol):
    """The way to one server. Results come back as events, refusals among them."""

    def ask(self, wish: Wish) -> None: ...

    def retry_now(self) -> None: ...

    def stop(self) -> None: ...
