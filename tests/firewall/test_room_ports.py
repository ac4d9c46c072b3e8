"""For which networks a room's ports are to be open: those around this computer, and no others."""

from __future__ import annotations

from ipaddress import ip_address

from app.discovery.local_networks import LocalAddress, LocalInterface
from app.firewall.room_ports import RoomPorts, room_ports


def card(name: str, *addresses: str, **more: bool) -> LocalInterface:
    """A card by its addresses, each as ADDRESS/BITS."""
    split = [one.partition("/") for one in addresses]
    return LocalInterface(
        name=name,
        index=1,
        addresses=tuple(LocalAddress(ip_address(address), int(bits)) for address, _, bits in split),
        **more,  # type: ignore[arg-type]  # flags
    )


WLAN = card("wlan0", "192.168.1.24/24", "fe80::24/64", "fd00:1::24/64", leads_outside=True)
ETHERNET = card("eth0", "10.0.0.7/8", "2001:db8:5::7/64")


def test_the_networks_around_are_let_in_and_no_vpn_no_container_and_not_this_computer() -> None:
    found = room_ports(
        [6667, 7667],
        [
            WLAN,
            ETHERNET,
            card("lo", "127.0.0.1/8", is_loopback=True),
            card("tun0", "10.8.0.2/24", is_tunnel=True),
            card("docker0", "172.17.0.1/16"),
            card("eth1", "192.168.7.7/24", is_up=False),
        ],
        [""],
        announced=True,
    )
    assert found == RoomPorts(
        (6667, 7667),
        (6667,),
        ("10.0.0.0/8", "192.168.1.0/24", "2001:db8:5::/64", "fd00:1::/64", "fe80::/64"),
        ("wlan0", "eth0"),
    )


def test_only_the_networks_where_it_listens_are_let_in() -> None:
    found = room_ports([6667], [WLAN, ETHERNET], ["192.168.1.24"], announced=False)
    assert found == RoomPorts((6667,), (), ("192.168.1.0/24",), ("wlan0",))
    assert room_ports([6667], [WLAN], ["127.0.0.1"], announced=True).networks == ()


def test_a_network_that_is_a_way_to_many_is_none_around() -> None:
    wide = card("eth0", "100.1.2.3/4", "2001:db8::1/32")
    assert room_ports([6667], [wide], [""], announced=True) == RoomPorts((6667,), (6667,), ())
