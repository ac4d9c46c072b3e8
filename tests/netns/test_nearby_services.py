"""Rooms are found by DNS-SD where the beacon does not arrive, and looked for before they are listed.

The times are printed. Hubs are whole programs: what is listed was found, by a handshake.
"""

from __future__ import annotations

import signal
import statistics
import time

import pytest

from app.discovery.probes import ADDRESS_SECONDS
from app.discovery.sightings import LIFE
from tests.netns.hub import NetworkHub
from tests.netns.network import Computer
from tests.netns.searching import Beacon, shut, told

pytestmark = [pytest.mark.foreign, pytest.mark.netns]


def test_on_an_open_network_dns_sd_alone_finds_it(house: Computer, visitor: Computer) -> None:
    times = []
    with NetworkHub(house, "--room", "Chess"):
        for _ in range(5):
            guest = Beacon(visitor, "guest", "--deaf")
            times.append(guest.finds("Chess", 6) - guest.began)
            guest.process.kill()
            time.sleep(1)  # what was just told is not told again for a second
    told("open network, DNS-SD alone", *times)
    assert statistics.median(times) < 3  # seconds: by one of the first two questions, on a busy computer too


def test_a_guest_behind_a_firewall_finds_it(house: Computer, visitor: Computer) -> None:
    shut(visitor)
    with NetworkHub(house, "--room", "Chess"):
        guest = Beacon(visitor, "guest")
        told("a guest behind a firewall", guest.finds("Chess", 6) - guest.began)
        assert "!" not in guest.prints(r"\+Chess .*")[0]


def test_a_host_behind_a_firewall_is_listed_as_one_that_cannot_be_reached(
    house: Computer, visitor: Computer
) -> None:
    shut(house)
    with NetworkHub(house, "--room", "Chess"):
        guest = Beacon(visitor, "guest")
        told("a host behind a firewall, listed", guest.finds("Chess", 6) - guest.began)
        told("a host behind a firewall, as not to be reached", guest.cannot_reach("Chess", 10) - guest.began)


def test_where_both_are_behind_firewalls_it_is_listed_and_stays_until_it_closes(
    house: Computer, visitor: Computer
) -> None:
    shut(house)
    shut(visitor)
    with NetworkHub(house, "--room", "Chess") as hub:
        guest = Beacon(visitor, "guest")
        told("both behind firewalls", guest.cannot_reach("Chess", 10) - guest.began)
        with pytest.raises(AssertionError):  # each silent look asks whether it is still told of
            guest.loses("Chess", LIFE + 1)
        closed = time.time()
        hub.end()
        told("both behind firewalls, closed", guest.loses("Chess", 6) - closed)


@pytest.mark.parametrize(
    ("end", "is_shut"), [("killed", True), ("cut off", False), ("cut off", True)], ids=str
)
def test_a_host_that_is_gone_is_not_listed_for_long(
    house: Computer, visitor: Computer, end: str, is_shut: bool
) -> None:
    if is_shut:
        shut(visitor)
    with NetworkHub(house, "--room", "Chess") as hub:
        guest = Beacon(visitor, "guest")
        guest.finds("Chess", 6)
        time.sleep(3)  # in the middle of its pauses
        gone = time.time()
        if end == "killed":
            hub.end(signal.SIGKILL)
        else:
            house.cut()
        seconds = guest.loses("Chess", 20) - gone
        told(f"a host is {end}, {'guest behind a firewall' if is_shut else 'open network'}", seconds)
        assert seconds < 15


def test_a_room_that_opens_and_closes_is_told_of_at_once(house: Computer, visitor: Computer) -> None:
    guest = Beacon(visitor, "guest", "--deaf")
    with NetworkHub(house, "--room", "Chess") as hub:
        opened = time.time()
        told("a room opens, DNS-SD alone", guest.finds("Chess", 6) - opened)
        time.sleep(ADDRESS_SECONDS + 1)  # it was just looked at again: the goodbye is worth a look more
        closed = time.time()
        hub.end()
        told("a room closes, DNS-SD alone", guest.loses("Chess", 6) - closed)


def test_a_host_on_two_networks_is_found_on_both_by_guests_behind_firewalls(
    two_networks: tuple[Computer, Computer], visitor: Computer
) -> None:
    house, far = two_networks
    shut(visitor)
    shut(far)
    with NetworkHub(house, "--room", "Chess"):
        near, other = Beacon(visitor, "guest"), Beacon(far, "guest")
        told("two networks", near.finds("Chess", 6) - near.began, other.finds("Chess", 6) - other.began)


def test_a_host_that_comes_to_a_second_network_is_found_there(
    two_networks: tuple[Computer, Computer],
) -> None:
    house, far = two_networks
    shut(far)
    house.run("ip", "link", "set", "eth1", "down")
    with NetworkHub(house, "--room", "Chess"):
        guest = Beacon(far, "guest")
        guest.finds_nothing(3)
        house.run("ip", "link", "set", "eth1", "up")
        up = time.time()
        told("a host comes to a second network", guest.finds("Chess", 10) - up)


def test_a_guest_behind_a_firewall_that_comes_later_finds_it(house: Computer, visitor: Computer) -> None:
    shut(visitor)
    visitor.unplug()
    with NetworkHub(house, "--room", "Chess"):
        guest = Beacon(visitor, "guest")
        guest.finds_nothing(2)
        visitor.plug_in()
        plugged = time.time()
        told("a cable is plugged in, behind a firewall", guest.finds("Chess", 6) - plugged)


@pytest.mark.parametrize("words", [("--no-announce",), ("--listen", "127.0.0.1:7000")])
def test_a_room_that_wants_it_is_not_told_of(
    house: Computer, visitor: Computer, words: tuple[str, ...]
) -> None:
    listen = words[1] if words[0] == "--listen" else ":6667"
    with NetworkHub(house, *(() if words[0] == "--listen" else words), listen=listen):
        Beacon(visitor, "guest", "--deaf").finds_nothing(3)


def test_what_a_room_and_a_search_send_is_little(house: Computer, visitor: Computer) -> None:
    with NetworkHub(house, "--room", "Chess"):
        time.sleep(3)
        before = house.sent()
        time.sleep(10)
        alone = house.sent() - before
        guest = Beacon(visitor, "guest")
        guest.finds("Chess", 6)
        before = house.sent(), visitor.sent()
        time.sleep(10)
        room, search = house.sent() - before[0], visitor.sent() - before[1]
    print(f"\nin 10 s a room sends {alone} datagrams, with a search {room}, the search {search}")
    assert alone <= 3 * 3, "the beacon's alone"
    assert search <= 3 * 5 + 2 * 4, "and four questions of DNS-SD, of both kinds of address"
    assert room <= alone + 2 * 5 + 2 * 4, "the answers"


def test_a_call_for_help_reaches_a_host_whose_firewall_blocks_the_room(
    house: Computer, visitor: Computer
) -> None:
    shut(house)
    before = house.sent()
    host = Beacon(house, "host", module="tests.netns.calling")
    time.sleep(2)
    assert house.sent() == before, "a host that is not announced sends nothing"
    guest = Beacon(visitor, "guest", house.ipv4, module="tests.netns.calling")
    heard = host.prints(r"^heard (\S+) (\S+) (\S+)", 6)
    told("a call for help is heard", float(heard[1]) - guest.began)
    assert (heard[2], heard[3]) == (visitor.ipv4, "silence")
    assert guest.process.wait(60) == 0
    assert host.read().count("heard") == 1
