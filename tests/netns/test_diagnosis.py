"""Why a room cannot be joined is found out between real network stacks; the times are printed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from app.diagnosis.verdicts import Certainty, Verdict
from tests.foreign.programs import require
from tests.netns.hub import NetworkHub
from tests.netns.network import Computer, Network
from tests.netns.searching import shut

pytestmark = [pytest.mark.foreign, pytest.mark.netns]

SURE, LIKELY = Certainty.CERTAIN, Certainty.LIKELY
SOONEST = 10.0  # seconds within which the cause is to be named


class Found:
    """What a guest found out, to the end."""

    def __init__(self, guest: Computer, address: str) -> None:
        require("ping")
        text = guest.run(sys.executable, "-m", "tests.netns.diagnose", address)
        *self.lines, self.sentence = text.splitlines()
        _time, self.verdict, self.certainty, *elsewhere = self.lines[-1].split()
        self.elsewhere = "".join(elsewhere)

    def seconds_to(self, verdict: Verdict) -> float:
        """How soon it was named first, to stay."""
        first = next(line for line in self.lines if line.split()[1] == verdict.name)
        return float(first.split()[0])


def found(guest: Computer, address: str, verdict: Verdict, certainty: Certainty) -> Found:
    """Have a guest find out why `address` cannot be joined, which is to be this."""
    told = Found(guest, address)
    assert (told.verdict, told.certainty) == (verdict.name, certainty.name), told.lines
    seconds = told.seconds_to(verdict)
    print(f"\n{seconds:.2f} s: {told.sentence}  [{'; '.join(told.lines)}]")
    assert seconds < SOONEST
    return told


@pytest.fixture
def router(network: Network) -> Computer:
    """10.77.0.1, the way out."""
    return network.computer("router")


@pytest.fixture
def house(network: Network, router: Computer) -> Computer:
    return network.computer("house")


@pytest.fixture
def guest(network: Network, house: Computer, router: Computer) -> Computer:
    made = network.computer("guest")
    made.run("ip", "route", "add", "default", "via", router.ipv4)
    return made


@pytest.fixture
def hub(house: Computer) -> Iterator[NetworkHub]:
    with NetworkHub(house, "--room", "Chess") as running:
        yield running


def block(computer: Computer, *rule: str, chain: str = "INPUT") -> None:
    """Have a computer treat what comes over IPv4, or passes through, like this; nothing else comes in."""
    computer.run(require("iptables"), "-A", chain, *rule)
    computer.run(require("ip6tables"), "-P", chain, "DROP")


def test_nothing_listens(house: Computer, guest: Computer) -> None:
    found(guest, house.ipv4, Verdict.NOTHING_LISTENS, SURE)


def test_the_room_is_at_another_port(house: Computer, guest: Computer) -> None:
    with NetworkHub(house, listen=":6670"):
        told = found(guest, house.ipv4, Verdict.OTHER_PORT, SURE)
    assert told.elsewhere == f"{house.ipv4}:6670"


def test_the_room_is_reached_over_ipv6_alone(house: Computer, guest: Computer) -> None:
    with NetworkHub(house, listen=f"[{house.ipv6}]:6667"):
        told = found(guest, house.ipv4, Verdict.MOVED, SURE)
    assert told.elsewhere == f"[{house.ipv6}]:6667"


def test_the_room_has_moved_to_another_computer(network: Network, hub: NetworkHub, guest: Computer) -> None:
    hub.prints("owner link: ")
    fingerprint = re.search(r"fp=([0-9a-f]{64})", hub.console())
    assert fingerprint is not None
    link = f"hubbub://10.77.0.99/hubbub?fp={fingerprint[1]}"
    told = found(guest, link, Verdict.MOVED, SURE)
    assert told.elsewhere == f"{hub.address}:6667"


def test_the_hosts_firewall_drops(hub: NetworkHub, house: Computer, guest: Computer) -> None:
    shut(house)
    found(guest, house.ipv4, Verdict.HOST_FIREWALL, SURE)


def test_it_drops_pings_too(hub: NetworkHub, house: Computer, guest: Computer) -> None:
    block(house, "-p", "udp", "-j", "ACCEPT")
    block(house, "-j", "DROP")
    found(guest, house.ipv4, Verdict.HOST_FIREWALL, SURE)


def test_it_drops_pings_too_and_nobody_has_heard_of_a_room(house: Computer, guest: Computer) -> None:
    block(house, "-j", "DROP")
    found(guest, house.ipv4, Verdict.HOST_FIREWALL, LIKELY)


def test_the_hosts_firewall_rejects(house: Computer, guest: Computer) -> None:
    block(house, "-p", "tcp", "-j", "REJECT", "--reject-with", "icmp-admin-prohibited")
    found(guest, house.ipv4, Verdict.HOST_FIREWALL, SURE)


def test_the_host_is_gone(house: Computer, guest: Computer) -> None:
    found(guest, "10.77.0.99", Verdict.HOST_GONE, SURE)


def test_the_host_is_gone_as_are_all_others(network: Network, guest: Computer, house: Computer) -> None:
    house.unplug()
    found(guest, house.ipv4, Verdict.ISOLATION, LIKELY)


def test_the_network_keeps_its_devices_apart(network: Network, hub: NetworkHub, guest: Computer) -> None:
    for number in (2, 3):  # all but the router's
        bridge = [require("bridge"), "-n", network.switch, "link", "set", "dev", f"port{number}"]
        subprocess.run([*bridge, "isolated", "on"], check=True)
    found(guest, hub.address, Verdict.ISOLATION, LIKELY)


def test_nobody_answers_not_even_the_router(router: Computer, house: Computer, guest: Computer) -> None:
    guest.cut()
    found(guest, house.ipv4, Verdict.LINK_DEAD, LIKELY)


@pytest.fixture
def far(network: Network, router: Computer) -> Computer:
    """A computer of another network, behind the router."""
    made = network.computer("far")
    made.run("ip", "addr", "flush", "dev", "eth0")
    made.run("ip", "addr", "add", "10.88.0.2/24", "dev", "eth0")
    made.run("ip", "route", "add", "default", "via", "10.88.0.1")
    router.run("ip", "addr", "add", "10.88.0.1/24", "dev", "eth0")
    router.run("sysctl", "-q", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.send_redirects=0")
    router.run("sysctl", "-q", "net.ipv4.conf.eth0.send_redirects=0")
    return made


def test_the_router_lets_nothing_through_to_another_network(
    router: Computer, far: Computer, guest: Computer
) -> None:
    block(router, "-j", "DROP", chain="FORWARD")
    found(guest, "10.88.0.2", Verdict.OTHER_NETWORK, LIKELY)


def test_a_host_on_another_network_is_off(router: Computer, far: Computer, guest: Computer) -> None:
    found(guest, "10.88.0.9", Verdict.OTHER_NETWORK, LIKELY)


def test_a_host_on_another_network_blocks_the_port(router: Computer, far: Computer, guest: Computer) -> None:
    block(far, "-p", "tcp", "-j", "DROP")
    found(guest, "10.88.0.2", Verdict.BLOCKED_ON_THE_WAY, LIKELY)


def test_the_router_knows_no_way(router: Computer, far: Computer, guest: Computer) -> None:
    found(guest, "10.99.0.2", Verdict.NO_WAY, SURE)


def test_there_is_no_network(house: Computer, guest: Computer) -> None:
    guest.run("ip", "link", "set", "eth0", "down")
    found(guest, house.ipv4, Verdict.NO_NETWORK, SURE)


def test_a_vpn_takes_the_network(hub: NetworkHub, house: Computer, guest: Computer) -> None:
    guest.run("ip", "link", "add", "tun0", "type", "veth", "peer", "name", "far-end")
    guest.run("ip", "link", "set", "far-end", "up")
    guest.run("ip", "link", "set", "tun0", "up")
    guest.run("ip", "addr", "add", "10.8.0.9/24", "dev", "tun0")
    guest.run("ip", "-6", "addr", "flush", "dev", "eth0")  # over which it would be reached all the same
    guest.run("ip", "route", "add", "10.77.0.0/17", "dev", "tun0", "src", "10.8.0.9")
    found(guest, house.ipv4, Verdict.VPN, SURE)
