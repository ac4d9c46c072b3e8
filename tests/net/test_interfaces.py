"""Which addresses are shown to a host, in which order and under which label."""

from __future__ import annotations

import pytest

from app.net.interfaces import Interface, Reach, Reachable, reachable, this_computer

LOOPBACK = Interface("lo", ("127.0.0.1", "::1"), is_loopback=True)
WIFI = Interface("wlan0", ("192.168.1.7", "fd00::7", "2001:db8::7", "fe80::1%wlan0"))


def shown(*interfaces: Interface, host: str = "") -> list[tuple[str, Reach]]:
    return [(one.address, one.reach) for one in reachable(interfaces, host=host)]


def test_the_network_comes_first_then_vpn_then_this_computer() -> None:
    vpn = Interface("wg0", ("10.8.0.2",))
    assert shown(LOOPBACK, vpn, WIFI) == [
        ("192.168.1.7", Reach.NETWORK),
        ("fd00::7", Reach.NETWORK),
        ("10.8.0.2", Reach.VPN),
        ("127.0.0.1", Reach.COMPUTER),
        ("::1", Reach.COMPUTER),
    ]


def test_addresses_that_nobody_else_can_use_are_left_out() -> None:
    assert shown(
        Interface("docker0", ("172.17.0.1",)),
        Interface("eth1", ("10.0.0.9",), is_up=False),
        Interface("eth0", ("169.254.3.4", "fe80::2%eth0", "0.0.0.0", "ff02::1", "no address")),
        LOOPBACK,
    ) == [("127.0.0.1", Reach.COMPUTER), ("::1", Reach.COMPUTER)]


def test_a_private_address_is_preferred_to_a_public_one() -> None:
    both = Interface("eth0", ("8.8.4.4", "10.1.2.3"))
    assert [address for address, _reach in shown(both)] == ["10.1.2.3", "8.8.4.4"]


@pytest.mark.parametrize("name", ["tun0", "utun3", "tailscale0", "wg1", "ppp0", "zt3jn"])
def test_a_tunnel_is_known_by_its_name(name: str) -> None:
    assert shown(Interface(name, ("10.9.0.1",))) == [("10.9.0.1", Reach.VPN)]


def test_a_tunnel_is_known_by_its_kind() -> None:
    assert shown(Interface("work", ("10.9.0.1",), is_tunnel=True)) == [("10.9.0.1", Reach.VPN)]


@pytest.mark.parametrize(
    ("host", "expected"),
    [("192.168.1.7", ["192.168.1.7"]), ("127.0.0.1", ["127.0.0.1"]), ("10.99.0.1", []), ("::1", ["::1"])],
)
def test_a_hub_on_one_address_is_reached_there_only(host: str, expected: list[str]) -> None:
    assert [address for address, _reach in shown(LOOPBACK, WIFI, host=host)] == expected


def test_an_address_is_written_with_its_port() -> None:
    assert Reachable("10.0.0.1", Reach.NETWORK).with_port(6667) == "10.0.0.1:6667"
    assert Reachable("fd00::7", Reach.NETWORK).with_port(6667) == "[fd00::7]:6667"


def test_this_computer_reaches_itself() -> None:
    assert ("127.0.0.1", Reach.COMPUTER) in shown(*this_computer())
