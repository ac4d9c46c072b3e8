"""Whether an accepted socket may stay: which connections need a lease of the quota, and for how long.

Knows sessions by their numbers only.
"""

from __future__ import annotations

import functools
import logging
import socket
import time
from collections.abc import Callable

from app.hub.data.addresses import Peer, origin_of
from app.hub.data.config import HubConfig
from app.net.connection_quota import ConnectionQuota, Lease
from app.net.connection_setup import ConnectionSetup
from app.net.endpoint import Endpoint
from app.net.interfaces import OnLinkNetworks

log = logging.getLogger(__name__)

REACHED_SECONDS = 10.0  # between two words about one address: who counts them has no use for more
_MOST_ADDRESSES = 64  # of this computer, of which there are a handful


class ConnectionAdmission:
    """Admits connections to the setup. `on_revoked` takes the number of a session that is closed for one.

    `on_reached` takes an address of this computer by which somebody of another one has come, now and then.
    """

    def __init__(
        self,
        setup: ConnectionSetup,
        on_revoked: Callable[[int], None],
        on_reached: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._setup = setup
        self._revoke = on_revoked
        self._tell_reached = on_reached
        self._clock = clock
        self._networks = OnLinkNetworks()
        self._quota = ConnectionQuota()
        self._limits_loopback = True
        self._leases: dict[int, Lease] = {}  # of sessions that have not registered
        self._reached: dict[str, float] = {}  # addresses of this computer: when that was told

    def open(self, config: HubConfig, unregistered: int) -> None:
        """Begin with nobody; so many `unregistered` connections may be open at once."""
        self._quota = ConnectionQuota(unregistered)
        self._leases = {}
        self._limits_loopback = config.loopback_limits

    def take(self, bare: socket.socket, endpoint: Endpoint) -> None:
        """Take over a socket accepted at `endpoint`: into the setup if it gets a lease, else it is closed."""
        now = self._clock()
        try:
            private, for_browsers = endpoint.private, endpoint.for_browsers
            peer = self._networks.peer_of(bare, now, private=private, at_web_port=for_browsers)
        except OSError:  # gone already
            bare.close()
            return
        self._note(peer, now)
        if not self._is_limited(peer):
            self._setup.take(bare, peer)
        elif (lease := self._quota.acquire(origin_of(peer), now)) is not None:
            self._setup.take(bare, peer, lease)
        else:
            log.warning("a connection was refused: too many or too fast from one address or network")
            bare.close()

    def keep_lease(self, session: int, lease: Lease, *, is_known: bool) -> None:
        """A connection has become a session and keeps its lease until it registers; not if `is_known`."""
        self._leases[session] = lease
        lease.on_revoked = functools.partial(self._revoke, session)
        if is_known:
            self.release_lease(session, is_known=True)

    def release_lease(self, session: int, *, is_known: bool = False, is_refused: bool = False) -> None:
        """A session has registered, maybe as an account that was known, was refused before, or is gone."""
        lease = self._leases.pop(session, None)
        if lease is not None:
            lease.release()
            if is_known:
                self._quota.note_known(lease.origin.address)
            if is_refused:
                self._quota.charge(lease.origin, self._clock())

    def _note(self, peer: Peer, now: float) -> None:
        """Whoever comes proves that the way in is open, also who is refused then."""
        if peer.loopback or peer.address == peer.local:
            return
        told = self._reached.get(peer.local)
        if told is None or now - told >= REACHED_SECONDS:
            if len(self._reached) >= _MOST_ADDRESSES:
                self._reached.clear()
            self._reached[peer.local] = now
            self._tell_reached(peer.local)

    def _is_limited(self, peer: Peer) -> bool:
        """Whether a connection needs a lease; the hosting window's own never does."""
        return not peer.private and (self._limits_loopback or not peer.loopback)
