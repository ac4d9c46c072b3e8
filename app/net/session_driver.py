"""Drives a ClientSession: bytes, time and slow work go in, its output is written, its events are told.

One signal carries all events of a turn; what is sent goes out in one write per turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QTcpSocket

from app.client.events import Event
from app.client.state.outbox import OwnMessage
from app.client.wishes import Wish
from app.net.socket_stream import SocketStream
from app.net.transport import Transport, delete_disconnected
from app.net.workers import Run, WorkPool

if TYPE_CHECKING:
    from app.client.session.client_session import ClientSession


class SessionDriver(QObject):
    """Owns the session, and its socket while there is one.

    Signals:
        happened: list[Event], everything that one turn brought, in order; never empty.
        ended: the socket has closed by itself; the session does not know it yet.
    """

    happened = Signal(object)
    ended = Signal()

    def __init__(
        self,
        clock: Callable[[], float],
        run_work: Run | None,
        tick: int,
        parent: QObject | None = None,
    ) -> None:
        """`clock`: seconds since 1970. `run_work`: how slow work is done. `tick`: milliseconds."""
        super().__init__(parent)
        self._clock = clock
        self._session: ClientSession | None = None
        self._transport: Transport | None = None
        self._workers = WorkPool(self, run=run_work)
        self._tick = QTimer(self, interval=tick)
        self._tick.timeout.connect(self._on_tick)
        self._flush = QTimer(self, singleShot=True, interval=0)
        self._flush.timeout.connect(self.write)

    @property
    def session(self) -> ClientSession | None:
        """The newest session, also after its socket has gone; None before the first."""
        return self._session

    @property
    def is_connected(self) -> bool:
        """Whether there is a socket."""
        return self._transport is not None

    def begin(self, session: ClientSession, stream: SocketStream[QTcpSocket]) -> None:
        """Put a new session on a new stream; what it has to say first is written."""
        transport = Transport(stream, self)
        transport.arrived.connect(self._on_data)
        transport.ended.connect(self.ended)
        self._session, self._transport = session, transport
        self._tick.start()
        self.write()

    def ask(self, wish: Wish) -> None:
        """Carry out a wish, if there was a session."""
        if self._session is not None:
            self._tell(self._session.ask(wish, self._clock()))

    def adopt(self, messages: Iterable[OwnMessage]) -> None:
        """Take over messages that are not confirmed, if there was a session."""
        if self._session is not None:
            self._tell(self._session.adopt(messages, self._clock()))

    def lose(self) -> list[Event]:
        """End the session, as its connection is gone; returns what came of that."""
        return [] if self._session is None else self._session.connection_lost(self._clock())

    def write(self) -> None:
        """Write what the session has to say now, and have its slow work done."""
        session = self._session
        if session is None or self._transport is None:
            return
        if out := session.take_output():
            self._transport.write(out)
        for work in session.take_work():
            self._workers.submit(work.kind, work.data, partial(self._complete, session, work.id))

    def drop(self) -> None:
        """Let go of the socket and of slow work, without a word."""
        self._tick.stop()
        self._flush.stop()
        self._workers.forget()
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.drop()
            delete_disconnected(transport)

    def _on_data(self, data: bytes) -> None:
        if self._session is not None:
            self._tell(self._session.receive(data, self._clock()))

    def _on_tick(self) -> None:
        if self._session is not None:
            self._tell(self._session.tick(self._clock()))

    def _complete(self, session: ClientSession, work_id: int, result: object) -> None:
        if session is self._session:
            self._tell(session.complete(work_id, result, self._clock()))

    def _tell(self, events: list[Event]) -> None:
        self._flush.start()
        if events:
            self.happened.emit(events)
