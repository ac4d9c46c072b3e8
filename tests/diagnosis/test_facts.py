"""What facts say with their times."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.diagnosis.facts import (
    Around,
    Attempt,
    Elsewhere,
    Facts,
    Reply,
    signs_of,
)
from app.discovery.sightings import Place

FACTS = Facts(place=Place("192.168.1.31", 6667), began=100)


@pytest.mark.parametrize(
    ("attempt", "after", "reply"),
    [
        *((Attempt.CONNECTED, 0.1, Reply.CONNECTED), (Attempt.REFUSED, 0.1, Reply.REFUSED)),
        *(
            (Attempt.HOST_UNREACHABLE, 0.014, Reply.TURNED_AWAY),
            (Attempt.HOST_UNREACHABLE, 3.07, Reply.NOT_FOUND),
        ),
        *((Attempt.NETWORK_UNREACHABLE, 0, Reply.NO_ROUTE), (Attempt.TIMED_OUT, 15, Reply.GIVEN_UP)),
        *((Attempt.NOT_ALLOWED, 0, Reply.NOT_ALLOWED), (Attempt.NO_SUCH_NAME, 0, Reply.NO_SUCH_NAME)),
    ],
)
def test_how_an_attempt_ended_says_more_with_its_time(attempt: Attempt, after: float, reply: Reply) -> None:
    facts = replace(FACTS, attempt=attempt, ended=100 + after)
    assert signs_of(facts, 200).reply is reply
    denied = signs_of(replace(facts, may_deny_silently=True), 200).reply
    assert denied is (Reply.DENIED if reply is Reply.TURNED_AWAY else reply)


def test_every_way_to_end_is_a_reply() -> None:
    for attempt in Attempt:
        assert signs_of(replace(FACTS, attempt=attempt, ended=100), 100).reply in Reply


@pytest.mark.parametrize(
    ("router", "others", "around"),
    [
        *((None, None, Around.UNKNOWN), (None, False, Around.UNKNOWN), (None, True, Around.OTHERS)),
        *((True, None, Around.ROUTER), (True, False, Around.ROUTER_ONLY), (True, True, Around.OTHERS)),
        *((False, None, Around.NOBODY), (False, False, Around.NOBODY), (False, True, Around.OTHERS)),
    ],
)
def test_who_else_answers(router: bool | None, others: bool | None, around: Around) -> None:
    assert signs_of(replace(FACTS, router=router, others=others), 100).around is around


@pytest.mark.parametrize(
    ("place", "proved", "elsewhere"),
    [
        (None, True, Elsewhere.NOWHERE),
        (FACTS.place, True, Elsewhere.NOWHERE),
        (Place("192.168.1.31", 6668), False, Elsewhere.PORT_HEARD),
        (Place("192.168.1.31", 6668), True, Elsewhere.PORT_PROVED),
        (Place("192.168.1.32", 6667), False, Elsewhere.ADDRESS_HEARD),
        (Place("192.168.1.32", 6668), True, Elsewhere.ADDRESS_PROVED),
    ],
)
def test_where_else_the_room_is(place: Place | None, proved: bool, elsewhere: Elsewhere) -> None:
    assert signs_of(replace(FACTS, elsewhere=place, elsewhere_proved=proved), 100).elsewhere is elsewhere


def test_what_was_heard_counts_for_as_long_as_a_room_is_listed() -> None:
    heard = replace(FACTS, heard=100, sign_in=True)
    assert signs_of(heard, 112).heard
    assert not signs_of(heard, 113).heard
    assert signs_of(heard, 100).sign_in
    assert not signs_of(FACTS, 100).sign_in
