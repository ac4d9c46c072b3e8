"""Who gets a lease among those who have not said who they are, and who goes for it."""

from __future__ import annotations

import pytest

from app.hub.data.addresses import SHARE, Origin
from app.net.connection_quota import (
    BURST,
    KNOWN_LEASES,
    LOWEST,
    NETWORK_BURST,
    NETWORK_RATE,
    PER_ADDRESS,
    RATE,
    REFUSAL_COST,
    REMEMBERED,
    RESERVED_LEASES,
    UNREGISTERED_LIMIT,
    ConnectionQuota,
    Lease,
)
from app.net.listeners import SPARE_DESCRIPTORS, capacity_for


class Crowd:
    """A quota, and whose leases were revoked."""

    def __init__(self, limit: int = UNREGISTERED_LIMIT) -> None:
        self.quota = ConnectionQuota(limit)
        self.gone: list[Lease] = []
        self.now = 0.0

    def comes(self, address: str, network: str = "") -> Lease | None:
        self.now += 0.001
        lease = self.quota.acquire(Origin(address, network), self.now)
        if lease is not None:
            lease.on_revoked = lambda: self.gone.append(lease)
        return lease

    def neighbour(self, number: int) -> Lease | None:
        return self.comes(f"fd77::{number:x}", "fd77::/64")

    def attack(self) -> None:
        """13 addresses with 40 silent connections each."""
        for number in range(13 * 40):
            self.comes(f"10.0.0.{number % 13}")


def test_newcomers_get_in_while_thirteen_addresses_hold_all_that_they_may() -> None:
    crowd = Crowd()
    crowd.attack()
    newcomers = [crowd.comes(f"10.1.0.{number}") for number in range(200)]
    crowd.attack()  # and come back at once
    assert None not in newcomers
    assert not set(newcomers) & set(crowd.gone)
    assert len(crowd.quota) <= UNREGISTERED_LIMIT


def test_the_greediest_address_loses_its_longest_waiting_first() -> None:
    crowd = Crowd(limit=4)
    alone = crowd.comes("10.0.0.1")
    first, _second, _third = (crowd.comes("10.0.0.2") for _ in range(3))
    assert crowd.comes("10.0.0.3") is not None
    assert crowd.gone == [first]
    assert crowd.comes("10.0.0.4") is not None
    assert crowd.comes("10.0.0.5") is not None
    assert alone in crowd.gone  # all have one now, it was the longest-waiting


def test_the_last_leases_are_for_addresses_that_hold_none() -> None:
    crowd = Crowd()
    for number in range(UNREGISTERED_LIMIT - RESERVED_LEASES):
        crowd.comes(f"10.0.{number % 20}.1")
    assert crowd.gone == []
    crowd.comes("10.0.0.1")
    assert [lease.origin.address for lease in crowd.gone] == ["10.0.0.1"]
    for number in range(RESERVED_LEASES):
        crowd.comes(f"10.1.{number}.1")
    assert len(crowd.gone) == 1


def test_one_address_has_no_more_than_its_share() -> None:
    crowd = Crowd()
    leases = [crowd.comes("10.0.0.1") for _ in range(PER_ADDRESS + 1)]
    assert leases.count(None) == 1
    leases[0].release()
    leases[0].release()
    assert len(crowd.quota) == PER_ADDRESS - 1
    assert crowd.comes("10.0.0.1") is not None


