"""Which questions a host answers, and how many."""

from __future__ import annotations

import pytest

from app.discovery.answers import KEYS_OF_SOURCE, MOST_SOURCES, RATE, RATE_OF_SOURCE, Answers
from app.discovery.datagrams import Who
from tests.discovery.rooms import NEAR

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
    assert sum(came) <= RATE_OF_SOURCE * 11
    assert asks(answers, "192.168.1.32", 10, "question-0"), "which costs nobody else anything"


def test_all_together_get_twenty_answers_a_second() -> None:
    answers = Answers()
    came = [
        asks(answers, f"192.168.1.{number % 200 + 2}", number / 1000, f"question-{number}")
        for number in range(10_000)
    ]
    assert RATE * 10 <= sum(came) <= RATE * 11


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
