"""Passwords in the key store, asked for in a thread: what is answered, and what never waits."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.application import kept_passwords
from app.application.kept_passwords import KeptPasswords
from app.security.key_store import KeyStoreError
from tests.application.fakes import FakeKeyStore


def test_what_is_kept_is_found_and_what_is_forgotten_is_not(qtbot: QtBot) -> None:
    owner = QObject()
    store = FakeKeyStore()
    passwords = KeptPasswords(store, owner)
    told: list[object] = []
    passwords.look_up("here:6697", "alice", told.append)
    passwords.keep("here:6697", "alice", "secret", told.append)
    passwords.look_up("here:6697", "alice", told.append)
    passwords.forget("here:6697", "alice")
    passwords.look_up("here:6697", "alice", told.append)
    assert told == []  # nothing is answered before the event loop goes on
    qtbot.waitUntil(lambda: len(told) == 4)
    assert told == ["", True, "secret", ""]
    assert store.threads == {"key-store"}
    passwords.close()


def test_where_no_store_is_nothing_is_kept_and_nothing_found(qtbot: QtBot) -> None:
    owner = QObject()
    passwords = KeptPasswords(FakeKeyStore(problem=KeyStoreError("none")), owner)
    told: list[object] = []
    passwords.keep("here:6697", "alice", "secret", told.append)
    passwords.look_up("here:6697", "alice", told.append)
    passwords.forget("here:6697", "alice")
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [False, ""]
    passwords.close()


def test_a_store_that_never_answers_counts_as_one_that_keeps_nothing(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_passwords, "PATIENCE_MS", 1)
    owner = QObject()
    unlocked = threading.Event()
    passwords = KeptPasswords(FakeKeyStore({("here:6697", "alice"): "secret"}, unlocked=unlocked), owner)
    told: list[str] = []
    passwords.look_up("here:6697", "alice", told.append)
    qtbot.waitUntil(lambda: told == [""])
    unlocked.set()  # the person comes back from lunch: nobody is told twice
    done: list[str] = []
    monkeypatch.setattr(kept_passwords, "PATIENCE_MS", 60_000)
    passwords.look_up("here:6697", "alice", done.append)
    qtbot.waitUntil(lambda: done == ["secret"])
    assert told == [""]
    passwords.close()


def test_after_the_end_nobody_is_told_and_nobody_waits(qtbot: QtBot) -> None:
    owner = QObject()
    unlocked = threading.Event()
    passwords = KeptPasswords(FakeKeyStore(unlocked=unlocked), owner)
    told: list[str] = []
    before = threading.enumerate()  # one of another test may still be there
    passwords.look_up("here:6697", "alice", told.append)
    passwords.close()
    (thread,) = (each for each in threading.enumerate() if each not in before)
    unlocked.set()
    qtbot.waitUntil(lambda: not thread.is_alive())
    assert told == []


def test_no_thread_is_begun_before_somebody_asks() -> None:
    before = threading.active_count()
    KeptPasswords(FakeKeyStore()).close()
    assert threading.active_count() == before
