"""Slow work in threads: scrypt and the exchange of shares. Results come back in the owner's thread.

Knows what the work is called, not what it means.
"""

from __future__ import annotations

import contextlib
import logging
import math
import time
from collections.abc import Callable
from dataclasses import field
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal, Slot

from app.hub.data.addresses import SHARE, Origin, Reputation
from app.hub.data.config import PasswordVerifier
from app.hub.data.storage import Credentials, ScramVerifier
from app.net.round_robin import RoundRobin
from app.values import frozen

log = logging.getLogger(__name__)

# Two threads: scrypt takes 32 MiB and a tenth of a second each, and the hub wants a core for itself.
THREADS = 2
# Beyond it who has put most loses the newest: half a minute of work, for a class that comes at once some
# seconds. Whose only piece waits is never refused for the number of others: each has a session of its own.
LONGEST_QUEUE = 512

Run = Callable[[str, object], object]
Done = Callable[[object], None]

# Asked before a piece is put into the queue, and again before it is done.
ReputationOf = Callable[[], Reputation | None]

_OURS = Origin("")  # who hosts


def _is_trusted() -> Reputation:
    return Reputation.TRUSTED


@frozen
class _Piece:
    """One piece of work in the queue. It knows no pool: who has both could be destroyed in any thread."""

    number: int
    kind: str
    data: object = field(repr=False)
    origin: Origin
    reputation: ReputationOf


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
        self._queues = {
            reputation: RoundRobin[_Piece]() for reputation in Reputation
        }  # whose turn is next comes first
        self._pause = 0.0  # as the latest work of an untrusted origin has it
        self._began = -math.inf  # when such work last did
        self._pool: QThreadPool | None = None  # made in the thread that this object lives in
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._go_on)
        self._finished.connect(self._tell)
        self._refused: list[int] = []
        # not a queued connection: PySide takes 15 ms to load Qt's enumerations, while a hub is to listen
        self._refusal = QTimer(self, singleShot=True, interval=0)
        self._refusal.timeout.connect(self._answer_refused)

    def submit(
        self,
        kind: str,
        data: object,
        done: Done,
        origin: Origin = _OURS,
        reputation: ReputationOf = _is_trusted,
        pause: float = 0.0,
    ) -> None:
        """Do one piece of work; `done` is called later in this object's thread, or never after `forget`.

        `origin`: whose turn it takes, among those of its `reputation`, which is asked for again before it is
        done: None is nobody's any more, and what is blocked is not done. Who is not trusted may be refused
        when its address or network wants too much, and waits until `pause` seconds are over since the last.
        """
        self._last += 1
        self._waiting[self._last] = done
        place = reputation() or Reputation.FAILED
        self._queues[place].put(origin, _Piece(self._last, kind, data, origin, reputation))
        if place is not Reputation.TRUSTED:
            self._pause = pause
            self._refuse_greediest(self._queues[place], origin)
        self._go_on()

    def forget(self) -> None:
        """Let nobody be told of what is still being done."""
        self._waiting.clear()
        for queue in self._queues.values():
            queue.clear()
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

    def _refuse_greediest(self, queue: RoundRobin[_Piece], origin: Origin) -> None:
        """Refuse something when there is too much since `origin` put its last."""
        network = origin.network
        if network and queue.waiting(network) > LONGEST_QUEUE // SHARE:
            self._refuse(queue.take_from_greediest(network) or queue.take_newest(origin))
        elif len(queue) > LONGEST_QUEUE:
            self._refuse(queue.take_from_greediest())

    def _refuse(self, piece: _Piece | None) -> None:
        if piece is not None:
            log.warning("slow work was refused: an address or a network has too much of it waiting")
            self._answer_soon(piece.number)

    def _answer_soon(self, number: int) -> None:
        """It could not be done; not within a call of whoever asked."""
        self._refused.append(number)
        self._refusal.start()

    @Slot()
    def _go_on(self) -> None:
        while self._running < THREADS and (piece := self._next()) is not None:
            if self._pool is None:
                self._pool = QThreadPool(self)
                self._pool.setMaxThreadCount(THREADS)
            self._running += 1
            self._pool.start(_Running(piece, self))

    def _next(self) -> _Piece | None:
        """The standings take turns as well: who is new or trusted does not wait for all who have failed."""
        for place, queue in list(self._queues.items()):
            while len(queue) and self._may_begin(place):
                piece = queue.take()
                if piece is not None and self._is_due(piece, place):
                    self._queues[place] = self._queues.pop(place)  # behind the others
                    self._began = self._began if place is Reputation.TRUSTED else self._clock()
                    return piece
        return None

    def _may_begin(self, place: Reputation) -> bool:
        """Whether the pause is over; looks again when it is."""
        wait = self._began + self._pause - self._clock()
        if place is Reputation.TRUSTED or wait <= 0:
            return True
        if not self._wait.isActive():
            self._wait.start(math.ceil(wait * 1000))
        return False

    def _is_due(self, piece: _Piece, place: Reputation) -> bool:
        """Whether a piece is still to be done and stands where it did; what is not is dealt with."""
        now = piece.reputation()
        if now is None:
            self._waiting.pop(piece.number, None)
        elif now is Reputation.BLOCKED:
            self._answer_soon(piece.number)
        elif now is Reputation.FAILED and place is Reputation.NEW:
            self._queues[now].put(piece.origin, piece)
        else:
            return True
        return False

    @Slot(int, object)
    def _tell(self, number: int, result: object) -> None:
        self._running -= 1
        self._answer(number, result)
        self._go_on()

    @Slot()
    def _answer_refused(self) -> None:
        refused, self._refused = self._refused, []
        for number in refused:
            self._answer(number, None)

    def _answer(self, number: int, result: object) -> None:
        done = self._waiting.pop(number, None)
        if done is not None:
            done(result)


class _Running(QRunnable):
    """One piece of work in a thread."""

    def __init__(self, piece: _Piece, pool: WorkPool) -> None:
        super().__init__()
        self._work: Any = (piece.number, piece.kind, piece.data)
        self._pool = pool

    def run(self) -> None:
        self._pool.run_piece(*self._work)


def run_secret_work(kind: str, data: object) -> object:
    """Do it with the package of passwords and keys, which takes a tenth of a second to load.

    Besides what hub and client hand out as it is: "verifier", a password to what a hub keeps of the room's,
    and "credentials", one to what it keeps of an account's.
    """
    from app.security import password_work

    if kind == "verifier":
        return _verifier(str(data))
    if kind == "credentials":
        return _credentials(data)
    return password_work.run(kind, data)


def _verifier(text: str) -> PasswordVerifier:
    from app.security.password_hashing import make_verifier

    made = make_verifier(text)
    return PasswordVerifier(made.salt, made.n, made.r, made.p, made.key)


def _credentials(data: object) -> Credentials | bool:
    """What is kept of a password; False when it cannot be one."""
    from app.security.scram import make_scram
    from app.security.security_errors import PasswordError

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
