"""The ports of a room and for which networks they are to be open; what a firewall says, and what was changed.

Values only. Nothing here asks a firewall or changes one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import Enum
from ipaddress import ip_network

from app.diagnosis.room_check import FirewallState
from app.discovery.local_networks import LocalInterface, listens_on
from app.irc.ports import DEFAULT_PORT
from app.values import frozen

# Wider than these a network is a way to many and no neighbourhood.
_LEAST_BITS = {4: 8, 6: 64}


@frozen
class RoomPorts:
    """What a room needs to be open: TCP and UDP ports, from `networks` (CIDR), on the `cards` there."""

    tcp: tuple[int, ...]
    udp: tuple[int, ...]
    networks: tuple[str, ...]
    cards: tuple[str, ...] = ()


def room_ports(
    tcp: Iterable[int], interfaces: Iterable[LocalInterface], hosts: Collection[str], *, announced: bool
) -> RoomPorts:
    """What a room needs that listens on `hosts` at the ports `tcp`: from the networks around, no VPN.

    `announced`: others ask for it by the beacon's datagrams.
    """
    networks, cards = set(), []
    for one in interfaces:
        reached = [each for each in one.addresses if any(listens_on(host, each.address) for host in hosts)]
        fit = [each.network for each in reached if each.bits >= _LEAST_BITS[each.address.version]]
        if one.is_shared and fit:
            cards.append(one.name)
            networks.update(fit)
    ordered = sorted(map(str, networks), key=lambda text: (ip_network(text).version, text))
    udp = (DEFAULT_PORT,) if announced else ()
    return RoomPorts(tuple(dict.fromkeys(tcp)), udp, tuple(ordered), tuple(cards))


class FirewallKind(Enum):
    """Which firewall this computer has; the values are written into a file."""

    NONE = "none"  # that is known of
    UFW = "ufw"
    FIREWALLD = "firewalld"
    FILTER = "filter"  # rules of nftables or iptables that somebody has written
    WINDOWS = "windows"
    MACOS = "macos"


@frozen
class FirewallReport:
    """What a firewall says of a room's ports. `can_open`: the system asks at a click.

    `is_public`: Windows takes the network for a public one, where it lets nobody in. `blocking`: the names of
    its rules that keep this program from being reached, made where its question was answered by *Cancel*.
    """

    kind: FirewallKind = FirewallKind.NONE
    state: FirewallState = FirewallState.UNKNOWN
    can_open: bool = False
    is_public: bool = False
    blocking: tuple[str, ...] = ()


# A rule, or whatever else a firewall was told, in words that undo it.
Change = tuple[str, ...]


@frozen
class OpenedPorts:
    """What this program has changed in a firewall, to be taken back: for which ports, by which changes."""

    kind: FirewallKind
    ports: RoomPorts
    changes: tuple[Change, ...]


class ChangeProblem(Enum):
    """Why a firewall was not changed."""

    REFUSED = "the system's question was answered by no"
    NO_QUESTION = "there is nobody who could ask it"
    FAILED = "the firewall did not take it"
