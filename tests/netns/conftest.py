"""A network for each test, and a house and a visitor on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.foreign.programs import require
from tests.netns.network import Computer, Network, ip, ip_lines


@pytest.fixture
def network() -> Iterator[Network]:
    """A switch without computers; all that is put on it is gone at the end of the test."""
    with Network() as made:
        yield made


@pytest.fixture
def house(network: Network) -> Computer:
    return network.computer("house")


@pytest.fixture
def visitor(network: Network, house: Computer) -> Computer:
    return network.computer("visitor")


@pytest.fixture
def two_networks(network: Network, house: Computer) -> Iterator[tuple[Computer, Computer]]:
    """`house` with a second card, on a second network, where another computer is."""
    with Network() as second:
        cable = ["link", "add", "side", "type", "veth", "peer", "name", "eth1", "netns", house.namespace]
        ip("-n", second.switch, *cable)
        ip_lines(second.switch, ["link set side master br0", "link set side up"])
        ip_lines(house.namespace, ["link set eth1 up", "addr add 10.77.0.200/16 dev eth1 noprefixroute"])
        yield house, second.computer("far")


@pytest.fixture
def ufw(house: Computer) -> Computer:
    """`house` behind ufw as Debian and Ubuntu ship it, with files of its own."""
    require("ufw")
    require("iptables")
    files = Path("/etc/netns", house.namespace, "ufw")  # ip-netns(8) shows them there as /etc/ufw
    files.parent.mkdir(parents=True)
    shutil.copytree("/etc/ufw", files)
    house.run("ufw", "--force", "enable")
    return house
