"""Who is asked when somebody searches again, and how fast."""

from __future__ import annotations

from app.discovery.local_networks import surroundings
from app.discovery.sweep import PAUSE, Sweep, SweepTarget, sweep_targets
from tests.discovery.rooms import HOME, NEAR, interface


def test_the_whole_network_is_asked_but_this_computer_and_the_router() -> None:
    targets = sweep_targets([HOME], NEAR)
    assert len({one.address for one in targets}) == len(targets) == 252
    assert {one.interface for one in targets} == {HOME.index}
    assert not {"192.168.1.24", "192.168.1.1", "192.168.1.0", "192.168.1.255"} & {
        one.address for one in targets
    }
    assert [one.address for one in targets[:4]] == [
        "192.168.1.23",
        "192.168.1.25",
        "192.168.1.22",
        "192.168.1.26",
    ]


def test_of_a_wide_network_the_part_around_this_computer_is_asked() -> None:
    wide = interface("eth0", 2, "10.5.77.3/16")
    targets = sweep_targets([wide], surroundings([wide]))
    assert all(one.address.startswith("10.5.77.") for one in targets)
    assert len(targets) == 253
    small = interface("eth0", 2, "10.5.77.3/29")
    assert {one.address for one in sweep_targets([small], surroundings([small]))} == {
        f"10.5.77.{number}" for number in (1, 2, 4, 5, 6)
    }


def test_no_vpn_no_container_and_no_more_than_three_networks_are_asked() -> None:
    interfaces = [
        interface("tun0", 3, "10.8.0.2/24"),
        interface("docker0", 4, "172.17.0.1/24"),
        interface("eth9", 5, "10.9.0.1/31", "10.9.0.3/32", "fd00:1::1/64"),
        *(interface(f"eth{number}", 10 + number, f"10.1.{number}.9/24") for number in range(5)),
        interface("wlan0", 20, "10.1.0.77/24"),
    ]
    targets = sweep_targets(interfaces, surroundings(interfaces))
    assert {one.address.rpartition(".")[0] for one in targets} == {"10.1.0", "10.1.1", "10.1.2"}
    assert {one.interface for one in targets} == {10, 11, 12}
    assert not {"10.1.0.9", "10.1.0.77"} & {one.address for one in targets}


def test_four_are_asked_each_ten_milliseconds() -> None:
    sweep, targets = Sweep(), sweep_targets([HOME], NEAR)
    assert sweep.is_over
    assert sweep.start(targets, 100)
    taken: list[SweepTarget] = []
    for tick in range(63):
        step = sweep.take(100 + tick / 100)
        assert len(step) == 4
        assert sweep.take(100 + tick / 100) == ()
        taken += step
    assert sweep.is_over
    assert tuple(taken) == targets
    assert sweep.take(101) == ()


def test_a_timer_that_comes_late_sends_no_more_at_once() -> None:
    sweep = Sweep()
    sweep.start(sweep_targets([HOME], NEAR), 0)
    assert [len(sweep.take(50)) for _ in range(3)] == [4, 4, 4]


def test_one_sweep_a_minute_is_made() -> None:
    sweep, targets = Sweep(), sweep_targets([HOME], NEAR)
    assert sweep.start(targets, 0)
    assert not sweep.start(targets, PAUSE - 1)
    assert not sweep.may_start(PAUSE - 1)
    assert sweep.start(targets, PAUSE)
    sweep.stop()
    assert sweep.is_over
