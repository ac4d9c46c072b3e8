"""What a hub has that outlives it, and the hub made with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.hub.data.config import HubConfig
from app.hub.data.storage import Accounts, History, Records
from app.hub.hub import Hub

if TYPE_CHECKING:
    from app.security.certificate import Identity

MakeHub = Callable[..., Hub]


@dataclass(frozen=True, slots=True)
class Belongings:
    """The certificate a hub is known by, what it keeps, its page.

    What it keeps is used in the server's thread only; without it the hub forgets.
    """

    identity: Identity | None = None  # None: nobody can come in over TLS
    accounts: Accounts | None = None
    history: History | None = None
    records: Records | None = None
    page: str = ""  # the template of what browsers are shown; without it they read a sentence

    def make(self, make_hub: MakeHub, config: HubConfig, now: float) -> Hub:
        """A hub that goes on with what was kept. Raises KeepingError."""
        return make_hub(config, now=now, accounts=self.accounts, history=self.history, records=self.records)


NOTHING = Belongings()
