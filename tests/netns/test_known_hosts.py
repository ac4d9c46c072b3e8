"""Known hosts beyond the own network, rooms of one name, computers that sleep and cables that come and go."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.foreign.programs import require
from tests.netns.hub import NetworkHub
from tests.netns.network import PATIENCE, Computer, Network, ip, ip_lines
from tests.netns.searching import Beacon, Looking, shut, told

pytestmark = [pytest.mark.foreign, pytest.mark.netns]


def fingerprint_of(hub: NetworkHub) -> str:
    hub.prints("owner link: ")
    found = re.search(r"fp=([0-9a-f]{64})", hub.console())
    assert found is not None
    return found[1]


def who_knows(computer: Computer, *hosts: tuple[str, str]) -> Beacon:
    """Somebody who looks at the rooms nearby and knows hosts, each by its place and fingerprint."""
    return Beacon(computer, "guest", *(word for host in hosts for word in ("--known", *host)))


@dataclass
class Routed:
    """A computer on a second network; a router leads from one to the other."""

    far: Computer
    router: Computer


def connect(one: Computer, other: Computer, card: str, *addresses: str) -> None:
    """A cable between two computers, with a card of that name and an address (CIDR) at each end."""
    words = ["link", "add", card, "type", "veth", "peer", "name", card, "netns", other.namespace]
    ip("-n", one.namespace, *words)
    for computer, address in zip((one, other), addresses, strict=True):
        ip_lines(computer.namespace, [f"addr add {address} dev {card}", f"link set {card} up"])


@pytest.fixture
def routed(network: Network, house: Computer) -> Iterator[Routed]:
    router = network.computer("router")
    with Network() as second:
        far = second.computer("far")
        ip_lines(far.namespace, ["addr flush dev eth0", "addr add 10.88.0.2/24 dev eth0"])
        cable = ["link", "add", "leg", "type", "veth", "peer", "name", "eth1", "netns", router.namespace]
        ip("-n", second.switch, *cable)
        ip_lines(second.switch, ["link set leg master br0", "link set leg up"])
        ip_lines(router.namespace, ["addr add 10.88.0.1/24 dev eth1", "link set eth1 up"])
        with router.inside():
            Path("/proc/sys/net/ipv4/ip_forward").write_text("1")
        ip_lines(far.namespace, ["route add default via 10.88.0.1"])
        ip_lines(house.namespace, [f"route add 10.88.0.0/24 via {router.ipv4}"])
        yield Routed(far, router)


def test_a_known_host_on_another_network_is_found_where_it_was(house: Computer, routed: Routed) -> None:
    """One without a port for browsers, as all were once."""
    with NetworkHub(house, "--room", "Chess", "--web", "none") as hub:
        stranger = Beacon(routed.far, "guest")
        guest = who_knows(routed.far, (f"{house.ipv4}:{hub.port}", fingerprint_of(hub)))
        told("a known host behind a router", guest.finds("Chess") - guest.began)
        stranger.finds_nothing(0)


def test_a_host_that_announces_nothing_answers_who_knows_it(house: Computer, routed: Routed) -> None:
    with NetworkHub(house, "--no-announce") as hub:
        fingerprint = fingerprint_of(hub)
        guest = who_knows(routed.far, (f"{house.ipv4}:{hub.port}", fingerprint))
        guest.prints(rf"^known \S+ {fingerprint}$")
        guest.finds_nothing(0)


def test_where_a_known_host_was_another_hub_is_nobody(house: Computer, routed: Routed) -> None:
    with NetworkHub(house, "--room", "Chess") as hub:
        other = fingerprint_of(hub).replace("0", "1")
        who_knows(routed.far, (f"{house.ipv4}:{hub.port}", other)).finds_nothing(3)


def test_hosts_on_both_sides_of_a_vpn_are_found_each_by_its_way(house: Computer, visitor: Computer) -> None:
    """One on the own network by the beacon, which no VPN carries, one beyond the VPN where it was."""
    with Network() as elsewhere:
        far = elsewhere.computer("far")
        connect(visitor, far, "wg0", "10.8.0.2/24", "10.8.0.1/24")
        with NetworkHub(house, "--room", "Chess"), NetworkHub(far, "--room", "Go") as hub:
            stranger = Beacon(visitor, "guest")
            stranger.finds("Chess")
            guest = who_knows(visitor, (f"10.8.0.1:{hub.port}", fingerprint_of(hub)))
            times = (guest.finds("Chess"), guest.finds("Go"))
            told("on both sides of a VPN", *(one - guest.began for one in times))
            assert "+Go" not in stranger.read()


def test_a_host_that_is_reached_by_two_ways_is_one_room(house: Computer, visitor: Computer) -> None:
    connect(visitor, house, "wg0", "10.8.0.2/24", "10.8.0.1/24")
    with NetworkHub(house, "--room", "Chess") as hub:
        guest = who_knows(visitor, (f"10.8.0.1:{hub.port}", fingerprint_of(hub)))
        guest.finds("Chess")
        guest.prints(r"^known ")
        began = time.time()
        hub.end(signal.SIGKILL)
        gone = guest.loses("Chess") - began
        told("a host of two ways is killed", gone)
        assert gone < 15
        assert guest.read().count("+Chess") == 1


def test_two_hosts_of_one_name_are_two_rooms(network: Network, house: Computer, visitor: Computer) -> None:
    with (
        NetworkHub(house, "--room", "Chess") as one,
        NetworkHub(network.computer("next"), "--room", "Chess") as other,
    ):
        rooms = Looking(visitor, "--seconds", "2").rooms
        assert {room["fingerprint"] for room in rooms} == {fingerprint_of(one), fingerprint_of(other)}
        assert [room["name"] for room in rooms] == ["Chess", "Chess"]


def test_where_only_the_hubs_port_is_open_it_is_found_by_connecting(
    house: Computer, visitor: Computer
) -> None:
    """The guest's firewall lets no announcement in, the host's no question, neither of them mDNS."""
    for computer in (house, visitor):
        shut(computer)
        for program, group in (("iptables", "224.0.0.251"), ("ip6tables", "ff02::fb")):
            computer.run(require(program), "-I", "INPUT", "-p", "udp", "-d", group, "-j", "DROP")
    house.run(require("iptables"), "-I", "INPUT", "-p", "tcp", "--dport", "6667", "-j", "ACCEPT")
    with NetworkHub(house, "--room", "Chess", "--no-announce"):
        Beacon(visitor, "guest", "--sweep").finds_nothing(4)
    with NetworkHub(house, "--room", "Chess"):
        guest = Beacon(visitor, "guest", "--sweep")
        # a sweep waits for nobody long, and the next one is a minute later
        told("by a sweep's connections", guest.finds("Chess", 2 * PATIENCE) - guest.began)


def test_a_computer_that_slept_shows_what_is_there_now(
    network: Network, house: Computer, visitor: Computer
) -> None:
    with NetworkHub(house, "--room", "Chess"), NetworkHub(network.computer("next"), "--room", "Go") as gone:
        guest = Beacon(visitor, "guest")
        guest.finds("Chess")
        guest.finds("Go")
        guest.sleeps(13, lambda: gone.end(signal.SIGKILL))
        woken = time.time()
        told("after a sleep only what is there is listed", guest.waits_for_list({"Chess"}) - woken)


def test_cables_that_are_pulled_and_put_back(house: Computer, visitor: Computer) -> None:
    with NetworkHub(house, "--room", "Chess"):
        guest = Beacon(visitor, "guest")
        guest.finds("Chess")
        began = time.time()
        for computer in (visitor, house):
            computer.unplug()
        told("cables are pulled", guest.waits_for_list(set(), 15) - began)
        began = time.time()
        for computer in (visitor, house):
            computer.plug_in()
        told("and put back", guest.waits_for_list({"Chess"}) - began)


def connections(server: socket.socket) -> int:
    """How many have connected so far."""
    server.setblocking(False)
    arrived = 0
    try:
        while True:
            server.accept()[0].close()
            arrived += 1
    except BlockingIOError:
        return arrived


def test_liars_who_name_a_neighbours_port_have_nobody_knock_there(
    network: Network, house: Computer, visitor: Computer
) -> None:
    """Their datagrams have the neighbour's address as their source."""
    guest, liar = Beacon(visitor, "guest"), network.computer("liar")
    ip_lines(liar.namespace, ["route add 224.0.0.0/4 dev eth0"])
    with house.inside(), contextlib.ExitStack() as held:
        servers = {
            port: held.enter_context(socket.create_server(("", port), backlog=64))
            for port in (22, 9100, 2222, 3389)
        }
        for port in servers:
            liar.run(sys.executable, "-m", "tests.netns.liar", house.ipv4, str(port), f"Lie{port}-")
        guest.finds("Lie22-0")
        time.sleep(3)  # in which whoever looks would have looked
        knocks = {port: connections(server) for port, server in servers.items()}
    assert knocks[22] == knocks[9100] == 0, "what is no hub's port"
    assert sum(knocks.values()) <= 1, "once in ten seconds, at an address and whatever its port"


def test_from_the_start_page_to_the_first_message_is_one_click(
    house: Computer, visitor: Computer, tmp_path: Path
) -> None:
    with NetworkHub(house, "--room", "Chess") as hub, hub.member(house, "alice") as alice:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        command = [
            sys.executable,
            "-m",
            "tests.netns.first_message",
            str(tmp_path),
            "Is this the chess club?",
        ]
        window = visitor.start(*command, stdout=subprocess.PIPE, env=environment)
        alice.wait_for("PRIVMSG #chess :Is this the chess club?")
        assert window.stdout is not None
        steps = [window.stdout.readline().split(maxsplit=2) for _ in range(3)]
    print("".join(f"\n{step} after {milliseconds} ms" for step, milliseconds, *_ in steps))
    assert [step for step, *_ in steps] == ["found", "entered", "said"]
    assert int(steps[0][1]) < 2000
