"""Slow work in threads: scrypt and the exchange of shares. Results come back in the owner's thread.

Knows what the work is called, not what it means.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import math
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal, Slot

from app.hub.accounts import Credentials, ScramVerifier
from app.hub.addresses import SHARE, Origin
from app.hub.config import PasswordVerifier
from app.net.turns import Turns

log = logging.getLogger(__name__)

# Two threads: scrypt takes 32 MiB and a tenth of a second each, and the hub wants a core for itself.
THREADS = 2
# Beyond it who has put most loses the newest: half a minute of work, for a class that comes at once some
# seconds. Whose only piece waits is never refused for the number of others: each has a session of its own.
LONGEST_QUEUE = 512

Run = Callable[[str, object], object]
Done = Callable[[object], None]

_OURS = Origin("")  # who hosts


class WorkPool(QObject):
    """At most two threads, and a queue in which each address has its turn.

    `done` gets the result, None when it could not be done.
    """

    _finished = Signal(int, object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        run: Run | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._run = run or run_secret_work
        self._clock = clock
        self._waiting: dict[int, Done] = {}
        self._last = 0
        self._running = 0
        self._strangers = Turns[_Piece]()
        self._trusted = Turns[_Piece]()
        self._strangers_turn = False
        self._pause = 0.0  # as the latest work of a stranger has it
        self._began = -math.inf  # when such work last did
        self._pool: QThreadPool | None = None  # made in the thread that this object lives in
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._go_on)
        self._finished.connect(self._tell)

    def submit(
        self,
        kind: str,
        data: object,
        done: Done,
        origin: Origin = _OURS,
        is_trusted: bool = True,
        pause: float = 0.0,
    ) -> None:
        """Do one piece of work; `done` is called later in this object's thread, or never after `forget`.

        `origin`: whose turn it takes. Who is not trusted shares every second turn with all strangers, may be
        refused when they want too much, and waits until `pause` seconds have passed since their last one.
        """
        self._last += 1
        self._waiting[self._last] = done
        piece = _Piece(self._last, kind, data, self)
        if is_trusted:
            self._trusted.put(origin, piece)
        else:
            self._pause = pause
            self._put_stranger(origin, piece)
        self._go_on()

    def forget(self) -> None:
        """Let nobody be told of what is still being done."""
        self._waiting.clear()
        self._strangers.clear()
        self._trusted.clear()
        self._wait.stop()

    def run_piece(self, number: int, kind: str, data: object) -> None:
        """Called in a thread of the pool."""
        try:
            result = self._run(kind, data)
        except Exception:
            log.exception("a bug in slow work (%s)", kind)
            result = None
        with contextlib.suppress(RuntimeError):  # the program has ended meanwhile, and this object with it
            self._finished.emit(number, result)

    def _put_stranger(self, origin: Origin, piece: _Piece) -> None:
        queue, network = self._strangers, origin.network
        queue.put(origin, piece)
        if network and queue.waiting(network) > LONGEST_QUEUE // SHARE:
            self._refuse(queue.take_from_greediest(network) or queue.take_newest(origin))
        elif len(queue) > LONGEST_QUEUE:
            self._refuse(queue.take_from_greediest())

    def _refuse(self, piece: _Piece | None) -> None:
        if piece is not None:
            log.warning("slow work was refused: an address or a network has too much of it waiting")
            QTimer.singleShot(0, self, functools.partial(self._answer, piece.number, None))

    @Slot()
    def _go_on(self) -> None:
        while self._running < THREADS and (piece := self._next()) is not None:
            if self._pool is None:
                self._pool = QThreadPool(self)
                self._pool.setMaxThreadCount(THREADS)
            self._running += 1
            self._pool.start(piece)

    def _next(self) -> _Piece | None:
        """Who is trusted and strangers have every second turn while both want one."""
        now = self._clock()
        wait = self._began + self._pause - now if len(self._strangers) else 0.0
        if wait > 0 and not self._wait.isActive():
            self._wait.start(math.ceil(wait * 1000))
        if wait <= 0 and (self._strangers_turn or not len(self._trusted)):
            piece = self._strangers.take()
            if piece is not None:
                self._strangers_turn, self._began = False, now
                return piece
        self._strangers_turn = True
        return self._trusted.take()

    @Slot(int, object)
    def _tell(self, number: int, result: object) -> None:
        self._running -= 1
        self._answer(number, result)
        self._go_on()

    def _answer(self, number: int, result: object) -> None:
        done = self._waiting.pop(number, None)
        if done is not None:
            done(result)


class _Piece(QRunnable):
    """One piece of work in the pool's queue."""

    def __init__(self, number: int, kind: str, data: object, pool: WorkPool) -> None:
        super().__init__()
        self.number = number
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
