"""Who has come from another computer proves that one of our addresses is reached, also who is refused."""

from __future__ import annotations

from typing import Any

import pytest

from app.hub.data.config import HubConfig
from app.net.connection_admission import REACHED_SECONDS, ConnectionAdmission
from app.net.endpoint import Endpoint


class Arrived:
    """Stands for an accepted socket."""

    def __init__(self, theirs: str, ours: str) -> None:
        self._theirs, self._ours = theirs, ours

    def getpeername(self) -> tuple[str, int]:
        if self._theirs == "gone":
            raise OSError
        return self._theirs, 4000

    def getsockname(self) -> tuple[str, int]:
        return self._ours, 6667

    def close(self) -> None:
        """Nothing is open."""


class Setup:
    """Stands for what goes on with those that may stay."""

    def take(self, *_connection: object) -> None:
        """They may."""


class Door:
    """An admission by the test's clock, and the addresses that it told of."""

    def __init__(self, unregistered: int = 100) -> None:
        self.now = 100.0
        self.told: list[str] = []
        setup: Any = Setup()
        self._admission = ConnectionAdmission(setup, lambda _: None, self.told.append, lambda: self.now)
        self._admission.open(HubConfig(), unregistered)

    def comes(self, theirs: str, ours: str = "::ffff:192.168.1.24") -> None:
        socket: Any = Arrived(theirs, ours)
        self._admission.take(socket, Endpoint())


def test_the_address_is_told_by_which_somebody_of_another_computer_came() -> None:
    door = Door()
    door.comes("::ffff:192.168.1.31")
    door.comes("fe80::31%eth0", "fe80::24%eth0")
    assert door.told == ["192.168.1.24", "fe80::24"]


@pytest.mark.parametrize("theirs", ["127.0.0.1", "::1", "::ffff:192.168.1.24", "gone"])
def test_this_computer_proves_nothing_of_itself(theirs: str) -> None:
    door = Door()
    door.comes(theirs)
    assert door.told == []


def test_each_address_is_told_now_and_then() -> None:
    door = Door()
    for _ in range(50):
        door.comes("10.0.0.9")
    assert door.told == ["192.168.1.24"]
    door.now += REACHED_SECONDS
    door.comes("10.0.0.9")
    assert door.told == ["192.168.1.24"] * 2


def test_who_is_refused_has_come_all_the_same() -> None:
    door = Door(unregistered=0)
    door.comes("10.0.0.9")
    assert door.told == ["192.168.1.24"]


def test_a_computer_of_many_addresses_fills_no_memory() -> None:
    door = Door()
    for number in range(1000):
        door.comes("10.0.0.9", f"10.1.{number // 250}.{number % 250}")
    assert len(door.told) == 1000
    assert len(door._admission._reached) <= 64
