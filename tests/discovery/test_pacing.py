"""When datagrams are sent, how many are read and which are answered, by a clock of numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.discovery.datagrams import Who
from app.discovery.pacing import (
    ANSWER_RATE,
    ANSWER_RATE_OF_SOURCE,
    GOODBYES,
    KEYS_OF_SOURCE,
    MOST_SOURCES,
    PERIOD,
    READ_RATE,
    Allowance,
    Answers,
    Timetable,
)
from tests.discovery.rooms import NEAR


def sent_in(table: Timetable, begin: float, seconds: float, step: float = 0.05) -> list[float]:
    """When a timer of `step` seconds sent something."""
    times = [begin + number * step for number in range(round(seconds / step))]
    return [round(at, 6) for at in times if table.take(at)]


def test_a_search_begins_with_three_questions_and_asks_every_five_seconds() -> None:
    table = Timetable()
    assert table.next_at() is None
    assert not table.take(0)
    table.start(0)
    assert table.next_at() == 0
    assert sent_in(table, 0, 17) == [0, 0.25, 1, 6, 11, 16]
    assert table.next_at() == 21
    table.stop()
    assert sent_in(table, 17, 60) == []


def test_a_goodbye_is_said_twice() -> None:
    table = Timetable(GOODBYES, None)
    table.start(100)
    assert sent_in(table, 100, 30) == [100, 100.1]
    assert table.next_at() is None


def test_what_was_missed_asleep_is_not_made_up_for() -> None:
    table = Timetable()
    table.start(0)
    assert table.take(500)
    assert not table.take(500)
    assert table.next_at() == 500 + PERIOD
    late = Timetable()
    late.start(0)
    assert late.take(0.3)
    assert late.next_at() == 1


def test_a_room_that_changes_all_the_time_is_told_four_times_a_second() -> None:
    table = Timetable()
    sent = 0
    for number in range(1000):
        at = number * 0.01
        table.start(at)
        sent += table.take(at)
    assert 38 <= sent <= 41


@given(st.lists(st.tuples(st.sampled_from(["start", "take", "stop"]), st.floats(0, 1000)), max_size=40))
def test_nothing_is_sent_twice_at_once(steps: list[tuple[str, float]]) -> None:
    table, now = Timetable(), 0.0
    for step, seconds in steps:
        now += seconds
        if step == "take":
            following = table.next_at()
            was_due = following is not None and following <= now
            assert table.take(now) is was_due
            following = table.next_at()
            assert following is None or following > now
        elif step == "start":
            table.start(now)
        else:
            table.stop()


@pytest.mark.parametrize("rate", [2.0, 20.0, READ_RATE])
def test_no_more_than_so_many_a_second_are_taken(rate: float) -> None:
    allowance = Allowance(rate)
    assert sum(allowance.take(7.0) for _ in range(1000)) == rate
    assert sum(allowance.take(8.0) for _ in range(1000)) == rate
    taken = sum(allowance.take(10 + number / 1000) for number in range(10_000))
    assert taken <= rate * 11


def test_a_clock_that_goes_back_gives_nothing() -> None:
    allowance = Allowance(1)
    assert allowance.take(100)
    assert not allowance.take(50)
    assert allowance.take(51)


# -- answers

LONG = 300


def asks(answers: Answers, source: str, now: float, key: str = "first-one", length: int = 40) -> bool:
    """Whether a question is answered."""
    return answers.may_answer(Who(key, length), source, now, length=LONG, near=NEAR)


def test_a_question_that_comes_by_several_groups_is_answered_once() -> None:
    answers = Answers()
    assert [asks(answers, "192.168.1.31", 0) for _ in range(3)] == [True, False, False]
    assert asks(answers, "192.168.1.31", 0.25, "second-one")
    assert asks(answers, "192.168.1.31", 1, "third-one"), "the burst of a start screen is within the rate"


def test_the_same_question_is_answered_for_each_address_that_it_comes_from() -> None:
    """A guest without an IPv4 address asks over IPv4 too, from 0.0.0.0: that takes nothing from it."""
    answers = Answers()
    assert not asks(answers, "0.0.0.0", 0)
    assert asks(answers, "fe80::31%eth0", 0)
    assert asks(answers, "192.168.1.31", 0)


@pytest.mark.parametrize(
    "source", ["0.0.0.0", "::", "224.0.0.1", "ff02::1", "192.168.1.255", "255.255.255.255", "x"]
)
def test_nobody_is_flooded_from_an_address_of_everybody(source: str) -> None:
    assert not asks(Answers(), source, 0, length=LONG)


def test_from_another_network_only_a_question_as_long_as_its_answer_is_answered() -> None:
    answers = Answers()
    assert not asks(answers, "10.9.9.9", 0, length=LONG - 1)
    assert asks(answers, "10.9.9.9", 0, length=LONG)
    assert asks(answers, "8.8.8.8", 0, length=LONG)


def test_one_address_gets_two_answers_a_second() -> None:
    answers = Answers()
    came = [asks(answers, "192.168.1.31", number / 100, f"question-{number}") for number in range(1000)]
    assert sum(came) <= ANSWER_RATE_OF_SOURCE * 11
    assert asks(answers, "192.168.1.32", 10, "question-0"), "which costs nobody else anything"


def test_all_together_get_twenty_answers_a_second() -> None:
    answers = Answers()
    came = [
        asks(answers, f"192.168.1.{number % 200 + 2}", number / 1000, f"question-{number}")
        for number in range(10_000)
    ]
    assert ANSWER_RATE * 10 <= sum(came) <= ANSWER_RATE * 11


def test_what_was_asked_is_forgotten_for_newer_questions() -> None:
    answers = Answers()
    assert asks(answers, "192.168.1.31", 0, "question-0")
    for number in range(1, KEYS_OF_SOURCE + 1):
        assert asks(answers, "192.168.1.31", number, f"question-{number}")
    assert asks(answers, "192.168.1.31", 100, "question-0")


def test_invented_addresses_push_out_the_longest_unused() -> None:
    answers = Answers()
    assert asks(answers, "192.168.1.31", 0)
    for number in range(MOST_SOURCES - 1):
        asks(answers, f"10.1.{number // 250}.{number % 250 + 1}", number, length=LONG)
    assert not asks(answers, "192.168.1.31", 1000), "still known, and used by that"
    asks(answers, "10.2.0.1", 1000, length=LONG)
    assert not asks(answers, "192.168.1.31", 1000)
    for number in range(MOST_SOURCES):
        asks(answers, f"10.3.{number // 250}.{number % 250 + 1}", 1001 + number, length=LONG)
    assert asks(answers, "192.168.1.31", 9000)
