"""Why a room cannot be joined is found out between real network stacks; the times are printed.

All situations are made at once, each for a guest of its own program, as most of their time is waiting.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from app.diagnosis.verdicts import Certainty, Verdict
from tests.foreign.programs import require
from tests.netns.hub import NetworkHub
from tests.netns.network import PATIENCE, Computer, Network
from tests.netns.searching import shut

pytestmark = [pytest.mark.foreign, pytest.mark.netns]

SURE, LIKELY = Certainty.CERTAIN, Certainty.LIKELY
SOONEST = 10.0  # seconds within which the cause is to be named
DIAGNOSE = (sys.executable, "-m", "tests.netns.diagnose")


class Found:
    """What a guest finds out."""

    def __init__(self, guest: Computer, address: str, *, hears: str = "") -> None:
        """`hears`: where it has heard of a room before it begins."""
        require("ping")
        heard = ("--hears", hears) if hears else ()
        self._program = guest.start(*DIAGNOSE, "guest", address, *heard, stdout=subprocess.PIPE)

    def is_told(self, verdict: Verdict, certainty: Certainty, elsewhere: str = "") -> None:
        """Wait to the end, which is to be this, and print how soon it was named."""
        text, _ = self._program.communicate(timeout=PATIENCE)
        *lines, sentence = text.splitlines()
        last = f"{verdict.name} {certainty.name} {elsewhere}".strip()
        assert lines[-1].partition(" ")[2].strip() == last, lines
        seconds = float(next(line for line in lines if line.split()[1] == verdict.name).split()[0])
        print(f"\n{seconds:.2f} s: {sentence}")
        assert seconds < SOONEST, lines


class Town:
    """A network with hosts in many conditions, a router to another network, and guests."""

    def __init__(self, network: Network, stack: contextlib.ExitStack) -> None:
        self._network, self._stack = network, stack
        self.router = network.computer("router")
        self.hosts: dict[str, Computer] = {}
        self.hubs: dict[str, NetworkHub] = {}

    def host(self, name: str, *, listen: str | None = None) -> Computer:
        """A computer, with a hub on it that listens there; `{}` is its IPv6 address."""
        made = self.hosts[name] = self._network.computer(name)
        if listen is not None:
            hub = NetworkHub(made, "--room", name, listen=listen.format(made.ipv6))
            self.hubs[name] = self._stack.enter_context(hub)
        return made

    def guest(self, name: str) -> Computer:
        """A computer that knows the way out."""
        made = self._network.computer(name)
        made.run("ip", "route", "add", "default", "via", self.router.ipv4)
        return made

    def behind_router(self) -> None:
        """Another network, with a computer that blocks the port and one that is off."""
        far = self.host("far")
        far.run("ip", "addr", "flush", "dev", "eth0")
        far.run("ip", "addr", "add", "10.88.0.2/24", "dev", "eth0")
        far.run("ip", "route", "add", "default", "via", "10.88.0.1")
        block(far, "-p", "tcp", "-j", "DROP")
        self.router.run("ip", "addr", "add", "10.88.0.1/24", "dev", "eth0")
        self.router.run("sysctl", "-q", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.send_redirects=0")
        self.router.run("sysctl", "-q", "net.ipv4.conf.eth0.send_redirects=0")
        block(self.router, "-d", "10.88.0.3", "-j", "DROP", chain="FORWARD")

    def link_to(self, name: str, address: str) -> tuple[str, str]:
        """An invite link to a hub at that address, and the fingerprint in it."""
        hub = self.hubs[name]
        hub.prints("owner link: ")
        fingerprint = re.search(r"fp=([0-9a-f]{64})", hub.console())
        assert fingerprint is not None
        return f"hubbub://{address}/hubbub?fp={fingerprint[1]}", fingerprint[1]


def block(computer: Computer, *rule: str, chain: str = "INPUT") -> None:
    """Have a computer treat what comes over IPv4, or passes through, like this; nothing else comes in."""
    computer.run(require("iptables"), "-A", chain, *rule)
    computer.run(require("ip6tables"), "-P", chain, "DROP")


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """Hosts in every condition in which a guest may find them."""
    with Network() as network, contextlib.ExitStack() as stack:
        made = Town(network, stack)
        made.host("idle")
        made.host("other-port", listen=":6670")
        made.host("ipv6-only", listen="[{}]:6667")
        made.host("open", listen=":6667")
        shut(made.host("ufw", listen=":6667"))
        no_pings = made.host("no-pings", listen=":6667")
        block(no_pings, "-p", "udp", "-j", "ACCEPT")
        block(no_pings, "-j", "DROP")
        block(made.host("dark"), "-j", "DROP")
        block(made.host("rejecting"), "-p", "tcp", "-j", "REJECT", "--reject-with", "icmp-admin-prohibited")
        made.behind_router()
        yield made


@pytest.fixture(scope="module")
def found(town: Town) -> dict[str, Found]:
    """What a guest finds out of each of them, all of it at the same time."""
    addresses = {name: town.hosts[name].ipv4 for name in town.hosts}
    addresses |= {"moved": town.link_to("open", "10.77.0.99")[0], "gone": "10.77.0.98"}
    addresses |= {
        "far": "10.88.0.2",
        "let-through": "10.88.0.3",
        "far-and-off": "10.88.0.9",
        "lost": "10.99.0.2",
    }
    # each on a computer of its own: a host answers one so many questions a second
    heard = {
        "other-port": town.hosts["other-port"].ipv4,
        "ipv6-only": town.hosts["ipv6-only"].ipv6,
        "moved": town.hosts["open"].ipv4,
    }
    return {
        name: Found(town.guest(f"to-{name}"), address, hears=heard.get(name, ""))
        for name, address in addresses.items()
    }


V = Verdict


@pytest.mark.parametrize(
    ("name", "verdict", "certainty"),
    [
        ("idle", V.NOTHING_LISTENS, SURE),
        ("ufw", V.HOST_FIREWALL, SURE),
        ("no-pings", V.HOST_FIREWALL, SURE),
        ("dark", V.HOST_FIREWALL, LIKELY),
        ("rejecting", V.HOST_FIREWALL, SURE),
        ("gone", V.HOST_GONE, SURE),
        ("far", V.BLOCKED_ON_THE_WAY, LIKELY),
        ("let-through", V.OTHER_NETWORK, LIKELY),
        ("far-and-off", V.OTHER_NETWORK, LIKELY),
        ("lost", V.NO_WAY, SURE),
        ("open", V.ANSWERS, SURE),
    ],
)
def test_what_is_in_the_way(
    found: dict[str, Found], name: str, verdict: Verdict, certainty: Certainty
) -> None:
    found[name].is_told(verdict, certainty)


def test_where_the_room_is_instead(town: Town, found: dict[str, Found]) -> None:
    found["other-port"].is_told(V.OTHER_PORT, SURE, f"{town.hosts['other-port'].ipv4}:6670")
    found["ipv6-only"].is_told(V.MOVED, SURE, f"[{town.hosts['ipv6-only'].ipv6}]:6667")
    found["moved"].is_told(V.MOVED, SURE, f"{town.hosts['open'].ipv4}:6667")


# -- what is wrong with the guest's own network


def without_a_network(guest: Computer) -> None:
    guest.run("ip", "link", "set", "eth0", "down")


def with_a_vpn(guest: Computer) -> None:
    guest.run("ip", "link", "add", "tun0", "type", "veth", "peer", "name", "far-end")
    guest.run("ip", "link", "set", "far-end", "up")
    guest.run("ip", "link", "set", "tun0", "up")
    guest.run("ip", "addr", "add", "10.8.0.9/24", "dev", "tun0")
    guest.run("ip", "-6", "addr", "flush", "dev", "eth0")  # over which it would be reached all the same
    guest.run("ip", "route", "add", "10.77.0.0/17", "dev", "tun0", "src", "10.8.0.9")


@pytest.mark.parametrize(
    ("break_it", "verdict", "certainty"),
    [
        (without_a_network, V.NO_NETWORK, SURE),
        (with_a_vpn, V.VPN, SURE),
        (Computer.cut, V.LINK_DEAD, LIKELY),
    ],
    ids=["no-network", "vpn", "cut"],
)
def test_what_is_wrong_here(
    town: Town, break_it: Callable[[Computer], None], verdict: Verdict, certainty: Certainty
) -> None:
    guest = town.guest(f"guest-{verdict.name.lower()}")
    break_it(guest)
    Found(guest, town.hosts["open"].ipv4).is_told(verdict, certainty)


def test_the_network_keeps_its_devices_apart(network: Network) -> None:
    router, house, guest = (network.computer(name) for name in ("router", "house", "guest"))
    guest.run("ip", "route", "add", "default", "via", router.ipv4)
    for number in (2, 3):  # all but the router's
        bridge = [require("bridge"), "-n", network.switch, "link", "set", "dev", f"port{number}"]
        subprocess.run([*bridge, "isolated", "on"], check=True)
    Found(guest, house.ipv4).is_told(V.ISOLATION, LIKELY)


# -- the host


def test_a_host_behind_its_firewall_hears_who_cannot_get_in(town: Town) -> None:
    guest, house = town.guest("caller"), town.hosts["ufw"]
    link, fingerprint = town.link_to("ufw", house.ipv4)
    host = house.start(*DIAGNOSE, "host", fingerprint, stdout=subprocess.PIPE)
    assert host.stdout is not None
    assert host.stdout.readline() == "hears\n"
    clicked = time.time()
    guest.start(*DIAGNOSE, "guest", link, "--calls", stdout=subprocess.DEVNULL)
    _heard, moment, *words = host.stdout.readline().split()
    print(f"\n{float(moment) - clicked:.2f} s after the click, the start of Python in it: {' '.join(words)}")
    assert " ".join(words) == (
        f"Somebody nearby, at {guest.ipv4}, says that this room does not answer at port 6667."
    )
