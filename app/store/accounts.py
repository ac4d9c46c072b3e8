"""Accounts and the nicknames they own, kept in `accounts.sqlite`. Fits hub.ports.Accounts by shape."""

from __future__ import annotations

from pathlib import Path


class StoredAccounts:
    """The accounts of one hub. Built in one thread, then used by one thread at a time.

    Nothing is cached, so that another process may add accounts beside a running hub. Every method raises
    StoreError when the file fails.
    """

    def __init__(self, path: Path) -> None:
        raise NotImplementedError

    def by_fingerprint(self, fingerprint: str) -> str | None:
        """The account of a client certificate."""
        raise NotImplementedError

    def owner_of(self, nick_key: str) -> str | None:
        """The account that owns a nickname, by its skeleton key."""
        raise NotImplementedError

    def create(self, name: str, fingerprint: str, nick_key: str, now: float) -> bool:
        """Make an account that owns a nickname. False: name, certificate or nickname is taken meanwhile."""
        raise NotImplementedError

    def claim(self, account: str, nick_key: str, now: float) -> bool:
        """Let an account own one more nickname. False: another owns it, or there is no such account."""
        raise NotImplementedError

    def host(self) -> str | None:
        """The certificate of the room's host, bound by the owner link."""
        raise NotImplementedError

    def set_host(self, fingerprint: str) -> None:
        """Bind the host's certificate."""
        raise NotImplementedError

    def close(self) -> None:
        """Leave the file clean; the object is not used afterwards."""
        raise NotImplementedError
