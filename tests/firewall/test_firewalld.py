"""What firewalld's zones mean, and the conversation with it in its order."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.diagnosis.room_check import FirewallState
from app.firewall import firewalld
from app.firewall.firewalld import (
    KEPT,
    NOW,
    BusCall,
    BusError,
    Steps,
    Zone,
    add_rules,
    problem_of,
    read_zones,
    remove_rules,
)
from app.firewall.room_ports import ChangeProblem, RoomPorts

PORTS = RoomPorts((6667, 7667), (6667,), ("192.168.9.0/24",), ("wlan0", "eth0"))
RULES = firewalld.rules_for(PORTS)
OPEN, ON, BLOCKS = FirewallState.OPEN, FirewallState.ON, FirewallState.BLOCKS
NEITHER, BOTH = {6667: False, 7667: False}, {6667: True, 7667: True}
REFUSING = 'rule family="ipv4" source address="192.168.9.9" reject'
LETTING_IN = 'rule family="ipv4" source address="10.0.0.0/8" accept'


@pytest.mark.parametrize(
    ("zone", "state"),
    [
        (Zone("default", NEITHER, ()), BLOCKS),
        (Zone("default", {6667: True, 7667: False}, ()), BLOCKS),
        (Zone("default", BOTH, ()), OPEN),
        (Zone("ACCEPT", NEITHER, ()), OPEN),
        (Zone("default", NEITHER, RULES), OPEN),
        (Zone("default", NEITHER, RULES[:2]), OPEN),  # without UDP it is found in other ways
        (Zone("default", NEITHER, RULES[:1]), BLOCKS),
        (Zone("default", BOTH, (REFUSING,)), ON),
        (Zone("default", NEITHER, (LETTING_IN,)), ON),
        (Zone("%%REJECT%%", NEITHER, (REFUSING,)), BLOCKS),
    ],
)
def test_a_zone_lets_in_what_it_says(zone: Zone, state: FirewallState) -> None:
    assert firewalld.state_of([zone], PORTS) is state


def test_of_several_zones_the_one_that_lets_in_least_counts() -> None:
    blocks, on, opens = (
        Zone("default", NEITHER, ()),
        Zone("default", BOTH, (REFUSING,)),
        Zone("default", BOTH, ()),
    )
    assert firewalld.state_of([opens, on, blocks], PORTS) is BLOCKS
    assert firewalld.state_of([opens, on], PORTS) is ON
    assert firewalld.state_of([opens, opens], PORTS) is OPEN
    assert firewalld.state_of([], PORTS) is FirewallState.UNKNOWN


def test_a_rule_is_written_as_firewalld_writes_it() -> None:
    assert RULES == (
        'rule family="ipv4" source address="192.168.9.0/24" port port="6667" protocol="tcp" accept',
        'rule family="ipv4" source address="192.168.9.0/24" port port="7667" protocol="tcp" accept',
        'rule family="ipv4" source address="192.168.9.0/24" port port="6667" protocol="udp" accept',
    )
    over_ipv6 = RoomPorts((6667,), (), ("fd77::/64",))
    assert firewalld.rules_for(over_ipv6)[0].startswith('rule family="ipv6" source address="fd77::/64"')


class Conversation:
    """Plays firewalld: answers by method, an error is raised; keeps the calls."""

    def __init__(self, answers: Mapping[str, object]) -> None:
        self.answers = answers
        self.calls: list[BusCall] = []

    def hold(self, steps: Steps) -> object:
        answer: object = None
        try:
            while True:
                call = steps.throw(answer) if isinstance(answer, BusError) else steps.send(answer)
                self.calls.append(call)
                found = self.answers[call.method]
                answer = found(call) if callable(found) else found
        except StopIteration as end:
            return end.value


def test_the_zones_of_the_rooms_cards_are_read_the_default_one_where_a_card_has_none() -> None:
    talk = Conversation(
        {
            "getDefaultZone": "public",
            "getZoneOfInterface": lambda call: "" if call.parameters == ("wlan0",) else "home",
            "queryPort": lambda call: call.parameters[1] == "6667",
            "getRichRules": [REFUSING],
            "getZoneByName": "/a/path",
            "getTarget": "default",
        }
    )
    zone = Zone("default", {6667: True, 7667: False}, [REFUSING])
    assert talk.hold(read_zones(PORTS)) == {"public": zone, "home": zone}
    assert talk.calls[-1] == BusCall("/a/path", "org.fedoraproject.FirewallD1.config.zone", "getTarget")


def test_one_zone_of_two_cards_is_read_once() -> None:
    answers = {
        "getDefaultZone": "public",
        "getZoneOfInterface": "",
        "queryPort": True,
        "getTarget": "default",
    }
    talk = Conversation({**answers, "getRichRules": None, "getZoneByName": "/a"})
    assert talk.hold(read_zones(PORTS)) == {"public": Zone("default", BOTH, [])}


def test_rules_are_added_now_and_for_later_and_taken_away_as_they_were() -> None:
    changes = firewalld.changes_for(["public", "public"], RoomPorts((6667,), (), ("192.168.9.0/24",)))
    assert changes == ((NOW, "public", RULES[0]), (KEPT, "public", RULES[0]))
    talk = Conversation({"addRichRule": None, "removeRichRule": None, "getZoneByName": "/a"})
    assert talk.hold(add_rules(changes)) == (list(changes), None)
    assert talk.hold(remove_rules(changes)) == (list(changes), None)
    assert [(call.method, call.parameters) for call in talk.calls] == [
        ("addRichRule", ("public", RULES[0], 0)),
        ("getZoneByName", ("public",)),
        ("addRichRule", (RULES[0],)),
        ("removeRichRule", ("public", RULES[0])),
        ("getZoneByName", ("public",)),
        ("removeRichRule", (RULES[0],)),
    ]


def test_what_was_there_before_is_not_ours_and_what_is_gone_needs_no_taking() -> None:
    changes = ((NOW, "public", RULES[0]), (KEPT, "public", RULES[0]))
    there = BusError("org.fedoraproject.FirewallD1.Exception: ALREADY_ENABLED: public")
    gone = BusError("org.fedoraproject.FirewallD1.Exception: NOT_ENABLED: public")
    talk = Conversation({"addRichRule": there, "removeRichRule": gone, "getZoneByName": "/a"})
    assert talk.hold(add_rules(changes)) == ([], None)
    assert talk.hold(remove_rules(changes)) == ([], None)


def test_after_a_no_nothing_more_is_asked() -> None:
    no = BusError("org.fedoraproject.FirewallD1.NotAuthorizedException: …")
    talk = Conversation({"addRichRule": no})
    assert talk.hold(add_rules(((NOW, "public", RULES[0]), (NOW, "public", RULES[1])))) == ([], no)
    assert len(talk.calls) == 1
    assert problem_of(no) is ChangeProblem.REFUSED
    assert problem_of(BusError("org.freedesktop.DBus.Error.NoReply: ")) is ChangeProblem.FAILED
