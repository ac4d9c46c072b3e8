"""Requests of one transfer, one after another, until it is done: tried again after breaks, in growing pauses.

What is asked and what an answer means says the plan; this times it and has the connections made.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.models.file_progress import TransferState
from app.net.file_transfer import FileDoor, FileTransfer
from app.web.http_call import HttpAnswer, HttpCall
from app.words import transfer_words

# Milliseconds before a further try: a network that is back is found within seconds, and no host is bothered.
FIRST_PAUSE_MS = 1_000
LONGEST_PAUSE_MS = 30_000
# Tries in a row that bring nothing while the link stands: two minutes.
MOST_TRIES = 8


class NextStep(Enum):
    """What follows upon an answer."""

    AGAIN = "again"  # the plan has another request
    LATER = "later"  # the same after a pause: the connection broke
    BUSY = "busy"  # the same after a pause, however often: the hub is there and asks to wait
    DONE = "done"
    FAILED = "failed"  # the plan's `reason` says why


class TransferPlan(Protocol):
    """What one transfer asks and takes.

    `reason`: why it failed or has to wait, a sentence, "" for nothing.
    """

    reason: str

    @property
    def is_ready(self) -> bool:
        """Whether all is there that the next request needs."""
        ...

    def next_call(self, authority: str) -> HttpCall:
        """The next request, of HOST:PORT."""
        ...

    def read(self, most: int) -> bytes:
        """The next bytes of what is sent. Raises OSError."""
        ...

    def begin(self, answer: HttpAnswer) -> bool:
        """The head of an answer: whether its body is wanted. Raises OSError."""
        ...

    def take(self, data: bytes) -> bool:
        """Bytes of the body; False for what cannot be. Raises OSError."""
        ...

    def end(self, answer: HttpAnswer | None) -> NextStep:
        """The answer is whole, None for a connection that broke before. Raises OSError."""
        ...

    def fail(self, error: OSError) -> None:
        """What is sent cannot be read, or what comes not be written; `reason` says so from then on."""
        ...


class TransferRun(QObject):
    """Carries out one plan. `state` and `reason` are told to the person.

    Signals:
        moved(int): so many bytes went or came.
        changed(): `state` or `reason` is another. DONE is the end, FAILED until `start` is called again.
        unready(): the plan lacks what its next request needs; `go_on` once it is there.
    """

    moved = Signal(int)
    changed = Signal()
    unready = Signal()

    def __init__(
        self,
        plan: TransferPlan,
        door: Callable[[], FileDoor | None],
        parent: QObject | None = None,
    ) -> None:
        """`door`: gives where the hub is asked, None while there is no connection."""
        super().__init__(parent)
        self.state = TransferState.WAITING
        self.reason = ""
        self._plan = plan
        self._door = door
        self._transfer: FileTransfer | None = None
        self._tries = 0  # in a row that brought nothing
        self._is_wanted = True  # the body of the answer at hand
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.go_on)

    @Slot()
    def start(self) -> None:
        """Begin, or begin again after it has failed."""
        self._tries = 0
        if self.state is TransferState.FAILED:
            self._move(TransferState.WAITING)
        self.go_on()

    @Slot()
    def go_on(self) -> None:
        """Make the next request now, unless one is under way or it has ended."""
        if self._transfer is not None or self.state in (TransferState.DONE, TransferState.FAILED):
            return
        self._again.stop()
        door = self._door()
        if door is None:
            self._move(TransferState.WAITING, transfer_words.WAITS_FOR_CONNECTION())
        elif not self._plan.is_ready:
            self.unready.emit()
        else:
            if (
                not self._tries
            ):  # of one that broke, or waits for a busy hub, that is told until something comes
                self._move(TransferState.RUNNING)
            self._ask(door)

    def fail(self, reason: str) -> None:
        """It cannot be done, a sentence says why."""
        self.stop()
        self._move(TransferState.FAILED, reason)

    def stop(self) -> None:
        """Let go of the connection and of the next try, without a word."""
        self._again.stop()
        transfer, self._transfer = self._transfer, None
        if transfer is not None:
            transfer.cancel()

    def _ask(self, door: FileDoor) -> None:
        self._is_wanted = True
        self._transfer = transfer = FileTransfer(door, self._plan.next_call, self._plan.read, self)
        transfer.begun.connect(self._on_begun)
        transfer.arrived.connect(self._on_arrived)
        transfer.sent.connect(self._on_sent)
        transfer.ended.connect(self._on_ended)
        transfer.unreadable.connect(self._on_unreadable)
        transfer.start()

    # -- what the connection tells

    def _on_sent(self, count: int) -> None:
        self._note_life()
        self.moved.emit(count)

    def _on_begun(self, answer: HttpAnswer) -> None:
        try:
            self._is_wanted = self._plan.begin(answer)
        except OSError as error:
            self._on_unreadable(error)

    def _on_arrived(self, data: bytes) -> None:
        if not self._is_wanted:
            return
        try:
            is_taken = self._plan.take(data)
        except OSError as error:
            self._on_unreadable(error)
            return
        if is_taken:
            self._note_life()
            self.moved.emit(len(data))
        else:
            self.fail(self._plan.reason)

    def _on_unreadable(self, error: OSError) -> None:
        self._plan.fail(error)
        self.fail(self._plan.reason)

    def _on_ended(self, answer: HttpAnswer | None, is_other: bool) -> None:
        self.stop()
        if is_other:
            self.fail(transfer_words.OTHER_HOST())
            return
        try:
            step = self._plan.end(answer)
        except OSError as error:
            self._on_unreadable(error)
            return
        self._tries += 1
        if step is NextStep.DONE:
            self._move(TransferState.DONE)
        elif step is NextStep.FAILED:
            self.fail(self._plan.reason)
        elif step is NextStep.BUSY:
            self._tries = min(self._tries, MOST_TRIES // 2)  # somebody is there, so it is asked on
            self._move(TransferState.WAITING, self._plan.reason)
            self._ask_later()
        elif self._tries > MOST_TRIES:
            self.fail(self._plan.reason or transfer_words.NO_ANSWER())
        elif step is NextStep.AGAIN:
            self.go_on()
        else:
            self._move(TransferState.BROKEN, transfer_words.BROKEN())
            self._ask_later()

    def _ask_later(self) -> None:
        self._again.start(min(FIRST_PAUSE_MS << (self._tries - 1), LONGEST_PAUSE_MS))

    def _note_life(self) -> None:
        """Something comes or goes: how often nothing did counts no more."""
        self._tries = 0
        self._move(TransferState.RUNNING)

    def _move(self, state: TransferState, reason: str = "") -> None:
        if (state, reason) != (self.state, self.reason):
            self.state, self.reason = state, reason
            self.changed.emit()
