"""Which addresses are shown to a host, in which order and under which label."""

from __future__ import annotations

from ipaddress import IPv6Network, ip_address

import pytest
from PySide6.QtNetwork import QHostAddress, QNetworkAddressEntry, QNetworkInterface

from app.discovery.local_networks import surroundings
from app.hub.data.addresses import Peer
from app.net.interfaces import (
    LOOK_SECONDS,
    Interface,
    NetworkReach,
    OnLinkNetworks,
    Reachable,
    addresses_outside,
    invited_by,
    local_interfaces,
    on_link,
    reachable,
    this_computer,
)


class OddCard(QNetworkInterface):
    """A card with addresses that systems may tell of and nobody expects."""

    def addressEntries(self) -> list[QNetworkAddressEntry]:
        return [entry("192.168.1.7", 24), entry("::ffff:10.1.2.3", 112), entry("10.9.9.9", -1)]

    def flags(self) -> QNetworkInterface.InterfaceFlag:
        return QNetworkInterface.InterfaceFlag.IsUp | QNetworkInterface.InterfaceFlag.IsRunning


def entry(address: str, bits: int) -> QNetworkAddressEntry:
    made = QNetworkAddressEntry()
    made.setIp(QHostAddress(address))
    made.setPrefixLength(bits)
    return made


LOOPBACK = Interface("lo", ("127.0.0.1", "::1"), is_loopback=True)
WIFI = Interface("wlan0", ("192.168.1.7", "fd00::7", "2001:db8::7", "fe80::1%wlan0"))


def shown(*interfaces: Interface, host: str = "") -> list[tuple[str, NetworkReach]]:
    return [(one.address, one.reach) for one in reachable(interfaces, host=host)]


def test_the_network_comes_first_then_vpn_then_this_computer() -> None:
    vpn = Interface("wg0", ("10.8.0.2",))
    assert shown(LOOPBACK, vpn, WIFI) == [
        ("192.168.1.7", NetworkReach.NETWORK),
        ("fd00::7", NetworkReach.NETWORK),
        ("2001:db8::7", NetworkReach.NETWORK),
        ("10.8.0.2", NetworkReach.VPN),
        ("127.0.0.1", NetworkReach.COMPUTER),
        ("::1", NetworkReach.COMPUTER),
    ]


def test_everywhere_is_every_address_and_no_zeros() -> None:
    assert shown(LOOPBACK, WIFI, host="::") == shown(LOOPBACK, WIFI)
    assert [address for address, _ in shown(LOOPBACK, WIFI, host="0.0.0.0")] == ["192.168.1.7", "127.0.0.1"]


def test_addresses_that_nobody_else_can_use_are_left_out() -> None:
    assert shown(
        Interface("docker0", ("172.17.0.1",)),
        Interface("eth1", ("10.0.0.9",), is_up=False),
        Interface("eth0", ("fe80::2%eth0", "0.0.0.0", "ff02::1", "no address")),
        LOOPBACK,
    ) == [("127.0.0.1", NetworkReach.COMPUTER), ("::1", NetworkReach.COMPUTER)]


def test_a_private_address_is_preferred_to_a_public_one() -> None:
    both = Interface("eth0", ("8.8.4.4", "10.1.2.3"))
    assert [address for address, _reach in shown(both)] == ["10.1.2.3", "8.8.4.4"]


@pytest.mark.parametrize("name", ["tun0", "utun3", "tailscale0", "wg1", "ppp0", "zt3jn"])
def test_a_tunnel_is_known_by_its_name(name: str) -> None:
    assert shown(Interface(name, ("10.9.0.1",))) == [("10.9.0.1", NetworkReach.VPN)]


WINDOWS = Interface("Wi-Fi", ("192.168.1.7",), default=("192.168.1.7",))


@pytest.mark.parametrize(
    ("name", "address", "reach"),
    [
        ("VirtualBox Host-Only Network", "192.168.56.1", None),
        ("VMware Network Adapter VMnet8", "192.168.10.1", None),
        ("vEthernet (WSL)", "172.20.0.1", None),
        ("Local Area Connection* 2", "192.168.137.1", NetworkReach.NETWORK),
        ("OpenVPN Wintun", "10.8.0.2", NetworkReach.VPN),
        ("WireGuard office", "10.9.0.2", NetworkReach.VPN),
        ("Radmin VPN", "26.1.2.3", NetworkReach.VPN),
        ("lxdbr0", "10.10.0.1", None),
        ("bridge100", "192.168.64.1", None),
        ("eno2", "10.10.0.1", NetworkReach.NETWORK),
    ],
)
def test_the_address_that_leads_outside_is_first_whatever_the_system_names_before_it(
    name: str, address: str, reach: NetworkReach | None
) -> None:
    other = [(address, reach)] if reach is not None else []
    assert shown(Interface(name, (address,)), WINDOWS) == [("192.168.1.7", NetworkReach.NETWORK), *other]


def test_a_virtual_switch_that_leads_outside_is_the_network_itself() -> None:
    switch = Interface("vEthernet (External)", ("192.168.1.7",), default=("192.168.1.7",))
    assert shown(switch, Interface("vEthernet (WSL)", ("172.20.0.1",))) == [
        ("192.168.1.7", NetworkReach.NETWORK)
    ]


def test_a_tunnel_that_takes_everything_is_no_address_for_people_here() -> None:
    tunnel = Interface("wg0", ("10.64.0.3",), default=("10.64.0.3",))
    assert shown(tunnel, Interface("wlan0", ("192.168.1.7",))) == [
        ("192.168.1.7", NetworkReach.NETWORK),
        ("10.64.0.3", NetworkReach.VPN),
    ]


