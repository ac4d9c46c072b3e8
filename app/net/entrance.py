"""From the door into the lobby and on: whose connection counts as a stranger's, and for how long.

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
from app.net.interfaces import OnLinkNetworks
from app.net.lobby import Lobby
from app.net.strangers import Place, Strangers

log = logging.getLogger(__name__)


class Entrance:
    """Gives places to strangers. `give_way` takes the number of a session that has to go for another."""

    def __init__(
        self, lobby: Lobby, give_way: Callable[[int], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._lobby = lobby
        self._give_way = give_way
        self._clock = clock
        self._networks = OnLinkNetworks()
        self._strangers = Strangers()
        self._limits_loopback = True
        self._places: dict[int, Place] = {}  # of sessions that have not registered

    def open(self, config: HubConfig, strangers: int) -> None:
        """Begin with nobody; so many strangers may be here at once."""
        self._strangers = Strangers(strangers)
        self._places = {}
        self._limits_loopback = config.loopback_limits

    def take(self, bare: socket.socket, *, private: bool) -> None:
        """Let a new connection, which is ours now, into the lobby if there is a place for it."""
        now = self._clock()
        try:
            peer = self._networks.peer_of(bare, now, private=private)
        except OSError:  # gone already
            bare.close()
            return
        if not self._is_limited(peer):
            self._lobby.take(bare, peer)
        elif (place := self._strangers.enter(origin_of(peer), now)) is not None:
            self._lobby.take(bare, peer, place)
        else:
            log.warning("a connection was refused: too many or too fast from one address or network")
            bare.close()

    def keep_place(self, session: int, place: Place, *, is_known: bool) -> None:
        """A stranger has become a session, and is one until it registers; not if its certificate is known."""
        self._places[session] = place
        place.give_way = functools.partial(self._give_way, session)
        if is_known:
            self.leave_place(session, is_known=True)

    def leave_place(self, session: int, *, is_known: bool = False, is_refused: bool = False) -> None:
        """A session has registered, maybe as an account that was known, was refused before, or is gone."""
        place = self._places.pop(session, None)
        if place is not None:
            place.leave()
            if is_known:
                self._strangers.note_known(place.origin.address)
            if is_refused:
                self._strangers.charge(place.origin, self._clock())

    def _is_limited(self, peer: Peer) -> bool:
        """Whether a connection is a stranger's; the window's own way in is never taken up by those."""
        return not peer.private and (self._limits_loopback or not peer.loopback)
