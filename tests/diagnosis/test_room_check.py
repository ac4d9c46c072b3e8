"""Who can get into a hosted room: what was seen, not what is hoped."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from app.diagnosis.room_check import FirewallState, RoomFacts, RoomVerdict, check_room
from app.diagnosis.verdicts import Certainty

NEVER = float("-inf")
SURE, LIKELY, NONE = Certainty.CERTAIN, Certainty.LIKELY, Certainty.NONE
BLOCKS, OPEN, ON = FirewallState.BLOCKS, FirewallState.OPEN, FirewallState.ON
V = RoomVerdict


@pytest.mark.parametrize(
    ("facts", "verdict", "certainty", "opens_port"),
    [
        ({}, V.NOT_KNOWN, NONE, False),
        ({"is_for_others": False, "arrived": 150}, V.THIS_COMPUTER_ONLY, SURE, False),
        ({"has_network": False}, V.NO_NETWORK, SURE, False),
        ({"arrived": 150}, V.REACHED, SURE, False),
        ({"arrived": 50}, V.NOT_KNOWN, NONE, False),
        ({"tried": {"192.168.1.24": (150, True)}}, V.REACHED, SURE, False),
        ({"tried": {"192.168.1.24": (150, False)}}, V.NOT_KNOWN, NONE, False),
        ({"firewall": OPEN, "firewall_read": 110}, V.SHOULD_BE_OPEN, LIKELY, False),
        ({"firewall": BLOCKS, "firewall_read": 110}, V.BLOCKED, SURE, True),
        ({"firewall": BLOCKS, "firewall_read": 180, "arrived": 150}, V.BLOCKED, LIKELY, True),
        ({"firewall": BLOCKS, "firewall_read": 110, "arrived": 150}, V.REACHED, SURE, False),
        ({"help_called": 190}, V.BLOCKED, LIKELY, True),
        ({"firewall": ON, "firewall_read": 110}, V.MAY_BE_BLOCKED, LIKELY, True),
        ({"firewall": ON, "firewall_read": 180, "arrived": 150}, V.REACHED, SURE, False),
        ({"firewall": ON, "firewall_read": 110, "help_called": 190}, V.BLOCKED, LIKELY, True),
        ({"help_called": 190, "firewall": OPEN}, V.SHOULD_BE_OPEN, LIKELY, False),
        ({"help_called": 190, "arrived": 150}, V.BLOCKED_FOR_SOME, LIKELY, False),
        ({"help_called": 140, "arrived": 150}, V.REACHED, SURE, False),
        ({"help_called": 90}, V.NOT_KNOWN, NONE, False),
    ],
)
def test_what_is_known_is_told(
    facts: dict[str, Any], verdict: RoomVerdict, certainty: Certainty, opens_port: bool
) -> None:
    found = check_room(RoomFacts(opened=100, **facts), 200)
    assert (found.verdict, found.certainty, found.opens_port) == (verdict, certainty, opens_port)


def test_a_call_for_help_is_worth_ten_minutes() -> None:
    called = RoomFacts(opened=100, help_called=200)
    assert check_room(called, 800).verdict is RoomVerdict.BLOCKED
    assert check_room(called, 801).verdict is RoomVerdict.NOT_KNOWN


def test_every_combination_has_a_verdict_and_a_rumour_alone_opens_no_port() -> None:
    times = (NEVER, 50.0, 120.0, 150.0, 190.0)
    tried: tuple[dict[str, tuple[float, bool]], ...] = ({}, {"a": (160.0, True)}, {"a": (160.0, False)})
    for others, network, firewall, read, arrived, called, callbacks in product(
        (True, False), (True, False), FirewallState, times, times, times, tried
    ):
        facts = RoomFacts(
            opened=100,
            is_for_others=others,
            has_network=network,
            firewall=firewall,
            firewall_read=read,
            arrived=arrived,
            help_called=called,
            tried=callbacks,
        )
        found = check_room(facts, 200)
        was_seen = arrived >= 100 or callbacks == tried[1]
        if found.opens_port:
            assert firewall is BLOCKS or (not was_seen and (called >= 100 or firewall is ON))
        if found.verdict is RoomVerdict.REACHED:
            assert was_seen
        if found.certainty is NONE:
            assert found.verdict is RoomVerdict.NOT_KNOWN
