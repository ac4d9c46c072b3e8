"""Passwords of accounts and rooms in the person's key store, read and written in a thread of their own.

Nothing here waits: a locked store asks the person, and one that hangs answers never.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.security.key_store import KeyStoreError, PasswordStore

log = logging.getLogger(__name__)

# So long a person may take to unlock the store; then it counts as one that keeps nothing.
PATIENCE_MS = 60_000

_Job = Callable[[PasswordStore], object]
_Jobs = SimpleQueue[tuple[int, _Job] | None]
_Then = Callable[[object], None]


class KeptPasswords(QObject):
    """Asks `store` one thing after the other. A password belongs to a `place` and there to a `name`.

    An account's place is its server as `host:port`, its name the account. A room's place is the fingerprint
    of its hub, its name the channel. Answers come later, in this object's thread, each exactly once.
    """

    _answered = Signal(int, object)

    def __init__(self, store: PasswordStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs: _Jobs | None = None  # with the thread, once it is needed
        self._way_back = _WayBack(self)
        self._waiting: dict[int, _Then] = {}
        self._count = 0
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    def look_up(self, place: str, name: str, then: Callable[[str], None]) -> None:
        """Read a password; `then` gets "" where none is kept, or no store is to be had."""
        self._ask(
            lambda store: store.read(place, name), lambda found: then(found if isinstance(found, str) else "")
        )

    def keep(self, place: str, name: str, password: str, then: Callable[[bool], None] | None = None) -> None:
        """Keep a password; `then` learns whether it is kept."""

        def write(store: PasswordStore) -> bool:
            store.write(place, name, password)
            return True

        self._ask(write, lambda kept: then(kept is True) if then is not None else None)

    def forget(self, place: str, name: str) -> None:
        """Keep that password no more; nobody is told where that fails."""
        self._ask(lambda store: store.remove(place, name), lambda _: None)

    def close(self) -> None:
        """Answer nobody any more. What is being written is finished, unless the program ends before."""
        self._waiting.clear()
        self._way_back.cut()
        if self._jobs is not None:
            self._jobs.put(None)

    def _ask(self, job: _Job, then: _Then) -> None:
        self._count += 1
        number = self._count
        self._waiting[number] = then
        QTimer.singleShot(PATIENCE_MS, self, lambda: self._on_answered(number, None))
        if self._jobs is None:
            self._jobs = SimpleQueue()
            work = (self._jobs, self._store, self._way_back)
            # a daemon: who ends the program does not wait until somebody has unlocked a store
            threading.Thread(target=_serve, args=work, name="key-store", daemon=True).start()
        self._jobs.put((number, job))

    def take(self, number: int, answer: object) -> None:
        """Called in the thread: the answer comes in this object's."""
        self._answered.emit(number, answer)

    @Slot(int, object)
    def _on_answered(self, number: int, answer: object) -> None:
        then = self._waiting.pop(number, None)
        if then is not None:
            then(answer)


class _WayBack:
    """From the thread to its KeptPasswords, until that listens no more and may be destroyed."""

    def __init__(self, passwords: KeptPasswords) -> None:
        self._lock = threading.Lock()
        self._passwords: KeptPasswords | None = passwords

    def __call__(self, number: int, answer: object) -> None:
        with self._lock, contextlib.suppress(RuntimeError):  # destroyed, and not closed before
            if self._passwords is not None:
                self._passwords.take(number, answer)

    def cut(self) -> None:
        """Deliver nothing more."""
        with self._lock:
            self._passwords = None


def _serve(jobs: _Jobs, store: PasswordStore, tell: _WayBack) -> None:
    while (job := jobs.get()) is not None:
        number, do = job
        answer: object = None
        try:
            answer = do(store)
        except KeyStoreError as error:
            log.info("the key store: %s", error)
        tell(number, answer)
