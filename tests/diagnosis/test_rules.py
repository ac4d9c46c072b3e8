"""The table of verdicts: every situation that was tried, and every combination of signs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from itertools import product
from math import prod
from operator import and_
from typing import NamedTuple

import pytest

from app.diagnosis.facts import Around, Elsewhere, Neighbour, Ping, Reply, Signs, Source, Where, signs_of
from app.diagnosis.rules import TABLE, RuleRow, diagnose, judge
from app.diagnosis.verdicts import CURES, Certainty, Cure, Verdict
from tests.diagnosis.situations import OTHER_PORT, PLACE, SITUATIONS, Situation


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.name)
def test_what_is_seen_is_told(situation: Situation) -> None:
    found = diagnose(situation.seen(), situation.after)
    assert (found.verdict, found.certainty) == (situation.verdict, situation.certainty)
    assert found.place == PLACE
    assert found.cures == CURES[situation.verdict]


def test_every_verdict_has_a_situation() -> None:
    assert {one.verdict for one in SITUATIONS} == set(Verdict)


def test_where_one_can_join_instead_is_told_with_the_verdict_that_says_so() -> None:
    for one in SITUATIONS:
        found = diagnose(one.seen(), one.after)
        assert (found.elsewhere is not None) == (Cure.JOIN_THERE in found.cures)
    works = next(one for one in SITUATIONS if one.verdict is Verdict.ANSWERS)
    assert diagnose(replace(works.seen(), elsewhere=OTHER_PORT), 1).elsewhere is None


class Seen(NamedTuple):
    """Signs; there are half a million of them, and these are quicker made."""

    reply: Reply
    where: Where
    source: Source
    neighbour: Neighbour
    ping: Ping
    around: Around
    elsewhere: Elsewhere
    heard: bool
    sign_in: bool


EVERY_VALUE = (Reply, Where, Source, Neighbour, Ping, Around, Elsewhere, (False, True), (False, True))
Judged = list[tuple[Seen, RuleRow]]


@pytest.fixture(scope="module")
def judged() -> Judged:
    """Every combination of signs with the row that it leads to.

    What `judge` finds for each of them one by one takes seconds: here each value of each sign has a bit for
    every row that it is in, so that the first row that fits is the lowest bit of nine.
    """
    bits_of = [
        {value: sum(1 << at for at, row in enumerate(TABLE) if value in getattr(row, name)) for value in each}
        for name, each in zip(Seen._fields, EVERY_VALUE, strict=True)
    ]
    first_half, second_half = (
        [
            (values, reduce(and_, (bits[value] for bits, value in zip(bits_of[half], values, strict=True))))
            for values in product(*EVERY_VALUE[half])
        ]
        for half in (slice(5), slice(5, None))
    )
    row_of = {1 << at: row for at, row in enumerate(TABLE)}
    found: Judged = []
    for values, bits in first_half:
        for others, more in second_half:
            both = bits & more
            found.append((Seen(*values, *others), row_of[both & -both]))
    return found


def test_a_row_that_is_found_by_bits_is_the_first_that_fits(judged: Judged) -> None:
    for signs, row in judged[::101]:
        assert judge(Signs(**signs._asdict())) is row


def with_verdict(judged: Judged, *verdicts: Verdict) -> Iterator[tuple[Seen, RuleRow]]:
    """The combinations that lead to one of these."""
    return ((signs, row) for signs, row in judged if row.verdict in verdicts)


def test_every_combination_has_a_verdict_or_is_not_known_yet(judged: Judged) -> None:
    assert len(judged) > 500_000
    rows = {id(row): row for _signs, row in judged}.values()
    assert {row.verdict for row in rows} == set(Verdict)
    for row in rows:
        assert (row.certainty is Certainty.NONE) == (row.verdict is Verdict.UNKNOWN_YET)


def test_every_row_is_the_first_that_fits_something(judged: Judged) -> None:
    used = {id(row) for _signs, row in judged}
    assert [row.verdict for row in TABLE if id(row) not in used] == []


def test_what_is_over_has_a_verdict(judged: Judged) -> None:
    for signs, _row in with_verdict(judged, Verdict.UNKNOWN_YET):
        assert signs.reply in (Reply.NONE_YET, Reply.SILENCE)


def test_what_is_running_has_no_verdict_but_where_the_way_is_known_to_be_wrong(judged: Judged) -> None:
    early = {row.verdict for signs, row in judged if signs.reply is Reply.NONE_YET}
    assert early == {Verdict.UNKNOWN_YET, Verdict.NO_NETWORK, Verdict.VPN}


# What cannot be told from something else by what a guest sees.
ONLY_LIKELY = {
    *(Verdict.ISOLATION, Verdict.SIGN_IN, Verdict.LINK_DEAD, Verdict.GONE_OR_BLOCKED, Verdict.OTHER_NETWORK),
    *(Verdict.BLOCKED_ON_THE_WAY, Verdict.NOT_FORWARDED, Verdict.LOCAL_NETWORK_DENIED),
}


def test_what_can_only_be_likely_is_never_certain(judged: Judged) -> None:
    sure = {row.verdict for _signs, row in judged if row.certainty is Certainty.CERTAIN}
    assert sure == set(Verdict) - ONLY_LIKELY - {Verdict.UNKNOWN_YET}


def test_a_firewall_is_certain_only_where_the_computer_is_known_to_be_there(judged: Judged) -> None:
    for signs, row in with_verdict(judged, Verdict.HOST_FIREWALL):
        assert signs.where in (Where.ON_LINK, Where.UNKNOWN) or signs.reply is Reply.REFUSED
        if row.certainty is Certainty.CERTAIN:
            is_turned_away = signs.reply in (Reply.TURNED_AWAY, Reply.DENIED)
            is_there = signs.neighbour is Neighbour.THERE or signs.ping is Ping.ANSWERED
            assert is_there or (is_turned_away and signs.neighbour is Neighbour.KNOWN)


def test_a_host_is_gone_for_certain_only_where_others_answer(judged: Judged) -> None:
    for signs, row in with_verdict(judged, Verdict.HOST_GONE):
        assert (signs.around is Around.OTHERS) or row.certainty is Certainty.LIKELY
        assert signs.neighbour is not Neighbour.THERE


def test_a_network_keeps_devices_apart_only_where_something_speaks_for_it(judged: Judged) -> None:
    for signs, _row in with_verdict(judged, Verdict.ISOLATION):
        assert signs.heard or signs.around is Around.ROUTER_ONLY
        assert signs.neighbour is not Neighbour.THERE


def test_a_vpn_is_blamed_only_where_it_is_what_sends(judged: Judged) -> None:
    for signs, _row in with_verdict(judged, Verdict.VPN):
        assert signs.source is Source.TUNNEL
        assert signs.where in (Where.ON_LINK, Where.PRIVATE)


def test_one_joins_elsewhere_only_where_something_is_known_of_it(judged: Judged) -> None:
    for signs, row in with_verdict(judged, Verdict.OTHER_PORT, Verdict.MOVED):
        is_proved = signs.elsewhere in (Elsewhere.PORT_PROVED, Elsewhere.ADDRESS_PROVED)
        assert signs.elsewhere is not Elsewhere.NOWHERE
        assert (row.certainty is Certainty.CERTAIN) == is_proved


def test_what_answers_is_left_alone(judged: Judged) -> None:
    found = {row.verdict for signs, row in judged if signs.reply is Reply.CONNECTED}
    assert found == {Verdict.ANSWERS, Verdict.SIGN_IN}


def test_more_facts_never_make_a_certain_verdict_unknown(judged: Judged) -> None:
    """What was certain while something was not known yet has a verdict whatever that turns out to be."""
    step = prod(len([*values]) for values in EVERY_VALUE[5:])  # from a ping to the next, all else being equal
    pings = [*Ping]
    for at, (signs, row) in enumerate(judged):
        if signs.ping is Ping.UNKNOWN and row.certainty is Certainty.CERTAIN:
            for ping in (Ping.ANSWERED, Ping.SILENT):
                other, its_row = judged[at + step * (pings.index(ping) - pings.index(Ping.UNKNOWN))]
                assert (other.ping, other.reply, other.sign_in) == (ping, signs.reply, signs.sign_in)
                assert its_row.certainty is not Certainty.NONE


def test_signs_at_one_moment() -> None:
    """Silence becomes a sign after two seconds, a search in vain after four."""
    facts = next(one for one in SITUATIONS if one.name == "the system never stops looking").seen()
    assert signs_of(facts, 1).reply is Reply.NONE_YET
    assert signs_of(facts, 2).reply is Reply.SILENCE
    assert signs_of(facts, 3).neighbour is Neighbour.SOUGHT
    assert signs_of(facts, 4).neighbour is Neighbour.ABSENT
