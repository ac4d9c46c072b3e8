"""The system's key store by the library keyring: a backend in memory stands for it, or one that fails."""

from __future__ import annotations

import sys

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import InitError, PasswordDeleteError

from app.security import key_store
from app.security.key_store import KeyStoreError, SystemKeyStore

systems_backend = key_store._backend  # which no other test has


class MemoryBackend(KeyringBackend):
    priority = -1  # never chosen by the library itself

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> MemoryBackend:
    backend = MemoryBackend()
    monkeypatch.setattr(key_store, "_backend", lambda: backend)
    return backend


def test_a_password_is_found_by_place_and_name_until_it_is_removed(backend: MemoryBackend) -> None:
    store = SystemKeyStore()
    assert store.read("irc.example.org:6697", "alice") == ""
    store.write("irc.example.org:6697", "alice", "first")
    store.write("irc.example.org:6697", "alice", "second")
    store.write("irc.example.org:6697", "bob", "other")
    assert store.read("irc.example.org:6697", "alice") == "second"
    assert ("Hubbub irc.example.org:6697", "alice") in backend.kept
    store.remove("irc.example.org:6697", "alice")
    store.remove("irc.example.org:6697", "alice")  # which is gone already
    assert store.read("irc.example.org:6697", "alice") == ""
    assert store.read("irc.example.org:6697", "bob") == "other"


@pytest.mark.parametrize("error", [InitError("no collection"), NameError("secretstorage"), OSError("bus")])
def test_a_store_that_cannot_be_used_says_so_whatever_is_wrong(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail() -> KeyringBackend:
        raise error

    monkeypatch.setattr(key_store, "_backend", fail)
    store = SystemKeyStore()
    for use in (
        lambda: store.read("here", "alice"),
        lambda: store.write("here", "alice", "tomato"),
        lambda: store.remove("here", "alice"),
    ):
        with pytest.raises(KeyStoreError) as raised:
            use()
        assert "tomato" not in str(raised.value)


@pytest.mark.skipif(sys.platform != "linux", reason="Secret Service is Linux's")
def test_where_no_session_bus_is_there_is_no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the library's own way, and by no other one that it has: no file, no terminal."""
    monkeypatch.setattr(key_store, "_backend", systems_backend)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    with pytest.raises(KeyStoreError):
        SystemKeyStore().read("here", "alice")
