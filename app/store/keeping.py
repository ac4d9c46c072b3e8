"""All files of one hub, opened and closed together."""

from __future__ import annotations

from pathlib import Path

from app.store.accounts import StoredAccounts
from app.store.history import StoredHistory


class Keeping:
    """Where a hub keeps its accounts, history and records. Built in any thread, then used by one at a time.

    `notice` is what the host should be told of opening them, "" for nothing.
    """

    def __init__(self, accounts_file: Path, history_file: Path) -> None:
        """Raises StoreError."""
        self.accounts = StoredAccounts(accounts_file)
        try:
            self.history = StoredHistory(history_file)
        except BaseException:
            self.accounts.close()
            raise
        self.records = self.history.records
        self.notice = self.history.notice

    def close(self) -> None:
        """Leave the files clean; the object is not used afterwards. Raises StoreError."""
        try:
            self.history.close()
        finally:
            self.accounts.close()
