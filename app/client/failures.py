"""One sentence for people per way that a connection fails: what happened and what to do."""

from __future__ import annotations

from app.client.address import Address
from app.client.events import Failure


def sentence(failure: Failure, *, address: Address, detail: str = "") -> str:
    """The words for `failure` at `address`; `detail` is the server's or system's own."""
    raise NotImplementedError
