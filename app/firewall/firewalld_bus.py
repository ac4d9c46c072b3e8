"""Asks firewalld over the system's D-Bus, one call after the other, without ever waiting.

For Linux alone: PySide6 has no QtDBus elsewhere.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import SLOT, QObject, QTimer, Slot
from PySide6.QtDBus import QDBusConnection, QDBusError, QDBusMessage

from app.firewall import firewalld
from app.firewall.firewalld import BusCall, BusError, Steps
from app.values import frozen

_READ_MS = 5000
_ASK_MS = 10 * 60 * 1000  # a person is asked for a password meanwhile


@frozen
class _Conversation:
    steps: Steps
    done: Callable[[object], None]
    asks: bool


class FirewalldBus(QObject):
    """Holds one conversation after the other. `make_bus` gives the system's bus when it is first needed."""

    def __init__(self, make_bus: Callable[[], QDBusConnection], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_bus = make_bus
        self._bus: QDBusConnection | None = None
        self._waiting: deque[_Conversation] = deque()
        self._current: _Conversation | None = None

    def run(self, steps: Steps, done: Callable[[object], None], *, asks: bool = False) -> None:
        """Make the calls of `steps`; `done` is given what it returns, or the BusError that ended it.

        It is called later than this. `asks`: a person may be asked to prove to be an administrator.
        """
        self._waiting.append(_Conversation(steps, done, asks))
        if self._current is None:
            self._begin()

    def _begin(self) -> None:
        self._current = self._waiting.popleft() if self._waiting else None
        if self._current is not None:
            self._go_on(self._current, None)

    def _go_on(self, one: _Conversation, answer: object) -> None:
        try:
            call = one.steps.throw(answer) if isinstance(answer, BusError) else one.steps.send(answer)
        except StopIteration as end:
            self._end(one, end.value)
        except BusError as error:
            self._end(one, error)
        else:
            self._call(call, asks=one.asks)

    def _end(self, one: _Conversation, result: object) -> None:
        self._current = None
        one.done(result)
        if self._current is None:  # and none was begun by that
            self._begin()

    def _call(self, call: BusCall, *, asks: bool) -> None:
        if self._bus is None:
            self._bus = self._make_bus()
        message = QDBusMessage.createMethodCall(firewalld.NAME, call.path, call.interface, call.method)
        message.setArguments(list(call.parameters))
        message.setAutoStartService(False)  # one that does not run filters nothing
        message.setInteractiveAuthorizationAllowed(asks)
        # No watcher of the call: of those the bindings delete one twice that goes while it waits.
        answered = SLOT("answered(QDBusMessage)")
        failed = SLOT("failed(QDBusError,QDBusMessage)")
        timeout = _ASK_MS if asks else _READ_MS
        call_back = self._bus.callWithCallback
        # its stub asks for bytes, which it refuses
        if not call_back(message, self, answered, failed, timeout):  # type: ignore[call-overload]
            QTimer.singleShot(0, self, lambda: self._answer(BusError("there is no bus")))

    def _answer(self, answer: object) -> None:
        if self._current is not None:
            self._go_on(self._current, answer)

    @Slot(QDBusMessage)
    def answered(self, reply: QDBusMessage) -> None:
        """The call of now was answered; Qt calls it by its name."""
        self._answer(next(iter(reply.arguments()), None))

    @Slot(QDBusError, QDBusMessage)
    def failed(self, error: QDBusError, _call: QDBusMessage) -> None:
        """The call of now failed; likewise."""
        self._answer(BusError(f"{error.name()}: {error.message()}"))
