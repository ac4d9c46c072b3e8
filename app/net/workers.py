"""Slow work in threads: scrypt and the exchange of shares. Results come back in the owner's thread.

Knows what the work is called, not what it means.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from app.hub.accounts import Credentials, ScramVerifier
from app.hub.config import PasswordVerifier

log = logging.getLogger(__name__)

# Two threads: scrypt takes 32 MiB and a tenth of a second each, and the hub wants a core for itself.
THREADS = 2
# A class that joins at once waits some seconds; who floods a hub with attempts is refused.
LONGEST_QUEUE = 64

Run = Callable[[str, object], object]
Done = Callable[[object], None]


class WorkPool(QObject):
    """At most two threads and a bounded queue. `done` gets the result, None when it could not be done."""

    _finished = Signal(int, object)

    def __init__(self, parent: QObject | None = None, *, run: Run | None = None) -> None:
        super().__init__(parent)
        self._run = run or run_secret_work
        self._waiting: dict[int, Done] = {}
        self._last = 0
        self._pool: QThreadPool | None = None  # made in the thread that this object lives in
        self._finished.connect(self._tell)

    def submit(self, kind: str, data: object, done: Done, *, may_refuse: bool = True) -> None:
        """Do one piece of work; `done` is called later in this object's thread, or never after `forget`.

        `may_refuse`: None is the result at once while too much waits.
        """
        self._last += 1
        self._waiting[self._last] = done
        if may_refuse and len(self._waiting) > LONGEST_QUEUE:
            log.warning("slow work was refused: too much of it waits")
            self._finished.emit(self._last, None)
            return
        if self._pool is None:
            self._pool = QThreadPool(self)
            self._pool.setMaxThreadCount(THREADS)
        self._pool.start(_Piece(self._last, kind, data, self))

    def forget(self) -> None:
        """Let nobody be told of what is still being done."""
        self._waiting.clear()
        if self._pool is not None:
            self._pool.clear()

    def run_piece(self, number: int, kind: str, data: object) -> None:
        """Called in a thread of the pool."""
        try:
            result = self._run(kind, data)
        except Exception:
            log.exception("a bug in slow work (%s)", kind)
            result = None
        with contextlib.suppress(RuntimeError):  # the program has ended meanwhile, and this object with it
            self._finished.emit(number, result)

    @Slot(int, object)
    def _tell(self, number: int, result: object) -> None:
        done = self._waiting.pop(number, None)
        if done is not None:
            done(result)


class _Piece(QRunnable):
    """One piece of work in the pool's queue."""

    def __init__(self, number: int, kind: str, data: object, pool: WorkPool) -> None:
        super().__init__()
        self._work: Any = (number, kind, data)
        self._pool = pool

    def run(self) -> None:
        self._pool.run_piece(*self._work)


def run_secret_work(kind: str, data: object) -> object:
    """Do it with the room of passwords and keys, which takes a tenth of a second to load.

    Besides what hub and client hand out as it is: "verifier", a password to what a hub keeps of the room's,
    and "credentials", one to what it keeps of an account's.
    """
    from app.security import password

    if kind == "verifier":
        return _verifier(str(data))
    if kind == "credentials":
        return _credentials(data)
    return password.run(kind, data)


def _verifier(text: str) -> PasswordVerifier:
    from app.security.password import make_verifier

    made = make_verifier(text)
    return PasswordVerifier(made.salt, made.n, made.r, made.p, made.key)


def _credentials(data: object) -> Credentials | bool:
    """What is kept of a password; False when it cannot be one."""
    from app.security.errors import PasswordError
    from app.security.scram import make_scram

    assert isinstance(data, tuple)
    text, iterations = data
    try:
        verifier = _verifier(text)
    except PasswordError:
        return False
    made = make_scram(text, iterations)
    if made is None:
        return Credentials(verifier)
    return Credentials(verifier, ScramVerifier(made.salt, made.iterations, made.stored_key, made.server_key))
