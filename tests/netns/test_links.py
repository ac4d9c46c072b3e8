"""A link with several addresses, between computers: some are gone, one has been given to another hub."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import pytest

from tests.netns.hub import NetworkHub
from tests.netns.network import Computer, Network

pytestmark = [pytest.mark.foreign, pytest.mark.netns]

GONE = "10.77.0.200"  # nobody answers for it, not even with an address of its card


@pytest.fixture
def hub(network: Network) -> Iterator[NetworkHub]:
    """The hub that the link is of."""
    with NetworkHub(network.computer("house")) as running:
        yield running


@pytest.fixture
def false_hub(network: Network) -> Iterator[NetworkHub]:
    """Another one, to which an address of the link was given since."""
    with NetworkHub(network.computer("neighbour")) as running:
        yield running


def link_to(hub: NetworkHub, *addresses: str) -> str:
    hub.prints("owner link: ")
    found = re.search(r"fp=([0-9a-f]{64})", hub.console())
    assert found is not None
    first, *others = (f"[{each}]:{hub.port}" if ":" in each else f"{each}:{hub.port}" for each in addresses)
    return f"hubbub://{first}/hubbub?fp={found[1]}&at={','.join(others)}"


def follow(guest: Computer, link: str) -> list[str]:
    """What a guest says of a link."""
    return guest.run(sys.executable, "-m", "tests.netns.follow_link", link).split()


def test_the_right_hub_is_found_past_a_false_one(
    network: Network, hub: NetworkHub, false_hub: NetworkHub
) -> None:
    guest = network.computer("guest")
    assert false_hub.port == hub.port
    said, host = follow(guest, link_to(hub, false_hub.address, hub.address))
    assert (said, host) == ("online", hub.address)
    assert "guest is here" not in false_hub.console()


def test_a_false_one_alone_is_told_of(network: Network, hub: NetworkHub, false_hub: NetworkHub) -> None:
    said, why, fingerprint = follow(network.computer("guest"), link_to(hub, GONE, false_hub.address))
    assert (said, why) == ("failed", "link-mismatch")
    assert fingerprint in link_to(false_hub, "10.0.0.1")


def test_addresses_that_never_answer_keep_nobody_waiting(network: Network, hub: NetworkHub) -> None:
    guest = network.computer("guest")
    guest.lose_sight_of(GONE)
    said, host = follow(guest, link_to(hub, GONE, "192.168.99.1", hub.computer.ipv6))
    assert (said, host) == ("online", hub.computer.ipv6), "though nothing came of the others by then"


def test_who_is_absent_is_told_of_as_soon_as_the_system_knows(network: Network) -> None:
    guest = network.computer("guest")
    assert follow(guest, GONE) == ["failed", "unreachable"]
    assert guest.connects() == 1, "the kernel has looked for it three times, a second apart: once is enough"
