"""Guests who try, at a hub's request, under which of its addresses it is reached.

A hub could name anybody's address, so a guest tries few, near ones, at the room's own ports, and tells no
more than whether the hub with the right certificate is there. Makes no connection.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable

from app.discovery.local_networks import Surroundings, read_address
from app.discovery.sightings import Place
from app.irc.callback_lines import MOST_ADDRESSES, CallbackRequest
from app.irc.ports import web_port_of

MINUTE = 60.0
TRIES_A_MINUTE = 4  # of all hubs together, by the guest's own clock
REQUEST_PAUSE = 60.0  # between two requests of a hub
# Below are the ports of a system's own services, to which nobody is sent.
LEAST_PORT = 1024


class CallbackTries:
    """What a guest tries for hubs that it is in. `now` is seconds of a steady clock."""

    def __init__(self) -> None:
        self._tries: deque[float] = deque()

    def may_take(self, request: CallbackRequest, now: float, *, port: int, is_pinned: bool) -> bool:
        """Whether anything of a request may be tried now, as far as that is known without a look around.

        `port`: by which this guest is in that hub, the only one that is tried beside its web port.
        `is_pinned`: this person has joined the hub before, or trusts it.
        """
        is_own_port = request.port in (port, web_port_of(port))
        return is_pinned and is_own_port and port >= LEAST_PORT and self._left(now) > 0

    def take(self, request: CallbackRequest, now: float, near: Surroundings) -> list[Place]:
        """The places to try of a request that may be taken; they count as tried then.

        A request counts as one of them at least, or looking around for others would have no end.
        """
        fit = [one for one in dict.fromkeys(request.addresses) if near.may_try(one)][: self._left(now)]
        self._tries.extend([now] * max(1, len(fit)))
        return [Place(address, request.port) for address in fit]

    def _left(self, now: float) -> int:
        while self._tries and now - self._tries[0] >= MINUTE:
            self._tries.popleft()
        return max(0, TRIES_A_MINUTE - len(self._tries))


class CallbackRequests:
    """What a hub asks of its guests. `now` is seconds of a steady clock."""

    def __init__(self) -> None:
        self._asked = float("-inf")

    def take(
        self, own: Iterable[str], seen: Collection[str], now: float, *, port: int
    ) -> CallbackRequest | None:
        """The request to send to one guest now, None for none.

        `own`: the hub's own addresses, of which those in `seen` are known to be reached.
        """
        open_ones = [one for one in own if one not in seen and read_address(one) is not None]
        if not open_ones or now - self._asked < REQUEST_PAUSE:
            return None
        self._asked = now
        return CallbackRequest(port, tuple(open_ones[:MOST_ADDRESSES]))