def test_half_of_the_leases_is_for_one_network() -> None:
    crowd = Crowd()
    for number in range(5000):
        crowd.neighbour(number)
        crowd.now += 1 / NETWORK_RATE
    assert len(crowd.quota) == UNREGISTERED_LIMIT // SHARE
    others = [crowd.comes(f"10.0.{number}.1") for number in range(UNREGISTERED_LIMIT // SHARE)]
    assert None not in others
    assert not set(others) & set(crowd.gone)


def test_sixty_computers_of_one_network_come_at_once() -> None:
    crowd = Crowd()
    assert None not in [crowd.neighbour(number) for number in range(60)]


def test_one_address_comes_only_so_often() -> None:
    crowd = Crowd()

    def taken(count: int) -> int:
        came = 0
        for _ in range(count):
            if (lease := crowd.quota.acquire(Origin("10.0.0.1"), crowd.now)) is not None:
                came += 1
                lease.release()
        return came

    assert taken(1500) == BURST
    crowd.now += 1
    assert taken(1500) == RATE
    assert crowd.comes("10.0.0.2") is not None


def test_whom_the_hub_refuses_again_and_again_comes_less_often() -> None:
    crowd = Crowd()

    def refused(times: int) -> int:
        came = 0
        for _ in range(times):
            if (lease := crowd.quota.acquire(Origin("10.0.0.1"), crowd.now)) is not None:
                came += 1
                lease.release()
                crowd.quota.charge(lease.origin, crowd.now)
        return came

    assert refused(1500) <= BURST / REFUSAL_COST
    seconds = 60
    later = 0
    for _ in range(seconds * 10):
        crowd.now += 0.1
        later += refused(1)
    assert 0 < later <= seconds * RATE / REFUSAL_COST


def test_many_refused_at_once_keep_their_address_out_for_some_seconds_and_no_longer() -> None:
    crowd = Crowd()
    leases = [crowd.quota.acquire(Origin("10.0.0.1"), 0.0) for _ in range(PER_ADDRESS)]
    for lease in leases:
        assert lease is not None
        lease.release()
        crowd.quota.charge(lease.origin, 0.0)
    assert crowd.quota.acquire(Origin("10.0.0.1"), 1.0) is None
    assert crowd.quota.acquire(Origin("10.0.0.1"), (1 - LOWEST) / RATE) is not None


def test_one_network_comes_only_so_often_and_known_addresses_of_it_whenever_they_like() -> None:
    crowd = Crowd()
    crowd.quota.note_known("fd77::aaaa")
    came = [crowd.quota.acquire(Origin(f"fd77::{n:x}", "fd77::/64"), 0.0) for n in range(5000)]
    assert sum(lease is not None for lease in came) == NETWORK_BURST
    assert crowd.quota.acquire(Origin("fd77::aaaa", "fd77::/64"), 0.0) is not None


def test_known_addresses_have_leases_of_their_own_and_are_as_fair_to_each_other() -> None:
    crowd = Crowd()
    for number in range(10):
        crowd.quota.note_known(f"10.9.0.{number}")
    crowd.attack()
    friend = crowd.comes("10.9.0.0")
    for number in range(KNOWN_LEASES * 2):
        crowd.comes(f"10.9.0.{number % 4 + 1}")
    assert friend is not None
    assert friend not in crowd.gone
    assert len(crowd.quota) <= UNREGISTERED_LIMIT + KNOWN_LEASES


def test_what_is_remembered_of_addresses_is_bounded() -> None:
    crowd = Crowd()
    for number in range(REMEMBERED * 2):
        crowd.quota.note_known(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
        if (lease := crowd.comes(f"fd77::{number:x}")) is not None:
            lease.release()
    assert len(crowd.quota._known) == len(crowd.quota._rates) == REMEMBERED


def test_a_lease_is_told_once_that_somebody_else_has_it() -> None:
    crowd = Crowd(limit=1)
    first = crowd.comes("10.0.0.1")
    assert first is not None
    crowd.comes("10.0.0.2")
    first.release()
    crowd.comes("10.0.0.3")
    assert crowd.gone.count(first) == 1
    assert len(crowd.quota) == 1


@pytest.mark.parametrize("descriptors", [1, 65, 256, 1024, 4096])
def test_unregistered_and_members_together_never_need_more_descriptors_than_there_are(
    descriptors: int,
) -> None:
    shared = capacity_for(2000, descriptors)
    assert shared.unregistered >= 1
    assert shared.sessions >= 1
    if descriptors >= 256:
        most = shared.unregistered + min(KNOWN_LEASES, shared.unregistered) + shared.sessions
        assert most <= descriptors - SPARE_DESCRIPTORS
        assert shared.sessions >= shared.unregistered


def test_with_enough_descriptors_nothing_is_less_than_was_asked_for() -> None:
    for descriptors in (None, 10_000):
        shared = capacity_for(2000, descriptors)
        assert (shared.unregistered, shared.sessions) == (UNREGISTERED_LIMIT, 2000)
