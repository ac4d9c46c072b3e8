"""Where a room is announced, and which addresses nobody is made to knock at."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.discovery.local_networks import (
    AnnouncedInterface,
    LocalAddress,
    LocalInterface,
    announced_on,
    read_address,
    surroundings,
    told_addresses,
)
from tests.discovery.rooms import HOME, NEAR, interface

ADDRESSES = ("192.168.1.24", "fd00:1::24", "fe80::24")
ETHERNET = AnnouncedInterface(2, "eth0", ("192.168.1.255",), ipv4=True, ipv6=True, addresses=ADDRESSES)


def test_a_room_that_listens_everywhere_is_announced_on_every_shared_interface() -> None:
    wlan = interface("wlan0", 3, "10.0.0.5/24")
    assert announced_on([HOME, wlan]) == announced_on([HOME, wlan], ("::",))
    assert announced_on([HOME, wlan]) == (
        ETHERNET,
        AnnouncedInterface(3, "wlan0", ("10.0.0.255",), True, False, ("10.0.0.5",)),
    )


@pytest.mark.parametrize(
    "other",
    [
        interface("lo", 1, "127.0.0.1/8", "::1/128", is_loopback=True),
        interface("eth1", 3, "10.0.0.5/24", is_up=False),
        interface("eth1", 3),
        interface("work", 3, "10.8.0.2/24", is_tunnel=True),
        *(interface(name, 3, "10.8.0.2/24") for name in ("tun0", "wg0", "utun3", "tailscale0", "ppp0")),
        *(
            interface(name, 3, "172.17.0.1/16")
            for name in ("docker0", "br-1f2e", "virbr0", "lxc4a2f", "vEthernet (WSL)")
        ),
    ],
    ids=lambda one: one.name,
)
def test_it_is_announced_on_no_vpn_and_nothing_inside_of_this_computer(other: LocalInterface) -> None:
    assert announced_on([other]) == ()
    assert announced_on([other, HOME]) == (ETHERNET,)


def test_it_is_announced_on_a_virtual_switch_that_leads_outside() -> None:
    switch = interface("vEthernet (External)", 2, "192.168.1.24/24", leads_outside=True)
    assert [one.name for one in announced_on([switch])] == ["vEthernet (External)"]
    tunnel = interface("wg0", 3, "10.8.0.2/24", leads_outside=True)
    assert announced_on([tunnel]) == ()


@pytest.mark.parametrize(
    ("addresses", "told"),
    [
        (("192.168.1.24/24", "10.0.0.5/24"), ["192.168.1.24"]),
        (("fe80::24/64", "192.168.1.24/24"), ["192.168.1.24"]),
        (("fd00:1::24/64", "fd00:1::99/64", "fe80::24/64"), ["fd00:1::24"]),
        (("fe80::24/64",), ["fe80::24"]),
        (("169.254.3.4/16", "fe80::24/64"), ["169.254.3.4", "fe80::24"]),
    ],
)
def test_others_are_told_an_address_of_each_kind(addresses: tuple[str, ...], told: list[str]) -> None:
    wlan = interface("wlan0", 3, "10.0.0.9/24")
    found = told_addresses(announced_on([interface("eth0", 2, *addresses), wlan]))
    assert found == (*told, "10.0.0.9")


@pytest.mark.parametrize(
    ("host", "ipv4", "ipv6"),
    [
        ("0.0.0.0", True, False),
        ("192.168.1.24", True, False),
        ("fd00:1::24", False, True),
        ("fe80::24%eth0", False, True),
    ],
)
def test_it_is_announced_where_and_as_it_listens(host: str, ipv4: bool, ipv6: bool) -> None:
    wlan = interface("wlan0", 3, "10.0.0.5/24", "fe80::5/64")
    found = {one.name: one for one in announced_on([HOME, wlan], (host,))}
    assert (found["eth0"].ipv4, found["eth0"].ipv6) == (ipv4, ipv6)
    assert found["eth0"].broadcasts == (("192.168.1.255",) if ipv4 else ())
    assert ("wlan0" in found) == (host == "0.0.0.0")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "192.168.9.9", "somewhere"])
def test_a_room_for_this_computer_only_is_announced_nowhere(host: str) -> None:
    loopback = interface("lo", 1, "127.0.0.1/8", "::1/128", is_loopback=True)
    assert announced_on([loopback, HOME], (host,)) == ()


# -- addresses


@pytest.mark.parametrize(
    "address",
    [
        *("192.168.1.31", "192.168.1.24", "10.1.2.3", "172.16.0.1", "172.31.255.1", "169.254.3.4"),
        *("fd00:1::31", "fd99::1", "fe80::31%eth0", "::ffff:192.168.1.31"),
    ],
)
def test_private_addresses_and_neighbours_may_be_tried(address: str) -> None:
    assert NEAR.may_try(address)
    assert NEAR.is_near(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "0.0.0.0", "::"),
        *("224.0.0.173", "239.1.1.1", "ff12::1", "ff02::1%eth0"),
        *("192.168.1.1", "fe80::1%eth0"),  # the router
        *("192.168.1.255", "192.168.1.0", "255.255.255.255"),
        *("8.8.8.8", "2001:4860::1", "100.64.0.1", "192.0.2.1", "198.18.0.1", "240.0.0.1", "172.32.0.1"),
        *("fe80::31", "fe80::31%", "", "somewhere", "192.168.1", "1" * 5000),
    ],
)
def test_nobody_is_made_to_knock_anywhere_else(address: str) -> None:
    assert not NEAR.may_try(address)


def test_a_router_is_near_but_not_tried() -> None:
    assert NEAR.is_near("192.168.1.1")
    assert not NEAR.may_try("192.168.1.1")


def test_a_public_address_may_be_tried_on_its_own_network() -> None:
    campus = surroundings([interface("eth0", 2, "141.2.3.4/24", "2001:db8::4/64")])
    assert campus.may_try("141.2.3.9")
    assert campus.may_try("2001:db8::9")
    assert not campus.may_try("141.2.4.9")
    assert not campus.may_try("141.2.3.255")
    assert not campus.may_try("2001:db8:1::9")


def test_a_broadcast_address_is_nobodys_whatever_the_networks_size() -> None:
    odd = LocalInterface(
        name="e", index=2, addresses=(LocalAddress(ip_address("10.0.0.4"), 24, "10.0.0.127"),)
    )
    assert not surroundings([odd]).may_try("10.0.0.127")
    two = surroundings([interface("e", 2, "141.2.3.4/31")])
    assert two.may_try("141.2.3.5")
    assert two.may_try("141.2.3.4")


def test_a_way_to_many_is_no_neighbourhood() -> None:
    wide = surroundings(
        [
            interface("eth0", 2, "141.2.3.4/7", "2001:db8::4/48"),
            interface("eth1", 3, "142.2.3.4/24", is_tunnel=True),
            interface("eth2", 4, "143.2.3.4/24", is_up=False),
            interface("lo", 1, "144.2.3.4/24", is_loopback=True),
        ],
        ["no address"],
    )
    assert wide.networks == frozenset()
    assert wide.routers == frozenset()
    assert not any(map(wide.may_try, ("141.2.3.5", "142.2.3.5", "143.2.3.5", "144.2.3.5", "2001:db8::5")))


def test_on_link_is_what_needs_no_router() -> None:
    assert NEAR.is_on_link("192.168.1.31")
    assert NEAR.is_on_link("fe80::77%eth0")
    assert not NEAR.is_on_link("10.1.2.3")
    assert not NEAR.is_on_link("somewhere")
    assert not NEAR.is_one_computer("192.168.1.255")
    assert not NEAR.is_one_computer("somewhere")
    assert NEAR.is_one_computer("8.8.8.8")


@given(st.ip_addresses() | st.text(max_size=50))
def test_what_may_be_tried_is_one_near_computer(address: object) -> None:
    text = str(address)
    if NEAR.may_try(text):
        assert NEAR.is_near(text)
        assert NEAR.is_one_computer(text)
        found = read_address(text)
        assert found is not None
        assert found.is_private or found.is_link_local
        assert not found.is_loopback
        assert not found.is_multicast
