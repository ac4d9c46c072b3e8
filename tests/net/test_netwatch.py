"""The return of the network is noticed by a new address or a long sleep, and not otherwise."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.net.netwatch import NetWatch, addresses_now
from tests.net.plain_irc import PATIENCE


class World:
    """Addresses and a clock to be set; `looks` counts how often somebody looked."""

    def __init__(self) -> None:
        self.addresses = frozenset({"192.168.1.7"})
        self.now = 1_700_000_000.0
        self.looks = 0

    def look(self) -> frozenset[str]:
        self.looks += 1
        return self.addresses

    def watch(self) -> NetWatch:
        return NetWatch(look=self.look, clock=lambda: self.now, interval=1)


def test_a_new_address_is_news(qtbot: QtBot) -> None:
    world = World()
    watch = world.watch()
    watch.start()
    with qtbot.waitSignal(watch.returned, timeout=PATIENCE):
        world.addresses = frozenset({"192.168.1.7", "10.0.0.4"})
    watch.stop()


def test_a_wake_up_is_news(qtbot: QtBot) -> None:
    world = World()
    watch = world.watch()
    watch.start()
    with qtbot.waitSignal(watch.returned, timeout=PATIENCE):
        world.now += 3600
    watch.stop()


def test_an_address_that_goes_is_no_news_until_it_returns(qtbot: QtBot) -> None:
    world = World()
    heard: list[int] = []
    watch = world.watch()
    watch.returned.connect(lambda: heard.append(world.looks))
    watch.start()
    world.addresses = frozenset()
    qtbot.waitUntil(lambda: world.looks >= 4, timeout=PATIENCE)
    assert heard == []
    world.addresses = frozenset({"192.168.1.7"})
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=PATIENCE)
    watch.stop()


def test_nobody_looks_after_the_end(qtbot: QtBot) -> None:
    world = World()
    watch = world.watch()
    watch.start()
    watch.start()
    watch.stop()
    watch.stop()
    assert not watch._timer.isActive()


def test_this_computer_can_be_looked_at(qtbot: QtBot) -> None:
    assert "127.0.0.1" not in addresses_now()
