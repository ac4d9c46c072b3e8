"""What the panel says: what was found, what helps, and no button that nothing speaks for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from app.application.room_checker import PortChange, RoomFindings
from app.application.room_standing import seen_of, standing_of
from app.diagnosis.help_call import Rumour, Seen
from app.diagnosis.room_check import FirewallState, RoomDiagnosis, RoomVerdict
from app.diagnosis.verdicts import Certainty
from app.firewall.room_ports import ChangeProblem, FirewallKind, FirewallReport, RoomPorts
from app.ui.hosting.hosting_info import AddressSeen, RoomStanding, StandingTone
from app.words.firewall_words import opened_words
from tests.words.test_diagnosis_words import ROOM_SAID

PORTS = RoomPorts((6667, 7667), (6667,), ("192.168.1.0/24",))
BLOCKED = RoomDiagnosis(RoomVerdict.BLOCKED, Certainty.CERTAIN, opens_port=True)
NOT_KNOWN = RoomDiagnosis(RoomVerdict.NOT_KNOWN, Certainty.NONE)
REACHED = RoomDiagnosis(RoomVerdict.REACHED, Certainty.CERTAIN)
UFW = FirewallReport(FirewallKind.UFW, FirewallState.BLOCKS, can_open=True)
RUMOUR = Rumour("192.168.1.31", Seen.SILENCE, 6667)


def stands(diagnosis: RoomDiagnosis = NOT_KNOWN, **more: object) -> RoomStanding:
    found = RoomFindings(diagnosis, PORTS, **more)  # type: ignore[arg-type]  # fields
    return standing_of(found, port=6667, ports="TCP ports 6667 and 7667")


def findings() -> Iterator[RoomFindings]:
    """Every kind of thing that may be found, in all its forms."""
    for verdict, certainty in ROOM_SAID:
        yield RoomFindings(RoomDiagnosis(verdict, certainty), PORTS, is_checked=True, rumour=RUMOUR)
    addresses = frozenset({"192.168.1.24"}), frozenset({"10.0.0.7"})
    for guests, checking, (reached, untried) in product(
        (False, True), (False, True), (addresses, addresses[::-1], (frozenset(), addresses[1]))
    ):
        yield RoomFindings(
            NOT_KNOWN,
            PORTS,
            reached=reached,
            untried=untried,
            has_guests=guests,
            is_checked=True,
            is_checking=checking,
        )
    for change, problem in product(PortChange, (None, *ChangeProblem)):
        yield RoomFindings(NOT_KNOWN, PORTS, change=change, problem=problem)
    yield RoomFindings(NOT_KNOWN, PORTS, is_changing=True)


@pytest.mark.parametrize(
    ("diagnosis", "tone"),
    [
        (REACHED, StandingTone.SEEN),
        (BLOCKED, StandingTone.BLOCKED),
        (NOT_KNOWN, StandingTone.OPEN),
        (RoomDiagnosis(RoomVerdict.NO_NETWORK, Certainty.CERTAIN), StandingTone.ALONE),
    ],
)
def test_only_what_was_seen_is_green(diagnosis: RoomDiagnosis, tone: StandingTone) -> None:
    assert stands(diagnosis).tone is tone


def test_what_is_in_the_way_is_told_beside_the_panel_too() -> None:
    assert stands(BLOCKED).warning == stands(BLOCKED).sentence != ""
    assert stands(NOT_KNOWN).warning == ""
    assert stands(REACHED).warning == ""


def test_link_local_addresses_are_of_the_networks_that_are_named() -> None:
    opened = RoomPorts((6667,), (), ("192.168.1.0/24", "fd00:1::/64", "fe80::/64"))
    words = opened_words(opened, ports="TCP port 6667")
    assert words == "Open now for 192.168.1.0/24 and fd00:1::/64, until you close it again: TCP port 6667."
    alone = opened_words(RoomPorts((6667,), (), ("fe80::/64",)), ports="TCP port 6667")
    assert "fe80::/64" in alone


def test_a_port_is_opened_by_a_click_where_that_is_judged_to_help_and_is_possible() -> None:
    assert stands(BLOCKED, firewall=UFW).can_open
    assert not stands(NOT_KNOWN, firewall=UFW).can_open
    assert not stands(BLOCKED, firewall=FirewallReport(FirewallKind.FILTER, FirewallState.ON)).can_open
    assert not stands(BLOCKED, firewall=UFW, is_changing=True).can_open


def test_where_no_click_helps_words_do() -> None:
    assert stands(BLOCKED, firewall=UFW).help == ""
    by_hand = "If nobody gets in: this computer’s firewall has to let Hubbub in on TCP ports 6667 and 7667."
    assert stands(NOT_KNOWN).help == by_hand
    assert stands(BLOCKED, firewall=FirewallReport(FirewallKind.FILTER, FirewallState.ON)).help == by_hand
    public = FirewallReport(FirewallKind.WINDOWS, FirewallState.BLOCKS, is_public=True)
    assert "call it a private one in Windows’ settings" in stands(BLOCKED, firewall=public).help
    assert stands(REACHED).help == ""
    assert stands(RoomDiagnosis(RoomVerdict.SHOULD_BE_OPEN, Certainty.LIKELY)).help == ""


def test_what_was_opened_is_taken_back_by_a_button() -> None:
    assert stands(is_opened=True).can_close
    assert not stands(is_opened=True, is_changing=True).can_close
    assert not stands().can_close


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({}, ""),
        ({"is_changing": True}, "Your system asks for an administrator…"),
        (
            {"change": PortChange.OPENED},
            "Open now for 192.168.1.0/24, until you close it again: TCP ports 6667 and 7667 and UDP port "
            "6667.",
        ),
        (
            {"change": PortChange.CLOSED},
            "What Hubbub had opened in this computer’s firewall is closed again.",
        ),
        (
            {"change": PortChange.OPENED, "problem": ChangeProblem.REFUSED},
            "Nothing was changed, as the system’s question was answered by no.",
        ),
    ],
)
def test_what_a_button_did_is_said(how: dict[str, object], words: str) -> None:
    assert stands(**how).outcome == words


def test_what_was_looked_at_is_told_to_who_has_asked() -> None:
    assert stands().findings == ()
    said = (
        "The room listens at TCP ports 6667 and 7667.",
        "The firewall ufw lets nobody in.",
        "No guest of another computer is here who could try the addresses.",
    )
    nobody = "Nobody nearby has said that they cannot get in."
    assert stands(is_checked=True, firewall=UFW).findings == (*said, nobody)
    assert stands(is_checked=True, firewall=UFW, rumour=RUMOUR).findings == said, "the rumour stands above"
    alone = RoomDiagnosis(RoomVerdict.THIS_COMPUTER_ONLY, Certainty.CERTAIN)
    assert stands(alone, is_checked=True).findings == ()
    assert not stands(alone).can_check


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"reached": {"a"}, "untried": {"b"}}, "Guests have reached 1 of 2 addresses."),
        ({"missed": {"a"}, "has_guests": True}, "Guests have reached 0 of 1 addresses."),
        ({"untried": {"a"}, "has_guests": True, "is_checking": True}, "A guest tries the addresses…"),
        ({"untried": {"a"}, "has_guests": True}, "Guests have reached 0 of 1 addresses."),
    ],
)
def test_how_many_addresses_were_reached_is_told(how: dict[str, object], words: str) -> None:
    sets = {name: frozenset(value) if isinstance(value, set) else value for name, value in how.items()}
    assert stands(is_checked=True, **sets).findings[2] == words


def test_a_rumour_is_said_to_be_one() -> None:
    assert stands(rumour=RUMOUR).rumour.startswith("Somebody nearby, at 192.168.1.31, says ")
    assert stands().rumour == ""


def test_each_address_has_been_reached_missed_or_neither() -> None:
    found = RoomFindings(NOT_KNOWN, PORTS, reached=frozenset({"a"}), missed=frozenset({"b"}))
    assert [seen_of(found, one) for one in "abc"] == [
        AddressSeen.REACHED,
        AddressSeen.MISSED,
        AddressSeen.UNKNOWN,
    ]
