"""This computer's networks as values: where a room is announced, and which addresses may be tried.

Nobody is made to scan: what others tell leads only to addresses that are private or on a network of this
computer's, never to loopback, a group, the router or a broadcast address.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable

from app.discovery.card_names import CardKind, is_inside, kind_of
from app.values import frozen

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

# RFC 1918, RFC 3927, RFC 4193, RFC 4291: of nobody's outside
_PRIVATE = tuple(
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10")
)


@frozen
class LocalAddress:
    """An address of this computer, with the network that it is in."""

    address: IpAddress
    bits: int  # of the network's prefix
    broadcast: str = ""  # the address by which all of that network are reached, "" where there is none

    @property
    def network(self) -> IpNetwork:
        """The network that is reached without a router."""
        return ipaddress.ip_network((self.address, self.bits), strict=False)


@frozen(kw_only=True)
class LocalInterface:
    """One network interface of this computer as the system tells it."""

    name: str
    index: int  # by which the system knows it: of sockets, and the zone of link-local addresses
    addresses: tuple[LocalAddress, ...]
    is_up: bool = True
    is_loopback: bool = False
    is_tunnel: bool = False
    leads_outside: bool = False  # one of its addresses is that of this computer in the world outside

    @property
    def is_vpn(self) -> bool:
        """Whether people of a private network somewhere else are on it."""
        return self.is_tunnel or kind_of(self.name) is CardKind.TUNNEL

    @property
    def leads_to_others(self) -> bool:
        """Whether it is in use, and for more than this computer and its virtual machines; maybe a VPN."""
        is_inner = self.is_loopback or is_inside(self.name, leads_outside=self.leads_outside)
        return self.is_up and bool(self.addresses) and not is_inner

    @property
    def is_shared(self) -> bool:
        """Whether it is in use, other people's computers are on it, and it is no VPN."""
        return self.leads_to_others and not self.is_vpn


def own_addresses(interfaces: Iterable[LocalInterface]) -> set[IpAddress]:
    """All addresses of this computer, whatever interface they are of."""
    return {each.address for one in interfaces for each in one.addresses}


@frozen
class AnnouncedInterface:
    """An interface on which datagrams are sent, and by which kinds of address."""

    index: int
    name: str
    broadcasts: tuple[str, ...]  # of its IPv4 networks
    ipv4: bool
    ipv6: bool
    addresses: tuple[str, ...] = ()  # by which a room is reached there


def announced_on(
    interfaces: Iterable[LocalInterface], hosts: Collection[str] = ("",)
) -> tuple[AnnouncedInterface, ...]:
    """Where a room that listens on `hosts` is announced: no VPN, nothing on which it cannot be reached.

    "" and `::` are everywhere, `0.0.0.0` everywhere over IPv4; a room for this computer only is nowhere.
    Rooms are looked for where one that listens everywhere is announced.
    """
    found = []
    for one in interfaces:
        reached = [each for each in one.addresses if any(listens_on(host, each.address) for host in hosts)]
        if not one.is_shared or not reached:
            continue
        ipv4 = [each for each in reached if each.address.version == 4]
        found.append(
            AnnouncedInterface(
                index=one.index,
                name=one.name,
                broadcasts=tuple(dict.fromkeys(each.broadcast for each in ipv4 if each.broadcast)),
                ipv4=bool(ipv4),
                ipv6=len(reached) > len(ipv4),
                addresses=tuple(str(each.address) for each in reached),
            )
        )
    return tuple(found)


def told_addresses(interfaces: Iterable[AnnouncedInterface]) -> tuple[str, ...]:
    """The addresses to tell others who choose among them: of each interface one of IPv4 and one of IPv6.

    An address of one link alone, which needs a zone, only where the interface has no other.
    """
    found: list[IpAddress] = []
    for one in interfaces:
        addresses = [each for text in one.addresses if (each := read_address(text)) is not None]
        wide = [each for each in addresses if not each.is_link_local]
        for version in (4, 6):
            found += [each for each in wide or addresses if each.version == version][:1]
    return tuple(map(str, found))


def listens_on(host: str, address: IpAddress) -> bool:
    """Whether who listens on `host` listens on an address: "" and `::` are all, `0.0.0.0` all of IPv4."""
    wanted = read_address(host)
    if not host or (wanted is not None and wanted.is_unspecified):
        return wanted is None or wanted.version == 6 or address.version == 4
    return address == wanted


def read_address(text: str) -> IpAddress | None:
    """The address in a text, without its zone, IPv4 inside of IPv6 as IPv4; None where it is none."""
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


@frozen
class Surroundings:
    """The networks that this computer is on, and the routers that lead out of them."""

    networks: frozenset[IpNetwork] = frozenset()
    broadcasts: frozenset[IpAddress] = frozenset()
    routers: frozenset[IpAddress] = frozenset()
    own: frozenset[IpAddress] = frozenset()  # this computer's addresses

    def is_own(self, address: str) -> bool:
        """Whether it is an address of this computer."""
        return read_address(address) in self.own

    def is_on_link(self, address: str) -> bool:
        """Whether an address is reached without a router."""
        found = read_address(address)
        return found is not None and self._holds(found)

    def is_one_computer(self, address: str) -> bool:
        """Whether an address can be that of one computer, which hears what is sent there."""
        found = read_address(address)
        if found is None or found.is_unspecified or found.is_multicast or self._is_everybody(found):
            return False
        # without a zone it leads nowhere
        return address.partition("%")[2] != "" or not (found.version == 6 and found.is_link_local)

    def is_near(self, address: str) -> bool:
        """Whether it is that of another computer on a network of this one's, or in a private range."""
        found = read_address(address)
        if found is None or found.is_loopback or not self.is_one_computer(address):
            return False
        return self._holds(found) or any(found in network for network in _PRIVATE)

    def may_try(self, address: str) -> bool:
        """Whether a connection may be tried to an address only because somebody on the network told it."""
        return self.is_near(address) and read_address(address) not in self.routers

    def _holds(self, address: IpAddress) -> bool:
        return any(address in network for network in self.networks) or (
            address.version == 6 and address.is_link_local
        )

    def _is_everybody(self, address: IpAddress) -> bool:
        """Whether it is a whole network's address, the limited broadcast among them."""
        if address.version == 6:
            return False
        whole = (one for one in self.networks if one.version == 4 and one.prefixlen < 31)
        is_edge = any(address in (one.network_address, one.broadcast_address) for one in whole)
        return is_edge or address in self.broadcasts or int(address) == 0xFFFFFFFF


def surroundings(interfaces: Iterable[LocalInterface], routers: Iterable[str] = ()) -> Surroundings:
    """What this computer's interfaces and the addresses of its routers say about who is near.

    A network wider than IPv6's /64 or IPv4's /8 is a way to many and no neighbourhood.
    """
    addresses = [
        each
        for one in interfaces
        if one.is_up and not one.is_loopback and not one.is_tunnel
        for each in one.addresses
        if each.bits >= (64 if each.address.version == 6 else 8)
    ]
    told = [read_address(each.broadcast) for each in addresses if each.broadcast]
    ways = [read_address(text) for text in routers]
    return Surroundings(
        networks=frozenset(each.network for each in addresses),
        broadcasts=frozenset(each for each in told if each is not None),
        routers=frozenset(each for each in ways if each is not None),
        own=frozenset(each.address for each in addresses),
    )
