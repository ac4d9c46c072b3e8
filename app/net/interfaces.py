"""This computer's network interfaces: under which addresses others reach it, and who is on its own networks.

The judgement is a pure function over plain data; only `this_computer` and `local_interfaces` ask the system.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from enum import Enum

from PySide6.QtNetwork import QNetworkAddressEntry, QNetworkInterface

from app.discovery.card_names import CardKind, is_inside, kind_of
from app.discovery.local_networks import IpAddress, LocalAddress, LocalInterface, listens_on, read_address
from app.hub.data.addresses import Peer
from app.values import frozen


class NetworkReach(Enum):
    """From where an address works."""

    NETWORK = "network"
    VPN = "vpn"
    COMPUTER = "computer"


@frozen
class Interface:
    """One network interface as the system names it, with its addresses as text."""

    name: str
    addresses: tuple[str, ...]
    is_up: bool = True
    is_loopback: bool = False
    is_tunnel: bool = False
    networks: tuple[str, ...] = ()  # that it is on, as ADDRESS/BITS with any address of theirs
    default: tuple[str, ...] = ()  # those of its addresses that this computer has in the world outside


@frozen
class Reachable:
    """One address and from where it works."""

    address: str
    reach: NetworkReach

    def with_port(self, port: int) -> str:
        """`ADDRESS:PORT`, IPv6 in brackets."""
        return f"[{self.address}]:{port}" if ":" in self.address else f"{self.address}:{port}"


# Nobody's addresses, for documentation (RFC 5737, RFC 3849): by them the way outside is asked for.
_OUTSIDE = ((socket.AF_INET, "198.51.100.1"), (socket.AF_INET6, "2001:db8::1"))
_DISCARD = 9  # a port as good as any: nothing is sent
_WIDEST = 64  # bits: of an IPv6 network whose computers each have an address in it (RFC 4291 section 2.5.4)
# Asking the system takes a millisecond; a computer changes its network less often than this.
LOOK_SECONDS = 10.0
_Flag = QNetworkInterface.InterfaceFlag
_TUNNELS = {QNetworkInterface.InterfaceType.Virtual, QNetworkInterface.InterfaceType.Ppp}
_ORDER = {NetworkReach.NETWORK: 0, NetworkReach.VPN: 1, NetworkReach.COMPUTER: 2}


def reachable(interfaces: Iterable[Interface], *, host: str = "") -> list[Reachable]:
    """The addresses under which a hub that listens on `host` is reached, preferred first.

    "" and `::` are everywhere, `0.0.0.0` everywhere over IPv4.

    This network before VPN before this computer only; IPv4 before IPv6, which is longer to type; what leads
    out of the house before what does not, as people are rather there; private ranges before public ones.
    Self-assigned IPv4 addresses (RFC 3927) come last of a network: they serve where there are no others. IPv6
    ones of that kind are left out, as they need a zone to be typed.

    Cards of virtual machines are left out unless they lead outside: then they are the network itself.
    """
    found: list[tuple[tuple[int, ...], Reachable]] = []
    for interface in interfaces:
        if not interface.is_up or is_inside(interface.name, leads_outside=bool(interface.default)):
            continue
        seen: set[int] = set()  # networks of IPv6: several addresses in one, for privacy, say the same
        # the one that leads outside stands for its network
        for text in sorted(interface.addresses, key=lambda text: text not in interface.default):
            address = read_address(text)
            if address is None or _unusable(address) or not listens_on(host, address):
                continue
            if address.version == 6:
                network = int(address) >> (128 - _WIDEST)
                if network in seen:
                    continue
                seen.add(network)
            reach = _reach(interface, address)
            order = (
                _ORDER[reach],
                address.is_link_local,
                address.version,
                text not in interface.default,
                not interface.default,
                not address.is_private,
                len(found),
            )
            found.append((order, Reachable(str(address), reach)))
    return [entry for _order, entry in sorted(found, key=lambda pair: pair[0])]


def invited_by(found: Sequence[Reachable]) -> list[Reachable]:
    """Of the addresses that `reachable` gives those that a link should name, the preferred first.

    A VPN or this computer alone only where there is nothing else: others are not there.
    """
    return [one for one in found if one.reach is NetworkReach.NETWORK] or list(found[:1])


def this_computer() -> list[Interface]:
    """The interfaces of this computer as the system tells them now."""
    outside = addresses_outside()
    return [
        Interface(
            name=_name_of(one),
            addresses=tuple(entry.ip().toString() for entry in one.addressEntries()),
            networks=tuple(_network_of(entry) for entry in one.addressEntries()),
            default=tuple(
                text for entry in one.addressEntries() if (text := entry.ip().toString()) in outside
            ),
            is_up=_is_up(one),
            is_loopback=_is_loopback(one),
            is_tunnel=_is_tunnel(one),
        )
        for one in QNetworkInterface.allInterfaces()
    ]


def local_interfaces() -> list[LocalInterface]:
    """The same as the beacon needs them: by index, with the networks' broadcast addresses."""
    outside = set(map(read_address, addresses_outside()))
    found = []
    for one in QNetworkInterface.allInterfaces():
        addresses = tuple(filter(None, map(_local_address, one.addressEntries())))
        found.append(
            LocalInterface(
                name=_name_of(one),
                index=one.index(),
                addresses=addresses,
                is_up=_is_up(one),
                is_loopback=_is_loopback(one),
                is_tunnel=_is_tunnel(one),
                leads_outside=any(each.address in outside for each in addresses),
            )
        )
    return found


