"""Crowds at the door: whoever comes from where nobody floods gets in, whatever the others do."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.security.certificate import Identity, load_or_make
from tests.foreign.programs import turn_idle, wait_for
from tests.headless_hub import Member
from tests.netns.crowd import Crowd
from tests.netns.hub import NetworkHub, Stopwatch
from tests.netns.network import Computer, Network

pytestmark = [pytest.mark.foreign, pytest.mark.netns]

CROWD_IPV4, CROWD_IPV6 = "10.78.0.0/16", "fd77::c:0/112"
HELLO = "\\x16\\x03\\x01\\x02\\x00\\x01\\x00"  # TLS begins, and nothing follows
Attack = Callable[..., Crowd]


@pytest.fixture
def guests(network: Network) -> Iterator[Callable[..., bool]]:
    """Lets somebody come and stay, as `guests(hub, computer, nick, …)`: whether they got in."""
    inside = contextlib.ExitStack()

    def come(hub: NetworkHub, computer: Computer, nick: str, **more: object) -> bool:
        try:
            member: Member = hub.member(computer, nick, **more)  # type: ignore[arg-type]
        except (OSError, AssertionError) as error:
            print(f"{nick} was refused: {error}")  # shown where the test fails
            return False
        inside.enter_context(member)
        return True

    yield come
    inside.close()


@pytest.fixture
def house(network: Network) -> Computer:
    return network.computer("house")


@pytest.fixture
def attack(network: Network, house: Computer, tmp_path: Path) -> Iterator[Attack]:
    """Starts crowds on one computer that has many addresses, as `attack(hub, first source, …)`."""
    computer = network.computer("crowd", CROWD_IPV4, CROWD_IPV6)
    running = contextlib.ExitStack()

    def start(hub: NetworkHub, source: str, **more: object) -> Crowd:
        host = house.ipv6 if ":" in source else house.ipv4
        made = Crowd(computer, host, hub.port, source, folder=tmp_path, **more)  # type: ignore[arg-type]
        return running.enter_context(made)

    yield start
    running.close()


def test_sixty_computers_of_one_ipv6_network_get_in(network: Network, house: Computer, guests) -> None:
    crowd = network.computer("crowd", CROWD_IPV6)
    with NetworkHub(house) as hub:
        came = [guests(hub, crowd, f"pc{number}", source=f"fd77::c:{number:x}") for number in range(1, 61)]
        assert came.count(True) == 60


@pytest.mark.parametrize("say", ["", HELLO, "NICK x\\r\\n"], ids=["silent", "shaking hands", "nameless"])
def test_newcomers_get_in_while_thirteen_addresses_hold_all_that_they_may(
    network: Network, house: Computer, attack: Attack, guests, say: str
) -> None:
    street = network.computer("street", "10.79.0.0/16")
    with NetworkHub(house) as hub:
        attack(hub, "10.78.0.1", sources=13, each=40, say=say, rate=1000).wait_until_made(520)
        came = [
            guests(hub, street, f"new{number}", source=f"10.79.0.{number + 1}", tls=number % 2 == 1)
            for number in range(20)
        ]
        assert came.count(True) == 20


def test_who_owns_five_thousand_addresses_keeps_out_nobody_of_elsewhere_and_no_known_account(
    network: Network, house: Computer, attack: Attack, guests, tmp_path: Path
) -> None:
    street = network.computer("street", "10.79.0.0/16", "fd77::d:0/112")
    friend: Identity = load_or_make(tmp_path, "friend", "friend", now=time.time())
    with NetworkHub(house) as hub:
        with hub.member(street, "friend", source="fd77::d:1", identity=friend):
            pass  # has been here once, then a second time, known by now
        with hub.member(street, "friend", source="fd77::d:1", identity=friend):
            pass
        attack(hub, "fd77::c:1", sources=5000, rate=1000).wait_until_made(3000)
        for number in range(10):
            assert guests(hub, street, f"new{number}", source=f"10.79.0.{number + 1}", tls=number % 2 == 1)
        assert guests(hub, street, "friend", source="fd77::d:1", identity=friend)


def test_fifteen_hundred_refused_connections_a_second_leave_no_descriptors(
    network: Network, house: Computer, attack: Attack, guests
) -> None:
    street = network.computer("street", "10.79.0.0/16")
    with NetworkHub(house) as hub:
        before = hub.descriptors()
        crowd = attack(hub, "10.78.0.1", each=100_000, say="NICK x\\r\\n", rate=1500)
        most = 0

        def is_over() -> bool:
            nonlocal most
            most = max(most, hub.descriptors() - before)
            return crowd.counts()[1] >= 6000

        wait_for(is_over, lambda: f"made, open, lost: {crowd.counts()}", turn_idle)
        assert guests(hub, street, "newcomer", source="10.79.0.1")
        assert most < 150, f"{most} descriptors for one address"
        print(f"\n6,000 refused connections of one address held {most} descriptors at most")


def test_right_passwords_get_in_while_a_hundred_addresses_guess(
    network: Network, house: Computer, attack: Attack, guests
) -> None:
    street = network.computer("street", "10.79.0.0/16")
    with NetworkHub(house, "--password", "correct horse") as hub:
        guess = "PASS wrong\\r\\nNICK x\\r\\nUSER x 0 * :x\\r\\n"
        attack(hub, "10.78.0.1", sources=100, each=2, say=guess, rate=300).wait_until_made(200)
        took = []
        for number in range(6):
            watch = Stopwatch()
            source = f"10.79.0.{number + 1}"
            password = {"password": "correct horse", "patience": 100}
            assert guests(hub, street, f"friend{number}", source=source, **password)
            took.append(str(watch))
        print(f"\n6 of 6 right passwords got in, after {', '.join(took)}")


def test_what_happens_again_and_again_is_counted_on_console_and_in_the_log(
    house: Computer, attack: Attack
) -> None:
    with NetworkHub(house) as hub:
        crowd = attack(hub, "10.78.0.1", sources=20, each=50, say="NICK x\\r\\n")
        # an address may come 240 times at once, so how many it takes depends on how long they take
        wait_for(lambda: "a connection was refused" in hub.log(), lambda: str(crowd.counts()), turn_idle)
        crowd.wait_until_made(crowd.counts()[1] + 2000)
        hub.end()
        assert len(hub.console()) < 20_000
        assert len(hub.log()) < 1_000
        assert "times more in the last minute: a connection was refused" in hub.log()
        assert "times more in the last minute: connection from 10.78.0.1" in hub.console()
