"""From an accepted socket to a connection that speaks IRC: protocol detection, TLS, HTTP, with deadlines.

Knows no hub. What is ready is handed on as a stream; not one byte is lost.
"""

from __future__ import annotations

import functools
import logging
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.hub.data.addresses import Peer, origin_of
from app.hub.people.lifecycle import REGISTRATION_DEADLINE
from app.net.accepted_socket import AcceptedSocket
from app.net.connection_quota import Lease
from app.net.pending_connection import PendingConnection, SetupStage, WireProtocol
from app.net.round_robin import RoundRobin
from app.net.socket_stream import SocketStream
from app.security.security_errors import SecurityError
from app.values import frozen
from app.web.site import Site

if TYPE_CHECKING:
    from app.security.tls_machine import TlsMachine
    from app.web.request_handler import FileRequest, Upgrade

log = logging.getLogger(__name__)

# So many handshakes begin in a pass of the event loop. One costs half a millisecond, for which members wait;
# the pass itself costs a third of one where a thousand sockets are open.
HANDSHAKES_AT_ONCE = 4

# Makes a connection its TLS, given whether the client is asked for its certificate; raises SecurityError.
MakeMachine = Callable[[bool], "TlsMachine"]


@frozen
class SetupTimes:
    """Seconds. `silence`: as long as a registration may take; half a word is IRC then, and none is the end.

    That end is silent too: browsers open connections that they use later, and take any word for an answer.
    `all`: for detection and the handshake together; what is left of a registration's time is the hub's.
    `request`: for one of HTTP to come, and again for its answer to be read.
    """

    silence: float = REGISTRATION_DEADLINE
    all: float = 15.0
    request: float = 10.0
    sweep: float = 0.25


@frozen
class ReadyConnection:
    """A connection that speaks IRC. `waited`: the seconds since it was accepted.

    `upgrade`: what IRC comes through where that is a WebSocket. `lease`: its part of the quota, None if it
    needs none.
    """

    stream: SocketStream[AcceptedSocket]
    peer: Peer
    waited: float
    upgrade: Upgrade | None = None
    lease: Lease | None = None

    def drop(self) -> None:
        """End it at once: it becomes no session."""
        self.stream.forget()
        self.stream.socket.abort()
        self.stream.socket.deleteLater()
        if self.lease is not None:
            self.lease.release()