def _name_of(card: QNetworkInterface) -> str:
    return card.humanReadableName() or card.name()


def _is_up(card: QNetworkInterface) -> bool:
    return bool(card.flags() & _Flag.IsUp) and bool(card.flags() & _Flag.IsRunning)


def _is_loopback(card: QNetworkInterface) -> bool:
    return bool(card.flags() & _Flag.IsLoopBack)


def _is_tunnel(card: QNetworkInterface) -> bool:
    return card.type() in _TUNNELS or bool(card.flags() & _Flag.IsPointToPoint)


def _local_address(entry: QNetworkAddressEntry) -> LocalAddress | None:
    address = read_address(entry.ip().toString())
    # -1 where there is none; of an IPv4 address that is written as IPv6, more bits than it has
    if address is None or not 0 <= entry.prefixLength() <= address.max_prefixlen:
        return None
    broadcast = "" if entry.broadcast().isNull() else entry.broadcast().toString()
    return LocalAddress(address, entry.prefixLength(), broadcast)


def addresses_outside() -> frozenset[str]:
    """The addresses that this computer has in the world outside, one for each family that has a way there.

    The system is asked which it would send from; nothing is sent.
    """
    found = set()
    for family, address in _OUTSIDE:
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as asking:
            asking.connect((address, _DISCARD))
            found.add(str(asking.getsockname()[0]).partition("%")[0])
    return frozenset(found)


def on_link(interfaces: Iterable[Interface]) -> tuple[ipaddress.IPv6Network, ...]:
    """The IPv6 networks that this computer is on itself: what is there is a neighbour.

    Nothing wider than a /64: that is no network of computers but a way to many, as a tunnel may be.
    """
    found = {
        ipaddress.IPv6Network(text, strict=False)
        for interface in interfaces
        if interface.is_up and not interface.is_loopback
        for text in interface.networks
        if ":" in text and int(text.rpartition("/")[2]) >= _WIDEST
    }
    return tuple(sorted(found))


def _network_of(entry: QNetworkAddressEntry) -> str:
    return f"{entry.ip().toString().partition('%')[0]}/{entry.prefixLength()}"


def _unusable(address: IpAddress) -> bool:
    needs_zone = address.version == 6 and address.is_link_local
    return needs_zone or address.is_multicast or address.is_unspecified


def _reach(interface: Interface, address: IpAddress) -> NetworkReach:
    if interface.is_loopback or address.is_loopback:
        return NetworkReach.COMPUTER
    if interface.is_tunnel or kind_of(interface.name) is CardKind.TUNNEL:
        return NetworkReach.VPN
    return NetworkReach.NETWORK


def _plain(address: str) -> str:
    """Without a zone, IPv4 through a socket for both families as IPv4."""
    return address.partition("%")[0].removeprefix("::ffff:")


Look = Callable[[], tuple[ipaddress.IPv6Network, ...]]


def networks_now() -> tuple[ipaddress.IPv6Network, ...]:
    """The IPv6 networks that this computer is on."""
    return on_link(this_computer())


class OnLinkNetworks:
    """Tells who is on a network of this computer's; those may change, so they are asked for now and then."""

    def __init__(self, look: Look = networks_now) -> None:
        self._look = look
        self._networks: tuple[ipaddress.IPv6Network, ...] = ()
        self._looked_at: float | None = None

    def peer_of(self, bare: socket.socket, now: float, *, private: bool, at_web_port: bool = False) -> Peer:
        """Where a connection came from; IPv4 through a socket for both families is shown as IPv4.

        `now`: seconds of any steady clock. Raises OSError when the connection is gone.
        """
        address, port, *_more = bare.getpeername()
        shown = _plain(address)
        loopback = shown == "::1" or shown.startswith("127.")
        on_link = self._is_on_link(shown, now)
        local, local_port, *_more = bare.getsockname()
        return Peer(
            *(shown, port),
            loopback=loopback,
            private=private,
            at_web_port=at_web_port,
            on_link=on_link,
            local=_plain(local),
            local_port=local_port,
        )

    def _is_on_link(self, address: str, now: float) -> bool:
        if ":" not in address:
            return False
        if self._looked_at is None or not 0 <= now - self._looked_at < LOOK_SECONDS:
            self._looked_at, self._networks = now, self._look()
        parsed = ipaddress.IPv6Address(address)
        return any(parsed in network for network in self._networks)
