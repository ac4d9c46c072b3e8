"""Passwords in the key store of the person's system, encrypted by it and read back under their login alone.

By the library keyring, whose way to this system is named here: Secret Service on Linux (GNOME, KDE), the
Credential Manager of Windows, the Keychain of macOS. No other one, least of all a file, is ever taken in its
place. Each call waits for the system, which may ask the person to unlock the store.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

# Under which people find the entries among those of other programs: "Hubbub irc.example.org:6697".
_SERVICE = "Hubbub {place}"


class KeyStoreError(Exception):
    """There is no key store, it stays locked, or it refuses; what it said is for a log."""


class PasswordStore(Protocol):
    """Where passwords are kept by where they belong, `place`, and whose they are, `name`; none is empty."""

    def read(self, place: str, name: str) -> str:
        """The password, "" where none is kept; raises KeyStoreError."""
        ...

    def write(self, place: str, name: str, password: str) -> None:
        """Keep a password in place of the one before; raises KeyStoreError."""
        ...

    def remove(self, place: str, name: str) -> None:
        """Keep none any more; raises KeyStoreError."""
        ...


class SystemKeyStore:
    """That of the system this program runs on. Fits PasswordStore."""

    def read(self, place: str, name: str) -> str:
        try:
            return _backend().get_password(_SERVICE.format(place=place), name) or ""
        except Exception as error:  # any: of the library, of D-Bus, of Windows, or that they are not there
            raise _refused(error) from error

    def write(self, place: str, name: str, password: str) -> None:
        try:
            _backend().set_password(_SERVICE.format(place=place), name, password)
        except Exception as error:
            raise _refused(error) from error

    def remove(self, place: str, name: str) -> None:
        try:
            store, service = _backend(), _SERVICE.format(place=place)
            if store.get_password(service, name) is not None:
                store.delete_password(service, name)
        except Exception as error:
            raise _refused(error) from error


def _refused(error: Exception) -> KeyStoreError:
    return KeyStoreError(f"{type(error).__name__}: {error}")


def _backend() -> KeyringBackend:
    """The library's way to this system's store, loaded where it is needed: it takes a tenth of a second."""
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring as Backend
    elif sys.platform == "darwin":
        from keyring.backends.macOS import Keyring as Backend
    else:
        from keyring.backends.SecretService import Keyring as Backend
    make: Callable[[], KeyringBackend] = Backend  # the library types the class and not how it is made
    return make()
