"""Where connections wait between the door and the hub: what they speak is looked at, TLS is agreed on.

Knows no hub. Whoever is ready is handed on with the socket of the right kind; not one byte is lost.
"""

from __future__ import annotations

import functools
import logging
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QSslConfiguration, QTcpSocket

from app.hub.data.addresses import Peer, origin_of
from app.hub.people.lifecycle import REGISTRATION_DEADLINE
from app.net.looks import Spoken
from app.net.round_robin import RoundRobin
from app.net.strangers import Place
from app.net.tls import TlsError
from app.net.visitor import Stage, Visitor
from app.web.site import Site

if TYPE_CHECKING:
    from app.web.request_handler import Upgrade

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LobbyTimes:
    """Seconds. `silence`: as long as a registration may take; half a word is IRC then, and none is the end.

    That end is silent too: browsers open connections that they use later, and take any word for an answer.
    `all`: for looking and the handshake together; what is left of a registration's time is the hub's.
    `request`: for one of HTTP to come, and again for its answer to be read.
    """

    silence: float = REGISTRATION_DEADLINE
    all: float = 15.0
    request: float = 10.0
    sweep: float = 0.25


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who speaks IRC. `waited`: the seconds since the connection was made.

    `upgrade`: what they speak it through when it is a WebSocket. `place`: theirs among the strangers.
    """

    socket: QTcpSocket  # a QSslSocket when the peer is secure
    peer: Peer
    waited: float
    upgrade: Upgrade | None = None
    place: Place | None = None


class Lobby(QObject):
    """Everybody who has connected and has not been handed on by `ready`."""

    def __init__(
        self,
        ready: Callable[[Arrival], None],
        parent: QObject,
        *,
        times: LobbyTimes | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._ready = ready
        self._times = times or LobbyTimes()
        self._clock = clock
        self._configuration: Callable[[], QSslConfiguration] | None = None
        self._site: Site | None = None
        self._visitors: dict[Visitor, float] = {}  # until when
        self._handshakes = 0
        self._hellos = RoundRobin[Visitor]()
        # A handshake costs a millisecond: one per turn, so that members are served between the handshakes.
        self._shake = QTimer(self, singleShot=True, interval=0)
        self._shake.timeout.connect(self._next_handshake)
        self._sweep = QTimer(self, interval=round(self._times.sweep * 1000))
        self._sweep.timeout.connect(self._look_at_the_clock)

    def __len__(self) -> int:
        return len(self._visitors)

    @property
    def is_busy(self) -> bool:
        """Whether somebody is agreeing on TLS."""
        return self._handshakes > 0

    def open(self, configuration: Callable[[], QSslConfiguration] | None, site: Site | None = None) -> None:
        """Take people from now on; None: nobody who wants TLS, nobody who speaks HTTP."""
        self._configuration = configuration
        self._site = site

    def take(self, bare: socket.socket, peer: Peer, place: Place | None = None) -> None:
        """Look at a new connection, which is ours now; `place`: that of a stranger, None for others."""
        visitor = Visitor(bare, peer, self._clock(), host=self, parent=self.parent())
        self._visitors[visitor] = visitor.came + self._times.silence
        if place is not None:
            visitor.place = place
            place.give_way = functools.partial(self.visitor_left, visitor)
        if not self._sweep.isActive():
            self._sweep.start()
        visitor.look()

    def empty(self) -> None:
        """Let nobody wait any longer."""
        for visitor in list(self._visitors):
            self._forget(visitor)
            visitor.drop()

    # what visitors tell

    def visitor_spoke(self, visitor: Visitor, what: Spoken) -> None:
        """It is certain what a visitor speaks."""
        if what is Spoken.IRC:
            self._hand_on(visitor)
        elif what is Spoken.TLS and self._configuration is not None and visitor.stage is Stage.BARE:
            visitor.stage = Stage.QUEUED
            self._handshakes += 1
            self._visitors[visitor] = visitor.came + self._times.all
            self._hellos.put(origin_of(visitor.peer), visitor)
            self._shake.start()
        elif what is Spoken.HTTP and self._site is not None and not visitor.peer.private:
            self._visitors[visitor] = self._clock() + self._times.request
            visitor.take_request(self._site)
        else:
            self.visitor_left(visitor)

    def visitor_secured(self, visitor: Visitor, fingerprint: str) -> None:
        """The handshake is done; the same look begins again."""
        self._handshakes -= 1
        visitor.peer = replace(visitor.peer, secure=True, fingerprint=fingerprint)
        self._visitors[visitor] = self._clock() + self._times.silence
        visitor.look()

    def visitor_upgraded(self, visitor: Visitor, upgrade: Upgrade) -> None:
        """A visitor's request was for a WebSocket, and it may have it."""
        visitor.peer = replace(visitor.peer, web=True)
        self._hand_on(visitor, upgrade)

    def visitor_left(self, visitor: Visitor) -> None:
        """A visitor is gone, or does not speak TLS although it began so."""
        if visitor in self._visitors:
            self._forget(visitor)
        visitor.drop()

    # turns

    def _next_handshake(self) -> None:
        while (visitor := self._hellos.take()) is not None:
            if visitor in self._visitors and self._configuration is not None:
                self._shake_hands(visitor, self._configuration)
                break
        if len(self._hellos):
            self._shake.start()

    def _shake_hands(self, visitor: Visitor, configuration: Callable[[], QSslConfiguration]) -> None:
        try:
            visitor.shake_hands(configuration())
        except TlsError as error:
            log.error("nobody can come in over TLS: %s", error)
            self.visitor_left(visitor)

    def _look_at_the_clock(self) -> None:
        now = self._clock()
        for visitor in [one for one, until in self._visitors.items() if until <= now]:
            if visitor.has_begun:
                self._hand_on(visitor)
            else:
                self.visitor_left(visitor)

    def _hand_on(self, visitor: Visitor, upgrade: Upgrade | None = None) -> None:
        place, visitor.place = visitor.place, None  # which goes on with what becomes of the visitor
        self._forget(visitor)
        made = visitor.release()
        if made is not None:
            self._ready(Arrival(made, visitor.peer, self._clock() - visitor.came, upgrade, place))
        elif place is not None:
            place.leave()

    def _forget(self, visitor: Visitor) -> None:
        del self._visitors[visitor]
        self._handshakes -= visitor.stage in (Stage.QUEUED, Stage.HANDSHAKE)
        if visitor.place is not None:
            visitor.place.leave()
        if not self._visitors:
            self._sweep.stop()
