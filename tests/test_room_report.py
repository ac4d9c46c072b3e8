"""What a hub without a window prints of who can get in."""

from __future__ import annotations

from app.application.room_checker import RoomFindings
from app.diagnosis.help_call import Rumour, Seen
from app.diagnosis.room_check import FirewallState, RoomDiagnosis, RoomVerdict
from app.diagnosis.verdicts import Certainty
from app.firewall.room_ports import FirewallKind, FirewallReport, RoomPorts
from app.room_report import RoomReport

PORTS = RoomPorts((6667, 7667), (6667,), ("192.168.1.0/24",))
NOT_KNOWN = RoomDiagnosis(RoomVerdict.NOT_KNOWN, Certainty.NONE)
REACHED = RoomDiagnosis(RoomVerdict.REACHED, Certainty.CERTAIN)
BLOCKED = RoomDiagnosis(RoomVerdict.BLOCKED, Certainty.CERTAIN, opens_port=True)
OPEN = RoomDiagnosis(RoomVerdict.SHOULD_BE_OPEN, Certainty.LIKELY)
CLOSED_TO_ALL = "check: This computer’s firewall blocks port 6667, so nobody else can get in."


def found(diagnosis: RoomDiagnosis, kind: FirewallKind = FirewallKind.NONE) -> RoomFindings:
    return RoomFindings(diagnosis, PORTS, firewall=FirewallReport(kind, FirewallState.BLOCKS))


def test_how_every_room_begins_is_no_news() -> None:
    report = RoomReport()
    assert report.lines(found(NOT_KNOWN), port=6667) == []
    assert report.lines(found(OPEN), port=6667) == []


def test_that_people_get_in_is_said_once() -> None:
    report = RoomReport()
    assert report.lines(found(REACHED), port=6667) == [
        "check: People on your network can get in, as was seen."
    ]
    assert report.lines(found(REACHED), port=6667) == []


def test_a_firewall_that_blocks_is_said_with_what_opens_it() -> None:
    assert RoomReport().lines(found(BLOCKED, FirewallKind.UFW), port=6667) == [
        CLOSED_TO_ALL,
        "check: as an administrator: ufw allow proto tcp from 192.168.1.0/24 to any port 6667,7667",
        "check: as an administrator: ufw allow proto udp from 192.168.1.0/24 to any port 6667",
    ]
    first, *rules, last = RoomReport().lines(found(BLOCKED, FirewallKind.FIREWALLD), port=6667)
    assert first == CLOSED_TO_ALL
    assert len(rules) == 3
    assert all("firewall-cmd --add-rich-rule='rule family=" in rule for rule in rules)
    assert last == "check: as an administrator: firewall-cmd --runtime-to-permanent"
    assert RoomReport().lines(found(BLOCKED, FirewallKind.FILTER), port=6667) == [CLOSED_TO_ALL]


def test_that_it_does_so_no_more_is_said_too() -> None:
    report = RoomReport()
    report.lines(found(BLOCKED), port=6667)
    (line,) = report.lines(found(OPEN), port=6667)
    assert line.startswith("check: This computer’s firewall lets people on your network in.")


def test_what_somebody_nearby_says_is_printed_once_as_theirs() -> None:
    report = RoomReport()
    called = RoomFindings(NOT_KNOWN, PORTS, rumour=Rumour("", Seen.SILENCE, 6667))
    said = "check: Somebody nearby says that this room does not answer at port 6667."
    assert report.lines(called, port=6667) == [said]
    assert report.lines(called, port=6667) == []
