"""The guest's link to one server: connected, registered, and connected again after a loss.

Its parts make the connection (`Connector`), drive the session on it (`SessionDriver`) and time the next try
(`Reconnection`); this file says what follows upon what. Knows no window.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QTcpSocket

from app.client.address import Address
from app.client.events import (
    ConnectionFailed,
    Event,
    Failure,
    LinkState,
    OwnerProven,
    Registered,
    Secured,
)
from app.client.state.last_seen import LastSeen
from app.client.state.outbox import Outbox, OwnMessage
from app.client.state.session_options import SessionOptions, with_address
from app.client.wishes import Join, Wish
from app.net.connector import Connector
from app.net.dialer import DialTimes
from app.net.netwatch import NetWatch
from app.net.reconnection import FINAL, Backoff, Reconnection
from app.net.session_driver import SessionDriver
from app.net.socket_stream import SocketStream
from app.net.tls_handshake import Assess, HandshakeTimes
from app.net.workers import Run
from app.security.trust import Assessment
from app.values import frozen

if TYPE_CHECKING:
    from app.client.session.client_session import ClientSession
    from app.security.certificate import Identity


@frozen
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
        secured: Secured and Assessment, after each handshake whose certificate was accepted; the session
            begins after that. Never on a link that is plain.
        failed: Failure, the server's own words and the fingerprint of who answered instead of the host,
            both maybe "", when it is STOPPED and nobody asked for that.
    """

    state_changed = Signal(LinkState)
    events_arrived = Signal(object)
    retry_in = Signal(int)
    secured = Signal(Secured, Assessment)
    failed = Signal(Failure, str, str)

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
        assess: Assess | None = None,
        plain: bool = False,
        run_work: Run | None = None,
        make_owner_secret: Callable[[], str] | None = None,
    ) -> None:
        """`identity`: the certificate that proves who we are. `assess`: says what a server's one is worth,
        given its fingerprint and whether an authority vouches for it. `plain`: the person does without TLS,
        as an address of irc:// does by itself. `clock`: seconds since 1970. `make_owner_secret`: gives what
        proves us the host, asked for before each connection; None: there is no more than the options say.
        """
        super().__init__(parent)
        self.address = address
        self.state = LinkState.IDLE
        # what outlives a session
        self._options = with_address(options, address)
        self._outbox = Outbox() if outbox is None else outbox
        self._last_seen = LastSeen()
        self._wanted: set[str] = set()  # channels that the person asked to enter, folded
        self._was_online = False
        self._closing = False
        self._enters_nothing = False  # the next session is to look only
        self._clock = clock
        self._make_owner_secret = make_owner_secret
        # its parts
        times = times or LinkTimes()
        self._connector = Connector(
            address, identity, assess, times.dial, times.handshake, plain=plain, parent=self
        )
        self._connector.stepped.connect(self._move)
        self._connector.secured.connect(self._on_secured)
        self._connector.connected.connect(self._on_connected)
        self._connector.failed.connect(self._on_not_connected)
        self._driver = SessionDriver(clock, run_work, times.tick, self)
        self._driver.happened.connect(self._on_events)
        self._driver.ended.connect(self._on_ended)
        self._reconnection = Reconnection(clock, backoff or Backoff(random.random), watch, self)
        self._reconnection.due.connect(self.start)
        self._reconnection.counted.connect(self.retry_in)
        self._goodbye = QTimer(self, singleShot=True, interval=times.goodbye)
        self._goodbye.timeout.connect(self.stop)

    @property
    def password(self) -> str:
        """The one that the next session is given, "" for none."""
        return self._options.password or ""

    @property
    def account(self) -> str:
        """The one that the next session logs in to, "" for none."""
        return self._options.account

    # what a person decides

    @Slot()
    def start(self) -> None:
        """Connect; does nothing while a connection stands or is made."""
        if self.state in (LinkState.IDLE, LinkState.WAITING, LinkState.STOPPED):
            self._clear()
            self._move(LinkState.CONNECTING)
            if self._make_owner_secret is not None:
                self._options = replace(self._options, owner_secret=self._make_owner_secret())
            # this link is to one hub, wherever it moves
            self._connector.start(self._options.fingerprint if self._was_online else "")

    @Slot()
    def retry_now(self) -> None:
        """Try again at once, also after it was given up, or while it is in doubt."""
        if self.state is LinkState.ONLINE and self.session is not None and self.session.is_doubtful:
            self._on_ended()
        if self.state is LinkState.WAITING:
            self._reconnection.reset()
        self.start()

    def look_again(self) -> None:
        """Try once more whether we are let in, after we were not: into no channel, whatever there was."""
        self._enters_nothing = True
        self.retry_now()

    def retry_with(self, password: str) -> None:
        """Try again with another password, after the server has refused the one there was."""
        self._options = replace(self._options, password=password)
        self.retry_now()

    def log_in(self, account: str, password: str, *, may_be_told: bool = False) -> None:
        """Connect again, as an account or none (""). `may_be_told`: the server may see its password."""
        may_be_told = may_be_told or self._options.plain_password_ok
        self._options = replace(
            self._options, account=account, account_password=password, plain_password_ok=may_be_told
        )
        if self.state is LinkState.ONLINE:
            self._on_ended()
        self.retry_now()

    @Slot()
    def stop(self) -> None:
        """End it at once, without another try."""
        self._clear()
        self._move(LinkState.STOPPED)

    def close(self, reason: str = "") -> None:
        """Say goodbye and end it; STOPPED follows within two seconds."""
        if self.state is not LinkState.ONLINE or self.session is None or not self._driver.is_connected:
            self.stop()
            return
        self._closing = True
        self.session.quit(reason)
        self._driver.write()
        self._goodbye.start()

    @property
    def reached(self) -> Address:
        """`address` with that of its ways in front by which the latest connection was made."""
        way = self._connector.way
        return replace(self.address, host=way.host, explicit_port=way.port)

    # what is asked of the server

    @property
    def session(self) -> ClientSession | None:
        """The newest session, for what it knows; None before the first connection."""
        return self._driver.session

    @property
    def outbox(self) -> Outbox:
        """Own messages that are not confirmed."""
        return self._outbox

    @property
    def last_seen(self) -> LastSeen:
        """What was seen last of each conversation: a new session asks for what came after it."""
        return self._last_seen

    def ask(self, wish: Wish) -> None:
        """Carry out what a person wants; what comes of it is told by events, refusals among them.

        While the connection is lost, messages wait.
        """
        if isinstance(wish, Join):
            self.expect(wish.channel)
        self._driver.ask(wish)

    def expect(self, channel: str) -> None:
        """The person has asked to be in a channel whose name is known only now."""
        self._wanted.add(channel.casefold())

    def was_wanted(self, channel: str) -> bool:
        """Whether the person asked to enter a channel that is entered now; asked once, it is fulfilled."""
        is_wanted = channel.casefold() in self._wanted
        self._wanted.discard(channel.casefold())
        return is_wanted

    def adopt(self, messages: Iterable[OwnMessage]) -> None:
        """Take over messages that an earlier link has left unconfirmed."""
        self._driver.adopt(messages)

    # what the parts tell, in the order in which it comes

    def _on_secured(self, secured: Secured, assessment: Assessment) -> None:
        self._options = replace(
            self._options,
            fingerprint=secured.fingerprint,
            hub_verified=bool(secured.verified),
            channel_binding=secured.channel_binding,
        )
        self.secured.emit(secured, assessment)

    def _on_not_connected(self, failure: Failure, fingerprint: str) -> None:
        self._end(failure, fingerprint=fingerprint)

    def _on_connected(self, stream: SocketStream[QTcpSocket]) -> None:
        """The stream is as it should be: register."""
        if self.session is not None and self._was_online:
            self._options = self.session.next_options(self._options)
        if self._enters_nothing:
            self._options = replace(self._options, channels=(), join_room=False)
        from app.client.session.client_session import ClientSession  # only now: a window may join nothing

        session = ClientSession(self._options, self._clock(), self._outbox, self._last_seen)
        self._driver.begin(session, stream)
        self._move(LinkState.REGISTERING)

    def _on_events(self, events: list[Event]) -> None:
        """Pass events on, then do what they mean for the connection itself."""
        ended: ConnectionFailed | None = None
        for event in events:
            if isinstance(event, OwnerProven):
                self._options = replace(self._options, owner_secret=event.secret)
            elif isinstance(event, ConnectionFailed):
                ended = event
        if any(isinstance(event, Registered) for event in events):
            self._was_online, self._enters_nothing = True, False
            self._reconnection.note_connected()
            self._move(LinkState.ONLINE)
        self.events_arrived.emit(events)
        if ended is not None and self._driver.is_connected:
            self._end(ended.failure, said=ended.said)

    def _on_ended(self) -> None:
        events = self._driver.lose()
        if self._closing:
            self.stop()
        if events:
            self._on_events(events)
        if self._driver.is_connected:  # the session has nothing to say about it
            self._end(Failure.LOST)

    # ends and new tries

    def _end(self, failure: Failure, *, said: str = "", fingerprint: str = "") -> None:
        self._clear()
        if self._closing or not self._was_online or failure in FINAL:
            self._move(LinkState.STOPPED)
            if not self._closing:
                self.failed.emit(failure, said, fingerprint)
            return
        self._move(LinkState.WAITING)
        if self.state is LinkState.WAITING:  # who was told of it may have stopped it
            self._reconnection.start()

    def _clear(self) -> None:
        """Let go of the connection, of one that is made, and of the next try."""
        self._goodbye.stop()
        self._reconnection.stop()
        self._connector.cancel()
        self._driver.drop()

    def _move(self, state: LinkState) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)
