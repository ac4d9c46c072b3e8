"""What the hub needs from outside and does not do itself: slow work, and accounts that outlive it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

# A person's few spellings and nicknames: eight at least, as each has one or two keys. More is somebody who
# collects other people's names.
KEYS_PER_ACCOUNT = 16


@dataclass(frozen=True, slots=True)
class Work:
    """Something slow that a thread does; its result comes back by `Hub.complete(id, result, now)`.

    | kind  | data                                          | result                     |
    |-------|-----------------------------------------------|----------------------------|
    | check | (password, PasswordVerifier)                  | bool                       |
    | share | (verifier.key, client's share, fingerprint)   | (hub's share, session key) |

    A result of None means that it could not be done: no room in the queue, a share that is none.
    """

    id: int
    kind: str
    data: object = field(repr=False)  # passwords and keys


class Accounts(Protocol):
    """Who owns which nickname. An account is a name and the certificate that proves it."""

    def by_fingerprint(self, fingerprint: str) -> str | None:
        """The account of a client certificate."""
        ...

    def owner_of(self, nick_key: str) -> str | None:
        """The account that owns a nickname, by one of its keys from `app.irc.confusables.nick_keys`."""
        ...

    def create(self, name: str, fingerprint: str, nick_keys: tuple[str, ...], now: float) -> bool:
        """Make an account with all keys of its first nickname; False when any of it is taken."""
        ...

    def claim(self, account: str, nick_key: str, now: float) -> bool:
        """Let an account own one more key of a nickname; False: another does, or it has enough."""
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
        self._by_fingerprint: dict[str, str] = {}
        self._nicks: dict[str, str] = {}
        self._host: str | None = None

    def by_fingerprint(self, fingerprint: str) -> str | None:
        """The account of a client certificate."""
        return self._by_fingerprint.get(fingerprint)

    def owner_of(self, nick_key: str) -> str | None:
        """The account that owns a nickname, by one of its keys."""
        return self._nicks.get(nick_key)

    def create(self, name: str, fingerprint: str, nick_keys: tuple[str, ...], now: float) -> bool:
        """Make an account with all keys of its first nickname."""
        if fingerprint in self._by_fingerprint or not self._nicks.keys().isdisjoint(nick_keys):
            return False
        if name in self._by_fingerprint.values():
            return False
        self._by_fingerprint[fingerprint] = name
        self._nicks.update(dict.fromkeys(nick_keys, name))
        return True

    def claim(self, account: str, nick_key: str, now: float) -> bool:
        """Give an account one more key of a nickname."""
        if nick_key not in self._nicks and list(self._nicks.values()).count(account) < KEYS_PER_ACCOUNT:
            self._nicks[nick_key] = account
        return self._nicks.get(nick_key) == account

    def host(self) -> str | None:
        """The fingerprint of the certificate that proves the host."""
        return self._host

    def set_host(self, fingerprint: str) -> None:
        """Let another certificate prove the host from now on."""
        self._host = fingerprint
