"""The hub on Qt sockets: listeners, a connection per session, one drain and write per turn of the event loop.

Lives wholly in the thread of its event loop. Knows what a hub does only through receive and drain.
"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.hub.data.addresses import Reputation
from app.hub.data.config import HubConfig, WebContent
from app.hub.data.events import HubEvent, Registered, RoomTitled
from app.hub.data.in_progress import SlowTask
from app.hub.data.storage_errors import KeepingError
from app.hub.hub import Hub, Turn
from app.net.connection_admission import ConnectionAdmission
from app.net.connection_setup import ConnectionSetup, ReadyConnection, SetupTimes
from app.net.endpoint import Endpoint
from app.net.files_on_demand import FilesOnDemand
from app.net.host_requests import HostRequests, HubCall
from app.net.hub_connection import FLUSH_MS, CoalescingDelay, HubConnection, LingeringConnections
from app.net.hub_resources import NO_RESOURCES, HubResources, MakeHub
from app.net.listen_error import ListenError, ListenProblem
from app.net.listeners import Listeners
from app.net.turn_sync import TurnSync
from app.net.web_connection import WebConnection
from app.net.workers import Run, WorkPool
from app.web.websocket_frames import Framer

log = logging.getLogger(__name__)

TICK_MS = 1000
GOODBYE_MS = 100  # at the end: how long we wait for others to hang up once everything is written


class HubServer(QObject):
    """Runs one hub at a time.

    Signals:
        started: tuple[Listening, ...], when everything asked for accepts.
        failed: a ListenError or KeepingError, when it could not be started; nothing runs then.
        events: list[HubEvent], once per turn that had some.
        stopped: everybody was told and is gone.
        reached: an address of this computer, by which somebody of another one has come, now and then.
    """

    started = Signal(object)
    failed = Signal(object)
    events = Signal(object)
    stopped = Signal()
    reached = Signal(str)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.time,
        on_bug: Callable[[Exception], None] | None = None,
        make_hub: MakeHub = Hub,
        run_work: Run | None = None,
        setup_times: SetupTimes | None = None,
    ) -> None:
        """`on_bug` learns of every exception of the hub, after it was logged (tests raise it again)."""
        super().__init__(parent)
        self._clock = clock
        self._on_bug = on_bug
        self._make_hub = make_hub
        self._hub: Hub | None = None
        self._listeners = Listeners(self._take, self)
        self._files = FilesOnDemand(self, partial(self._guard, 0), clock, self._report)
        self._setup = ConnectionSetup(self._register, self, for_files=self._files.take, times=setup_times)
        self._admission = ConnectionAdmission(self._setup, self._revoke, self.reached.emit)
        self._workers = WorkPool(self, run=run_work)
        call, follow = partial(self._guard, 0), self._files.set_listening
        self.requests = HostRequests(self, call, self._workers, self._setup, self._listeners, follow)
        self._framer = Framer()
        self._connections: dict[int, HubConnection] = {}
        self._leaving = LingeringConnections()
        self._turn_due = self._stopping = False
        self._delay = CoalescingDelay(lambda: self._setup.is_busy)
        self._sync = TurnSync(self)
        self._sync.done.connect(self._on_sync_done)
        # children, so that they move to the server's thread with it
        self._turn_timer = QTimer(self, singleShot=True, interval=0)
        self._turn_timer.timeout.connect(self._on_turn_due)
        self._tick_timer = QTimer(self, interval=TICK_MS)
        self._tick_timer.timeout.connect(self._tick)
        self._goodbye = QTimer(self, singleShot=True)
        self._goodbye.timeout.connect(self._hang_up)

    @property
    def is_running(self) -> bool:
        """Whether a hub is open or about to end."""
        return self._hub is not None

    @property
    def is_room_locked(self) -> bool:
        """Whether nobody new gets into the room; asked in the thread of the hub alone."""
        return self._hub is not None and self._hub.is_room_locked

    @Slot(object, object, object)
    def start(
        self, config: HubConfig, endpoints: Iterable[Endpoint], resources: HubResources = NO_RESOURCES
    ) -> None:
        """Open a hub on all of `endpoints`; answers with `started` or `failed`."""
        if self._hub is not None:
            self.failed.emit(ListenError(ListenProblem.ALREADY_OPEN))
            return
        try:
            listening = self._listeners.open(endpoints, web_ports=config.web is not WebContent.NONE)
        except ListenError as error:
            self.failed.emit(error)
            return
        capacity = self._listeners.capacity_for(config.max_sessions)
        config = resources.complete(config, capacity.sessions)
        self._admission.open(config, capacity.unregistered)
        self._stopping = False
        try:
            self._hub = resources.make_hub(self._make_hub, config, self._clock())
        except KeepingError as error:
            self._listeners.shut()
            self.failed.emit(error)
            return
        self._setup.open(resources.make_machine(), resources.site(config))
        self.requests.tell_of_room(None)
        self._tick_timer.start()
        self._files.open(config, listening, resources.files)
        self.started.emit(listening)
        self._schedule()  # what the room is called may be another than it was opened with

    @Slot(str)
    def stop(self, reason: str) -> None:
        """End hosting: everybody is told `reason`; `stopped` follows when they have been."""
        if self._hub is None or self._stopping:
            return
        self._stopping = True
        self._listeners.shut()
        self._setup.empty()
        self._workers.forget()
        self._tick_timer.stop()
        self._guard(0, lambda hub, now: hub.close(reason, now))
        self._turn()
        while self._sync.is_busy:
            self._end_sync()
        self._files.close()
        for connection in list(self._connections.values()):
            self._let_go(connection)
        if self._leaving:
            self._goodbye.start(FLUSH_MS if self._leaving.are_writing else GOODBYE_MS)
        else:
            self._finish()

    # what connections tell

    def data_arrived(self, connection: HubConnection, data: bytes) -> None:
        """Bytes of one connection: the hub takes them now, what it says goes out at the end of the turn."""
        hub = self._hub
        if hub is None:
            return
        now = self._clock()
        try:
            hub.receive(connection.session, data, now)
        except Exception as bug:
            self._report(bug)
            self._abort(hub, connection.session, now)
        self._schedule()
        if self._sync.is_busy and hub.is_turn_long:
            self._end_sync()

    def backlog_changed(self, connection: HubConnection, waiting: int) -> None:
        """A connection reads more slowly than it is told things, or has caught up."""
        session = connection.session
        self._guard(session, lambda hub, now: hub.backlog(session, waiting, now))

    def connection_leaves(self, connection: HubConnection, reason: str) -> None:
        """A connection says goodbye before its end, or must; its session is over now."""
        session = connection.session
        self._guard(session, lambda hub, now: hub.disconnect(session, reason, now))
        self._let_go(connection)

    def connection_ended(self, connection: HubConnection, reason: str) -> None:
        """A connection is gone; others are told why unless the hub ended it."""
        session = connection.session
        self._admission.release_lease(session)
        if self._remove(connection):
            self._guard(session, lambda hub, now: hub.disconnect(session, reason, now))
        connection.forget()
        self._leaving.discard(connection)
        if self._stopping and not self._leaving and not self._connections:
            self._finish()

    # the turn

    def _take(self, descriptor: int, endpoint: Endpoint) -> None:
        """A socket was accepted; what is spoken over it is found out first."""
        bare = socket.socket(fileno=descriptor)
        held = len(self._connections) + len(self._leaving) + len(self._setup) + len(self._files)
        if self._hub is None or self._stopping or not self._listeners.has_descriptor(held):
            bare.close()
        else:
            self._admission.take(bare, endpoint)

    def _register(self, ready: ReadyConnection) -> None:
        """A connection that speaks IRC becomes a session."""
        try:
            assert self._hub is not None
            session = self._hub.connect(ready.peer, self._clock(), waited=ready.waited)
        except Exception as bug:
            self._report(bug)
            ready.drop()
            return
        connection = self._connection_of(ready)
        connection.session = session
        self._connections[session] = connection
        self._delay.encrypted += ready.peer.secure
        if ready.lease is not None:
            self._admission.keep_lease(session, ready.lease, is_known=self._hub.knows(ready.peer))
        self._schedule()
        connection.read_waiting()

    def _revoke(self, session: int) -> None:
        """A session that is nobody yet goes for somebody who comes."""
        reason = "Too many have not registered yet"
        self._guard(session, lambda hub, now: hub.disconnect(session, reason, now))
        if (connection := self._connections.get(session)) is not None:
            connection.abort()

    def _connection_of(self, ready: ReadyConnection) -> HubConnection:
        if ready.upgrade is None:
            return HubConnection(ready.stream, self)
        return WebConnection(ready.stream, self, ready.upgrade, self._framer)

    def _guard(self, session: int, call: HubCall) -> None:
        """Call the hub; a bug in it costs only the session that met it."""
        hub = self._hub
        if hub is None:
            return
        now = self._clock()
        try:
            call(hub, now)
        except Exception as bug:
            self._report(bug)
            self._abort(hub, session, now)
        self._schedule()

    def _abort(self, hub: Hub, session: int, now: float) -> None:
        """End the session that met a bug, by force when the hub cannot."""
        if (connection := self._connections.get(session)) is None:
            return
        try:
            hub.abort(session, now)
        except Exception as bug:
            self._report(bug)
            self._let_go(connection)

    def _report(self, bug: Exception) -> None:
        log.error("a bug in the hub", exc_info=bug)
        if self._on_bug is not None:
            self._on_bug(bug)

    def _schedule(self) -> None:
        if not self._turn_due:
            self._turn_due = True
            self._turn_timer.start(self._delay.remaining_ms())

    @Slot()
    def _tick(self) -> None:
        self._guard(0, lambda hub, now: hub.tick(now))
        self._leaving.abort_overdue(self._clock())
        self._files.tick()

    @Slot()
    def _on_turn_due(self) -> None:
        if pause := self._delay.remaining_ms():
            self._turn_timer.start(pause)
        elif self._turn_due:  # and was not ended with the sync of the last one
            self._turn()

    def _turn(self, before: Turn | None = None) -> None:
        """End a turn, unless the last one is being synced. `before`: what is to be told first.

        Where something was kept, the turn is told when it is synced; the next one is worked on meanwhile.
        """
        turn = self._end_turn(is_next=before is None)
        for one in filter(None, (before, turn)):
            self._tell(one)

    def _end_turn(self, *, is_next: bool) -> Turn | None:
        hub = self._hub
        while hub is not None and (session := hub.next_in_line()) is not None:
            self._go_on(session)
        if hub is None or self._sync.is_busy:
            return None
        self._turn_due = False
        try:
            turn = hub.drain(self._clock())
        except Exception as bug:
            self._report(bug)
            return None
        if turn.goes_on:
            self._schedule()
        for work in turn.work:
            self._work(hub, work)
        return None if self._sync.begin(turn, is_next=is_next) else turn

    @Slot()
    def _on_sync_done(self) -> None:
        if self._sync.is_done:  # and nobody has waited for it meanwhile
            self._end_sync()

    def _end_sync(self) -> None:
        """Tell a turn when it is synced, or let go of it; the next is synced meanwhile, or after a pause."""
        turn, error = self._sync.take()
        if error is not None and self._hub is not None:
            turn = self._hub.not_synced(turn, error, self._clock())
        self._delay.note(turn, len(self._connections))
        if error is not None or (self._turn_due and not self._delay.remaining_ms()):
            self._turn(turn)
        else:
            self._tell(turn)
            if self._turn_due:
                self._turn_timer.start(self._delay.remaining_ms())

    def _tell(self, turn: Turn) -> None:
        """Hand out what a turn has made: one write per socket, the closes, the events."""
        self._write(turn)
        self._delay.note(turn, len(self._connections))
        for session in turn.drops:
            if (connection := self._connections.get(session)) is not None:
                self._admission.release_lease(session, is_refused=True)
                connection.close_at_once()
        for session in turn.closes:
            if (connection := self._connections.get(session)) is not None:
                self._let_go(connection)
        self._files.take_turn(turn)
        if turn.events:
            self._note(turn.events)
            self.events.emit(turn.events)

    def _go_on(self, session: int) -> None:
        """Let lines that had to wait run, fairly, as many as one turn may hold."""
        self._guard(session, lambda hub, now: hub.go_on(session, now))

    def _work(self, hub: Hub, work: SlowTask) -> None:
        def done(result: object) -> None:
            if hub is self._hub:  # and not the next one, whose numbers begin again
                self._guard(work.id, lambda same, now: same.complete(work.id, result, now))

        def reputation() -> Reputation | None:
            return hub.reputation(work.id, self._clock()) if hub is self._hub else None

        self._workers.submit(work.kind, work.data, done, work.origin, reputation, work.pause)

    def _write(self, turn: Turn) -> None:
        connections = self._connections
        for session, data in turn.writes:
            connection = connections.get(session)
            if connection is not None and (waiting := connection.write(data)):
                self.backlog_changed(connection, waiting)

    def _note(self, events: list[HubEvent]) -> None:
        for event in events:
            if isinstance(event, Registered):
                self._admission.release_lease(event.session, is_known=event.is_known)
            elif isinstance(event, RoomTitled):
                self._setup.set_room_name(event.title)

    def _let_go(self, connection: HubConnection) -> None:
        self._remove(connection)
        self._admission.release_lease(connection.session, is_refused=True)
        self._leaving.let_go(connection, self._clock(), for_good=self._stopping)

    def _remove(self, connection: HubConnection) -> bool:
        if self._connections.pop(connection.session, None) is None:
            return False
        self._delay.encrypted -= connection.is_encrypted
        return True

    @Slot()
    def _hang_up(self) -> None:
        self._leaving.abort_all()
        if self._hub is not None and not self._leaving:
            self._finish()

    def _finish(self) -> None:
        self._goodbye.stop()
        self._turn_timer.stop()
        self._sync.close()
        self._turn_due = False
        self._hub = None
        self._stopping = False
        self.stopped.emit()
