"""Who owns which nickname, and how they prove it: what the hub asks of where accounts are kept.

An account is a name, any number of certificates and at most one password. It owns the nicknames that it has
used; nobody else is called like one of them.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Protocol

from app.hub.config import PasswordVerifier

# A person's few spellings and nicknames: eight at least, as each has one or two keys. More is somebody who
# collects other people's names.
KEYS_PER_ACCOUNT = 16
# A person's devices, old ones among them.
CERTIFICATES_PER_ACCOUNT = 16
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class ScramVerifier:
    """What SCRAM-SHA-256 keeps of a password: enough to check a proof, not to make one.

    https://www.rfc-editor.org/rfc/rfc5802#section-3
    """

    salt: bytes
    iterations: int
    stored_key: bytes = field(repr=False)
    server_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Credentials:
    """All that is kept of an account's password."""

    verifier: PasswordVerifier
    scram: ScramVerifier | None = None  # None: RFC 5802 has no form for such a password; PLAIN takes it


class Accounts(Protocol):
    """The accounts of one hub. Nothing of it is cached: another process may add some at any time."""

    def by_fingerprint(self, fingerprint: str) -> str | None:
        """The account of a client certificate."""
        ...

    def owner_of(self, nick_key: str) -> str | None:
        """The account that owns a nickname, by one of its keys from `app.irc.confusables.nick_keys`."""
        ...

    def create(
        self,
        name: str,
        nick_keys: tuple[str, ...],
        now: float,
        *,
        fingerprint: str = "",
        credentials: Credentials | None = None,
        email: str = "",
    ) -> bool:
        """Make an account with all keys of its first nickname; False when any of it is taken."""
        ...

    def claim(self, account: str, nick_key: str, now: float) -> bool:
        """Let an account own one more key of a nickname; False: another does, or it has enough."""
        ...

    def add_certificate(self, account: str, fingerprint: str, now: float) -> bool:
        """Let one more certificate prove an account; False: it proves another, or there are enough."""
        ...

    def credentials(self, account: str) -> Credentials | None:
        """What is kept of an account's password; None where it has none."""
        ...

    def set_credentials(self, account: str, credentials: Credentials) -> bool:
        """Give an account its password; False: it has one, or there is no such account."""
        ...

    def secret(self) -> bytes:
        """Random bytes, always the same: what is told of accounts that do not exist is made of them."""
        ...

    def host(self) -> str | None:
        """The fingerprint of the certificate that proves the host."""
        ...

    def set_host(self, fingerprint: str) -> None:
        """Let another certificate prove the host from now on."""
        ...


class MemoryAccounts:
    """Accounts of a hub that keeps nothing."""

    def __init__(self) -> None:
        self._certificates: dict[str, str] = {}
        self._nicks: dict[str, str] = {}
        self._credentials: dict[str, Credentials | None] = {}  # every account is a key
        self._secret = secrets.token_bytes(SECRET_BYTES)
        self._host: str | None = None

    def by_fingerprint(self, fingerprint: str) -> str | None:
        """The account of a client certificate."""
        return self._certificates.get(fingerprint)

    def owner_of(self, nick_key: str) -> str | None:
        """The account that owns a nickname, by one of its keys."""
        return self._nicks.get(nick_key)

    def create(
        self,
        name: str,
        nick_keys: tuple[str, ...],
        now: float,
        *,
        fingerprint: str = "",
        credentials: Credentials | None = None,
        email: str = "",
    ) -> bool:
        """Make an account with all keys of its first nickname."""
        if fingerprint in self._certificates or name in self._credentials:
            return False
        if not self._nicks.keys().isdisjoint(nick_keys):
            return False
        self._credentials[name] = credentials
        self._nicks.update(dict.fromkeys(nick_keys, name))
        if fingerprint:
            self._certificates[fingerprint] = name
        return True

    def claim(self, account: str, nick_key: str, now: float) -> bool:
        """Give an account one more key of a nickname."""
        return _take(self._nicks, nick_key, account, KEYS_PER_ACCOUNT)

    def add_certificate(self, account: str, fingerprint: str, now: float) -> bool:
        """Let one more certificate prove an account."""
        return _take(self._certificates, fingerprint, account, CERTIFICATES_PER_ACCOUNT)

    def credentials(self, account: str) -> Credentials | None:
        """What is kept of an account's password."""
        return self._credentials.get(account)

    def set_credentials(self, account: str, credentials: Credentials) -> bool:
        """Give an account its password."""
        if self._credentials.get(account, credentials) is not None:
            return False
        self._credentials[account] = credentials
        return True

    def secret(self) -> bytes:
        """Random bytes, the same as long as this hub runs."""
        return self._secret

    def host(self) -> str | None:
        """The fingerprint of the certificate that proves the host."""
        return self._host

    def set_host(self, fingerprint: str) -> None:
        """Let another certificate prove the host from now on."""
        self._host = fingerprint


def _take(owners: dict[str, str], what: str, account: str, most: int) -> bool:
    if what not in owners and list(owners.values()).count(account) < most:
        owners[what] = account
    return owners.get(what) == account
