"""What becomes of a request on the chat's port. Light to import: it loads neither h11 nor wsproto."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.web.websocket import WebSocket


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer; the connection ends behind it."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The connection is `websocket` from now on. `data` is to be written first; `rest` has come already."""

    websocket: WebSocket
    data: bytes
    rest: bytes
