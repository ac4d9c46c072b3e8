"""What macOS says of its firewall."""

from __future__ import annotations

import pytest

from app.diagnosis.room_check import FirewallState
from app.firewall.macos_firewall import state_of


@pytest.mark.parametrize(
    ("output", "state"),
    [
        ("Firewall is disabled. (State = 0)\n", FirewallState.OPEN),
        ("Firewall is enabled. (State = 1)\n", FirewallState.ON),
        ("Firewall is blocking all non-essential incoming connections. (State = 2)\n", FirewallState.ON),
        ("", FirewallState.UNKNOWN),
    ],
)
def test_it_says_whether_it_is_on(output: str, state: FirewallState) -> None:
    assert state_of(output) is state
