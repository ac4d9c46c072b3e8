"""The hub's listening sockets: all opened or none, and for how many connections there are descriptors.

Does not know what is done with the descriptors of those who arrive; `arrived` takes them.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QBasicTimer, QObject, QTimerEvent, Slot
from PySide6.QtNetwork import QAbstractSocket, QTcpServer

from app.irc.ports import LARGEST_PORT, WEB_PORT_OFFSET, web_port_of
from app.net.connection_quota import KNOWN_LEASES, UNREGISTERED_LIMIT
from app.net.endpoint import Endpoint
from app.net.hub_connection import LINGERING_LIMIT
from app.net.listen_error import ListenError, ListenProblem, WebPortProblem
from app.values import frozen

log = logging.getLogger(__name__)

BACKLOG = 1024  # the kernel's queue: a hub that restarts gets everybody back in one second
RESUME_MS = 500  # how long to leave arrivals waiting when no descriptor is free

_TAKEN = {
    QAbstractSocket.SocketError.AddressInUseError,
    QAbstractSocket.SocketError.SocketAccessError,  # reserved by the system
}
SPARE_DESCRIPTORS = 64  # for files, libraries and the listeners themselves
# Of the others, unregistered connections have a quarter at the most: members are not kept out by who says
# nothing.
UNREGISTERED_PART = 4


class Listener(QTcpServer):
    """A QTcpServer that hands over each new descriptor."""

    def __init__(self, arrived: Callable[[int, Endpoint], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived = arrived
        self.endpoint = Endpoint()
        # No QTimer: while Qt destroys an object that another one's signal leads to, it holds a lock and asks
        # Python whether that minds; a thread that holds Python and wants the lock waits for ever.
        self._resume = QBasicTimer()
        self.acceptError.connect(self._pause)

    def open(self, endpoint: Endpoint) -> None:
        """Listen on `endpoint`; raises ListenError when no port of it is usable."""
        if next(self.usable_ports(endpoint), None) is None:
            raise self._error(endpoint)

    def usable_ports(self, endpoint: Endpoint) -> Iterator[int]:
        """Listen on the first port of `endpoint` that is usable; when asked again on the next, and so on."""
        self.endpoint = endpoint
        self.setListenBacklogSize(BACKLOG)
        address = endpoint.host_address()
        for port in endpoint.ports:
            self.close()
            if self.listen(address, port):
                yield self.serverPort()
            elif self.serverError() not in _TAKEN:
                break
        self.close()

    def shut(self) -> None:
        """Stop listening, for good."""
        self.close()
        self._resume.stop()
        # The listener may hold the last reference to its parent, whose end would delete it a second time.
        self._arrived = _turn_away
        self.deleteLater()

    def text(self) -> str:
        """`HOST:PORT` with the port in use."""
        return self.endpoint.text(self.serverPort())

    def incomingConnection(self, descriptor: int) -> None:
        """Hand over one arrival. An exception would vanish in Qt, so it ends here, in the log."""
        try:
            self._arrived(descriptor, self.endpoint)
        except Exception:
            log.exception("a new connection could not be taken")

    def _error(self, endpoint: Endpoint) -> ListenError:
        error = self.serverError()
        first = endpoint.ports[0]
        if error == QAbstractSocket.SocketError.AddressInUseError:
            if endpoint.port is None:
                return ListenError(ListenProblem.NO_PORT_FREE, first=first, last=endpoint.ports[-1])
            return ListenError(ListenProblem.PORT_IN_USE, port=first, place=endpoint.text())
        if error == QAbstractSocket.SocketError.SocketAccessError:
            return ListenError(ListenProblem.NOT_ALLOWED, place=endpoint.text(first))
        if error == QAbstractSocket.SocketError.SocketAddressNotAvailableError:
            return ListenError(ListenProblem.NOT_OURS, place=endpoint.host)
        reason = self.errorString()
        return ListenError(ListenProblem.IMPOSSIBLE, place=endpoint.text(first), reason=reason)

    @Slot()
    def _pause(self) -> None:
        # Qt has stopped accepting by itself (out of descriptors or memory); arrivals wait in the backlog
        if not self._resume.isActive():
            log.warning("no more connections can be taken for now: %s", self.errorString())
            self._resume.start(RESUME_MS, self)

    def timerEvent(self, event: QTimerEvent) -> None:
        """What was wrong may be over."""
        self._resume.stop()
        self.resumeAccepting()


def _turn_away(descriptor: int, _endpoint: Endpoint) -> None:
    socket.close(descriptor)


@frozen
class Capacity:
    """For how many there are descriptors: `unregistered` connections, `sessions` of the hub."""

    unregistered: int
    sessions: int


def capacity_for(sessions: int, descriptors: int | None) -> Capacity:
    """Share `descriptors`, None for enough, between unregistered connections and at most `sessions`."""
    if descriptors is None:
        return Capacity(UNREGISTERED_LIMIT, sessions)
    usable = max(0, descriptors - SPARE_DESCRIPTORS)
    unregistered = min(UNREGISTERED_LIMIT, max(1, usable // UNREGISTERED_PART))
    beside = unregistered + min(KNOWN_LEASES, unregistered) + min(LINGERING_LIMIT, unregistered)
    return Capacity(unregistered, max(1, min(sessions, usable - beside)))


@frozen
class Listening:
    """One open listener: `text` is HOST:PORT as people read it, `host` "" for all interfaces.

    `web_port` is where browsers find it, None for nowhere; `web_problem` is why, None where nobody wants it.
    """

    host: str
    port: int
    text: str
    private: bool
    web_port: int | None = None
    web_problem: WebPortProblem | None = None


@dataclass(slots=True)
class _Place:
    """The hub's own listener, and the one for browsers beside it: why there is none, None for not wanted."""

    hub: Listener
    web: Listener | WebPortProblem | None = None

    def told(self) -> Listening:
        hub, web = self.hub, self.web
        return Listening(
            *(hub.endpoint.host, hub.serverPort(), hub.text(), hub.endpoint.private),
            web_port=web.serverPort() if isinstance(web, Listener) else None,
            web_problem=web if isinstance(web, WebPortProblem) else None,
        )


