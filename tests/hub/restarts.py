"""What outlives a hub, for tests that start it again."""

from __future__ import annotations

from typing import Any

from app.hub.channels import persistence
from app.hub.data.memory import MemoryAccounts, MemoryHistory, MemoryRecords
from tests.hub.party import START, Friend, Party


class Kept:
    """What outlives a hub, and hubs that begin with it."""

    def __init__(self) -> None:
        self.accounts = MemoryAccounts()
        self.records = MemoryRecords()
        self.history = MemoryHistory(records=self.records)

    def party(self, *, after: float = 0.0, **config: Any) -> Party:
        """A hub that starts, `after` seconds later than the first."""
        kept = {"accounts": self.accounts, "history": self.history, "records": self.records}
        return Party(now=START + after, **kept, **config)

    def channels(self) -> list[str]:
        """The keys of those that are kept."""
        return [key for key, _text in self.records.all(persistence.KIND)]


def names(friend: Friend, channel: str) -> str:
    """Who is in a channel, as NAMES tells it."""
    (line,) = [line for line in friend.says(f"NAMES {channel}") if " 353 " in line]
    return line.split(f" = {channel} ")[1].removeprefix(":")
