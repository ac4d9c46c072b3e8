"""The guest's link to one server: dials, encrypts, keeps a ClientSession on the socket, returns after a loss.

One signal carries all events of a turn; requests go out in one write per turn. Knows no window.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QSslSocket

from app.client.address import Address, Scheme
from app.client.backoff import Backoff
from app.client.events import (
    ConnectionFailed,
    Event,
    Failure,
    LinkState,
    OwnerProven,
    Registered,
    Secured,
)
from app.client.options import SessionOptions, with_address
from app.client.outbox import Outbox, OwnMessage
from app.client.seen import LastSeen
from app.client.session import ClientSession, next_options
from app.client.wishes import Join, Wish
from app.net.dialer import Dialer, DialStep, DialTimes
from app.net.netwatch import NetWatch
from app.net.tls_handshake import (
    Handshake,
    HandshakeTimes,
    Judge,
    OtherEnd,
    how_verified,
    judge_by_link,
    refusal,
)
from app.net.transport import Transport, delete_disconnected
from app.net.workers import Run, WorkPool

if TYPE_CHECKING:
    from app.security.certificate import Identity

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
        Failure.REPLACED,
        Failure.NOT_ENCRYPTED,
        Failure.HOST_CHANGED,
        Failure.LINK_MISMATCH,
        Failure.NOT_VERIFIED,
        Failure.PASSWORD_NOT_SAFE,
    }
)


@dataclass(frozen=True, slots=True)
class LinkTimes:
    """Milliseconds."""

    dial: DialTimes = field(default_factory=DialTimes)
    handshake: HandshakeTimes = field(default_factory=HandshakeTimes)
    tick: int = 1000
    goodbye: int = 2000  # after QUIT: what a server may take to close


class Link(QObject):
    """A connection that is kept; fits models.room.LinkPort.

    Signals:
        state_changed: LinkState.
        events_arrived: list[Event], everything that one turn brought, in order.
        retry_in: seconds until the next try, each second while WAITING.
        secured: Secured and Judgement, after each handshake whose certificate was accepted; the session
            begins after that. Never on a link that is plain.
        failed: Failure and the server's or system's words, when it is STOPPED and nobody asked for that.
            HOST_CHANGED and LINK_MISMATCH: the fingerprint of who answered instead.
    """

    state_changed = Signal(object)
    events_arrived = Signal(object)
    retry_in = Signal(int)
    secured = Signal(object, object)
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
        identity: Identity | None = None,
        judge: Judge | None = None,
        plain: bool = False,
        run_work: Run | None = None,
    ) -> None:
        """`identity`: the certificate that proves who we are. `judge`: says what a server's one is worth,
        given its fingerprint and whether an authority vouches for it. `plain`: the person does without TLS,
        as an address of irc:// does by itself.
        """
        super().__init__(parent)
        self.address = address
        self.state = LinkState.IDLE
        self._session: ClientSession | None = None
        self._outbox = Outbox() if outbox is None else outbox
        self._seen = LastSeen()
        self._clock = clock
        self._wanted: set[str] = set()  # channels that the person asked to enter, folded
        self._options = with_address(options, address)
        self._backoff = backoff or Backoff(random.random)
        self._times = times or LinkTimes()
        self._identity = identity
        self._judge = judge or judge_by_link(address)
        # a fingerprint in the address can only be compared with a certificate
        self._encrypts = bool(address.fingerprint) or not (plain or address.scheme is Scheme.IRC)
        self._fingerprint = ""  # of the server, once it was accepted
        self._workers = WorkPool(self, run=run_work)
        self._handshake: Handshake | None = None
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
        """Try again at once, also after it was given up, or while it is in doubt."""
        if self.state is LinkState.ONLINE and self._session is not None and self._session.is_doubtful:
            self._on_ended("")
        if self.state is LinkState.WAITING and not self._retry_is_due():
            self._backoff.reset()
        self.start()

    def retry_with(self, password: str) -> None:
        """Try again with another password, after the server has refused the one there was."""
        self._options = replace(self._options, password=password)
        self.retry_now()

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

    # what is asked of the server

    @property
    def session(self) -> ClientSession | None:
        """The newest session, for what it knows; None before the first connection."""
        return self._session

    @property
    def outbox(self) -> Outbox:
        """Own messages that are not confirmed."""
        return self._outbox

    @property
    def seen(self) -> LastSeen:
        """What was seen last of each conversation: a new session asks for what came after it."""
        return self._seen

    def ask(self, wish: Wish) -> None:
        """Carry out what a person wants; what comes of it is told by events, refusals among them.

        While the connection is lost, messages wait.
        """
        if isinstance(wish, Join):
            self._wanted.add(wish.channel.casefold())
        if self._session is not None:
            self._tell(self._session.ask(wish, self._clock()))

    def was_wanted(self, channel: str) -> bool:
        """Whether the person asked to enter a channel that is entered now; asked once, it is fulfilled."""
        is_wanted = channel.casefold() in self._wanted
        self._wanted.discard(channel.casefold())
        return is_wanted

    def adopt(self, messages: Iterable[OwnMessage]) -> None:
        """Take over messages that an earlier link has left unconfirmed."""
        if self._session is not None:
            self._tell(self._session.adopt(messages, self._clock()))

    # dialing

    def _dial(self) -> None:
        self._clear()
        address = self.address
        dialer = Dialer(address.host, address.port, self._times.dial, self, for_tls=self._encrypts)
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
        if isinstance(made, QSslSocket):
            self._encrypt(made)
        else:
            self._begin(made)

    def _encrypt(self, made: QSslSocket) -> None:
        handshake = Handshake(made, self.address.host, self._identity, self._times.handshake, self)
        handshake.secured.connect(self._on_secured)
        handshake.failed.connect(self._on_not_secured)
        self._handshake = handshake
        handshake.start()

    def _on_not_secured(self, failure: Failure, detail: str) -> None:
        # A room that we were in is looked for again: whoever breaks its handshakes must not end it.
        self._end(Failure.LOST if self._was_online else failure, detail)

    def _on_secured(self, made: QSslSocket, end: OtherEnd) -> None:
        self._drop_handshake()
        judgement = self._judge(end.fingerprint, end.authority)
        failure = refusal(judgement.verdict)
        if self._was_online and end.fingerprint != self._fingerprint and not end.authority:
            failure = failure or Failure.HOST_CHANGED  # this link is to one hub, wherever it moves
        if failure is not None:
            made.abort()
            made.deleteLater()
            self._end(failure, end.fingerprint)
            return
        self._fingerprint = end.fingerprint
        verified = how_verified(judgement)
        self._options = replace(self._options, fingerprint=end.fingerprint, hub_verified=bool(verified))
        self.secured.emit(Secured(end.fingerprint, verified, end.protocol), judgement)
        self._begin(made)

    def _begin(self, made: object) -> None:
        """The socket is as it should be: register."""
        transport = Transport(made, self)  # type: ignore[arg-type]  # signals carry object; a QTcpSocket
        transport.arrived.connect(self._on_data)
        transport.ended.connect(self._on_ended)
        self._transport = transport
        if self._session is not None and self._was_online:
            self._options = next_options(self._options, self._session)
        self._session = ClientSession(self._options, self._clock(), self._outbox, self._seen)
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
        session = self._session
        if session is None or self._transport is None:
            return
        if out := session.take_output():
            self._transport.write(out)
        for work in session.take_work():
            self._workers.submit(work.kind, work.data, partial(self._complete, session, work.id))

    def _complete(self, session: ClientSession, work_id: int, result: object) -> None:
        if session is self._session:
            self._tell(session.complete(work_id, result, self._clock()))

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
        self._workers.forget()
        self._drop_dialer()
        self._drop_handshake()
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.drop()
            delete_disconnected(transport)

    def _drop_dialer(self) -> None:
        dialer, self._dialer = self._dialer, None
        if dialer is not None:
            dialer.cancel()
            delete_disconnected(dialer)

    def _drop_handshake(self) -> None:
        handshake, self._handshake = self._handshake, None
        if handshake is not None:
            handshake.cancel()
            delete_disconnected(handshake)

    def _move(self, state: LinkState) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)
