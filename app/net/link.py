"""The guest's link to one server: dials, keeps a ClientSession on the socket, comes back after a loss.

One signal carries all events of a turn; requests go out in one write per turn. Knows no window.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.client.address import Address
from app.client.backoff import Backoff
from app.client.events import ConnectionFailed, Event, Failure, LinkState, OwnerProven, Registered
from app.client.outbox import Outbox
from app.client.session import ClientSession, SessionOptions
from app.net.dialer import Dialer, DialStep, DialTimes
from app.net.link_requests import LinkRequests
from app.net.netwatch import NetWatch
from app.net.transport import Transport

NO_TLS = (
    "This version cannot make encrypted connections (ircs://) yet; ask for an address without encryption."
)

# What trying again by itself would not change, or would be rude.
FINAL = frozenset(
    {
        Failure.BAD_ADDRESS,
        Failure.NOT_A_CHAT_SERVER,
        Failure.WRONG_PASSWORD,
        Failure.BAD_NICK,
        Failure.BANNED,
        Failure.KICKED_OUT,
        Failure.CLOSED_BY_HOST,
    }
)


@dataclass(frozen=True, slots=True)
class LinkTimes:
    """Milliseconds."""

    dial: DialTimes = field(default_factory=DialTimes)
    tick: int = 1000
    goodbye: int = 2000  # after QUIT: what a server may take to close


class Link(LinkRequests):
    """A connection that is kept.

    Signals:
        state_changed: LinkState.
        events_arrived: list[Event], everything that one turn brought, in order.
        retry_in: seconds until the next try, each second while WAITING.
        failed: Failure and the server's or system's words, when it is STOPPED and nobody asked for that.
    """

    state_changed = Signal(object)
    events_arrived = Signal(object)
    retry_in = Signal(int)
    failed = Signal(object, str)

    def __init__(
        self,
        address: Address,
        options: SessionOptions,
        outbox: Outbox | None = None,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.time,
        backoff: Backoff | None = None,
        times: LinkTimes | None = None,
        watch: NetWatch | None = None,
    ) -> None:
        super().__init__(Outbox() if outbox is None else outbox, clock, parent)
        self.address = address
        self.state = LinkState.IDLE
        self._options = with_address(options, address)
        self._backoff = backoff or Backoff(random.random)
        self._times = times or LinkTimes()
        self._transport: Transport | None = None
        self._dialer: Dialer | None = None
        self._was_online = False
        self._closing = False
        self._watch = watch or NetWatch(self)
        self._watch.returned.connect(self.retry_now)
        self._tick = self._timer(self._times.tick, self._on_tick, repeats=True)
        self._flush = self._timer(0, self._write)
        self._retry = self._timer(0, self.retry_now)
        self._countdown = self._timer(1000, self._tell_countdown, repeats=True)
        self._goodbye = self._timer(self._times.goodbye, self.stop)

    def _timer(self, interval: int, slot: Callable[[], None], *, repeats: bool = False) -> QTimer:
        made = QTimer(self, singleShot=not repeats, interval=interval)
        made.timeout.connect(slot)
        return made

    # the way up and down

    @Slot()
    def start(self) -> None:
        """Connect; does nothing while a connection stands or is made."""
        if self.state in (LinkState.IDLE, LinkState.WAITING, LinkState.STOPPED):
            self._dial()

    @Slot()
    def retry_now(self) -> None:
        """Try again at once, also after it was given up."""
        if self.state is LinkState.WAITING and not self._retry_is_due():
            self._backoff.reset()
        self.start()

    @Slot()
    def stop(self) -> None:
        """End it at once, without another try."""
        self._clear()
        self._move(LinkState.STOPPED)

    def close(self, reason: str = "") -> None:
        """Say goodbye and end it; STOPPED follows within two seconds."""
        if self.state is not LinkState.ONLINE or self._session is None or self._transport is None:
            self.stop()
            return
        self._closing = True
        self._session.quit(reason)
        self._write()
        self._goodbye.start()

    # dialing

    def _dial(self) -> None:
        self._clear()
        if self.address.encrypted:
            self._move(LinkState.STOPPED)
            self.failed.emit(Failure.BAD_ADDRESS, NO_TLS)
            return
        dialer = Dialer(self.address.host, self.address.port, self._times.dial, self)
        dialer.stepped.connect(self._on_step)
        dialer.connected.connect(self._on_connected)
        dialer.failed.connect(self._on_unreached)
        self._dialer = dialer
        self._move(LinkState.CONNECTING)
        dialer.start()

    def _on_step(self, step: DialStep) -> None:
        self._move(LinkState.RESOLVING if step is DialStep.RESOLVING else LinkState.CONNECTING)

    def _on_unreached(self, failure: Failure, detail: str) -> None:
        self._end(failure, detail)

    def _on_connected(self, made: object) -> None:
        self._drop_dialer()
        transport = Transport(made, self)  # type: ignore[arg-type]  # signals carry object; a QTcpSocket
        transport.arrived.connect(self._on_data)
        transport.ended.connect(self._on_ended)
        self._transport = transport
        if self._session is not None and self._was_online:
            self._options = next_options(self._options, self._session)
        self._session = ClientSession(self._options, self._clock(), self._outbox)
        self._move(LinkState.REGISTERING)
        self._tick.start()
        self._write()

    # the session

    def _on_data(self, data: object) -> None:
        if self._session is not None and isinstance(data, bytes):
            self._tell(self._session.receive(data, self._clock()))

    def _on_tick(self) -> None:
        if self._session is not None:
            self._tell(self._session.tick(self._clock()))

    def _on_ended(self, detail: str) -> None:
        if self._session is None:
            return
        events = self._session.connection_lost(detail, self._clock())
        if self._closing:
            self.stop()
        self._tell(events)
        if self._transport is not None:  # the session has nothing to say about it
            self._end(Failure.LOST, detail)

    def _tell(self, events: list[Event]) -> None:
        """Pass events on, then do what they mean for the connection itself."""
        self._flush.start()
        if not events:
            return
        ended: ConnectionFailed | None = None
        for event in events:
            if isinstance(event, OwnerProven):
                self._options = replace(self._options, owner_secret=event.secret)
            elif isinstance(event, ConnectionFailed):
                ended = event
        if any(isinstance(event, Registered) for event in events):
            self._was_online = True
            self._backoff.connected(self._clock())
            self._move(LinkState.ONLINE)
        self.events_arrived.emit(events)
        if ended is not None and self._transport is not None:
            self._end(ended.failure, ended.detail)

    def _write(self) -> None:
        if self._session is not None and self._transport is not None and (out := self._session.take_output()):
            self._transport.write(out)

    # ends and new tries

    def _end(self, failure: Failure, detail: str) -> None:
        self._clear()
        if self._closing or not self._was_online or failure in FINAL:
            self._move(LinkState.STOPPED)
            if not self._closing:
                self.failed.emit(failure, detail)
            return
        self._retry.start(round(self._backoff.next_delay(self._clock()) * 1000))
        self._countdown.start()
        self._watch.start()
        self._move(LinkState.WAITING)
        self._tell_countdown()

    def _retry_is_due(self) -> bool:
        return not self._retry.isActive()

    def _tell_countdown(self) -> None:
        self.retry_in.emit(max(0, -(-self._retry.remainingTime() // 1000)))

    def _clear(self) -> None:
        """Let go of socket, dialer and timers."""
        for timer in (self._tick, self._flush, self._retry, self._countdown, self._goodbye):
            timer.stop()
        self._watch.stop()
        self._drop_dialer()
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.drop()
            transport.deleteLater()

    def _drop_dialer(self) -> None:
        dialer, self._dialer = self._dialer, None
        if dialer is not None:
            dialer.cancel()
            dialer.deleteLater()

    def _move(self, state: LinkState) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)


def with_address(options: SessionOptions, address: Address) -> SessionOptions:
    """`options` with what the address itself asks for: a channel and the owner's secret."""
    named = {name for name, _key in options.channels}
    wanted = ((address.room, ""),) if address.room and address.room not in named else ()
    return replace(
        options,
        channels=(*options.channels, *wanted),
        owner_secret=options.owner_secret or address.owner_secret,
    )


def next_options(options: SessionOptions, last: ClientSession) -> SessionOptions:
    """The options of a reconnect: the name, channels and keys that the last session had."""
    return replace(options, nick=last.nick, channels=last.rejoin, own_nick_retry=True)
