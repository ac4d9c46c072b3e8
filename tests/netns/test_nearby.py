"""Rooms are found by the beacon alone, from network to network; the times are printed."""

from __future__ import annotations

import statistics
import subprocess
import time

import pytest

from tests.foreign.programs import require
from tests.netns.hub import NetworkHub
from tests.netns.network import Computer, Network
from tests.netns.searching import Beacon, Looking, shut, told

pytestmark = [pytest.mark.foreign, pytest.mark.netns]


def test_a_room_is_found_at_once_on_an_open_network(house: Computer, visitor: Computer) -> None:
    Beacon(house, "host", "Chess")
    times = []
    for _ in range(5):
        guest = Beacon(visitor, "guest")
        times.append(guest.finds("Chess", 2) - guest.began)
        guest.process.kill()
        time.sleep(1)  # so many answers a second one address gets
    told("open network", *times)
    assert statistics.median(times) < 2


def test_a_guest_without_an_ipv4_address_finds_it(house: Computer, visitor: Computer) -> None:
    visitor.run("ip", "-4", "addr", "flush", "dev", "eth0")
    Beacon(house, "host", "Chess")
    guest = Beacon(visitor, "guest")
    told("a guest of IPv6 only", guest.finds("Chess", 2) - guest.began)


def test_a_room_that_opens_is_listed_and_one_that_says_goodbye_goes(
    house: Computer, visitor: Computer
) -> None:
    guest = Beacon(visitor, "guest")
    host = Beacon(house, "host", "Chess")
    told("a room opens", guest.finds("Chess", 2) - host.began)
    stopped = host.stop()
    told("a room says goodbye", guest.loses("Chess", 8) - stopped)


def test_a_host_that_is_killed_is_gone_within_15_seconds(house: Computer, visitor: Computer) -> None:
    host, guest = Beacon(house, "host", "Chess"), Beacon(visitor, "guest")
    guest.finds("Chess", 2)
    host.process.kill()
    killed = time.time()
    gone = guest.loses("Chess") - killed
    told("a host is killed", gone)
    assert gone < 15


def test_a_guest_behind_a_firewall_finds_it_by_a_sweep(house: Computer, visitor: Computer) -> None:
    shut(visitor)
    Beacon(house, "host", "Chess")
    guest = Beacon(visitor, "guest")
    guest.finds_nothing(2)
    guest.process.kill()
    guest = Beacon(visitor, "guest", "--sweep")
    told("a guest behind a firewall, by sweep", guest.finds("Chess", 2) - guest.began)


def test_a_host_behind_a_firewall_is_found_by_its_announcements(house: Computer, visitor: Computer) -> None:
    shut(house)
    Beacon(house, "host", "Chess")
    guest = Beacon(visitor, "guest")
    told("a host behind a firewall", guest.finds("Chess", 6) - guest.began)


def test_where_a_switch_drops_multicast_it_is_found_by_broadcast(
    network: Network, house: Computer, visitor: Computer
) -> None:
    for number in (1, 2):
        bridge = [require("bridge"), "-n", network.switch, "link", "set", "dev", f"port{number}"]
        subprocess.run([*bridge, "mcast_flood", "off"], check=True)
    Beacon(house, "host", "Chess")
    guest = Beacon(visitor, "guest")
    told("no multicast", guest.finds("Chess", 2) - guest.began)


def test_on_one_computer_a_guest_finds_both_hosts(house: Computer) -> None:
    Beacon(house, "host", "Chess")
    Beacon(house, "host", "Go")
    guest = Beacon(house, "guest")
    told("on one computer", guest.finds("Chess", 2) - guest.began, guest.finds("Go", 2) - guest.began)


def test_a_host_on_two_networks_is_found_on_both(
    two_networks: tuple[Computer, Computer], visitor: Computer
) -> None:
    house, far = two_networks
    Beacon(house, "host", "Chess")
    near, other = Beacon(visitor, "guest"), Beacon(far, "guest")
    told("on two networks", near.finds("Chess", 2) - near.began, other.finds("Chess", 2) - other.began)


def test_a_guest_that_comes_to_the_network_later_finds_it(house: Computer, visitor: Computer) -> None:
    visitor.unplug()
    Beacon(house, "host", "Chess")
    guest = Beacon(visitor, "guest")
    guest.finds_nothing(1.5)
    visitor.plug_in()
    plugged = time.time()
    told("a cable is plugged in", guest.finds("Chess", 3) - plugged)


def test_what_a_room_and_a_search_send_is_little(house: Computer, visitor: Computer) -> None:
    Beacon(house, "host", "Chess")
    Beacon(visitor, "guest").finds("Chess")
    time.sleep(2)
    before = house.sent(), visitor.sent()
    time.sleep(11)
    room, search = house.sent() - before[0], visitor.sent() - before[1]
    print(f"\na room sends {room} datagrams in 11 s and answers among them, a search {search}")
    assert search <= 3 * 3, "three each five seconds"
    assert room <= 3 * 3 + 3 * 2, "and two answers to each search"


def test_a_headless_room_is_printed_by_another_computer(house: Computer, visitor: Computer) -> None:
    nobody = Looking(visitor, "--seconds", "0.5")
    assert (nobody.rooms, nobody.status) == ([], 1)
    with NetworkHub(house, "--room", "Chess", "--password", "pawn") as hub:
        found = Looking(visitor, "--seconds", "2")
        fingerprint = hub.console().partition("fp=")[2][:64]
        with hub.member(visitor, "bob", password="pawn"):
            crowded = Looking(visitor, "--seconds", "2")
    (room,) = found.rooms
    assert found.status == 0
    assert (room["name"], room["host"], room["port"]) == ("Chess", house.ipv4, 6667)
    assert (room["people"], room["lock"], room["fingerprint"]) == (0, "password", fingerprint)
    assert crowded.rooms[0]["people"] == 1


@pytest.mark.parametrize("words", [("--no-announce",), ("--listen", "127.0.0.1:7000")])
def test_a_room_that_wants_it_is_not_printed(
    house: Computer, visitor: Computer, words: tuple[str, ...]
) -> None:
    listen = words[1] if words[0] == "--listen" else ":6667"
    with NetworkHub(house, *(() if words[0] == "--listen" else words), listen=listen):
        assert Looking(visitor, "--seconds", "1.5").rooms == []


def test_a_headless_room_says_goodbye(house: Computer, visitor: Computer) -> None:
    guest = Beacon(visitor, "guest")
    with NetworkHub(house, "--room", "Chess") as hub:
        guest.finds("Chess", 4)
        hub.end()
        ended = time.time()
    told("a headless room ends", guest.loses("Chess", 8) - ended)
