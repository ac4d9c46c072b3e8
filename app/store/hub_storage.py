"""All that one hub keeps: `accounts.sqlite`, `history.sqlite` and the folder `files` beside that.

Their paths are given; what is in them belongs together and is checked for that.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.hub.data.storage_errors import StorageFailure, StorageProblem
from app.store.database import StoreError
from app.store.file_store import FileStore
from app.store.history_file import files_folder
from app.store.stored_accounts import StoredAccounts
from app.store.stored_history import StoredHistory

_MARK = "hub", "accounts"  # a record: by what the accounts are known


class HubStorage:
    """A hub's accounts, history and records. Built in any thread, then used by one at a time.

    `accounts`, `history` and `records` fit the hub's protocols of these names, `files` that of
    `app.files.file_storage`. `notice`: what the host should be told of opening them, None for nothing.
    """

    def __init__(self, accounts_file: Path, history_file: Path) -> None:
        """Open both files, made where there are none.

        Raises StoreError, and holds neither of them open then: one of them cannot be used, is held by another
        hub, or is of another hub than the other.
        """
        self.accounts = StoredAccounts(accounts_file)
        try:
            self.history = StoredHistory(history_file)
        except BaseException:
            self.accounts.close()
            raise
        self.records = self.history.records
        self.notice = self.history.notice
        self.files = FileStore(files_folder(history_file))
        try:
            self._belong_together(accounts_file, history_file)
        except BaseException:
            self.close()
            raise

    def _belong_together(self, accounts_file: Path, history_file: Path) -> None:
        """Let nobody who takes a name anew read what was said to others who had it. Raises StoreError."""
        mark = hashlib.sha256(self.accounts.secret()).hexdigest()
        kept = self.records.get(*_MARK)
        if kept is None:
            self.records.put(*_MARK, mark)
            self.history.commit()
        elif kept != mark:
            files = {"path": history_file, "accounts": accounts_file}
            raise StoreError(StorageFailure(StorageProblem.OTHER_ACCOUNTS, files))

    def close(self) -> None:
        """Leave the files clean; the object is not used afterwards. Raises StoreError."""
        try:
            self.history.close()
        finally:
            self.accounts.close()
