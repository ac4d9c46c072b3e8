"""Which addresses are tried without anybody's click, and how often. Makes no connection.

Whoever announces rooms chooses addresses at which others then knock, so there is little of it; rooms that
this person has been in are looked for where they were, with more patience.
"""

from __future__ import annotations

import ipaddress
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from app.discovery.local_networks import Surroundings, read_address
from app.discovery.sightings import NEVER, Place, ProbeResult
from app.values import frozen

ADDRESS_SECONDS = 10.0  # one probe of an address in this time, whatever ports are told; with a goodbye two
MINUTE = 60.0
PROBES_A_MINUTE = 20  # of sightings, in all
MOST_HOSTS = 20  # known ones that are looked for
HOSTS_AT_ONCE = 4
HOST_SECONDS = 10.0  # between two looks at a host that answers
LONGEST_PAUSE = 60.0  # between two looks at one that does not
# Without a click nothing is said to the services of systems, nor to printers, which print what is said there.
LOWEST_PORT = 1024
PRINTER_PORTS = range(9100, 9108)
# Names that no server of the internet is asked for (RFC 6762, RFC 8375).
_LOCAL_NAMES = (".local", ".home.arpa")
# RFC 6598: where virtual networks of friends have their addresses
SHARED_RANGE = ipaddress.IPv4Network("100.64.0.0/10")


@frozen
class ProbeTarget:
    """Where to look for the hub that has the certificate with this fingerprint."""

    place: Place
    fingerprint: str


class ProbeBudget:
    """How often sightings are tried. `now` is seconds of a steady clock."""

    def __init__(self) -> None:
        self._latest: deque[tuple[float, str]] = deque()  # of the last minute

    def take(self, address: str, now: float, *, is_goodbye: bool = False) -> bool:
        """Whether this address may be tried now; it counts as tried then.

        `is_goodbye`: a room that was found there is said to have closed. That is one probe more, as the last
        one may have been a moment before it closed.
        """
        while self._latest and now - self._latest[0][0] >= MINUTE:
            self._latest.popleft()
        key = str(read_address(address))
        lately = [one for at, one in self._latest if now - at < ADDRESS_SECONDS]
        if len(self._latest) >= PROBES_A_MINUTE or lately.count(key) > is_goodbye:
            return False
        self._latest.append((now, key))
        return True


@dataclass(slots=True)
class _Host:
    """A known host: when it is looked for next, and how long one waits after that."""

    due: float = 0.0
    pause: float = HOST_SECONDS
    is_running: bool = False
    answered: float = NEVER


class KnownHosts:
    """The rooms that this person has been in, looked for one after the other while somebody looks at them."""

    def __init__(self) -> None:
        self._hosts: dict[ProbeTarget, _Host] = {}

    def choose(self, targets: Iterable[ProbeTarget], near: Surroundings) -> None:
        """Look for these, the latest first, as far as they may be on a network of this computer or a VPN."""
        fit = [one for one in targets if is_near(one.place.address, near)]
        self._hosts = {one: self._hosts.get(one) or _Host() for one in fit[:MOST_HOSTS]}

    def holds(self, target: ProbeTarget) -> bool:
        """Whether it is one of them."""
        return target in self._hosts

    def restart(self, now: float) -> None:
        """Look for all of them again: somebody has come to look, or the network has changed."""
        for host in self._hosts.values():
            host.due, host.pause = now, HOST_SECONDS

    def hurry(self, target: ProbeTarget, now: float) -> None:
        """Look for this one next, if it is one of them."""
        if target in self._hosts:
            self._hosts[target].due = now

    def take(self, now: float) -> list[ProbeTarget]:
        """Those to look for now; `finish` is to be told what came of each."""
        running = sum(host.is_running for host in self._hosts.values())
        due = [target for target, host in self._hosts.items() if host.due <= now and not host.is_running]
        # those that are listed first: they must not go for want of a look
        due.sort(key=lambda target: self._hosts[target].pause)
        taken = due[: max(0, HOSTS_AT_ONCE - running)]
        for target in taken:
            self._hosts[target].is_running = True
        return taken

    def finish(self, target: ProbeTarget, result: ProbeResult, now: float) -> None:
        """A look is over. One that does not answer is looked for less and less often."""
        host = self._hosts.get(target)
        if host is None:
            return
        host.is_running = False
        host.due = now + host.pause
        answered = result is ProbeResult.RIGHT
        host.answered = now if answered else NEVER
        host.pause = HOST_SECONDS if answered else min(LONGEST_PAUSE, host.pause * 2)

    def answering(self) -> tuple[ProbeTarget, ...]:
        """Those that answered when they were looked for last, and where."""
        return tuple(one for one, host in self._hosts.items() if host.answered != NEVER)


def may_probe(place: Place, near: Surroundings) -> bool:
    """Whether to look for a hub at a place only because somebody on the network told of it."""
    is_fit = place.port >= LOWEST_PORT and place.port not in PRINTER_PORTS
    return is_fit and near.may_try(place.address)


def is_near(host: str, near: Surroundings) -> bool:
    """Whether a known host may be looked for without a click: not somewhere on the internet."""
    address = read_address(host)
    if address is None:
        return "." not in host or host.endswith(_LOCAL_NAMES)
    return near.is_near(host) or address in SHARED_RANGE