def test_of_several_addresses_of_a_card_that_which_leads_outside_is_first() -> None:
    card = Interface("eth0", ("10.0.0.9", "8.8.4.4"), default=("8.8.4.4",))
    assert [address for address, _ in shown(card)] == ["8.8.4.4", "10.0.0.9"]


def test_a_cable_without_anybody_who_gives_addresses_connects_people_all_the_same() -> None:
    cable = Interface("eth0", ("169.254.7.7", "fe80::7%eth0"))
    assert shown(LOOPBACK, cable)[0] == ("169.254.7.7", NetworkReach.NETWORK)
    assert [address for address, _ in shown(cable, WIFI)][-1] == "169.254.7.7", "and is the last resort"


def test_several_ipv6_addresses_of_one_network_are_one_and_that_which_leads_outside() -> None:
    card = Interface("eth0", ("2001:db8:1::a", "2001:db8:1::b", "2001:db8:2::c"), default=("2001:db8:1::b",))
    assert [address for address, _ in shown(card)] == ["2001:db8:1::b", "2001:db8:2::c"]


def test_the_world_outside_is_asked_for_without_sending_anything() -> None:
    assert all(_is_address(text) for text in addresses_outside())
    mine = {text for card in this_computer() for text in card.default}
    assert mine == addresses_outside()


def _is_address(text: str) -> bool:
    return ip_address(text) is not None


def test_a_tunnel_is_known_by_its_kind() -> None:
    assert shown(Interface("work", ("10.9.0.1",), is_tunnel=True)) == [("10.9.0.1", NetworkReach.VPN)]


@pytest.mark.parametrize(
    ("host", "expected"),
    [("192.168.1.7", ["192.168.1.7"]), ("127.0.0.1", ["127.0.0.1"]), ("10.99.0.1", []), ("::1", ["::1"])],
)
def test_a_hub_on_one_address_is_reached_there_only(host: str, expected: list[str]) -> None:
    assert [address for address, _reach in shown(LOOPBACK, WIFI, host=host)] == expected


def test_a_link_names_a_vpn_or_this_computer_only_where_there_is_nothing_else() -> None:
    vpn = Interface("wg0", ("10.8.0.2",))

    def named(*interfaces: Interface) -> list[str]:
        return [one.address for one in invited_by(reachable(interfaces))]

    assert named(LOOPBACK, vpn, WIFI) == ["192.168.1.7", "fd00::7", "2001:db8::7"]
    assert named(LOOPBACK, vpn) == ["10.8.0.2"]
    assert named(LOOPBACK) == ["127.0.0.1"]
    assert named() == []


def test_an_address_is_written_with_its_port() -> None:
    assert Reachable("10.0.0.1", NetworkReach.NETWORK).with_port(6667) == "10.0.0.1:6667"
    assert Reachable("fd00::7", NetworkReach.NETWORK).with_port(6667) == "[fd00::7]:6667"


def test_this_computer_reaches_itself() -> None:
    assert ("127.0.0.1", NetworkReach.COMPUTER) in shown(*this_computer())


def test_the_ipv6_networks_that_this_computer_is_on_are_those_of_its_neighbours() -> None:
    found = on_link(
        [
            Interface("lo", (), is_loopback=True, networks=("::1/128",)),
            Interface("eth0", (), networks=("192.168.1.7/24", "2001:db8:5::7/64", "fe80::7/64")),
            Interface("eth0:1", (), networks=("2001:db8:5::8/64",)),
            Interface("sit0", (), networks=("2002::1/16",)),  # a way to a good part of the Internet
            Interface("eth1", (), is_up=False, networks=("2001:db8:6::7/64",)),
        ]
    )
    assert [str(network) for network in found] == ["2001:db8:5::/64", "fe80::/64"]


def test_this_computer_is_on_the_network_of_its_loopback_alone_or_on_more() -> None:
    assert all(network.version == 6 and network.prefixlen >= 64 for network in on_link(this_computer()))


class _FarAway:
    """Stands for a socket whose other end is anywhere."""

    def __init__(self, address: str) -> None:
        self._address = address

    def getpeername(self) -> tuple[str, int]:
        return self._address, 4000

    def getsockname(self) -> tuple[str, int]:
        return "::ffff:192.168.1.2", 6667


def test_a_neighbour_is_one_as_long_as_this_computer_is_on_the_same_network() -> None:
    networks = [IPv6Network("2001:db8:5::/64")]
    looks: list[int] = []

    def look() -> tuple[IPv6Network, ...]:
        looks.append(1)
        return tuple(networks)

    near = OnLinkNetworks(look)

    def comes(address: str, now: float) -> Peer:
        return near.peer_of(_FarAway(address), now, private=False)  # type: ignore[arg-type]

    assert not comes("::ffff:192.168.1.7", 0.0).on_link
    assert comes("::ffff:192.168.1.7", 0.0).local == "192.168.1.2"
    assert looks == []
    assert comes("2001:db8:5::9", 1.0).on_link
    assert not comes("2001:db8:6::9", 2.0).on_link
    networks[:] = [IPv6Network("2001:db8:6::/64")]
    assert comes("2001:db8:5::9", 3.0).on_link  # as far as is known
    assert len(looks) == 1
    assert not comes("2001:db8:5::9", 1.0 + LOOK_SECONDS).on_link
    assert comes("2001:db8:6::9%eth0", 2.0 + LOOK_SECONDS).on_link


def test_an_address_with_a_network_that_there_is_not_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QNetworkInterface, "allInterfaces", lambda: [OddCard()])
    (card,) = local_interfaces()
    assert [str(one.address) for one in card.addresses] == ["192.168.1.7"]
    assert [str(one) for one in surroundings([card]).networks] == ["192.168.1.0/24"]
