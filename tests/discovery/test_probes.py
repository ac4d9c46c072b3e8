"""How often addresses are tried of which others told, and how known hosts are looked for."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.discovery.probes import (
    HOSTS_AT_ONCE,
    LONGEST_PAUSE,
    MOST_HOSTS,
    PROBES_A_MINUTE,
    KnownHosts,
    ProbeBudget,
    ProbeTarget,
    is_near,
    may_probe,
)
from app.discovery.sightings import Place, ProbeResult
from tests.discovery.rooms import NEAR, fingerprint


def test_an_address_is_tried_once_in_ten_seconds_whatever_its_spelling() -> None:
    budget = ProbeBudget()
    assert budget.take("192.168.1.31", 0)
    assert not budget.take("192.168.1.31", 9.9)
    assert not budget.take("::ffff:192.168.1.31", 9.9)
    assert budget.take("192.168.1.32", 9.9)
    assert budget.take("192.168.1.31", 10)
    assert budget.take("fd00:1::31", 10)
    assert not budget.take("fd00:0001:0::0031", 10)
    assert not budget.take("fd00:1::31%eth0", 10)


def test_a_goodbye_is_worth_one_more_in_ten_seconds() -> None:
    budget = ProbeBudget()
    assert budget.take("192.168.1.31", 0)
    assert budget.take("192.168.1.31", 1, is_goodbye=True)
    assert not budget.take("192.168.1.31", 2, is_goodbye=True)
    assert not budget.take("192.168.1.31", 10.9)
    assert budget.take("192.168.1.31", 10.9, is_goodbye=True)
    assert budget.take("192.168.1.31", 21)


def test_twenty_are_tried_in_a_minute() -> None:
    budget = ProbeBudget()
    times = [number / 10 for number in range(3000)]
    taken = [at for number, at in enumerate(times) if budget.take(f"10.0.{number // 250}.{number % 250}", at)]
    assert len([at for at in taken if at < 60]) == PROBES_A_MINUTE
    for begin in range(0, 240, 7):
        assert len([at for at in taken if begin <= at < begin + 60]) <= PROBES_A_MINUTE


def target(number: int, address: str = "") -> ProbeTarget:
    """A host that this person knows."""
    return ProbeTarget(Place(address or f"192.168.1.{number + 30}", 6667), fingerprint(number))


def test_known_hosts_are_looked_for_four_at_once_and_again_after_ten_seconds() -> None:
    hosts, targets = KnownHosts(), [target(number) for number in range(6)]
    hosts.choose(targets, NEAR)
    assert hosts.take(0) == targets[:HOSTS_AT_ONCE]
    assert hosts.take(0) == []
    hosts.finish(targets[1], ProbeResult.RIGHT, 0.1)
    hosts.finish(targets[2], ProbeResult.RIGHT, 0.1)
    assert hosts.take(0.1) == targets[4:]
    for one in (targets[0], *targets[3:]):
        hosts.finish(one, ProbeResult.RIGHT, 0.2)
    assert hosts.take(10) == []
    assert hosts.take(10.1) == targets[1:3]


def test_who_does_not_answer_is_looked_for_less_often_and_never_before_who_does() -> None:
    hosts, gone, there = KnownHosts(), target(1), target(2)
    hosts.choose([gone, there], NEAR)
    now, looks = 0.0, []
    while now < 300:
        for one in hosts.take(now):
            if one == gone:
                looks.append(now)
            hosts.finish(one, ProbeResult.RIGHT if one == there else ProbeResult.SILENT, now)
        now += 1
    pauses = [later - sooner for sooner, later in pairwise(looks)]
    assert pauses == [10, 20, 40, *[LONGEST_PAUSE] * 3]
    assert hosts.take(2000) == [there, gone]
    hosts.finish(there, ProbeResult.RIGHT, 2000)
    hosts.finish(gone, ProbeResult.REFUSED, 2000)
    hosts.restart(2001)
    assert hosts.take(2001) == [gone, there], "the network has changed"


def test_what_is_no_longer_looked_for_may_end_late() -> None:
    hosts = KnownHosts()
    hosts.choose([target(1)], NEAR)
    [running] = hosts.take(0)
    hosts.choose([target(1), target(2)], NEAR)
    assert hosts.take(0) == [target(2)], "the first is still being looked for"
    hosts.choose([], NEAR)
    hosts.finish(running, ProbeResult.RIGHT, 1)
    assert hosts.take(100) == []


def test_who_answers_is_told_until_it_answers_no_more() -> None:
    hosts = KnownHosts()
    hosts.choose([target(1), target(2)], NEAR)
    hosts.take(0)
    hosts.finish(target(1), ProbeResult.RIGHT, 0)
    hosts.finish(target(2), ProbeResult.WRONG, 0)
    assert hosts.answering() == (target(1),)
    assert (hosts.holds(target(2)), hosts.holds(target(3))) == (True, False)
    hosts.hurry(target(1), 1)
    hosts.hurry(target(3), 1)
    assert hosts.take(1) == [target(1)]
    hosts.finish(target(1), ProbeResult.SILENT, 4)
    assert hosts.answering() == ()


@pytest.mark.parametrize(
    ("address", "port", "may"),
    [
        *((("192.168.1.31", 6667, True), ("192.168.1.31", 1024, True), ("fe80::9%eth0", 65535, True))),
        *((("192.168.1.31", 1023, False), ("192.168.1.31", 22, False), ("192.168.1.31", 9100, False))),
        *((("192.168.1.1", 6667, False), ("8.8.8.8", 6667, False), ("127.0.0.1", 6667, False))),
    ],
)
def test_others_lead_nobody_to_services_printers_and_routers(address: str, port: int, may: bool) -> None:
    assert may_probe(Place(address, port), NEAR) is may


def test_no_more_than_twenty_hosts_are_looked_for() -> None:
    hosts = KnownHosts()
    hosts.choose([target(number) for number in range(40)], NEAR)
    found = set()
    for _ in range(40):
        for one in hosts.take(0):
            found.add(one)
            hosts.finish(one, ProbeResult.SILENT, 0)
    assert found == {target(number) for number in range(MOST_HOSTS)}


@pytest.mark.parametrize(
    ("host", "near"),
    [
        *(("192.168.1.1", True), ("10.1.1.1", True), ("100.100.1.1", True), ("fd00:1::9", True)),
        *(("mara-pc", True), ("mara.local", True), ("mara.home.arpa", True)),
        *(("chat.example.org", False), ("8.8.8.8", False), ("2001:db8::1", False), ("127.0.0.1", False)),
    ],
)
def test_nobody_on_the_internet_is_looked_for_without_a_click(host: str, near: bool) -> None:
    assert is_near(host, NEAR) is near
    hosts = KnownHosts()
    hosts.choose([target(1, host)], NEAR)
    assert hosts.take(0) == ([target(1, host)] if near else [])