class Listeners:
    """All listeners of a hub. `arrived` takes every new descriptor with the endpoint that it came by."""

    def __init__(self, arrived: Callable[[int, Endpoint], None], parent: QObject) -> None:
        self._arrived = arrived
        self._parent = parent
        self._open: list[Listener] = []
        self._places: list[_Place] = []  # of `_open`, in the order that was asked for
        self._descriptors: int | None = None

    def open(self, endpoints: Iterable[Endpoint], *, web_ports: bool = False) -> tuple[Listening, ...]:
        """Listen on all of `endpoints`; raises ListenError, and listens nowhere, when one is not possible.

        `web_ports`: and for browsers beside each that is not private, where that is possible.
        """
        self._descriptors = raise_descriptor_limit()
        wanted = tuple(endpoints)
        wants_web = [web_ports and not each.private for each in wanted]
        found: dict[int, _Place] = {}
        try:
            # What somebody named goes before what is ours to choose, and before the web ports of others.
            for at in sorted(range(len(wanted)), key=lambda at: wanted[at].port is None):
                found[at] = self._open_hub(wanted[at], wants_web=wants_web[at])
        except ListenError:
            self.shut()
            raise
        self._places = [found[at] for at in range(len(wanted))]
        return self.set_web_ports(web_ports)

    def set_web_ports(self, wanted: bool) -> tuple[Listening, ...]:
        """Listen for browsers too from now on, where that is possible, or no more; gives what is open then.

        Who has come already stays.
        """
        for place in self._places:
            if not wanted:
                self._shut_web_port(place)
            elif not isinstance(place.web, Listener) and not place.hub.endpoint.private:
                place.web = self._open_web_port(place.hub)
        return tuple(place.told() for place in self._places)

    def _open_hub(self, endpoint: Endpoint, *, wants_web: bool) -> _Place:
        """Listen on `endpoint`; where its port is ours to choose, on one whose web port is free too."""
        hub = self._make()
        if wants_web and endpoint.port is None:
            for _port in hub.usable_ports(endpoint):
                web = self._open_web_port(hub)
                if isinstance(web, Listener):
                    return _Place(hub, web)
        hub.open(endpoint)  # rather without browsers than not at all
        return _Place(hub)

    def _open_web_port(self, hub: Listener) -> Listener | WebPortProblem:
        port = hub.serverPort()
        web_port = web_port_of(port)
        if web_port is None:
            is_too_high = port + WEB_PORT_OFFSET > LARGEST_PORT
            return WebPortProblem.TOO_HIGH if is_too_high else WebPortProblem.BLOCKED_BY_BROWSERS
        web = self._make()
        try:
            web.open(replace(hub.endpoint, port=web_port, for_browsers=True))
        except ListenError as error:
            self._open.remove(web)
            web.shut()
            is_taken = error.problem is ListenProblem.PORT_IN_USE
            return WebPortProblem.IN_USE if is_taken else WebPortProblem.IMPOSSIBLE
        return web

    def _shut_web_port(self, place: _Place) -> None:
        if isinstance(place.web, Listener):
            self._open.remove(place.web)
            place.web.shut()
        place.web = None

    def _make(self) -> Listener:
        listener = Listener(self._arrived, self._parent)
        self._open.append(listener)
        return listener

    def shut(self) -> None:
        """Let nobody in any more."""
        for listener in self._open:
            listener.shut()
        self._open, self._places = [], []

    def capacity_for(self, sessions: int) -> Capacity:
        """How many may be here at once, of `sessions` that the hub would have."""
        return capacity_for(sessions, self._descriptors)

    def has_descriptor(self, held: int) -> bool:
        """Whether there is a descriptor for one more beside the `held` connections."""
        return self._descriptors is None or held < self._descriptors - SPARE_DESCRIPTORS


def raise_descriptor_limit() -> int | None:
    """Raise the process's soft limit on open files and sockets to the hard one.

    Returns the limit now, None where the operating system has none.
    """
    if sys.platform == "win32":
        return None
    else:  # and not below: type checkers read one of the two
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != hard:
            # macOS reports "unlimited" but takes at most 10240 (OPEN_MAX)
            for wanted in (hard, 10240):
                with contextlib.suppress(OSError, ValueError):
                    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
                    break
        now = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        return None if now == resource.RLIM_INFINITY else now
