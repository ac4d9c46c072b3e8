"""Where an address lies, which way leads there, and what was heard of a room there and elsewhere."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from app.diagnosis.facts import Source, Where
from app.diagnosis.network_facts import heard_elsewhere, is_same, last_heard, source_of, where_is
from app.discovery.local_networks import LocalInterface
from app.discovery.sightings import HeardPlace, Place
from tests.discovery.rooms import HOME, NEAR, fingerprint, interface


@pytest.mark.parametrize(
    ("address", "where"),
    [
        *(("127.0.0.1", Where.HERE), ("::1", Where.HERE), ("192.168.1.24", Where.HERE)),
        *(("192.168.1.31", Where.ON_LINK), ("192.168.1.1", Where.ON_LINK), ("fe80::9%eth0", Where.ON_LINK)),
        *(("10.9.9.9", Where.PRIVATE), ("100.64.1.1", Where.PRIVATE), ("fd99::1", Where.PRIVATE)),
        *(
            ("8.8.8.8", Where.PUBLIC),
            ("2001:db8::1", Where.PUBLIC),
            ("mara-pc", Where.UNKNOWN),
            ("", Where.UNKNOWN),
        ),
    ],
)
def test_where_an_address_lies(address: str, where: Where) -> None:
    assert where_is(address, NEAR, {ip_address("192.168.1.24")}) is where


LO = interface("lo", 1, "127.0.0.1/8", "::1/128", is_loopback=True)
DOCKER = interface("docker0", 3, "172.17.0.1/16")
BARE = interface("eth0", 2, "169.254.7.7/16", "fe80::24/64")
TUNNEL = interface("tun0", 4, "10.8.0.9/24", is_tunnel=True)
FRIENDS = interface("tailscale0", 5, "100.101.1.1/32", "fd7a:1::9/48")


@pytest.mark.parametrize(
    ("sender", "target", "interfaces", "source"),
    [
        ("192.168.1.24", "192.168.1.31", [LO, HOME], Source.LOCAL),
        ("fe80::24%eth0", "fe80::31%eth0", [LO, HOME], Source.LOCAL),
        ("127.0.0.1", "127.0.0.1", [LO], Source.LOCAL),
        ("10.8.0.9", "192.168.1.31", [LO, HOME, TUNNEL], Source.TUNNEL),
        ("10.8.0.9", "10.8.0.1", [LO, HOME, TUNNEL], Source.LOCAL),
        ("100.101.1.1", "100.99.3.3", [LO, HOME, FRIENDS], Source.LOCAL),
        ("fd7a:1::9", "fd7a:1:0:7::1", [LO, HOME, FRIENDS], Source.LOCAL),
        ("100.101.1.1", "192.168.1.31", [LO, HOME, FRIENDS], Source.TUNNEL),
        ("169.254.7.7", "192.168.1.31", [LO, BARE], Source.SELF_MADE),
        (None, "192.168.1.31", [LO, BARE], Source.SELF_MADE),
        (None, "192.168.1.31", [LO], Source.NO_NETWORK),
        (None, "192.168.1.31", [LO, DOCKER], Source.NO_NETWORK),
        (None, "192.168.1.31", [LO, interface("eth0", 2, "10.1.1.1/8", is_up=False)], Source.NO_NETWORK),
        (None, "2001:db8::1", [LO, HOME], Source.NO_WAY),
        ("what", "192.168.1.31", [LO, HOME], Source.UNKNOWN),
    ],
)
def test_which_way_what_is_sent_there_goes(
    sender: str | None, target: str, interfaces: list[LocalInterface], source: Source
) -> None:
    assert source_of(sender, target, interfaces) is source


HERE = Place("192.168.1.31", 6667)
OTHER_PORT, OTHER_HOST = Place("192.168.1.31", 6670), Place("192.168.1.99", 6667)
SAME_COMPUTER = Place("fd00:1::31", 6667)
LINK_ADDRESSES = {HERE.address: "02:00:00:00:00:31", SAME_COMPUTER.address: "02:00:00:00:00:31"}


def heard(number: int, place: Place, at: float = 1.0) -> HeardPlace:
    return HeardPlace(fingerprint(number), place, at)


def test_when_a_room_was_heard_at_a_place() -> None:
    told = [heard(1, HERE, 3), heard(2, HERE, 5), heard(1, OTHER_PORT, 9), heard(1, HERE, 2)]
    assert last_heard(HERE, "", told) == 5
    assert last_heard(HERE, fingerprint(1), told) == 3
    assert last_heard(HERE, fingerprint(3), told) == last_heard(SAME_COMPUTER, "", told) == float("-inf")


def test_where_else_a_known_room_was_heard() -> None:
    told = [heard(1, HERE, 9), heard(1, OTHER_HOST, 1), heard(1, OTHER_PORT, 2), heard(2, SAME_COMPUTER, 8)]
    found = heard_elsewhere(HERE, fingerprint(1), told, LINK_ADDRESSES)
    assert found == [heard(1, OTHER_PORT, 2), heard(1, OTHER_HOST, 1)]
    assert heard_elsewhere(HERE, fingerprint(3), told, LINK_ADDRESSES) == []


def test_of_an_unknown_room_only_the_same_computer_counts() -> None:
    told = [heard(1, HERE, 9), heard(2, OTHER_HOST, 9)]
    assert heard_elsewhere(HERE, "", told, LINK_ADDRESSES) == []
    assert heard_elsewhere(HERE, "", [*told, heard(3, OTHER_PORT)], {}) == [heard(3, OTHER_PORT)]
    told += [heard(4, SAME_COMPUTER), heard(4, OTHER_PORT)]
    assert heard_elsewhere(HERE, "", told, LINK_ADDRESSES) == [heard(4, OTHER_PORT), heard(4, SAME_COMPUTER)]
    assert heard_elsewhere(HERE, "", told[:3], {HERE.address: "", SAME_COMPUTER.address: ""}) == []


def test_one_place_is_written_in_several_ways() -> None:
    assert is_same(Place("fd00:1::31%eth0", 1), Place("fd00:1:0::31", 1))
    assert is_same(Place("::ffff:192.168.1.31", 1), Place("192.168.1.31", 1))
    assert not is_same(Place("192.168.1.31", 1), Place("192.168.1.31", 2))