class ConnectionSetup(QObject):
    """All pending connections; `ready` takes each one that speaks IRC, `for_files` those about files."""

    def __init__(
        self,
        ready: Callable[[ReadyConnection], None],
        parent: QObject,
        *,
        for_files: Callable[[ReadyConnection, FileRequest], None] | None = None,
        times: SetupTimes | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._ready = ready
        self._for_files = for_files
        self._times = times or SetupTimes()
        self._clock = clock
        self._make_machine: MakeMachine | None = None
        self._site: Site | None = None
        self._pending: dict[PendingConnection, float] = {}  # until when
        self._handshakes = 0
        self._handshake_queue = RoundRobin[PendingConnection]()
        self._handshake_timer = QTimer(self, singleShot=True, interval=0)
        self._handshake_timer.timeout.connect(self._start_handshakes)
        self._sweep = QTimer(self, interval=round(self._times.sweep * 1000))
        self._sweep.timeout.connect(self._end_overdue)

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def is_busy(self) -> bool:
        """Whether somebody is agreeing on TLS."""
        return self._handshakes > 0

    def open(self, make_machine: MakeMachine | None, site: Site | None = None) -> None:
        """Take people from now on; None: nobody who wants TLS, nobody who speaks HTTP."""
        self._make_machine = make_machine
        self._site = site

    def set_room_name(self, name: str) -> None:
        """What people call the room from now on."""
        if self._site is not None:
            self._site = replace(self._site, room=name)

    def show(self, documents: Mapping[str, str]) -> None:
        """What is read at which path from now on, beside the page."""
        if self._site is not None:
            self._site = replace(self._site, documents=documents)

    def set_has_password(self, has_password: bool) -> None:
        """Whether newcomers need a password from now on."""
        if self._site is not None:
            self._site = replace(self._site, has_password=has_password)

    def set_page(self, *, is_chat: bool, takes_plain_password: bool) -> None:
        """Whether one can talk on the page from now on, and where it asks for the room's password."""
        if self._site is not None:
            self._site = replace(self._site, is_chat=is_chat, takes_plain_password=takes_plain_password)

    def take(self, bare: socket.socket, peer: Peer, lease: Lease | None = None) -> None:
        """Set up a connection, whose socket is ours now; `lease`: its part of the quota, None for none."""
        pending = PendingConnection(bare, peer, self._clock(), owner=self, parent=self.parent())
        self._pending[pending] = pending.came + self._times.silence
        if lease is not None:
            pending.lease = lease
            lease.on_revoked = functools.partial(self.pending_ended, pending)
        if not self._sweep.isActive():
            self._sweep.start()
        pending.look()

    def empty(self) -> None:
        """Let nobody wait any longer."""
        for pending in list(self._pending):
            self._forget(pending)
            pending.drop()

    def leave_web_port(self) -> None:
        """Let nobody wait any longer who came by the port for browsers."""
        for pending in [one for one in self._pending if one.peer.at_web_port]:
            self._forget(pending)
            pending.drop()

    # what pending connections tell

    def protocol_detected(self, pending: PendingConnection, what: WireProtocol) -> None:
        """It is certain what is spoken over a connection."""
        if what is WireProtocol.IRC:
            self._hand_on(pending)
        elif what is WireProtocol.TLS and self._make_machine is not None and pending.stage is SetupStage.BARE:
            pending.stage = SetupStage.QUEUED
            self._handshakes += 1
            self._pending[pending] = pending.came + self._times.all
            self._handshake_queue.put(origin_of(pending.peer), pending)
            self._handshake_timer.start()
        elif what is WireProtocol.HTTP and self._site is not None:
            self._pending[pending] = self._clock() + self._times.request
            pending.take_request(self._site)
        else:
            self.pending_ended(pending)

    def tls_established(self, pending: PendingConnection, machine: TlsMachine) -> None:
        """The handshake is done; what is spoken inside of TLS is detected next."""
        self._handshakes -= 1
        pending.peer = replace(
            pending.peer,
            secure=True,
            fingerprint=machine.fingerprint,
            channel_binding=machine.channel_binding,
        )
        self._pending[pending] = self._clock() + self._times.silence
        pending.look()

    def websocket_requested(self, pending: PendingConnection, upgrade: Upgrade) -> None:
        """A request was for a WebSocket, and it may have it."""
        pending.peer = replace(pending.peer, web=True)
        self._hand_on(pending, upgrade)

    def files_requested(self, pending: PendingConnection, request: FileRequest) -> None:
        """A request is for files, by whoever may ask."""
        self._hand_on(pending, request=request)

    def pending_ended(self, pending: PendingConnection) -> None:
        """A connection is gone, or did not go on as it began."""
        if pending in self._pending:
            self._forget(pending)
        pending.drop()

    # turns

    @Slot()
    def _start_handshakes(self) -> None:
        begun = 0
        while begun < HANDSHAKES_AT_ONCE and (pending := self._handshake_queue.take()) is not None:
            if pending in self._pending and self._make_machine is not None:
                self._start_handshake(pending, self._make_machine)
                begun += 1
        if len(self._handshake_queue):
            self._handshake_timer.start()

    def _start_handshake(self, pending: PendingConnection, make_machine: MakeMachine) -> None:
        try:
            machine = make_machine(not pending.peer.at_web_port)
        except SecurityError as error:
            log.error("nobody can come in over TLS: %s", error)
            self.pending_ended(pending)
        else:
            pending.start_handshake(machine)

    @Slot()
    def _end_overdue(self) -> None:
        now = self._clock()
        for pending in [one for one, until in self._pending.items() if until <= now]:
            if pending.has_begun:
                self._hand_on(pending)
            else:
                self.pending_ended(pending)

    def _hand_on(
        self,
        pending: PendingConnection,
        upgrade: Upgrade | None = None,
        request: FileRequest | None = None,
    ) -> None:
        lease, pending.lease = pending.lease, None  # which goes on with what becomes of it
        self._forget(pending)
        stream = pending.release()
        if stream is None:
            if lease is not None:
                lease.release()
            return
        ready = ReadyConnection(stream, pending.peer, self._clock() - pending.came, upgrade, lease)
        if request is None:
            self._ready(ready)
        elif self._for_files is not None:
            self._for_files(ready, request)
        else:
            ready.drop()

    def _forget(self, pending: PendingConnection) -> None:
        del self._pending[pending]
        self._handshakes -= pending.stage in (SetupStage.QUEUED, SetupStage.HANDSHAKE)
        if pending.lease is not None:
            pending.lease.release()
        if not self._pending:
            self._sweep.stop()
