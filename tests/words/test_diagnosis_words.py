"""A sentence for each verdict and cure: what is in the way, how sure that is, and what helps."""

from __future__ import annotations

import re

import pytest

from app.diagnosis.help_call import Rumour, Seen
from app.diagnosis.room_check import RoomDiagnosis, RoomVerdict
from app.diagnosis.rules import TABLE
from app.diagnosis.search_check import SEARCH_CURES, SearchDiagnosis, SearchVerdict
from app.diagnosis.verdicts import CURES, Certainty, Cure, Diagnosis, Verdict
from app.discovery.sightings import Place
from app.words.diagnosis_words import (
    cure_words,
    room_words,
    rumour_words,
    search_words,
    verdict_words,
    words_for_host,
)

HERE, THERE = Place("192.168.1.31", 6667), Place("fd00::9", 6670)
# each verdict with each certainty that the table gives it
SAID = sorted({(row.verdict, row.certainty) for row in TABLE}, key=str)
ROOM_SAID = [
    (RoomVerdict.THIS_COMPUTER_ONLY, Certainty.CERTAIN),
    (RoomVerdict.NO_NETWORK, Certainty.CERTAIN),
    (RoomVerdict.REACHED, Certainty.CERTAIN),
    (RoomVerdict.BLOCKED, Certainty.CERTAIN),
    (RoomVerdict.BLOCKED, Certainty.LIKELY),
    (RoomVerdict.MAY_BE_BLOCKED, Certainty.LIKELY),
    (RoomVerdict.BLOCKED_FOR_SOME, Certainty.LIKELY),
    (RoomVerdict.SHOULD_BE_OPEN, Certainty.LIKELY),
    (RoomVerdict.NOT_KNOWN, Certainty.NONE),
]
# words by which a sentence says that it is not certain
DOUBT = re.compile(r"[Pp]robably|seems?\b|Either|: its firewall, or")


def diagnosed(verdict: Verdict, certainty: Certainty = Certainty.LIKELY) -> Diagnosis:
    return Diagnosis(verdict, certainty, HERE, THERE)


@pytest.mark.parametrize(("verdict", "certainty"), SAID, ids=str)
def test_every_verdict_is_a_sentence_that_says_how_sure_it_is(verdict: Verdict, certainty: Certainty) -> None:
    said = verdict_words(diagnosed(verdict, certainty), host="mara-pc")
    assert said.endswith((".", "…"))
    assert "{" not in said
    assert bool(DOUBT.search(said)) == (certainty is Certainty.LIKELY)


def test_what_is_said_names_the_host_as_it_was_typed_and_the_place_to_go_to() -> None:
    assert verdict_words(diagnosed(Verdict.HOST_FIREWALL, Certainty.CERTAIN), host="mara-pc") == (
        "The computer mara-pc is there, but its firewall blocks port 6667."
    )
    assert verdict_words(diagnosed(Verdict.MOVED, Certainty.CERTAIN), host="mara-pc") == (
        "The room is at another address: [fd00::9]:6670."
    )
    to_port = Diagnosis(Verdict.OTHER_PORT, Certainty.CERTAIN, HERE, Place("192.168.1.31", 6670))
    assert cure_words(Cure.JOIN_THERE, to_port) == "Join at 192.168.1.31:6670"


@pytest.mark.parametrize("cure", list(Cure))
def test_every_cure_is_a_button_or_a_sentence(cure: Cure) -> None:
    said = cure_words(cure, diagnosed(Verdict.HOST_FIREWALL))
    assert "{" not in said
    assert said.endswith(".") or len(said) < 30


def test_every_verdict_of_a_failure_offers_something() -> None:
    assert {verdict for verdict, cures in CURES.items() if not cures} == {
        Verdict.UNKNOWN_YET,
        Verdict.ANSWERS,
    }


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_the_host_is_sent_is_two_sentences(verdict: Verdict) -> None:
    said = words_for_host(diagnosed(verdict), host="mara-pc")
    assert bool(said) == (Cure.COPY_FOR_HOST in CURES[verdict])
    if said:
        assert len(re.findall(r"[.](?: |$)", said)) == 2
        assert "6667" in said


def test_what_is_only_likely_is_sent_as_that() -> None:
    sure, likely = (diagnosed(Verdict.HOST_FIREWALL, one) for one in (Certainty.CERTAIN, Certainty.LIKELY))
    assert " blocks port 6667" in words_for_host(sure, host="mara-pc")
    assert " seems to block port 6667" in words_for_host(likely, host="mara-pc")


@pytest.mark.parametrize("verdict", list(SearchVerdict))
def test_why_there_are_no_rooms_is_a_sentence_and_what_helps_another(verdict: SearchVerdict) -> None:
    said = search_words(SearchDiagnosis(verdict, Certainty.LIKELY))
    assert said.endswith((".", "…"))
    assert all(cure_words(cure).endswith(".") for cure in SEARCH_CURES[verdict])


@pytest.mark.parametrize(("verdict", "certainty"), ROOM_SAID, ids=str)
def test_who_can_get_in_is_a_sentence(verdict: RoomVerdict, certainty: Certainty) -> None:
    said = room_words(RoomDiagnosis(verdict, certainty), port=6667)
    assert said.endswith(".")
    assert "{" not in said


def test_every_room_verdict_is_said() -> None:
    assert {verdict for verdict, _certainty in ROOM_SAID} == set(RoomVerdict)


@pytest.mark.parametrize("seen", list(Seen))
def test_a_rumour_is_said_to_be_somebodys_word(seen: Seen) -> None:
    assert rumour_words(Rumour("", seen, 6667)).startswith("Somebody nearby says that ")
    assert rumour_words(Rumour("192.168.1.31", seen, 6667)).startswith(
        "Somebody nearby, at 192.168.1.31, says "
    )
